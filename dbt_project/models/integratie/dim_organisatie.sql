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
)

select * from lijst
union all
select * from buiten_lijst
