select
    cast(organisatie as varchar) as organisatie,
    {{ als_maand("maand") }} as maand,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(activiteit as varchar) as activiteit,
    cast(groep as integer) as groep,
    cast(rang as integer) as rang
from {{ source("stand", "zelfde_activiteit") }}
