"""Whether two expressions are the same real function, by values alone and by none of the tutor's arithmetic.

The tables of pairs and the corpus are confirmed with this: mpmath at 60 and at 120 digits, at many points of both
signs, by the rules of real numbers (odd roots on both sides of 0, any other power that is not whole from 0 up,
arccot in (0, pi)). It knows nothing of proofs, so it says what a function is like, not why.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import Any

import mpmath

from tutor.expr import Add, Call, D, Div, Expr, Mul, Neg, Num, Pow, Sym, letters, walk
from tutor.values import REAL, Interval

__all__ = ["MANY_DIGITS", "Tally", "TooLargeError", "at", "tally"]

_DIGITS = (60, 120)
MANY_DIGITS = (600, 900)  # e^(97^2) + 1 is e^(97^2) to any fewer
_SMALL = mpmath.mpf(10) ** -320
_LARGE = 10**6  # of an exponent or an angle: more is not tried
_TEXTS = "0.37 0.61 0.83 0.113 1.29 0.00031 1.91 2.71 3.43 5.87 0.047 8.63 13.73 0.0113 41.3"
_SIZES = [Fraction(text) for text in _TEXTS.split()]
_WHOLE = (2, 3, 1, 5, 4, 7, 6, 8)

Known = Mapping[str, Interval]


class _UndefinedError(Exception):
    """There is no real value here."""


class TooLargeError(Exception):
    """The value is too large to be computed."""


class _CancelledError(Exception):
    """A sum is 0 to all digits there are: it may be 0, or (e^485 + 1) - e^485."""


@dataclass(frozen=True, slots=True)
class Tally:
    """At how many points the two agree, differ, and at how many only one of them has a value."""

    same: int
    apart: int
    first_only: int
    second_only: int

    @property
    def verdict(self) -> str:
        """What `tutor equal` must say, a rounded number apart: "" where there is nothing to go by."""
        against = self.apart + self.first_only + self.second_only
        if not self.same + against:
            return ""
        if not against:
            return "equal"
        return "equal-on-part" if self.same else "different"


def tally(a: Expr, b: Expr, known: Known, wanted: int = 24, digits: tuple[int, int] = _DIGITS) -> Tally:
    """Compare the values at `wanted` points at which one of the two has one, or at as many as are found.

    Both are computed with two numbers of digits; a difference beyond all but ten of the first is not seen.
    """
    names = tuple(sorted(letters(a) | letters(b)))
    found: dict[str, list[dict[str, Fraction]]] = {"same": [], "apart": [], "first": [], "second": []}
    for point in _points(a, b, names, known, wanted):
        outcome = compared(a, b, point, digits)
        if outcome:
            found[outcome].append(point)
            if sum(map(len, found.values())) == wanted:
                break
    same, apart, first, second = (len(points) for points in found.values())
    if same and apart:
        nearly = sum(compared(a, b, point, MANY_DIGITS) != "same" for point in found["same"])
        same, apart = same - nearly, apart + nearly
        if _counted(a, b) or any(known.get(name, REAL).whole for name in names):
            # Right for even n is not right on a part of the real numbers.
            same, apart = 0, same + apart
    return Tally(same, apart, first, second)


def compared(a: Expr, b: Expr, point: Mapping[str, Fraction], digits: tuple[int, int] = _DIGITS) -> str:
    """ "same", "apart", "first" or "second" (only that has a value), "" where neither has or it cannot be told."""
    try:
        p, q = value(a, point, digits), value(b, point, digits)
    except TooLargeError:
        return ""
    if p is None or q is None:
        return "second" if q is not None else "first" if p is not None else ""
    with mpmath.workdps(digits[1]):
        if abs(p - q) <= _tiny(digits) * (abs(p) + abs(q)):
            return "same"
        # Where all digits cancel, nothing is left to tell by: cosh(9x^2) - sinh(9x^2) at x = 41.
        return "" if abs(p) + abs(q) < _SMALL else "apart"


def value(e: Expr, point: Mapping[str, Fraction], digits: tuple[int, int] = _DIGITS) -> Any | None:
    """The value to all but ten of the first number of digits, None where there is none.

    What only rounding keeps from 0 is 0.
    """
    try:
        return _value_with(e, point, digits)
    except _CancelledError:
        return _value_with(e, point, MANY_DIGITS)


def at(e: Expr, point: Mapping[str, Any]) -> Any | None:
    """The value in the precision that is set, which is not that of a tally; None where there is none.

    `point` has mpmath numbers. Raises TooLargeError.
    """
    try:
        return _value(e, point)
    except _UndefinedError:
        return None


def _value_with(e: Expr, point: Mapping[str, Fraction], digits: tuple[int, int]) -> Any | None:
    found = []
    for count in digits:
        with mpmath.workdps(count):
            try:
                found.append(_value(e, {name: mpmath.mpf(x.numerator) / x.denominator for name, x in point.items()}))
            except _UndefinedError:
                found.append(None)
            except (OverflowError, MemoryError):
                raise TooLargeError from None
    first, second = found
    if first is None or second is None:
        if first is not second:
            raise TooLargeError  # on the edge of the domain
        return None
    with mpmath.workdps(digits[1]):
        if abs(second) <= _tiny(digits) * abs(first):
            return mpmath.mpf(0)
        if abs(first - second) > _tiny(digits) * abs(second):
            raise TooLargeError
    return second


def _tiny(digits: tuple[int, int]) -> Any:
    return mpmath.mpf(10) ** (10 - digits[0])


def _points(a: Expr, b: Expr, names: Sequence[str], known: Known, wanted: int) -> Iterator[dict[str, Fraction]]:
    """Points in the order of trying: around the numbers in the text, in every combination of signs, at random."""
    if not names:
        yield {}
        return
    rng = Random(len(names))
    counted = _counted(a, b)
    whole = {name for name in names if known.get(name, REAL).whole}
    near = sorted({abs(node.value) for e in (a, b) for node in walk(e) if isinstance(node, Num) and node.value > 12})
    own = [c * factor for c in near[:6] for factor in map(Fraction, ("0.97", "1.03", "1.4"))]

    def one(index: int, sizes: Sequence[Fraction]) -> dict[str, Fraction]:
        point = {}
        for j, name in enumerate(names):
            sign = -1 if index >> j & 1 else 1
            size = sizes[(index // 2) % len(sizes)] if len(names) == 1 else rng.choice(sizes)
            if name in counted:
                point[name] = Fraction(rng.choice(_WHOLE))  # never below 0
            elif name in whole:
                point[name] = Fraction(sign * rng.choice(_WHOLE))
            else:  # no two letters ever have the same value
                point[name] = sign * size * (1 + Fraction(j, 317))
        return point

    def several() -> Iterator[dict[str, Fraction]]:
        for index in range(min(2 * len(own), wanted // 3)):
            yield one(index, own)
        for index in range(2 * len(_SIZES) if len(names) == 1 else 3 << min(len(names), 4)):
            yield one(index, _SIZES)
        for index in range(1200):
            yield one(index, [Fraction(rng.randint(1, 9999), rng.choice((997, 9973, 99991))) for _ in range(9)])

    seen: set[tuple[Fraction, ...]] = set()
    for point in several():
        moved = {name: _within(known.get(name, REAL), x, rng) for name, x in point.items()}
        if all(known.get(name, REAL).contains(x) for name, x in moved.items()):
            key = tuple(moved.values())
            if key not in seen:
                seen.add(key)
                yield moved


def _within(known: Interval, x: Fraction, rng: Random) -> Fraction:
    """The number itself if it may be; else its mirror image, or one at random between two ends."""
    if known.contains(x):
        return x
    if known.lo is not None and known.hi is not None:
        return known.lo + (known.hi - known.lo) * Fraction(rng.randint(1, 996), 997)
    if known.contains(-x):
        return -x
    return known.lo + abs(x) if known.lo is not None else (known.hi or 0) - abs(x)


def _counted(*trees: Expr) -> set[str]:
    """Letters in factorials count something."""
    calls = [node for e in trees for node in walk(e) if isinstance(node, Call) and node.name == "factorial"]
    return {name for call in calls for name in letters(call)}


# Values -----------------------------------------------------------------------------------------------------


def _value(e: Expr, point: Mapping[str, Any]) -> Any:
    match e:
        case Num(number):
            return mpmath.mpf(number.numerator) / number.denominator
        case Sym("e"):
            return +mpmath.e
        case Sym("pi"):
            return +mpmath.pi
        case Sym(name):
            return point[name]
        case Add(terms):
            return _sum([_value(term, point) for term in terms])
        case Mul(factors):
            return mpmath.fprod(_value(factor, point) for factor in factors)
        case Neg(arg):
            return -_value(arg, point)
        case Div(above, below):
            return _quotient(_value(above, point), _value(below, point))
        case Pow(base, exponent):
            return _power(_value(base, point), _exact(exponent), exponent, point)
        case Call(name, args):
            return _FUNCTIONS[name](*(_value(arg, point) for arg in args))
        case D():
            raise ValueError("an open derivative has no value")


def _sum(terms: list[Any]) -> Any:
    result = mpmath.fsum(terms)
    digits = mpmath.mp.dps
    if digits in _DIGITS and abs(result) < mpmath.mpf(10) ** (12 - digits) * max(map(abs, terms)):
        raise _CancelledError
    return result


def _exact(e: Expr) -> Fraction | None:
    """The exponent as a fraction where it is made of numbers alone."""
    match e:
        case Num(number):
            return number
        case Neg(arg):
            inner = _exact(arg)
            return None if inner is None else -inner
        case Div(above, below):
            p, q = _exact(above), _exact(below)
            return p / q if p is not None and q else None
        case Add(parts) | Mul(parts):
            result = Fraction(0 if isinstance(e, Add) else 1)
            for part in parts:
                inner = _exact(part)
                if inner is None:
                    return None
                result = result + inner if isinstance(e, Add) else result * inner
            return result
    return None


def _power(base: Any, exact: Fraction | None, exponent: Expr, point: Mapping[str, Any]) -> Any:
    if exact is None:
        n = _value(exponent, point)
        if base < 0 and not (mpmath.isint(n) and _is_whole(exponent)):
            raise _UndefinedError
        exact = Fraction(int(n)) if base < 0 else None
    else:
        n = mpmath.mpf(exact.numerator) / exact.denominator
    if base == 0:
        if n <= 0 and not (exact == 0):
            raise _UndefinedError
        return mpmath.mpf(0 if n else 1)
    if base > 0:
        return _exp(n * mpmath.log(base)) if exact is None or exact.denominator > 1 else _whole(base, int(exact))
    assert exact is not None
    if exact.denominator % 2 == 0:
        raise _UndefinedError
    size = _exp(n * mpmath.log(-base)) if exact.denominator > 1 else _whole(-base, int(exact))
    return -size if exact.numerator % 2 else size


def _is_whole(exponent: Expr) -> bool:
    """Do only whole numbers stand in it? The points give letters whole values only where they count something."""
    return not any(isinstance(node, Call | Div) for node in walk(exponent))


def _whole(base: Any, n: int) -> Any:
    with mpmath.workdps(15):
        size = abs(n) * abs(mpmath.log(abs(base)) if base else 0)
    if size > _LARGE:
        raise TooLargeError
    return base**n


def _quotient(p: Any, q: Any) -> Any:
    if not q:
        raise _UndefinedError
    return p / q


def _exp(x: Any) -> Any:
    if abs(x) > _LARGE:
        raise TooLargeError
    return mpmath.exp(x)


def _on(inside: Callable[[Any], bool], f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """A function with its real domain."""

    def real(x: Any) -> Any:
        if not inside(x):
            raise _UndefinedError
        if f in (mpmath.sin, mpmath.cos) and abs(x) > mpmath.mpf(10) ** (mpmath.mp.dps - 30):
            raise TooLargeError
        return f(x)

    return real


def _everywhere(_: Any) -> bool:
    return True


_sin, _cos = _on(_everywhere, mpmath.sin), _on(_everywhere, mpmath.cos)


def _sinh(x: Any) -> Any:
    return (_exp(x) - _exp(-x)) / 2 if abs(x) > 1 else mpmath.sinh(x)


def _cosh(x: Any) -> Any:
    return (_exp(x) + _exp(-x)) / 2


def _sigmoid(x: Any) -> Any:
    return 1 / (1 + _exp(-x))


def _softplus(x: Any) -> Any:
    return mpmath.log1p(_exp(x))


def _normal(x: Any) -> Any:
    return mpmath.erfc(-x / mpmath.sqrt(2)) / 2


def _arccot(x: Any) -> Any:
    return mpmath.pi / 2 - mpmath.atan(x)


def _factorial(x: Any) -> Any:
    if x < 0 or not mpmath.isint(x):
        raise _UndefinedError
    if x > 1000:
        raise TooLargeError
    return mpmath.factorial(x)


def _reciprocal(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: _quotient(mpmath.mpf(1), f(x))


def _of_reciprocal(f: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda x: f(_quotient(mpmath.mpf(1), x))


_ln = _on(lambda x: x > 0, mpmath.log)
_arcsin = _on(lambda x: abs(x) <= 1, mpmath.asin)
_arccos = _on(lambda x: abs(x) <= 1, mpmath.acos)
_arcosh = _on(lambda x: x >= 1, mpmath.acosh)
_artanh = _on(lambda x: abs(x) < 1, mpmath.atanh)

_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "sqrt": _on(lambda x: x >= 0, mpmath.sqrt),
    "cbrt": lambda x: mpmath.sign(x) * mpmath.cbrt(abs(x)),
    "abs": abs, "sign": mpmath.sign, "step": lambda x: mpmath.mpf(x > 0), "relu": lambda x: max(x, mpmath.mpf(0)),
    "min": min, "max": max, "factorial": _factorial,
    "ln": _ln, "log": lambda x, base: _quotient(_ln(x), _ln(base)),
    "sin": _sin, "cos": _cos,
    "tan": lambda x: _quotient(_sin(x), _cos(x)), "cot": lambda x: _quotient(_cos(x), _sin(x)),
    "sec": _reciprocal(_cos), "csc": _reciprocal(_sin),
    "arcsin": _arcsin, "arccos": _arccos, "arctan": mpmath.atan, "arccot": _arccot,
    "arcsec": _of_reciprocal(_arccos), "arccsc": _of_reciprocal(_arcsin),
    "sinh": _sinh, "cosh": _cosh, "tanh": mpmath.tanh,
    "coth": _reciprocal(mpmath.tanh), "sech": _reciprocal(_cosh), "csch": _reciprocal(_sinh),
    "arsinh": mpmath.asinh, "arcosh": _arcosh, "artanh": _artanh,
    "arcoth": _of_reciprocal(_artanh), "arsech": _of_reciprocal(_arcosh), "arcsch": _of_reciprocal(mpmath.asinh),
    "erf": mpmath.erf, "Phi": _normal, "phi": lambda x: _exp(-x * x / 2) / mpmath.sqrt(2 * mpmath.pi),
    "sigmoid": _sigmoid, "softplus": _softplus,
    "gelu": lambda x: x * _normal(x), "swish": lambda x: x * _sigmoid(x),
    "mish": lambda x: x * mpmath.tanh(_softplus(x)),
}  # fmt: skip
