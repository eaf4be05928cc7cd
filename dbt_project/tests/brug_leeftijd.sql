-- LED-02 + LED-03 + those whose age stays unknown = LED-01.
{{ config(meta={"naam": "jeugdleden, volwassen leden en leden van onbekende leeftijd zijn samen alle leden"}) }}
with gepubliceerd as (
    select gebied as organisatie, periode,
        sum(waarde) filter (where indicator = 'LED-01') as led_01,
        sum(waarde) filter (where indicator = 'LED-02') as led_02,
        sum(waarde) filter (where indicator = 'LED-03') as led_03
    from {{ ref("indicatorwaarde") }}
    where niveau = 'organisatie' and periodesoort = 'peildatum' and uitsplitsing = 'totaal'
    group by gebied, periode
),

onbekend as (
    select organisatie, {{ tekst_dag("peildatum") }} as periode,
        count(*) filter (where geldig and rubriek = 'LED-01' and leeftijd = 'ONBEKEND') as aantal
    from {{ ref("feit_leden") }}
    group by organisatie, peildatum
)

select p.organisatie, p.periode
from gepubliceerd as p
join onbekend as o on o.organisatie = p.organisatie and o.periode = p.periode
where p.led_01 is distinct from p.led_02 + p.led_03 + o.aantal
