-- A join in integratie neither loses nor doubles a row of staging; of activities that are the same one row is left.
{{ config(meta={"naam": "geen regel gaat verloren of telt dubbel bij het samenvoegen"}) }}
with aantallen as (
    select 'leners' as feit, (select count(*) from {{ ref("stg_leners") }}) as bron,
        (select count(*) from {{ ref("feit_leners") }}) as feiten
    union all
    select 'leden', (select count(*) from {{ ref("stg_leden") }}), (select count(*) from {{ ref("feit_leden") }})
    union all
    select 'collectie', (select count(*) from {{ ref("stg_collectie") }}), (select count(*) from {{ ref("feit_collectie") }})
    union all
    select 'activiteiten', (select count(*) from {{ ref("stg_activiteiten") }}) - (
        select count(*) - count(distinct (organisatie, maand, groep)) from {{ ref("stg_zelfde_activiteit") }}
    ),
        (select count(*) from {{ ref("feit_activiteiten") }})
    union all
    select 'jaarcijfers', (select count(*) from {{ ref("stg_jaarcijfers") }}), (select count(*) from {{ ref("feit_jaarcijfers") }})
    union all
    select 'uitleningen', (
        select sum(aantal) from {{ ref("stg_uitleningen") }} as u
        where exists (
            select 1 from {{ ref("stg_dekking") }} as d
            where d.dataset = 'uitleningen' and d.organisatie = u.organisatie and d.maand = u.maand
        )
    ), (select sum(aantal) from {{ ref("feit_uitleningen") }})
)

select *
from aantallen
where bron is distinct from feiten
