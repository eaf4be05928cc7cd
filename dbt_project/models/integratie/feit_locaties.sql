-- Locaties that exist on a peildatum, once each.
select
    l.organisatie,
    l.locatie,
    coalesce(g.gemeente, 'ONBEKEND') as gemeente,
    l.peildatum,
    coalesce(l.soort, 'ONBEKEND') as soort,
    l.subsoort,
    s.fysiek_te_bezoeken = 'J' as fysiek_te_bezoeken,
    l.zichtbaar = 'J' as zichtbaar,
    l.uren_open,
    l.uren_bemand,
    coalesce(l.multifunctioneel, 'ONBEKEND') as multifunctioneel,
    coalesce(l.partner, 'ONBEKEND') as partner,
    coalesce(l.uitleenverantwoordelijke, 'ONBEKEND') as uitleenverantwoordelijke,
    coalesce(l.belasting_toeslagen, 'ONBEKEND') as belasting_toeslagen,
    coalesce(l.ido, 'ONBEKEND') as ido
from {{ ref("stg_locaties") }} as l
left join {{ ref("dim_gemeente") }} as g on g.gemeente = l.gemeente
left join {{ source("definities", "codelijst_locatiesubsoort") }} as s on s.code = l.subsoort
where
    (l.geldig_van is null or l.geldig_van <= l.peildatum)
    and (l.geldig_tot is null or l.geldig_tot >= l.peildatum)
qualify row_number() over (
    partition by l.organisatie, l.locatie, l.peildatum order by l.geldig_van desc nulls last, l.vestiging
) = 1
