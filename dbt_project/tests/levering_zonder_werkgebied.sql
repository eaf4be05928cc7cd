{{ config(severity="warn", store_failures=true, meta={"naam": "een organisatie zonder werkgebied: er is geen cijfer per inwoner"}) }}
select o.organisatie, '' as periode, 1 as aantal
from {{ ref("dim_organisatie") }} as o
where o.organisatie not in (select organisatie from {{ ref("stg_werkgebied") }})
