-- LED-00 = LED-01 + LED-05 + PERSONEEL + IBL + ADMIN, each valid on the peildatum, + what is not valid of any lidsoort.
{{ config(meta={"naam": "de brug van alle leden naar leden, overige abonnementen en verlopen leden sluit"}) }}
with gepubliceerd as (
    select gebied as organisatie, periode,
        sum(waarde) filter (where indicator = 'LED-00') as led_00,
        sum(waarde) filter (where indicator = 'LED-01') as led_01,
        sum(waarde) filter (where indicator = 'LED-05') as led_05
    from {{ ref("indicatorwaarde") }}
    where niveau = 'organisatie' and periodesoort = 'peildatum' and uitsplitsing = 'totaal'
    group by gebied, periode
),

overig as (
    select organisatie, {{ tekst_dag("peildatum") }} as periode,
        count(*) filter (where geldig and rubriek in ('PERSONEEL', 'IBL', 'ADMIN')) as geen_lid,
        count(*) filter (where not geldig) as verlopen
    from {{ ref("feit_leden") }}
    group by organisatie, peildatum
)

select p.organisatie, p.periode
from gepubliceerd as p
join overig as o on o.organisatie = p.organisatie and o.periode = p.periode
where p.led_00 is distinct from p.led_01 + p.led_05 + o.geen_lid + o.verlopen
