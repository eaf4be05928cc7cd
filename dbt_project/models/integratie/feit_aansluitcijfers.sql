-- Figures as KB and CBS published them, delivered or in our reference file, with the indicator they are of; `nieuwste` of all
-- versions of one figure. Of one source, item, gebied and year.
with alle as (
    select peildatum, bron, item, gebied, jaar, waarde, status, herkomst, 'levering' as vindplaats
    from {{ ref("stg_aansluitcijfers") }}
    union all
    select
        cast(peildatum as date), bron, item, gebied, cast(jaar as usmallint), cast(waarde as double), status, herkomst, vindplaats
    from {{ source("definities", "aansluitcijfers") }}
)

select
    a.*,
    i.indicator,
    case
        when a.gebied = 'NL01' then 'land'
        when a.gebied like 'PV%' then 'provincie'
        when a.gebied like 'GM%' then 'gemeente'
        else 'organisatie'
    end as niveau,
    row_number() over (partition by a.bron, a.item, a.gebied, a.jaar order by a.peildatum desc, a.vindplaats) = 1 as nieuwste
from alle as a
join {{ source("definities", "codelijst_cijferitem") }} as i on i.code = a.item
