select
    cast(organisatie as varchar) as organisatie,
    cast(maand as date) as maand,
    cast(titel as varchar) as titel,
    cast(uitleningen as uinteger) as uitleningen
from {{ source("brons", "titelgebruik") }}
