-- The gemeenten of every werkgebied on the peildata of its organisatie's locaties, each gemeente once.
with peiling as (
    select distinct organisatie, peildatum
    from {{ ref("feit_locaties") }}
),

vestiging as (
    select distinct gemeente, peildatum
    from {{ ref("feit_locaties") }}
    where zichtbaar and subsoort in ('HV', 'V')
)

select
    p.organisatie,
    'ONBEKEND' as locatie,
    w.gemeente,
    p.peildatum,
    v.gemeente is not null as heeft_vestiging
from peiling as p
join {{ ref("dim_werkgebied") }} as w on w.organisatie = p.organisatie and p.peildatum between w.begin and w.einde
left join vestiging as v on v.gemeente = w.gemeente and v.peildatum = p.peildatum
qualify row_number() over (partition by w.gemeente, p.peildatum order by p.organisatie) = 1
