-- How much is known of what a figure counts, per gebied and period, where its indicator asks for that (`eisen`): markeringen
-- hold the share in whole percents (rounded down), onvoldoende says that it is too small for a definitief figure.
with bijdrage as (
    select e.indicator, e.markering, e.minimum, e.altijd, b.organisatie, b.niveau, b.gebied, b.periodesoort, b.periode,
        case when b.maat = e.deel then b.waarde else 0 end as deel,
        case when b.maat = e.van then b.waarde else 0 end as van
    from {{ source("definities", "eis") }} as e
    join {{ ref("bijdrage") }} as b on b.maat in (e.deel, e.van) and b.uitsplitsing = 'totaal'
),

per_gebied as (
    select * from bijdrage
    union all
    select b.* replace ('land' as niveau, o.land as gebied)
    from bijdrage as b
    join {{ ref("dim_organisatie") }} as o on o.organisatie = b.organisatie
    where b.niveau = 'organisatie'
),

aandeel as (
    select b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode, b.markering, b.minimum, b.altijd,
        sum(b.deel) / nullif(sum(b.van), 0) as aandeel
    from per_gebied as b
    join {{ ref("dekking_indicator") }} as d
        on
            d.indicator = b.indicator
            and d.organisatie = b.organisatie
            and d.periodesoort = b.periodesoort
            and d.periode = b.periode
            and d.aanwezig
    group by all
)

select
    indicator, niveau, gebied, periodesoort, periode,
    list(markering || '_' || cast(floor(100 * aandeel) as integer) order by markering)
        filter (where altijd or aandeel < minimum) as markeringen,
    bool_or(aandeel < minimum) as onvoldoende
from aandeel
where aandeel is not null
group by indicator, niveau, gebied, periodesoort, periode
