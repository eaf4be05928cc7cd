select
    cast(peildatum as date) as peildatum,
    cast(instrument as varchar) as instrument,
    cast(vraag as varchar) as vraag,
    cast(gebied as varchar) as gebied,
    cast(jaar as usmallint) as jaar,
    cast(n as uinteger) as n,
    cast(waarde as double) as waarde,
    cast(marge as double) as marge,
    cast(eenheid as varchar) as eenheid,
    cast(opgave as varchar) as opgave
from {{ source("brons", "onderzoek") }}
