select
    cast(organisatie as varchar) as organisatie,
    cast(naam as varchar) as naam,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(geldig_van as date) as geldig_van,
    cast(geldig_tot as date) as geldig_tot,
    cast(opgevolgd_door as varchar) as opgevolgd_door
from {{ source("brons", "organisaties") }}
