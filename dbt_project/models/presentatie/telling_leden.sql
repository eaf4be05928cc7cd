-- depends_on: {{ ref("feit_leden") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("leden", "peildatum") }}
