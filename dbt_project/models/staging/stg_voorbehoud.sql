select
    cast(organisatie as varchar) as organisatie,
    cast(dataset as varchar) as dataset,
    cast(soort as varchar) as soort,
    cast(reden as varchar) as reden,
    cast(voorlopig as boolean) as voorlopig,
    {{ als_maand("periode") }} as maand,
    {{ als_peildatum("periode") }} as peildatum
from {{ source("stand", "voorbehoud") }}
