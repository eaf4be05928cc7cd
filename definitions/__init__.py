"""The shared language: contracts, code lists, findings, profiles, concepts and indicators, loaded and held together.

Not here: anything that reads or computes data. Every other package reads this one; it reads none of them. Errors and
settings are there at once; the models and the loader when they are first asked for, so that `--help` waits for neither.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from .errors import (
    DefinitieFout,
    GebruikersFout,
    InterneFout,
    LeveringGeweigerd,
    NietToegestaan,
    PoortGesloten,
    VerkeerdeAanroep,
    WerkmapFout,
    disk_error,
)
from .settings import Omgeving

if TYPE_CHECKING:
    from .load import DEFINITIES_MAP, check_definities, load_definities
    from .measures import INWONERS, Onderdeel, eisen_van, maten, onderdelen, telvarianten_van
    from .models import (
        Aliassen,
        Begrip,
        Bevinding,
        Cataloguspost,
        Codelijst,
        Contract,
        Deel,
        Definities,
        Eis,
        Feit,
        Indicator,
        Kolom,
        Leveringsregel,
        Maat,
        Periodesoort,
        Privacy,
        Regel,
        Tabel,
        Telvariant,
        Variant,
        Versie,
    )
    from .names import compact
    from .reportmodels import (
        Controle,
        Hoogstens,
        Leenrecht,
        Leenrechtcategorie,
        Leenrechtregel,
        NietNul,
        PerInwoner,
        Rapport,
        Som,
        Tabelkolom,
        Thema,
        Uittabel,
        Verandering,
        Verschil,
        Vindplaats,
        Vraag,
        Vragenlijst,
        Vragenlijstdeel,
        difference,
        named_questions,
    )
    from .setmodels import Inwonertabel, Telregel
    from .shape import DRAIN_ORDER, ONBEKEND, Dataset, Niveau
    from .skos import export_begrippen, standing
    from .sourcemodels import Breed, Bronkolom, Bronlevering, Bronsysteem, Brontabel, Vooruitblik

# One line per module, so that two people who add a verb seldom touch the same line.
_MODULES = {
    "load": "check_definities DEFINITIES_MAP load_definities",
    "measures": "eisen_van INWONERS maten Onderdeel onderdelen telvarianten_van",
    "models": (
        "Aliassen Begrip Bevinding Cataloguspost Codelijst Contract Deel Definities Eis Feit Indicator Kolom "
        "Leveringsregel Maat Periodesoort Privacy Regel Tabel Telvariant Variant Versie"
    ),
    "names": "compact",
    "reportmodels": (
        "Controle difference Hoogstens Leenrecht Leenrechtcategorie Leenrechtregel named_questions NietNul "
        "PerInwoner Rapport Som Tabelkolom Thema Uittabel Verandering Verschil Vindplaats Vraag Vragenlijst "
        "Vragenlijstdeel"
    ),
    "setmodels": "Inwonertabel Telregel",
    "shape": "Dataset DRAIN_ORDER Niveau ONBEKEND",
    "skos": "export_begrippen standing",
    "sourcemodels": "Breed Bronkolom Bronlevering Bronsysteem Brontabel Vooruitblik",
}
_PLACES = {naam: module for module, namen in _MODULES.items() for naam in namen.split()}

__all__ = [
    "DEFINITIES_MAP",
    "DRAIN_ORDER",
    "INWONERS",
    "ONBEKEND",
    "Aliassen",
    "Begrip",
    "Bevinding",
    "Breed",
    "Bronkolom",
    "Bronlevering",
    "Bronsysteem",
    "Brontabel",
    "Cataloguspost",
    "Codelijst",
    "Contract",
    "Controle",
    "Dataset",
    "Deel",
    "DefinitieFout",
    "Definities",
    "Eis",
    "Feit",
    "GebruikersFout",
    "Hoogstens",
    "Indicator",
    "InterneFout",
    "Inwonertabel",
    "Kolom",
    "Leenrecht",
    "Leenrechtcategorie",
    "Leenrechtregel",
    "LeveringGeweigerd",
    "Leveringsregel",
    "Maat",
    "NietNul",
    "NietToegestaan",
    "Niveau",
    "Omgeving",
    "Onderdeel",
    "PerInwoner",
    "Periodesoort",
    "PoortGesloten",
    "Privacy",
    "Rapport",
    "Regel",
    "Som",
    "Tabel",
    "Tabelkolom",
    "Telregel",
    "Telvariant",
    "Thema",
    "Uittabel",
    "Variant",
    "Verandering",
    "VerkeerdeAanroep",
    "Verschil",
    "Versie",
    "Vindplaats",
    "Vooruitblik",
    "Vraag",
    "Vragenlijst",
    "Vragenlijstdeel",
    "WerkmapFout",
    "check_definities",
    "compact",
    "difference",
    "disk_error",
    "eisen_van",
    "export_begrippen",
    "load_definities",
    "maten",
    "named_questions",
    "onderdelen",
    "standing",
    "telvarianten_van",
]


def __getattr__(naam: str) -> Any:
    if naam not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {naam!r}")
    waarde = globals()[naam] = getattr(import_module(f".{_PLACES[naam]}", __name__), naam)
    return waarde
