{{ config(meta={"naam": "de klassen van een uitsplitsing tellen op tot het totaal"}) }}
with totaal as (
    select w.indicator, w.niveau, w.gebied, w.periodesoort, w.periode, w.waarde
    from {{ ref("indicatorwaarde") }} as w
    join {{ source("definities", "indicator") }} as i on i.indicator = w.indicator
    where i.soort in ('optelbaar', 'stand') and w.uitsplitsing = 'totaal' and w.status <> 'niet_geleverd'
        and w.periodesoort <> 'lopend_jaar'
),

per_klasse as (
    select indicator, niveau, gebied, periodesoort, periode, uitsplitsing, sum(waarde) as waarde
    from {{ ref("indicatorwaarde") }}
    where uitsplitsing not in ('totaal', 'plaats', 'variant')
    group by all
)

select t.indicator, t.niveau, t.gebied, t.periodesoort, t.periode, u.uitsplitsing
from totaal as t
join {{ source("definities", "indicator_uitsplitsing") }} as u
    on u.indicator = t.indicator and u.uitsplitsing not in ('totaal', 'plaats', 'variant')
left join per_klasse as k
    on
        k.indicator = t.indicator and k.niveau = t.niveau and k.gebied = t.gebied
        and k.periodesoort = t.periodesoort and k.periode = t.periode and k.uitsplitsing = u.uitsplitsing
where abs(t.waarde - coalesce(k.waarde, 0)) > 0.001
