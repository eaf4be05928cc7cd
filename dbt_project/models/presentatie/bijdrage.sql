-- What every organisatie adds to every maat, per gebied and period: what is published are sums of these.
-- niveau land is left out, for it is the organisatie's own row, but for what the country counts once. What has no locatie stands at niveau locatie under the
-- organisatie itself, as uitsplitsing plaats, klasse BUITEN_VESTIGING.
with stroom as (
    select * from {{ ref("telling_uitleningen") }}
    union all
    select * from {{ ref("telling_activiteiten") }}
),

per_maand as materialized (
    {{ som_per_niveau("stroom", "maand") }}
),

stroom_perioden as (
    select
        b.maat, b.organisatie, b.niveau, b.gebied, p.periodesoort, p.periode, b.uitsplitsing, b.klasse,
        sum(b.waarde) as waarde, bool_or(b.gemarkeerd) as gemarkeerd
    from per_maand as b
    join {{ ref("periode") }} as p
        on p.periodesoort not in ('peildatum', 'lopend_jaar') and b.maand between p.begin and p.einde
    group by all
    union all
    -- Of the year so far there are totals.
    select
        b.maat, b.organisatie, b.niveau, b.gebied, p.periodesoort, p.periode, b.uitsplitsing, b.klasse,
        sum(b.waarde), bool_or(b.gemarkeerd)
    from per_maand as b
    join {{ ref("periode") }} as p
        on p.periodesoort = 'lopend_jaar' and b.maand between p.begin and p.einde
    where b.uitsplitsing in ('totaal', 'plaats')
    group by all
),

-- What the country counts once and several organisaties each: the country's sum without the others'.
gezamenlijk as (
    select
        t.maat, t.organisatie, 'land' as niveau, o.land as gebied, p.periodesoort, p.periode, t.uitsplitsing, t.klasse,
        -sum(t.waarde) as waarde, bool_or(t.gemarkeerd) as gemarkeerd
    from {{ ref("telling_gezamenlijk") }} as t
    join {{ ref("dim_organisatie") }} as o on o.organisatie = t.organisatie
    join {{ ref("periode") }} as p
        on p.periodesoort <> 'peildatum' and t.maand between p.begin and p.einde
    where p.periodesoort <> 'lopend_jaar' or t.uitsplitsing = 'totaal'
    group by all
),

stand as (
    select * from {{ ref("telling_leden") }}
    union all
    select * from {{ ref("telling_collectie") }}
    union all
    select * from {{ ref("telling_locaties") }}
    union all
    select * from {{ ref("telling_gemeenten") }}
    union all
    select * from {{ ref("telling_jaarcijfers") }}
    union all
    select * from {{ ref("telling_digitaal") }}
),

per_peildatum as (
    {{ som_per_niveau("stand", "peildatum") }}
),

stand_perioden as (
    select
        b.maat, b.organisatie, b.niveau, b.gebied, d.periodesoort, d.periode, b.uitsplitsing, b.klasse,
        b.waarde, b.gemarkeerd
    from per_peildatum as b
    join {{ source("definities", "maat") }} as m on m.maat = b.maat
    join {{ ref("dekking") }} as d
        on d.bron = m.dataset and d.organisatie = b.organisatie and d.peildatum = b.peildatum
),

personen as (
    select
        maat, organisatie, niveau,
        case when niveau = 'locatie' and gebied = 'ONBEKEND' then organisatie else gebied end as gebied,
        periodesoort, periode,
        case when niveau = 'locatie' and gebied = 'ONBEKEND' then 'plaats' else uitsplitsing end as uitsplitsing,
        case when niveau = 'locatie' and gebied = 'ONBEKEND' then 'BUITEN_VESTIGING' else klasse end as klasse,
        waarde, gemarkeerd
    from {{ ref("telling_leners") }}
    where niveau <> 'locatie' or gebied <> 'ONBEKEND' or uitsplitsing = 'totaal'
)

select * from stroom_perioden
union all
select * from gezamenlijk
union all
select * from stand_perioden
union all
select * from personen
