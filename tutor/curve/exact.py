"""Rational points: values worked out in fractions, so that being on a curve is no matter of rounding."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import isqrt

from tutor.program import Op, Program

__all__ = ["exact_value"]

_LONGEST = 400  # binary digits
_ZERO, _ONE = Fraction(0), Fraction(1)


def exact_value(program: Program, point: Mapping[str, Fraction]) -> Fraction | None:
    """The value of the program's first root at a rational point, None where it is not rational or hard to tell."""
    values: list[Fraction | None] = []
    for op in program.ops[: program.roots[0] + 1]:
        if op.name == "letter":
            values.append(point[op.letter])
            continue
        parts = [values[index] for index in op.args]
        known = [part for part in parts if part is not None]
        found = _applied(op, known) if len(known) == len(parts) else None
        values.append(found if found is not None and _is_short(found) else None)
    return values[program.roots[0]]


def _is_short(x: Fraction) -> bool:
    return max(x.numerator.bit_length(), x.denominator.bit_length()) <= _LONGEST


def _applied(op: Op, args: list[Fraction]) -> Fraction | None:
    match op.name, args:
        case "number", []:
            return op.number
        case "add", [a, b]:
            return a + b
        case "mul", [a, b]:
            return a * b
        case "neg", [a]:
            return -a
        case "div", [a, b] if b:
            return a / b
        case "power", [a]:
            return _power(a, op.number.numerator)
        case "whole", [a, b] if b.denominator == 1:
            return _power(a, b.numerator)
        case "root", [a]:
            return _root(a, op.number)
        case "abs", [a]:
            return abs(a)
        case "sign", [a]:
            return Fraction((a > 0) - (a < 0))
        case ("min", [a, b]):
            return min(a, b)
        case ("max", [a, b]):
            return max(a, b)
        case name, [a]:
            at, value = _KNOWN.get(name, (None, None))
            return value if a == at else None
        case _:
            return None


def _power(a: Fraction, n: int) -> Fraction | None:
    if not a and n <= 0:
        return None
    longest = max(a.numerator.bit_length(), a.denominator.bit_length())
    return a**n if longest * abs(n) <= 2 * _LONGEST else None


def _root(a: Fraction, p: Fraction) -> Fraction | None:
    """a^p where the root of a is rational."""
    q = p.denominator
    if a < 0 and q % 2 == 0:
        return None
    above, below = _whole_root(abs(a.numerator), q), _whole_root(a.denominator, q)
    if above is None or below is None:
        return None
    return _power(Fraction(above if a >= 0 else -above, below), p.numerator)


def _whole_root(n: int, q: int) -> int | None:
    guess = isqrt(n) if q == 2 else round(n ** (1 / q)) if n.bit_length() < 900 else -1
    return guess if guess >= 0 and guess**q == n else None


# The one place at which a function is known to be rational, and its value there.
_KNOWN: dict[str, tuple[Fraction, Fraction]] = {
    **dict.fromkeys(("sin", "tan", "arcsin", "arctan", "sinh", "tanh", "arsinh", "artanh", "erf"), (_ZERO, _ZERO)),
    **dict.fromkeys(("exp", "cos", "sec", "cosh", "sech"), (_ZERO, _ONE)),
    **dict.fromkeys(("ln", "arccos", "arcosh"), (_ONE, _ZERO)),
}
