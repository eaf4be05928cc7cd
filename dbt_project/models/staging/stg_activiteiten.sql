select
    cast(organisatie as varchar) as organisatie,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(maand as date) as maand,
    cast(activiteit as varchar) as activiteit,
    cast(reeks as varchar) as reeks,
    cast(locatie as varchar) as locatie,
    cast(kernfunctie as varchar) as kernfunctie,
    cast(activiteitsoort as varchar) as activiteitsoort,
    cast(doelgroep as varchar) as doelgroep,
    cast(plaats as varchar) as plaats,
    cast(vorm as varchar) as vorm,
    cast(deelnemers as integer) as deelnemers,
    cast(telling as varchar) as telling,
    cast(status as varchar) as status,
    cast(thema as varchar) as thema,
    cast(bibliotheekfunctie as varchar) as bibliotheekfunctie
from {{ source("brons", "activiteiten") }}
