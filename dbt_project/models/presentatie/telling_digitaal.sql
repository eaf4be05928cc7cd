-- depends_on: {{ ref("feit_digitaal") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("digitaal", "peildatum") }}
