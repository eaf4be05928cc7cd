select
    cast(organisatie as varchar) as organisatie,
    cast(dataset as varchar) as dataset,
    cast(soort as varchar) as soort,
    cast(reden as varchar) as reden,
    {{ als_maand("periode") }} as maand,
    {{ als_peildatum("periode") }} as peildatum
from {{ source("stand", "voorlopig") }}
