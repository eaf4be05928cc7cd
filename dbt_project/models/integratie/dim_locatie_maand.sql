-- What a locatie was in a month: by the last peildatum up to then, before the first peildatum by that one. A locatie
-- that this peildatum does not name keeps its last known gemeente, but is not `geldig`.
{{ config(materialized="table") }}

with rij as (
    select * from {{ ref("stg_locaties") }}
),

peiling as (
    select distinct organisatie, peildatum
    from rij
),

spreekt as (
    select
        m.maand,
        m.einde,
        p.organisatie,
        coalesce(max(p.peildatum) filter (where p.peildatum <= m.einde), min(p.peildatum)) as peildatum
    from {{ ref("dim_maand") }} as m
    cross join peiling as p
    group by m.maand, m.einde, p.organisatie
),

genoemd as (
    select
        s.organisatie,
        r.locatie,
        s.maand,
        r.naam,
        r.subsoort,
        r.uitleenverantwoordelijke,
        r.gemeente,
        (r.geldig_van is null or r.geldig_van <= s.einde) and (r.geldig_tot is null or r.geldig_tot >= s.maand) as geldig
    from spreekt as s
    join rij as r
        on r.organisatie = s.organisatie and r.peildatum = s.peildatum
    qualify row_number() over (
        partition by s.organisatie, r.locatie, s.maand order by geldig desc, r.geldig_van desc nulls last
    ) = 1
),

laatst as (
    select organisatie, locatie, naam, subsoort, uitleenverantwoordelijke, gemeente
    from rij
    qualify row_number() over (
        partition by organisatie, locatie order by peildatum desc, geldig_van desc nulls last
    ) = 1
)

select
    l.organisatie,
    l.locatie,
    m.maand,
    coalesce(g.naam, l.naam) as naam,
    coalesce(g.subsoort, l.subsoort) as subsoort,
    coalesce(g.uitleenverantwoordelijke, l.uitleenverantwoordelijke) as uitleenverantwoordelijke,
    coalesce(d.telt_als, 'ONBEKEND') as gemeente,
    coalesce(g.geldig, false) as geldig
from laatst as l
cross join {{ ref("dim_maand") }} as m
left join genoemd as g
    on g.organisatie = l.organisatie and g.locatie = l.locatie and g.maand = m.maand
left join {{ ref("dim_gemeente_datum") }} as d
    on d.gemeente = coalesce(g.gemeente, l.gemeente) and m.einde between d.begin and d.einde
