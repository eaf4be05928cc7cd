-- What was counted and what was expected of every organisatie, per source and period.
--   geteld, verwacht: months for flows (maand, kwartaal, jaar), one for a stock; peildatum: the stock that speaks for
--   the period, its last; ouder: that is not the period's last day; melden: say so where nothing was delivered; reden: why
--   there is no figure although it was.
-- A source is a dataset, or a stock and what a figure needs besides: a flow of the months before the peildatum, or that
-- something was filled in (volledigheid); it counts as far as that was delivered.
-- What is given once a year (jaarcijfers) is a stock of years alone.
-- A month is expected of every organisatie that the network's list holds valid in it, once it is over.
with nu as (
    select cast(nu as date) as nu from {{ source("stand", "bouw") }}
),

geleverd as (
    select distinct dataset, organisatie, maand, peildatum, heel_jaar
    from {{ ref("stg_dekking") }}
    where maand is not null or peildatum is not null
),

organisatie as (
    select
        organisatie,
        coalesce(geldig_van, date '0001-01-01') as geldig_van,
        coalesce(geldig_tot, date '9999-12-31') as geldig_tot
    from {{ ref("dim_organisatie") }}
    union all
    -- What the network itself delivers is expected of it alone.
    select 'NETWERK', date '0001-01-01', date '9999-12-31'
),

bereik as (
    select
        dataset,
        min(coalesce(maand, peildatum)) as eerste,
        max(coalesce(maand, peildatum)) as laatste,
        bool_or(maand is not null) as stroom,
        bool_or(heel_jaar) as heel_jaar
    from geleverd
    group by dataset
),

per_maand as (
    select
        b.dataset,
        o.organisatie,
        m.maand,
        b.eerste,
        b.laatste,
        g.organisatie is not null as geteld,
        g.organisatie is not null
        or (m.afgesloten and o.geldig_van <= m.einde and o.geldig_tot >= m.maand) as verwacht
    from bereik as b
    join {{ ref("dim_maand") }} as m
        on m.maand between date_trunc('year', b.eerste) and {{ plus_maanden("date_trunc('year', b.laatste)", 11) }}
    cross join organisatie as o
    left join geleverd as g
        on g.dataset = b.dataset and g.organisatie = o.organisatie and g.maand = m.maand
    where b.stroom and (o.organisatie = 'NETWERK') = (b.dataset = 'digitaal')
),

stroom as (
    select
        d.dataset as bron,
        d.organisatie,
        p.periodesoort,
        p.periode,
        cast(null as date) as peildatum,
        cast(count(*) filter (where d.geteld) as double) as geteld,
        cast(count(*) filter (where d.verwacht) as double) as verwacht,
        false as ouder,
        true as melden
    from per_maand as d
    join {{ ref("periode") }} as p
        on p.periodesoort <> 'peildatum' and d.maand between p.begin and p.einde
    where p.begin <= d.laatste and p.einde >= d.eerste
    group by d.dataset, d.organisatie, p.periodesoort, p.periode
),

-- The periods of a stock: those in which anyone delivered one, and every year between the first and the last.
stand_periode as (
    select
        b.dataset,
        p.periodesoort,
        p.periode,
        p.begin,
        p.einde,
        case
            when p.periodesoort = 'jaar' then p.afgesloten
            when p.periodesoort = 'peildatum' then p.einde = {{ einde_maand("p.einde") }}
            else bool_or(g.peildatum = p.einde)
        end as melden,
        -- Who has no stock on a peildatum is spoken for by its last, where that is not too old; said of month ends alone.
        case
            when p.periodesoort = 'peildatum' and p.einde = {{ einde_maand("p.einde") }} then cast(t.waarde as integer)
            else 0
        end as terug
    from bereik as b
    join {{ source("definities", "telregel") }} as t on t.code = 'peildatum_hoogstens'
    join {{ ref("periode") }} as p on p.einde >= b.eerste and p.begin <= b.laatste
    left join geleverd as g
        on g.dataset = b.dataset and g.peildatum between p.begin and p.einde
    where
        not b.stroom and p.periodesoort <> 'lopend_jaar'
        and (p.periodesoort = 'jaar' or not coalesce(b.heel_jaar, false))
    group by b.dataset, p.periodesoort, p.periode, p.begin, p.einde, p.afgesloten, t.waarde
    having p.periodesoort = 'jaar' or count(g.peildatum) > 0
),

stand_organisatie as (
    select
        p.dataset,
        o.organisatie,
        p.periodesoort,
        p.periode,
        p.einde,
        p.melden,
        -- A stock of an organisatie that was taken over before the period's end would be counted at its successor too.
        o.geldig_van <= least(p.einde, nu.nu) and o.geldig_tot >= least(p.einde, nu.nu) as telt_mee,
        max(g.peildatum) as peildatum,
        -- What was delivered of the very day counts, whatever became of the organisatie.
        p.periodesoort = 'peildatum' and coalesce(max(g.peildatum) = p.einde, false) as eigen_dag
    from stand_periode as p
    cross join nu
    cross join organisatie as o
    left join geleverd as g
        on g.dataset = p.dataset and g.organisatie = o.organisatie
        and g.peildatum between {{ plus_dagen("p.begin", "-p.terug") }} and p.einde
    where (o.organisatie = 'NETWERK') = (p.dataset = 'digitaal')
    group by p.dataset, o.organisatie, p.periodesoort, p.periode, p.einde, p.melden, telt_mee
),

stand as (
    select
        dataset as bron,
        organisatie,
        periodesoort,
        periode,
        case when telt_mee or eigen_dag then peildatum end as peildatum,
        case when (telt_mee or eigen_dag) and peildatum is not null then 1.0 else 0.0 end as geteld,
        case when telt_mee or eigen_dag then 1.0 else 0.0 end as verwacht,
        coalesce(peildatum < einde, false) as ouder,
        melden
    from stand_organisatie
),

samengesteld as (
    select distinct bron, split_part(bron, '+', 1) as dataset, split_part(bron, '+', 2) as tweede
    from {{ source("definities", "onderdeel") }}
    where contains(bron, '+')
),

terug as (
    select distinct b.bron, b.tweede, s.organisatie, s.peildatum, {{ eerste_maand_terug("b.bron", "s.peildatum") }} as eerste
    from stand as s
    join samengesteld as b on b.dataset = s.bron
    where s.peildatum is not null
),

-- The share of the months looked back on of which the organisatie delivered the flow.
maanden as (
    select
        t.bron, t.organisatie, t.peildatum,
        count(distinct g.maand) / (1.0 + datediff('month', t.eerste, t.peildatum)) as aandeel
    from terug as t
    join geleverd as g
        on g.dataset = t.tweede and g.organisatie = t.organisatie and g.maand between t.eerste and t.peildatum
    group by t.bron, t.organisatie, t.peildatum, t.eerste
),

-- What was archived was counted while its members were known.
gearchiveerd as (
    select distinct o.bron, a.organisatie, {{ als_peildatum("a.periode") }} as peildatum
    from {{ source("archief", "bijdrage") }} as a
    join {{ source("definities", "onderdeel") }} as o on o.indicator = a.indicator and o.rol = a.rol
    where a.periodesoort = 'peildatum'
),

-- Who borrowed is known too seldom: of too many of the loans looked back on the member is gone.
zonder_lid as (
    select t.bron, t.organisatie, t.peildatum
    from terug as t
    join {{ ref("uitleningen_met_lid") }} as u
        on u.organisatie = t.organisatie and u.maand between t.eerste and t.peildatum
    join {{ source("definities", "telregel") }} as r on r.code = 'uitleningen_zonder_lid'
    left join gearchiveerd as a on a.bron = t.bron and a.organisatie = t.organisatie and a.peildatum = t.peildatum
    where t.bron = 'leden+uitleningen' and a.bron is null
    group by t.bron, t.organisatie, t.peildatum, r.waarde
    having sum(u.uitleningen - u.met_lid) > r.waarde * sum(u.uitleningen)
)

select *, cast(null as varchar) as reden from stroom
union all
select *, null from stand
union all
select
    b.bron, s.organisatie, s.periodesoort, s.periode, s.peildatum,
    case when z.bron is null then s.geteld * coalesce(m.aandeel, v.aandeel, 0) else 0 end,
    s.verwacht, s.ouder, s.melden,
    case when z.bron is not null then 'uitleningen_zonder_lid' end
from stand as s
join samengesteld as b on b.dataset = s.bron
left join maanden as m on m.bron = b.bron and m.organisatie = s.organisatie and m.peildatum = s.peildatum
left join {{ ref("volledigheid") }} as v
    on v.bron = b.bron and v.organisatie = s.organisatie and v.peildatum = s.peildatum
left join zonder_lid as z on z.bron = b.bron and z.organisatie = s.organisatie and z.peildatum = s.peildatum
