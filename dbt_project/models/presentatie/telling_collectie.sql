-- depends_on: {{ ref("feit_collectie") }}
-- depends_on: {{ source("definities", "maat") }}
-- depends_on: {{ source("definities", "maat_uitsplitsing") }}
{{ tel_feit("collectie", "peildatum") }}
