{# Sums of a telling per organisatie for the niveaus locatie, organisatie, gemeente and provincie. `tijd` is its time
   column. A province follows from the gemeente, never from the organisatie. #}
{% macro som_per_niveau(telling, tijd) %}
    select
        maat, organisatie, niveau,
        case when buiten then organisatie else gebied end as gebied,
        {{ tijd }},
        case when buiten then 'plaats' else uitsplitsing end as uitsplitsing,
        case when buiten then 'BUITEN_VESTIGING' else klasse end as klasse,
        waarde, gemarkeerd
    from (
        select
            t.maat, t.organisatie, t.uitsplitsing, t.klasse, t.{{ tijd }},
            case grouping(t.locatie, t.gemeente, provincie)
                when 7 then 'organisatie' when 3 then 'locatie' when 5 then 'gemeente' else 'provincie'
            end as niveau,
            case grouping(t.locatie, t.gemeente, provincie)
                when 7 then t.organisatie when 3 then t.locatie when 5 then t.gemeente else provincie
            end as gebied,
            niveau = 'locatie' and t.locatie = 'ONBEKEND' as buiten,
            sum(t.waarde) as waarde,
            bool_or(t.gemarkeerd) as gemarkeerd
        from (
            select s.*, coalesce(g.provincie, 'ONBEKEND') as provincie
            from {{ telling }} as s
            left join {{ ref("dim_gemeente") }} as g on g.gemeente = s.gemeente
        ) as t
        group by grouping sets (
            (t.maat, t.organisatie, t.uitsplitsing, t.klasse, t.{{ tijd }}),
            (t.maat, t.organisatie, t.uitsplitsing, t.klasse, t.{{ tijd }}, t.locatie),
            (t.maat, t.organisatie, t.uitsplitsing, t.klasse, t.{{ tijd }}, t.gemeente),
            (t.maat, t.organisatie, t.uitsplitsing, t.klasse, t.{{ tijd }}, provincie)
        )
    )
    where not buiten or uitsplitsing = 'totaal'
{% endmacro %}
