"""Expressions that may or may not be equal to a given one, and a second opinion on whether they are: 140 digits."""

from __future__ import annotations

from fractions import Fraction
from random import Random

from tutor.ball import Gap, apart, digits, run
from tutor.evaluate import ball_point
from tutor.expr import Add, Call, Expr, Mul, Neg, Pow, Sym, children, number, substitute, with_children
from tutor.program import compile_
from tutor.read import read

__all__ = ["certainly_differ", "holes", "varied"]


def varied(rng: Random, e: Expr) -> Expr:
    """The same with one part replaced by something that may or may not be equal to it."""
    parts = children(e)
    if parts and rng.random() < 0.75:
        i = rng.randrange(len(parts))
        return with_children(e, (*parts[:i], varied(rng, parts[i]), *parts[i + 1 :]))
    made: list[Expr] = [
        Neg(Neg(e)),
        Add((e, e, Neg(e))),
        Call("sqrt", (Pow(e, number(2)),)),
        Pow(Pow(e, number(Fraction(1, 3))), number(3)),
        Pow(Pow(e, number(Fraction(1, 2))), number(2)),
        Call("ln", (Pow(read("e"), e),)),
        Pow(read("e"), Call("ln", (e,))),
        Mul((e, read("sin(x)^2 + cos(x)^2"))),
        Call("abs", (e,)),
        Call("max", (e, Neg(e))),
        Call("tan", (Call("arctan", (e,)),)),
        Call("arcsin", (Call("sin", (e,)),)),
        Mul((e, Call("sign", (Sym("x"),)))),
        Add((e, Mul((number(Fraction(1, 10**60)), Add((Call("sqrt", (read("(x+1)^2"),)), Neg(read("x+1")))))))),
        substitute(e, {"x": Call("abs", (Sym("x"),))}),
        Pow(e, number(2)),
    ]
    return rng.choice(made)


KIND = digits(140)
POINTS = [
    {"x": Fraction(x, 8), "a": Fraction(a, 8)}
    for x in (-2101, -93, -21, -7, -1, 3, 9, 22, 801)
    for a in (-37, -5, 6, 13, 95)
]


def certainly_differ(e: Expr, other: Expr) -> object:
    program = compile_(e, other)
    for point in POINTS:
        values = run(program, ball_point(point, KIND), KIND).values
        p, q = (values[root] for root in program.roots)
        if isinstance(p, tuple) and isinstance(q, tuple) and apart(p, q):
            return point
    return None


def holes(e: Expr, other: Expr) -> list[object]:
    """The points at which just one has a value."""
    program = compile_(e, other)
    found: list[object] = []
    for point in POINTS:
        values = run(program, ball_point(point, KIND), KIND).values
        kinds = {isinstance(values[root], tuple) or values[root] for root in program.roots}
        found += [point] if kinds == {True, Gap.UNDEFINED} else []
    return found
