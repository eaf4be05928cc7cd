{# Distinct persons: never added up, so every place and every period is counted by itself, within an organisatie.

   A person's months of a year are one number with a bit per month; the person counts in a month, quarter or year where
   its bits share one with that period's. So every place is grouped once for all periods, and grouping, unlike counting
   distinct, can spill to disk. Rows are kept narrow: what a row is of (organisatie, year, place, klassen) is one number,
   and the 128 bits of a pseudonym are brought down to 64; within an organisatie of half a million persons the chance
   that any two become one is under one in a hundred million. #}

{# [(periodesoort, text of the period from the column `jaar`, bits)] of a year. #}
{% macro perioden_van_een_jaar() -%}
    {% set perioden = [("jaar", "jaar", 4095)] %}
    {% for kwartaal in range(1, 5) %}
        {% do perioden.append(("kwartaal", "jaar || '-Q" ~ kwartaal ~ "'", 7 * 8 ** (kwartaal - 1))) %}
    {% endfor %}
    {% for maand in range(1, 13) %}
        {% do perioden.append(("maand", "jaar || '-" ~ "%02d" | format(maand) ~ "'", 2 ** (maand - 1))) %}
    {% endfor %}
    {{ return(perioden) }}
{%- endmacro %}

{# [{niveau, gebied, uitsplitsing, klasse, per}]: every place by every uitsplitsing, with the columns it is grouped by. #}
{% macro groepen_van(uitsplitsingen) -%}
    {% set groepen = [] %}
    {% for niveau in ["organisatie", "locatie", "gemeente", "provincie"] %}
        {% for naam in ["totaal"] + uitsplitsingen %}
            {% set delen = [] if naam == "totaal" else naam.split("*") %}
            {% set plaats = [] if niveau == "organisatie" else [niveau] %}
            {% do groepen.append({
                "niveau": niveau, "uitsplitsing": naam, "per": ["organisatie", "jaar"] + plaats + delen,
                "klasse": delen | join(" || '*' || ") if delen else "'totaal'",
            }) %}
        {% endfor %}
    {% endfor %}
    {{ return(groepen) }}
{%- endmacro %}

{# Persons of a fact with months per niveau, gebied, period and klasse. Rows without anyone are left out. #}
{% macro tel_personen(feit) %}
{%- set maten = maten_van(feit) -%}
{%- set uitsplitsingen = uitsplitsingen_van(feit) -%}
{%- set kenmerken = ["organisatie", "jaar", "locatie", "gemeente", "provincie"] + kolommen_van(uitsplitsingen) -%}
{%- set perioden = perioden_van_een_jaar() -%}
{%- set groepen = groepen_van(uitsplitsingen) -%}
{%- if not maten %}
select
    organisatie, '' as niveau, '' as gebied, '' as periodesoort, '' as periode, '' as uitsplitsing, '' as klasse,
    '' as maat, cast(null as double) as waarde, false as gemarkeerd
from {{ ref("feit_" ~ feit) }}
where false
{%- else %}
with feit as (
    select
        organisatie, locatie, gemeente, provincie, {{ tekst_jaar("maand") }} as jaar, hash(lid) as lid,
        {%- for kolom in kolommen_van(uitsplitsingen) %} {{ kolom }},{% endfor %}
        {%- for maat in maten %}
        cast(case when {{ maat.filter }} then 1 << (month(maand) - 1) else 0 end as usmallint) as m{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref("feit_" ~ feit) }}
),

-- A number for everything a row can be of, and for each group the lowest number in it.
kenmerk as materialized (
    select
        *,
        {%- for groep in groepen %}
        min(nummer) over (partition by {{ groep.per | join(", ") }}) as groep_{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select *, cast(row_number() over () as uinteger) as nummer
        from (select distinct {{ kenmerken | join(", ") }} from feit)
    )
),

persoon as materialized (
    select
        k.nummer, f.lid,
        {%- for maat in maten %} bit_or(f.m{{ loop.index }}) as m{{ loop.index }}{{ "," if not loop.last }}{% endfor %}
    from feit as f
    join kenmerk as k
        on {% for kolom in kenmerken %}k.{{ kolom }} = f.{{ kolom }}{{ " and " if not loop.last }}{% endfor %}
    group by k.nummer, f.lid
),

geteld as (
    {%- for groep in groepen %}
    {%- set kolom = "groep_" ~ loop.index %}
    select
        nummer, {{ loop.index }} as groep,
        {%- for maat in maten %}
        {%- set m = "m" ~ loop.index %}
        [
            {%- for _, _, bits in perioden %}
            count(*) filter (where {{ m }} & {{ bits }} <> 0){{ "," if not loop.last }}
            {%- endfor %}
        ] as {{ m }}{{ "," if not loop.last }}
        {%- endfor %}
    from (
        select
            k.{{ kolom }} as nummer,
            {%- for maat in maten %} bit_or(p.m{{ loop.index }}) as m{{ loop.index }}{{ "," if not loop.last }}{% endfor %}
        from persoon as p
        join kenmerk as k on k.nummer = p.nummer
        group by k.{{ kolom }}, p.lid
    )
    group by nummer
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

lang as (
    select
        k.organisatie,
        case g.groep {% for groep in groepen %}when {{ loop.index }} then '{{ groep.niveau }}' {% endfor %}end as niveau,
        case g.groep {% for groep in groepen %}when {{ loop.index }} then k.{{ groep.niveau }} {% endfor %}end as gebied,
        case g.groep {% for groep in groepen %}when {{ loop.index }} then '{{ groep.uitsplitsing }}' {% endfor %}end as uitsplitsing,
        case g.groep {% for groep in groepen %}when {{ loop.index }} then {{ groep.klasse }} {% endfor %}end as klasse,
        unnest([
            {%- for maat in maten %}
            {%- set m = "m" ~ loop.index %}
            {%- set laatste = loop.last %}
            {%- for soort, tekst, _ in perioden %}
            {'maat': '{{ maat.maat }}', 'periodesoort': '{{ soort }}', 'periode': {{ tekst }}, 'waarde': {{ m }}[{{ loop.index }}]}{{ "," if not (laatste and loop.last) }}
            {%- endfor %}
            {%- endfor %}
        ], recursive := true)
    from geteld as g
    join kenmerk as k on k.nummer = g.nummer
)

select
    lang.organisatie, lang.niveau, lang.gebied, lang.periodesoort, lang.periode, lang.uitsplitsing, lang.klasse, lang.maat,
    cast(lang.waarde as double) as waarde, false as gemarkeerd
from lang
join {{ source("definities", "maat_uitsplitsing") }} as gevraagd
    on gevraagd.maat = lang.maat and gevraagd.uitsplitsing = lang.uitsplitsing
where lang.waarde > 0
{%- endif %}
{% endmacro %}
