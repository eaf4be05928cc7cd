#!/bin/sh
# Makes .venv with everything in requirements.lock and this project in it; does nothing when that already stands.
# Not here: the browser for the tests (browser.sh), and which versions there are (requirements.lock, `make lock`).
set -eu
cd "$(dirname "$0")/.."

venv=.venv
stempel=$venv/.stempel

meld() { printf '%s\n' "$*" >&2; }
stop() { meld "$*"; exit 2; }

# The lock, the project's own metadata and this script decide what an environment looks like.
gewenst=$(cat requirements.lock pyproject.toml tools/setup.sh | sha256sum | cut -d' ' -f1)-$(pwd)
if [ -x "$venv/bin/daadkracht" ] && [ "$(cat "$stempel" 2>/dev/null)" = "$gewenst" ]; then exit 0; fi

is_311() { "$1" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; }

# Runs a command as root: directly, or with sudo where that asks for no password.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo -n "$@"
    else return 1
    fi
}

install_venv() {
    command -v apt-get >/dev/null || return 1
    meld "Python kan nog geen virtuele omgeving maken; python3-venv wordt geïnstalleerd."
    as_root apt-get update >/dev/null 2>&1 || return 1
    for pakket in python3.11-venv python3-venv; do
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "$pakket" >/dev/null 2>&1 && return 0
    done
    return 1
}

if [ ! -x "$venv/bin/python" ] || ! is_311 "$venv/bin/python"; then
    python=
    for kandidaat in ${PYTHON:-} python3.11 python3; do
        if is_311 "$kandidaat"; then python=$kandidaat; break; fi
    done
    [ -n "$python" ] || stop "Python 3.11 is niet gevonden; installeer het, of wijs het aan met: make PYTHON=/pad/naar/python3.11 ..."
    "$python" -c 'import ensurepip, venv' 2>/dev/null || install_venv \
        || stop "Python mist de module venv; installeer het pakket python3-venv (als beheerder: apt-get install python3-venv) en probeer het opnieuw."
    rm -rf "$venv"
    "$python" -m venv "$venv"
fi

# uv itself comes from the lock too: its version and hashes stand in one place.
if ! "$venv/bin/uv" --version 2>/dev/null | grep -qF "$(sed -n 's/^uv==\([0-9.]*\).*/uv \1/p' requirements.lock)"; then
    meld "uv wordt geïnstalleerd."
    awk '/^[^ ]/ { mee = /^uv==/ } mee' requirements.lock >"$venv/uv.lock"
    "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r "$venv/uv.lock"
fi

meld "De vastgelegde pakketten worden geïnstalleerd."
# Compiled now: where Python may not write bytecode itself, every start would compile every library anew.
"$venv/bin/uv" pip sync --quiet --compile-bytecode --python "$venv/bin/python" --require-hashes requirements.lock
"$venv/bin/uv" pip install --quiet --python "$venv/bin/python" --no-deps --no-build-isolation --editable .
"$venv/bin/python" -m compileall -q definitions ingest publishing dashboards orchestration
printf '%s\n' "$gewenst" >"$stempel"
