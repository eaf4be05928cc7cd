select
    cast(organisatie as varchar) as organisatie,
    cast(dataset as varchar) as dataset,
    cast(reden as varchar) as reden,
    cast(voorlopig as boolean) as voorlopig,
    nullif(cast(indicator as varchar), '') as indicator,
    {{ als_maand("periode") }} as maand,
    {{ als_peildatum("periode") }} as peildatum
from {{ source("stand", "voorbehoud") }}
