-- Where a series breaks because the map changed: in the first period that ends on or after the day, where there is a period
-- (or a part of this one) before it to compare with.
--   gemeente: others were merged into it, or it changed of werkgebied; organisatie: it took over another, or its werkgebied
--   changed; locatie: it moved to another gemeente, or follows up another.
with werkgebied as (
    select organisatie, gemeente, min(begin) as begin, max(einde) as einde
    from {{ ref("stg_werkgebied") }}
    group by organisatie, gemeente
),

verschoven as (
    select organisatie, gemeente, unnest([
        case when begin > min(begin) over (partition by organisatie) then begin end,
        case when einde < max(einde) over (partition by organisatie) then {{ plus_dagen("einde", 1) }} end
    ]) as datum
    from werkgebied
),

verhuisd as (
    select l.locatie, l.maand as datum
    from (
        select *, lag(gemeente) over (partition by organisatie, locatie order by maand) as vorige
        from {{ ref("dim_locatie_maand") }}
    ) as l
    left join {{ ref("dim_gemeente") }} as g on g.gemeente = l.vorige
    where l.gemeente <> l.vorige and l.gemeente is distinct from g.opgegaan_in
),

breuk as (
    select 'gemeente' as niveau, opgegaan_in as gebied, opgeheven as datum
    from {{ ref("dim_gemeente") }}
    where opgegaan_in is not null
    union
    select 'gemeente', gemeente, datum from verschoven
    union
    select 'organisatie', organisatie, datum from verschoven
    union
    select 'organisatie', opgevolgd_door, {{ plus_dagen("geldig_tot", 1) }}
    from {{ ref("dim_organisatie") }}
    where opgevolgd_door is not null and geldig_tot is not null
    union
    select 'locatie', locatie, datum from verhuisd
    union
    select 'locatie', opgevolgd_door, {{ plus_dagen("geldig_tot", 1) }}
    from {{ ref("stg_locaties") }}
    where opgevolgd_door is not null and geldig_tot is not null
)

select distinct b.niveau, b.gebied, p.periodesoort, arg_min(p.periode, p.einde) as periode
from breuk as b
join {{ ref("periode") }} as p on p.einde >= b.datum
where
    b.datum is not null
    and b.datum > (select min(e.begin) from {{ ref("periode") }} as e where e.periodesoort = p.periodesoort)
group by b.niveau, b.gebied, b.datum, p.periodesoort
