-- What was counted and what was expected of every organisatie, per source and period.
--   geteld, verwacht: months for flows (maand, kwartaal, jaar), one for a stock; peildatum: the stock that speaks for
--   the period, its last; ouder: that is not the period's last day; melden: say so where nothing was delivered.
-- A source is a dataset, or leden+uitleningen for what needs the loans of the 12 months before a peildatum too.
-- A month is expected of every organisatie that the network's list holds valid in it, once it is over.
with nu as (
    select cast(nu as date) as nu from {{ source("stand", "bouw") }}
),

geleverd as (
    select distinct dataset, organisatie, maand, peildatum
    from {{ ref("stg_dekking") }}
    where maand is not null or peildatum is not null
),

organisatie as (
    select
        organisatie,
        coalesce(geldig_van, date '0001-01-01') as geldig_van,
        coalesce(geldig_tot, date '9999-12-31') as geldig_tot
    from {{ ref("dim_organisatie") }}
),

bereik as (
    select
        dataset,
        min(coalesce(maand, peildatum)) as eerste,
        max(coalesce(maand, peildatum)) as laatste,
        bool_or(maand is not null) as stroom
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
    where b.stroom
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
        end as melden
    from bereik as b
    join {{ ref("periode") }} as p on p.einde >= b.eerste and p.begin <= b.laatste
    left join geleverd as g
        on g.dataset = b.dataset and g.peildatum between p.begin and p.einde
    where not b.stroom
    group by b.dataset, p.periodesoort, p.periode, p.begin, p.einde, p.afgesloten
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
        max(g.peildatum) as peildatum
    from stand_periode as p
    cross join nu
    cross join organisatie as o
    left join geleverd as g
        on g.dataset = p.dataset and g.organisatie = o.organisatie and g.peildatum between p.begin and p.einde
    group by p.dataset, o.organisatie, p.periodesoort, p.periode, p.einde, p.melden, telt_mee
),

stand as (
    select
        dataset as bron,
        organisatie,
        periodesoort,
        periode,
        case when telt_mee or periodesoort = 'peildatum' then peildatum end as peildatum,
        case when (telt_mee or periodesoort = 'peildatum') and peildatum is not null then 1.0 else 0.0 end as geteld,
        case when telt_mee or (periodesoort = 'peildatum' and peildatum is not null) then 1.0 else 0.0 end as verwacht,
        coalesce(peildatum < einde, false) as ouder,
        melden
    from stand_organisatie
),

-- The share of the 12 months up to a peildatum of which the organisatie delivered uitleningen.
leenmaanden as (
    select s.organisatie, s.peildatum, count(distinct g.maand) / 12.0 as aandeel
    from (select distinct organisatie, peildatum from stand where bron = 'leden' and peildatum is not null) as s
    join geleverd as g
        on
            g.dataset = 'uitleningen'
            and g.organisatie = s.organisatie
            and g.maand between {{ plus_maanden(maand_van("s.peildatum"), -11) }} and {{ maand_van("s.peildatum") }}
    group by s.organisatie, s.peildatum
)

select * from stroom
union all
select * from stand
union all
select
    'leden+uitleningen', s.organisatie, s.periodesoort, s.periode, s.peildatum,
    s.geteld * coalesce(l.aandeel, 0), s.verwacht, s.ouder, s.melden
from stand as s
left join leenmaanden as l on l.organisatie = s.organisatie and l.peildatum = s.peildatum
where s.bron = 'leden'
