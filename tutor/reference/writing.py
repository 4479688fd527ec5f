"""Formulas in the texts of the cards: read by our reader, written as in print, and in words."""

from __future__ import annotations

import re

from tutor.expr import Expr
from tutor.read import Scope, read
from tutor.reference.model import BLANK, Row
from tutor.show import pretty
from tutor.words import words

__all__ = ["SCOPE", "equation", "row", "several", "sides"]

SCOPE = Scope(
    wrt="x", functions=frozenset("fghk"), dependent=frozenset({"u", "v", "w", "y"}), own=True
)  # fmt: skip
_SIGNS = {
    "=": ("=", "equals"), "<": ("<", "is less than"), ">": (">", "is greater than"), "!=": ("≠", "is not"),
    "<=": ("≤", "is at most"), ">=": ("≥", "is at least"), "->": ("→", "goes to"),
}  # fmt: skip
_RAISED = str.maketrans("ᵃᵇᶻⁱʲˣ", "abzijx")
# What is spoken otherwise than in the sentences of a drill, where → stands between a right side and a wrong one.
_SPOKEN = tuple(
    (re.compile(sign), said)
    for sign, said in (
        (r"lim (\w)→(\w) ", r"the limit, as \1 goes to \2, of "),
        (r"\bfor (\w) → 0", r"as \1 goes to 0"),
        (" → ", " leads to "),
        (" = ", " equals "),
        ("≠", "is not"),
        ("≤", "is at most"),
        ("≥", "is at least"),
        ("≈", "is about"),
        (" < ", " is less than "),
        (" > ", " is greater than "),
        ("−∞", "minus infinity"),
        ("∞", "infinity"),
        ("±", "plus or minus "),
        (r"∂(\w+)/∂(\w+)", r"the partial derivative of \1 by \2"),
        ("Σ ", "the sum of "),
        ("ᵀ", " transposed"),
        ("ẋ", "x with a dot"),
        ("ẍ", "x with two dots"),
        (r"\be([ᵃ-ᶻⁱʲˣ]+)", lambda found: f"e to the {' '.join(found[1].translate(_RAISED))}"),
    )
)
_SPLIT = re.compile(r" (=|<=|>=|<|>|!=|->) ")


def row(label: str, text: str) -> Row:
    """A row with the formulas between backticks written out."""
    pieces = text.split("`")
    shown = "".join(_shown(piece) if i % 2 else piece for i, piece in enumerate(pieces))
    said = "".join(f", {_said(piece)}," if i % 2 else _in_words(piece) for i, piece in enumerate(pieces))
    said = re.sub(r",(?=[.;:,?])|^, |,$", "", said.replace(" ,", ",").replace(",,", ","))
    return Row(label, shown, said if said != shown else "")


def equation(label: str, *parts: tuple[Expr, str], end: str = "", said_end: str = "") -> Row:
    """A row with trees and the signs after them: ((u v)', "="), (u' v + u v', "")."""
    shown = " ".join(f"{pretty(e)} {_SIGNS[sign][0]}" if sign else pretty(e) for e, sign in parts)
    said = " ".join(f"{words(e)} {_SIGNS[sign][1]}" if sign else words(e) for e, sign in parts)
    return Row(label, _raised(shown.replace(" ", BLANK)) + end, said + (said_end or end))


def several(label: str, *parts: tuple[str, str, Expr]) -> Row:
    """A row of equations whose left sides are given as they are printed and as they are said."""
    shown = [f"{left} = {pretty(e)}".replace(" ", BLANK) for left, _, e in parts]
    return Row(label, ",  ".join(shown), ", ".join(f"{left} equals {words(e)}" for _, left, e in parts))


def sides(text: str) -> list[Expr]:
    """The formulas of `a = b`, `a < b < c`, or the one that there is."""
    return [read(side, SCOPE) for side in _SPLIT.split(text)[::2]]


def _shown(text: str) -> str:
    if text.startswith("tutor "):  # a command
        return text.replace(" ", BLANK)
    parts = [_SIGNS[part][0] if i % 2 else pretty(read(part, SCOPE)) for i, part in enumerate(_SPLIT.split(text))]
    return _raised(" ".join(parts).replace(" ", BLANK))


def _raised(line: str) -> str:
    """Several primes as one sign."""
    return line.replace("′′′′", "⁽⁴⁾").replace("′′′", "‴").replace("′′", "″")


def _in_words(text: str) -> str:
    for sign, said in _SPOKEN:
        text = sign.sub(said, text)
    return re.sub(" +", " ", text)


def _said(text: str) -> str:
    if text.startswith("tutor "):
        return text
    return " ".join(_SIGNS[part][1] if i % 2 else words(read(part, SCOPE)) for i, part in enumerate(_SPLIT.split(text)))
