{# The version of an indicator's definition that holds in each period of `regels`: the last one valid at its end, before
   the first version that one. `trendbreuk` is true in the first period behind a version that names a break. #}
{% macro versie_per_periode(regels) %}
    select
        indicator, periodesoort, periode, versie,
        coalesce(breuken > lag(breuken) over (partition by indicator, periodesoort order by einde), false) as trendbreuk
    from (
        select
            r.indicator, r.periodesoort, r.periode, r.einde,
            coalesce(max(v.versie) filter (where v.geldig_van <= r.einde), min(v.versie)) as versie,
            count(*) filter (where v.geldig_van <= r.einde and v.trendbreuk is not null) as breuken
        from (
            select distinct r.indicator, r.periodesoort, r.periode, p.einde
            from {{ regels }} as r
            join {{ ref("periode") }} as p on p.periodesoort = r.periodesoort and p.periode = r.periode
        ) as r
        join {{ source("definities", "versie") }} as v on v.indicator = r.indicator
        group by r.indicator, r.periodesoort, r.periode, r.einde
    )
{% endmacro %}
