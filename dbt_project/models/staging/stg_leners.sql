select
    cast(organisatie as varchar) as organisatie,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(maand as date) as maand,
    cast(lid as blob) as lid,
    cast(locatie as varchar) as locatie,
    cast(lidsoort as varchar) as lidsoort,
    cast(leeftijdsband as varchar) as leeftijdsband,
    cast(telt as boolean) as telt,
    cast(uitleningen as uinteger) as uitleningen
from {{ source("brons", "leners") }}
