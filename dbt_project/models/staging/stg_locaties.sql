select
    cast(organisatie as varchar) as organisatie,
    cast(locatie as varchar) as locatie,
    cast(vestiging as varchar) as vestiging,
    cast(naam as varchar) as naam,
    cast(subsoort as varchar) as subsoort,
    cast(gemeente as varchar) as gemeente,
    cast(uren_open as double) as uren_open,
    cast(uren_bemand as double) as uren_bemand,
    cast(zichtbaar as varchar) as zichtbaar,
    cast(geldig_van as date) as geldig_van,
    cast(geldig_tot as date) as geldig_tot,
    cast(peildatum as date) as peildatum
from {{ source("brons", "locaties") }}
