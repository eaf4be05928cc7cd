{{ config(meta={"naam": "elk gebied met een cijfer heeft een naam"}) }}
select distinct w.niveau, w.gebied
from {{ ref("indicatorwaarde") }} as w
left join {{ ref("gebied") }} as g on g.niveau = w.niveau and g.gebied = w.gebied
where g.gebied is null
