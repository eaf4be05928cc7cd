-- Memberships on a peildatum. Where the age is unknown, lidsoort JEUGD or VOLW tells youth from adult
-- (leeftijd_afgeleid). nieuw_in_jaar, verlopen_in_jaar: enrolled, ended in the year of the peildatum, up to it. leende_12m: borrowed anything in the 12 months up to and including that of the peildatum; null
-- where the organisatie delivered no uitleningen for them.
{{ config(materialized="table") }}

with peiling as (
    select distinct
        organisatie,
        peildatum,
        {{ plus_maanden(maand_van("peildatum"), -11) }} as eerste,
        {{ maand_van("peildatum") }} as laatste
    from {{ ref("stg_leden") }}
),

uitgeleend as (
    select distinct organisatie, maand
    from {{ ref("stg_dekking") }}
    where dataset = 'uitleningen' and maand is not null
),

bekend as (
    select distinct p.organisatie, p.peildatum
    from peiling as p
    join uitgeleend as u
        on u.organisatie = p.organisatie and u.maand between p.eerste and p.laatste
),

leende as (
    select distinct p.organisatie, p.peildatum, l.lid
    from peiling as p
    join {{ ref("stg_leners") }} as l
        on l.organisatie = p.organisatie and l.maand between p.eerste and p.laatste
)

select
    l.organisatie,
    coalesce(l.locatie, 'ONBEKEND') as locatie,
    coalesce(g.telt_als, 'ONBEKEND') as gemeente,
    case
        when g.telt_als is null then 'ONBEKEND'
        when w.gemeente is not null then 'WERKGEBIED'
        else 'ELDERS'
    end as woonplaats,
    l.peildatum,
    l.lid,
    l.lidsoort,
    s.rubriek,
    l.leeftijdsband,
    b.leeftijdsgroep,
    coalesce(nullif(b.leeftijd, ''), nullif(s.leeftijd, ''), 'ONBEKEND') as leeftijd,
    nullif(b.leeftijd, '') is null and nullif(s.leeftijd, '') is not null as leeftijd_afgeleid,
    l.geldig,
    case when k.organisatie is not null then e.lid is not null end as leende_12m,
    l.inschrijfmaand between date_trunc('year', l.peildatum) and l.peildatum as nieuw_in_jaar,
    l.eindmaand between date_trunc('year', l.peildatum) and l.peildatum as verlopen_in_jaar,
    -- Ended at most three months before, as members were counted until 2021; known where the month of the end is.
    not l.geldig and coalesce(l.eindmaand >= {{ plus_maanden(maand_van("l.peildatum"), -3) }}, false) as coulance
from {{ ref("stg_leden") }} as l
left join {{ ref("dim_gemeente_datum") }} as g on g.gemeente = l.gemeente and l.peildatum between g.begin and g.einde
left join {{ ref("dim_werkgebied") }} as w
    on w.organisatie = l.organisatie and w.gemeente = g.telt_als and l.peildatum between w.begin and w.einde
left join {{ source("definities", "codelijst_lidsoort") }} as s on s.code = l.lidsoort
left join {{ source("definities", "codelijst_leeftijdsband") }} as b on b.code = l.leeftijdsband
left join bekend as k on k.organisatie = l.organisatie and k.peildatum = l.peildatum
left join leende as e on e.organisatie = l.organisatie and e.peildatum = l.peildatum and e.lid = l.lid
