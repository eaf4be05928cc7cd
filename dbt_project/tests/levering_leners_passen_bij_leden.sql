-- A snapshot of members beside loans of the months before it: when hardly any borrower is a member, the numbers that
-- the two files call a member by differ.
{{ config(severity="warn", store_failures=true, meta={"naam": "lidnummers in uitleningen die niet bij de leden horen"}) }}
with leners as (
    select distinct organisatie, maand, lid
    from {{ ref("stg_leners") }}
),

peiling as (
    select organisatie, peildatum, {{ maand_van("peildatum") }} as maand, lid
    from {{ ref("stg_leden") }}
)

select p.organisatie, {{ tekst_dag("p.peildatum") }} as periode, count(*) filter (where m.lid is null) as aantal
from (select distinct organisatie, peildatum, maand from peiling) as p
join leners as l on l.organisatie = p.organisatie and l.maand = p.maand
left join peiling as m on m.organisatie = p.organisatie and m.peildatum = p.peildatum and m.lid = l.lid
group by p.organisatie, p.peildatum
having count(*) filter (where m.lid is null) > 0.25 * count(*)
