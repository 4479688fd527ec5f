"""The error function with its kin, and factorials.

erf(-u) = -erf(u); Phi(u) = (1 + erf(u/sqrt(2)))/2; phi(u) = e^(-u^2/2)/sqrt(2 pi); gelu(u) = u Phi(u). (u + m)!
= (u + 1) (u + 2) ... (u + m) u! for whole m.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from tutor.identity.angles import Angles
from tutor.identity.exponential import thinned
from tutor.identity.jet import Column, Jet, added, divided, multiplied, negated, powered, scaled
from tutor.identity.prime import P, as_number
from tutor.identity.roots import UnknownError, common_number

__all__ = ["Special"]

_HALF = Fraction(1, 2)
_FURTHEST = 60  # arguments of factorials this far apart are related


class Special(Angles):
    def begin(self) -> None:
        super().begin()
        self.errors: list[tuple[Column, Column]] = []
        self.factorials: list[tuple[Column, Column]] = []

    def keep(self, kept: Sequence[bool]) -> None:
        super().keep(kept)
        self.errors = [(thinned(u, kept), thinned(value, kept)) for u, value in self.errors]
        self.factorials = [(thinned(u, kept), thinned(value, kept)) for u, value in self.factorials]

    def erf(self, a: Jet) -> Jet:
        if not any(a.values):
            return self.number(0)
        values = self._erf_values(a.values)
        if not any(a.slopes):
            return Jet(values, self.flat())
        # erf' = 2/sqrt(pi) e^(-u^2)
        rise = divided(scaled(self.exp(negated(powered(a, 2))), 2), self.sqrt(self.pi())).values
        return Jet(values, tuple(d and [x * y % P for x, y in zip(rise, d, strict=True)] for d in a.slopes))

    def _erf_values(self, u: Column) -> Column:
        minus = [P - x for x in u]
        for known, value in self.errors:
            if known == u:
                return value
            if known == minus:
                return [P - x for x in value]
        value = self.random()
        self.errors.append((u, value))
        return value

    def Phi(self, a: Jet) -> Jet:  # noqa: N802 (the name of the function)
        error = self.erf(divided(a, self.sqrt(self.number(2))))
        return scaled(added(self.number(1), error), as_number(_HALF))

    def phi(self, a: Jet) -> Jet:
        exponent = scaled(powered(a, 2), as_number(-_HALF))
        return divided(self.exp(exponent), self.sqrt(scaled(self.pi(), 2)))

    def gelu(self, a: Jet) -> Jet:
        return multiplied(a, self.Phi(a))

    def factorial(self, a: Jet) -> Jet:
        if any(a.slopes):
            raise UnknownError
        for known, value in self.factorials:
            apart = common_number([(x - y) % P for x, y in zip(a.values, known, strict=True)])
            if apart is not None and apart.denominator == 1 and abs(apart) <= _FURTHEST:
                return self._moved(Jet(known), Jet(value), int(apart))
        self.factorials.append((a.values, self.random()))
        return Jet(self.factorials[-1][1], self.flat())

    def _moved(self, n: Jet, value: Jet, steps: int) -> Jet:
        """(n + steps)! from n!."""
        one = Jet([1] * self.count)
        for _ in range(abs(steps)):
            if steps > 0:
                n = added(n, one)
                value = multiplied(value, n)
            else:
                value = divided(value, n)
                n = added(n, negated(one))
        return Jet(value.values, self.flat())
