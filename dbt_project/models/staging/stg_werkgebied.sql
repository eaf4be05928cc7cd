select
    cast(organisatie as varchar) as organisatie,
    cast(gemeente as varchar) as gemeente
from {{ source("brons", "werkgebied") }}
