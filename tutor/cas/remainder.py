"""Is a difference a multiple of an equation? Then it is 0 wherever the equation holds.

Both are made polynomials in independent ingredients: the letters, and everything that is no rational function of them,
e^(x y), sin(y), sqrt(x), taken as a letter of its own with the relation it obeys:

    sin(u)^2 + cos(u)^2 = 1        sqrt(u)^2 = u        e^(u + v) = e^u e^v        |u|^2 = u^2

Equation and relations are then used up one after the other: each is factored, and each factor that can be 0 is solved,
so to speak, for the ingredient in which its degree is least, by pseudo-division. A remainder of 0 for every choice of
factors is a proof; any other says nothing. So y^3 = x and y = cbrt(x) meet: with r^3 = x the first is y = r, or else
y^2 + y r + r^2 = 0, which positive letters never fulfil. That a leading coefficient is 0 all along the curve is not
looked for: both sides have been compared at points of every branch before.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

__all__ = ["is_multiple"]

_PASSES = 3
_WAYS = 4

Step = tuple[Any, Any, int]  # a relation, the letter it is solved for, and its degree in it


def is_multiple(difference: Any, zero: Any) -> bool:
    """Is the difference 0 wherever `zero` is 0 and both have a value?"""
    ingredients = _Ingredients()
    above = ingredients.numerator(difference)
    equation = ingredients.numerator(zero)
    relations = [equation, *ingredients.relations, *ingredients.turned_round(equation)]
    # What is a product of factors after one way of solving may be none after another: sqrt(a^2 - x^2) on an ellipse.
    counts = Counter(letter for relation in relations for letter in relation.free_symbols)
    shared = sorted((letter for letter, count in counts.items() if count > 1), key=str)
    return any(_vanishes(above, relations, first, ingredients) for first in (None, *shared[:_WAYS]))


def _vanishes(above: Any, relations: Sequence[Any], first: Any, ingredients: _Ingredients) -> bool:
    chains = list(_chains(relations, [], ingredients, first))
    return bool(chains) and all(_remainder(above, chain) == 0 for chain in chains)


def _chains(
    left: Sequence[Any], chain: list[Step], ingredients: _Ingredients, first: Any = None
) -> Iterator[list[Step]]:
    """The relations solved one after the other, once for every choice of a factor of each.

    Solved for is the letter of least degree, and then the one that occurs most often; at the beginning it is `first`.
    """
    from sympy import degree, factor_list, prem

    solved = {letter for _, letter, _ in chain}

    def rank(relation: Any, letter: Any) -> tuple[bool, int, int, str]:
        count = sum(letter in r.free_symbols for r in left)
        return (letter != first, int(degree(relation, letter)), -count, str(letter))

    def best(relation: Any) -> Any:
        return min(relation.free_symbols - solved, key=lambda letter: rank(relation, letter))

    open_ones = [i for i, relation in enumerate(left) if relation.free_symbols - solved]
    if not open_ones:
        yield chain
        return
    i = min(open_ones, key=lambda i: rank(left[i], best(left[i])))
    others = [*left[:i], *left[i + 1 :]]
    for factor, _ in factor_list(left[i])[1]:
        if ingredients.is_never_zero(factor) or not factor.free_symbols - solved:
            continue
        letter = best(factor)
        least = int(degree(factor, letter))
        reduced = [prem(r, factor, letter) if degree(r, letter) >= least else r for r in others]
        yield from _chains([r for r in reduced if r != 0], [*chain, (factor, letter, least)], ingredients)


def _remainder(above: Any, chain: Sequence[Step]) -> Any:
    """What is left of a polynomial once all relations are used up."""
    from sympy import degree, prem

    for _ in range(_PASSES):
        for relation, letter, least in chain:
            if above != 0 and degree(above, letter) >= least:
                above = prem(above, relation, letter)
    return above


class _Ingredients:
    """Expressions as rational functions of letters, some of which stand for what is none."""

    def __init__(self) -> None:
        self.made: dict[Any, Any] = {}  # what a letter stands for: the letter
        self.meaning: dict[Any, Any] = {}
        self.roots: dict[Any, dict[int, Any]] = {}
        self.relations: list[Any] = []
        self.positive: set[Any] = set()
        self.not_negative: set[Any] = set()

    def is_positive(self, e: Any) -> bool:
        return e in self.positive or bool(e.is_positive)

    def is_never_zero(self, polynomial: Any) -> bool:
        """Is it a sum of terms of one sign for all values its letters may have, and one of them never 0?"""
        from sympy import Poly

        found = Poly(polynomial, *sorted(polynomial.free_symbols, key=str))
        positive = [self.is_positive(letter) for letter in found.gens]
        unsure = [i for i, g in enumerate(found.gens) if not positive[i] and g not in self.not_negative]
        exponents, numbers = zip(*found.terms(), strict=True)
        return (
            len({number > 0 for number in numbers}) == 1
            and all(powers[i] % 2 == 0 for powers in exponents for i in unsure)
            and any(all(positive[i] for i, power in enumerate(powers) if power) for powers in exponents)
        )

    def numerator(self, e: Any) -> Any:
        """The numerator of the expression over a common denominator, as a polynomial."""
        from sympy import expand, expand_log, expand_trig

        return expand(self._over(self.rational(expand_log(expand_trig(e))))[0])

    def turned_round(self, equation: Any) -> list[Any]:
        """ln(u) = v as u = e^v, arctan(u) = v as u = tan(v), and u v = w as ln(u) + ln(v) = ln(w), if they occur."""
        import sympy as sp
        from sympy import Add, Poly, expand_log, log

        inverse = {log: sp.exp, sp.exp: log, sp.asin: sp.sin, sp.acos: sp.cos, sp.atan: sp.tan, sp.asinh: sp.sinh}
        found: list[Any] = []
        for letter in sorted(equation.free_symbols & self.meaning.keys(), key=str):
            meant = self.meaning[letter]
            if meant.func in inverse and Poly(equation, letter).degree() == 1:
                steep, rest = Poly(equation, letter).all_coeffs()
                value = (-rest / steep).xreplace(self.meaning)
                found.append(meant.args[0] - inverse[meant.func](value.expand()))
        terms = Add.make_args(equation)
        if len(terms) == 2:
            one, other = (expand_log(log(abs(term).xreplace(self.meaning))) for term in terms)
            found.append(one - other)
        return [relation for zero in found if (relation := self.known(zero)) is not None]

    def known(self, zero: Any) -> Any:
        """The numerator of a relation, None where it has ingredients that did not occur."""
        made, relations, count = dict(self.made), list(self.relations), len(self.made)
        relation = self.numerator(zero)
        if len(self.made) == count:
            return relation
        self.made, self.relations = made, relations
        return None

    def rational(self, e: Any) -> Any:
        from sympy import Abs, cos, cot, csc, exp, sec, sign, sin, tan
        from sympy.functions.elementary.hyperbolic import HyperbolicFunction

        if e.is_Rational or e.is_Symbol:
            return e
        if e.is_Add or e.is_Mul:
            return e.func(*map(self.rational, e.args))
        if e.is_Pow and e.exp.is_Rational:
            base = self.rational(e.base)
            return base**e.exp if e.exp.is_Integer else self.root(base, e.exp.q) ** e.exp.p
        if e.is_Pow or isinstance(e, exp):
            base, exponent = e.as_base_exp()
            return self.power(base, exponent)
        if isinstance(e, HyperbolicFunction):
            return self.rational(e.rewrite(exp))
        if isinstance(e, sign):
            return self.rational(e.args[0] / Abs(e.args[0]))
        if isinstance(e, sin | cos | tan | cot | sec | csc):
            s, c = self.trigonometric(e.args[0])
            return {sin: s, cos: c, tan: s / c, cot: c / s, sec: 1 / c, csc: 1 / s}[e.func]
        letter, is_new = self.letter(e)
        if is_new and isinstance(e, Abs):
            self.not_negative.add(letter)
            self.relate(letter**2 - self.rational(e.args[0]) ** 2)
        return letter

    def letter(self, meant: Any) -> tuple[Any, bool]:
        """The letter that stands for this, and whether it is new."""
        from sympy import Dummy

        found = self.made.get(meant)
        if found is not None:
            return found, False
        letter = self.made[meant] = Dummy()
        self.meaning[letter] = meant
        return letter, True

    def relate(self, zero: Any) -> None:
        from sympy import expand

        self.relations.append(expand(self._over(zero)[0]))

    def root(self, base: Any, q: int) -> Any:
        """The q-th root of a rational function."""
        from sympy import Rational, cancel

        base = cancel(base)
        known = self.roots.setdefault(base, {})
        for p, letter in known.items():
            if p % q == 0:
                return letter ** (p // q)
        letter, _ = self.letter(base.xreplace(self.meaning) ** Rational(1, q))
        for p, lower in known.items():
            if q % p == 0:
                self.relate(letter ** (q // p) - lower)
                break
        else:
            self.relate(letter**q - base)
        known[q] = letter
        if self.is_positive(base):
            self.positive.add(letter)
        elif q % 2 == 0:
            self.not_negative.add(letter)
        return letter

    def power(self, base: Any, exponent: Any) -> Any:
        """A power with letters in its exponent: one factor for each term of it."""
        from sympy import Add, expand

        result = 1
        for term in Add.make_args(expand(exponent)):
            number, rest = term.as_coeff_Mul(rational=True)
            if rest == 1:
                result *= self.rational(base**number)
                continue
            letter, _ = self.letter(base**rest)
            self.positive.add(letter)
            result *= letter**number if number.is_Integer else self.root(letter, number.q) ** number.p
        return result

    def trigonometric(self, angle: Any) -> tuple[Any, Any]:
        """Sine and cosine of an angle."""
        from sympy import cos, sin

        angle = angle.expand()
        sign = -1 if angle.could_extract_minus_sign() else 1
        s, is_new = self.letter(sin(sign * angle))
        c, _ = self.letter(cos(sign * angle))
        if is_new:
            self.relate(s**2 + c**2 - 1)
        return sign * s, c

    @staticmethod
    def _over(e: Any) -> Any:
        from sympy import fraction, together

        return fraction(together(e))
