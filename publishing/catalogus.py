"""What the build reads of the definitions, as rows of text tables: code lists, indicators, maten and what they need.

Not here: counting (dbt_project) and the reading of definition files (`definitions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any

from definitions import INWONERS, DefinitieFout, Definities, Indicator, Maat, Onderdeel, eisen_van, maten, onderdelen

from .engine import Tabel

# Facts made from another dataset than the one they are named after.
_DATASET_VAN_FEIT = {"leners": "uitleningen", "gemeenten": "locaties"}
# A column that is only known with a second dataset, or where another column was filled in; `dekking` in dbt makes these
# sources.
_TWEEDE_BRON = {
    "leende_12m": "leden+uitleningen",
    "nieuw_in_jaar": "leden+inschrijfmaand",
    "verlopen_in_jaar": "leden+eindmaand",
    "aanwinst": "collectie+aanschafmaand",
    "uitgeleend_24m": "collectie+uitleningen",
    "uren_open": "locaties+uren_open",
    "uren_bemand": "locaties+uren_bemand",
    "norm_belasting": "locaties+activiteiten",
}
# `plaats` itself is the uitsplitsing of what is at no locatie.
_LIJST_VAN_KOLOM = {"plaatstype": "plaats"}
# Facts with persons, each known within one organisatie.
_LIDMAATSCHAPPEN = frozenset({"leden", "leners"})
# Of jaarcijfers the item or rubriek a filter names is what must have been given: an item left out is not 0.
_POST = re.compile(r"\b(?:item|rubriek) = '([A-Z_0-9-]+)'")
# A column that was derived where the source was silent, by the column that says so: the figure gets a markering.
_VLAG_VAN_KOLOM = {"leeftijd": "leeftijd_afgeleid"}
# What a row says of its own number, where that number is counted: the figure is then `geschat`.
_SCHATTING = {"waarde": "herkomst in ('GESCHAT', 'DEELS')", "deelnemers": "telling = 'GESCHAT'"}
_OORSPRONG = re.compile(r"\b(?:herkomst|telling)\b")
# The kind of transaction that a later levering may still raise, of a source that counts it on the loan.
_NAKOMEND = "VERLENGING"


def definitie_tabellen(definities: Definities) -> list[Tabel]:
    """Every table of the schema `definities` that comes from the loaded definitions (not the reference CSV files)."""
    return [*_codelijsten(definities), *_settings(definities), *_maten(definities), *_indicatoren(definities)]


def bron_van(maat: Maat) -> str:
    """The source whose coverage decides whether the maat can be counted: a dataset, or one with a second beside it."""
    if maat.feit == "jaarcijfers" and (post := _POST.search(maat.filter)):
        return f"jaarcijfers+{post[1]}"
    for kolom, bron in _TWEEDE_BRON.items():
        if _noemt(maat, kolom):
            return bron
    return dataset_van(maat.feit)


def dataset_van(feit: str) -> str:
    """The dataset a fact is made from."""
    return _DATASET_VAN_FEIT.get(feit, feit)


def _noemt(maat: Maat, kolom: str) -> bool:
    return re.search(rf"\b{kolom}\b", f"{maat.uitdrukking} {maat.filter}") is not None


def _vlag(maat: Maat, kolommen: dict[str, str]) -> str:
    vlaggen = (v for kolom, v in _VLAG_VAN_KOLOM.items() if v in kolommen and _noemt(maat, kolom))
    schattingen = (
        v for kolom, v in _SCHATTING.items() if _OORSPRONG.findall(v)[0] in kolommen and _noemt_getal(maat, kolom)
    )
    return next(vlaggen, next(schattingen, ""))


def _noemt_getal(maat: Maat, kolom: str) -> bool:
    return re.search(rf"\b{kolom}\b", maat.uitdrukking) is not None


def _markering(definities: Definities, indicator: Indicator) -> str:
    """What the flag of its maten says of the indicator's figure; none where it is about that itself."""
    if any(d is not None and _OORSPRONG.search(d.filter or "") for d in (indicator.teller, indicator.noemer)):
        return ""
    alle = {m.maat: m for m in maten(definities)}
    delen = [alle[o.maat] for o in onderdelen(definities, indicator) if not o.variant]
    vlaggen = [_vlag(m, definities.feiten[m.feit].kolommen) for m in delen]
    return next(("geschat" if _OORSPRONG.search(v) else v for v in vlaggen if v), "")


def _text(naam: str, kolommen: Sequence[str], rijen: Sequence[tuple[Any, ...]]) -> Tabel:
    return Tabel(naam, dict.fromkeys(kolommen, "varchar"), list(rijen))


def _codelijsten(definities: Definities) -> Iterator[Tabel]:
    for naam, lijst in sorted(definities.codelijsten.items()):
        kolommen = ("code", *(k for k in lijst.kolommen if k != "code"))
        yield _text(
            f"codelijst_{naam}",
            kolommen,
            [(code, *(rij.get(k, "") for k in kolommen[1:])) for code, rij in lijst.codes.items()],
        )
    yield Tabel(
        "codelijst",
        {"lijst": "varchar", "code": "varchar", "naam": "varchar", "volgorde": "integer"},
        [
            (naam, code, rij["naam"], nummer)
            for naam, lijst in sorted(definities.codelijsten.items())
            for nummer, (code, rij) in enumerate(lijst.codes.items())
        ],
    )


def _maten(definities: Definities) -> Iterator[Tabel]:
    alle = {m.maat: m for m in maten(definities)}
    for maat in alle.values():
        _check_persons(maat)
    delen = [
        (i.code, o.rol, o.maat, bron, o.variant)
        for i in definities.indicatoren.values()
        for o, bron in _parts(definities, i, alle)
    ]
    # A maat is counted by everything that an indicator it is part of is broken down by; of a variant there are totals.
    naar = {(d[2], u) for d in delen if not d[4] for u in definities.indicatoren[d[0]].uitsplitsingen}
    naar |= {(m.maat, u) for m in alle.values() for u in m.uitsplitsingen} | {(maat, "totaal") for maat in alle}
    rijen = [
        (
            m.maat,
            m.feit,
            dataset_van(m.feit),
            m.uitdrukking,
            m.filter,
            m.soort,
            _vlag(m, definities.feiten[m.feit].kolommen),
            _NAKOMEND if f"'{_NAKOMEND}'" in m.filter else "",
        )
        for m in alle.values()
    ]
    yield _text("maat", ("maat", "feit", "dataset", "uitdrukking", "filter", "soort", "vlag", "nakomend"), rijen)
    yield _text("maat_uitsplitsing", ("maat", "uitsplitsing"), sorted(naar))
    yield _text("onderdeel", ("indicator", "rol", "maat", "bron", "variant"), delen)
    yield Tabel(
        "eis",
        {"indicator": "varchar", "markering": "varchar", "deel": "varchar", "van": "varchar", "minimum": "double",
         "altijd": "boolean"},
        [(code, *eis) for code, i in sorted(definities.indicatoren.items()) for eis in eisen_van(definities, i)],
    )  # fmt: skip


def _parts(definities: Definities, indicator: Indicator, alle: dict[str, Maat]) -> list[tuple[Onderdeel, str]]:
    """What an indicator is made of, each with its source; a variant asks for no more than the figure beside which it stands."""
    delen = onderdelen(definities, indicator)
    eigen = {o.rol: bron_van(alle[o.maat]) for o in delen if not o.variant}
    return [(o, eigen.get(o.rol) or bron_van(alle[o.maat])) for o in delen]


def _settings(definities: Definities) -> Iterator[Tabel]:
    yield _text("beheer", ("activiteitenregister",), [(definities.beheer.activiteitenregister,)])
    yield Tabel(
        "telregel",
        {"code": "varchar", "waarde": "double", "geldig_van": "date", "geldig_tot": "date"},
        [(code, r.waarde, r.geldig_van, r.geldig_tot) for code, r in definities.telregels.items()],
    )


def _check_persons(maat: Maat) -> None:
    """Distinct persons are counted by bits per month in dbt, so that nothing but persons can be counted so."""
    if maat.soort == "uniek" and maat.uitdrukking.replace(" ", "") != "count(distinctlid)":
        raise DefinitieFout(
            f"{maat.maat} is uniek en telt dus personen: de uitdrukking hoort count(distinct lid) te zijn."
        )


def bronnen_van(definities: Definities, indicator: Indicator) -> list[str]:
    """The sources an indicator is counted from, each once."""
    alle = {m.maat: m for m in maten(definities)}
    return sorted({bron for _, bron in _parts(definities, indicator, alle)})


def trendbreuken(definities: Definities, indicator: Indicator) -> list[str]:
    """`2025-01-01: why`, of the indicator's own versions and then what its begrip says, in that order."""
    begrip = definities.begrippen.get(indicator.begrip)
    eigen = [f"{v.geldig_van.isoformat()}: {v.trendbreuk}" for v in indicator.versies if v.trendbreuk]
    return eigen + list(begrip.trendbreuken if begrip else ())


def _indicatoren(definities: Definities) -> Iterator[Tabel]:
    rijen, uitsplitsingen, klassen, versies = [], [], [], []
    for code, i in sorted(definities.indicatoren.items()):
        begrip = definities.begrippen.get(i.begrip)
        rijen.append((
            code, i.naam, i.definitie, i.eenheid, i.soort, i.factor, i.decimalen,
            begrip.naam if begrip else i.begrip, begrip.definitie if begrip else "", i.versie, i.gebiedsbegrip,
            i.wsob, i.dataset, trendbreuken(definities, i), list(i.niveaus), _periods(definities, i),
            bronnen_van(definities, i), *_inhabitants(i), i.controletotaal, _memberships(definities, i),
            _markering(definities, i),
            definities.beheer.dekking_landelijk if i.dekking_landelijk is None else i.dekking_landelijk,
        ))  # fmt: skip
        uitsplitsingen += [(code, u) for u in ("totaal", *i.uitsplitsingen)]
        if i.soort != "verhouding":
            uitsplitsingen.append((code, "plaats"))
        if i.varianten:
            uitsplitsingen.append((code, "variant"))
            klassen += [(code, "variant", v.klasse, v.naam, nummer) for nummer, v in enumerate(i.varianten)]
        for u in i.uitsplitsingen if not i.bron_ontbreekt else ():
            klassen += [(code, u, *klasse) for klasse in _klassen(definities, i, u)]
        versies += [(code, v.versie, v.geldig_van, v.trendbreuk) for v in i.versies]
    yield Tabel("indicator", _INDICATOR, rijen)
    yield _text("indicator_uitsplitsing", ("indicator", "uitsplitsing"), uitsplitsingen)
    yield Tabel(
        "klasse",
        {**dict.fromkeys(("indicator", "uitsplitsing", "klasse", "naam"), "varchar"), "volgorde": "integer"},
        klassen,
    )
    yield Tabel(
        "versie", {"indicator": "varchar", "versie": "integer", "geldig_van": "date", "trendbreuk": "varchar"}, versies
    )


def _periods(definities: Definities, indicator: Indicator) -> list[str]:
    """Its kinds of period; what is counted in months, persons apart, has the year so far as well: that adds up."""
    feiten = {m.feit for m in maten(definities) if m.maat in {o.maat for o in onderdelen(definities, indicator)}}
    loopt = (
        "maand" in indicator.periodesoorten
        and indicator.soort != "uniek"
        and all(definities.feiten[feit].tijd == "maand" for feit in feiten)
    )
    return [*indicator.periodesoorten, *(("lopend_jaar",) if loopt else ())]


def _memberships(definities: Definities, indicator: Indicator) -> bool:
    """Whether it counts persons that the sources know by membership alone: over organisaties one person may be several."""
    feiten = {m.feit for m in maten(definities) if m.maat in {o.maat for o in onderdelen(definities, indicator)}}
    return indicator.soort != "verhouding" and bool(feiten & _LIDMAATSCHAPPEN)


def _inhabitants(indicator: Indicator) -> tuple[str | None, str | None]:
    """Which inhabitants a ratio is of, and on which side they stand."""
    for rol, deel in (("teller", indicator.teller), ("noemer", indicator.noemer)):
        if deel is not None and deel.indicator in INWONERS:
            return deel.indicator, rol
    return None, None


_INDICATOR = {
    "indicator": "varchar", "naam": "varchar", "definitie": "varchar", "eenheid": "varchar", "soort": "varchar",
    "factor": "double", "decimalen": "integer", "begrip": "varchar", "begrip_definitie": "varchar",
    "definitieversie": "integer", "gebiedsbegrip": "varchar", "wsob": "varchar", "dataset": "varchar",
    "trendbreuken": "varchar[]", "niveaus": "varchar[]", "periodesoorten": "varchar[]", "bronnen": "varchar[]",
    "inwoners": "varchar", "inwoners_als": "varchar", "controletotaal": "boolean",
    "lidmaatschappen": "boolean",
    "markering": "varchar", "dekking_landelijk": "double",
}  # fmt: skip


def _klassen(definities: Definities, indicator: Indicator, uitsplitsing: str) -> Iterator[tuple[str, str, int]]:
    """(klasse, naam, volgorde) of a breakdown: the codes of its list, of a crossing every pair."""
    lijsten = []
    for kolom in uitsplitsing.split("*"):
        lijst = definities.codelijsten.get(codelijst_van(definities, _feit_van(definities, indicator), kolom))
        if lijst is None:
            return
        # Items of jaarcijfers say which indicator they belong to.
        eigen = (r for r in lijst.codes.items() if r[1].get("indicator", indicator.code) == indicator.code)
        lijsten.append([(code, rij["naam"]) for code, rij in eigen])
    for nummer, delen in enumerate(product(*lijsten)):
        yield "*".join(code for code, _ in delen), ", ".join(naam for _, naam in delen), nummer


def _feit_van(definities: Definities, indicator: Indicator) -> str:
    if indicator.feit is not None:
        return indicator.feit
    deel = next(d for d in (indicator.teller, indicator.noemer) if d is not None and d.indicator not in INWONERS)
    return _feit_van(definities, definities.indicatoren[deel.indicator])


def codelijst_van(definities: Definities, feit: str, kolom: str) -> str:
    """The code list of a fact's column: the one the contract names for that column of brons, else that of the same name."""
    for contract in definities.contracten.values():
        for tabel in contract.brons:
            if tabel.naam == feit:
                for k in tabel.kolommen:
                    if k.naam == kolom and k.codelijst:
                        return k.codelijst
    return _LIJST_VAN_KOLOM.get(kolom, kolom)
