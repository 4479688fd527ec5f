"""One-sided derivatives at a place, exactly.

An absolute value, or a maximum, is one of its branches on either side: |x| is x right of 0 and -x left of it, so its
slopes are 1 and -1. Where the slope of a branch grows without bound, the one-sided derivative is infinite; where f
has no value on that side there is none.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from types import MappingProxyType
from typing import Any

from tutor.answers.model import End, Infinity, Word
from tutor.errors import TutorError
from tutor.evaluate import value, value50
from tutor.expr import ONE, ZERO, Add, Call, Expr, Neg, children, letters, substitute, walk, with_children
from tutor.show import pretty
from tutor.surds import is_zero, simplest, size, value_at

__all__ = ["UNDEFINED", "branch", "is_differentiable", "one_sided"]

UNDEFINED = Word("undefined")

_SWITCHES = frozenset({"abs", "sign", "step", "relu", "max", "min"})
_STEPS = (1e-4, 1e-6, 1e-8)


def is_differentiable(f: Expr, wrt: str, place: Expr) -> bool:
    """Has f a derivative at the place? True where letters keep us from looking."""
    if letters(f) - {wrt} or letters(place):
        return True
    left, right = (one_sided(f, wrt, place, side) for side in (-1, 1))
    if isinstance(left, Infinity | Word) or isinstance(right, Infinity | Word):
        return False
    return left == right or is_zero(simplest(Add((left, Neg(right)))))


def one_sided(f: Expr, wrt: str, place: Expr, side: int) -> End | Word:
    """The derivative from the left (-1) or from the right (1). Raises TutorError where f has no value at the place."""
    from tutor.derive import derive

    here = _value(f, wrt, place)
    if here is None:
        raise TutorError(f"the function has no value at {wrt} = {pretty(place)}")
    x = size(place)
    near = branch(f, wrt, x, side)
    if not all(isfinite(value(near, {wrt: x + side * h})) for h in _STEPS):
        return UNDEFINED
    start = _value(near, wrt, place)
    if start is None or abs(start - here) > 1e-40:
        jump = value(near, {wrt: x + side * _STEPS[-1]}) - float(here)
        return Infinity(negative=side * jump < 0)
    slope = derive(near, wrt).line
    if _value(slope, wrt, place) is not None:
        return value_at(slope, {wrt: place})
    sizes = [value(slope, {wrt: x + side * h}) for h in _STEPS]
    grows = all(isfinite(s) for s in sizes) and abs(sizes[0]) < abs(sizes[1]) < abs(sizes[2])
    if grows and abs(sizes[2]) > 10 * abs(sizes[0]):
        return Infinity(negative=sizes[2] < 0)
    raise TutorError(f"the slope on one side of {wrt} = {pretty(place)} could not be worked out")


def _value(e: Expr, wrt: str, place: Expr) -> Any | None:
    return value50(substitute(e, {wrt: place}), {})


def branch(f: Expr, wrt: str, x: float, side: int, known: Mapping[str, float] = MappingProxyType({})) -> Expr:
    """What f is just to the left (-1) or to the right (1) of x, without absolute values and the like.

    Other letters than the variable stay; which branch is meant depends on what they are `known` to be.
    """
    if not any(isinstance(node, Call) and node.name in _SWITCHES for node in walk(f)):
        return f
    parts = children(f)
    f = with_children(f, tuple(branch(part, wrt, x, side, known) for part in parts)) if parts else f

    def sign(e: Expr) -> int:
        return _sign(e, wrt, x, side, known)

    match f:
        case Call("abs", (arg,)):
            return Neg(arg) if sign(arg) < 0 else arg
        case Call("sign", (arg,)):
            return (ZERO, ONE, Neg(ONE))[sign(arg)]
        case Call("step", (arg,)):
            return ONE if sign(arg) > 0 else ZERO
        case Call("relu", (arg,)):
            return arg if sign(arg) > 0 else ZERO
        case Call("max" | "min" as name, (a, b)):
            above = sign(Add((a, Neg(b)))) >= 0
            return a if above == (name == "max") else b
        case _:
            return f


def _sign(e: Expr, wrt: str, x: float, side: int, known: Mapping[str, float]) -> int:
    """The sign that it has on one side, however near."""
    sizes = [value(e, {**known, wrt: x + side * h}) for h in _STEPS]
    signs = {(s > 0) - (s < 0) for s in sizes}
    return signs.pop() if len(signs) == 1 else 0
