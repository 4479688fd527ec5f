"""Numbers with an error bound: a value and a radius within which the true value lies.

The same code works on plain floats and on mpmath numbers of any precision: only `Kind` differs. Where there is no
value it says which of three things is the matter, because only the first may ever be held against an answer:

    UNDEFINED   certainly none: the whole ball lies outside the domain
    OVERFLOW    too large or too small for this kind of number
    UNKNOWN     the ball is too wide to tell

Sums add the radii, products follow |a| rb + |b| ra + ra rb, functions multiply the radius by a bound of their
derivative over the ball; each result also gets the rounding error of the operation itself. Library functions are
trusted to 4 units in the last place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache, cached_property
from typing import Any

from tutor.program import Op, Program

__all__ = ["FLOATS", "Ball", "Balls", "Gap", "Kind", "Run", "apart", "digits", "run"]


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

    def __init__(self, lib: Any, number: Callable[[Any], Any], unit: Any, least: Any, most_exponent: float) -> None:
        self.lib = lib
        self.number = number
        self.unit = unit  # of rounding: half a unit in the last place, relative
        self.least = least  # the error of results that lose digits because they are tiny
        self.faint = least * 2**60
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
        above, below = value.numerator, value.denominator
        try:
            result = self.number(above) / self.number(below)
        except OverflowError:
            return Gap.OVERFLOW
        exact = below & (below - 1) == 0 and above.bit_length() <= 50 and below.bit_length() <= 50
        return (result, self.number(0)) if exact else (result, abs(result) * self.unit * 4 + self.least)


@cache
def _floats() -> Kind:
    import math

    return Kind(math, float, 2.0**-53, 5e-324, 700.0)


@cache
def digits(count: int) -> Kind:
    """mpmath numbers of so many decimal digits. They have no smallest number worth speaking of."""
    from mpmath.ctx_mp import MPContext  # creating a context of our own leaves the global precision alone

    ctx = MPContext()
    ctx.dps = count
    return Kind(_Named(ctx), ctx.mpf, ctx.mpf(2) ** -ctx.prec, ctx.mpf(0), 1e12)


class _Named:
    """An mpmath context under the names of `math`."""

    def __init__(self, ctx: Any) -> None:
        self.pi, self.e = +ctx.pi, +ctx.e
        self.pow, self.factorial, self.isfinite = ctx.power, ctx.factorial, ctx.isfinite
        for name in ["sqrt", "exp", "expm1", "log", "log1p", "sin", "cos", "tan", "asin", "acos", "atan", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "erf", "erfc"]:
            setattr(self, name, getattr(ctx, name))


FLOATS: Callable[[], Kind] = _floats


class Run:
    """What one walk through a program gave: a value or a gap for each operation.

    `blurred` says that somewhere a part other than 0 was too small to leave a trace (1 + 10^-400 at 50 digits): what
    agrees there may differ all the same.
    """

    __slots__ = ("blurred", "values")

    def __init__(self, values: list[Value], blurred: bool) -> None:
        self.values = values
        self.blurred = blurred


def run(program: Program, point: Mapping[str, Ball], kind: Kind) -> Run:
    """Every operation of the program at one point, whose letters are balls of the same kind."""
    balls = _balls(kind)
    balls.blurred = False
    values: list[Value] = []
    for op in program.ops:
        if op.name == "letter":
            values.append(point[op.letter])
            continue
        parts = [values[index] for index in op.args]
        gap = _first_gap(parts) if parts else None
        values.append(gap if gap is not None else balls.apply(op, parts))
    return Run(values, balls.blurred)


@cache
def _balls(kind: Kind) -> Balls:
    return Balls(kind)


def _first_gap(parts: list[Value]) -> Gap | None:
    found = None
    for part in parts:
        if type(part) is not tuple:
            if part is Gap.UNDEFINED:
                return Gap.UNDEFINED
            if found is not Gap.UNKNOWN:
                found = part
    return found  # type: ignore[return-value]


class Balls:
    """The operations of a program on balls of one kind."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self.lib = kind.lib
        self.zero, self.one = kind.number(0), kind.number(1)
        self.blurred = False
        self.half = (self.one / 2, self.zero)
        self.unary: dict[str, Callable[[Any, Any], Value]] = {
            name: getattr(self, "_" + name)
            for name in ["neg", "exp", "abs", "sign", "step", "ln", "sin", "cos", "tan", "cot", "sec", "csc", "arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc", "sinh", "cosh", "tanh", "coth", "sech", "csch", "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch", "erf", "Phi", "phi", "sigmoid", "softplus", "relu", "gelu", "swish", "mish", "factorial"]
        }
        self.binary: dict[str, Callable[[Ball, Ball], Value]] = {
            "add": self.add, "mul": self.mul, "div": self.div, "pow": self.pow, "whole": self.whole, "log": self.log,
            "min": self.minimum, "max": self.maximum,
        }  # fmt: skip

    def apply(self, op: Op, parts: list[Any]) -> Value:
        try:
            match len(parts):
                case 0:
                    return self.constant(op)
                case 1 if op.name == "power":
                    return self.power(parts[0], op.number.numerator)
                case 1 if op.name == "root":
                    return self.root(parts[0], op.number)
                case 1:
                    return self.unary[op.name](*parts[0])
                case _:
                    return self.binary[op.name](parts[0], parts[1])
        except OverflowError:
            return Gap.OVERFLOW
        except (ValueError, ZeroDivisionError):
            return Gap.UNKNOWN  # at the very edge of a domain, where a bound was rounded onto it

    def constant(self, op: Op) -> Value:
        match op.name:
            case "number":
                return self.kind.fraction(op.number)
            case "pi":
                return self.kind.pi
            case _:
                return self.kind.e

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
        if m and abs(m) > r and m * m < self.kind.unit:
            self.blurred = True

    def near_limit(self, value: Any, limit: int) -> None:
        """Note when a function has come so near its limit that it cannot be told from it."""
        if abs(abs(value) - limit) <= self.kind.unit * 16:
            self.blurred = True

    def chained(self, *names: str, ball: Ball) -> Value:
        """Several functions in turn: chained("exp", "neg", ball=u) is exp(-u)."""
        value: Value = ball
        for name in reversed(names):
            if not isinstance(value, tuple):
                return value
            value = self.unary[name](*value)
        return value

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
        least = abs(value) * self.kind.unit
        if (0 < abs(x) <= least and abs(x) > r) or (0 < abs(y) <= least and abs(y) > s):
            self.blurred = True
        return self.made(value, r + s)

    def _neg(self, m: Any, r: Any) -> Value:
        return (-m, r)

    def mul(self, a: Ball, b: Ball) -> Value:
        (x, r), (y, s) = a, b
        value = x * y
        if not r and not s and (not x or not y or (abs(value) < 2**50 and _whole(x) and _whole(y))):
            return (value, self.zero)
        return self.made(value, abs(x) * s + abs(y) * r + r * s)

    def div(self, a: Ball, b: Ball) -> Value:
        (x, r), (y, s) = a, b
        least = abs(y) - s
        if least <= 0:
            return Gap.UNKNOWN if y or s else Gap.UNDEFINED
        value = x / y
        if not x and not r:
            return (self.zero, self.zero)
        return self.made(value, (r + abs(value) * s) / least, 2)

    def _reciprocal(self, value: Value) -> Value:
        return self.div(self.unit_ball, value) if isinstance(value, tuple) else value

    # Powers -------------------------------------------------------------------------------------------------

    def power(self, a: Ball, n: int) -> Value:
        m, r = a
        if n == 2:
            return self.made(m * m, (2 * abs(m) + r) * r) if r or not _whole(m) or abs(m) > 2**24 else (m * m, self.zero)
        if not m and not r:
            return (self.zero, self.zero) if n > 0 else Gap.UNDEFINED  # 0^0 as well
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
        if s or not _whole(n):
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

    # Trigonometry -------------------------------------------------------------------------------------------

    def _sin(self, m: Any, r: Any) -> Value:
        if r > 1:
            return (self.zero, self.one)
        self.small(m, r)
        return self.library(self.lib.sin(m), r) if m or r else (self.zero, self.zero)

    def _cos(self, m: Any, r: Any) -> Value:
        if r > 1:
            return (self.zero, self.one)
        self.small(m, r)
        return self.library(self.lib.cos(m), r) if m or r else self.unit_ball

    def _tan(self, m: Any, r: Any) -> Value:
        return self.slanted(self.lib.tan, self.lib.cos, m, r) if m or r else (self.zero, self.zero)

    def slanted(self, f: Callable[[Any], Any], below: Callable[[Any], Any], m: Any, r: Any) -> Value:
        """A function whose derivative is at most 1/below^2 (tan over cos) within the ball."""
        if r > 1:
            return Gap.UNKNOWN
        self.small(m, r)
        least = abs(below(m)) - r
        if least <= 0:
            return Gap.UNKNOWN
        return self.made(f(m), r / (least * least), 24)

    def _cot(self, m: Any, r: Any) -> Value:
        if not m and not r:
            return Gap.UNDEFINED
        if r > 1:
            return Gap.UNKNOWN
        return self.slanted(lambda t: self.lib.cos(t) / self.lib.sin(t), self.lib.sin, m, r)

    def _sec(self, m: Any, r: Any) -> Value:
        return self._reciprocal(self._cos(m, r))

    def _csc(self, m: Any, r: Any) -> Value:
        return self._reciprocal(self._sin(m, r))

    def within(self, f: Callable[[Any], Any], m: Any, r: Any) -> Value:
        """arcsin or arccos: derivative at most 1/sqrt(1 - t^2) at the outer end."""
        if abs(m) - r > 1:
            return Gap.UNDEFINED
        if not r:
            return self.library(f(m), r)
        size = abs(m) + 2 * r  # twice: the difference 1 - size must not round to something too large
        if size >= 1:
            return Gap.UNKNOWN
        return self.library(f(m), r / self.lib.sqrt((1 - size) * (1 + size)))

    def _arcsin(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        return self.within(self.lib.asin, m, r)

    def _arccos(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        return (self.zero, self.zero) if m == 1 and not r else self.within(self.lib.acos, m, r)

    def _arctan(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        if abs(m) * self.kind.unit > 1:
            self.blurred = True
        least = max(abs(m) - r, self.zero)
        return self.library(self.lib.atan(m), r / (1 + least * least))

    def _arccot(self, m: Any, r: Any) -> Value:
        # For m > 1 the difference pi/2 - arctan(m) would lose digits, arctan(1/m) does not.
        if m - r > 1:
            return self.chained("arctan", ball=self.sure(self._reciprocal((m, r))))
        right = (self.kind.pi[0] / 2, self.kind.pi[1])
        angle = self.sure(self._arctan(m, r))
        return self.add(right, (-angle[0], angle[1]))

    @staticmethod
    def sure(value: Value) -> Ball:
        """A value that cannot be a gap here."""
        assert isinstance(value, tuple)
        return value

    def inverted(self, name: str, m: Any, r: Any) -> Value:
        """A function taken at the reciprocal: arcsec is arccos(1/t)."""
        value = self._reciprocal((m, r))
        return self.unary[name](*value) if isinstance(value, tuple) else value

    def outside_unit(self, name: str, m: Any, r: Any) -> Value:
        """`inverted`, where |t| < 1 is certainly outside the domain, 0 as well."""
        return Gap.UNDEFINED if abs(m) + r < 1 else self.inverted(name, m, r)

    def _arcsec(self, m: Any, r: Any) -> Value:
        return self.outside_unit("arccos", m, r)

    def _arccsc(self, m: Any, r: Any) -> Value:
        return self.outside_unit("arcsin", m, r)

    # Hyperbolic functions -----------------------------------------------------------------------------------

    def _sinh(self, m: Any, r: Any) -> Value:
        return self.steep(self.lib.sinh, m, r) if m or r else (self.zero, self.zero)

    def _cosh(self, m: Any, r: Any) -> Value:
        return self.steep(self.lib.cosh, m, r) if m or r else self.unit_ball

    def steep(self, f: Callable[[Any], Any], m: Any, r: Any) -> Value:
        if abs(m) + r > self.kind.most_exponent:
            return Gap.OVERFLOW
        self.small(m, r)
        return self.library(f(m), r * self.lib.cosh(abs(m) + r) * (1 + self.kind.unit * 8))

    def _tanh(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        value = self.lib.tanh(m)
        self.near_limit(value, 1)
        return self.library(value, r) if m or r else (self.zero, self.zero)

    def _coth(self, m: Any, r: Any) -> Value:
        return self._reciprocal(self._tanh(m, r))

    def _sech(self, m: Any, r: Any) -> Value:
        return self._reciprocal(self._cosh(m, r))

    def _csch(self, m: Any, r: Any) -> Value:
        return self._reciprocal(self._sinh(m, r))

    def _arsinh(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        least = max(abs(m) - r, self.zero)
        return self.library(self.lib.asinh(m), r / self.lib.sqrt(1 + least * least) if r else r)

    def _arcosh(self, m: Any, r: Any) -> Value:
        if m + r < 1:
            return Gap.UNDEFINED
        if m == 1 and not r:
            return (self.zero, self.zero)
        least = m - 2 * r
        if least <= 1:
            return Gap.UNKNOWN
        return self.library(self.lib.acosh(m), r / self.lib.sqrt((least - 1) * (least + 1)))

    def _artanh(self, m: Any, r: Any) -> Value:
        size = abs(m) + 2 * r
        if abs(m) - r >= 1:
            return Gap.UNDEFINED
        if size >= 1:
            return Gap.UNKNOWN
        self.small(m, r)
        return self.library(self.lib.atanh(m), r / ((1 - size) * (1 + size)))

    def _arcoth(self, m: Any, r: Any) -> Value:
        return self.outside_unit("artanh", m, r)

    def _arsech(self, m: Any, r: Any) -> Value:
        if m + r <= 0:
            return Gap.UNDEFINED
        return self.inverted("arcosh", m, r)

    def _arcsch(self, m: Any, r: Any) -> Value:
        return self.inverted("arsinh", m, r)

    # The error function and the activation functions, in forms that neither overflow nor cancel ----------------

    def _erf(self, m: Any, r: Any) -> Value:
        self.small(m, r)
        value = self.lib.erf(m)
        self.near_limit(value, 1)
        return self.library(value, r * 2) if m or r else (self.zero, self.zero)

    def _Phi(self, m: Any, r: Any) -> Value:  # noqa: N802 (the name of the function)
        two = self.sure(self.root((self.one * 2, self.zero), Fraction(1, 2)))
        u, s = self.sure(self.div((-m, r), two))
        value = self.lib.erfc(u)
        self.near_limit(value, 2)
        # erfc' is at most 2/sqrt(pi) exp(-t^2), taken where the ball is nearest to 0.
        least = max(abs(u) - s, self.zero)
        slope = 2 * self.lib.exp(-min(least * least, self.kind.number(self.kind.most_exponent)))
        return self.times(self.half, self.made(value, s * slope, 64))

    def _phi(self, m: Any, r: Any) -> Value:
        exponent = self.times((-self.half[0], self.zero), self.power((m, r), 2))
        if not isinstance(exponent, tuple):
            return exponent
        two_pi = self.sure(self.mul((self.one * 2, self.zero), self.kind.pi))
        return self.over(self._exp(*exponent), self.root(two_pi, Fraction(1, 2)))

    def _sigmoid(self, m: Any, r: Any) -> Value:
        small = self._exp(-abs(m), r)
        below = self.plus(self.unit_ball, small)
        return self.over(self.unit_ball if m >= 0 else small, below)

    def _softplus(self, m: Any, r: Any) -> Value:
        small = self._exp(-abs(m), r)
        if not isinstance(small, tuple):
            return small
        return self.plus(self._relu(m, r), self.log1p(small))

    def _gelu(self, m: Any, r: Any) -> Value:
        return self.times((m, r), self._Phi(m, r))

    def _swish(self, m: Any, r: Any) -> Value:
        return self.times((m, r), self._sigmoid(m, r))

    def _mish(self, m: Any, r: Any) -> Value:
        inner = self._softplus(m, r)
        return self.times((m, r), self._tanh(*inner)) if isinstance(inner, tuple) else inner

    def _factorial(self, m: Any, r: Any) -> Value:
        if not r:
            if m < 0 or not _whole(m):
                return Gap.UNDEFINED
            if m > 5000:
                return Gap.OVERFLOW
            return self.made(self.kind.number(self.lib.factorial(int(m))), self.zero)
        return Gap.UNDEFINED if abs(m - round(m)) > r else Gap.UNKNOWN


def _either(a: Value, b: Value) -> Gap:
    gap = _first_gap([a, b])
    assert gap is not None
    return gap


def _whole(m: Any) -> bool:
    return bool(abs(m) < 2**53) and bool(m == int(m))


