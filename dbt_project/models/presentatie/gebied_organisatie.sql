-- Which organisaties stand behind a gebied. `verwacht`: the gebied needs a figure of this organisatie (its own row, its
-- locaties while they exist, the gemeenten of its werkgebied and their provinces, the country); the others only have
-- something to add, such as members that live elsewhere.
with verwacht as (
    select 'organisatie' as niveau, organisatie as gebied, organisatie, cast(null as date) as begin, cast(null as date) as einde
    from {{ ref("dim_organisatie") }}
    union all
    select 'land', land, organisatie, null, null
    from {{ ref("dim_organisatie") }}
    union all
    select 'gemeente', gemeente, organisatie, begin, einde
    from {{ ref("dim_werkgebied") }}
    union all
    select 'provincie', provincie, organisatie, min(begin), max(einde)
    from {{ ref("dim_werkgebied") }}
    group by provincie, organisatie
    union all
    select 'locatie', locatie, organisatie, min(maand), max({{ einde_maand("maand") }})
    from {{ ref("dim_locatie_maand") }}
    where geldig
    group by locatie, organisatie
    union all
    -- The network's own figures: of the country, and of the gemeenten it gives them of.
    select 'land', 'NL01', 'NETWERK', cast(null as date), cast(null as date)
    union all
    select distinct 'gemeente', gemeente, 'NETWERK', cast(null as date), cast(null as date)
    from {{ ref("feit_digitaal") }}
    where gemeente <> 'ONBEKEND'
)

select niveau, gebied, organisatie, begin, einde, true as verwacht
from verwacht
union all
select distinct b.niveau, b.gebied, b.organisatie, cast(null as date), cast(null as date), false
from {{ ref("bijdrage") }} as b
left join verwacht as v
    on v.niveau = b.niveau and v.gebied = b.gebied and v.organisatie = b.organisatie
where v.gebied is null
