"""The sentences about a figure: one place, so that card, alt text and table say the same.

Not here: the arithmetic behind them (`figures.py`).
"""

from __future__ import annotations

from dashboards import periods
from dashboards.components import dutch
from dashboards.data import Eerder, Waarde
from dashboards.figures import Groep, Kerncijfer, Verandering, Vergelijking

_OORDEEL = {
    "hoger": "Hoger dan de middelste helft",
    "lager": "Lager dan de middelste helft",
    "binnen": "Binnen de middelste helft",
}
# What may stand beside a figure, in words; a mark that is not in this list shows its own name.
MARKERINGEN = {
    "geschat": "bevat schattingen",
    "stand_achteraf": "stand achteraf bepaald",
    "ouder_peildatum": "van een oudere peildatum",
    "trendbreuk": "trendbreuk: niet te vergelijken met eerdere perioden",
    "lidmaatschappen": "telt lidmaatschappen, geen personen",
    "leeftijd_afgeleid": "leeftijd deels afgeleid van de soort lid",
    "gearchiveerd": "vastgelegd voordat de gegevens van personen werden vernietigd",
    "onvolledig": "niet alle maanden zijn geleverd",
    "bron_onbevestigd": "nog geen bibliotheek heeft haar totalen uit dit bronsysteem bevestigd",
    "mogelijk_dubbel": "activiteiten uit twee systemen zijn mogelijk dezelfde",
    "andere_bron": "zoals een ander het publiceerde",
    "dekking_te_laag": "er is te weinig geleverd voor een landelijk cijfer",
    "verlengingen_lopen": "er kunnen nog verlengingen bij komen",
    "verlenging_bij_uitlening": "verlengingen tellen in de maand van de uitlening",
    "verlenging_in_eigen_maand": "verlengingen tellen in hun eigen maand",
    "uitleningen_zonder_lid": "van te veel uitleningen is onbekend wie leende",
}
# Marks with a number or a day behind them.
_MET_WAARDE = {
    "inwoners_": "met het aantal inwoners van 1 januari {}",
    "peildatum_": "van de stand van {}",
    "deelnemers_bekend_": "van {}% van de activiteiten is het aantal deelnemers ingevuld",
    "materiaal_bekend_": "van {}% is het materiaal bekend",
}


def marking(code: str) -> str:
    """A marking in words."""
    for begin, zin in _MET_WAARDE.items():
        if code.startswith(begin):
            waarde = code.removeprefix(begin)
            return zin.format(periods.name(waarde) if begin == "peildatum_" else waarde)
    return MARKERINGEN.get(code, code.replace("_", " "))


def change(verandering: Verandering) -> str:
    """`5,0% lager dan in december 2024`, on which months where some are missing, or why there is no comparison."""
    if verandering.vorig is not None:
        return _of_another(verandering.vorig)
    if verandering.procent is None:
        return verandering.reden
    over = _counted_on(verandering)
    if round(verandering.procent, 1) == 0:
        return f"gelijk aan {periods.name(verandering.periode)}{over}"
    maat = " procentpunt" if verandering.procentpunt else "%"
    richting = "hoger" if verandering.procent > 0 else "lager"
    return f"{dutch.number(abs(verandering.procent), 1)}{maat} {richting} dan {_in(verandering.periode)}{over}"


def _of_another(vorig: Eerder) -> str:
    """Last year as another published it, with what must be said of it; the break is in the first words."""
    soort = [marking(m) for m in vorig.markeringen if m not in ("andere_bron", "trendbreuk")]
    erbij = f" ({', '.join(soort)})" if soort else ""
    return f"andere telling: {vorig.bron} had {dutch.number(vorig.waarde)} in {vorig.periode}{erbij}"


def _counted_on(verandering: Verandering) -> str:
    """On what a change was counted where not everything expected is in both periods."""
    if verandering.heel or not verandering.verwacht:
        return ""
    if verandering.verwacht > 1 and float(verandering.geteld).is_integer():
        maanden = (
            "de ene maand die" if verandering.geteld == 1 else f"de {dutch.number(verandering.geteld)} maanden die"
        )
        return f", geteld over {maanden} er in beide {'is' if verandering.geteld == 1 else 'zijn'}"
    return f", geteld over {dutch.number(100 * verandering.geteld / verandering.verwacht)}% van wat verwacht werd"


def _in(periode: str) -> str:
    voorzetsel = "op" if periods.sort_of(periode) == "peildatum" else "in"
    return f"{voorzetsel} {periods.name(periode)}"


def group(groep: Groep) -> str:
    """Who one is compared with: `de 12 andere bibliotheken die middelgroot zijn (…)`."""
    if groep.klasse is None:
        return f"alle {dutch.number(len(groep.isils))} andere bibliotheken"
    return f"de {dutch.number(len(groep.isils))} andere bibliotheken in de klasse {groep.klasse}"


def measure(vergelijking: Vergelijking, eenheid: str) -> str:
    """In what one is compared: `per 1.000 inwoners`, or the unit of a ratio."""
    return f"per {dutch.number(vergelijking.per)} inwoners" if vergelijking.per else dutch.unit_label(eenheid)


def place(vergelijking: Vergelijking, eenheid: str) -> str:
    """The verdict: `Hoger dan de middelste helft (205,7 tot 226,3).`"""
    return f"{_OORDEEL[vergelijking.oordeel]} ({_from_to(vergelijking, eenheid)})."


def _amount(vergelijking: Vergelijking, eenheid: str, getal: float) -> str:
    teken = "%" if eenheid == "%" and not vergelijking.per else ""
    return f"{dutch.number(getal, vergelijking.decimalen)}{teken}"


def _from_to(vergelijking: Vergelijking, eenheid: str) -> str:
    return f"{_amount(vergelijking, eenheid, vergelijking.p25)} tot {_amount(vergelijking, eenheid, vergelijking.p75)}"


def strip_alt(naam: str, vergelijking: Vergelijking, eenheid: str) -> str:
    """The picture of one's place among others, as a sentence."""
    return (
        f"{naam}, {measure(vergelijking, eenheid)}: {_amount(vergelijking, eenheid, vergelijking.eigen)}. Van "
        f"{vergelijking.aantal} vergelijkbare bibliotheken is de mediaan "
        f"{_amount(vergelijking, eenheid, vergelijking.mediaan)}; de middelste helft loopt van "
        f"{_from_to(vergelijking, eenheid)}."
    )


def line_alt(kerncijfer: Kerncijfer) -> str:
    """The picture of a series, as a sentence: first, last, highest and lowest."""
    punten = [waarde for waarde in kerncijfer.lijn if waarde.telt]
    naam, n = kerncijfer.indicator.naam, kerncijfer.indicator.decimalen
    if len(punten) < 2:
        return f"{naam}: te weinig cijfers voor een lijn."

    def zeg(waarde: Waarde) -> str:
        return f"{dutch.value(waarde, n, kerncijfer.indicator.eenheid)} ({periods.name(waarde.periode)})"

    hoogste = max(punten, key=lambda waarde: waarde.waarde or 0)
    laagste = min(punten, key=lambda waarde: waarde.waarde or 0)
    return f"{naam}: van {zeg(punten[0])} naar {zeg(punten[-1])}; het hoogst {zeg(hoogste)}, het laagst {zeg(laagste)}."


def deviation(kerncijfer: Kerncijfer) -> str:
    """One line of `Opvallend`: how far from the median, and the change on last year."""
    vergelijking = kerncijfer.vergelijking
    assert vergelijking is not None
    eenheid = kerncijfer.indicator.eenheid
    eigen, mediaan = (_amount(vergelijking, eenheid, getal) for getal in (vergelijking.eigen, vergelijking.mediaan))
    maat = "" if eenheid == "%" and not vergelijking.per else f" {measure(vergelijking, eenheid)}"
    verschil = vergelijking.verschil
    richting = "hoger" if vergelijking.eigen > vergelijking.mediaan else "lager"
    hoeveel = "" if verschil is None else f"{dutch.number(abs(verschil), 0 if abs(verschil) >= 10 else 1)}% "
    einde = "" if kerncijfer.verandering.procent is None else f" Het is {change(kerncijfer.verandering)}."
    return (
        f"{hoeveel}{richting} dan de mediaan van vergelijkbare bibliotheken "
        f"({eigen} tegenover {mediaan}{maat}, {periods.name(kerncijfer.punt.periode)}).{einde}"
    )


def later(waarde: Waarde) -> str:
    """Why the newest period of the year is not the one shown."""
    woord = {"onderdrukt": "onderdrukt", "geblokkeerd": "geblokkeerd"}.get(waarde.status, "nog niet geleverd")
    return f"{periods.name(waarde.periode).capitalize()} is {woord}."


def notes(waarde: Waarde) -> tuple[str, ...]:
    """What must be said beside a value: its status, its markings, months that are missing."""
    gezegd = [] if waarde.status == "definitief" else [dutch.status(waarde)]
    gezegd += [marking(code) for code in waarde.markeringen]
    if waarde.telt and waarde.dekking is not None and waarde.dekking < 1:
        gezegd.append(f"op grond van {dutch.number(waarde.dekking * 100)}% van de verwachte maanden")
    return tuple(gezegd)
