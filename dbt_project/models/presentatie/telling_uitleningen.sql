-- depends_on: {{ ref("feit_uitleningen") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("uitleningen", "maand") }}
