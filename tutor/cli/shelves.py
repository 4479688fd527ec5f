"""The commands that look something up: one for each shelf of cards, with the same parameters."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from tutor.cli.options import Ascii, Json, Plain, Reader

Name = Annotated[list[str] | None, typer.Argument(metavar="[NAME]")]

# The help of each.
SHELVES = {
    "rules": """The rules, elementary derivatives, theorems and methods, one card each.

    \b
    tutor rules
    tutor rules product
    tutor rules lo d-hi
    tutor rules theorems
    """,
    "terms": """What the words of the subject mean.

    \b
    tutor terms
    tutor terms critical point
    """,
    "notation": """How a derivative is written: Lagrange, Leibniz, Newton and others.

    \b
    tutor notation
    tutor notation leibniz
    """,
    "topics": """The ladder of topics with what the bank has of each, and the course as a whole.

    \b
    tutor topics
    tutor topics product
    tutor topics review          what to look at when you are stuck
    """,
}


def command_of(shelf: str) -> Callable[..., None]:
    """The command that prints the cards of a shelf, or the one that is named."""

    def look_up(
        name: Name = None, json: Json = False, plain: Plain = False, ascii: Ascii = False, screen_reader: Reader = False
    ) -> None:
        from tutor.ui.reference import print_reference
        from tutor.ui.theme import Settings

        print_reference(shelf, name or (), json, Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader))

    return look_up
