"""A single fraction, and no negative exponents: what stands below a bar, and how.

A single fraction has one bar at most: none in a sum, none within another, no two in a product, and no power with a
negative number for its exponent, which is a bar in disguise. e^(-x) is none. What stands inside a function, a root or
an exponent has bars of its own that do not count.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tutor.expr import Add, Div, E, Expr, Mul, Neg, Num, Pow, as_fraction, children, number, walk
from tutor.form import Lack
from tutor.show import exact

__all__ = ["no_negative_exponents", "single_fraction"]


def single_fraction(answer: Expr) -> Lack | None:
    """What keeps the answer from being a single fraction, None if it is one (or has no fraction at all)."""
    for node in _outside(answer):
        match node:
            case Add() if (bar := _first_bar(node)) is not None:
                return Lack("{} stands in the sum {}", (bar, node))
            case Div(num, den) if (bar := _first_bar(num) or _first_bar(den)) is not None:
                return Lack("{} is a fraction within a fraction", (bar,))
            case Pow() if _is_negative(exact(node.exp)):
                return _below(node)
    bars = [node for node in _outside(answer) if isinstance(node, Div)]
    return Lack("{} and {} are two fractions", (bars[0], bars[1])) if len(bars) > 1 else None


def no_negative_exponents(answer: Expr) -> Lack | None:
    """The first power with a negative exponent, wherever it stands: x^(-3), and x^(-n). e^(-x) and 2^(-x) may stay."""
    for node in walk(answer):
        if isinstance(node, Pow):
            value = exact(node.exp)
            is_exponential = value is None and (node.base == E or isinstance(node.base, Num))
            if _is_negative(value) or (not is_exponential and isinstance(node.exp, Neg)):
                return _below(node)
    return None


def _below(e: Pow) -> Lack:
    """What belongs below a bar instead: x^3 for x^(-3)."""
    value = exact(e.exp)
    positive = e.exp.arg if isinstance(e.exp, Neg) else number(-(value or 0))
    whole = e.base if value == -1 else Pow(e.base, positive)
    return Lack("{} has a negative exponent, {} belongs below a bar", (e, whole))


def _is_negative(value: Fraction | None) -> bool:
    return value is not None and value < 0


def _outside(e: Expr) -> Iterator[Expr]:
    """The nodes outside functions, roots and exponents, a parent before its parts."""
    yield e
    for part in _parts(e):
        yield from _outside(part)


def _parts(e: Expr) -> tuple[Expr, ...]:
    match e:
        case Add() | Mul() | Neg() | Div():
            return children(e)
        case Pow(base, exponent) if (value := as_fraction(exponent)) is not None and value.denominator == 1:
            return (base,)
        case _:
            return ()


def _first_bar(e: Expr) -> Div | None:
    return next((node for node in _outside(e) if isinstance(node, Div)), None)
