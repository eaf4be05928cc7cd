-- Copies on a peildatum.
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
    c.uitleenbaar
from {{ ref("stg_collectie") }} as c
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = c.organisatie and l.locatie = c.locatie and l.maand = {{ maand_van("c.peildatum") }}
left join {{ source("definities", "codelijst_materiaalsoort") }} as m on m.code = c.materiaalsoort
left join {{ source("definities", "codelijst_exemplaarstatus") }} as s on s.code = c.status
left join {{ source("definities", "codelijst_eigendom") }} as e on e.code = c.eigendom
