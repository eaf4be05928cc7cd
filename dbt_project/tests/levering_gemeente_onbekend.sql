{{ config(severity="warn", store_failures=true, meta={"naam": "een gemeente in werkgebied of locatielijst die niet bestaat"}) }}
select w.organisatie, '' as periode, count(*) as aantal
from {{ ref("stg_werkgebied") }} as w
left join {{ ref("dim_gemeente") }} as g on g.gemeente = w.gemeente
where g.gemeente is null
group by w.organisatie
union all
select l.organisatie, {{ tekst_dag("l.peildatum") }}, count(*)
from {{ ref("stg_locaties") }} as l
left join {{ ref("dim_gemeente") }} as g on g.gemeente = l.gemeente
where g.gemeente is null
group by l.organisatie, l.peildatum
