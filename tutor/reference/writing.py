"""Formulas in the texts of the cards: read by our reader, written as in print, and in words."""

from __future__ import annotations

import re

from tutor.expr import Expr
from tutor.read import Scope, read
from tutor.reference.model import BLANK, Row
from tutor.show import pretty
from tutor.words import words

__all__ = ["SCOPE", "equation", "row", "sides"]

SCOPE = Scope(
    wrt="x", functions=frozenset("fghk"), dependent=frozenset({"u", "v", "w", "y"}), own=True
)  # fmt: skip
_SIGNS = {
    "=": ("=", "equals"), "<": ("<", "is less than"), ">": (">", "is greater than"), "!=": ("≠", "is not"),
    "<=": ("≤", "is at most"), ">=": ("≥", "is at least"), "->": ("→", "goes to"),
}  # fmt: skip
_SPLIT = re.compile(r" (=|<=|>=|<|>|!=|->) ")


def row(label: str, text: str) -> Row:
    """A row with the formulas between backticks written out."""
    pieces = text.split("`")
    shown = [_shown(piece) if i % 2 else piece for i, piece in enumerate(pieces)]
    said = [f", {_said(piece)}," if i % 2 else piece for i, piece in enumerate(pieces)]
    spoken = re.sub(r",(?=[.;:,?])|^, |,$", "", "".join(said).replace(" ,", ",").replace(",,", ","))
    return Row(label, "".join(shown), spoken if len(pieces) > 1 else "")


def equation(label: str, *parts: tuple[Expr, str], end: str = "") -> Row:
    """A row with trees and the signs after them: ((u v)', "="), (u' v + u v', "")."""
    shown = " ".join(f"{pretty(e)} {_SIGNS[sign][0]}" if sign else pretty(e) for e, sign in parts)
    said = " ".join(f"{words(e)} {_SIGNS[sign][1]}" if sign else words(e) for e, sign in parts)
    return Row(label, shown.replace(" ", BLANK) + end, said + end)


def sides(text: str) -> list[Expr]:
    """The formulas of `a = b`, `a < b < c`, or the one that there is."""
    return [read(side, SCOPE) for side in _SPLIT.split(text)[::2]]


def _shown(text: str) -> str:
    if text.startswith("tutor "):  # a command
        return text.replace(" ", BLANK)
    parts = [_SIGNS[part][0] if i % 2 else pretty(read(part, SCOPE)) for i, part in enumerate(_SPLIT.split(text))]
    return " ".join(parts).replace(" ", BLANK)


def _said(text: str) -> str:
    if text.startswith("tutor "):
        return text
    return " ".join(_SIGNS[part][1] if i % 2 else words(read(part, SCOPE)) for i, part in enumerate(_SPLIT.split(text)))
