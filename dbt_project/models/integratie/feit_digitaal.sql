-- What KB delivers of the digital library, on the last day of its year. Where it gives a national figure the country is that,
-- and what its gemeenten do not add up to stands at gemeente ONBEKEND; else the country is the sum of the gemeenten.
{{ config(materialized="table") }}

with landelijk as (
    select distinct jaar, item from {{ ref("stg_digitaal") }} where gebied = 'NL01'
),

regel as (
    select d.*, d.gebied = 'NL01' as land, l.jaar is not null as met_land
    from {{ ref("stg_digitaal") }} as d
    left join landelijk as l on l.jaar = d.jaar and l.item = d.item
    where d.gebied = 'NL01' or d.gebied in (select gemeente from {{ ref("dim_gemeente") }})
),

rest as (
    select
        organisatie, jaar, item, drager, doelgroep, herkomst_account, actief,
        sum(case when land then waarde else -waarde end) as waarde
    from regel
    where met_land
    group by all
),

alles as (
    select organisatie, gebied as gemeente, jaar, item, drager, doelgroep, herkomst_account, actief, waarde
    from regel
    where not land
    union all
    select organisatie, 'ONBEKEND', jaar, item, drager, doelgroep, herkomst_account, actief, waarde
    from rest
    where waarde <> 0
)

select
    organisatie,
    'ONBEKEND' as locatie,
    gemeente,
    make_date(jaar, 12, 31) as peildatum,
    item, drager, doelgroep, herkomst_account, actief, waarde
from alles
