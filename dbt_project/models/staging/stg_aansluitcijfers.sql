select
    cast(peildatum as date) as peildatum,
    cast(bron as varchar) as bron,
    cast(cijferitem as varchar) as item,
    cast(gebied as varchar) as gebied,
    cast(jaar as usmallint) as jaar,
    cast(waarde as double) as waarde,
    cast(status as varchar) as status,
    cast(herkomst as varchar) as herkomst
from {{ source("brons", "aansluitcijfers") }}
