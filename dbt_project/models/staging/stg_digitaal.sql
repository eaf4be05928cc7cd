select
    cast(organisatie as varchar) as organisatie,
    cast(jaar as usmallint) as jaar,
    cast(gebied as varchar) as gebied,
    cast(digitaalitem as varchar) as item,
    cast(drager as varchar) as drager,
    cast(doelgroep as varchar) as doelgroep,
    cast(herkomst_account as varchar) as herkomst_account,
    cast(actief as varchar) as actief,
    cast(waarde as double) as waarde
from {{ source("brons", "digitaal") }}
