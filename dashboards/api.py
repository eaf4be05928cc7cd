"""The address for programs: a vendor's system delivers, asks the verdict first, and reads its receipts over HTTP.

Not here: the rules (`ingest`), and what the address looks like in words (`openapi.py`). A body is streamed through encryption
as it comes in: it is never in memory as a whole, and never plain on disk.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import lru_cache
from typing import TypeVar

from anyio import CapacityLimiter, from_thread, to_thread
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashboards import desk, openapi
from definitions import GebruikersFout, InterneFout, NietToegestaan, VerkeerdeAanroep, WerkmapFout
from ingest import Afzender, Ontvangstbewijs, Sluis

_LOG = logging.getLogger("daadkracht.aanleveren")
_VRAAG = frozenset({"organisatie", "dataset", "periode", "bronsysteem", "naam"})
# Bodies coming in at once; who comes after these waits for its turn.
_TEGELIJK = 16

T = TypeVar("T")
Antwoord = Callable[[Request], Awaitable[Response]]


# -- the four questions --------------------------------------------------------------------------------------------------


async def _deliver(request: Request, afzender: Afzender) -> Response:
    """201 with the receipts, 200 where all of it came before, 422 where something was refused."""
    claims, naam = _claims(request, afzender)
    bewijzen = await _with_body(request, afzender, naam, lambda sluis: desk.deliver(afzender, sluis, claims))
    return _receipts(bewijzen, 200 if all(b.eerder for b in bewijzen) else 201)


async def _check(request: Request, afzender: Afzender) -> Response:
    """200 with the verdict, 422 where it would be refused."""
    claims, naam = _claims(request, afzender)
    bewijzen = await _with_body(request, afzender, naam, lambda sluis: desk.check(afzender, sluis, claims))
    return _receipts(bewijzen, 200)


async def _list(request: Request, afzender: Afzender) -> Response:
    bewijzen = await to_thread.run_sync(desk.receipts, afzender)
    return _receipts(bewijzen, 200, ook_geweigerd=True)


async def _one(request: Request, afzender: Afzender) -> Response:
    try:
        bewijs = await to_thread.run_sync(desk.receipt, afzender, request.path_params["levering"])
    except NietToegestaan as fout:
        return problem(404, "Niet gevonden", str(fout))
    return JSONResponse(bewijs.as_json())


async def _description(_request: Request) -> Response:
    return JSONResponse(openapi.description(), headers={"Cache-Control": "no-cache"})


async def _from_page(request: Request) -> Response:
    """A file that a page of the app sends, into the inzending that its key opens."""
    inzending = desk.inzending(_bearer(request))
    naam = request.query_params.get("naam", "")
    bron = await _in_thread(request, lambda stroom: inzending.add(naam, stroom))
    return JSONResponse({"naam": bron.naam, "bytes": bron.bytes}, status_code=201)


# -- reading a request ---------------------------------------------------------------------------------------------------


def _bearer(request: Request) -> str:
    soort, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if soort.lower() == "bearer" else ""


def _claims(request: Request, afzender: Afzender) -> tuple[desk.Claims, str]:
    vraag = request.query_params
    if onbekend := sorted(set(vraag) - _VRAAG):
        raise VerkeerdeAanroep(
            f"Onbekend in het adres: {', '.join(onbekend)[:80]}; wel kan {', '.join(sorted(_VRAAG))}."
        )
    if not vraag.get("naam"):
        raise VerkeerdeAanroep("Noem het bestand, met naam=... in het adres; aan de naam worden tabellen herkend.")
    organisatie = desk.own_organisation(afzender, vraag.get("organisatie") or None)
    verder = (vraag.get(woord) or None for woord in ("dataset", "periode", "bronsysteem"))
    return desk.Claims(organisatie, *verder), vraag["naam"]


async def _with_body(
    request: Request, afzender: Afzender, naam: str, doe: Callable[[Sluis], list[Ontvangstbewijs]]
) -> list[Ontvangstbewijs]:
    def werk(stroom: _Body) -> list[Ontvangstbewijs]:
        with Sluis(desk.omgeving(afzender)) as sluis:
            sluis.add(naam, stroom)
            return doe(sluis)

    return await _in_thread(request, werk)


async def _in_thread(request: Request, werk: Callable[[_Body], T]) -> T:
    """Have a thread read the body of the request. Raises `_Antwoord` where it is of a kind or length that is not taken."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/octet-stream":
        zin = "Stuur het bestand zelf als inhoud, met Content-Type: application/octet-stream; geen formulier."
        raise _Antwoord(problem(415, "Verkeerde inhoud", zin))
    lengte = request.headers.get("content-length", "")
    if lengte.isdigit() and int(lengte) > desk.omgeving().max_bestand_bytes:
        raise _Antwoord(_too_large())
    return await to_thread.run_sync(werk, _Body(request), limiter=_limiter())


class _Body:
    """The body of a request as a stream for the thread that reads it: it waits for the network, the server does not."""

    def __init__(self, request: Request) -> None:
        self._delen: AsyncIterator[bytes] = request.stream()
        self._rest = memoryview(b"")

    def read(self, size: int = -1, /) -> bytes:
        while not self._rest:
            deel = from_thread.run(self._next)
            if deel is None:
                return b""
            self._rest = memoryview(deel)
        n = size if size > 0 else len(self._rest)
        gelezen, self._rest = bytes(self._rest[:n]), self._rest[n:]
        return gelezen

    async def _next(self) -> bytes | None:
        return await anext(self._delen, None)


@lru_cache(maxsize=1)
def _limiter() -> CapacityLimiter:
    return CapacityLimiter(_TEGELIJK)


# -- answering -----------------------------------------------------------------------------------------------------------


class _Antwoord(Exception):
    """Carries the answer to a request that cannot be done, out of wherever that shows."""

    def __init__(self, antwoord: Response) -> None:
        super().__init__()
        self.antwoord = antwoord


def _receipts(bewijzen: list[Ontvangstbewijs], goed: int, *, ook_geweigerd: bool = False) -> Response:
    """Receipts as the document of `lever --json`."""
    if not ook_geweigerd and any(b.status == "geweigerd" for b in bewijzen):
        goed = 422
    return JSONResponse([b.as_json() for b in bewijzen], status_code=goed, headers={"Cache-Control": "no-store"})


def problem(status: int, titel: str, zin: str, koppen: dict[str, str] | None = None) -> Response:
    """A problem as RFC 9457 has it: one sentence that says what, and how to mend it."""
    inhoud = {"type": "about:blank", "title": titel, "status": status, "detail": zin}
    kop = {"Cache-Control": "no-store", **(koppen or {})}
    return JSONResponse(inhoud, status, media_type="application/problem+json", headers=kop)


def _too_large() -> Response:
    grens = desk.omgeving().max_bestand_bytes / 1024**3
    return problem(
        413, "Te groot", f"Het bestand is groter dan {grens:.0f} GB; lever het in delen, bijvoorbeeld per maand."
    )


def _guarded(antwoord: Antwoord) -> Antwoord:
    """Every way in which a request can fail, as a problem."""

    async def veilig(request: Request) -> Response:
        try:
            return await antwoord(request)
        except _Antwoord as fout:
            return fout.antwoord
        except ClientDisconnect:
            return Response(status_code=400)  # nobody is left to read it
        except GebruikersFout as fout:
            return _user_error(fout)
        except Exception as fout:  # noqa: BLE001 - the edge: no message leaves, for those quote values
            code = secrets.token_hex(4).upper()
            _LOG.error("%s: %s", code, InterneFout.van(fout, request.url.path))
            return problem(
                500, "Fout", f"Er ging hier iets mis; er is niets verloren. Meld code {code} aan het beheer."
            )

    return veilig


def _user_error(fout: GebruikersFout) -> Response:
    if isinstance(fout, NietToegestaan):
        return problem(403, "Niet toegestaan", str(fout))
    if isinstance(fout, WerkmapFout):
        return problem(503, "Nu niet mogelijk", str(fout), {"Retry-After": "60"})
    if isinstance(fout, VerkeerdeAanroep):
        return problem(400, "Verkeerde aanroep", str(fout))
    # A refusal before anything was received: the file is too large.
    return problem(413, "Te groot", str(fout))


def _as_sender(antwoord: Callable[[Request, Afzender], Awaitable[Response]]) -> Antwoord:
    """Only for who shows a token."""

    async def met_afzender(request: Request) -> Response:
        kop = {"WWW-Authenticate": 'Bearer realm="daadkracht"'}
        token = _bearer(request)
        if not token:
            return problem(401, "Niet aangemeld", "Zet de toegangscode in de kop Authorization: Bearer CODE.", kop)
        try:
            afzender = await to_thread.run_sync(desk.enter, token)
        except NietToegestaan as fout:
            return problem(401, "Niet aangemeld", str(fout), kop)
        return await antwoord(request, afzender)

    return _guarded(met_afzender)


async def _health(_request: Request) -> Response:
    return JSONResponse({"status": "in orde"})


ROUTES = [
    Route("/gezond", _health),
    Route("/api/openapi.json", _guarded(_description), methods=["GET"]),
    Route("/api/leveringen", _as_sender(_deliver), methods=["POST"]),
    Route("/api/leveringen", _as_sender(_list), methods=["GET"]),
    Route("/api/leveringen/{levering}", _as_sender(_one), methods=["GET"]),
    Route("/api/controleer", _as_sender(_check), methods=["POST"]),
    Route("/eigen/inzending", _guarded(_from_page), methods=["POST"]),
]
