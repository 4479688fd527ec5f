"""Where a mal-rule was followed: tests for the names that it has in special places."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise

from tutor.expr import PI, Add, Call, Div, E, Expr, Mul, Neg, Pow, Sym, as_fraction, walk
from tutor.rules.model import Layer

Layers = tuple[Layer, ...]
Fits = Callable[[Layers], bool]

_MULTIPLES = frozenset({"constant-multiple", "negative-multiple", "minus", "divided-by-constant"})


def with_rule(*rules: str) -> Fits:
    """Was it followed where one of these entries is?"""
    return lambda layers: not {*rules}.isdisjoint(layers[-1].rules)


def within(*rules: str) -> Fits:
    """Was it followed somewhere within what one of these entries was used on?"""
    return lambda layers: any(not {*rules}.isdisjoint(layer.rules) for layer in layers[:-1])


def next_to(*rules: str) -> Fits:
    """Was it followed on a part that one of these entries leaves open, constant factors aside?"""

    def test(layers: Layers) -> bool:
        above = [layer for layer in layers[:-1] if _MULTIPLES.isdisjoint(layer.rules)]
        return bool(above) and not {*rules}.isdisjoint(above[-1].rules)

    return test


def on(test: Callable[[Expr], bool]) -> Fits:
    """Does it hold of what was differentiated?"""
    return lambda layers: test(layers[-1].where)


def every(*tests: Fits) -> Fits:
    return lambda layers: all(test(layers) for test in tests)


def in_numerator(layers: Layers) -> bool:
    return _beside_the_bar(layers, 0)


def in_denominator(layers: Layers) -> bool:
    return _beside_the_bar(layers, 1)


def _beside_the_bar(layers: Layers, side: int) -> bool:
    return any(
        "quotient" in outer.rules and isinstance(outer.where, Div) and inner.where == (outer.where.num, outer.where.den)[side]
        for outer, inner in pairwise(layers)
    )  # fmt: skip


# What was differentiated ------------------------------------------------------------------------------------


def inside(e: Expr) -> Expr:
    """The argument of a function, the exponent of an exponential, or what is raised to a power."""
    match e:
        case Call(_, (argument,)):
            return argument
        case Pow(base, exponent):
            return exponent if as_fraction(exponent) is None else base
    return e


def terms(e: Expr) -> tuple[Expr, ...]:
    return e.terms if isinstance(e, Add) else (e,)


def minus_inside(e: Expr) -> bool:
    """Is there a minus sign in front of a term of the inside, so that the inner derivative has one?"""
    return any(isinstance(term, Neg) for term in terms(inside(e))) and inside(e) is not e


def has_a_minus(e: Expr) -> bool:
    """Is it negative, or a sum with a minus sign in it?"""
    return any(isinstance(term, Neg) for term in terms(e))


def of_minus_a_letter(e: Expr) -> bool:
    """e^(-x), e^(1 - x): the inner derivative is −1."""
    parts = terms(inside(e))
    falling = [t.arg for t in parts if isinstance(t, Neg) and isinstance(t.arg, Sym)]
    return len(falling) == 1 and sum(falling[0] in walk(term) for term in parts) == 1


def of_a_multiple(e: Expr) -> bool:
    """sin(3x), ln(x/2): the inside is a letter with a factor."""
    return _is_multiple(inside(e))


def _is_multiple(e: Expr) -> bool:
    match e:
        case Neg(arg):
            return isinstance(arg, Sym) or _is_multiple(arg)
        case Mul(factors):
            return all(isinstance(g, Sym) or as_fraction(g) is not None for g in factors)
        case Div(num, den):
            return as_fraction(den) is not None and (isinstance(num, Sym) or _is_multiple(num))
    return False


def of_degrees(e: Expr) -> bool:
    """sin(pi x/180)."""
    parts = list(walk(inside(e)))
    return PI in parts and any(as_fraction(part) == 180 for part in parts)


def is_power_of_a_function(e: Expr) -> bool:
    match e:
        case Pow(Call(), exponent):
            return as_fraction(exponent) is not None
        case Call("sqrt" | "cbrt", (Call(),)):
            return True
    return False


def is_power_of(*names: str) -> Callable[[Expr], bool]:
    """sin(x)^2, for the functions of these names."""
    return lambda e: isinstance(e, Pow) and isinstance(e.base, Call) and e.base.name in names


def has_negative_exponent(e: Expr) -> bool:
    return isinstance(e, Pow) and (as_fraction(e.exp) or 0) < 0


def has_exponent(n: Fraction | int) -> Callable[[Expr], bool]:
    return lambda e: isinstance(e, Pow) and as_fraction(e.exp) == n


def is_power_of_e(e: Expr) -> bool:
    return isinstance(e, Pow) and e.base == E


def is_power_to_itself(e: Expr) -> bool:
    return isinstance(e, Pow) and e.base == e.exp


def is_one_over_a_letter(e: Expr) -> bool:
    return isinstance(e, Div) and isinstance(e.den, Sym)


def is_change_of_base(e: Expr) -> bool:
    """ln(x)/ln(2)."""
    return isinstance(e, Div) and all(isinstance(side, Call) and side.name == "ln" for side in (e.num, e.den))


def has_a_letter_as_factor(e: Expr) -> bool:
    return isinstance(e, Mul) and any(isinstance(g, Sym) for g in e.factors)
