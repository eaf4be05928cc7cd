-- How far what a figure needs besides a delivered stock was filled in: the share of its rows, or all (1) of it.
{{ config(materialized="table") }}

select 'leden+inschrijfmaand' as bron, organisatie, peildatum, avg(cast(inschrijfmaand is not null as integer)) as aandeel
from {{ ref("stg_leden") }}
group by organisatie, peildatum
union all
-- A membership without an end is as good as one with it; where none has one, ends are not delivered.
select 'leden+eindmaand', organisatie, peildatum, max(cast(eindmaand is not null as integer))
from {{ ref("stg_leden") }}
group by organisatie, peildatum
union all
select 'collectie+aanschafmaand', organisatie, peildatum, avg(cast(aanschafmaand is not null as integer))
from {{ ref("stg_collectie") }}
group by organisatie, peildatum
union all
select 'locaties+uren_open', organisatie, peildatum, avg(cast(uren_open is not null as integer))
from {{ ref("feit_locaties") }}
where zichtbaar and fysiek_te_bezoeken
group by organisatie, peildatum
union all
select 'locaties+uren_bemand', organisatie, peildatum, avg(cast(uren_bemand is not null as integer))
from {{ ref("feit_locaties") }}
where zichtbaar and fysiek_te_bezoeken
group by organisatie, peildatum
union all
select distinct 'jaarcijfers+' || unnest([item, rubriek]), organisatie, peildatum, 1
from {{ ref("feit_jaarcijfers") }}
union all
-- Of members whose brons is gone the share is not archived; that figures of them were published says they were filled in.
select distinct b.bron, a.organisatie, {{ als_peildatum("a.periode") }}, 1
from {{ source("archief", "bijdrage") }} as a
cross join (values ('leden+inschrijfmaand'), ('leden+eindmaand')) as b (bron)
where a.periodesoort = 'peildatum'
