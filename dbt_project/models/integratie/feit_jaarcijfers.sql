-- What an organisatie gave for a year, at the year's last day. A gemeente is that of the item, else that of the locatie.
-- rubriek: the indicator whose sum an item is part of; none for what only stands beside it (a `verdeling` of no total).
with cijfer as (
    select *, make_date(jaar, 12, 31) as peildatum
    from {{ ref("stg_jaarcijfers") }}
)

select
    c.organisatie,
    coalesce(c.locatie, 'ONBEKEND') as locatie,
    coalesce(g.telt_als, l.gemeente, 'ONBEKEND') as gemeente,
    c.peildatum,
    c.item,
    case when i.verdeling <> '' and i.deel_van = '' then '' else coalesce(i.indicator, '') end as rubriek,
    c.waarde,
    c.herkomst
from cijfer as c
left join {{ source("definities", "codelijst_jaarcijferitem") }} as i on i.code = c.item
left join {{ ref("dim_gemeente_datum") }} as g on g.gemeente = c.gemeente and c.peildatum between g.begin and g.einde
left join {{ ref("dim_locatie_maand") }} as l
    on l.organisatie = c.organisatie and l.locatie = c.locatie and l.maand = {{ maand_van("c.peildatum") }}
