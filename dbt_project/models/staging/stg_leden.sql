select
    cast(organisatie as varchar) as organisatie,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(peildatum as date) as peildatum,
    cast(lid as blob) as lid,
    cast(lidsoort as varchar) as lidsoort,
    cast(leeftijdsband as varchar) as leeftijdsband,
    cast(postcode4 as varchar) as postcode4,
    cast(gemeente as varchar) as gemeente,
    cast(locatie as varchar) as locatie,
    cast(inschrijfmaand as date) as inschrijfmaand,
    cast(eindmaand as date) as eindmaand,
    cast(geldig as boolean) as geldig
from {{ source("brons", "leden") }}
