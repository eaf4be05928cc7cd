-- Years before our own first one, as others published them: of each indicator and gebied the newest version, first of the source
-- that KB and CBS agreed on. The last of them is the year before the first of ours: there is the seam, a trendbreuk.
with eigen as (
    select indicator, gebied, min(periode) as eerste
    from {{ ref("indicatorwaarde") }}
    where periodesoort = 'jaar' and uitsplitsing = 'totaal' and waarde is not null
    group by indicator, gebied
)

select
    a.indicator, a.niveau, a.gebied, 'jaar' as periodesoort, cast(a.jaar as varchar) as periode, a.waarde, i.eenheid,
    case when a.status = 'DEFINITIEF' then 'definitief' else 'voorlopig' end as status,
    list_sort(list_concat(
        ['andere_bron'],
        case when a.herkomst in ('GESCHAT', 'DEELS') then ['geschat'] else [] end,
        case when cast(a.jaar as varchar) = cast(cast(e.eerste as integer) - 1 as varchar) then ['trendbreuk'] else [] end
    )) as markeringen,
    a.bron, b.naam as bron_naam, a.peildatum, a.vindplaats
from {{ ref("feit_aansluitcijfers") }} as a
join {{ source("definities", "indicator") }} as i on i.indicator = a.indicator
join {{ source("definities", "codelijst_cijferbron") }} as b on b.code = a.bron
left join eigen as e on e.indicator = a.indicator and e.gebied = a.gebied
where a.nieuwste and a.status <> 'PREFILL' and (e.eerste is null or cast(a.jaar as varchar) < e.eerste)
qualify row_number() over (
    partition by a.indicator, a.gebied, a.jaar order by a.bron = 'CBS' desc, a.peildatum desc, a.bron, a.item
) = 1
