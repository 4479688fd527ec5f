"""How large a constant would be, found without computing it: `9^9^9^9` is refused before anything can."""

from __future__ import annotations

import math
from typing import NamedTuple

from tutor.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sym

__all__ = ["MAX_POWER_DIGITS", "Sizes", "is_zero"]

MAX_POWER_DIGITS = 1000
_CONSTANTS = {"e": math.e, "pi": math.pi}
_ROOTS = {"sqrt": 0.5, "cbrt": 1 / 3}


class _Size(NamedTuple):
    """A constant's value as a float (inf when it is too large for one), and its length in digits."""

    value: float
    digits: float


def is_zero(e: Expr) -> bool:
    """Is it a literal zero: 0, 0.0, -0?"""
    while isinstance(e, Neg):
        e = e.arg
    return isinstance(e, Num) and e.value == 0


class Sizes:
    """The sizes of the constants in one tree that is still being built; each node is looked at once."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Expr, _Size | None]] = {}

    def too_large(self, e: Expr) -> bool:
        """Would this power or factorial have more than 1,000 digits?"""
        size = self._of(e)
        return size is not None and size.digits > MAX_POWER_DIGITS

    def whole(self, e: Expr) -> bool | None:
        """Is this constant a whole number of at least 0? None when it is not a constant."""
        size = self._of(e)
        if size is None or size.value != size.value:
            return None
        return size.value >= 0 and (math.isinf(size.value) or size.value == int(size.value))

    def _of(self, e: Expr) -> _Size | None:
        # The node is kept beside its size, so that its id is not given to another one.
        key = id(e)
        if key not in self._known:
            self._known[key] = (e, self._measured(e))
        return self._known[key][1]

    def _measured(self, e: Expr) -> _Size | None:
        match e:
            case Num(value):
                above, below = value.numerator, value.denominator
                # A Python whole number is measured by its bits: a float may overflow.
                digits = max(above.bit_length(), below.bit_length() if below > 1 else 0) * math.log10(2)
                return _Size(_float(above) / _float(below) if below > 1 else _float(above), digits)
            case Sym(name):
                return _Size(_CONSTANTS[name], 0.5) if name in _CONSTANTS else None
            case Neg(arg):
                size = self._of(arg)
                return size and _Size(-size.value, size.digits)
            case Add(parts):
                return self._joined(parts, lambda values: math.fsum(values))
            case Mul(parts):
                return self._joined(parts, math.prod)
            case Div(a, b):
                return self._joined((a, b), lambda values: values[0] / values[1] if values[1] else math.nan)
            case Pow(base, exp):
                return self._power(base, exp)
            case Call("factorial", (arg,)):
                return self._factorial(arg)
            case Call(name, (arg,)) if name in _ROOTS:
                size = self._of(arg)
                return size and _Size(abs(size.value) ** _ROOTS[name], size.digits * _ROOTS[name])
            case _:
                return None

    def _joined(self, parts: tuple[Expr, ...], join) -> _Size | None:  # type: ignore[no-untyped-def]
        sizes = [self._of(part) for part in parts]
        if any(size is None for size in sizes):
            return None
        found = [size for size in sizes if size is not None]
        try:
            value = float(join([size.value for size in found]))
        except (OverflowError, ValueError):
            value = math.inf
        return _Size(value, sum(size.digits for size in found))

    def _power(self, base: Expr, exp: Expr) -> _Size | None:
        below, above = self._of(base), self._of(exp)
        if below is None or above is None:
            return None
        if abs(below.value) in (0.0, 1.0):
            return _Size(below.value, 1)
        times = abs(above.value)
        digits = below.digits * times if times == times else math.inf
        if math.isinf(times):
            digits = math.inf
        try:
            value = abs(below.value) ** above.value
        except (OverflowError, ZeroDivisionError):
            value = math.inf
        return _Size(value, digits)

    def _factorial(self, arg: Expr) -> _Size | None:
        size = self._of(arg)
        if size is None or not size.value >= 0:
            return None
        try:
            digits = math.lgamma(size.value + 1) / math.log(10)
        except OverflowError:
            digits = math.inf
        value = math.gamma(size.value + 1) if size.value < 170 else math.inf
        return _Size(value, digits)


def _float(whole: int) -> float:
    try:
        return float(whole)
    except OverflowError:
        return math.inf
