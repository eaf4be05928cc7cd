select
    cast(organisatie as varchar) as organisatie,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(maand as date) as maand,
    cast(weekdag as utinyint) as weekdag,
    cast(dagdeel as varchar) as dagdeel,
    cast(locatie as varchar) as locatie,
    cast(soort as varchar) as soort,
    cast(materiaalsoort as varchar) as materiaalsoort,
    cast(doelgroep as varchar) as doelgroep,
    cast(genre as varchar) as genre,
    cast(kanaal as varchar) as kanaal,
    cast(eigen as varchar) as eigen,
    cast(lidsoort as varchar) as lidsoort,
    cast(leeftijdsband as varchar) as leeftijdsband,
    cast(aantal as uinteger) as aantal
from {{ source("brons", "uitleningen") }}
