"""The value of a tree at a real point, by the rules of real numbers.

Odd roots are real on both sides of 0, any other power that is not whole needs a base of at least 0, and 0 to
a positive power is 0. Three ways, from fast to sure: `columns` runs a program at many points in plain floats,
where nan means "no value to be had in floats"; `value` is one such value; `value50` is right to 50 digits.
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from typing import Any

from tutor.ball import Ball, Gap, Kind, digits, run
from tutor.expr import Expr
from tutor.program import Op, Program, compile_

__all__ = ["ball_point", "columns", "value", "value50", "values"]

Point = Mapping[str, float | Fraction]
Column = list[float]

NAN, INF = math.nan, math.inf
_EXACT = 2.0**53  # floats have every whole number below it


def value(e: Expr, point: Point, *, whole: Iterable[str] = ()) -> float:
    """The value at a point, nan where it is undefined or too large for a float.

    Letters in `whole` stand for whole numbers, so that a negative base may have them as exponent. Raises
    ValueError for an open derivative and for a function without a value, KeyError for a letter without one.
    """
    program = compile_(e, whole=whole)
    found = columns(program, {name: [float(point[name])] for name in program.letters})
    result = found[program.roots[0]][0]
    return result if math.isfinite(result) else NAN


def values(e: Expr, letter: str, places: Column) -> Column:
    """The values at many places of the only letter, in plain floats; nan where a float has none."""
    program = compile_(e)
    found = columns(program, {letter: places})[program.roots[0]]
    return [x if math.isfinite(x) else NAN for x in found]


def value50(e: Expr, point: Point, *, whole: Iterable[str] = ()) -> Any | None:
    """The value as an mpmath number of 50 digits, None where it is undefined or cannot be had with 800.

    A float in `point` stands for exactly that binary number; give a Fraction for 7/10.
    """
    program = compile_(e, whole=whole)
    for count in (60, 120, 400, 800):
        kind = digits(count)
        found = run(program, ball_point(point, kind), kind).values[program.roots[0]]
        if found is Gap.UNDEFINED:
            return None
        if isinstance(found, tuple) and (found[1] == 0 or found[1] <= abs(found[0]) * kind.number(10) ** -51):
            return digits(50).number(found[0])
        if isinstance(found, tuple) and count == 800 and found[1] < kind.number(10) ** -400:
            return digits(50).number(0)  # nothing but rounding errors is left
    return None


def ball_point(point: Point, kind: Kind) -> dict[str, Ball]:
    """The letters' values as balls, exact where they can be."""
    balls = {}
    for name, number in point.items():
        ball = kind.fraction(number if type(number) is Fraction else Fraction(number))
        assert isinstance(ball, tuple), "a sample point is never too large for a float"
        balls[name] = ball
    return balls


def columns(program: Program, points: Mapping[str, Column], done: list[Column] | None = None) -> list[Column]:
    """The values of every operation at many points, letter by letter given as columns of equal length.

    nan: no value; inf: too large. Nothing is certain here; what matters is computed again with an error
    bound. `done` are the values of the first operations, where a program has grown; they are completed in place.
    """
    count = len(next(iter(points.values()))) if points else 1
    done = [] if done is None else done
    for op in program.ops[len(done) :]:
        args = op.args
        if len(args) == 2:
            column = list(map(_BINARY[op.name], done[args[0]], done[args[1]]))
        elif args:
            column = list(map(_unary(op), done[args[0]]))
        elif op.name == "letter":
            column = points[op.letter]
        else:
            column = [_constant(op)] * count
        done.append(column)
    return done


def _constant(op: Op) -> float:
    if op.name == "number":
        try:
            return op.number.numerator / op.number.denominator
        except OverflowError:
            return INF if op.number > 0 else -INF
    return math.pi if op.name == "pi" else math.e


def _unary(op: Op) -> Callable[[float], float]:
    match op.name:
        case "power":
            n = op.number.numerator
            if n == 2:
                return _square
            return (lambda x: _power(x, n)) if n else _zeroth
        case "root":
            if op.number.as_integer_ratio() == (1, 2):
                return _sqrt
            return _rooted(op.number)
        case name:
            return _UNARY[name]


# One function a line, all of them total: nan where undefined, inf where too large. --------------------------


def _square(x: float) -> float:
    return x * x


def _zeroth(x: float) -> float:
    return 1.0 if x and x == x else NAN  # where Python has nan**0 = 1


def _power(x: float, n: int) -> float:
    try:
        return x**n if x or n > 0 else NAN
    except OverflowError:
        return -INF if x < 0 and n % 2 else INF


def _sqrt(x: float) -> float:
    return math.sqrt(x) if x >= 0 else NAN


def _rooted(p: Fraction) -> Callable[[float], float]:
    """x^p for a fraction p."""
    at_zero = 0.0 if p > 0 else NAN
    has_negatives, is_odd = p.denominator % 2 == 1, p.numerator % 2 == 1
    try:
        exponent = float(p)
    except OverflowError:
        return lambda x: INF if x else at_zero

    def root(x: float) -> float:
        if x == 0:
            return at_zero
        if x < 0 and not has_negatives:
            return NAN
        try:
            size = math.pow(abs(x), exponent)
        except OverflowError:
            size = INF
        return -size if x < 0 and is_odd else size

    return root


def _pow(x: float, n: float) -> float:
    if x > 0 and n == n:  # Python has 1**nan = 1
        try:
            return math.pow(x, n)
        except OverflowError:
            return INF
    return 0.0 if x == 0 and n > 0 else NAN


def _whole_power(x: float, n: float) -> float:
    if x != x or not math.isfinite(n) or n != int(n) or (x < 0 and abs(n) >= _EXACT):
        return NAN  # of so large an exponent floats do not know whether it is odd
    return _power(x, int(n))


def _div(a: float, b: float) -> float:
    return a / b if b else NAN


def _exp(x: float) -> float:
    try:
        return math.exp(x)
    except OverflowError:
        return INF


def _ln(x: float) -> float:
    return math.log(x) if x > 0 else NAN


def _log(x: float, base: float) -> float:
    return _div(_ln(x), _ln(base))


def _sign(x: float) -> float:
    return (x > 0) - (x < 0) if x == x else NAN


def _step(x: float) -> float:
    return NAN if x == 0 or x != x else float(x > 0)


def _min(a: float, b: float) -> float:
    return NAN if a != a or b != b else min(a, b)


def _max(a: float, b: float) -> float:
    return NAN if a != a or b != b else max(a, b)


def _finite(f: Callable[[float], float]) -> Callable[[float], float]:
    """The function with nan for an argument that is none or infinite, inf for a result too large."""

    def total(x: float) -> float:
        try:
            return f(x)
        except OverflowError:
            return INF
        except (ValueError, ZeroDivisionError):
            return NAN

    return total


def _over(f: Callable[[float], float]) -> Callable[[float], float]:
    """The reciprocal of a function: sec from cos."""
    below = _finite(f)
    return lambda x: _div(1.0, below(x))


def _at_reciprocal(f: Callable[[float], float]) -> Callable[[float], float]:
    """The function taken at the reciprocal: arcsec from arccos."""
    return _finite(lambda x: f(1 / x))


def _sinh(x: float) -> float:
    try:
        return math.sinh(x)
    except OverflowError:
        return INF if x > 0 else -INF


def _sigmoid(x: float) -> float:
    small = math.exp(-abs(x))
    return 1 / (1 + small) if x >= 0 else small / (1 + small)


def _softplus(x: float) -> float:
    return max(x, 0.0) + math.log1p(math.exp(-abs(x)))


def _phi_large(x: float) -> float:
    return 0.5 * math.erfc(-x / math.sqrt(2))


def _arccot(x: float) -> float:
    return math.atan(1 / x) if x > 1 else math.pi / 2 - math.atan(x)


def _factorial(x: float) -> float:
    return float(math.factorial(int(x))) if 0 <= x < 171 and x == int(x) else NAN if x < 171 else INF


_UNARY: dict[str, Callable[[float], float]] = {
    "neg": operator.neg,
    "abs": abs,
    "exp": _exp,
    "ln": _ln,
    "sign": _sign,
    "step": _step,
    "sin": _finite(math.sin),
    "cos": _finite(math.cos),
    "tan": _finite(math.tan),
    "cot": _finite(lambda x: math.cos(x) / math.sin(x)),
    "sec": _over(math.cos),
    "csc": _over(math.sin),
    "arcsin": _finite(math.asin),
    "arccos": _finite(math.acos),
    "arctan": math.atan,
    "arccot": _arccot,
    "arcsec": _at_reciprocal(math.acos),
    "arccsc": _at_reciprocal(math.asin),
    "sinh": _sinh,
    "cosh": _finite(math.cosh),
    "tanh": math.tanh,
    "coth": _over(math.tanh),
    "sech": _over(math.cosh),
    "csch": _over(math.sinh),
    "arsinh": math.asinh,
    "arcosh": _finite(math.acosh),
    "artanh": _finite(math.atanh),
    "arcoth": _at_reciprocal(math.atanh),
    "arsech": _at_reciprocal(math.acosh),
    "arcsch": _at_reciprocal(math.asinh),
    "erf": math.erf,
    "Phi": _phi_large,
    "phi": _finite(lambda x: math.exp(-x * x / 2) / math.sqrt(2 * math.pi)),
    "sigmoid": _finite(_sigmoid),
    "softplus": _finite(_softplus),
    "relu": lambda x: _max(x, 0.0),
    "gelu": lambda x: x * _phi_large(x),
    "swish": _finite(lambda x: x * _sigmoid(x)),
    "mish": _finite(lambda x: x * math.tanh(_softplus(x))),
    "factorial": _factorial,
}

_BINARY: dict[str, Callable[[float, float], float]] = {
    "add": operator.add,
    "mul": operator.mul,
    "div": _div,
    "pow": _pow,
    "whole": _whole_power,
    "log": _log,
    "min": _min,
    "max": _max,
}
