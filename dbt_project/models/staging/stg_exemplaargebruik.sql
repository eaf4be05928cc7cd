select
    cast(organisatie as varchar) as organisatie,
    cast(exemplaar as varchar) as exemplaar,
    cast(laatste_maand as date) as laatste_maand
from {{ source("brons", "exemplaargebruik") }}
