"""The vault: delivered bytes hashed and encrypted, opened as a stream, and shredded by destroying their key.

Not here: what the bytes mean (`read.py`), and which file belongs to which levering (`register/`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from pyrage import EncryptError, RecipientError, decrypt, decrypt_io, encrypt, encrypt_io, x25519

from definitions import Omgeving, WerkmapFout, disk_error

from .refusal import Weigering

if TYPE_CHECKING:
    from .sources import Bron

_MASTER = "meester.age"
_PUBLIC = "ontvanger.txt"
_CHUNK = 1024 * 1024
# Folders of the vault that are no box of a levering.
_GEEN_DOZEN = frozenset({"pseudoniemen", "koppelingen"})
_KEY_LOCK = ".slot"


def fsync_folder(folder: Path) -> None:
    """Make renames and new names in `folder` survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_durably(path: Path, content: bytes, mode: int = 0o600) -> None:
    """Write under a temporary name, fsync, rename: the file is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    tijdelijk = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    handle = os.open(tijdelijk, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as bestand:
        bestand.write(content)
        bestand.flush()
        os.fsync(bestand.fileno())
    tijdelijk.rename(path)
    fsync_folder(path.parent)


def _has_data(omgeving: Omgeving) -> bool:
    return (omgeving.kluis / _PUBLIC).exists()


def ensure_keys(omgeving: Omgeving, tell: Callable[[str], None] = lambda _: None) -> None:
    """Make the master key at first use and `tell` to keep a copy. Who only receives needs no more than the public key.

    Raises `WerkmapFout` (exit 14) where the work folder has data but its master key is gone: a new key would make every
    pseudonym and every stored file unreadable without anyone noticing.
    """
    if omgeving.alleen_ontvangen:
        _recipient(omgeving)
        return
    meester = omgeving.sleutels / _MASTER
    if meester.exists() and _has_data(omgeving):
        return
    if not meester.exists() and _has_data(omgeving):
        raise WerkmapFout(
            f"De hoofdsleutel ontbreekt in {omgeving.sleutels}, terwijl er al gegevens in {omgeving.werk} staan; "
            "zet de reservekopie van de sleutelmap terug."
        )
    with _keys_to_itself(omgeving):
        if not meester.exists():
            write_durably(meester, str(x25519.Identity.generate()).encode())
            tell(f"Nieuwe hoofdsleutel gemaakt in {omgeving.sleutels}. Bewaar een kopie op een veilige andere plek.")
        if not _has_data(omgeving):
            publiek = str(_master(omgeving).to_public()).encode()
            write_durably(omgeving.kluis / _PUBLIC, publiek, 0o644)


@contextmanager
def _keys_to_itself(omgeving: Omgeving) -> Iterator[None]:
    """One process at a time makes keys: of two masters made at once the files under the first could never be opened."""
    omgeving.sleutels.mkdir(parents=True, exist_ok=True)
    omgeving.sleutels.chmod(0o700)
    with (omgeving.sleutels / _KEY_LOCK).open("a") as slot:
        fcntl.flock(slot, fcntl.LOCK_EX)
        yield


def _master(omgeving: Omgeving) -> x25519.Identity:
    try:
        return x25519.Identity.from_str((omgeving.sleutels / _MASTER).read_text())
    except OSError:
        raise WerkmapFout(
            f"De hoofdsleutel in {omgeving.sleutels} is niet te lezen; zet de reservekopie van de sleutelmap terug."
        ) from None


def _recipient(omgeving: Omgeving) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str((omgeving.kluis / _PUBLIC).read_text().strip())
    except (OSError, RecipientError):
        raise WerkmapFout(f"De openbare sleutel in {omgeving.kluis} ontbreekt of is beschadigd.") from None


def _unwrap(omgeving: Omgeving, path: Path) -> bytes:
    try:
        return decrypt(path.read_bytes(), [_master(omgeving)])
    except FileNotFoundError:
        raise WerkmapFout("De sleutel van deze gegevens is vernietigd; ze zijn niet meer te lezen.") from None
    except Exception:  # noqa: BLE001  whatever pyrage finds wrong, the answer is the same
        raise WerkmapFout(
            f"De hoofdsleutel in {omgeving.sleutels} past niet bij {omgeving.werk}; zet de juiste sleutelmap terug."
        ) from None


class Leesbaar(Protocol):
    """What can be read in blocks."""

    def read(self, size: int = -1, /) -> bytes: ...


class _Hashing:
    """A reader that hashes and counts what passes, and stops at the size limit."""

    def __init__(self, stream: Leesbaar, limit: int) -> None:
        self._stream, self._limit = stream, limit
        self.sha256, self.size = hashlib.sha256(), 0
        self.fout: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            blok = self._stream.read(size if size > 0 else _CHUNK)
            self.size += len(blok)
            if self.size > self._limit:
                raise Weigering("bestand_te_groot", grens=f"{self._limit / 1024**3:.0f} GB")
        except Exception as fout:
            # The library that encrypts makes a sentence of its own of whatever is raised here; this one is the true one.
            self.fout = fout
            raise
        self.sha256.update(blok)
        return blok


def encrypt_to(omgeving: Omgeving, stroom: Leesbaar, doel: Path, ontvanger: x25519.Recipient) -> tuple[str, int]:
    """Encrypt a stream into the file `doel`, durably; its SHA-256 and its size in bytes. What the stream raises is raised
    as it is; `Weigering` where it is longer than a file may be."""
    lezer = _Hashing(stroom, omgeving.max_bestand_bytes)
    with doel.open("wb") as uit:
        try:
            encrypt_io(lezer, uit, [ontvanger])
        except EncryptError:
            raise (lezer.fout or WerkmapFout(f"In {omgeving.werk} kan niet worden geschreven.")) from None
        uit.flush()
        os.fsync(uit.fileno())
    return lezer.sha256.hexdigest(), lezer.size


@dataclass(frozen=True)
class Opgeslagen:
    """A file in the vault: its SHA-256, its size in bytes and its path below the vault."""

    sha256: str
    bytes: int
    pad: str


class Doos:
    """One levering's box in the vault while it is being filled: a folder with a key of its own, not yet in place."""

    def __init__(self, omgeving: Omgeving) -> None:
        self._omgeving = omgeving
        self.naam = secrets.token_hex(12)
        self._map = omgeving.kluis / f".nieuw-{self.naam}"
        self._map.mkdir(parents=True)
        identiteit = x25519.Identity.generate()
        self._ontvanger = identiteit.to_public()
        ingepakt = encrypt(str(identiteit).encode(), [_recipient(omgeving)])
        write_durably(self._map / "sleutel.age", ingepakt, omgeving.kluisrechten)

    def add(self, bron: Bron) -> Opgeslagen:
        """Encrypt a delivered file into the box. Raises `Weigering` where it cannot be read."""
        naam = secrets.token_hex(8) + ".age"
        try:
            with bron.open() as stroom:
                sha256, grootte = encrypt_to(self._omgeving, stroom, self._map / naam, self._ontvanger)
        except PermissionError:
            raise Weigering("bestand_onleesbaar", bestand=bron.naam) from None
        except OSError as fout:
            raise disk_error(fout) or Weigering("bestand_onleesbaar", bestand=bron.naam) from None
        return Opgeslagen(sha256, grootte, f"{self.naam}/{naam}")

    def close(self) -> None:
        """Put the box in place. Only a register transaction makes it count."""
        fsync_folder(self._map)
        self._map.rename(self._omgeving.kluis / self.naam)
        fsync_folder(self._omgeving.kluis)

    def discard(self) -> None:
        shutil.rmtree(self._map, ignore_errors=True)


@contextmanager
def open_stored(omgeving: Omgeving, pad: str) -> Iterator[BinaryIO]:
    """The plain bytes of a stored file as a stream. They never touch the disk."""
    doos, _, _ = pad.partition("/")
    geheim = _unwrap(omgeving, omgeving.kluis / doos / "sleutel.age").decode()
    with decrypted(omgeving.kluis / pad, x25519.Identity.from_str(geheim)) as stroom:
        yield stroom


@contextmanager
def decrypted(pad: Path, identiteit: x25519.Identity) -> Iterator[BinaryIO]:
    """The plain bytes of an encrypted file as a stream through a pipe."""
    lees_eind, schrijf_eind = os.pipe()
    fcntl.fcntl(schrijf_eind, fcntl.F_SETPIPE_SZ, _CHUNK)
    fout: list[BaseException] = []

    def pump() -> None:
        try:
            with pad.open("rb") as bron, os.fdopen(schrijf_eind, "wb", _CHUNK) as doel:
                decrypt_io(bron, doel, [identiteit])
        except BrokenPipeError:
            pass  # the reader has seen enough
        except BaseException as e:  # noqa: BLE001  handed to the reading side, which decides
            fout.append(e)

    draad = threading.Thread(target=pump, daemon=True)
    draad.start()
    uitgelezen = False
    with os.fdopen(lees_eind, "rb", _CHUNK) as lezer:
        try:
            yield lezer
            uitgelezen = lezer.read(1) == b""
        finally:
            lezer.close()
            draad.join()
    if fout and uitgelezen:
        raise WerkmapFout("Een bestand in de kluis is beschadigd; zet de reservekopie van de werkmap terug.") from None


def stored(omgeving: Omgeving, pad: str) -> bool:
    """Whether the box that holds `pad` is still there."""
    return (omgeving.kluis / pad.partition("/")[0]).exists()


def shred(omgeving: Omgeving, pad: str) -> None:
    """Destroy the key of the box that holds `pad`, then its files: what is left in a backup cannot be read."""
    doos = omgeving.kluis / pad.partition("/")[0]
    if doos.exists():
        shred_file(doos / "sleutel.age")
        shutil.rmtree(doos)


def shred_file(pad: Path) -> None:
    """Overwrite a file where it stands, then remove it; nothing where there is none."""
    if not pad.exists():
        return
    with suppress(PermissionError):  # of another user of the group, who made it writable for us
        pad.chmod(0o600)
    with pad.open("r+b") as bestand:
        for begin in range(0, pad.stat().st_size, _CHUNK):
            bestand.write(secrets.token_bytes(min(_CHUNK, pad.stat().st_size - begin)))
        bestand.flush()
        os.fsync(bestand.fileno())
    pad.unlink()


def remove_strays(omgeving: Omgeving, bekend: set[str], ouder_dan: float) -> None:
    """Remove boxes that no levering knows (a process died between filling and registering), last changed before
    `ouder_dan` (epoch seconds), so that a box being filled at this moment is left alone."""
    for doos in omgeving.kluis.glob("*"):
        naam = doos.name.removeprefix(".nieuw-")
        if doos.is_dir() and doos.name not in _GEEN_DOZEN and naam not in bekend and doos.stat().st_mtime < ouder_dan:
            shutil.rmtree(doos, ignore_errors=True)


def pseudonym_key(omgeving: Omgeving, organisatie: str, versie: int = 1) -> bytes:
    """The organisatie's random 32-byte pseudonym key, wrapped by the master key; made at its first levering."""
    return _key(omgeving, f"{organisatie}-{versie}")


def block_key(omgeving: Omgeving, organisatie: str) -> bytes:
    """The key of the tokens of forgotten members. It never rotates: with another key nobody would stay forgotten."""
    return _key(omgeving, f"blokkade-{organisatie}")


def _key(omgeving: Omgeving, naam: str) -> bytes:
    pad = omgeving.kluis / "pseudoniemen" / f"{naam}.age"
    if not pad.exists():
        write_durably(pad, encrypt(secrets.token_bytes(32), [_recipient(omgeving)]))
    return _unwrap(omgeving, pad)


def own_key(omgeving: Omgeving, organisatie: str, tell: Callable[[str], None] = lambda _: None) -> bytes:
    """The 32-byte key with which a library minimises at home, in its own folder of keys; made at first use."""
    pad = omgeving.sleutels / f"minimaliseren-{organisatie}.sleutel"
    with _keys_to_itself(omgeving):
        if not pad.exists():
            write_durably(pad, secrets.token_bytes(32))
            tell(
                f"Nieuwe sleutel gemaakt in {omgeving.sleutels}. Bewaar een kopie: met een andere wordt elk lid een nieuw lid."
            )
        return pad.read_bytes()


def keep_secret(omgeving: Omgeving, pad: str, inhoud: bytes) -> str:
    """Keep a small secret (hashed pairs of numbers) in the vault, to be opened with the master key; its path there."""
    write_durably(omgeving.kluis / f"{pad}.age", encrypt(inhoud, [_recipient(omgeving)]))
    return f"{pad}.age"


def read_secret(omgeving: Omgeving, pad: str) -> bytes:
    """The secret kept under `pad`."""
    return _unwrap(omgeving, omgeving.kluis / pad)
