{# How the indicators of definitions/ become figures: one scan per fact, with a grouping set per uitsplitsing.
   The maten are read while dbt compiles, from the tables that the build made of the YAML. #}

{# The maten of a fact: [{maat, uitdrukking, filter, vlag}], and its uitsplitsingen: ['materiaalsoort', 'a*b', ...]. #}
{% macro maten_van(feit) -%}
    {% set maten = [] %}
    {% if execute %}
        {% set rijen = run_query("select maat, uitdrukking, filter, vlag from definities.maat where feit = '" ~ feit ~ "' order by maat") %}
        {% for rij in rijen.rows %}
            {% do maten.append({"maat": rij[0], "uitdrukking": rij[1], "filter": rij[2], "vlag": rij[3]}) %}
        {% endfor %}
    {% endif %}
    {{ return(maten) }}
{%- endmacro %}

{% macro uitsplitsingen_van(feit) -%}
    {% set namen = [] %}
    {% if execute %}
        {% set rijen = run_query("select distinct u.uitsplitsing from definities.maat_uitsplitsing u join definities.maat m on m.maat = u.maat where m.feit = '" ~ feit ~ "' and u.uitsplitsing <> 'totaal' order by 1") %}
        {% for rij in rijen.rows %}{% do namen.append(rij[0]) %}{% endfor %}
    {% endif %}
    {{ return(namen) }}
{%- endmacro %}

{# The columns that uitsplitsingen group by, each once. #}
{% macro kolommen_van(uitsplitsingen) -%}
    {% set kolommen = [] %}
    {% for naam in uitsplitsingen %}
        {% for kolom in naam.split("*") if kolom not in kolommen %}{% do kolommen.append(kolom) %}{% endfor %}
    {% endfor %}
    {{ return(kolommen) }}
{%- endmacro %}

{# What grouping(kolommen) gives for the set that holds `aanwezig`: a bit for every column that is not in it. #}
{% macro snedenummer(kolommen, aanwezig) -%}
    {% set ns = namespace(nummer=0) %}
    {% for kolom in kolommen %}
        {% set ns.nummer = ns.nummer * 2 + (0 if kolom in aanwezig else 1) %}
    {% endfor %}
    {{ return(ns.nummer) }}
{%- endmacro %}

{# uitsplitsing and klasse of a row of the grouping sets, from its column `snede`. #}
{% macro uitsplitsing_en_klasse(uitsplitsingen, kolommen) %}
    {%- if not uitsplitsingen %}
    'totaal' as uitsplitsing, 'totaal' as klasse
    {%- else %}
    case snede
        {%- for naam in uitsplitsingen %}
        when {{ snedenummer(kolommen, naam.split("*")) }} then '{{ naam }}'
        {%- endfor %}
        else 'totaal'
    end as uitsplitsing,
    case snede
        {%- for naam in uitsplitsingen %}
        when {{ snedenummer(kolommen, naam.split("*")) }} then {{ naam.split("*") | join(" || '*' || ") }}
        {%- endfor %}
        else 'totaal'
    end as klasse
    {%- endif %}
{% endmacro %}

{# The maten as columns m1, m2 ... of counted rows, each with its flag. #}
{% macro maten_als_kolommen(maten) %}
    {%- for maat in maten %}
    cast({{ maat.uitdrukking }} filter (where {{ maat.filter }}) as double) as m{{ loop.index }},
    {% if maat.vlag -%} coalesce(bool_or({{ maat.vlag }}) filter (where {{ maat.filter }}), false)
    {%- else -%} false {%- endif %} as v{{ loop.index }}{{ "," if not loop.last }}
    {%- endfor %}
{% endmacro %}

{# The columns m1, m2 ... as rows maat, waarde, gemarkeerd. #}
{% macro maten_als_rijen(maten) -%}
    unnest([
        {%- for maat in maten %}
        {'maat': '{{ maat.maat }}', 'waarde': m{{ loop.index }}, 'gemarkeerd': v{{ loop.index }}}{{ "," if not loop.last }}
        {%- endfor %}
    ], recursive := true)
{%- endmacro %}

{# Sums of a fact at the finest grain (organisatie, locatie, gemeente and the time column), for the total and for
   every uitsplitsing. Rows without anything to count are left out. `waar` narrows the fact. #}
{% macro tel_feit(feit, tijd, waar="true") %}
{%- set maten = maten_van(feit) -%}
{%- set uitsplitsingen = uitsplitsingen_van(feit) -%}
{%- set kolommen = kolommen_van(uitsplitsingen) -%}
{%- set plaats = "organisatie, locatie, gemeente, " ~ tijd -%}
{%- if not maten %}
select
    organisatie, locatie, gemeente, {{ tijd }}, '' as uitsplitsing, '' as klasse, '' as maat,
    cast(null as double) as waarde, false as gemarkeerd
from {{ ref("feit_" ~ feit) }}
where false
{%- else %}
with geteld as (
    select
        {{ plaats }},
        {% for kolom in kolommen %}{{ kolom }}, {% endfor %}
        {{ "grouping(" ~ kolommen | join(", ") ~ ")" if kolommen else "0" }} as snede,
        {{ maten_als_kolommen(maten) }}
    from {{ ref("feit_" ~ feit) }}
    where {{ waar }}
    group by grouping sets (
        ({{ plaats }})
        {%- for naam in uitsplitsingen %},
        ({{ plaats }}, {{ naam.split("*") | join(", ") }})
        {%- endfor %}
    )
),

lang as (
    select {{ plaats }}, {{ uitsplitsing_en_klasse(uitsplitsingen, kolommen) }}, {{ maten_als_rijen(maten) }}
    from geteld
)

select lang.*
from lang
join {{ source("definities", "maat_uitsplitsing") }} as gevraagd
    on gevraagd.maat = lang.maat and gevraagd.uitsplitsing = lang.uitsplitsing
where lang.waarde <> 0
{%- endif %}
{% endmacro %}

