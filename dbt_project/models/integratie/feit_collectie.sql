-- Copies on a peildatum. aanwinst: bought in the year of the peildatum, up to it. uitgeleend_24m: lent in the 24 months up to
-- and including that of the peildatum.
with peiling as (
    select distinct organisatie, peildatum
    from {{ ref("stg_collectie") }}
),

elders as (
    select distinct locatie
    from {{ ref("dim_locatie_maand") }}
),

uitgeleend as (
    select distinct p.organisatie, p.peildatum, g.exemplaar
    from peiling as p
    join {{ ref("stg_exemplaargebruik") }} as g
        on
            g.organisatie = p.organisatie
            and g.laatste_maand between {{ plus_maanden(maand_van("p.peildatum"), -23) }} and {{ maand_van("p.peildatum") }}
)

select
    c.organisatie,
    case when l.locatie is null and a.locatie is not null then 'ONBEKEND' else coalesce(c.locatie, 'ONBEKEND') end as locatie,
    case
        when c.locatie is null then 'ONBEKEND'
        when l.locatie is null and a.locatie is not null then 'ELDERS'
        else 'EIGEN'
    end as standplaats,
    coalesce(l.gemeente, 'ONBEKEND') as gemeente,
    c.peildatum,
    c.exemplaar,
    c.materiaalsoort,
    m.groep as materiaalgroep,
    m.telt = 'J' as materiaal_telt,
    c.doelgroep,
    c.genre,
    c.status,
    s.telt = 'J' as status_telt,
    c.eigendom,
    e.in_eigendom = 'J' as in_eigendom,
    c.uitleenbaar,
    coalesce(l.subsoort, 'ONBEKEND') as subsoort,
    c.aanschafmaand between date_trunc('year', c.peildatum) and c.peildatum as aanwinst,
    u.exemplaar is not null as uitgeleend_24m
from {{ ref("stg_collectie") }} as c
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = c.organisatie and l.locatie = c.locatie and l.maand = {{ maand_van("c.peildatum") }}
-- At a locatie of another organisatie.
left join elders as a on a.locatie = c.locatie
left join uitgeleend as u
    on u.organisatie = c.organisatie and u.peildatum = c.peildatum and u.exemplaar = c.exemplaar
left join {{ source("definities", "codelijst_materiaalsoort") }} as m on m.code = c.materiaalsoort
left join {{ source("definities", "codelijst_exemplaarstatus") }} as s on s.code = c.status
left join {{ source("definities", "codelijst_eigendom") }} as e on e.code = c.eigendom
