"""The real zeros of an expression in one letter, exactly: what a person could find by hand.

Products are taken apart, fractions brought on one denominator. What is left is a polynomial in "things": x or a root of
it, e^x, ln(x), sin(x) and cos(x), … A polynomial in one thing is factored over the rational numbers, and factors of
degree one and two are solved, also in a power of the thing; then the thing itself is solved for x. Trigonometric
equations have their zeros listed on a bounded interval. What goes beyond that raises `UnsolvedError`: no guesses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import inf, isfinite

from tutor import surds
from tutor.evaluate import value50
from tutor.expr import (
    Add,
    Call,
    Div,
    E,
    Expr,
    Neg,
    Pow,
    as_fraction,
    depends_on,
    letters,
    number,
    substitute,
    walk,
)
from tutor.solve.equations import Bounds, Solver
from tutor.solve.unsolved import UnsolvedError
from tutor.surds import simplest

__all__ = ["Bounds", "UnsolvedError", "breaks", "in_order", "zeros"]

EVERYWHERE: Bounds = (-inf, inf)


@lru_cache(maxsize=128)
def zeros(e: Expr, wrt: str = "x", bounds: Bounds = EVERYWHERE) -> tuple[Expr, ...]:
    """Every place between the bounds (both included) at which the expression is 0, in order.

    Raises UnsolvedError where they cannot be found, and where it is 0 on a whole interval.
    """
    if letters(e) - {wrt}:
        raise UnsolvedError(e)
    found = [simplest(place) for place in Solver(wrt, bounds).zeros(e)]
    return in_order(place for place in found if _lies(place, bounds) and _is_zero_at(e, wrt, place))


def in_order(places: Iterable[Expr]) -> tuple[Expr, ...]:
    """The places by size, each once."""
    sized = sorted(((surds.size(place), place) for place in places), key=lambda pair: pair[0])
    kept: list[tuple[float, Expr]] = []
    for x, place in sized:
        if not kept or abs(x - kept[-1][0]) > 1e-11 * (1 + abs(x)):
            kept.append((x, place))
    return tuple(place for _, place in kept)


def _lies(place: Expr, bounds: Bounds) -> bool:
    x = surds.size(place)
    slack = 1e-12 * (1 + abs(x))
    return isfinite(x) and bounds[0] - slack <= x <= bounds[1] + slack


def _is_zero_at(e: Expr, wrt: str, place: Expr) -> bool:
    here = substitute(e, {wrt: place})
    try:
        found = value50(here, {})
    except ValueError:
        return False
    return found is not None and abs(found) < 1e-40


def breaks(f: Expr, wrt: str = "x", bounds: Bounds = EVERYWHERE) -> tuple[Expr, ...]:
    """Every place at which f or one of its derivatives can lose its value, or change its course, in order.

    Raises UnsolvedError where one of them cannot be found.
    """
    found: list[Expr] = []
    for node in walk(f):
        found += [place for part in _delicate(node) if depends_on(part, {wrt}) for place in zeros(part, wrt, bounds)]
    return in_order(found)


def _delicate(node: Expr) -> Iterator[Expr]:
    """What must not be 0 in a node, or where it turns when it is."""
    one = number(1)
    match node:
        case Div(_, below):
            yield below
        case Pow(base, exp) if base != E:
            power = as_fraction(exp)
            if power is None or power < 0 or power.denominator > 1:
                yield base
        case Call("ln" | "sqrt" | "cbrt" | "abs" | "sign" | "step" | "relu" | "log", (arg, *_)):
            yield arg
        case Call("max" | "min", (a, b)):
            yield Add((a, Neg(b)))
        case Call("tan" | "sec", (arg,)):
            yield Call("cos", (arg,))
        case Call("cot" | "csc" | "coth" | "csch", (arg,)):
            yield Call("sinh" if node.name in ("coth", "csch") else "sin", (arg,))
        case Call("arcsin" | "arccos" | "artanh" | "arcoth" | "arcsec" | "arccsc" | "arcosh", (arg,)):
            yield Add((arg, Neg(one)))
            yield Add((arg, one))
