"""Letters whose sign a root shows by itself, though nothing asks for it.

Modulo the prime a letter is a square where it is positive. So the root of x^4 + x^2 comes out as x sqrt(x^2 + 1) for
x > 0 and as -x sqrt(x^2 + 1) for x < 0, and a proof about it holds for one sign of x only. That cannot be where
what is under the root has a value other than 0 at x = 0, as x^2 + 1 has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from math import isfinite

from tutor.evaluate import columns
from tutor.identity.signs import Sign
from tutor.program import Op, Program
from tutor.switches import factors

__all__ = ["hidden_letters"]

# What is made of these alone is the same function everywhere, so that one value at 0 tells.
_SMOOTH = frozenset((
    "number", "letter", "e", "pi", "add", "neg", "mul", "div", "power", "exp", "sin", "cos", "tan", "cot", "sec", "csc",
    "sinh", "cosh", "tanh", "coth", "sech", "csch", "sigmoid", "erf", "phi", "Phi",
))  # fmt: skip
_LOGARITHMS = frozenset(("ln", "log", "pow", "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch"))
_CERTAIN = 1e-6  # no rounding error, and not the value at a pole
_FIRST, _STEP = 0.7310585786300049, 0.6180339887498949  # of letters other than 0


def hidden_letters(program: Program, reachable: Iterable[int], has_powers: bool) -> frozenset[Sign]:
    """The signs of letters on which a root in these operations may depend.

    With `has_powers` logarithms count too, since e^(ln(u)/2) is a root. Without letters that can only be positive:
    those that a root or a logarithm is taken of.
    """
    found: set[int] = set()
    positive: set[int] = set()
    for op in map(program.ops.__getitem__, reachable):
        if op.name == "root" and op.number.denominator % 2 == 0:
            for part in factors(program, op.args[0]):
                found |= _hidden_below(program, part, _itself)
        elif under := _UNDER.get(op.name):
            found |= _hidden_below(program, op.args[0], under)
        elif has_powers and op.name in _LOGARITHMS:
            found |= _hidden_below(program, op.args[0], _itself)
        if _needs_positive(op):
            positive.add(op.args[0])
    return frozenset(map(Sign, found - positive))


def _needs_positive(op: Op) -> bool:
    return op.name in ("ln", "log", "pow") or (op.name == "root" and op.number.denominator % 2 == 0)


def _hidden_below(program: Program, index: int, under: Callable[[float], float]) -> set[int]:
    """The letters of an operation at 0 of which what is under the root is 0 or has a pole, or may have."""
    below = sorted(program.below(index))
    letters = [i for i in below if program.ops[i].letter]
    if not letters or not all(program.ops[i].name in _SMOOTH for i in below):
        return set(letters)
    part, at = program.part((index,))
    places = {
        program.ops[i].letter: [0.0 if row == own else _FIRST + _STEP * own for row in range(len(letters))]
        for own, i in enumerate(letters)
    }
    values = columns(part, places)[at[index]]
    return {i for i, x in zip(letters, values, strict=True) if not (isfinite(x) and _is_certain(under(x)))}


def _is_certain(x: float) -> bool:
    return _CERTAIN < abs(x) < 1 / _CERTAIN


def _itself(u: float) -> float:
    return u


def _sum_of_squares(u: float) -> float:
    return 1 + u * u


def _difference_of_squares(u: float) -> float:
    return 1 - u * u


def _of_reciprocal(u: float) -> float:
    return u * (1 - u * u * u * u)


# What inverse functions take a root of, or what is 0 or has a pole where that is or has.
_UNDER: dict[str, Callable[[float], float]] = {
    "arctan": _sum_of_squares, "arccot": _sum_of_squares, "arsinh": _sum_of_squares,
    "arcsin": _difference_of_squares, "arccos": _difference_of_squares, "arcosh": _difference_of_squares,
    "arcsec": _of_reciprocal, "arccsc": _of_reciprocal, "arsech": _of_reciprocal, "arcsch": _of_reciprocal,
}  # fmt: skip
