"""How the formulas, numbers and curves in a claim are read. Used by the tests alone."""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from functools import cache
from typing import Any

import mpmath

from tests.oracle import at
from tests.places import Curve, same
from tutor.errors import ReadError
from tutor.expr import Call, Expr, letters, mapped, substitute
from tutor.read import read
from tutor.scope import Scope

__all__ = ["RELATION", "RELATIONS", "ClaimError", "curve_called", "formula", "number", "with_curve"]

Real = Any
RELATIONS: dict[str, Callable[[Real, Real], bool]] = {
    "=": same,
    "!=": lambda p, q: not same(p, q),
    "<": lambda p, q: p < q and not same(p, q),
    "<=": lambda p, q: p < q or same(p, q),
    ">": lambda p, q: p > q and not same(p, q),
    ">=": lambda p, q: p > q or same(p, q),
}
RELATION = "(<=|>=|!=|=|<|>)"


class ClaimError(Exception):
    """A claim, or a property in one, that is not written as the vocabulary has it."""


def formula(text: str) -> Expr:
    """A formula in the tutor's notation, any letters; f and g are functions where a bracket follows them."""
    functions = frozenset("fg") if re.search(r"\b[fg]'*\(", text) else frozenset()
    try:
        return read(text, Scope(functions=functions, own=True))
    except ReadError as error:
        raise ClaimError(f"{text}: {error}") from None


def number(text: str, known: dict[str, Real] | None = None) -> Real:
    """The value of a formula, "oo" and "-oo" for the infinite ones, "none" for none."""
    match text.strip():
        case "none":
            return None
        case "oo" | "-oo" as infinite:
            return mpmath.mpf(infinite.replace("oo", "inf"))
        case other:
            return at(formula(other), known or {})


@cache
def curve_called(text: str) -> Curve:
    """A curve as it is written: a formula, and behind "with" the values at single places ("1/x with 0 at 0")."""
    shown, _, given = text.partition(" with ")
    values = [re.fullmatch(r"(\S+) at (\S+)", part.strip()) for part in given.split(",") if given]
    if None in values:
        raise ClaimError(f"{text}: behind 'with' I expect values at places, such as  0 at 0")
    tree = formula(shown)
    found = sorted(letters(tree)) or ["x"]
    if len(found) > 1:
        raise ClaimError(f"{text}: a curve has one letter")
    return Curve(tree, found[0], tuple((Fraction(v[2]), Fraction(v[1])) for v in values if v))


def with_curve(tree: Expr, curve: Curve) -> Expr:
    """The tree with the formula of a curve for the function f in it."""

    def of_f(node: Expr) -> Expr | None:
        if isinstance(node, Call) and node.name == "f":
            return substitute(curve.formula, {curve.letter: with_curve(node.args[0], curve)})
        return None

    return mapped(tree, of_f)
