"""Polynomials in one letter with whole numbers, and whether they can be taken apart over the rational numbers.

A polynomial is the list of its coefficients, the constant first: [-1, 0, 1] is x² - 1. Factors are found modulo a prime
larger than twice any coefficient that a factor can have, so that a factor modulo the prime, or a product of some of
them, is either a factor indeed or none at all.
Source: von zur Gathen and Gerhard, Modern Computer Algebra, algorithms 14.3, 14.8 and 15.2.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations
from math import gcd, isqrt
from random import Random

__all__ = ["MOST", "Polynomial", "factor_of"]

Polynomial = list[int]

MOST = 16  # the highest degree that is looked at
_MOST_PARTS = 12  # factors modulo the prime whose products are all tried
# 2^k - 1 is prime for these.
_PRIMES = tuple((1 << k) - 1 for k in (61, 89, 107, 127))


def factor_of(f: Polynomial) -> Polynomial | None:
    """A factor of lower degree that is not a number, the simplest there is; None where there is none.

    The simplest is linear with the smallest root, else the one of lowest degree. None also where the degree or the
    numbers are too large to tell. The last coefficient is not 0.
    """
    if not 2 <= len(f) - 1 <= MOST:
        return None
    f = _primitive(f)
    once = _square_free(f)
    prime = _prime_for(once)
    simplest = _simplest(once, prime) if prime is not None else None
    return simplest or (once if len(once) < len(f) else None)


def _simplest(f: Polynomial, p: int) -> Polynomial | None:
    """The simplest factor of a square-free polynomial, from its factors modulo p."""
    parts = list(_parts_mod(_monic(f, p), p))
    together = len(parts) - 1 if len(parts) <= _MOST_PARTS else 2
    every = (chosen for n in range(1, together + 1) for chosen in combinations(parts, n))
    # A factor of lowest degree has at most half the degree of the whole.
    choices = sorted((_degree(chosen), chosen) for chosen in every if 2 * _degree(chosen) < len(f))
    found: list[Polynomial] = []
    for degree, chosen in choices:
        if found and len(found[0]) <= degree:
            break
        if not _may_divide(chosen, f, p):
            continue
        factor = _lifted(chosen, f[-1], p)
        if _quotient(f, factor) is not None:
            found.append(factor)
    return min(found, key=_rank, default=None)


def _may_divide(parts: tuple[Polynomial, ...], f: Polynomial, p: int) -> bool:
    """Does the constant of their product, times the leading number, divide that of f? Nearly always it does not."""
    constant = f[-1]
    for part in parts:
        constant = constant * part[0] % p
    constant = min(constant, p - constant)
    return not f[0] or (constant != 0 and f[-1] * f[0] % constant == 0)


def _degree(parts: tuple[Polynomial, ...]) -> int:
    """The degree of their product."""
    return sum(len(part) - 1 for part in parts)


def _rank(f: Polynomial) -> tuple[int, Fraction, bool, Polynomial]:
    """Low degree first, then a small root, the positive one of two."""
    root = Fraction(-f[0], f[1]) if len(f) == 2 else Fraction(0)
    return len(f), abs(root), root < 0, f


def _lifted(parts: tuple[Polynomial, ...], lead: int, p: int) -> Polynomial:
    """The product of some factors modulo p, as a polynomial with whole numbers."""
    product = [lead % p]
    for part in parts:
        product = _times(product, part, p)
    return _primitive([a - p if a > p // 2 else a for a in product])


# Over the whole numbers


def _primitive(f: Polynomial) -> Polynomial:
    """Without the number that divides all of it, the last coefficient positive."""
    common = gcd(*f) * (1 if f[-1] > 0 else -1)
    return [a // common for a in f]


def _square_free(f: Polynomial) -> Polynomial:
    """Each factor once."""
    common = _common(f, [i * a for i, a in enumerate(f)][1:])
    return _quotient(f, common) or f if len(common) > 1 else f


def _common(a: Polynomial, b: Polynomial) -> Polynomial:
    """The greatest common divisor."""
    while b:
        a, b = b, _remainder(a, b)
    return _primitive(a)


def _remainder(a: Polynomial, b: Polynomial) -> Polynomial:
    """What is left of a divided by b, up to a number."""
    a = list(a)
    while len(a) >= len(b):
        top, shift = a[-1], len(a) - len(b)
        a = [x * b[-1] for x in a]
        for i, x in enumerate(b):
            a[i + shift] -= top * x
        while a and not a[-1]:
            a.pop()
    return _primitive(a) if a else a


def _quotient(a: Polynomial, b: Polynomial) -> Polynomial | None:
    """a divided by b; None unless it comes out even."""
    a = list(a)
    quotient = [0] * (len(a) - len(b) + 1)
    for shift in range(len(a) - len(b), -1, -1):
        top, left = divmod(a[shift + len(b) - 1], b[-1])
        if left:
            return None
        quotient[shift] = top
        for i, x in enumerate(b):
            a[i + shift] -= top * x
    return None if any(a) else quotient


def _prime_for(f: Polynomial) -> int | None:
    """A prime above twice the coefficients of lc(f) times any factor, that keeps f square-free."""
    n = len(f) - 1
    # Mignotte's bound for the coefficients of a factor.
    bound = ((isqrt(n + 1) + 1) << n) * max(map(abs, f)) * f[-1]
    for p in _PRIMES:
        if p > 2 * bound and f[-1] % p:
            slope = _trimmed([i * a for i, a in enumerate(f)][1:], p)
            if len(_common_mod(_monic(f, p), slope, p)) == 1:
                return p
    return None


# Modulo a prime


def _trimmed(f: Polynomial, p: int) -> Polynomial:
    f = [a % p for a in f]
    while f and not f[-1]:
        f.pop()
    return f


def _monic(f: Polynomial, p: int) -> Polynomial:
    f = _trimmed(f, p)
    inverse = pow(f[-1], -1, p)
    return [a * inverse % p for a in f]


def _times(a: Polynomial, b: Polynomial, p: int) -> Polynomial:
    product = [0] * (len(a) + len(b) - 1)
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            product[i + j] += x * y
    return _trimmed(product, p)


def _divided(a: Polynomial, b: Polynomial, p: int) -> tuple[Polynomial, Polynomial]:
    """Quotient and remainder; b is monic."""
    a = list(a)
    quotient = [0] * max(0, len(a) - len(b) + 1)
    for shift in range(len(a) - len(b), -1, -1):
        top = quotient[shift] = a[shift + len(b) - 1] % p
        for i, x in enumerate(b):
            a[i + shift] -= top * x
    return quotient, _trimmed(a[: len(b) - 1], p)


def _common_mod(a: Polynomial, b: Polynomial, p: int) -> Polynomial:
    while b:
        b = _monic(b, p)
        a, b = b, _divided(a, b, p)[1]
    return _monic(a, p)


def _power(base: Polynomial, n: int, f: Polynomial, p: int) -> Polynomial:
    """base^n modulo f and p."""
    result: Polynomial = [1]
    for bit in bin(n)[2:]:
        result = _divided(_times(result, result, p), f, p)[1] if result else result
        if bit == "1":
            result = _divided(_times(result, base, p), f, p)[1] if result else result
    return result


def _minus(a: Polynomial, b: Polynomial, p: int) -> Polynomial:
    length = max(len(a), len(b))
    return _trimmed([(a[i] if i < len(a) else 0) - (b[i] if i < len(b) else 0) for i in range(length)], p)


def _parts_mod(f: Polynomial, p: int) -> Iterator[Polynomial]:
    """The irreducible factors modulo p of a square-free monic polynomial: first those of degree 1, then of 2, ..."""
    x_to_p: Polynomial = [0, 1]
    degree = 1
    while len(f) - 1 >= 2 * degree:
        # x^(p^d) - x is the product of all irreducible polynomials whose degree divides d.
        x_to_p = _power(x_to_p, p, f, p)
        same = _common_mod(f, _minus(x_to_p, [0, 1], p), p)
        if len(same) > 1:
            yield from _of_degree(same, degree, p, Random(degree))
            f = _divided(f, same, p)[0]
            x_to_p = _divided(x_to_p, f, p)[1] if len(f) > 1 else x_to_p
        degree += 1
    if len(f) > 1:
        yield f


def _of_degree(f: Polynomial, d: int, p: int, rng: Random) -> Iterator[Polynomial]:
    """The factors of a product of irreducible ones of degree d: a random power divides half of them from the others."""
    if len(f) - 1 == d:
        yield f
        return
    while True:
        some = _trimmed([rng.randrange(p) for _ in range(len(f) - 1)], p)
        half = _minus(_power(some, (p**d - 1) // 2, f, p), [1], p)
        part = _common_mod(f, half, p)
        if 1 < len(part) < len(f):
            yield from _of_degree(part, d, p, rng)
            yield from _of_degree(_divided(f, part, p)[0], d, p, rng)
            return
