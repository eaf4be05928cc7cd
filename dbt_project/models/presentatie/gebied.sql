-- Every gebied with its name, its province and its inhabitants by the newest figures.
with inwoners as (
    select gemeente, cast(inwoners as bigint) as inwoners
    from {{ source("definities", "inwoners") }}
    qualify row_number() over (partition by gemeente order by cast(jaar as integer) desc) = 1
),

gemeente as (
    select g.*, i.inwoners
    from {{ ref("dim_gemeente") }} as g
    left join inwoners as i on i.gemeente = g.gemeente
),

-- The newest of a werkgebied.
werkgebied as (
    select w.organisatie, g.gemeente, g.provincie, g.inwoners
    from {{ ref("dim_werkgebied") }} as w
    join gemeente as g on g.gemeente = w.gemeente
    qualify w.einde = max(w.einde) over (partition by w.organisatie)
),

-- An organisatie is named with the province most of its inhabitants live in.
organisatie as (
    select organisatie, arg_max(provincie, inwoners) as provincie, sum(inwoners) as inwoners
    from (
        select organisatie, provincie, sum(inwoners) as inwoners from werkgebied group by organisatie, provincie
    )
    group by organisatie
),

locatie as (
    select l.locatie, l.organisatie, l.naam, g.provincie
    from {{ ref("dim_locatie_maand") }} as l
    left join gemeente as g on g.gemeente = l.gemeente
    qualify row_number() over (partition by l.locatie order by l.maand desc, l.geldig desc, l.organisatie) = 1
),

bekend as (
    select 'land' as niveau, 'NL01' as gebied, 'Nederland' as naam, cast(null as varchar) as organisatie,
        cast(null as varchar) as provincie,
        (select sum(inwoners) from gemeente where opgeheven is null and provincie <> 'CN01') as inwoners
    union all
    select 'land', 'CN01', 'Caribisch Nederland', null, null, (select sum(inwoners) from gemeente where provincie = 'CN01')
    where 'CN01' in (select land from {{ ref("dim_organisatie") }})
    union all
    select 'provincie', provincie, any_value(provincie_naam), null, provincie, sum(inwoners)
    from gemeente
    where opgeheven is null and (provincie <> 'CN01' or 'CN01' in (select land from {{ ref("dim_organisatie") }}))
    group by provincie
    union all
    select
        'gemeente', gemeente, naam || coalesce(' (tot ' || strftime(opgeheven, '%d-%m-%Y') || ')', ''), null, provincie,
        case when opgeheven is null then inwoners end
    from gemeente
    union all
    select 'organisatie', o.organisatie, o.naam, o.organisatie, w.provincie, w.inwoners
    from {{ ref("dim_organisatie") }} as o
    left join organisatie as w on w.organisatie = o.organisatie
    union all
    select 'locatie', locatie, naam, organisatie, provincie, null
    from locatie
    union all
    -- What has no locatie stands under the organisatie at niveau locatie.
    select 'locatie', o.organisatie, o.naam || ', buiten de vestigingen', o.organisatie, w.provincie, null
    from {{ ref("dim_organisatie") }} as o
    left join organisatie as w on w.organisatie = o.organisatie
    union all
    select niveau, 'ONBEKEND', 'Onbekend', null, null, null
    from (values ('gemeente'), ('provincie')) as n (niveau)
)

select niveau, gebied, naam, organisatie, provincie, cast(inwoners as bigint) as inwoners
from bekend
union all
-- A locatie that only the figures know: its list was never delivered.
select distinct b.niveau, b.gebied, b.gebied, b.organisatie, cast(null as varchar), cast(null as bigint)
from {{ ref("bijdrage") }} as b
where
    b.niveau = 'locatie'
    and b.uitsplitsing <> 'plaats'
    and b.gebied not in (select gebied from bekend where niveau = 'locatie')
qualify row_number() over (partition by b.niveau, b.gebied order by b.organisatie) = 1
