-- Every organisatie of the network's newest list, and any that delivered without being on it.
with lijst as (
    select organisatie, naam, bronsysteem, geldig_van, geldig_tot, opgevolgd_door, true as op_lijst
    from {{ ref("stg_organisaties") }}
    qualify row_number() over (partition by organisatie order by geldig_van desc nulls last, naam) = 1
),

buiten_lijst as (
    select distinct
        organisatie, organisatie as naam, cast(null as varchar) as bronsysteem, cast(null as date) as geldig_van,
        cast(null as date) as geldig_tot, cast(null as varchar) as opgevolgd_door, false as op_lijst
    from {{ ref("stg_dekking") }}
    where
        dataset <> 'organisaties'
        -- The network itself delivers figures of the country: it is no organisatie of which others are expected.
        and organisatie <> 'NETWERK'
        and organisatie not in (select organisatie from lijst)
),

-- Caribisch Nederland is beside the country, not in it.
caribisch as (
    select organisatie
    from {{ ref("dim_werkgebied") }}
    group by organisatie
    having bool_and(provincie = 'CN01')
),

alle as (
    select * from lijst
    union all
    select * from buiten_lijst
)

select a.*, case when c.organisatie is null then 'NL01' else 'CN01' end as land
from alle as a
left join caribisch as c on c.organisatie = a.organisatie
