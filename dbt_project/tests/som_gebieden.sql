-- What adds up over places adds up to the same for the country by every niveau, but for activities held together; over provincies where each has a figure.
{{ config(meta={"naam": "locaties, organisaties, gemeenten en provincies tellen op tot hetzelfde landelijke totaal"}) }}
with een_keer as (
    select maat as indicator, periodesoort, periode, sum(waarde) as waarde
    from {{ ref("bijdrage") }}
    where niveau = 'land' and uitsplitsing = 'totaal'
    group by all
)

select w.indicator, w.periodesoort, w.periode
from {{ ref("indicatorwaarde") }} as w
join {{ source("definities", "indicator") }} as i on i.indicator = w.indicator
left join een_keer as e on e.indicator = w.indicator and e.periodesoort = w.periodesoort and e.periode = w.periode
where i.soort in ('optelbaar', 'stand') and w.uitsplitsing in ('totaal', 'plaats')
group by w.indicator, w.periodesoort, w.periode, i.niveaus
having
    (list_contains(i.niveaus, 'land') and abs(
        sum(w.waarde) filter (where w.niveau = 'land') - sum(w.waarde) filter (where w.niveau = 'organisatie')
        - coalesce(any_value(e.waarde), 0)
    ) > 0.001)
    or (list_contains(i.niveaus, 'locatie') and abs(
        coalesce(sum(w.waarde) filter (where w.niveau = 'locatie'), 0)
        - sum(w.waarde) filter (where w.niveau = 'organisatie')
    ) > 0.001)
    or (list_contains(i.niveaus, 'gemeente') and abs(
        coalesce(sum(w.waarde) filter (where w.niveau = 'gemeente'), 0)
        - sum(w.waarde) filter (where w.niveau = 'organisatie')
    ) > 0.001)
    or (list_contains(i.niveaus, 'provincie') and bool_and(w.status <> 'niet_geleverd') filter (where w.niveau = 'provincie') and abs(
        coalesce(sum(w.waarde) filter (where w.niveau = 'provincie'), 0)
        - sum(w.waarde) filter (where w.niveau = 'organisatie')
    ) > 0.001)
