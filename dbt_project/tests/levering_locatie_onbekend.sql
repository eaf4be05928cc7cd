{{ config(severity="warn", store_failures=true, meta={"naam": "cijfers van een locatie die niet in de locatielijst staat"}) }}
select w.organisatie, {{ tekst_maand("w.maand") }} as periode, sum(w.aantal) as aantal
from {{ ref("feit_uitleningen") }} as w
left join (select distinct organisatie, locatie from {{ ref("dim_locatie_maand") }}) as l
    on l.organisatie = w.organisatie and l.locatie = w.locatie
where l.locatie is null
group by w.organisatie, w.maand
