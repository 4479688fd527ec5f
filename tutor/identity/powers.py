"""Functions that take sums to products, at single arguments modulo a random prime: e^u, and cos(u) + i sin(u).

The prime Q is drawn for each process, so that nobody can type a number that is 0 modulo it. Q + 1 is a multiple of all
numbers up to 31. As `prime.py` says of P, it follows that -1 is no square modulo Q, that 2, 3, 5, ..., 31 are squares,
and that each number has one cube root, one fifth root and so on. With 89 bits a number fits into three digits of
Python's.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache, lru_cache
from math import lcm
from random import Random
from typing import Generic, Protocol, TypeVar

from tutor.identity.prime import Pair, pair_power, pair_product

__all__ = ["Circle", "Group", "Numbers", "Powers", "Unknowns", "inverse", "modulus", "random_number", "small_fraction"]

_BITS = 89
_STEPS = lcm(*range(1, 32))
_BASES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37)
_PARTS = 12  # of an argument: with e^u there are e^(u/2), e^(u/3), e^(u/4)
_LARGEST_MULTIPLE = 40 * _PARTS
_SCALE = 420 * 420  # a multiple of the denominators that are recognised
_LARGEST = 1 << 48

Element = TypeVar("Element")


@cache
def modulus() -> int:
    """The prime Q of this process."""
    draw = Random()  # seeded by the system
    while True:
        found = _STEPS * draw.randrange(2 ** (_BITS - 1) // _STEPS, 2**_BITS // _STEPS) - 1
        # Miller and Rabin's test, for a number that is 3 modulo 4
        if all(pow(base, found >> 1, found) in (1, found - 1) for base in _BASES):
            return found


@lru_cache(maxsize=4096)
def inverse(x: int) -> int:
    """1/x modulo Q. Raises ZeroDivisionError for 0."""
    if not x:
        raise ZeroDivisionError
    return pow(x, -1, modulus())


def random_number(rng: Random) -> int:
    """A number other than 0 modulo Q."""
    return rng.getrandbits(_BITS - 1) + 1


def small_fraction(residue: int) -> Fraction | None:
    """The fraction that this is modulo Q, if it has a small numerator and a denominator that divides 420^2."""
    q = modulus()
    above = residue * _SCALE % q
    if above > q >> 1:
        above -= q
    return Fraction(above, _SCALE) if abs(above) < _LARGEST else None


class Group(Protocol[Element]):
    """What can be multiplied and inverted, and drawn at random."""

    one: Element

    def times(self, a: Element, b: Element) -> Element: ...

    def inverse(self, a: Element) -> Element: ...

    def power(self, a: Element, n: int) -> Element: ...

    def draw(self, rng: Random) -> Element: ...


class Numbers:
    """The numbers modulo Q with their product."""

    one = 1

    def times(self, a: int, b: int) -> int:
        return a * b % modulus()

    def inverse(self, a: int) -> int:
        return inverse(a)

    def power(self, a: int, n: int) -> int:
        """The product of n factors."""
        return pow(a, n, modulus())

    def draw(self, rng: Random) -> int:
        return random_number(rng)


class Circle:
    """The pairs (c, s) with c^2 + s^2 = 1, which multiply as c + i s do."""

    one = (1, 0)

    def times(self, a: Pair, b: Pair) -> Pair:
        return pair_product(a, b, modulus())

    def inverse(self, a: Pair) -> Pair:
        return a[0], -a[1] % modulus()

    def power(self, a: Pair, n: int) -> Pair:
        """The product of n factors."""
        return pair_power(a, n, modulus())

    def draw(self, rng: Random) -> Pair:
        q = modulus()
        t = random_number(rng)
        below = pow(1 + t * t, -1, q)  # -1 is no square
        return (1 - t * t) * below % q, 2 * t * below % q


class Unknowns:
    """Counts the random values that stand for functions."""

    def __init__(self) -> None:
        self.count = 0

    def next(self) -> int:
        """The bit of one more."""
        self.count += 1
        return 1 << self.count


class Powers(Generic[Element]):
    """E with E(u + v) = E(u) E(v), at the arguments that were met.

    Found are small multiples of an argument, and sums and differences of two. What is not found to have to do with them
    has a random value; it is a twelfth power, so that E(u/2) is known as well. These values are numbered by `unknowns`,
    and `made_of` has the bits of those that go into a value.
    """

    def __init__(self, group: Group[Element], rng: Random, unknowns: Unknowns) -> None:
        self.group = group
        self.rng = rng
        self.unknowns = unknowns
        self.known: dict[int, Element] = {0: group.one}
        self.made_of: dict[int, int] = {0: 0}
        self.bases: list[tuple[int, Element, int]] = []  # 12/u and E(u/12)

    def at(self, u: int) -> Element:
        found = self.known.get(u)
        return found if found is not None else self._multiple(u) or self._sum(u) or self._new(u)

    def keep(self, u: int, value: Element, made_of: int) -> Element:
        self.known[u] = value
        self.made_of[u] = made_of
        return value

    def _multiple(self, u: int) -> Element | None:
        q = modulus()
        for reciprocal, twelfth, unknown in self.bases:
            times = u * reciprocal % q
            if times > q >> 1:
                times -= q
            if abs(times) <= _LARGEST_MULTIPLE:
                return self.keep(u, self.group.power(twelfth, times), unknown)
        return None

    def _sum(self, u: int) -> Element | None:
        q = modulus()
        for v, value in self.known.items():
            if (other := self.known.get((u - v) % q)) is not None:
                made_of = self.made_of[v] | self.made_of[(u - v) % q]
                return self.keep(u, self.group.times(value, other), made_of)
            if (other := self.known.get((v - u) % q)) is not None:
                made_of = self.made_of[v] | self.made_of[(v - u) % q]
                return self.keep(u, self.group.times(value, self.group.inverse(other)), made_of)
        return None

    def _new(self, u: int) -> Element:
        twelfth, unknown = self.group.draw(self.rng), self.unknowns.next()
        self.bases.append((_PARTS * inverse(u) % modulus(), twelfth, unknown))
        return self.keep(u, self.group.power(twelfth, _PARTS), unknown)
