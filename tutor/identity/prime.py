"""A prime whose numbers can stand in for real ones, and what is computed with single numbers modulo it.

P + 1 is divisible by every number up to 16 and P - 1 by no odd number up to 100 but 1. It follows that

* -1 has no square root modulo P. Of u and -u exactly one is a square, and the squares are closed under
  multiplication and division: *being a square behaves like being positive*. A square has two square roots and
  only one of them is a square again; taken as "the" root it obeys sqrt(u) sqrt(v) = sqrt(u v) and sqrt(u^2) =
  |u| as the real root does. So does u^r for every fraction r whose denominator has small factors: the squares
  form a group of odd order (P - 1)/2, in which r is an exponent like any other.
* every number has exactly one cube root, fifth root and so on: odd roots behave as they do for real numbers of
  both signs.
* 2, 3, 5, ..., 61 are squares, as they are positive.
* the pairs (c, s) with c^2 + s^2 = 1, which multiply as cos + i sin does, form a group of order P + 1. It has
  elements of every small order: ZETA plays the part of (cos, sin) of pi/STEPS.

P was searched for so that small sums such as 1 + sqrt(2), sqrt(3) + sqrt(2) and 3 + sqrt(5) are squares too,
and ZETA so that the cosines of the multiples of pi/n have their real signs for n up to 10 and 12, 15, 16, 24.
`tests/test_identity.py` checks all of this. With 61 bits a number fits into three digits of Python's; a
coincidence at one random point has a probability of about 2^-60, and no test modulo P relies on fewer than three.
"""

from __future__ import annotations

from fractions import Fraction

__all__ = ["EVEN", "STEPS", "ZETA", "P", "Pair", "as_number", "pair_power", "pair_product", "ratio", "root_exponent"]

P = 2300002007651187839
STEPS = 720720  # the least common multiple of 1 to 16
ZETA = (1974243258258167918, 1589895994618924600)
EVEN = (P + 1) // 4  # u^EVEN is the square root of a square u that is a square itself

Pair = tuple[int, int]

_LARGEST = 1 << 20  # of a numerator or denominator that is recognised
_LARGEST_WHOLE = 1 << 40


def as_number(value: Fraction | int) -> int:
    """A rational number modulo P. Raises ZeroDivisionError where P divides the denominator."""
    above, below = value.as_integer_ratio()
    if below == 1:
        return above % P
    if below % P == 0:
        raise ZeroDivisionError
    return above * pow(below, -1, P) % P


def ratio(residue: int) -> Fraction | None:
    """The rational number with small numerator and denominator that this is modulo P; None if there is none.

    A residue that has nothing to do with a small fraction passes for one with a probability of about 2^-20, so whoever
    asks has to confirm the fraction at further points.
    Source: P. Wang, a p-adic algorithm for univariate partial fractions (1981), rational reconstruction.
    """
    if residue < _LARGEST_WHOLE:
        return Fraction(residue)
    if P - residue < _LARGEST_WHOLE:
        return Fraction(residue - P)
    a, b, s, t = P, residue, 0, 1
    while b >= _LARGEST:
        quotient = a // b
        a, b, s, t = b, a - quotient * b, t, s - quotient * t
    return Fraction(b, t) if 0 < abs(t) < _LARGEST else None


def root_exponent(power: Fraction) -> int | None:
    """The whole exponent that takes u to u^power: for all u if the denominator is odd, for squares if it is even.

    None if there is none, which happens only for denominators with a prime factor above 100.
    """
    order = P - 1 if power.denominator % 2 else (P - 1) // 2
    try:
        return power.numerator * pow(power.denominator, -1, order) % order
    except ValueError:
        return None


def pair_product(a: Pair, b: Pair, modulus: int = P) -> Pair:
    """(cos, sin) of the sum of two angles."""
    return ((a[0] * b[0] - a[1] * b[1]) % modulus, (a[0] * b[1] + a[1] * b[0]) % modulus)


def pair_power(a: Pair, n: int, modulus: int = P) -> Pair:
    """(cos, sin) of n times the angle."""
    if n < 0:
        a, n = (a[0], -a[1] % modulus), -n
    result = (1, 0)
    while n:
        if n & 1:
            result = pair_product(result, a, modulus)
        n >>= 1
        if n:
            a = pair_product(a, a, modulus)
    return result
