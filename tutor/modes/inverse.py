"""The derivative of an inverse function at a point: 1 over f' at the place that f sends there."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import inf

from tutor.derive import DerivationOf, StepOf, derive, moved
from tutor.errors import TutorError
from tutor.evaluate import value, value50
from tutor.expr import (
    ONE,
    PI,
    ZERO,
    Add,
    Call,
    Div,
    E,
    Expr,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    children,
    letters,
    number,
    substitute,
    with_children,
)
from tutor.lines import Equation
from tutor.show import pretty
from tutor.tidy import tidy

OfInverse = DerivationOf[Expr, Equation]
Row = StepOf[Equation]


def derive_inverse(f: Expr, b: Expr, wrt: str = "x") -> OfInverse:
    """The derivation of (f^-1)'(b); the lines are equations.

    Raises TutorError when no simple a with f(a) = b is found, when there are several, or when f'(a) is 0.
    """
    a = place_of(f, b, wrt)
    derivation = derive(f, wrt)
    name = Call("f'", (Sym(wrt),))
    steps: list[Row] = [
        StepOf(1, "inverse function", "find", f"Find the a that f sends to {pretty(b)}: f({pretty(a)}) = {pretty(b)}.",
               f, (("a", a), ("b", b)), Equation(Call("f", (a,)), b), ()),
    ]  # fmt: skip
    for step in derivation.steps:
        line = Equation(name, step.line)
        steps.append(moved(step, 1 + step.number, line))
    slope = put_in(derivation.line, a, wrt)
    n = steps[-1].number + 1
    say = f"Put in {wrt} = {pretty(a)}."
    steps.append(StepOf(n, "rewrite", "put-in", say, derivation.line, (), Equation(Call("f'", (a,)), slope), ()))
    if slope == ZERO:
        raise TutorError(
            f"f′({pretty(a)}) is 0: the graph of the inverse stands upright at {pretty(b)}, without a slope"
        )
    result = tidy(Div(ONE, slope))
    say = f"The slope of the inverse at {pretty(b)} is 1 over the slope of f at {pretty(a)}."
    steps.append(
        StepOf(n + 1, "inverse function", "inverse-function", say, f, (("a", a), ("b", b)),
               Equation(Call("g'", (b,)), result), ())
    )  # fmt: skip
    return DerivationOf(f, wrt, 1, tuple(steps), result)


def put_in(e: Expr, a: Expr, wrt: str) -> Expr:
    """The expression with the variable put in and the arithmetic done."""
    return tidy(exact(substitute(e, {wrt: a})))


def exact(e: Expr) -> Expr:
    """Known exact values put in: ln(1), e^0, sin(0), cos(pi), sqrt(4) and their like."""
    parts = children(e)
    if parts:
        e = with_children(e, tuple(exact(part) for part in parts))
    if not isinstance(e, Call | Pow) or letters(e):
        return e
    near = Fraction(value(e, {})).limit_denominator(12) if abs(value(e, {})) < 10**6 else None
    # Fifty digits, not the sixteen of a float: e^(pi sqrt(163)) must stay what it is.
    certain = None if near is None else value50(Add((e, Neg(number(near)))), {})
    return number(near) if near is not None and certain is not None and abs(certain) < 1e-45 else e


def place_of(f: Expr, b: Expr, wrt: str, lo: float = -inf, hi: float = inf) -> Expr:
    """The simple a between two bounds with f(a) = b. Raises TutorError where none is found."""
    if letters(f) - {wrt} or letters(b):
        raise TutorError("the inverse is worked out for a function of one letter at a number")
    wanted = value(b, {})
    near = (a for a in _candidates() if lo <= value(a, {}) <= hi)
    found = [a for a in near if abs(value(f, {wrt: value(a, {})}) - wanted) < 1e-12 * (1 + abs(wanted))]
    if not found:
        raise TutorError(f"I find no simple a with f(a) = {pretty(b)}; name a value that f takes at a simple place")
    return found[0]


def _candidates() -> Iterator[Expr]:
    yield ZERO
    for n in range(1, 13):
        yield from (number(n), number(-n))
    for below in (2, 3, 4):
        for n in range(1, 13):
            yield from (number(Fraction(n, below)), number(Fraction(-n, below)))
    yield from (E, Pow(E, Num(Fraction(2))), PI)
    for below in (2, 3, 4, 6):
        yield Div(PI, number(below))
        yield Mul((number(Fraction(2)), Div(PI, number(below))))
