-- What a gemeente that was delivered counts as, by day (`begin` up to and including `einde`): itself while it existed, what it was
-- merged into after that. One that was divided over others counts as nothing after.
{{ config(materialized="table") }}

with recursive opvolging as (
    select gemeente, gemeente as telt_als, date '0001-01-01' as begin, opgeheven, opgegaan_in
    from {{ ref("dim_gemeente") }}
    union all
    select o.gemeente, g.gemeente, o.opgeheven, g.opgeheven, g.opgegaan_in
    from opvolging as o
    join {{ ref("dim_gemeente") }} as g on g.gemeente = o.opgegaan_in
)

select gemeente, telt_als, begin, coalesce({{ plus_dagen("opgeheven", -1) }}, date '9999-12-31') as einde
from opvolging
