-- Meetings, each once. Of one that several systems have the first system's row counts, and what that leaves open is filled
-- from the next: arg_min passes over what is empty. What the library answered stands in the row it answered. What was held
-- elsewhere or online has no locatie of the library.
with gemerkt as (
    select
        a.* replace (
            coalesce(v.status, a.status) as status,
            coalesce(v.deelnemers, a.deelnemers) as deelnemers,
            coalesce(v.telling, a.telling) as telling,
            coalesce(v.thema, a.thema) as thema,
            coalesce(v.locatie, a.locatie) as locatie,
            coalesce(v.plaats, a.plaats) as plaats
        ),
        z.groep,
        z.rang,
        a.bronsysteem = b.activiteitenregister as in_register
    from {{ ref("stg_activiteiten") }} as a
    cross join {{ source("definities", "beheer") }} as b
    left join {{ ref("stg_zelfde_activiteit") }} as z
        on
            z.organisatie = a.organisatie
            and z.maand = a.maand
            and z.bronsysteem = a.bronsysteem
            and z.activiteit = a.activiteit
    left join {{ ref("stg_aanvulling") }} as v
        on
            v.organisatie = a.organisatie
            and v.maand = a.maand
            and v.bronsysteem = a.bronsysteem
            and v.activiteit = a.activiteit
),

een_keer as (
    select
        organisatie,
        maand,
        arg_min(activiteit, rang) as activiteit,
        arg_min(reeks, rang) as reeks,
        arg_min(locatie, rang) as locatie,
        arg_min(kernfunctie, rang) as kernfunctie,
        coalesce(arg_min(nullif(activiteitsoort, 'ONBEKEND'), rang), 'ONBEKEND') as activiteitsoort,
        coalesce(arg_min(nullif(doelgroep, 'ONBEKEND'), rang), 'ONBEKEND') as doelgroep,
        coalesce(arg_min(nullif(plaats, 'ONBEKEND'), rang), 'ONBEKEND') as plaats,
        coalesce(arg_min(nullif(vorm, 'ONBEKEND'), rang), 'ONBEKEND') as vorm,
        arg_min(deelnemers, rang) as deelnemers,
        -- How was counted belongs to the count that is taken.
        coalesce(arg_min(telling, rang) filter (where deelnemers is not null), arg_min(telling, rang)) as telling,
        -- What one system still has as planned, another may know the end of.
        coalesce(arg_min(nullif(status, 'GEPLAND'), rang), 'GEPLAND') as status,
        coalesce(arg_min(nullif(thema, 'ONBEKEND'), rang), arg_min(thema, rang)) as thema,
        arg_min(bibliotheekfunctie, rang) as bibliotheekfunctie,
        arg_min(gezamenlijk, rang) as gezamenlijk,
        bool_or(in_register) as in_register
    from gemerkt
    where groep is not null
    group by organisatie, maand, groep
    union all by name
    select * exclude (bronsysteem, groep, rang)
    from gemerkt
    where groep is null
),

-- The how manieth meeting of an organisatie under a shared key; the same of another organisatie is the same meeting.
genummerd as (
    select *, row_number() over (partition by gezamenlijk, organisatie, maand order by activiteit) as keer
    from een_keer
)

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
    a.plaats as plaatstype,
    a.vorm,
    a.deelnemers,
    a.telling,
    a.status,
    coalesce(a.thema, 'ONBEKEND') as thema,
    -- What was delivered before this was asked is of the library's own function.
    coalesce(a.bibliotheekfunctie, 'J') as bibliotheekfunctie,
    coalesce(s.telt = 'J', true) as soort_telt,
    a.in_register,
    -- What several libraries hold together counts once at each, and for the country once: the one that went on and was counted.
    a.gezamenlijk is null or row_number() over (
        partition by a.gezamenlijk, a.maand, a.keer
        order by a.status = 'DOORGEGAAN' desc, a.deelnemers is not null desc, a.organisatie
    ) = 1 as telt_landelijk
from genummerd as a
left join {{ source("definities", "codelijst_activiteitsoort") }} as s on s.code = a.activiteitsoort
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = a.organisatie and l.locatie = a.locatie and l.maand = a.maand
