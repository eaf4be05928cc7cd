-- depends_on: {{ ref("feit_jaarcijfers") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("jaarcijfers", "peildatum") }}
