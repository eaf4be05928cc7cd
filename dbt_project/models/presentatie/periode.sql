-- The periods figures are given for: months, quarters, years and the year so far, and every peildatum that was delivered.
-- `afgesloten` periods are over at the build's now: only then can a figure be definitief.
select 'maand' as periodesoort, maand_tekst as periode, maand as begin, einde, afgesloten
from {{ ref("dim_maand") }}
union all
select 'kwartaal', kwartaal, min(maand), max(einde), bool_and(afgesloten)
from {{ ref("dim_maand") }}
group by kwartaal
union all
select 'jaar', jaar, min(maand), max(einde), bool_and(afgesloten)
from {{ ref("dim_maand") }}
group by jaar
union all
-- The year up to and including a month, named by its first and last month.
select 'lopend_jaar', jaar || '-01/' || maand_tekst, min(maand) over lopend, einde, bool_and(afgesloten) over lopend
from {{ ref("dim_maand") }}
window lopend as (partition by jaar order by maand)
union all
select distinct
    'peildatum', {{ tekst_dag("peildatum") }}, peildatum, peildatum,
    peildatum <= (select cast(nu as date) from {{ source("stand", "bouw") }})
from {{ ref("stg_dekking") }}
where peildatum is not null and not heel_jaar
