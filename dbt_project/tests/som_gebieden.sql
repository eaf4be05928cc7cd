-- What adds up over places adds up to the same for the country by every niveau; over provincies where each has a figure.
{{ config(meta={"naam": "locaties, organisaties, gemeenten en provincies tellen op tot hetzelfde landelijke totaal"}) }}
select w.indicator, w.periodesoort, w.periode
from {{ ref("indicatorwaarde") }} as w
join {{ source("definities", "indicator") }} as i on i.indicator = w.indicator
where i.soort in ('optelbaar', 'stand') and w.uitsplitsing in ('totaal', 'plaats')
group by w.indicator, w.periodesoort, w.periode, i.niveaus
having
    (list_contains(i.niveaus, 'land') and abs(
        sum(w.waarde) filter (where w.niveau = 'land') - sum(w.waarde) filter (where w.niveau = 'organisatie')
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
