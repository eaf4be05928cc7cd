-- Of how many loans the borrower is known, per organisatie and month: all loans of the control total beside those of persons.
with alle as (
    select organisatie, maand, sum(waarde) as uitleningen
    from {{ ref("telling_uitleningen") }}
    where maat = 'UIT-00' and uitsplitsing = 'totaal'
    group by organisatie, maand
),

van_leden as (
    select organisatie, maand, sum(uitleningen) as uitleningen
    from {{ ref("stg_leners") }}
    group by organisatie, maand
)

select a.organisatie, a.maand, a.uitleningen, least(coalesce(l.uitleningen, 0), a.uitleningen) as met_lid
from alle as a
left join van_leden as l on l.organisatie = a.organisatie and l.maand = a.maand
