-- Per organisatie, except where a locatie passed from one organisatie to another.
{{ config(meta={"naam": "de locaties van een organisatie tellen op tot de organisatie"}) }}
with overgegaan as (
    select distinct organisatie
    from {{ ref("gebied_organisatie") }}
    where
        niveau = 'locatie'
        and gebied in (
            select gebied from {{ ref("gebied_organisatie") }}
            where niveau = 'locatie'
            group by gebied having count(distinct organisatie) > 1
        )
)

select g.organisatie, w.indicator, w.periodesoort, w.periode
from {{ ref("indicatorwaarde") }} as w
join {{ source("definities", "indicator") }} as i
    on i.indicator = w.indicator and list_contains(i.niveaus, 'locatie') and list_contains(i.niveaus, 'organisatie')
join {{ ref("gebied") }} as g on g.niveau = w.niveau and g.gebied = w.gebied
where
    i.soort in ('optelbaar', 'stand')
    and w.niveau in ('locatie', 'organisatie')
    and w.uitsplitsing in ('totaal', 'plaats')
    and w.status <> 'niet_geleverd'
    and g.organisatie not in (select organisatie from overgegaan)
group by g.organisatie, w.indicator, w.periodesoort, w.periode
having abs(
    coalesce(sum(w.waarde) filter (where w.niveau = 'organisatie'), 0)
    - coalesce(sum(w.waarde) filter (where w.niveau = 'locatie'), 0)
) > 0.001
