-- The gemeenten of every werkgebied and the days they belong to it, named as they were called on those days.
{{ config(materialized="table") }}

select
    w.organisatie,
    d.telt_als as gemeente,
    g.provincie,
    min(greatest(w.begin, d.begin)) as begin,
    max(least(w.einde, d.einde)) as einde
from {{ ref("stg_werkgebied") }} as w
join {{ ref("dim_gemeente_datum") }} as d
    on d.gemeente = w.gemeente and d.begin <= w.einde and d.einde >= w.begin
join {{ ref("dim_gemeente") }} as g on g.gemeente = d.telt_als
group by w.organisatie, d.telt_als, g.provincie
