"""Writes docs/vragenlijsten.md: what is asked per verslagjaar, what is new, from where it is filled in and how it is checked.

Not here: the questions (`definitions/rapporten/vragenlijsten`).
"""

from __future__ import annotations

from collections.abc import Iterator

from definitions import (
    Controle,
    Definities,
    Hoogstens,
    NietNul,
    PerInwoner,
    Som,
    Vindplaats,
    Vraag,
    Vragenlijst,
    difference,
)

from .markdown import KOP, table


def vragenlijsten(definities: Definities) -> str:
    """The page: the newest year of each questionnaire whole, of earlier years what differed."""
    regels = ["# Wat elk jaar wordt gevraagd", "", KOP, ""]
    regels += _uitleg()
    for lijst in sorted(definities.vragenlijsten.values(), key=lambda v: (v.voor, -v.verslagjaar)):
        regels += _questionnaire(definities, lijst)
    regels += _leenrecht(definities)
    return "\n".join(regels).rstrip() + "\n"


def _uitleg() -> Iterator[str]:
    yield (
        "Wat het platform al weet, staat klaar; u kijkt het na, verbetert het met een reden, of vult in wat nog niet bekend is. Leeg "
        "is iets anders dan 0: leeg betekent dat u het niet weet. Een lijst van een nieuw jaar is die van het jaar ervoor met de "
        "verschillen."
    )
    yield ""


def _questionnaire(definities: Definities, lijst: Vragenlijst) -> Iterator[str]:
    yield from (f"## {lijst.naam}", "", lijst.bron, "")
    yield from table(
        ("deel", "open van", "tot en met"),
        ((d.naam, f"{d.opent:%d-%m-%Y}", f"{d.sluit:%d-%m-%Y}") for d in lijst.delen.values()),
    )
    basis = definities.vragenlijsten.get(lijst.zoals or "")
    if basis is not None:
        yield from (f"Anders dan over {basis.verslagjaar}:", "", *_differences(basis, lijst), "")
    if any(v.zoals == lijst.code for v in definities.vragenlijsten.values()):
        yield from ("De vragen staan hierboven bij het jaar erna, met de verschillen.", "")
        return
    for deel in lijst.delen.values():
        yield from (f"### {deel.naam}", "")
        if deel.toelichting:
            yield from (deel.toelichting, "")
        yield from table(
            ("nr", "vraag", "in", "per", "uitleg", "staat klaar uit", "mag leeg"),
            (_question(definities, v) for v in lijst.van_deel(deel.code)),
        )
    yield from ("### Waarop de antwoorden worden nagekeken", "")
    yield from table(
        ("controle", "wat", "moet kloppen of uitleg", "wat u leest"),
        (
            (c.code, _check(c), "moet kloppen" if c.ernst == "fout" else "of uitleg", c.zin)
            for c in lijst.controles.values()
        ),
    )


def _differences(oud: Vragenlijst, nieuw: Vragenlijst) -> Iterator[str]:
    verschil = difference(oud, nieuw)
    for woord, codes, lijst in (
        ("nieuw", verschil.nieuw, nieuw), ("anders", verschil.gewijzigd, nieuw), ("vervallen", verschil.vervallen, oud),
    ):  # fmt: skip
        for code in codes:
            yield f"- {woord}: {code} {lijst.vragen[code].vraag}"


def _question(definities: Definities, vraag: Vraag) -> tuple[str, ...]:
    klaar = _place(vraag.voorinvulling) if vraag.voorinvulling else f"niet: {vraag.niet_voorgevuld}"
    keuze = f"keuze uit {vraag.codelijst}" if vraag.codelijst else vraag.eenheid or vraag.antwoord
    leeg = "ja" if vraag.leeg_toegestaan else "nee"
    return vraag.code, vraag.vraag, keuze, vraag.per, vraag.toelichting, klaar, leeg


def _place(plaats: Vindplaats) -> str:
    if plaats.uitsplitsing == "totaal":
        return plaats.indicator
    if len(plaats.klassen) > 3:
        return f"{plaats.indicator}, {plaats.uitsplitsing}, {len(plaats.klassen)} klassen"
    return " ".join((f"{plaats.indicator}, {plaats.uitsplitsing}", " + ".join(plaats.klassen))).strip()


def _check(controle: Controle) -> str:
    if isinstance(controle, Som):
        marge = f" (op {controle.marge:g} na)" if controle.marge else ""
        return f"{' + '.join(controle.delen)} = {controle.totaal}{marge}"
    if isinstance(controle, Hoogstens):
        return f"{controle.klein} hoogstens {controle.groot}"
    vragen = ", ".join(controle.vragen)
    if isinstance(controle, PerInwoner):
        return f"{vragen} per inwoner: {_getal(controle.minimum)} tot {_getal(controle.maximum)}"
    if isinstance(controle, NietNul):
        return f"{vragen}: niet 0"
    drempels = ", ".join(f"{k.lower()} {v * 100:g} %" for k, v in controle.drempels.items())
    return f"{vragen} tegenover vorig jaar: {drempels}, vanaf {_getal(controle.vanaf)}"


def _getal(waarde: float | None) -> str:
    return "geen grens" if waarde is None else f"{waarde:.5f}".rstrip("0").rstrip(".").replace(".", ",")


def _leenrecht(definities: Definities) -> Iterator[str]:
    leenrecht = definities.leenrecht
    dag, maand = reversed([int(d) for d in leenrecht.uiterlijk.split("-")])
    yield from (f"## {leenrecht.naam}", "", leenrecht.bron, "")
    yield (
        f"Uiterlijk {dag}-{maand} van het jaar erna. Zonder opgave geldt die van vorig jaar plus {leenrecht.opslag_zonder_opgave * 100:g} %. "
        + leenrecht.vrijstelling
    )
    yield ""
    yield from table(
        ("categorie", "materiaalsoorten", "toelichting"),
        ((c.naam, ", ".join(c.materiaalsoorten), c.toelichting) for c in leenrecht.categorieen),
    )
    yield from table(("valt erbuiten", "waarom"), leenrecht.buiten.items())
    yield from table(
        ("regel", "toelichting", "staat klaar uit"),
        ((r.naam, r.toelichting, r.indicator or f"niet: {r.niet_voorgevuld}") for r in leenrecht.regels),
    )
