-- depends_on: {{ ref("feit_locaties") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("locaties", "peildatum") }}
