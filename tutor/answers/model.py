"""The values an answer can have besides a formula: each is made of expressions, and keeps what was written.

A formula and an exact number are plain expressions. Nothing here computes or compares; `shapes` reads these values and
judges them, `writing` shows them.
"""

from __future__ import annotations

from dataclasses import dataclass

from tutor.expr import Expr
from tutor.lines import Equation

__all__ = [
    "NONE", "Choice", "Condition", "End", "Equation", "Infinity", "Interval", "Labelled", "LineNumber", "Listing",
    "Matrix", "Mended", "Order", "Pairing", "Pieces", "Point", "Row", "Truth", "Union", "Value", "Vector", "Word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Infinity:
    negative: bool = False


End = Expr | Infinity  # of an interval, and what a limit or a slope can be


@dataclass(frozen=True, slots=True)
class Word:
    """An answer in a word: "undefined"."""

    word: str


@dataclass(frozen=True, slots=True)
class Listing:
    """Several values in any order; none at all is the answer `none`."""

    items: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Point:
    coordinates: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """A point and what it is: "max", "min"."""

    point: Point
    label: str


@dataclass(frozen=True, slots=True)
class Interval:
    """The numbers between two ends; an infinite end is never closed."""

    lo: End
    hi: End
    lo_closed: bool = False
    hi_closed: bool = False


@dataclass(frozen=True, slots=True)
class Union:
    """Intervals put together; without parts it is empty, the answer `none`."""

    parts: tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class Vector:
    entries: tuple[Expr, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    rows: tuple[tuple[Expr, ...], ...]


Condition = Interval | Point  # a piece holds on an interval, or at one place


@dataclass(frozen=True, slots=True)
class Pieces:
    """A function in pieces: each with where it holds; the value may be the word "undefined"."""

    letter: str
    pieces: tuple[tuple[Expr | Word, Condition], ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options, counted from 0."""

    index: int


@dataclass(frozen=True, slots=True)
class Truth:
    true: bool


@dataclass(frozen=True, slots=True)
class Order:
    """The numbers of the items, from 1, in the order given."""

    numbers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Pairing:
    """For each item on the left the place of its partner on the right, from 0."""

    partners: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class LineNumber:
    """One line of a derivation, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class Mended:
    """A line of a derivation by its number, counted from 1, and what should stand there."""

    number: int
    line: Expr


@dataclass(frozen=True, slots=True)
class Row:
    """Several answers one after the other, each of its own kind."""

    items: tuple[Value, ...]


Value = (
    Expr | Infinity | Word | Equation | Listing | Point | Labelled | Interval | Union | Vector | Matrix | Pieces
    | Choice | Truth | Order | Pairing | LineNumber | Mended | Row
)  # fmt: skip

NONE = Listing(())
