"""The page Aanleveren: choose what and about when, send files, see the verdict, deliver.

Not here: the rules (`ingest`); the sending itself is done by the browser (`static/aanleveren.js`) to `api.py`.
"""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboards import desk, library, periods, visit
from dashboards.components import dutch, receipt
from dashboards.components.bridge import ask_totals, show_bridge
from dashboards.components.columns import show_columns
from definitions import DRAIN_ORDER, Dataset, GebruikersFout, load_definities
from ingest import Afzender, Bron, EigenTotaal, Ontvangstbewijs

_HERKEN = "herken"
_JAREN = 7
_DELEN = {
    "": "heel het jaar", **{f"-Q{k}": f"{k}e kwartaal" for k in range(1, 5)},
    **{f"-{nr:02d}": maand for nr, maand in enumerate(periods.MAANDEN, 1)},
}  # fmt: skip


def show() -> None:
    """Draw the page: as long as nothing was delivered the choices and the files, after that the receipts."""
    afzender = visit.present()
    st.title("Aanleveren", anchor=False)
    if geleverd := st.session_state.get("geleverd"):
        _delivered(geleverd)
        return
    claims = _claims(afzender)
    _files(visit.sending(afzender))
    st.header("3. Controleren", anchor=False)
    if st.button("Controleren", type="primary", key="controleer"):
        _check(afzender, claims)
    oordeel = st.session_state.get("oordeel")
    if oordeel is not None:
        gezegd, bewijzen = oordeel
        _verdict(bewijzen)
        _unknown(afzender, claims, bewijzen)
        _right(afzender, bewijzen)
        _deliver(afzender, gezegd, bewijzen, veranderd=gezegd != claims)


# -- 1 and 2: what, and the files ----------------------------------------------------------------------------------------


def _claims(afzender: Afzender) -> desk.Claims:
    st.header("1. Waarover gaat het?", anchor=False)
    with st.container(horizontal=True, key="filterrij"):
        organisatie = _organisation(afzender)
        datasets: dict[str, str] = {_HERKEN: "Laat herkennen"}
        datasets |= {d: receipt.dataset_name(d) for d in DRAIN_ORDER if _may(afzender, d)}
        dataset = st.selectbox("Gegevens", list(datasets), format_func=datasets.__getitem__, key="dataset")
        nu = desk.omgeving().nu.year
        jaren = [_HERKEN, *map(str, periods.years_to(nu, _JAREN))]
        jaar = st.selectbox("Jaar", jaren, format_func=lambda j: "Laat herkennen" if j == _HERKEN else j, key="jaar")
        deel = ""
        if jaar != _HERKEN:
            deel = st.selectbox("Deel van het jaar", list(_DELEN), format_func=_DELEN.__getitem__, key="deel")
    return desk.Claims(
        organisatie,
        None if dataset == _HERKEN else dataset,
        None if jaar == _HERKEN else f"{jaar}{deel}",
    )


def _may(afzender: Afzender, dataset: Dataset) -> bool:
    return not load_definities().contracten[dataset].netwerk or afzender.netwerk


def _organisation(afzender: Afzender) -> str | None:
    namen = desk.organisation_names(afzender)
    if len(namen) == 1:
        return next(iter(namen))
    gekozen = st.selectbox(
        "Organisatie", list(namen), format_func=lambda i: f"{namen[i]} ({i})" if i else namen[i], key="organisatie"
    )
    return gekozen or None


def _files(inzending: desk.Inzending) -> None:
    st.header("2. Bestanden", anchor=False)
    al = "".join(
        f'<li class="dk-goed">{escape(b.naam)}: ontvangen, {dutch.file_size(b.bytes)}</li>' for b in _shown(inzending)
    )
    # Own markup: what the interface offers would hold a file in memory whole, and first write it to disk unencrypted.
    st.html(
        '<div class="dk-inzending"><div class="dk-vak">'
        f'<input type="file" id="dk-bestanden" multiple data-sleutel="{inzending.sleutel}" aria-describedby="dk-uitleg">'
        '<label for="dk-bestanden"><strong>Kies bestanden</strong> of sleep ze hierheen</label>'
        '<p id="dk-uitleg" class="dk-bij">De bestanden van één levering, of een zip; ten hoogste 2 GB per bestand. Een bestand wordt '
        "versleuteld terwijl het binnenkomt. Zolang u niet aanlevert wordt er niets bewaard.</p></div>"
        f'<ul aria-label="Ontvangen bestanden">{al}</ul><p role="status"></p></div>'
    )
    st.button("Bestanden weghalen en opnieuw kiezen", key="opnieuw", on_click=visit.start_over)


def _shown(inzending: desk.Inzending) -> list[Bron]:
    """The files as they were when this page was first drawn for them: while the browser adds its own lines, ours stay."""
    return st.session_state.setdefault(f"getoond_{inzending.sleutel[:8]}", list(inzending.bestanden))


# -- 3: the verdict ------------------------------------------------------------------------------------------------------


def _check(afzender: Afzender, claims: desk.Claims) -> None:
    inzending = visit.sending(afzender)
    for naam in ("oordeel", "eigen_totalen"):
        st.session_state.pop(naam, None)
    if inzending.onderweg:
        st.warning("Er is nog een bestand onderweg. Wacht tot er ‘ontvangen’ bij staat en controleer dan.")
        return
    if not inzending.bestanden:
        st.warning("Kies eerst een bestand.")
        return
    with st.status("Bezig met controleren…", expanded=True) as stappen:
        aantal = "1 bestand" if len(inzending.bestanden) == 1 else f"{len(inzending.bestanden)} bestanden"
        st.write(f"Ontvangen: {aantal}, {dutch.file_size(inzending.bytes)}.")
        balk = st.progress(0.0, text="Herkennen…")
        eerder = -1

        def tell(gelezen: int, alles: int) -> None:
            nonlocal eerder
            procent = dutch.percentage(gelezen, alles)
            if procent != eerder:
                eerder = procent
                balk.progress(procent, text=f"Rijen nakijken: {procent}%")

        try:
            bewijzen = desk.check(afzender, inzending.sluis, claims, tell)
        except GebruikersFout as fout:
            stappen.update(label="Controleren lukte niet", state="error")
            st.error(str(fout))
            return
        balk.empty()
        for bewijs in bewijzen:
            st.write(
                f"Herkend: {receipt.title(bewijs)}" + (f", uit {bewijs.bronsysteem}." if bewijs.bronsysteem else ".")
            )
            if bewijs.rijen:
                st.write(f"Nagekeken: {dutch.number(bewijs.rijen.gelezen)} rijen.")
        stappen.update(label="Gecontroleerd", state="complete", expanded=False)
    st.session_state["oordeel"] = (claims, bewijzen)


def _verdict(bewijzen: list[Ontvangstbewijs]) -> None:
    for nr, bewijs in enumerate(bewijzen):
        if len(bewijzen) > 1:
            st.subheader(receipt.title(bewijs), anchor=False)
        receipt.show_receipt(bewijs, sleutel=f"oordeel_{nr}")


def _unknown(afzender: Afzender, claims: desk.Claims, bewijzen: list[Ontvangstbewijs]) -> None:
    """Of a file that no profile knows the library may say itself what its columns are."""
    onherkend = {b.naam for w in bewijzen if _code(w) == "bestand_onherkend" for b in w.bestanden}
    bronnen = [b for b in visit.sending(afzender).bestanden if b.naam in onherkend]
    if bronnen and claims.organisatie:
        show_columns(afzender, claims.organisatie, bronnen[0], claims.dataset)


def _code(bewijs: Ontvangstbewijs) -> str:
    return bewijs.bevindingen[0].code if bewijs.status == "geweigerd" and bewijs.bevindingen else ""


def _right(afzender: Afzender, bewijzen: list[Ontvangstbewijs]) -> None:
    """Klopt dit? Before anything counts: what the own system says beside what we would count."""
    telbaar = [(nr, b) for nr, b in enumerate(bewijzen) if b.status != "geweigerd" and library.bridge(b, ())]
    if not telbaar:
        return
    st.header("Klopt dit?", anchor=False)
    eigen: dict[int, list[EigenTotaal]] = st.session_state.setdefault("eigen_totalen", {})
    for nr, bewijs in telbaar:
        namen = library.location_names(afzender, bewijs.organisatie)
        if len(telbaar) > 1:
            st.subheader(receipt.title(bewijs), anchor=False)
        plek = st.container()
        getypt = ask_totals(library.bridge(bewijs, ()) or {}, namen, f"oordeel_{nr}")
        if getypt is not None:
            try:
                eigen[nr] = library.totals(afzender, bewijs.organisatie, getypt)
            except GebruikersFout as fout:
                st.error(str(fout))
        with plek:
            show_bridge(library.bridge(bewijs, eigen.get(nr, ())) or {}, namen, f"oordeel_{nr}")


# -- 4: delivering -------------------------------------------------------------------------------------------------------


def _deliver(afzender: Afzender, claims: desk.Claims, bewijzen: list[Ontvangstbewijs], *, veranderd: bool) -> None:
    st.header("4. Aanleveren", anchor=False)
    if veranderd:
        st.info("U hebt bij stap 1 iets anders gekozen dan waarmee is gecontroleerd. Controleer opnieuw.")
        return
    if all(b.eerder for b in bewijzen):
        st.html(
            '<p class="dk-bij">U hoeft niets te doen: dit is al aangeleverd. Kies andere bestanden om iets nieuws aan te leveren.</p>'
        )
        return
    geweigerd = any(b.status == "geweigerd" for b in bewijzen)
    if geweigerd:
        st.html(
            '<p class="dk-bij">Herstel het bestand, kies andere bestanden en controleer opnieuw. Levert u het toch aan, dan wordt het als '
            "geweigerd geregistreerd en blijft gelden wat er stond.</p>"
        )
    else:
        st.html(
            '<p class="dk-bij">Na het aanleveren wordt het bestand verwerkt. Gaat het over een periode die u al had aangeleverd, '
            "dan is dit de correctie.</p>"
        )
    if st.button(
        "Toch aanleveren" if geweigerd else "Aanleveren", type="secondary" if geweigerd else "primary", key="lever"
    ):
        inzending = visit.sending(afzender)
        with st.spinner("Bezig met aanleveren…"):
            geleverd = desk.deliver(afzender, inzending.sluis, claims)
            _keep_totals(afzender, bewijzen, geleverd)
        visit.start_over()
        st.session_state["geleverd"] = geleverd
        st.rerun()


def _keep_totals(afzender: Afzender, gecontroleerd: list[Ontvangstbewijs], geleverd: list[Ontvangstbewijs]) -> None:
    """What the library said its own system counts goes with the levering of the same files."""
    eigen: dict[int, list[EigenTotaal]] = st.session_state.get("eigen_totalen", {})
    for nr, totalen in eigen.items():
        wat = gecontroleerd[nr]
        for bewijs in geleverd:
            zelfde = (bewijs.organisatie, bewijs.dataset, bewijs.bestanden) == (
                wat.organisatie,
                wat.dataset,
                wat.bestanden,
            )
            if zelfde and totalen and bewijs.levering:
                library.give_totals(afzender, bewijs.levering, totalen)


def _delivered(bewijzen: list[Ontvangstbewijs]) -> None:
    for nr, bewijs in enumerate(bewijzen):
        zin = f"{receipt.title(bewijs)}: levering {bewijs.levering}"
        if bewijs.eerder:
            st.info(f"{zin}. Dit bestand was al aangeleverd; dit is het eerste ontvangstbewijs.")
        elif bewijs.status == "geweigerd":
            st.error(f"{zin} is geweigerd.")
        else:
            st.success(f"{zin} is ontvangen.")
        receipt.show_workbook([bewijs], f"ontvangstbewijs_{bewijs.levering}", sleutel=f"geleverd_{nr}")
    st.html(
        '<p class="dk-bij">U hoeft nu niets meer te doen. Zodra de levering is verwerkt staat de uitkomst bij Leveringen; dat gebeurt meestal '
        "in de nacht.</p>"
    )
    st.button("Nog iets aanleveren", key="nog_iets", type="primary", on_click=visit.start_over)
