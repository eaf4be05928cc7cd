#!/bin/sh
# Sees to it that there is a Chromium for the browser tests; where that cannot be, it says so and ends well.
# Not here: which tests need it (those marked `browser`; they skip themselves without one).
set -u
cd "$(dirname "$0")/.."

meld() { printf '%s\n' "$*" >&2; }

has_browser() {
    for naam in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$naam" >/dev/null; then return 0; fi
    done
    .venv/bin/python -c 'import pathlib, sys
from playwright.sync_api import sync_playwright
with sync_playwright() as p:
    sys.exit(not pathlib.Path(p.chromium.executable_path).exists())' 2>/dev/null
}

has_browser && exit 0

if command -v apt-get >/dev/null; then
    if [ "$(id -u)" -eq 0 ]; then sudo=
    elif command -v sudo >/dev/null && sudo -n true 2>/dev/null; then sudo="sudo -n"
    else sudo=nee
    fi
    if [ "$sudo" != nee ]; then
        meld "Chromium wordt geïnstalleerd voor de browsertests."
        # shellcheck disable=SC2086
        $sudo apt-get update >/dev/null 2>&1 \
            && $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium >/dev/null 2>&1
        has_browser && exit 0
    fi
fi

.venv/bin/playwright install chromium >/dev/null 2>&1
has_browser && exit 0
meld "Er is geen Chromium en het kon niet worden geïnstalleerd; de browsertests worden overgeslagen."
exit 0
