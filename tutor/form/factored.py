"""Factored: a product of powers that cannot be taken apart any more.

A number, a letter, a function, a root and a power of e are whole; so is what stands inside them. A quotient is factored
when what stands above and below is, and a power when its base is. All depends on the sums among the factors:

* Nothing may stand in all terms of one: no number above 1, no letter, function, root or bracket, whatever its power is.
  A power of e counts where it is positive, or negative, in all of them: e^x + e^(-x) is left alone.
* One of letters, numbers and roots alone has no fraction in it: (x - 1)/x, not 1 - 1/x. Beside a logarithm or a sine a
  fraction may stay, as in e^x (ln(x) + 1/x).
* Like terms are added, and a sum of letters is multiplied out: x(x + 1) + 3 is the sum x^2 + x + 3, not a product.
* A polynomial in one base, or one in two with the same degree in all terms (a^2 - x^2), has no factor of lower degree
  over the rational numbers. So x^2 - 1 is not factored, and x^2 - 2 and x^2 + 1 are.

A sum that is the whole answer and has none of this, such as x + 1 or a number, is factored.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import gcd, lcm

from tutor.expr import Add, Div, Expr, Mul, Neg, Num, Pow, Sym, as_fraction, walk
from tutor.form import Lack
from tutor.form.bases import Bases, Powers, Term, TooLongError, content, in_order, is_exponential, is_number
from tutor.form.polynomial import MOST, Polynomial, factor_of
from tutor.tidy import tidy_node

__all__ = ["factored"]

UNIT = Fraction(1)


def factored(answer: Expr, wrt: str = "x") -> Lack | None:
    """What keeps the answer from being factored, None if it is."""
    for part in _factors(answer):
        lack = _Sum(part, part is answer, wrt).lack()
        if lack is not None:
            return lack
    return None


def _factors(e: Expr) -> list[Add]:
    """The sums among the factors above and below, left to right."""
    match e:
        case Add():
            return [e]
        case Neg(arg):
            return _factors(arg)
        case Mul(factors):
            return [part for factor in factors for part in _factors(factor)]
        case Div(num, den):
            return [*_factors(num), *_factors(den)]
        case Pow(base, exponent) if (p := as_fraction(exponent)) is not None and p.denominator == 1:
            return _factors(base)
        case _:
            return []


class _Sum:
    """A sum under examination; `whole` says that it is all of the answer."""

    def __init__(self, e: Add, whole: bool, wrt: str) -> None:
        self.e = e
        self.wrt = wrt
        self.bases = Bases()
        self.typed = list(_terms(e))
        self.decimal = any(isinstance(node, Num) and node.text for node in walk(e))
        self.of = "" if whole else " of {}"
        self.parts = () if whole else (e,)

    def lack(self) -> Lack | None:
        """The first thing that is left to do with it."""
        try:
            terms = [self.bases.term(term) for term in self.typed]
            if any(scale == 0 for scale, _ in terms) or all(is_number(powers) for _, powers in terms):
                return None
            return self.fraction(terms) or self.shared(terms) or self.like(terms) or self.taken_apart(terms)
        except (TooLongError, ZeroDivisionError):
            return None

    def fraction(self, terms: list[Term]) -> Lack | None:
        """A fraction in a sum of letters, numbers, and powers of such sums."""
        if not all(_is_algebraic(base) for _, powers in terms for base in powers):
            return None
        if all(exponent > 0 for _, powers in terms for exponent in powers.values()):
            return None
        return Lack("{} has a fraction in it; write it over one bar", (self.e,))

    def shared(self, terms: list[Term]) -> Lack | None:
        """Something stands in all terms."""
        common = _common([powers for _, powers in terms])
        times = self.number([scale for scale, _ in terms])
        if not common and times == 1:
            return None
        return Lack(f"{{}} stands in {_all(len(terms))}{self.of}", (self.written(times, common), *self.parts))

    def like(self, terms: list[Term]) -> Lack | None:
        """Two terms that can be added."""
        for i, (_, powers) in enumerate(terms):
            for j in range(i):
                if terms[j][1] == powers:
                    return Lack("{} and {} can be added", (_bare(self.typed[j]), _bare(self.typed[i])))
        return None

    def taken_apart(self, terms: list[Term]) -> Lack | None:
        """A product within it that is to be multiplied out, or a factor of the sum."""
        nested = any(map(_has_bracket, terms))
        done = in_order(self.bases.multiplied_out(terms) if nested else self.bases.collected(terms))
        if len(done) < 2:
            left = self.bases.written(*(done[0] if done else (Fraction(0), {})), self.wrt)
            return Lack("{} is {} once it is multiplied out", (self.e, left))
        common, times = _common([powers for _, powers in done]), self.number([scale for scale, _ in done])
        if nested and (common or times != 1):
            return Lack("once {} is multiplied out, {} stands in all its terms", (self.e, self.written(times, common)))
        found = self.factor(done)
        if found is None and nested and all(_is_algebraic(base) for _, powers in done for base in powers):
            return Lack("{} is still to be multiplied out and collected", (self.e,))
        return found

    def factor(self, terms: list[Term]) -> Lack | None:
        """A factor of lower degree, with the place where it vanishes if it has one."""
        polynomial = _as_polynomial(terms, self.wrt)
        factor = factor_of(polynomial.coefficients) if polynomial is not None else None
        if polynomial is None or factor is None:
            return None
        degree = len(factor) - 1
        powers = [polynomial.power(n, degree) for n in range(degree + 1)]
        written = [(k, self.bases.written(Fraction(abs(k)), powers[n], self.wrt)) for n, k in enumerate(factor) if k]
        shown = Add(tuple(Neg(e) if k < 0 else e for k, e in reversed(written)))
        if degree > 1:
            return Lack("{} can still be taken apart, {} is a factor", (self.e, shown))
        root = Fraction(-factor[0], factor[1])
        place, at = self.bases.written(UNIT, powers[1], self.wrt), self.bases.written(root, powers[0], self.wrt)
        return Lack("{} is 0 at {} = {}, so {} is a factor", (self.e, place, at, shown))

    def number(self, numbers: list[Fraction]) -> Fraction:
        """The number that stands in all terms, 1 if none does: 2 in 2x/3 + 4, a third in x/3 + 2/3, none in x/2 + 1."""
        above = gcd(*(abs(value.numerator) for value in numbers))
        below = gcd(*(value.denominator for value in numbers))
        if above == below == 1:
            return UNIT
        return content(numbers) if self.decimal else Fraction(above, below)

    def written(self, times: Fraction, powers: Powers) -> Expr:
        """What is shared, as the terms have it: 0.2 where they have decimals."""
        shared = self.bases.written(times, powers, self.wrt)
        # A decimal times something is written as a decimal.
        return tidy_node(Mul((Num(UNIT, "1.0"), shared)), self.wrt) if self.decimal else shared


def _terms(e: Expr, minus: bool = False) -> list[Expr]:
    """The terms of a sum and of the sums that are only added to it or taken from it: 1 - (x + 3) has three."""
    match e:
        case Add(terms):
            return [part for term in terms for part in _terms(term, minus)]
        case Neg(Add() | Neg() as inner):
            return _terms(inner, not minus)
        case Neg(inner) if minus:
            return [inner]
        case _:
            return [Neg(e) if minus else e]


def _common(terms: list[Powers]) -> Powers:
    """What stands in all terms, above a bar or below it, with the least power that it has in one."""
    found = {}
    for base in terms[0]:
        exponents = [powers.get(base, Fraction(0)) for powers in terms]
        if not all(exponents) or (is_exponential(base) and min(exponents) < 0 < max(exponents)):
            continue
        least = min(map(abs, exponents))
        found[base] = -least if max(exponents) < 0 else least
        if isinstance(base, Pow) and not is_exponential(base) and base.base not in found:
            # In n x^(n-1) + x^n it is x^(n-1).
            below = min(powers.get(base.base, Fraction(0)) for powers in terms)
            found |= {base.base: below} if below < 0 else {}
    return found


def _is_algebraic(base: Expr) -> bool:
    """Is it made of letters, numbers and roots alone?"""
    plain = Sym | Num | Add | Mul | Neg | Div | Pow
    return not is_exponential(base) and all(isinstance(node, plain) for node in walk(base))


def _has_bracket(term: Term) -> bool:
    """Is a sum to a whole power a factor of it?"""
    return any(
        isinstance(base, Add) and exponent.denominator == 1 and exponent > 0 for base, exponent in term[1].items()
    )


@dataclass(frozen=True, slots=True)
class _Polynomial:
    """Whole numbers with the powers of x^step; where all terms have the same degree, `other` makes it up: a^2 - x^2."""

    coefficients: Polynomial
    x: Expr
    step: Fraction
    other: Expr | None

    def power(self, n: int, degree: int) -> Powers:
        """The bases of term n in such a polynomial of this degree."""
        pairs = {self.x: n * self.step}
        if self.other is not None:
            pairs[self.other] = (degree - n) * self.step
        return {base: exponent for base, exponent in pairs.items() if exponent}


def _as_polynomial(terms: list[Term], wrt: str) -> _Polynomial | None:
    """A sum as a polynomial in one base, or in two with the same degree in all terms; None for other sums."""
    bases = sorted({base for _, powers in terms for base in powers}, key=lambda base: (base != Sym(wrt), repr(base)))
    degrees = {sum(powers.values(), Fraction(0)) for _, powers in terms}
    if not 1 <= len(bases) <= 2 or (len(bases) == 2 and len(degrees) > 1):
        return None
    exponents = {powers.get(bases[0], Fraction(0)): value for value, powers in terms}
    step = Fraction(1, lcm(*(exponent.denominator for exponent in exponents)))
    highest = max(exponents) / step
    if highest > MOST or any(exponent < 0 for _, powers in terms for exponent in powers.values()):
        return None
    unit = content(exponents.values())
    coefficients = [0] * (int(highest) + 1)
    for exponent, value in exponents.items():
        coefficients[int(exponent / step)] = int(value / unit)
    return _Polynomial(coefficients, bases[0], step, bases[1] if len(bases) == 2 else None)


def _bare(term: Expr) -> Expr:
    return term.arg if isinstance(term, Neg) else term


def _all(count: int) -> str:
    names = ("both", "all three", "all four", "all five", "all six")
    return f"{names[count - 2] if count <= 6 else 'all'} terms"
