-- The one long table: indicator x gebied x periode x uitsplitsing -> teller, noemer, waarde, dekking, status.
-- Totals stand for every gebied and period in which something was delivered, also when they are 0; klassen likewise for
-- organisatie, provincie and land, below only where there is something. What was not delivered has no waarde.
with onderdeel as (
    select * from {{ source("definities", "onderdeel") }}
),

-- Coverage of every gebied.
cel as (
    select
        d.indicator, g.niveau, g.gebied, d.periodesoort, d.periode, p.begin, p.einde, p.afgesloten,
        sum(d.geteld) as geteld,
        sum(d.verwacht) as verwacht,
        bool_or(d.aanwezig) as aanwezig,
        bool_or(d.ouder and d.aanwezig) as ouder,
        min(d.oudste) filter (where d.aanwezig) as oudste,
        list(distinct d.geen_cijfer) filter (where d.geen_cijfer is not null) as geen_cijfer,
        bool_or(d.melden and d.verwacht > 0) as melden,
        list_sort(list_distinct(flatten(list(d.redenen) filter (where d.aanwezig)))) as redenen,
        bool_or(d.voorbehoud and d.aanwezig) as voorbehoud
    from {{ ref("dekking_indicator") }} as d
    join {{ ref("periode") }} as p on p.periodesoort = d.periodesoort and p.periode = d.periode
    join {{ ref("gebied_organisatie") }} as g
        on
            g.organisatie = d.organisatie
            and g.verwacht
            and (g.begin is null or g.begin <= p.einde)
            and (g.einde is null or g.einde >= p.begin)
    group by all
),

kader as (
    select indicator, niveau, gebied, periodesoort, periode, 'totaal' as uitsplitsing, 'totaal' as klasse
    from cel
    where aanwezig
    union all
    select c.indicator, c.niveau, c.gebied, c.periodesoort, c.periode, k.uitsplitsing, k.klasse
    from cel as c
    join {{ source("definities", "klasse") }} as k on k.indicator = c.indicator and k.uitsplitsing <> 'variant'
    where c.aanwezig and c.niveau in ('organisatie', 'provincie', 'land') and c.periodesoort <> 'lopend_jaar'
),

-- What can no longer be counted is taken from the archive, whole: nothing of such a part is counted beside it.
archief as (
    select * from {{ source("archief", "bijdrage") }}
),

-- Read twice, for the country too: reading the contributions again is cheaper than keeping all of this.
per_organisatie as not materialized (
    select
        o.indicator, o.rol, b.organisatie, b.niveau, b.gebied, b.periodesoort, b.periode,
        -- A variant stands beside the figure with its total.
        case when o.variant = '' then b.uitsplitsing else 'variant' end as uitsplitsing,
        case when o.variant = '' then b.klasse else o.variant end as klasse,
        b.waarde, b.gemarkeerd
    from {{ ref("bijdrage") }} as b
    join onderdeel as o on o.maat = b.maat and (o.variant = '' or b.uitsplitsing = 'totaal')
    where not exists (
        select 1 from archief as a
        where
            a.indicator = o.indicator and a.rol = o.rol and a.organisatie = b.organisatie
            and a.periodesoort = b.periodesoort and a.periode = b.periode
    )
    union all
    select
        indicator, rol, organisatie, niveau, gebied, periodesoort, periode, uitsplitsing, klasse, waarde, gemarkeerd
    from archief
),

bijdrage as (
    select * from per_organisatie
    union all
    -- What the network itself delivers is of the country.
    select b.* replace ('land' as niveau, coalesce(o.land, 'NL01') as gebied)
    from per_organisatie as b
    left join {{ ref("dim_organisatie") }} as o on o.organisatie = b.organisatie
    where b.niveau = 'organisatie'
),

gearchiveerd as (
    select indicator, niveau, gebied, periodesoort, periode, max(versie) as versie
    from (
        select indicator, niveau, gebied, periodesoort, periode, versie from archief
        union all
        select a.indicator, 'land', o.land, a.periodesoort, a.periode, a.versie
        from archief as a
        join {{ ref("dim_organisatie") }} as o on o.organisatie = a.organisatie
    )
    group by all
),

-- Sums over the organisaties that delivered all that the indicator needs, so teller and noemer are of the same ones.
som as (
    select
        b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode, b.uitsplitsing, b.klasse,
        sum(b.waarde) filter (where b.rol = 'teller') as teller,
        sum(b.waarde) filter (where b.rol = 'noemer') as noemer,
        -- Of several organisaties: counting them apart costs more than all the rest of this sum.
        min(b.organisatie) < max(b.organisatie) as meer_organisaties,
        bool_or(b.gemarkeerd) as gemarkeerd
    from bijdrage as b
    join {{ ref("dekking_indicator") }} as d
        on
            d.indicator = b.indicator
            and d.organisatie = b.organisatie
            and d.periodesoort = b.periodesoort
            and d.periode = b.periode
            and d.aanwezig
    join {{ source("definities", "indicator_uitsplitsing") }} as u
        on u.indicator = b.indicator and u.uitsplitsing = b.uitsplitsing
    group by all
),

-- Inhabitants of the gemeenten in the werkgebieden of the organisaties counted: each gemeente once. 1 January nearest
-- after the period's end where there is a figure, else the newest before it.
bereik as (
    select distinct i.indicator, n.niveau, n.gebied, d.periodesoort, d.periode, g.gemeente, p.einde
    from {{ source("definities", "indicator") }} as i
    join {{ ref("dekking_indicator") }} as d on d.indicator = i.indicator and d.aanwezig
    join {{ ref("periode") }} as p on p.periodesoort = d.periodesoort and p.periode = d.periode
    join {{ ref("dim_werkgebied") }} as g on g.organisatie = d.organisatie and p.einde between g.begin and g.einde
    join {{ ref("dim_organisatie") }} as o on o.organisatie = d.organisatie
    cross join lateral (
        values ('organisatie', d.organisatie), ('gemeente', g.gemeente), ('provincie', g.provincie), ('land', o.land)
    ) as n (niveau, gebied)
    where i.inwoners is not null
),

inwoners_gemeente as (
    select
        e.gemeente, e.einde, i.jaar,
        cast(i.inwoners as double) as inwoners, cast(i.inwoners_0_17 as double) as inwoners_0_17, i.geschat
    from (select distinct gemeente, einde from bereik) as e
    left join {{ source("definities", "inwoners") }} as i on i.gemeente = e.gemeente
    qualify row_number() over (
        partition by e.gemeente, e.einde
        order by
            cast(i.jaar as integer) <= year({{ plus_dagen("e.einde", 1) }}) desc,
            abs(cast(i.jaar as integer) - year({{ plus_dagen("e.einde", 1) }}))
    ) = 1
),

inwoners as (
    select
        b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode,
        case
            when count(*) > count(i.inwoners) then null
            when soort.inwoners = 'inwoners_0_17' then sum(i.inwoners_0_17)
            when soort.inwoners = 'inwoners_18_plus' then sum(i.inwoners - i.inwoners_0_17)
            else sum(i.inwoners)
        end as inwoners,
        -- Inhabitants by age are estimated where no table of them was delivered.
        list_concat(
            list(distinct 'inwoners_' || i.jaar) filter (where i.jaar is not null),
            case when soort.inwoners <> 'inwoners' and bool_or(i.geschat) then ['geschat'] else [] end
        ) as jaren
    from bereik as b
    join {{ source("definities", "indicator") }} as soort on soort.indicator = b.indicator
    join inwoners_gemeente as i on i.gemeente = b.gemeente and i.einde = b.einde
    group by b.indicator, b.niveau, b.gebied, b.periodesoort, b.periode, soort.inwoners
),

geteld as (
    select
        coalesce(k.indicator, s.indicator) as indicator,
        coalesce(k.niveau, s.niveau) as niveau,
        coalesce(k.gebied, s.gebied) as gebied,
        coalesce(k.periodesoort, s.periodesoort) as periodesoort,
        coalesce(k.periode, s.periode) as periode,
        coalesce(k.uitsplitsing, s.uitsplitsing) as uitsplitsing,
        coalesce(k.klasse, s.klasse) as klasse,
        coalesce(s.teller, 0) as teller,
        coalesce(s.noemer, 0) as noemer,
        coalesce(s.meer_organisaties, false) as meer_organisaties,
        coalesce(s.gemarkeerd, false) as gemarkeerd
    from kader as k
    full join som as s
        on
            s.indicator = k.indicator and s.niveau = k.niveau and s.gebied = k.gebied
            and s.periodesoort = k.periodesoort and s.periode = k.periode
            and s.uitsplitsing = k.uitsplitsing and s.klasse = k.klasse
),

-- Nobody of whom it was expected delivered. What others have to add there (members of a library elsewhere) is no figure
-- of this gebied then, and is left out.
niet_geleverd as (
    select
        c.indicator, c.niveau, c.gebied, c.periodesoort, c.periode, i.eenheid, i.gebiedsbegrip,
        coalesce(c.geen_cijfer, []) as markeringen
    from cel as c
    join {{ source("definities", "indicator") }} as i
        on i.indicator = c.indicator and list_contains(i.niveaus, c.niveau)
    where not c.aanwezig and c.verwacht > 0 and c.melden and c.niveau in ('organisatie', 'provincie', 'land')
),

gevuld as (
    select
        g.* exclude (teller, noemer),
        case when i.inwoners_als = 'teller' then n.inwoners else g.teller end as teller,
        case
            when i.soort <> 'verhouding' then null
            when i.inwoners_als = 'noemer' then n.inwoners
            else g.noemer
        end as noemer,
        i.soort, i.factor, i.eenheid, i.gebiedsbegrip, i.markering, i.lidmaatschappen,
        -- Too little of the country was delivered to say what it is; who did deliver has a figure of its own.
        g.niveau = 'land' and coalesce(c.geteld < i.dekking_landelijk * c.verwacht, false) as te_weinig,
        n.jaren,
        -- A gebied that no werkgebied has (members that live elsewhere) is as complete as the country is.
        coalesce(c.geteld, l.geteld) as geteld,
        coalesce(c.verwacht, l.verwacht) as verwacht,
        coalesce(c.ouder, l.ouder, false) as ouder,
        coalesce(c.oudste, l.oudste) as oudste,
        coalesce(c.afgesloten, l.afgesloten, false) as afgesloten,
        coalesce(c.voorbehoud, l.voorbehoud, false) or coalesce(e.onvoldoende, false) as voorbehoud,
        list_concat(coalesce(c.redenen, l.redenen, []), coalesce(e.markeringen, [])) as redenen
    from geteld as g
    join {{ source("definities", "indicator") }} as i
        on i.indicator = g.indicator and list_contains(i.niveaus, g.niveau)
    left join cel as c
        on
            c.indicator = g.indicator and c.niveau = g.niveau and c.gebied = g.gebied
            and c.periodesoort = g.periodesoort and c.periode = g.periode
    left join cel as l
        on
            l.indicator = g.indicator and l.niveau = 'land' and l.gebied = 'NL01'
            and l.periodesoort = g.periodesoort and l.periode = g.periode
    left join {{ ref("eis_gebied") }} as e
        on
            e.indicator = g.indicator and e.niveau = g.niveau and e.gebied = g.gebied
            and e.periodesoort = g.periodesoort and e.periode = g.periode
    left join inwoners as n
        on
            n.indicator = g.indicator and n.niveau = g.niveau and n.gebied = g.gebied
            and n.periodesoort = g.periodesoort and n.periode = g.periode
    -- Not `not exists`: that makes a list of all keys first.
    left join niet_geleverd as z
        on
            z.indicator = g.indicator and z.niveau = g.niveau and z.gebied = g.gebied
            and z.periodesoort = g.periodesoort and z.periode = g.periode
    where
        z.indicator is null
        and (
            i.soort <> 'verhouding'
            or (g.uitsplitsing = 'totaal' and (c.indicator is not null or i.inwoners is null))
            or (g.uitsplitsing not in ('totaal', 'plaats') and (g.teller <> 0 or g.noemer <> 0))
        )
),

regel as (
    select
        indicator, niveau, gebied, periodesoort, periode, uitsplitsing, klasse,
        case when not te_weinig then teller end as teller,
        case when not te_weinig then noemer end as noemer,
        case when te_weinig then null when soort = 'verhouding' then teller / nullif(noemer, 0) * factor else teller end as waarde,
        eenheid,
        geteld / nullif(verwacht, 0) as dekking,
        case
            when te_weinig then 'ontbreekt'
            when afgesloten and geteld >= verwacht and verwacht > 0 and not voorbehoud then 'definitief' else 'voorlopig'
        end as status,
        list_concat(
            -- How old the oldest of its stocks is.
            case when ouder then ['ouder_peildatum', 'peildatum_' || oudste] else [] end,
            case when gemarkeerd and markering <> '' and not te_weinig then [markering] else [] end,
            case when meer_organisaties and lidmaatschappen then ['lidmaatschappen'] else [] end,
            coalesce(jaren, []),
            case when te_weinig then ['dekking_te_laag'] else [] end,
            redenen
        ) as markeringen,
        gebiedsbegrip
    from gevuld
    union all
    select
        indicator, niveau, gebied, periodesoort, periode, 'totaal', 'totaal', null, null, null, eenheid, 0,
        'niet_geleverd', markeringen, gebiedsbegrip
    from niet_geleverd
),

versie as (
    {{ versie_per_periode("regel") }}
),

-- Behind the last archived period a newer version is a break: what was archived keeps the version it was counted by.
breuk as (
    select r.indicator, r.niveau, r.gebied, r.periodesoort, min(r.periode) as periode
    from regel as r
    join (
        select indicator, niveau, gebied, periodesoort, max(periode) as laatste, arg_max(versie, periode) as versie
        from gearchiveerd
        group by all
    ) as a
        on
            a.indicator = r.indicator and a.niveau = r.niveau and a.gebied = r.gebied
            and a.periodesoort = r.periodesoort and a.laatste < r.periode
    join versie as v on v.indicator = r.indicator and v.periodesoort = r.periodesoort and v.periode = r.periode
    where v.versie > a.versie
    group by all
)

select
    r.indicator,
    coalesce(a.versie, v.versie) as definitieversie,
    r.niveau,
    r.gebied,
    r.periodesoort,
    r.periode,
    r.uitsplitsing,
    r.klasse,
    r.teller,
    r.noemer,
    r.waarde,
    r.eenheid,
    r.dekking,
    r.status,
    list_sort(list_distinct(list_concat(
        r.markeringen,
        case
            when (v.trendbreuk or b.periode is not null or k.periode is not null) and not list_contains(r.markeringen, 'trendbreuk')
                then ['trendbreuk']
            else []
        end,
        case when a.versie is not null and r.status <> 'niet_geleverd' then ['gearchiveerd'] else [] end
    ))) as markeringen,
    r.gebiedsbegrip
from regel as r
join versie as v on v.indicator = r.indicator and v.periodesoort = r.periodesoort and v.periode = r.periode
left join gearchiveerd as a
    on
        a.indicator = r.indicator and a.niveau = r.niveau and a.gebied = r.gebied
        and a.periodesoort = r.periodesoort and a.periode = r.periode
left join breuk as b
    on
        b.indicator = r.indicator and b.niveau = r.niveau and b.gebied = r.gebied
        and b.periodesoort = r.periodesoort and b.periode = r.periode
left join {{ ref("breuk_gebied") }} as k
    on k.niveau = r.niveau and k.gebied = r.gebied and k.periodesoort = r.periodesoort and k.periode = r.periode
