"""What argparse itself says, in Dutch.

Not here: our own help texts (`parser.py`) and sentences of the commands (`commands.py`).
"""

from __future__ import annotations

import argparse

# Every message of argparse a user can meet; the keys are argparse's own words (a test holds them against the library).
MESSAGES: dict[str, str] = {
    "usage: ": "Gebruik: ",
    "positional arguments": "argumenten",
    "options": "opties",
    "show this help message and exit": "toon deze hulp",
    "argument %(argument_name)s: %(message)s": "bij %(argument_name)s: %(message)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": "%(parser_name)r bestaat niet; kies uit %(choices)s",
    "unrecognized arguments: %s": "dit wordt niet herkend: %s",
    "not allowed with argument %s": "dit kan niet samen met %s",
    "ignored explicit argument %r": "hier hoort geen waarde bij, ook niet %r",
    "the following arguments are required: %s": "dit ontbreekt nog: %s",
    "one of the arguments %s is required": "geef een van deze opties: %s",
    "expected one argument": "hier hoort één waarde bij",
    "expected at most one argument": "hier hoort hooguit één waarde bij",
    "expected at least one argument": "hier hoort ten minste één waarde bij",
    "expected %s argument": "hier hoort %s waarde bij",
    "expected %s arguments": "hier horen %s waarden bij",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s kan van alles zijn: %(matches)s",
    "unexpected option string: %s": "deze optie hoort hier niet: %s",
    "invalid %(type)s value: %(value)r": "%(value)r is geen geldige waarde (%(type)s)",
    "invalid choice: %(value)r (choose from %(choices)s)": "%(value)r bestaat niet; kies uit %(choices)s",
    "can't open '%(filename)s': %(error)s": "%(filename)s kan niet worden geopend",
    "%(prog)s: error: %(message)s\n": "%(prog)s: %(message)s\n",
}


def translate(message: str) -> str:
    """The Dutch for a message of argparse; a message for programmers, which no user meets, stays as it is."""
    return MESSAGES.get(message, message)


def _translate_plural(singular: str, plural: str, aantal: int) -> str:
    return translate(singular if aantal == 1 else plural)


def speak_dutch() -> None:
    """Let argparse speak Dutch in this process.

    argparse asks gettext, which answers by the locale of the machine and so in English on most; the two names through
    which it asks are replaced instead.
    """
    setattr(argparse, "_", translate)  # noqa: B010 - the stubs do not know the name
    setattr(argparse, "ngettext", _translate_plural)  # noqa: B010
