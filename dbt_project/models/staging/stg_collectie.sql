select
    cast(organisatie as varchar) as organisatie,
    cast(bronsysteem as varchar) as bronsysteem,
    cast(peildatum as date) as peildatum,
    cast(exemplaar as varchar) as exemplaar,
    cast(titel as varchar) as titel,
    cast(materiaalsoort as varchar) as materiaalsoort,
    cast(doelgroep as varchar) as doelgroep,
    cast(genre as varchar) as genre,
    cast(status as varchar) as status,
    cast(eigendom as varchar) as eigendom,
    cast(uitleenbaar as varchar) as uitleenbaar,
    cast(locatie as varchar) as locatie,
    cast(aanschafmaand as date) as aanschafmaand
from {{ source("brons", "collectie") }}
