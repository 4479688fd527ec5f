"""How long a typed answer takes to read."""

from __future__ import annotations

from tests.bench.timing import median, say, spread
from tests.tables import rows
from tutor.errors import ReadError
from tutor.read import read_answer

NASTY = (
    "(" * 499,
    "|" * 500,
    "x^" * 249 + "x",
    "sin" * 166,
    "√" * 500,
    "-" * 499 + "x",
    "x'" * 250,
    "9^" * 249 + "9",
)


def _read(text: str) -> None:
    try:
        read_answer(text)
    except ReadError:
        return


def run() -> None:
    """Print the spread over the table of typed answers, and the worst of 500 characters."""
    typed = [row[0] for row in rows("typed.tsv")]
    say(
        f"reading {len(typed)} typed answers",
        spread([median(_read, t) for t in typed]),
        "median 0.3, max 5",
    )
    say("reading 500 nasty characters", spread([median(_read, t) for t in NASTY]), "max 5")
