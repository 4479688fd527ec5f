"""The real roots of a polynomial in one thing, exactly, as far as degree two in a power of it."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

from tutor import surds
from tutor.expr import (
    ZERO,
    Add,
    Call,
    Div,
    Expr,
    Mul,
    Neg,
    Pow,
    as_fraction,
    number,
)
from tutor.form.polynomial import factor_of
from tutor.solve.unsolved import UnsolvedError
from tutor.surds import Form, simplest

__all__ = ["roots"]


def roots(coefficients: dict[int, Form], e: Expr) -> list[Expr]:
    """The real roots, exactly."""
    rational = {n: surds.rational(c) for n, c in coefficients.items()}
    if all(c is not None for c in rational.values()):
        below = lcm(*(c.denominator for c in rational.values() if c is not None))
        top = max(rational)
        whole = [int((rational.get(n) or Fraction(0)) * below) for n in range(top + 1)]
        return [root for factor in _factors(whole) for root in _roots_of_factor(factor, e)]
    written = {n: surds.written(c) for n, c in coefficients.items()}
    return _few_terms(written, e)


def _factors(f: list[int]) -> list[list[int]]:
    """The polynomial taken apart over the rational numbers; numbers and repeated factors do not matter."""
    while f and not f[-1]:
        f = f[:-1]
    if len(f) <= 2:
        return [f] if len(f) == 2 else []
    factor = factor_of(f)
    return [f] if factor is None else [*_factors(factor), *_factors(_quotient(f, factor))]


def _quotient(a: list[int], b: list[int]) -> list[int]:
    """a divided by b, which goes into it, times a number that makes it whole."""
    rest = [Fraction(c) for c in a]
    found = [Fraction(0)] * (len(a) - len(b) + 1)
    for shift in reversed(range(len(found))):
        found[shift] = rest[shift + len(b) - 1] / b[-1]
        for i, c in enumerate(b):
            rest[i + shift] -= found[shift] * c
    below = lcm(*(c.denominator for c in found))
    return [int(c * below) for c in found]


def _roots_of_factor(f: list[int], e: Expr) -> list[Expr]:
    return _few_terms({n: number(c) for n, c in enumerate(f) if c}, e)


def _few_terms(f: dict[int, Expr], e: Expr) -> list[Expr]:
    """Roots of a polynomial of degree two at most in a power of the thing; none where there is no real one."""
    step = 0
    for n in f:
        step = n if not step else gcd(step, n) if n else step
    if not step:
        return []
    degree = max(f) // step
    if degree > 2:
        if not _has_real_root(f):
            return []
        raise UnsolvedError(e)
    a, b, c = (f.get(k * step, ZERO) for k in (2, 1, 0))
    if degree == 1:
        lifted = [simplest(Neg(Div(c, b)))]
    else:
        under = simplest(Add((Pow(b, number(2)), Neg(Mul((number(4), a, c))))))
        if surds.is_zero(under):
            lifted = [simplest(Neg(Div(b, Mul((number(2), a)))))]
        elif surds.size(under) < 0:
            return []
        else:
            root = Call("sqrt", (under,))
            lifted = [simplest(Div(Add((Neg(b), side)), Mul((number(2), a)))) for side in (root, Neg(root))]
    return lifted if step == 1 else [root for place in lifted for root in _power_roots(place, step)]


def _power_roots(place: Expr, n: int) -> list[Expr]:
    """The real numbers with this n-th power."""
    x = surds.size(place)
    if surds.is_zero(place):
        return [ZERO]
    if n % 2 == 0:
        root = simplest(Pow(place, number(Fraction(1, n)))) if x > 0 else ZERO
        return [Neg(root), root] if x > 0 else []
    return [simplest(Pow(place, number(Fraction(1, n))))]


def _has_real_root(f: dict[int, Expr]) -> bool:
    """Sturm's count of the real roots of a polynomial with whole numbers; True where it is not made of these."""
    numbers = {n: as_fraction(c) for n, c in f.items()}
    if any(c is None for c in numbers.values()):
        return True
    p = [numbers.get(n) or Fraction(0) for n in range(max(f) + 1)]
    chain = [p, [n * c for n, c in enumerate(p)][1:]]
    while len(chain[-1]) > 1:
        rest = _rest(chain[-2], chain[-1])
        if not rest:
            break
        chain.append([-c for c in rest])
    ends = [[q[-1] * (sign if len(q) % 2 == 0 else 1) for q in chain] for sign in (-1, 1)]
    changes = [sum(a * b < 0 for a, b in pairwise(row)) for row in ends]
    return changes[0] != changes[1]


def _rest(a: list[Fraction], b: list[Fraction]) -> list[Fraction]:
    a = list(a)
    while len(a) >= len(b):
        k = a[-1] / b[-1]
        shift = len(a) - len(b)
        for i, c in enumerate(b):
            a[i + shift] -= k * c
        a.pop()
        while a and not a[-1]:
            a.pop()
    return a
