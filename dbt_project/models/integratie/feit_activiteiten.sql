-- Meetings. What was held elsewhere or online has no locatie of the library.
select
    a.organisatie,
    coalesce(a.locatie, 'ONBEKEND') as locatie,
    coalesce(l.gemeente, 'ONBEKEND') as gemeente,
    a.maand,
    a.activiteit,
    a.reeks,
    a.kernfunctie,
    a.activiteitsoort,
    a.doelgroep,
    a.plaats,
    a.vorm,
    a.deelnemers,
    a.telling,
    a.status,
    coalesce(a.thema, 'ONBEKEND') as thema,
    -- What was delivered before this was asked is of the library's own function.
    coalesce(a.bibliotheekfunctie, 'J') as bibliotheekfunctie
from {{ ref("stg_activiteiten") }} as a
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = a.organisatie and l.locatie = a.locatie and l.maand = a.maand
