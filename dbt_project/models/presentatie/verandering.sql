-- Every total against the same period a year before, counted on the organisatie-months that both have: who or what is
-- missing on one side is left out on the other. dekking: that common part of the organisatie-months expected now.
-- What adds up from months (stroom) is compared month by month; a stock, distinct persons and a ratio with a stock per
-- organisatie as a whole, where its flows are of the same months. Across a trendbreuk there is no change; `reden` says why.
with onderdeel as (
    select * from {{ source("definities", "onderdeel") }} where variant = ''
),

aard as (
    select
        i.indicator, i.soort, i.factor, i.eenheid, i.dekking_landelijk, i.inwoners is not null as per_inwoner,
        bool_and(m.soort = 'optelbaar' and f.bron is not null) as stroom
    from {{ source("definities", "indicator") }} as i
    join onderdeel as o on o.indicator = i.indicator
    join {{ source("definities", "maat") }} as m on m.maat = o.maat
    left join (select distinct bron from {{ ref("dekking") }} where periodesoort = 'maand' and peildatum is null) as f
        on f.bron = o.bron
    group by all
),

gepubliceerd as (
    select
        w.indicator, w.niveau, w.gebied, w.periodesoort, w.periode, w.teller, w.noemer, w.waarde, w.status,
        {{ jaar_eerder("p.periodesoort", "p.periode", "p.einde") }} as periode_toen,
        sum(case when list_contains(w.markeringen, 'trendbreuk') then 1 else 0 end) over reeks as breuken,
        w.definitieversie
    from {{ ref("indicatorwaarde") }} as w
    join {{ ref("periode") }} as p on p.periodesoort = w.periodesoort and p.periode = w.periode
    where w.uitsplitsing = 'totaal' and w.niveau <> 'locatie'
    window reeks as (partition by w.indicator, w.niveau, w.gebied, w.periodesoort order by w.periode)
),

-- A change of the definition between the two, however it came about.
vergeleken as (
    select
        n.indicator, n.niveau, n.gebied, n.periodesoort, n.periode, n.periode_toen, n.noemer, t.noemer as noemer_toen,
        t.waarde as waarde_toen, n.breuken > t.breuken or n.definitieversie <> t.definitieversie as gebroken
    from gepubliceerd as n
    left join gepubliceerd as t
        on
            t.indicator = n.indicator and t.niveau = n.niveau and t.gebied = n.gebied
            and t.periodesoort = n.periodesoort and t.periode = n.periode_toen
    where n.waarde is not null
),

paar as (
    select distinct indicator, periodesoort, periode, periode_toen from vergeleken where waarde_toen is not null
),

-- The months of an organisatie in which all flows of an indicator were delivered.
maand as (
    select o.indicator, d.organisatie, d.periode
    from (select distinct indicator, bron from onderdeel) as o
    join aard as a on a.indicator = o.indicator and a.stroom
    join {{ ref("dekking") }} as d on d.bron = o.bron and d.periodesoort = 'maand'
    group by all
    having min(d.geteld) > 0
),

gedeelde_maand as (
    select
        p.indicator, p.periodesoort, p.periode, n.organisatie, 'maand' as deelsoort, n.periode as deel, t.periode as deel_toen
    from paar as p
    join {{ ref("periode") }} as q on q.periodesoort = p.periodesoort and q.periode = p.periode
    join {{ ref("dim_maand") }} as m on m.maand between q.begin and q.einde
    join maand as n on n.indicator = p.indicator and n.periode = m.maand_tekst
    join maand as t
        on
            t.indicator = p.indicator and t.organisatie = n.organisatie
            and t.periode = {{ jaar_eerder("'maand'", "n.periode", "m.einde") }}
),

-- Of an organisatie as a whole: the months of its flows must be the same ones of the year, and everything there.
maanden as (
    select o.indicator, d.organisatie, q.periodesoort, q.periode, list_sort(list(o.bron || d.periode[5:])) as welke
    from (select distinct indicator, bron from onderdeel) as o
    join aard as a on a.indicator = o.indicator and not a.stroom
    join {{ ref("dekking") }} as d on d.bron = o.bron and d.periodesoort = 'maand' and d.peildatum is null and d.geteld > 0
    join {{ ref("dim_maand") }} as m on m.maand_tekst = d.periode
    join {{ ref("periode") }} as q on q.periodesoort <> 'peildatum' and m.maand between q.begin and q.einde
    group by all
),

geheel as (
    select
        p.indicator, p.periodesoort, p.periode, n.organisatie,
        p.periodesoort as deelsoort, p.periode as deel, p.periode_toen as deel_toen
    from paar as p
    join aard as a on a.indicator = p.indicator and not a.stroom
    join {{ ref("dekking_indicator") }} as n
        on n.indicator = p.indicator and n.periodesoort = p.periodesoort and n.periode = p.periode and n.aanwezig
    join {{ ref("dekking_indicator") }} as t
        on
            t.indicator = p.indicator and t.periodesoort = p.periodesoort and t.periode = p.periode_toen
            and t.organisatie = n.organisatie and t.aanwezig
    left join maanden as mn
        on
            mn.indicator = p.indicator and mn.organisatie = n.organisatie
            and mn.periodesoort = p.periodesoort and mn.periode = p.periode
    left join maanden as mt
        on
            mt.indicator = p.indicator and mt.organisatie = n.organisatie
            and mt.periodesoort = p.periodesoort and mt.periode = p.periode_toen
    where mn.welke is not distinct from mt.welke
),

gedeeld as (
    select * from gedeelde_maand
    union all
    select * from geheel
),

-- What was archived stands for what can no longer be counted, as in indicatorwaarde.
archief as (
    select * from {{ source("archief", "bijdrage") }} where uitsplitsing = 'totaal' and niveau <> 'locatie'
),

bijdrage as (
    select o.indicator, o.rol, b.organisatie, b.niveau, b.gebied, b.periodesoort, b.periode, b.waarde
    from {{ ref("bijdrage") }} as b
    join onderdeel as o on o.maat = b.maat
    where
        b.uitsplitsing = 'totaal' and b.niveau <> 'locatie'
        and not exists (
            select 1 from archief as a
            where
                a.indicator = o.indicator and a.rol = o.rol and a.organisatie = b.organisatie
                and a.periodesoort = b.periodesoort and a.periode = b.periode
        )
    union all
    select indicator, rol, organisatie, niveau, gebied, periodesoort, periode, waarde from archief
),

kant as (
    select g.indicator, g.periodesoort, g.periode, g.organisatie, b.niveau, b.gebied, b.rol, true as nu, b.waarde
    from gedeeld as g
    join bijdrage as b
        on
            b.indicator = g.indicator and b.organisatie = g.organisatie
            and b.periodesoort = g.deelsoort and b.periode = g.deel
    union all
    select g.indicator, g.periodesoort, g.periode, g.organisatie, b.niveau, b.gebied, b.rol, false, b.waarde
    from gedeeld as g
    join bijdrage as b
        on
            b.indicator = g.indicator and b.organisatie = g.organisatie
            and b.periodesoort = g.deelsoort and b.periode = g.deel_toen
),

som as (
    select
        indicator, niveau, gebied, periodesoort, periode,
        coalesce(sum(waarde) filter (where nu and rol = 'teller'), 0) as teller,
        coalesce(sum(waarde) filter (where nu and rol = 'noemer'), 0) as noemer,
        coalesce(sum(waarde) filter (where not nu and rol = 'teller'), 0) as teller_toen,
        coalesce(sum(waarde) filter (where not nu and rol = 'noemer'), 0) as noemer_toen
    from (
        select * from kant
        union all
        select k.* replace ('land' as niveau, coalesce(o.land, 'NL01') as gebied)
        from kant as k
        left join {{ ref("dim_organisatie") }} as o on o.organisatie = k.organisatie
        where k.niveau = 'organisatie'
    )
    group by indicator, niveau, gebied, periodesoort, periode
),

-- Common organisatie-months, beside those expected now and those counted on either side.
bereik as (
    select distinct c.indicator, c.periodesoort, c.periode, c.periode_toen, g.niveau, g.gebied, g.organisatie
    from paar as c
    join {{ ref("periode") }} as q on q.periodesoort = c.periodesoort and q.periode = c.periode
    join {{ ref("gebied_organisatie") }} as g
        on
            g.verwacht and g.niveau <> 'locatie'
            and (g.begin is null or g.begin <= q.einde)
            and (g.einde is null or g.einde >= q.begin)
),

gemeenschappelijk as (
    select indicator, periodesoort, periode, organisatie, deelsoort, count(*) as delen from gedeeld group by all
),

dekking as (
    select
        b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode,
        sum(case when g.deelsoort = 'maand' then g.delen when g.delen is not null then n.geteld else 0 end) as geteld,
        sum(n.verwacht) as verwacht,
        sum(n.geteld) as nu,
        sum(t.geteld) as toen
    from bereik as b
    left join gemeenschappelijk as g
        on
            g.indicator = b.indicator and g.organisatie = b.organisatie
            and g.periodesoort = b.periodesoort and g.periode = b.periode
    left join {{ ref("dekking_indicator") }} as n
        on
            n.indicator = b.indicator and n.organisatie = b.organisatie
            and n.periodesoort = b.periodesoort and n.periode = b.periode
    left join {{ ref("dekking_indicator") }} as t
        on
            t.indicator = b.indicator and t.organisatie = b.organisatie
            and t.periodesoort = b.periodesoort and t.periode = b.periode_toen
    group by b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode
),

regel as (
    select
        v.indicator, v.niveau, v.gebied, v.periodesoort, v.periode, v.periode_toen,
        s.teller, s.teller_toen,
        -- Inhabitants are those of the published ratio: right where the same organisaties stand behind both sides.
        case when a.soort <> 'verhouding' then null when a.per_inwoner then v.noemer else s.noemer end as noemer,
        case when a.soort <> 'verhouding' then null when a.per_inwoner then v.noemer_toen else s.noemer_toen end as noemer_toen,
        a.soort, a.factor, a.eenheid, coalesce(d.geteld, 0) as geteld, d.verwacht,
        case
            when v.waarde_toen is null then 'geen_vorig'
            when v.gebroken then 'trendbreuk'
            when coalesce(d.geteld, 0) = 0 then 'geen_overlap'
            when v.niveau = 'land' and d.geteld < a.dekking_landelijk * d.verwacht then 'dekking_te_laag'
            when a.per_inwoner and v.niveau <> 'organisatie' and (d.geteld <> d.nu or d.geteld <> d.toen) then 'andere_organisaties'
        end as reden
    from vergeleken as v
    join aard as a on a.indicator = v.indicator
    left join som as s
        on
            s.indicator = v.indicator and s.niveau = v.niveau and s.gebied = v.gebied
            and s.periodesoort = v.periodesoort and s.periode = v.periode
    left join dekking as d
        on
            d.indicator = v.indicator and d.niveau = v.niveau and d.gebied = v.gebied
            and d.periodesoort = v.periodesoort and d.periode = v.periode
),

waarde as (
    select
        * exclude (teller, teller_toen, noemer, noemer_toen, reden),
        case when reden is null then coalesce(teller, 0) end as teller,
        case when reden is null then noemer end as noemer,
        case when reden is null then coalesce(teller_toen, 0) end as teller_toen,
        case when reden is null then noemer_toen end as noemer_toen,
        reden
    from regel
),

uitkomst as (
    select
        *,
        case when soort = 'verhouding' then teller / nullif(noemer, 0) * factor else teller end as waarde,
        case when soort = 'verhouding' then teller_toen / nullif(noemer_toen, 0) * factor else teller_toen end as waarde_toen
    from waarde
)

select
    indicator, niveau, gebied, periodesoort, periode, periode_toen,
    teller, noemer, waarde, teller_toen, noemer_toen, waarde_toen,
    -- Of percentages the difference itself, in percentage points.
    case when eenheid = '%' then waarde - waarde_toen else (waarde - waarde_toen) / nullif(waarde_toen, 0) * 100 end as verandering,
    eenheid = '%' as procentpunt,
    cast(geteld as double) as geteld,
    cast(verwacht as double) as verwacht,
    geteld / nullif(verwacht, 0) as dekking,
    case
        when reden is not null then reden
        when waarde is null or waarde_toen is null then 'geen_vorig'
        when eenheid <> '%' and waarde_toen = 0 then 'vorig_nul'
        else ''
    end as reden
from uitkomst
