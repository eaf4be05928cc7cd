"""The address for programs in words: an OpenAPI 3.1 description, in Dutch, with the words of the definitions.

Not here: answering (`api.py`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from definitions import DRAIN_ORDER, load_definities

_INLEIDING = """\
Voor systemen die zelf aanleveren, bijvoorbeeld elke week. Stuur het bestand als inhoud van het verzoek: één bestand, of een zip
met de bestanden van één levering. Wat u stuurt wordt versleuteld terwijl het binnenkomt. Het antwoord is het ontvangstbewijs.
Hetzelfde bestand nog eens sturen kan geen kwaad: u krijgt het eerste ontvangstbewijs terug. De toegangscode krijgt u van het
beheer van het netwerk."""

_TEKST = {"type": "string"}
_AANTAL = {"type": "integer", "minimum": 0}
_MAG_LEEG = {"type": ["string", "null"]}


@lru_cache(maxsize=1)
def description() -> dict[str, Any]:
    """The whole document."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Daadkracht: gegevens aanleveren", "version": "1.0.0", "description": _INLEIDING},
        "servers": [{"url": "/", "description": "Het adres waarop u deze beschrijving las."}],
        "security": [{"toegangscode": []}],
        "paths": {
            "/api/leveringen": {"post": _deliver(), "get": _list()},
            "/api/leveringen/{levering}": {"get": _one()},
            "/api/controleer": {"post": _check()},
            "/api/openapi.json": {"get": _self()},
        },
        "components": {
            "securitySchemes": {
                "toegangscode": {
                    "type": "http", "scheme": "bearer", "description": "De toegangscode van de afzender: Authorization: Bearer CODE.",
                }
            },
            "schemas": {"Ontvangstbewijs": _receipt(), "Bevinding": _finding(), "Probleem": _problem()},
        },
    }  # fmt: skip


def _deliver() -> dict[str, Any]:
    return {
        "operationId": "lever", "summary": "Een bestand aanleveren",
        "description": "Neemt het bestand in ontvangst. Het wordt daarna verwerkt; vraag het bewijs later op voor de uitkomst.",
        "parameters": _claims(), "requestBody": _body(),
        "responses": {
            "201": _receipts("Ontvangen: per levering een ontvangstbewijs."),
            "200": _receipts("Dit is al eens aangeleverd: het eerste ontvangstbewijs."),
            "422": _receipts("Geweigerd; de bevindingen zeggen waarom en wat u kunt doen. Het bestand is bewaard."),
            **_problems(400, 401, 403, 413, 415, 503),
        },
    }  # fmt: skip


def _check() -> dict[str, Any]:
    return {
        "operationId": "controleer", "summary": "Een bestand laten controleren zonder aan te leveren",
        "description": "Geeft het oordeel dat een levering zou krijgen. Er wordt niets bewaard.",
        "parameters": _claims(), "requestBody": _body(),
        "responses": {
            "200": _receipts("Het oordeel; `levering` is null."),
            "422": _receipts("Dit zou worden geweigerd; de bevindingen zeggen waarom en wat u kunt doen."),
            **_problems(400, 401, 403, 413, 415, 503),
        },
    }  # fmt: skip


def _list() -> dict[str, Any]:
    return {
        "operationId": "leveringen", "summary": "De eigen leveringen, de nieuwste eerst",
        "responses": {"200": _receipts("De ontvangstbewijzen."), **_problems(401, 503)},
    }  # fmt: skip


def _one() -> dict[str, Any]:
    nummer = {
        "name": "levering", "in": "path", "required": True, "description": "Het nummer van de levering.",
        "schema": {"type": "string", "pattern": "^L[0-9]{6,}$"}, "example": "L000012",
    }  # fmt: skip
    return {
        "operationId": "levering", "summary": "Het ontvangstbewijs van één eigen levering", "parameters": [nummer],
        "responses": {
            "200": _json("Het ontvangstbewijs.", {"$ref": "#/components/schemas/Ontvangstbewijs"}),
            **_problems(401, 404, 503),
        },
    }  # fmt: skip


def _self() -> dict[str, Any]:
    return {
        "operationId": "beschrijving", "summary": "Deze beschrijving", "security": [],
        "responses": {"200": _json("OpenAPI 3.1.", {"type": "object"})},
    }  # fmt: skip


def _claims() -> list[dict[str, Any]]:
    systemen = sorted(load_definities().bronsystemen)
    return [
        _query("naam", "De naam van het bestand; mede daaraan worden tabellen en perioden herkend.", _TEKST, "log 2025-03.csv", nodig=True),
        _query("organisatie", "ISIL van de organisatie. Mag weg als de toegangscode voor één organisatie geldt.",
               {"type": "string", "pattern": "^NL-0[0-9]{9}$"}, "NL-0800070000"),
        _query("dataset", "Zonder: wordt herkend.", {"type": "string", "enum": list(DRAIN_ORDER)}, "uitleningen"),
        _query("periode", "Een jaar, kwartaal, maand of dag. Zonder: wordt herkend.", _TEKST, "2025-03"),
        _query("bronsysteem", f"Zonder: wordt herkend. Bekend zijn {', '.join(systemen)}, en wat met u is afgesproken.",
               _TEKST, systemen[0]),
    ]  # fmt: skip


def _query(naam: str, uitleg: str, schema: dict[str, Any], voorbeeld: str, *, nodig: bool = False) -> dict[str, Any]:
    return {
        "name": naam, "in": "query", "required": nodig, "description": uitleg, "schema": schema, "example": voorbeeld,
    }  # fmt: skip


def _body() -> dict[str, Any]:
    return {
        "required": True, "description": "Het bestand zelf, ten hoogste 2 GB; geen formulier.",
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }  # fmt: skip


def _json(uitleg: str, schema: dict[str, Any], soort: str = "application/json") -> dict[str, Any]:
    return {"description": uitleg, "content": {soort: {"schema": schema}}}


def _receipts(uitleg: str) -> dict[str, Any]:
    return _json(uitleg, {"type": "array", "items": {"$ref": "#/components/schemas/Ontvangstbewijs"}})


def _problems(*codes: int) -> dict[str, Any]:
    woorden = {
        400: "Een woord in het adres klopt niet.", 401: "De toegangscode ontbreekt of is niet (meer) geldig.",
        403: "De toegangscode geldt niet voor deze organisatie.", 404: "Deze levering is er niet, of is niet van u.",
        413: "Het bestand is te groot.", 415: "De inhoud is geen application/octet-stream.",
        503: "Nu niet mogelijk; probeer het over een minuut opnieuw.",
    }  # fmt: skip
    schema = {"$ref": "#/components/schemas/Probleem"}
    return {str(code): _json(woorden[code], schema, "application/problem+json") for code in codes}


def _receipt() -> dict[str, Any]:
    bestand = {
        "type": "object", "required": ["naam", "sha256"], "properties": {"naam": _TEKST, "sha256": _TEKST},
    }  # fmt: skip
    woorden = ("gelezen", "geaccepteerd", "hersteld", "uitval", "dubbel", "overgeslagen")
    rijen = {
        "type": ["object", "null"], "description": "Null zolang de levering niet is verwerkt.",
        "required": list(woorden), "properties": dict.fromkeys(woorden, _AANTAL),
    }  # fmt: skip
    return {
        "type": "object",
        "required": ["levering", "organisatie", "dataset", "periode", "bronsysteem", "bestanden", "status", "rijen", "bevindingen"],
        "properties": {
            "levering": {**_MAG_LEEG, "description": "Het nummer; null bij een controle."}, "organisatie": _TEKST,
            "dataset": _MAG_LEEG, "periode": _MAG_LEEG, "bronsysteem": _MAG_LEEG,
            "bestanden": {"type": "array", "items": bestand},
            "status": {
                "type": "string",
                "enum": ["ontvangen", "wacht", "verwerkt", "verwerkt_met_uitval", "geweigerd", "te_bevestigen", "vervangen", "ingetrokken"],
            },
            "rijen": rijen,
            "bevindingen": {"type": "array", "items": {"$ref": "#/components/schemas/Bevinding"}},
            "herkenning": {"type": "object", "description": "Waaraan dataset, bronsysteem en periode zijn herkend."},
            "ontvangen_op": _MAG_LEEG,
        },
    }  # fmt: skip


def _finding() -> dict[str, Any]:
    regels = {
        "type": "object", "description": "Per bestand de eerste regelnummers; de kopregel is regel 1. Nooit een waarde.",
        "additionalProperties": {"type": "array", "items": {"type": "integer", "minimum": 1}},
    }  # fmt: skip
    return {
        "type": "object", "required": ["code", "ernst", "gevolg", "kolom", "aantal", "uitleg"],
        "properties": {
            "code": _TEKST, "ernst": {"type": "string", "enum": ["rij", "levering", "bestand"]}, "gevolg": _TEKST,
            "kolom": _MAG_LEEG, "aantal": _AANTAL, "uitleg": _TEKST, "herstel": _TEKST, "regels": regels,
        },
    }  # fmt: skip


def _problem() -> dict[str, Any]:
    return {
        "type": "object", "required": ["type", "title", "status", "detail"],
        "properties": {"type": _TEKST, "title": _TEKST, "status": {"type": "integer"}, "detail": _TEKST},
        "description": "Eén zin (detail) die zegt wat er is en hoe het beter kan.",
    }  # fmt: skip
