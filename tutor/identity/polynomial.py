"""Sums of terms over independent ingredients: what is left of an expression once it is expanded.

A term is a rational number times powers of ingredients, {(2, 1): ...} and so on: a polynomial maps each
product of powers to its number. Exponents may be fractions. A quotient is a pair of polynomials and is never
reduced; two are equal when cross products are.

An ingredient may have a relation, by which a high power of it is something else: sin^2 = 1 - cos^2, |u|^2 =
u^2, (root of u)^q = u, and sqrt(2)^2 = 2.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction

__all__ = ["Ingredient", "Monomial", "Polynomial", "Quotient", "Ring", "TooLongError"]

Monomial = tuple[tuple[int, Fraction], ...]
Polynomial = dict[Monomial, Fraction]

_MOST_TERMS = 400
_MOST_PRODUCTS = 4000
_MOST_WORK = 25_000  # products of terms in a whole proof, about a quarter of a second


class TooLongError(Exception):
    """The expansion would have too many terms."""


@dataclass(frozen=True, slots=True)
class Quotient:
    num: Polynomial
    den: Polynomial


@dataclass(slots=True)
class Ingredient:
    """`limit` is the power that `relation` replaces; None: any power, negative ones too."""

    key: object
    limit: int | None = None
    relation: Callable[[], Polynomial] | None = None
    prime: int = 0  # for the prime number itself, whose whole powers are numbers
    positive: bool = False  # or 0, where that is outside the domain or makes no difference


ONE: Polynomial = {(): Fraction(1)}


@dataclass(slots=True)
class Ring:
    """The ingredients met so far, and arithmetic with them."""

    ingredients: list[Ingredient] = field(default_factory=list)
    known: dict[object, int] = field(default_factory=dict)
    work: int = 0

    def ingredient(self, made: Ingredient) -> int:
        """The number of this ingredient; one with the same key is the same."""
        index = self.known.get(made.key)
        if index is None:
            index = self.known[made.key] = len(self.ingredients)
            self.ingredients.append(made)
        return index

    def power_of(self, made: Ingredient, exponent: Fraction = Fraction(1)) -> Polynomial:
        return self.reduced({self.ingredient(made): exponent}, Fraction(1))

    # Polynomials --------------------------------------------------------------------------------------------

    def add(self, a: Polynomial, b: Polynomial) -> Polynomial:
        total = dict(a)
        for term, number in b.items():
            value = total.get(term, 0) + number
            if value:
                total[term] = value
            else:
                total.pop(term, None)
        if len(total) > _MOST_TERMS:
            raise TooLongError
        return total

    def scale(self, a: Polynomial, number: Fraction) -> Polynomial:
        return {term: value * number for term, value in a.items()} if number else {}

    def mul(self, a: Polynomial, b: Polynomial) -> Polynomial:
        self.work += len(a) * len(b)
        if len(a) * len(b) > _MOST_PRODUCTS or self.work > _MOST_WORK:
            raise TooLongError
        total: Polynomial = {}
        for p, x in a.items():
            for q, y in b.items():
                powers = dict(p)
                for index, exponent in q:
                    powers[index] = powers.get(index, Fraction(0)) + exponent
                total = self._plus(total, self.reduced(powers, x * y))
        if len(total) > _MOST_TERMS:
            raise TooLongError
        return total

    @staticmethod
    def _plus(total: Polynomial, more: Polynomial) -> Polynomial:
        for term, number in more.items():
            value = total.get(term, 0) + number
            if value:
                total[term] = value
            else:
                total.pop(term, None)
        return total

    def reduced(self, powers: dict[int, Fraction], number: Fraction) -> Polynomial:
        """One term with the relations applied, which may make it several."""
        excess: list[tuple[Ingredient, int]] = []
        kept: list[tuple[int, Fraction]] = []
        for index, exponent in sorted(powers.items()):
            made = self.ingredients[index]
            if made.prime:
                whole = exponent.numerator // exponent.denominator
                if abs(whole) > 2000:
                    raise TooLongError
                number *= Fraction(made.prime) ** whole
                exponent -= whole
            elif made.limit is not None and exponent >= made.limit:
                times = exponent // made.limit
                excess.append((made, int(times)))
                exponent -= times * made.limit
            if exponent:
                kept.append((index, exponent))
        result: Polynomial = {tuple(kept): number}
        for made, times in excess:
            assert made.relation is not None
            result = self.mul(result, self.power(made.relation(), times))
        return result

    def power(self, a: Polynomial, n: int) -> Polynomial:
        """The n-th power, n at least 0."""
        if n > 1 and len(a) > 1 and len(a) ** min(n, 12) > 10 * _MOST_TERMS and n > 12:
            raise TooLongError
        if len(a) == 1:
            ((term, number),) = a.items()
            if abs(number) != 1 and n * max(map(int.bit_length, number.as_integer_ratio())) > 4000:
                raise TooLongError
            return self.reduced({index: exponent * n for index, exponent in term}, number**n)
        result = ONE
        for _ in range(n):
            result = self.mul(result, a)
        return result

    # Quotients ----------------------------------------------------------------------------------------------

    def quotient(self, num: Polynomial, den: Polynomial) -> Quotient:
        """num/den, with a denominator of one term divided out where its ingredients allow negative powers."""
        if not den:
            raise ZeroDivisionError
        if not num:
            return Quotient({}, ONE)
        if len(den) == 1:
            ((term, number),) = den.items()
            free = [(i, x) for i, x in term if self.ingredients[i].limit is None]
            bound = tuple((i, x) for i, x in term if self.ingredients[i].limit is not None)
            inverse = self.reduced({i: -x for i, x in free}, 1 / number)
            return Quotient(self.mul(num, inverse), {bound: Fraction(1)})
        lead = den[min(den)]
        return Quotient(self.scale(num, 1 / lead), self.scale(den, 1 / lead))

    def plus(self, a: Quotient, b: Quotient) -> Quotient:
        if a.den == b.den:
            return self.quotient(self.add(a.num, b.num), a.den)
        num = self.add(self.mul(a.num, b.den), self.mul(b.num, a.den))
        return self.quotient(num, self.mul(a.den, b.den))

    def times(self, a: Quotient, b: Quotient) -> Quotient:
        return self.quotient(self.mul(a.num, b.num), self.mul(a.den, b.den))

    def over(self, a: Quotient, b: Quotient) -> Quotient:
        return self.quotient(self.mul(a.num, b.den), self.mul(a.den, b.num))

    def same(self, a: Quotient, b: Quotient) -> bool:
        if a.den == b.den:
            return a.num == b.num
        return self.mul(a.num, b.den) == self.mul(b.num, a.den)
