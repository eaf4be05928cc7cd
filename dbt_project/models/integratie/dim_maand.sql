-- The months of every year in which any organisatie delivered anything; `afgesloten` are those over at the build's now.
{{ config(materialized="table") }}

with grens as (
    select
        min(coalesce(maand, peildatum)) as eerste,
        max(coalesce(maand, peildatum)) as laatste
    from {{ ref("stg_dekking") }}
),

reeks as (
    select
        {{ maandreeks(
            "date_trunc('year', eerste)", "date_trunc('year', laatste) + interval 11 month"
        ) }} as maand
    from grens
    where eerste is not null
)

select
    maand,
    {{ einde_maand("maand") }} as einde,
    {{ tekst_maand("maand") }} as maand_tekst,
    {{ tekst_kwartaal("maand") }} as kwartaal,
    {{ tekst_jaar("maand") }} as jaar,
    {{ einde_maand("maand") }} < (select cast(nu as date) from {{ source("stand", "bouw") }}) as afgesloten
from reeks
