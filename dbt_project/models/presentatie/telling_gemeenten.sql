-- depends_on: {{ ref("feit_gemeenten") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("gemeenten", "peildatum") }}
