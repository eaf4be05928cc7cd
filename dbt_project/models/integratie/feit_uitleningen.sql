-- Transactions in the months an organisatie delivered. A return may fall in a month that nobody delivered: the month
-- would then hold returns alone, so it is left out.
with gedekt as (
    select distinct organisatie, maand
    from {{ ref("stg_dekking") }}
    where dataset = 'uitleningen' and maand is not null
),

-- Schools of which the pupils' own loans are delivered, by year: what is lent to the school itself is a plaatsing there.
school as (
    select distinct organisatie, locatie
    from {{ ref("dim_locatie_maand") }}
    where subsoort = 'DBOS'
),

leerlingen as (
    select distinct u.organisatie, u.locatie, year(u.maand) as jaar
    from {{ ref("stg_uitleningen") }} as u
    join school as s on s.organisatie = u.organisatie and s.locatie = u.locatie
    where u.soort = 'UITLENING' and u.lidsoort in ('JEUGD', 'KLAS')
)

select
    u.organisatie,
    coalesce(u.locatie, 'ONBEKEND') as locatie,
    coalesce(l.gemeente, 'ONBEKEND') as gemeente,
    u.maand,
    u.soort,
    u.materiaalsoort,
    m.groep as materiaalgroep,
    m.telt = 'J' as materiaal_telt,
    u.doelgroep,
    u.genre,
    u.kanaal,
    u.eigen,
    coalesce(l.subsoort, 'ONBEKEND') as subsoort,
    coalesce(l.uitleenverantwoordelijke, 'ONBEKEND') as uitleenverantwoordelijke,
    case when u.lidsoort = 'IBL' then 'GELEVERD' when u.eigen = 'N' then 'ONTVANGEN' end as ibl,
    u.lidsoort,
    s.telt_uitlening = 'J' and not (u.lidsoort = 'INSTELLING' and e.organisatie is not null) as lidsoort_telt,
    u.lidsoort = 'INSTELLING' and l.subsoort = 'DBOS' as plaatsing,
    s.rubriek = 'LED-01' as lidsoort_is_lid,
    u.leeftijdsband,
    b.leeftijdsgroep,
    u.aantal
from {{ ref("stg_uitleningen") }} as u
join gedekt as g
    on g.organisatie = u.organisatie and g.maand = u.maand
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = u.organisatie and l.locatie = u.locatie and l.maand = u.maand
left join leerlingen as e
    on l.subsoort = 'DBOS' and e.organisatie = u.organisatie and e.locatie = u.locatie and e.jaar = year(u.maand)
left join {{ source("definities", "codelijst_materiaalsoort") }} as m on m.code = u.materiaalsoort
left join {{ source("definities", "codelijst_lidsoort") }} as s on s.code = u.lidsoort
left join {{ source("definities", "codelijst_leeftijdsband") }} as b on b.code = u.leeftijdsband
