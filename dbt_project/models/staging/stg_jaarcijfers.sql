select
    cast(organisatie as varchar) as organisatie,
    cast(jaar as usmallint) as jaar,
    cast(locatie as varchar) as locatie,
    cast(gemeente as varchar) as gemeente,
    cast(item as varchar) as item,
    cast(waarde as double) as waarde,
    cast(herkomst as varchar) as herkomst
from {{ source("brons", "jaarcijfers") }}
