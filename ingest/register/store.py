"""The register: what was delivered, what became of it, and which brons files count. Append-only; the state is a view.

Not here: the tables themselves (`schema.py`), and the files (`vault.py`, `brons.py`).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

import sqlalchemy as sa

from definitions import Omgeving
from ingest.records import (
    EIGEN,
    GEWEIGERD,
    INGETROKKEN,
    MET_UITVAL,
    ONTVANGEN,
    OPNIEUW,
    OVERSTAP,
    TE_BEVESTIGEN,
    VERVANGEN,
    VERWERKT,
    WACHT,
    Afspraak,
    Bestand,
    Bestandspost,
    Bronsbestand,
    Bronspost,
    Dekking,
    Deklaag,
    Gebeurtenis,
    Laag,
    Levering,
    changeovers,
    code_of,
    decide,
)

from .engine import open_engine, unusable
from .schema import AFSPRAAK, BESTAND, BRONS, DEKKING, GEBEURTENIS, LEVERING, META, STAAT_VIEW, WEG
from .statements import event, plain, same

if TYPE_CHECKING:
    from ingest.brons import Geschreven

_ER_NOG = BRONS.c.pad.not_in(sa.select(WEG.c.pad))


class Register:
    """One connection pool to the register of a work folder; every write is one transaction."""

    def __init__(self, omgeving: Omgeving) -> None:
        self._omgeving = omgeving
        omgeving.werk.mkdir(parents=True, exist_ok=True)
        self._engine = open_engine(omgeving)
        self._schrijver = self._engine.execution_options(schrijft=True)
        self._create()

    def _create(self) -> None:
        try:
            with self._engine.connect() as con:
                klaar = sa.inspect(con).has_table(WEG.name)
            if not klaar:
                with self._schrijver.begin() as con:  # one process makes the tables, the others wait and find them
                    META.create_all(con)
                    if "levering_staat" not in sa.inspect(con).get_view_names():
                        con.execute(sa.text(STAAT_VIEW))
        except sa.exc.DatabaseError as fout:
            raise unusable(self._omgeving, fout) from None

    @contextmanager
    def _write(self) -> Iterator[sa.Connection]:
        """A transaction that holds the register from its first word, so that what it read still stands when it writes."""
        try:
            with self._schrijver.begin() as con:
                yield con
        except sa.exc.DatabaseError as fout:
            if isinstance(fout, sa.exc.IntegrityError):
                raise
            raise unusable(self._omgeving, fout) from None

    # -- receiving -------------------------------------------------------------------------------------------------

    def find_same(
        self, organisatie: str, dataset: str, bronsysteem: str, gevraagd: str | None, identiteit: str
    ) -> int | None:
        """An earlier levering of the same bytes for the same purpose that was not refused or withdrawn."""
        with self._engine.connect() as con:
            return same(con, organisatie, dataset, bronsysteem, gevraagd, identiteit)

    def receive(
        self, *, organisatie: str, dataset: str, bronsysteem: str, periode: str | None, gevraagd: str | None, afzender: str,
        identiteit: str, herkenning: dict[str, Any], bestanden: Sequence[Bestandspost], staat: str, uitkomst: dict[str, Any],
        via: str = EIGEN,
    ) -> int:  # fmt: skip
        """Enter a levering with its files and first state; its number. Where another process entered the same bytes for the
        same purpose since they were looked for, the number is of that one, which does not know `bestanden`."""
        nu = self._omgeving.nu
        with self._write() as con:
            eerder = None
            if staat != GEWEIGERD:
                eerder = same(con, organisatie, dataset, bronsysteem, gevraagd, identiteit)
            if eerder is not None:
                return eerder
            sleutel = con.execute(
                sa.insert(LEVERING).values(
                    organisatie=organisatie, dataset=dataset, bronsysteem=bronsysteem, periode=periode, gevraagd=gevraagd,
                    afzender=afzender, identiteit=identiteit, ontvangen_op=nu, herkenning=json.dumps(herkenning),
                    via=via,
                )
            ).inserted_primary_key  # fmt: skip
            assert sleutel is not None
            nummer = int(sleutel[0])
            for i, b in enumerate(bestanden):
                con.execute(sa.insert(BESTAND).values(
                    levering=nummer, volgnummer=i, naam=b.naam, sha256=b.sha256, bytes=b.bytes, tabel=b.tabel, rol=b.rol,
                    kluis=b.kluis, deel=b.deel,
                ))  # fmt: skip
            event(con, nummer, staat, nu, afzender, uitkomst)
        return nummer

    # -- states ----------------------------------------------------------------------------------------------------

    def record(self, nummer: int, soort: str, uitkomst: dict[str, Any]) -> None:
        """Append an event to a levering."""
        with self._write() as con:
            event(con, nummer, soort, self._omgeving.nu, self._omgeving.afzender, uitkomst)

    def record_processed(
        self, nummer: int, soort: str, uitkomst: dict[str, Any], lagen: Sequence[Deklaag], brons: Sequence[Any]
    ) -> None:
        """Make a processed levering count: its state, what it covers and its brons files, in one transaction. What an earlier
        processing of it gave counts no more."""
        with self._write() as con:
            verwerking = event(con, nummer, soort, self._omgeving.nu, self._omgeving.afzender, uitkomst)
            for laag in lagen:
                con.execute(sa.insert(DEKKING).values(
                    levering=nummer, verwerking=verwerking, periode=laag.periode, deel=laag.deel, rijen=laag.rijen, te_bevestigen=laag.te_bevestigen,
                ))  # fmt: skip
            for b in brons:
                con.execute(sa.insert(BRONS).values(
                    pad=b.pad, levering=nummer, verwerking=verwerking, tabel=b.tabel, periode=b.periode, sha256=b.sha256, rijen=b.rijen,
                ))  # fmt: skip

    def requeue(self, nummers: Sequence[int], reden: str) -> None:
        """Have processed leveringen processed again, for instance by a translation confirmed since. Until that is done what
        they gave before still counts."""
        with self._write() as con:
            for nummer in nummers:
                event(con, nummer, OPNIEUW, self._omgeving.nu, self._omgeving.afzender, {"reden": reden})

    # -- agreements ------------------------------------------------------------------------------------------------

    def agree(self, soort: str, organisatie: str, sleutel: str, inhoud: dict[str, Any] | None) -> Afspraak:
        """Append an agreement; it holds instead of the earlier one with the same soort, organisatie and sleutel."""
        with self._write() as con:
            self._agree(con, soort, organisatie, sleutel, inhoud)
        return self.agreements(soort, organisatie, sleutel, ended=True)[0]

    def agree_all(self, soort: str, organisatie: str, afspraken: Mapping[str, dict[str, Any]]) -> None:
        """Append agreements (sleutel -> inhoud) of one soort, all or none."""
        with self._write() as con:
            for sleutel, inhoud in afspraken.items():
                self._agree(con, soort, organisatie, sleutel, inhoud)

    def _agree(
        self, con: sa.Connection, soort: str, organisatie: str, sleutel: str, inhoud: dict[str, Any] | None
    ) -> None:
        tekst = None if inhoud is None else json.dumps(inhoud, ensure_ascii=False, default=plain)
        con.execute(sa.insert(AFSPRAAK).values(
            soort=soort, organisatie=organisatie, sleutel=sleutel, inhoud=tekst, door=self._omgeving.afzender,
            tijdstip=self._omgeving.nu,
        ))  # fmt: skip

    def agreements(
        self,
        soort: str | None = None,
        organisatie: str | None = None,
        sleutel: str | None = None,
        *,
        ended: bool = False,
    ) -> list[Afspraak]:
        """What is agreed now: the newest version of each, in order of agreement; with `ended` also what was ended."""
        vraag = sa.select(
            AFSPRAAK,
            sa.func.row_number()
            .over(partition_by=(AFSPRAAK.c.soort, AFSPRAAK.c.organisatie, AFSPRAAK.c.sleutel), order_by=AFSPRAAK.c.nummer)
            .label("versie"),
        ).order_by(AFSPRAAK.c.nummer)  # fmt: skip
        for kolom, waarde in (
            (AFSPRAAK.c.soort, soort),
            (AFSPRAAK.c.organisatie, organisatie),
            (AFSPRAAK.c.sleutel, sleutel),
        ):
            if waarde is not None:
                vraag = vraag.where(kolom == waarde)
        with self._engine.connect() as con:
            alle = [Afspraak(**{**r, "inhoud": json.loads(r["inhoud"]) if r["inhoud"] else None})
                    for r in con.execute(vraag).mappings()]  # fmt: skip
        nieuwste = {(a.soort, a.organisatie, a.sleutel): a for a in alle}
        return sorted((a for a in nieuwste.values() if ended or a.inhoud is not None), key=lambda a: a.nummer)

    # -- reading ---------------------------------------------------------------------------------------------------

    def leveringen(
        self, *, nummer: int | None = None, staten: Sequence[str] = (), dataset: str | None = None
    ) -> list[Levering]:
        """Leveringen in order of receipt, with their present state."""
        kolommen = (*(c.name for c in LEVERING.c), "staat", "uitkomst", "bevestigd", "opnieuw", "verwerkingen")
        view = sa.table("levering_staat", *map(sa.column, kolommen))
        vraag = sa.select(view).order_by(view.c.nummer)
        if nummer is not None:
            vraag = vraag.where(view.c.nummer == nummer)
        if staten:
            vraag = vraag.where(view.c.staat.in_(staten))
        if dataset:
            vraag = vraag.where(view.c.dataset == dataset)
        with self._engine.connect() as con:
            rijen = con.execute(vraag).mappings().all()
            posten = con.execute(sa.select(BESTAND).order_by(BESTAND.c.levering, BESTAND.c.volgnummer)).mappings().all()
        per: dict[int, list[Bestandspost]] = {}
        for p in posten:
            per.setdefault(p["levering"], []).append(
                Bestandspost(p["naam"], p["sha256"], p["bytes"], p["tabel"], p["rol"], p["kluis"], p["deel"])
            )
        lagen = self._layers() if rijen else []
        return [self._levering(r, tuple(per.get(r["nummer"], ())), lagen) for r in rijen]

    def _levering(self, r: Any, bestanden: tuple[Bestandspost, ...], lagen: list[Laag]) -> Levering:
        uitkomst = json.loads(r["uitkomst"])
        eigen = [laag for laag in lagen if laag.levering == r["nummer"]]
        staat = r["staat"]
        if staat in (VERWERKT, MET_UITVAL) and any(laag.wacht for laag in eigen):
            staat = TE_BEVESTIGEN
        elif staat in (VERWERKT, MET_UITVAL) and eigen and not any(laag.telt for laag in eigen):
            staat = VERVANGEN
        ontvangen = (
            r["ontvangen_op"] if isinstance(r["ontvangen_op"], datetime) else datetime.fromisoformat(r["ontvangen_op"])
        )
        return Levering(
            r["nummer"], r["organisatie"], r["dataset"], r["bronsysteem"], r["periode"] or uitkomst.get("periode"),
            r["gevraagd"], r["afzender"], ontvangen, staat, uitkomst, bestanden, json.loads(r["herkenning"]),
            bool(r["opnieuw"]) and staat != INGETROKKEN, r["verwerkingen"], r["via"],
            tuple(sorted(laag.deel or laag.periode for laag in eigen if laag.telt)),
        )  # fmt: skip

    def queue(self, dataset: str | None = None) -> list[Levering]:
        """Leveringen that wait to be processed, or to be processed again."""
        return [lev for lev in self.leveringen(dataset=dataset) if lev.staat in (ONTVANGEN, WACHT) or lev.opnieuw]

    def pending(self, dataset: str | None = None) -> int:
        """How many leveringen wait to be processed."""
        return len(self.queue(dataset))

    def known_paths(self) -> tuple[set[str], set[str]]:
        """The brons paths that are still there and the vault boxes, as the register knows them."""
        with self._engine.connect() as con:
            brons: set[str] = set(con.scalars(sa.select(BRONS.c.pad).where(_ER_NOG)))
            paden: list[str] = list(con.scalars(sa.select(BESTAND.c.kluis)))
        return brons, {pad.partition("/")[0] for pad in paden}

    # -- what is gone ----------------------------------------------------------------------------------------------

    def brons_files(self, tabellen: Collection[str]) -> list[Bronspost]:
        """Every brons file of these tables that is still there, whether it counts or not, ordered by path."""
        tellend = {b.pad for b in self.counting_files()}
        vraag = (
            sa.select(BRONS, LEVERING.c.organisatie, LEVERING.c.dataset, LEVERING.c.bronsysteem)
            .join(LEVERING, LEVERING.c.nummer == BRONS.c.levering)
            .where(BRONS.c.tabel.in_(tabellen), _ER_NOG)
            .order_by(BRONS.c.pad)
        )
        with self._engine.connect() as con:
            return [
                Bronspost(r["dataset"], r["tabel"], r["organisatie"], r["bronsysteem"], code_of(r["levering"]), r["periode"],
                          r["pad"], r["sha256"], r["rijen"], nummer=r["levering"], telt=r["pad"] in tellend)
                for r in con.execute(vraag).mappings()
            ]  # fmt: skip

    def replace_brons(
        self, soort: str, redenen: Mapping[int, dict[str, Any]], vervangen: Mapping[str, Geschreven | None],
        afspraken: Sequence[tuple[str, str, str, dict[str, Any]]] = (),
    ) -> None:  # fmt: skip
        """Let brons files be replaced by others, or by nothing, with an event of `soort` on each levering in `redenen`, and
        agreements (soort, organisatie, sleutel, inhoud), in one transaction. The files themselves are the caller's."""
        with self._write() as con:
            for afspraak in afspraken:
                self._agree(con, *afspraak)
            nu, door = self._omgeving.nu, self._omgeving.afzender
            nummers = {n: event(con, n, soort, nu, door, inhoud) for n, inhoud in redenen.items()}
            for pad, nieuw in vervangen.items():
                oud = con.execute(sa.select(BRONS).where(BRONS.c.pad == pad)).mappings().one()
                con.execute(sa.insert(WEG).values(pad=pad, gebeurtenis=nummers[oud["levering"]]))
                if nieuw is not None:
                    con.execute(sa.insert(BRONS).values(
                        **{**oud, "pad": nieuw.pad, "sha256": nieuw.sha256, "rijen": nieuw.rijen},
                    ))  # fmt: skip

    def events(self, *soorten: str) -> list[Gebeurtenis]:
        """The events of these kinds, oldest first."""
        vraag = sa.select(GEBEURTENIS).where(GEBEURTENIS.c.soort.in_(soorten)).order_by(GEBEURTENIS.c.nummer)
        with self._engine.connect() as con:
            return [
                Gebeurtenis(code_of(r["levering"]), r["soort"], r["tijdstip"], r["door"], json.loads(r["inhoud"]))
                for r in con.execute(vraag).mappings()
            ]

    # -- what counts -----------------------------------------------------------------------------------------------

    def layers(self) -> list[Laag]:
        """Every period of every processed levering, with whether it counts."""
        return self._layers()

    def _layers(self) -> list[Laag]:
        """Every period of every processed levering, with whether it counts."""
        view = sa.table(
            "levering_staat",
            *map(
                sa.column,
                ("nummer", "organisatie", "dataset", "bronsysteem", "staat", "bevestigd", "verwerking", "via"),
            ),
        )
        vraag = (
            sa.select(view, DEKKING.c.periode, DEKKING.c.deel, DEKKING.c.rijen, DEKKING.c.te_bevestigen)
            .join(DEKKING, DEKKING.c.verwerking == view.c.verwerking)
            .where(view.c.staat.in_([VERWERKT, MET_UITVAL]))
            .order_by(view.c.nummer)
        )
        with self._engine.connect() as con:
            lagen = [
                Laag(r["nummer"], r["organisatie"], r["dataset"], r["bronsysteem"], r["periode"], r["deel"], r["rijen"],
                      wacht=bool(r["te_bevestigen"]) and not r["bevestigd"], verwerking=r["verwerking"], via=r["via"])
                for r in con.execute(vraag).mappings()
            ]  # fmt: skip
        decide(lagen, changeovers(self.agreements(OVERSTAP)))
        return lagen

    def counting(self, organisatie: str, dataset: str) -> list[Laag]:
        """The periods of an organisatie and dataset that count at this moment."""
        return [
            laag for laag in self._layers() if laag.telt and laag.organisatie == organisatie and laag.dataset == dataset
        ]

    def counting_files(self) -> list[Bronsbestand]:
        """The brons files that count, in a fixed order. Folders are never globbed: the register's word is law."""
        tellend = {(laag.verwerking, laag.periode): laag for laag in self._layers() if laag.telt}
        with self._engine.connect() as con:
            rijen = con.execute(sa.select(BRONS).where(_ER_NOG).order_by(BRONS.c.pad)).mappings().all()
        return [
            Bronsbestand(laag.dataset, r["tabel"], laag.organisatie, laag.bronsysteem, code_of(r["levering"]), r["periode"],
                         r["pad"], r["sha256"], r["rijen"])
            for r in rijen
            if (laag := tellend.get((r["verwerking"], r["periode"]))) is not None
        ]  # fmt: skip

    def coverage(self) -> list[Dekking]:
        """Which periods are covered, by which levering."""
        leveringen = {lev.nummer: lev for lev in self.leveringen()}
        return [
            Dekking(laag.organisatie, laag.dataset, laag.periode, laag.bronsysteem, code_of(laag.levering),
                    leveringen[laag.levering].ontvangen_op,
                    tuple(Bestand(b.naam, b.sha256) for b in leveringen[laag.levering].bestanden))
            for laag in self._layers() if laag.telt
        ]  # fmt: skip

    def close(self) -> None:
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
