"""The kinds of number a ball can be made of: plain floats, and mpmath numbers of any number of digits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import Enum
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

__all__ = ["FLOATS", "Ball", "Gap", "Kind", "Value", "apart", "digits", "first_gap"]


class Gap(Enum):
    """Why there is no value."""

    UNDEFINED = "undefined"
    OVERFLOW = "overflow"
    UNKNOWN = "unknown"


Ball = tuple[Any, Any]  # value and radius, both floats or both mpmath numbers
Value = Ball | Gap


def apart(p: Ball, q: Ball) -> bool:
    """Do the two true values certainly differ?"""
    return bool(abs(p[0] - q[0]) > (p[1] + q[1]) * 1.0000001)


class Kind:
    """A kind of number: its functions, the rounding error of one operation, and how small a number may get.

    `lib` has the functions under the names of `math`.
    """

    def __init__(self, lib: Any, number: Callable[[Any], Any], bits: int, least: Any, most_exponent: float) -> None:
        self.lib = lib
        self.number = number
        self.zero = number(0)
        self.bits = bits  # binary digits of a number
        self.unit = unit = number(2) ** -bits  # of rounding: half a unit in the last place, relative
        self.least = least  # the error of results that lose digits because they are tiny
        self.faint = least * 2**60
        # A part smaller than this, relative, leaves fewer than 50 of its digits in a sum.
        self.trace = min(unit * 10**50, unit**0.25)
        self.most_exponent = most_exponent  # exp of anything larger is an overflow

    @cached_property
    def pi(self) -> Ball:
        return self.rounded(self.number(self.lib.pi))

    @cached_property
    def e(self) -> Ball:
        return self.rounded(self.number(self.lib.e))

    def rounded(self, value: Any) -> Ball:
        return (value, abs(value) * self.unit * 4)

    def fraction(self, value: Fraction) -> Ball | Gap:
        """The ball of a rational number: radius 0 where it is exact."""
        above, below = value.as_integer_ratio()
        if below == 1 and above.bit_length() <= 50:
            return (self.number(above), self.zero)
        try:
            result = self.number(above) / self.number(below)
        except OverflowError:
            return Gap.OVERFLOW
        exact = below & (below - 1) == 0 and above.bit_length() <= 50 and below.bit_length() <= 50
        return (result, self.zero) if exact else (result, abs(result) * self.unit * 4 + self.least)


@cache
def _floats() -> Kind:
    import math

    return Kind(math, float, 53, 5e-324, 700.0)


@cache
def digits(count: int) -> Kind:
    """mpmath numbers of so many decimal digits. They have no smallest number worth speaking of."""
    from mpmath.ctx_mp import MPContext  # creating a context of our own leaves the global precision alone

    ctx = MPContext()
    ctx.dps = count
    return Kind(_Named(ctx), ctx.mpf, ctx.prec, ctx.mpf(0), 1e12)


_MPMATH = "sqrt exp expm1 log log1p sin cos tan asin acos atan sinh cosh tanh asinh acosh atanh erf erfc"


class _Named:
    """An mpmath context under the names of `math`."""

    def __init__(self, ctx: Any) -> None:
        self.pi, self.e = +ctx.pi, +ctx.e
        self.pow, self.factorial, self.isfinite = ctx.power, ctx.factorial, ctx.isfinite
        for name in _MPMATH.split():
            setattr(self, name, getattr(ctx, name))


FLOATS: Callable[[], Kind] = _floats


def first_gap(parts: Sequence[Value]) -> Gap | None:
    """The gap that a result of these parts must have, None if all have values."""
    found: Gap | None = None
    for part in parts:
        if isinstance(part, Gap):
            if part is Gap.UNDEFINED:
                return part
            if found is not Gap.UNKNOWN:
                found = part
    return found
