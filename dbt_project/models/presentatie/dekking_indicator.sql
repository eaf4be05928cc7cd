-- Per indicator, organisatie and period: was all that the indicator is counted from delivered? An indicator of two
-- sources (a ratio) is counted as far as the lesser of them is, and only in periods that both can have.
-- redenen: what must be said beside its figures however complete they are; voorbehoud: whether that makes them voorlopig.
with reden as (
    select o.indicator, d.organisatie, d.periodesoort, d.periode, list_sort(list(distinct v.reden)) as redenen,
        bool_or(v.voorlopig) as voorbehoud
    from {{ source("definities", "onderdeel") }} as o
    join {{ source("definities", "maat") }} as m on m.maat = o.maat
    join {{ ref("dekking") }} as d on d.bron = o.bron
    join {{ ref("periode") }} as p on p.periodesoort = d.periodesoort and p.periode = d.periode
    join {{ ref("stg_voorbehoud") }} as v
        on
            v.organisatie = d.organisatie
            and (v.soort = '' or v.soort = m.nakomend)
            and (
                (v.dataset = d.bron and d.peildatum is null and v.maand between p.begin and p.einde)
                or (v.dataset in (d.bron, split_part(d.bron, '+', 1)) and v.peildatum = d.peildatum)
                -- What needs a flow of the months before a peildatum is as provisional as that is.
                or (
                    v.dataset = split_part(d.bron, '+', 2)
                    and v.maand between {{ eerste_maand_terug("d.bron", "d.peildatum") }} and {{ maand_van("d.peildatum") }}
                )
            )
    group by o.indicator, d.organisatie, d.periodesoort, d.periode
),

indicator as (
    select
        i.indicator,
        d.organisatie,
        d.periodesoort,
        d.periode,
        coalesce(min(d.geteld / nullif(d.verwacht, 0)), 0) * max(d.verwacht) as geteld,
        max(d.verwacht) as verwacht,
        min(d.geteld) > 0 as aanwezig,
        bool_or(d.ouder) as ouder,
        min(d.peildatum) filter (where d.ouder) as oudste,
        max(d.reden) as geen_cijfer,
        bool_and(d.melden) as melden
    from {{ source("definities", "indicator") }} as i
    join (select distinct indicator, bron from {{ source("definities", "onderdeel") }}) as o on o.indicator = i.indicator
    join {{ ref("dekking") }} as d
        on d.bron = o.bron and list_contains(i.periodesoorten, d.periodesoort)
    group by i.indicator, len(i.bronnen), d.organisatie, d.periodesoort, d.periode
    having count(distinct o.bron) = len(i.bronnen)
)

select i.*, coalesce(r.redenen, []) as redenen, coalesce(r.voorbehoud, false) as voorbehoud
from indicator as i
left join reden as r
    on
        r.indicator = i.indicator and r.organisatie = i.organisatie
        and r.periodesoort = i.periodesoort and r.periode = i.periode
