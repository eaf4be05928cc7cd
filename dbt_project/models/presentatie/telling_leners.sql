-- depends_on: {{ ref("feit_leners") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_personen("leners") }}
