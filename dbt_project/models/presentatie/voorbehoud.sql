-- Per indicator, organisatie and period: what must be said beside the figure, and whether that makes it voorlopig. Of a flow
-- what is said of a month is said of every period with that month in it; of a stock it is that of the peildatum that speaks.
with bron as (
    select distinct indicator, bron
    from {{ source("definities", "onderdeel") }}
),

stroom as (
    select b.indicator, v.organisatie, p.periodesoort, p.periode, v.reden, v.voorlopig
    from {{ ref("stg_voorbehoud") }} as v
    join bron as b on b.bron = v.dataset and b.indicator = coalesce(v.indicator, b.indicator)
    join {{ ref("periode") }} as p on p.periodesoort <> 'peildatum' and v.maand between p.begin and p.einde
),

stand as (
    select b.indicator, v.organisatie, d.periodesoort, d.periode, v.reden, v.voorlopig
    from {{ ref("stg_voorbehoud") }} as v
    join bron as b
        on
            (b.bron = v.dataset or starts_with(b.bron, v.dataset || '+'))
            and b.indicator = coalesce(v.indicator, b.indicator)
    join {{ ref("dekking") }} as d
        on d.bron = b.bron and d.organisatie = v.organisatie and d.peildatum = v.peildatum
)

select
    indicator, organisatie, periodesoort, periode,
    list_sort(list(distinct reden)) as redenen,
    bool_or(voorlopig) as voorlopig
from (select * from stroom union all select * from stand)
group by indicator, organisatie, periodesoort, periode
