select
    cast(organisatie as varchar) as organisatie,
    cast(dataset as varchar) as dataset,
    cast(periode as varchar) as periode,
    cast(levering as varchar) as levering,
    length(periode) = 4 as heel_jaar,
    {{ als_maand("periode") }} as maand,
    {{ als_peildatum("periode") }} as peildatum
from {{ source("stand", "dekking") }}
