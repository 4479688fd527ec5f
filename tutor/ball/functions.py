"""The functions of `functions.py` on balls: each radius is multiplied by a bound of the derivative over the ball."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from tutor.ball.arithmetic import Arithmetic, is_whole
from tutor.ball.kind import Ball, Gap, Kind, Value
from tutor.functions import TABLE
from tutor.program import Op

__all__ = ["Balls"]

# Roots are powers in a program, and min, max and log take two.
_UNARY = ("neg", "exp", *(line.name for line in TABLE if line.arity == (1,) and line.name not in ("sqrt", "cbrt")))

_FLAT = 10_000  # where tanh is 1 to thousands of digits


class Balls(Arithmetic):
    """The operations of a program on balls of one kind."""

    def __init__(self, kind: Kind) -> None:
        super().__init__(kind)
        self.unary = {name: getattr(self, "_" + name) for name in _UNARY}
        self.binary: dict[str, Callable[[Ball, Ball], Value]] = {
            "add": self.add, "mul": self.mul, "div": self.div, "pow": self.pow, "whole": self.whole,
            "log": self.log, "min": self.minimum, "max": self.maximum,
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
                above, below = op.number.as_integer_ratio()
                if max(above.bit_length(), below.bit_length()) > self.kind.bits:
                    self.blurred = True  # 1 + 10^-90, made one number beforehand
                return self.kind.fraction(op.number)
            case "pi":
                return self.kind.pi
            case _:
                return self.kind.e

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
        if abs(m) * self.kind.trace > 1:
            self.blurred = True
        least = max(abs(m) - r, self.zero)
        return self.library(self.lib.atan(m), r / (1 + least * least))

    def _arccot(self, m: Any, r: Any) -> Value:
        # For m > 1 the difference pi/2 - arctan(m) would lose digits, arctan(1/m) does not.
        if m - r > 1:
            return self._arctan(*self.sure(self._reciprocal((m, r))))
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
        if abs(m) - r > _FLAT:
            # From here to 1 it is less than any rounding, and mpmath takes a second for e^(10^9).
            m, r = (self.one if m > 0 else -self.one) * _FLAT, self.zero
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

    # The error function and the activation functions, in forms that neither overflow nor cancel -------------

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
            if m < 0 or not is_whole(m):
                return Gap.UNDEFINED
            if m > 5000:
                return Gap.OVERFLOW
            value = self.kind.number(self.lib.factorial(int(m)))
            return (value, self.zero) if value < 2**50 else self.made(value, self.zero)
        return Gap.UNDEFINED if abs(m - round(m)) > r else Gap.UNKNOWN
