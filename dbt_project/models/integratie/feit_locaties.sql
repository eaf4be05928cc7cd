-- Locaties that exist on a peildatum, once each. zetel: the one that stands for its organisatie. norm_belasting: whether a
-- locatie that takes part held the activiteiten on tax that the norm asks in the calendar year, up to the peildatum, and has
-- them in the register (Wijzer); null where it does not take part or there is no norm.
with peiling as (
    select distinct organisatie, peildatum
    from {{ ref("stg_locaties") }}
),

norm as (
    select waarde, coalesce(geldig_van, date '0001-01-01') as begin, coalesce(geldig_tot, date '9999-12-31') as tot
    from {{ source("definities", "telregel") }} as t
    where t.code = 'belasting_norm'
),

belasting as (
    select p.organisatie, p.peildatum, a.locatie, count(*) as activiteiten, count(*) filter (where a.in_register) as in_register
    from peiling as p
    join {{ ref("feit_activiteiten") }} as a
        on a.organisatie = p.organisatie and a.maand between date_trunc('year', p.peildatum) and p.peildatum
    where a.thema = 'BELASTING_TOESLAGEN' and a.status = 'DOORGEGAAN'
    group by p.organisatie, p.peildatum, a.locatie
),

locatie as (
    select
        l.organisatie,
        l.locatie,
        coalesce(g.telt_als, 'ONBEKEND') as gemeente,
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
    left join {{ ref("dim_gemeente_datum") }} as g on g.gemeente = l.gemeente and l.peildatum between g.begin and g.einde
    left join {{ source("definities", "codelijst_locatiesubsoort") }} as s on s.code = l.subsoort
    where
        (l.geldig_van is null or l.geldig_van <= l.peildatum)
        and (l.geldig_tot is null or l.geldig_tot >= l.peildatum)
    qualify row_number() over (
        partition by l.organisatie, l.locatie, l.peildatum order by l.geldig_van desc nulls last, l.vestiging
    ) = 1
)

select
    l.*,
    row_number() over (
        partition by l.organisatie, l.peildatum order by l.subsoort = 'HV' desc, l.locatie
    ) = 1 as zetel,
    case
        when l.belasting_toeslagen <> 'J' or n.waarde is null then null
        when coalesce(b.in_register, 0) >= n.waarde then 'GEHAALD'
        when coalesce(b.activiteiten, 0) >= n.waarde then 'NOG_NIET_IN_REGISTER'
        else 'NIET_GEHAALD'
    end as norm_belasting
from locatie as l
left join norm as n on l.peildatum >= n.begin and l.peildatum < n.tot
left join belasting as b
    on b.organisatie = l.organisatie and b.peildatum = l.peildatum and b.locatie = l.locatie
