{{ config(meta={"naam": "elke locatie en elk gebied staat er één keer"}) }}
select 'locatie' as wat, organisatie || locatie || maand as sleutel
from {{ ref("dim_locatie_maand") }}
group by organisatie, locatie, maand
having count(*) > 1
union all
select 'gebied', niveau || gebied
from {{ ref("gebied") }}
group by niveau, gebied
having count(*) > 1
