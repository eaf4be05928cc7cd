select
    cast(organisatie as varchar) as organisatie,
    cast(gemeente as varchar) as gemeente,
    coalesce(cast(geldig_van as date), date '0001-01-01') as begin,
    coalesce(cast(geldig_tot as date), date '9999-12-31') as einde
from {{ source("brons", "werkgebied") }}
