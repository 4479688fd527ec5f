"""Random points modulo the prime, and roots of what is computed there.

A letter gets a square or minus a square, as it is positive or negative at the real point that a proof is for.
Then |u|, sqrt(u^2) and x^(2/3) come out as they do for real numbers of that sign. The root of a sum is a matter
of luck: sqrt(x + 1) exists at half of the points, and those at which it does not are dropped (`LostError`). At
the others sqrt(u) sqrt(v) = sqrt(u v), u^(1/6) u^(1/3) = sqrt(u), and an odd root of -u is minus that of u.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random

from tutor.identity.jet import Column, Jet, NowhereError, Slopes, multiplied, powered, scaled
from tutor.identity.prime import EVEN, P, as_number, ratio, root_exponent

__all__ = ["LostError", "Roots", "UnknownError", "common_number"]

_HALF = Fraction(1, 2)


class LostError(Exception):
    """At some points a square root does not exist; `kept` tells which points are left."""

    def __init__(self, kept: Sequence[bool]) -> None:
        super().__init__()
        self.kept = kept


class UnknownError(Exception):
    """This test has nothing to say about the expression."""


class Roots:
    """`count` random points, numbers at them, and rational powers. Angles are random in parts of 1/`grain`."""

    def __init__(self, count: int, directions: tuple[str, ...], rng: Random, grain: int = 1) -> None:
        self.count = count
        self.grain = grain
        self.directions = directions
        self.rng = rng
        self.begin()

    def begin(self) -> None:
        """No function has been met yet; families of functions have more to say here."""
        # What is positive whatever its letters are, such as cosh(x) and the roots taken, and what is under them.
        self.positive: list[Column] = []

    # Points ---------------------------------------------------------------------------------------------------

    def random(self) -> Column:
        draw = self.rng.getrandbits
        return [draw(60) + 1 for _ in range(self.count)]

    def random_squares(self) -> Column:
        return [x * x % P for x in self.random()]

    def flat(self) -> Slopes:
        """The slopes of a constant."""
        return (None,) * len(self.directions)

    def along(self, direction: str) -> Slopes:
        """The slopes of a letter."""
        return tuple([1] * self.count if name == direction else None for name in self.directions)

    def number(self, value: Fraction | int) -> Jet:
        return Jet([as_number(value)] * self.count, self.flat())

    def keep(self, kept: Sequence[bool]) -> None:
        """Go on with these points alone; families of functions thin out what they remember."""
        self.count = sum(kept)
        self.positive = [[x for x, stays in zip(column, kept, strict=True) if stays] for column in self.positive]

    def is_square(self, values: Column) -> list[bool]:
        return [pow(x, EVEN, P) ** 2 % P == x % P for x in values]

    def require_squares(self, values: Column) -> None:
        """Drop the points at which a value that is positive does not look it."""
        squares = self.is_square(values)
        if not all(squares):
            raise LostError(squares)

    # Powers ---------------------------------------------------------------------------------------------------

    def sqrt(self, a: Jet) -> Jet:
        return self.root(a, _HALF)

    def root(self, a: Jet, power: Fraction) -> Jet:
        """a^power, for a > 0 if the denominator of the power is even."""
        if power.denominator == 1:
            return powered(a, power.numerator)
        if not any(a.values):
            if power < 0:
                raise NowhereError
            return self.number(0)
        values = self._root_values(a.values, power)
        if not any(a.slopes):
            return Jet(values, a.slopes)
        # (a^r)' = r a^r a'/a
        rise = multiplied(Jet(values), scaled(powered(Jet(a.values), -1), as_number(power))).values
        return Jet(values, tuple(d and [x * y % P for x, y in zip(rise, d, strict=True)] for d in a.slopes))

    def _root_values(self, values: Column, power: Fraction) -> Column:
        if power.denominator % 2 == 0 and (side := self.recognised(values)) is not None:
            return self.root(Jet(side), 2 * power).values
        exponent = root_exponent(power)
        if exponent is None:
            raise UnknownError
        if power == _HALF:
            found = [pow(x, EVEN, P) for x in values]
            squares = [s * s % P == x for s, x in zip(found, values, strict=True)]
            if not all(squares):
                raise LostError(squares)
            self.positive += [found, values]
            return found
        if power.denominator % 2 == 0:
            self.require_squares(values)
        return [pow(x, exponent, P) for x in values]

    def recognised(self, values: Column) -> Column | None:
        """The positive root of what is the square of a known part: of sin(x), if 1 - cos(x)^2 is asked for."""
        return None

    def log_slopes(self, a: Jet) -> Slopes:
        """The slopes of ln(a): a'/a."""
        if not any(a.slopes):
            return a.slopes
        below = powered(Jet(a.values), -1).values
        return tuple(d and [x * y % P for x, y in zip(d, below, strict=True)] for d in a.slopes)

    def reciprocal(self, a: Jet) -> Jet:
        return powered(a, -1)


def common_number(values: Column) -> Fraction | None:
    """The rational number that this is at every point; None if it is none."""
    first = values[0]
    return ratio(first) if all(x == first for x in values) else None
