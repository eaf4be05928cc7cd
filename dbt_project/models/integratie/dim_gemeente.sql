select
    gemeente,
    naam,
    provincie,
    provincie_naam
from {{ source("definities", "gemeente") }}
