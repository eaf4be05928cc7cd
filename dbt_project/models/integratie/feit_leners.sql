-- Persons who borrowed, per month and locatie, as pseudonyms that mean something within one organisatie only.
select
    l.organisatie,
    coalesce(l.locatie, 'ONBEKEND') as locatie,
    coalesce(p.gemeente, 'ONBEKEND') as gemeente,
    coalesce(g.provincie, 'ONBEKEND') as provincie,
    l.maand,
    l.lid,
    l.lidsoort,
    l.leeftijdsband,
    b.leeftijdsgroep,
    l.telt,
    l.uitleningen
from {{ ref("stg_leners") }} as l
left join {{ ref("dim_locatie_maand") }} as p
    on p.organisatie = l.organisatie and p.locatie = l.locatie and p.maand = l.maand
left join {{ ref("dim_gemeente") }} as g on g.gemeente = p.gemeente
left join {{ source("definities", "codelijst_leeftijdsband") }} as b on b.code = l.leeftijdsband
