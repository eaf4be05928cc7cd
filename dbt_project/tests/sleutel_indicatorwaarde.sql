{{ config(meta={"naam": "elk cijfer staat er één keer"}) }}
select indicator, niveau, gebied, periodesoort, periode, uitsplitsing, klasse
from {{ ref("indicatorwaarde") }}
group by all
having count(*) > 1
