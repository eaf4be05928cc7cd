select
    cast(organisatie as varchar) as organisatie,
    {{ als_maand("maand") }} as maand,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(activiteit as varchar) as activiteit,
    cast(status as varchar) as status,
    cast(deelnemers as integer) as deelnemers,
    cast(telling as varchar) as telling,
    cast(thema as varchar) as thema,
    cast(locatie as varchar) as locatie,
    cast(plaats as varchar) as plaats
from {{ source("stand", "aanvulling") }}
