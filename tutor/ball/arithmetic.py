"""Arithmetic of balls: each result encloses every value that its parts may have."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tutor.ball.kind import Ball, Gap, Kind, Value, first_gap

__all__ = ["Arithmetic", "is_short", "is_whole"]


class Arithmetic:
    """Sums, products, quotients and powers of balls of one kind, exponentials and logarithms with them."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.lib = kind.lib
        self.zero, self.one = kind.number(0), kind.number(1)
        self.blurred = False
        self.half = (self.one / 2, self.zero)
        # The functions of one argument, filled in by those who know them.
        self.unary: dict[str, Callable[[Any, Any], Value]] = {}

    # Rounding -----------------------------------------------------------------------------------------------

    def made(self, value: Any, radius: Any, units: int = 1) -> Value:
        """A result of a library function or an operation, with its own rounding error added."""
        size = abs(value)
        radius = (radius + size * self.kind.unit * units) * 1.0000001
        if size < self.kind.faint:
            radius += self.kind.least * 8
        if not self.lib.isfinite(value) or not self.lib.isfinite(radius):
            return Gap.OVERFLOW
        return (value, radius)

    def library(self, value: Any, radius: Any) -> Value:
        return self.made(value, radius, 8)

    def small(self, m: Any, r: Any) -> None:
        """Note when an argument other than 0 is so small that the function cannot show its curvature."""
        if m and abs(m) > r and m * m < self.kind.trace:
            self.blurred = True

    def near_limit(self, value: Any, limit: int) -> None:
        """Note when a function has come so near its limit that it cannot be told from it."""
        if abs(abs(value) - limit) <= self.kind.trace:
            self.blurred = True

    def over(self, a: Value, b: Value) -> Value:
        return self.div(a, b) if isinstance(a, tuple) and isinstance(b, tuple) else _either(a, b)

    def times(self, a: Value, b: Value) -> Value:
        return self.mul(a, b) if isinstance(a, tuple) and isinstance(b, tuple) else _either(a, b)

    def plus(self, a: Value, b: Value) -> Value:
        return self.add(a, b) if isinstance(a, tuple) and isinstance(b, tuple) else _either(a, b)

    @property
    def unit_ball(self) -> Ball:
        return (self.one, self.zero)

    # Arithmetic ---------------------------------------------------------------------------------------------

    def add(self, a: Ball, b: Ball) -> Value:
        (x, r), (y, s) = a, b
        value = x + y
        if not r and not s and value - x == y and value - y == x:
            return (value, self.zero) if self.lib.isfinite(value) else Gap.OVERFLOW
        least = abs(value) * self.kind.trace
        if (0 < abs(x) <= least and abs(x) > r) or (0 < abs(y) <= least and abs(y) > s):
            self.blurred = True
        return self.made(value, r + s)

    def _neg(self, m: Any, r: Any) -> Value:
        return (-m, r)

    def mul(self, a: Ball, b: Ball) -> Value:
        (x, r), (y, s) = a, b
        value = x * y
        if not r and not s and (not x or not y or (is_short(x) and is_short(y)) or _are_whole(x, y, value)):
            return (value, self.zero)
        return self.made(value, abs(x) * s + abs(y) * r + r * s)

    def div(self, a: Ball, b: Ball) -> Value:
        (x, r), (y, s) = a, b
        least = abs(y) - s
        if least <= 0:
            return Gap.UNKNOWN if y or s else Gap.UNDEFINED
        if a is b:
            return self.unit_ball
        value = x / y
        if not r and not s and (not x or (is_short(value) and is_short(y) and value * y == x)):
            return (value, self.zero)
        return self.made(value, (r + abs(value) * s) / least, 2)

    def _reciprocal(self, value: Value) -> Value:
        return self.div(self.unit_ball, value) if isinstance(value, tuple) else value

    # Powers -------------------------------------------------------------------------------------------------

    def power(self, a: Ball, n: int) -> Value:
        m, r = a
        if n == 2:
            return (m * m, self.zero) if not r and is_short(m) else self.made(m * m, (2 * abs(m) + r) * r)
        if not m and not r:
            return (self.zero, self.zero) if n > 0 else Gap.UNDEFINED  # 0^0 as well
        if n <= 0 and abs(m) <= r:
            return Gap.UNKNOWN
        if n == 0:
            return self.unit_ball
        if n < 0:
            return self._reciprocal(self.power(a, -n))
        if abs(m) <= r:
            return self.made(self.zero, self.positive_power(abs(m) + r, Fraction(n)))
        size = self.positive(abs(m), r, Fraction(n))
        if isinstance(size, tuple) and m < 0 and n % 2:
            return (-size[0], size[1])
        return size

    def root(self, a: Ball, p: Fraction) -> Value:
        m, r = a
        even = p.denominator % 2 == 0
        if even and m + r < 0:
            return Gap.UNDEFINED
        if not m and not r:
            return (self.zero, self.zero) if p > 0 else Gap.UNDEFINED
        if abs(m) <= r:
            if even or p < 0:
                return Gap.UNKNOWN
            return self.made(self.zero, self.positive_power(abs(m) + r, p))
        if even and m - r < 0:
            return Gap.UNKNOWN
        size = self.positive(abs(m), r, p)
        if isinstance(size, tuple) and m < 0 and p.numerator % 2:
            return (-size[0], size[1])
        return size

    def positive(self, m: Any, r: Any, p: Fraction) -> Value:
        """m^p for m > r >= 0: a relative change d of m is at most one of (1 - d)^-|p| - 1 of the power."""
        value = self.positive_power(m, p)
        if not value:
            return self.made(value, self.zero)
        strength = abs(p.numerator) / self.kind.number(p.denominator)
        spread = self.zero
        if r:
            d = r / m
            if d > 0.9:
                return Gap.UNKNOWN
            stretch = -self.lib.log1p(-d) * strength
            if stretch > 40:
                return Gap.UNKNOWN
            spread = self.lib.expm1(stretch)
        exact = p == Fraction(1, 2) or (p.denominator == 1 and abs(p) < 2**53)
        units = 8 if exact else 8 + int(4 * strength * abs(self.lib.log(m)))
        return self.made(value, value * spread, units)

    def positive_power(self, m: Any, p: Fraction) -> Any:
        if p == Fraction(1, 2):
            return self.lib.sqrt(m)
        if abs(float(p)) * abs(float(self.lib.log(m))) > self.kind.most_exponent:
            raise OverflowError
        if p.denominator == 1:
            return m**p.numerator
        return self.lib.pow(m, self.kind.number(p.numerator) / p.denominator)

    def pow(self, a: Ball, b: Ball) -> Value:
        """A power whose exponent is no plain number: its base must be at least 0."""
        (m, r), (n, s) = a, b
        if m + r < 0:
            return Gap.UNDEFINED
        if not m and not r:
            if n - s > 0:
                return (self.zero, self.zero)
            return Gap.UNDEFINED if n + s <= 0 else Gap.UNKNOWN
        if m - r <= 0:
            return Gap.UNKNOWN
        exponent = self.times(b, self._ln(m, r))
        return self._exp(*exponent) if isinstance(exponent, tuple) else exponent

    def whole(self, a: Ball, b: Ball) -> Value:
        """A power whose exponent is a whole number at this point."""
        n, s = b
        if s or not is_whole(n):
            return Gap.UNKNOWN
        return self.power(a, int(n))

    def _exp(self, m: Any, r: Any) -> Value:
        if abs(m) > self.kind.most_exponent or r > 40:
            return Gap.OVERFLOW
        self.small(m, r)
        value = self.lib.exp(m)
        if not m and not r:
            return self.unit_ball
        return self.library(value, value * self.lib.expm1(r))

    def _ln(self, m: Any, r: Any) -> Value:
        if m + r <= 0:
            return Gap.UNDEFINED
        least = m - r
        if least <= 0:
            return Gap.UNKNOWN
        if m == 1 and not r:
            return (self.zero, self.zero)
        # The bound on the mean of 1/t over the ball, times the radius.
        return self.library(self.lib.log(m), r / least)

    def log(self, a: Ball, b: Ball) -> Value:
        return self.over(self._ln(*a), self._ln(*b))

    def log1p(self, a: Ball) -> Value:
        m, r = a
        least = 1 + m - r
        if least <= 0:
            return Gap.UNKNOWN
        return self.library(self.lib.log1p(m), r / least)

    # Absolute value and its kin -----------------------------------------------------------------------------

    def _abs(self, m: Any, r: Any) -> Value:
        return (abs(m), r)

    def _sign(self, m: Any, r: Any) -> Value:
        if abs(m) <= r:
            return Gap.UNKNOWN if m or r else (self.zero, self.zero)
        return (self.one if m > 0 else -self.one, self.zero)

    def _step(self, m: Any, r: Any) -> Value:
        if abs(m) <= r:
            return Gap.UNKNOWN if m or r else Gap.UNDEFINED
        return (self.one if m > 0 else self.zero, self.zero)

    def _relu(self, m: Any, r: Any) -> Value:
        return self.maximum((m, r), (self.zero, self.zero))

    def maximum(self, a: Ball, b: Ball) -> Value:
        if a[0] - a[1] > b[0] + b[1]:
            return a
        if b[0] - b[1] > a[0] + a[1]:
            return b
        return (max(a[0], b[0]), max(a[1], b[1]))

    def minimum(self, a: Ball, b: Ball) -> Value:
        if a[0] + a[1] < b[0] - b[1]:
            return a
        if b[0] + b[1] < a[0] - a[1]:
            return b
        return (min(a[0], b[0]), max(a[1], b[1]))


def _either(a: Value, b: Value) -> Gap:
    gap = first_gap([a, b])
    assert gap is not None
    return gap


def is_whole(m: Any) -> bool:
    return bool(abs(m) < 2**53) and bool(m == int(m))


def _are_whole(x: Any, y: Any, product: Any) -> bool:
    """Two whole numbers whose product is exact."""
    return is_whole(x) and is_whole(y) and bool(abs(product) < 2**53)


def is_short(m: Any) -> bool:
    """So few binary digits that the product of two such numbers is exact."""
    scaled = m * 4096
    return bool(abs(scaled) < 2**26) and bool(scaled == int(scaled))
