-- depends_on: {{ ref("feit_activiteiten") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("activiteiten", "maand", "not telt_landelijk") }}
