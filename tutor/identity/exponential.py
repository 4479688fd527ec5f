"""Exponentials and logarithms, and what is made of them: powers with any exponent, hyperbolic functions, sigmoid.

One list has the pairs (L, U) with U = e^L that have been met: (1, e), (ln 2, 2), (x, e^x), (ln(x+1), x+1). One
half of a pair is known and the other is a random number: L for the logarithm of a number, U for the exponential
of one. Two relations do the rest.

* e^A: if A is a combination c1 L1 + c2 L2 + ... with rational c, then e^A = U1^c1 U2^c2 .... So e^(2x) is the
  square of e^x, e^(x+1) is e e^x, e^(2 ln x) is x^2, and x^(a+1) = e^((a+1) ln x) is x^a x.
* ln(B): the slope of ln B is B'/B. If it is c1 U1'/U1 + c2 U2'/U2 + ... with rational c, then B = k U1^c1 U2^c2
  ... for a constant k, and where k is rational, ln B = ln k + c1 L1 + c2 L2 + .... This finds ln(x^2-1) =
  ln|x-1| + ln|x+1|, ln sqrt(x^2+1) = ln(x^2+1)/2, ln(1+e^x) = x + ln(1+e^(-x)), and the logarithm behind
  arsinh.

ln k is a sum of logarithms of primes, which are independent. Relations that are not found leave two functions
independent that are not: then a proof fails, but nothing false is proved.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.identity.jet import Column, Jet, NowhereError, Slopes, added, divided, multiplied, negated, powered, scaled
from tutor.identity.prime import P, as_number, ratio
from tutor.identity.roots import Roots, common_number
from tutor.identity.span import combination

__all__ = ["Exponentials", "flattened", "is_moving", "thinned", "thinned_slopes"]

_HALF = Fraction(1, 2)
_ROOTS_OF_NUMBERS = (1, 2, 3, 4, 6)  # ln(sqrt(2)) and its kin: a constant k may be such a root of a rational number
_LARGEST_PRIME = 1000


@dataclass(slots=True)
class _Pair:
    log: Column
    base: Column
    slopes: Slopes  # of the logarithm


class Exponentials(Roots):
    def begin(self) -> None:
        super().begin()
        self.pairs: list[_Pair] = []
        self.named: dict[str | int, _Pair] = {}

    def keep(self, kept: Sequence[bool]) -> None:
        super().keep(kept)
        for pair in self.pairs:
            pair.log, pair.base = thinned(pair.log, kept), thinned(pair.base, kept)
            pair.slopes = thinned_slopes(pair.slopes, kept)

    def e(self) -> Jet:
        pair = self._named("e")
        return Jet(pair.base, self.along("e") if "e" in self.directions else pair.slopes)

    def exp(self, a: Jet) -> Jet:
        """e^a."""
        found = combination(a.values, [pair.log for pair in self.pairs]) if self.pairs else None
        if found is not None:
            return self._product(found)
        if "e" not in self.named and common_number(a.values) is not None:
            self._named("e")
            return self.exp(a)
        pair = _Pair(a.values, self.random_squares(), a.slopes)
        self.pairs.append(pair)
        return self._risen(pair.base, a.slopes)

    def ln(self, a: Jet) -> Jet:
        """The logarithm of something positive."""
        if not any(a.values):
            raise NowhereError
        slopes = self.log_slopes(a)
        for powers in self._candidates(a, slopes):
            constant = divided(Jet(a.values), Jet(self._product(powers).values)).values
            number = self._ln_of_constant(constant)
            if number is not None:
                return added(number, self._sum(powers))
        pair = _Pair(self.random(), a.values, slopes)
        self.pairs.append(pair)
        return Jet(pair.log, slopes)

    def log(self, a: Jet, base: Jet) -> Jet:
        return divided(self.ln(a), self.ln(base))

    def power(self, a: Jet, b: Jet) -> Jet:
        """a^b for a positive a."""
        return self.exp(multiplied(b, self.ln(a)))

    def _candidates(self, a: Jet, slopes: Slopes) -> Iterable[list[Fraction]]:
        """Powers of the bases met so far that may make up `a` but for a constant."""
        none = [Fraction(0)] * len(self.pairs)
        if is_moving(slopes):
            moving = [i for i, pair in enumerate(self.pairs) if is_moving(pair.slopes)]
            basis = [flattened(self.pairs[i].slopes, self.count) for i in moving]
            found = combination(flattened(slopes, self.count), basis) if moving else None
            if found is not None:
                yield [found[moving.index(i)] if i in moving else Fraction(0) for i in range(len(none))]
        else:
            yield none
            for i in range(len(self.pairs)):
                yield [*none[:i], Fraction(1), *none[i + 1 :]]

    def _ln_of_constant(self, values: Column) -> Jet | None:
        for n in _ROOTS_OF_NUMBERS:
            first = pow(values[0], n, P)
            number = ratio(first) if all(pow(x, n, P) == first for x in values) else None
            if number:
                # What a logarithm is taken of is positive; a root of a square may have come out with the other sign.
                return scaled(self._ln_of_number(abs(number)), as_number(Fraction(1, n)))
        return None

    def _ln_of_number(self, number: Fraction) -> Jet:
        result = self.number(0)
        for prime, power in _factors(number):
            pair = self._named(prime)
            result = added(result, scaled(Jet(pair.log, pair.slopes), power % P))
        return result

    def _named(self, key: str | int) -> _Pair:
        """The pair of e, or of a prime number."""
        pair = self.named.get(key)
        if pair is None:
            if key == "e":
                base = self.random_squares()
                slopes = self.flat()
                if "e" in self.directions:
                    slopes = self.log_slopes(Jet(base, self.along("e")))
                pair = _Pair([1] * self.count, base, slopes)
            else:
                pair = _Pair(self.random(), self.number(int(key)).values, self.flat())
            self.named[key] = pair
            self.pairs.append(pair)
        return pair

    def _product(self, powers: list[Fraction]) -> Jet:
        """The product of powers of the bases."""
        result: Jet | None = None
        for pair, power in zip(self.pairs, powers, strict=True):
            if power:
                factor = Jet(pair.base) if power == 1 else self.root(Jet(pair.base), power)
                result = factor if result is None else multiplied(result, factor)
        if result is None:
            return self.number(1)
        return self._risen(result.values, self._sum(powers).slopes if self.directions else ())

    def _risen(self, values: Column, slopes: Slopes) -> Jet:
        """The exponential with these values, of something with these slopes."""
        return Jet(values, tuple(d and [x * y % P for x, y in zip(values, d, strict=True)] for d in slopes))

    def _sum(self, factors: list[Fraction]) -> Jet:
        """The sum of multiples of the logarithms."""
        result = self.number(0)
        for pair, factor in zip(self.pairs, factors, strict=False):
            if factor:
                result = added(result, scaled(Jet(pair.log, pair.slopes), as_number(factor)))
        return result

    # Hyperbolic functions --------------------------------------------------------------------------------------

    def sinh(self, a: Jet) -> Jet:
        t = self.exp(a)
        self.positive.append(self._halves(Jet(t.values), 1).values)
        return self._halves(t, -1)

    def cosh(self, a: Jet) -> Jet:
        return self._halves(self.exp(a), 1)

    def _halves(self, t: Jet, sign: int) -> Jet:
        return scaled(added(t, scaled(powered(t, -1), sign % P)), as_number(_HALF))

    def tanh(self, a: Jet) -> Jet:
        """(e^2a - 1)/(e^2a + 1)."""
        base = self.exp(a)
        self.positive.append(self._halves(Jet(base.values), 1).values)
        t = powered(base, 2)
        return divided(added(t, self.number(-1)), added(t, self.number(1)))

    def coth(self, a: Jet) -> Jet:
        return self.reciprocal(self.tanh(a))

    def sech(self, a: Jet) -> Jet:
        return self.reciprocal(self.cosh(a))

    def csch(self, a: Jet) -> Jet:
        return self.reciprocal(self.sinh(a))

    def arsinh(self, a: Jet) -> Jet:
        """ln(a + sqrt(a^2 + 1))."""
        return self._ln_of_positive(added(a, self.sqrt(added(powered(a, 2), self.number(1)))))

    def arcosh(self, a: Jet) -> Jet:
        """ln(a + sqrt(a^2 - 1)) for a >= 1."""
        return self._ln_of_positive(added(a, self.sqrt(added(powered(a, 2), self.number(-1)))))

    def artanh(self, a: Jet) -> Jet:
        """ln((1 + a)/(1 - a))/2."""
        one = self.number(1)
        quotient = divided(added(one, a), added(one, negated(a)))
        return scaled(self._ln_of_positive(quotient), as_number(_HALF))

    def arcoth(self, a: Jet) -> Jet:
        return self.artanh(self.reciprocal(a))

    def arsech(self, a: Jet) -> Jet:
        return self.arcosh(self.reciprocal(a))

    def arcsch(self, a: Jet) -> Jet:
        return self.arsinh(self.reciprocal(a))

    def _ln_of_positive(self, a: Jet) -> Jet:
        # Of the two roots that sqrt may stand for, only one makes this positive: arsinh(sinh x) = x.
        self.require_squares(a.values)
        return self.ln(a)

    # Activation functions --------------------------------------------------------------------------------------

    def sigmoid(self, a: Jet) -> Jet:
        """1/(1 + e^(-a))."""
        return self.reciprocal(added(self.number(1), self.exp(negated(a))))

    def softplus(self, a: Jet) -> Jet:
        """ln(1 + e^a)."""
        return self.ln(added(self.number(1), self.exp(a)))

    def swish(self, a: Jet) -> Jet:
        """a sigmoid(a)."""
        return multiplied(a, self.sigmoid(a))

    def mish(self, a: Jet) -> Jet:
        """a tanh(softplus(a)), where e^softplus(a) is 1 + e^a."""
        t = powered(added(self.number(1), self.exp(a)), 2)
        return multiplied(a, divided(added(t, self.number(-1)), added(t, self.number(1))))


def flattened(slopes: Slopes, count: int) -> Column:
    """All slopes one after the other, as one vector."""
    return [x for d in slopes for x in (d or [0] * count)]


def is_moving(slopes: Slopes) -> bool:
    """Is one of the slopes not 0?"""
    return any(d and any(d) for d in slopes)


def thinned(column: Column, kept: Sequence[bool]) -> Column:
    return [x for x, stays in zip(column, kept, strict=True) if stays]


def thinned_slopes(slopes: Slopes, kept: Sequence[bool]) -> Slopes:
    return tuple(d and thinned(d, kept) for d in slopes)


def _factors(number: Fraction) -> list[tuple[int, int]]:
    """Prime factors with their powers, those below the line negative; what has only large factors stays whole."""
    found: list[tuple[int, int]] = []
    for rest, sign in ((number.numerator, 1), (number.denominator, -1)):
        prime = 2
        while rest > 1 and prime < _LARGEST_PRIME:
            count = 0
            while rest % prime == 0:
                rest //= prime
                count += 1
            if count:
                found.append((prime, sign * count))
            prime += 1
        if rest > 1:
            found.append((rest, sign))
    return found
