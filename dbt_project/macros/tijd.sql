{# Everything about time that is written in one engine's own words. #}

{# A period's text as a month: '2025-03' -> 2025-03-01, else null. #}
{% macro als_maand(kolom) -%}
    case when length({{ kolom }}) = 7 then try_cast({{ kolom }} || '-01' as date) end
{%- endmacro %}

{# A period's text as a peildatum: '2025-12-31', and of a whole year its last day; else null. #}
{% macro als_peildatum(kolom) -%}
    case length({{ kolom }})
        when 10 then try_cast({{ kolom }} as date)
        when 4 then try_cast({{ kolom }} || '-12-31' as date)
    end
{%- endmacro %}

{% macro maand_van(kolom) -%} cast(date_trunc('month', {{ kolom }}) as date) {%- endmacro %}

{% macro einde_maand(kolom) -%} last_day({{ kolom }}) {%- endmacro %}

{% macro plus_maanden(kolom, aantal) -%} cast({{ kolom }} + interval ({{ aantal }}) month as date) {%- endmacro %}

{% macro plus_dagen(kolom, aantal) -%} cast({{ kolom }} + interval ({{ aantal }}) day as date) {%- endmacro %}

{# ISO text of the three periods a month belongs to. #}
{% macro tekst_maand(kolom) -%} strftime({{ kolom }}, '%Y-%m') {%- endmacro %}
{% macro tekst_kwartaal(kolom) -%} strftime({{ kolom }}, '%Y') || '-Q' || quarter({{ kolom }}) {%- endmacro %}
{% macro tekst_jaar(kolom) -%} strftime({{ kolom }}, '%Y') {%- endmacro %}
{% macro tekst_dag(kolom) -%} strftime({{ kolom }}, '%Y-%m-%d') {%- endmacro %}

{# Every first of the month from `eerste` up to and including `laatste`, as rows. #}
{% macro maandreeks(eerste, laatste) -%}
    cast(unnest(generate_series({{ eerste }}, {{ laatste }}, interval 1 month)) as date)
{%- endmacro %}

{# The first month of what a source of two datasets looks back on from a peildatum: 12 months of loans for members, 24 for
   copies, the calendar year of activiteiten. #}
{% macro eerste_maand_terug(bron, peildatum) -%}
    case {{ bron }}
        when 'collectie+uitleningen' then {{ plus_maanden(maand_van(peildatum), -23) }}
        when 'locaties+activiteiten' then cast(date_trunc('year', {{ peildatum }}) as date)
        else {{ plus_maanden(maand_van(peildatum), -11) }}
    end
{%- endmacro %}

{# The period a year before as text; of a peildatum on the last day of a month the last day of that month then. #}
{% macro jaar_eerder(soort, periode, einde) -%}
    case
        when {{ soort }} = 'peildatum' and {{ einde }} = {{ einde_maand(einde) }}
            then {{ tekst_dag(einde_maand(plus_maanden(einde, -12))) }}
        when {{ soort }} = 'peildatum' then {{ tekst_dag(plus_maanden(einde, -12)) }}
        else cast(cast({{ periode }}[1:4] as integer) - 1 as varchar) || {{ periode }}[5:]
    end
{%- endmacro %}
