-- Copies on a peildatum. aanwinst: bought in the year of the peildatum, up to it. uitgeleend_24m: lent in the 24 months up to
-- and including that of the peildatum.
with peiling as (
    select distinct organisatie, peildatum
    from {{ ref("stg_collectie") }}
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
    coalesce(c.locatie, 'ONBEKEND') as locatie,
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
left join uitgeleend as u
    on u.organisatie = c.organisatie and u.peildatum = c.peildatum and u.exemplaar = c.exemplaar
left join {{ source("definities", "codelijst_materiaalsoort") }} as m on m.code = c.materiaalsoort
left join {{ source("definities", "codelijst_exemplaarstatus") }} as s on s.code = c.status
left join {{ source("definities", "codelijst_eigendom") }} as e on e.code = c.eigendom
