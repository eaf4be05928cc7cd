-- UIT-01 = UIT-02 + UIT-03 + UIT-04 + unknown material, and the same of COL-01: nothing is divided pro rata.
{{ config(meta={"naam": "boeken, bladmuziek, audiovisueel en onbekend materiaal zijn samen het totaal"}) }}
with deel as (
    select
        left(indicator, 3) as wat, niveau, gebied, periodesoort, periode,
        max(waarde) filter (where right(indicator, 2) = '01' and uitsplitsing = 'totaal') as totaal,
        coalesce(sum(waarde) filter (where right(indicator, 2) <> '01' and uitsplitsing = 'totaal'), 0)
        + coalesce(sum(waarde) filter (where right(indicator, 2) = '01' and uitsplitsing = 'materiaalsoort'), 0) as delen
    from {{ ref("indicatorwaarde") }}
    where
        periodesoort <> 'lopend_jaar'
        and ((indicator in ('UIT-01', 'UIT-02', 'UIT-03', 'UIT-04', 'COL-01', 'COL-02', 'COL-03', 'COL-04') and uitsplitsing = 'totaal')
        or (indicator in ('UIT-01', 'COL-01') and uitsplitsing = 'materiaalsoort' and klasse = 'ONBEKEND'))
    group by all
)

select wat, niveau, gebied, periodesoort, periode
from deel
where abs(totaal - delen) > 0.001
