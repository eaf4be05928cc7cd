-- Outcomes of research as delivered, of each question the newest version: beside the figures of an opgave, never their effect.
select instrument, vraag, opgave, gebied, jaar, n, waarde, marge, eenheid, peildatum
from {{ ref("stg_onderzoek") }}
qualify row_number() over (partition by instrument, vraag, gebied, jaar order by peildatum desc) = 1
