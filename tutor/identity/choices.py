"""Columns of numbers modulo a prime: one number for each choice of the signs of roots and absolute values.

A square root of u is both numbers whose square is u, and |u| is both u and -u. Whenever such a sign is met that is not
known from those before, all columns are doubled.
"""

from __future__ import annotations

from fractions import Fraction
from math import isqrt

from tutor.identity.powers import inverse, modulus, small_fraction

__all__ = ["BeyondError", "Choices", "Column", "NoRootError"]

Column = list[int]

_MOST_CHOICES, _MOST_NUMBERS = 32, 2000  # a hundred times what answers need


class NoRootError(Exception):
    """A square root does not exist at this point; at another it may."""


class BeyondError(Exception):
    """The quick test has nothing to say about the expression."""


class Choices:
    """The columns so far in `done`, for so many choices; `size` is how many columns there will be."""

    def __init__(self, size: int) -> None:
        self.q = modulus()
        self.size = size
        self.done: list[Column] = []
        self.choices = 1
        self.signs: list[tuple[Column, Column]] = []
        self.roots: list[tuple[Column, Column]] = []

    def split(self) -> None:
        """Go on with every column twice, for the two choices of one more sign."""
        self.choices *= 2
        if self.choices > _MOST_CHOICES or self.choices * self.size > _MOST_NUMBERS:
            raise BeyondError
        self.done = [column + column for column in self.done]
        self.signs = [(u + u, sign + sign) for u, sign in self.signs]
        self.roots = [(u + u, root + root) for u, root in self.roots]

    def times(self, a: Column, factor: int) -> Column:
        q = self.q
        return [x * factor % q for x in a]

    def multiple(self, u: Column, v: Column) -> Fraction | None:
        """The rational number by which v has to be multiplied to get u."""
        q = self.q
        x, y = next(((x, y) for x, y in zip(u, v, strict=True) if y), (0, 0))
        found = small_fraction(x * inverse(y) % q) if x and y else None
        if found is None:
            return None
        a, b = found.as_integer_ratio()
        return found if all((x * b - y * a) % q == 0 for x, y in zip(u, v, strict=True)) else None

    def sign(self, u: Column) -> Column:
        """1 or -1 for either choice of the sign of u."""
        for known, sign in self.signs:
            if known == u:
                return sign
            if times := self.multiple(u, known):
                return sign if times > 0 else self.times(sign, -1)
        sign = [1] * self.choices + [self.q - 1] * self.choices
        self.split()
        self.signs.append((u + u, sign))
        return sign

    def square_root(self, u: Column) -> Column:
        """Either root of u. Raises NoRootError where there is none."""
        if not any(u):
            return u
        for known, root in self.roots:
            if known == u:
                return root
            times = self.multiple(u, known)
            if times is not None and times > 0:
                a, b = map(isqrt, times.as_integer_ratio())
                if Fraction(a * a, b * b) == times:
                    return self.times(root, a * inverse(b) % self.q)
        q = self.q
        half = (q + 1) // 4
        found = {x: pow(x, half, q) for x in set(u)}
        if any(root * root % q != x for x, root in found.items()):
            if any(-x % q in found for x in found):
                raise BeyondError  # of |v| one or the other has no root at any point
            raise NoRootError
        root = [found[x] for x in u]
        root += [-x % q for x in root]
        self.split()
        self.roots.append((u + u, root))
        return root
