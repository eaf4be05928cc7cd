-- Gemeenten of now, and those that were merged into another: figures from before then keep their shape.
select gemeente, naam, provincie, provincie_naam, cast(null as date) as opgeheven, cast(null as varchar) as opgegaan_in
from (
    select * from {{ source("definities", "gemeente") }}
    union all
    select * from {{ source("definities", "caribisch") }}
)
union all
select gemeente, naam, provincie, provincie_naam, cast(datum as date), nullif(opgegaan_in, '')
from {{ source("definities", "herindelingen") }}
