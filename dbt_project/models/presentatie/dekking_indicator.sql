-- Per indicator, organisatie and period: was all that the indicator is counted from delivered? An indicator of two
-- sources (a ratio) is counted as far as the lesser of them is, and only in periods that both can have.
select
    i.indicator,
    d.organisatie,
    d.periodesoort,
    d.periode,
    coalesce(min(d.geteld / nullif(d.verwacht, 0)), 0) * max(d.verwacht) as geteld,
    max(d.verwacht) as verwacht,
    min(d.geteld) > 0 as aanwezig,
    bool_or(d.ouder) as ouder,
    bool_and(d.melden) as melden
from {{ source("definities", "indicator") }} as i
join (select distinct indicator, bron from {{ source("definities", "onderdeel") }}) as o on o.indicator = i.indicator
join {{ ref("dekking") }} as d
    on d.bron = o.bron and list_contains(i.periodesoorten, d.periodesoort)
group by i.indicator, len(i.bronnen), d.organisatie, d.periodesoort, d.periode
having count(distinct o.bron) = len(i.bronnen)
