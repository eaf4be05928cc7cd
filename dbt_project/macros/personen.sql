{# Distinct persons: never added up, so every place and every period is counted by itself, within an organisatie.

   A person's months of a year are one number with a bit per month; a person counts in a month, quarter or year when the
   bits they share are not all 0. So every place is grouped once for all periods, and grouping, unlike counting distinct,
   can spill to disk. For that the 128 bits of a pseudonym are brought down to 64: within an organisatie of half a million
   persons the chance that any two become one is under one in a hundred million. #}

{# [(periodesoort, text of the period in `jaar`, bits)] of a year. #}
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

{# Persons of a fact with months per niveau, gebied, period and klasse. Rows without anyone are left out. #}
{% macro tel_personen(feit) %}
{%- set maten = maten_van(feit) -%}
{%- set uitsplitsingen = uitsplitsingen_van(feit) -%}
{%- set kolommen = kolommen_van(uitsplitsingen) -%}
{%- set perioden = perioden_van_een_jaar() -%}
{%- set sneden = [[]] -%}
{%- for naam in uitsplitsingen %}{% do sneden.append(naam.split("*")) %}{% endfor -%}
{%- if not maten %}
select
    organisatie, '' as niveau, '' as gebied, '' as periodesoort, '' as periode, '' as uitsplitsing, '' as klasse,
    '' as maat, cast(null as double) as waarde, false as gemarkeerd
from {{ ref("feit_" ~ feit) }}
where false
{%- else %}
with persoon as (
    select
        organisatie, {{ tekst_jaar("maand") }} as jaar, locatie, gemeente, provincie, hash(lid) as lid,
        {%- for kolom in kolommen %} {{ kolom }},{% endfor %}
        {%- for maat in maten %}
        bit_or(case when {{ maat.filter }} then 1 << (month(maand) - 1) else 0 end) as m{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref("feit_" ~ feit) }}
    group by all
),

per_gebied as (
    select
        organisatie, jaar, locatie, gemeente, provincie, lid,
        {%- for kolom in kolommen %} {{ kolom }},{% endfor %}
        grouping(locatie, gemeente, provincie) as plaats,
        {{ "grouping(" ~ kolommen | join(", ") ~ ")" if kolommen else "0" }} as snede,
        {%- for maat in maten %}
        bit_or(m{{ loop.index }}) as m{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from persoon
    group by grouping sets (
        {%- for erbij in [[], ["locatie"], ["gemeente"], ["provincie"]] %}
        {%- set buiten = loop.last %}
        {%- for snede in sneden %}
        ({{ (["organisatie", "jaar", "lid"] + erbij + snede) | join(", ") }}){{ "," if not (buiten and loop.last) }}
        {%- endfor %}
        {%- endfor %}
    )
),

geteld as (
    select
        organisatie, jaar, plaats, snede, locatie, gemeente, provincie,
        {%- for kolom in kolommen %} {{ kolom }},{% endfor %}
        {%- for maat in maten %}
        {%- set kolom = "m" ~ loop.index %}
        [
            {%- for _, _, bits in perioden %}
            count(*) filter (where {{ kolom }} & {{ bits }} <> 0){{ "," if not loop.last }}
            {%- endfor %}
        ] as m{{ loop.index }}{{ "," if not loop.last }}
        {%- endfor %}
    from per_gebied
    group by all
),

lang as (
    select
        organisatie, jaar,
        case plaats when 7 then 'organisatie' when 3 then 'locatie' when 5 then 'gemeente' else 'provincie' end as niveau,
        case plaats when 7 then organisatie when 3 then locatie when 5 then gemeente else provincie end as gebied,
        {{ uitsplitsing_en_klasse(uitsplitsingen, kolommen) }},
        unnest([
            {%- for maat in maten %}
            {%- set nummer = loop.index %}
            {%- set laatste = loop.last %}
            {%- for soort, tekst, _ in perioden %}
            {'maat': '{{ maat.maat }}', 'periodesoort': '{{ soort }}', 'periode': {{ tekst }}, 'waarde': m{{ nummer }}[{{ loop.index }}]}{{ "," if not (laatste and loop.last) }}
            {%- endfor %}
            {%- endfor %}
        ], recursive := true)
    from geteld
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
