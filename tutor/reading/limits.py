"""How large a constant would be, found without computing it: `9^9^9^9` is refused before anything can."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from tutor.expr import Add, Call, Div, Expr, Mul, Neg, Num, Pow, Sym

__all__ = ["MAX_POWER_DIGITS", "Sizes", "is_zero"]

MAX_POWER_DIGITS = 1000
_CONSTANTS = {"e": math.e, "pi": math.pi}
_ROOTS = {"sqrt": 2, "cbrt": 3}


def is_zero(e: Expr) -> bool:
    """Is it a literal zero: 0, 0.0, -0?"""
    while isinstance(e, Neg):
        e = e.arg
    return isinstance(e, Num) and e.value == 0


class _Size(NamedTuple):
    """A constant as a float (inf when too large for one), and log10 of its numerator and its denominator."""

    value: float
    above: float
    below: float = 0.0


class Sizes:
    """The sizes of the constants in a tree that is still being built; each node is measured once.

    A letter ends the matter: what stands right of it is not looked at.
    """

    def __init__(self) -> None:
        self._known: dict[int, tuple[Expr, _Size | None]] = {}

    def too_large(self, e: Expr) -> bool:
        """Would this power or factorial have more than 1,000 digits, above or below the fraction line?"""
        size = self._of(e)
        return size is not None and max(size.above, size.below) >= MAX_POWER_DIGITS

    def whole(self, e: Expr) -> bool | None:
        """Is this constant a whole number of at least 0? None when it is no constant."""
        size = self._of(e)
        if size is None or math.isnan(size.value):
            return None
        return size.value >= 0 and (math.isinf(size.value) or size.value.is_integer())

    def _of(self, e: Expr) -> _Size | None:
        known = self._known.get(id(e))
        if known is None:
            # The node is kept beside its size, so that its id is not given to another one.
            known = self._known[id(e)] = e, self._measured(e)
        return known[1]

    def _measured(self, e: Expr) -> _Size | None:
        match e:
            case Num(value):
                return _Size(float(value), _log(value.numerator), _log(value.denominator))
            case Sym(name) if name in _CONSTANTS:
                return _Size(_CONSTANTS[name], _log(_CONSTANTS[name]))
            case Neg(arg):
                size = self._of(arg)
                return None if size is None else size._replace(value=-size.value)
            case Add(parts):
                return _sum(map(self._of, parts))
            case Mul(parts):
                return _product(map(self._of, parts))
            case Div(a, b):
                above = self._of(a)
                return None if above is None else _product((above, _inverse(self._of(b))))
            case Pow(base, exp):
                size = self._of(base)
                return None if size is None else _power(size, self._of(exp))
            case Call("factorial", (arg,)):
                return _factorial(self._of(arg))
            case Call(name, (arg,)) if name in _ROOTS:
                return _power(self._of(arg), _Size(1 / _ROOTS[name], 0, _log(_ROOTS[name])))
            case _:
                return None


def _sum(parts: Iterable[_Size | None]) -> _Size | None:
    value, below = 0.0, 0.0
    for part in parts:
        if part is None:
            return None
        value += part.value
        below += part.below
    return _Size(value, below + max(_log(value), 0), below)


def _product(parts: Iterable[_Size | None]) -> _Size | None:
    value, above, below = 1.0, 0.0, 0.0
    for part in parts:
        if part is None:
            return None
        value *= part.value
        above += part.above
        below += part.below
    return _Size(value, above, below)


def _inverse(size: _Size | None) -> _Size | None:
    if size is None:
        return None
    return _Size(1 / size.value if size.value else math.nan, size.below, size.above)


def _power(base: _Size | None, exponent: _Size | None) -> _Size | None:
    if base is None or exponent is None:
        return None
    if abs(base.value) in (0.0, 1.0):
        return _Size(abs(base.value), 0)
    times = abs(exponent.value)
    try:
        value = abs(base.value) ** exponent.value
    except OverflowError:
        value = math.inf
    size = _Size(value, base.above * times if base.above else 0.0, base.below * times if base.below else 0.0)
    return size if exponent.value >= 0 else size._replace(above=size.below, below=size.above)


def _factorial(size: _Size | None) -> _Size | None:
    if size is None or not size.value >= 0:
        return None
    if size.value > 10_000:
        return _Size(math.inf, math.inf)
    digits = math.lgamma(size.value + 1) / math.log(10)
    return _Size(10.0**digits if digits < 300 else math.inf, digits)


def _log(value: float) -> float:
    """log10 of the size of a number; 0 stands for zero, which has one digit."""
    if math.isnan(value):
        return math.inf
    return math.log10(abs(value)) if value else 0.0
