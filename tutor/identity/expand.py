"""Equal when everything is multiplied out: the proof that settles most answers at no cost worth speaking of.

Both expressions become quotients of polynomials in independent ingredients, with the relations students use:

    e^a e^b = e^(a + b)        b^x = e^(x ln(b))         e^(n ln(u)) = u^n         ln(u^n v) = n ln(u) + ln(v)
    sin(u)^2 = 1 - cos(u)^2    sin(-u) = -sin(u)         |u|^2 = u^2               sign(u) = |u|/u
    sqrt(u)^2 = u              sqrt(8) = 2 sqrt(2)       sqrt(x^2 y) = |x| sqrt(y)

and every other function in terms of these (`core.py`). Roots and logarithms of products are taken apart only where
the signs allow it.

Each holds wherever both sides are defined. Whether they are is for the values to say.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import gcd

from tutor.expr import Expr
from tutor.identity.core import in_core_functions
from tutor.identity.polynomial import ONE, Ingredient, Monomial, Polynomial, Quotient, Ring, TooLongError
from tutor.program import Op, compile_
from tutor.values import Interval

__all__ = ["divides_by_zero", "equal_when_expanded"]

_ODD = frozenset(["arcsin", "arctan", "arsinh", "artanh", "erf", "sin"])
_MULTIPLIED_OUT = 12  # higher powers of sums stay powers


class _NowhereError(Exception):
    """Something is divided by what is 0 everywhere."""


_GIVEN_UP = (TooLongError, _NowhereError, ZeroDivisionError, OverflowError, ValueError, RecursionError)


def equal_when_expanded(a: Expr, b: Expr, assume: Mapping[str, Interval] | None = None) -> bool:
    """True if the two are proved equal wherever both have a value."""
    try:
        expander = _Expander((a, b), assume or {})
        first, second = (expander.of(root) for root in expander.program.roots)
        return expander.ring.same(first, second)
    except _GIVEN_UP:
        return False


def divides_by_zero(e: Expr, assume: Mapping[str, Interval] | None = None) -> bool:
    """True if something in it is proved to be divided by 0 wherever it has a value: 1/(2x - x - x)."""
    try:
        expander = _Expander((e,), assume or {})
        expander.of(expander.program.roots[0])
    except _NowhereError:
        return True
    except _GIVEN_UP:
        return False
    return False


class _Expander:
    def __init__(self, trees: tuple[Expr, ...], assume: Mapping[str, Interval]) -> None:
        trees = tuple(map(in_core_functions, trees))
        self.program = compile_(*trees, whole=(name for name, known in assume.items() if known.whole))
        self.positive = {name for name, known in assume.items() if known.sign > 0}
        self.ring = Ring()
        self.done: dict[int, Quotient] = {}
        # Functions met so far with their arguments: sin(1 + x) is sin(x + 1).
        self.calls: dict[str, list[tuple[Quotient, int]]] = {}

    def of(self, index: int) -> Quotient:
        found = self.done.get(index)
        if found is None:
            op = self.program.ops[index]
            found = self.done[index] = self.operation(op, [self.of(part) for part in op.args])
        return found

    def operation(self, op: Op, args: list[Quotient]) -> Quotient:
        ring = self.ring
        match op.name, args:
            case "number", _:
                return self.rational(op.number)
            case "letter", _:
                made = Ingredient(("letter", op.letter), positive=op.letter in self.positive)
                return Quotient(ring.power_of(made), ONE)
            case (("e" | "pi"), _):
                return Quotient(ring.power_of(Ingredient((op.name,), positive=True)), ONE)
            case "add", [a, b]:
                return ring.plus(a, b)
            case "mul", [a, b]:
                return ring.times(a, b)
            case "neg", [a]:
                return self.scaled(a, Fraction(-1))
            case "div", [a, b] if b.num:
                return ring.over(a, b)
            case "power", [a] if a.num or op.number > 0:
                return self.power(a, op.number.numerator)
            case "root", [a] if a.num:
                return self.root(a, op.number)
            case "root", [a] if op.number > 0:
                return a
            case (("div" | "power" | "root"), _):
                raise _NowhereError
            case "exp", [a]:
                return self.exp(a)
            case "pow", [a, b]:
                return self.exp(ring.times(b, self.ln(a)))
            case "ln", [a]:
                return self.ln(a)
            case "abs", [a]:
                return self.abs(a)
            case "sign", [a]:
                return ring.over(self.abs(a), a) if a.num else a
            case "cos", [a]:
                return Quotient(self.cos(a), ONE)
            case name, [a]:
                return self.call(name, a)
        raise ValueError(op.name)

    # Small helpers ------------------------------------------------------------------------------------------

    def rational(self, value: Fraction | int) -> Quotient:
        value = Fraction(value)
        return Quotient({(): value} if value else {}, ONE)

    def scaled(self, a: Quotient, number: Fraction) -> Quotient:
        return Quotient(self.ring.scale(a.num, number), a.den)

    def inverse(self, a: Quotient) -> Quotient:
        return self.ring.over(self.rational(1), a)

    def sign_and_size(self, a: Quotient) -> tuple[int, Quotient]:
        """The argument with its first term made positive, and the sign that was taken out."""
        if a.num and a.num[min(a.num)] < 0:
            return -1, self.scaled(a, Fraction(-1))
        return 1, a

    def call(self, name: str, a: Quotient, limit: int | None = None) -> Quotient:
        """An ingredient: a function of an argument about which nothing more is known."""
        sign = 1
        if name in _ODD:
            sign, a = self.sign_and_size(a)
            if not a.num:
                return self.rational(0)
        made = Ingredient((name, self.number_of(name, a)), limit=limit)
        if name == "sin":
            made.limit = 2
            made.relation = lambda: self.ring.add(ONE, self.ring.scale(self.cos(a, 2), Fraction(-1)))
        return self.scaled(Quotient(self.ring.power_of(made), ONE), Fraction(sign))

    def number_of(self, name: str, a: Quotient) -> int:
        """Which of the arguments of this function met so far it is."""
        calls = self.calls.setdefault(name, [])
        for known, number in calls:
            if self.ring.same(known, a):
                return number
        calls.append((a, len(calls)))
        return len(calls) - 1

    def cos(self, a: Quotient, power: int = 1) -> Polynomial:
        _, a = self.sign_and_size(a)
        if not a.num:
            return ONE
        return self.ring.power_of(Ingredient(("cos", self.number_of("sin", a))), Fraction(power))

    # Powers -------------------------------------------------------------------------------------------------

    def power(self, a: Quotient, n: int) -> Quotient:
        if n < 0:
            return self.inverse(self.power(a, -n))
        return self.ring.quotient(self.whole_power(a.num, n), self.whole_power(a.den, n))

    def whole_power(self, a: Polynomial, n: int) -> Polynomial:
        if len(a) < 2 or n <= _MULTIPLIED_OUT:
            return self.ring.power(a, n)
        # A high power of a sum is an ingredient, of the sum with its first term made 1.
        lead = a[min(a)]
        if n * max(lead.numerator.bit_length(), lead.denominator.bit_length()) > 4000 and abs(lead) != 1:
            raise TooLongError
        monic = self.ring.scale(a, 1 / lead)
        made = Ingredient(("sum", tuple(sorted(monic.items()))))
        return self.ring.scale(self.ring.power_of(made, Fraction(n)), lead**n)

    def root(self, a: Quotient, p: Fraction) -> Quotient:
        """a^p for a fraction p with denominator q: real for a < 0 too if q is odd."""
        if p < 0:
            return self.inverse(self.root(a, -p))
        even = p.denominator % 2 == 0
        if len(a.num) == 1 and len(a.den) == 1 and not a.den.keys() - {()}:
            ((term, number),) = a.num.items()
            taken = self.monomial_root(term, number / a.den[()], p, even)
            if taken is not None:
                return taken
        return self.opaque_root(a, p)

    def monomial_root(self, term: Monomial, number: Fraction, p: Fraction, even: bool) -> Quotient | None:
        """The root of one term, factor by factor; None where the signs of its letters forbid that."""
        if any(self.ring.ingredients[i].limit is not None for i, _ in term) or (even and number < 0):
            return None
        unsure = [i for i, x in term if x.numerator % 2 and not self.ring.ingredients[i].positive]
        if even and len(unsure) > 1:
            return None
        result = self.number_root(abs(number), p)
        if number < 0 and p.numerator % 2:
            result = self.scaled(result, Fraction(-1))
        for i, x in term:
            made = self.ring.ingredients[i]
            if even and x.numerator % 2 == 0 and not made.positive and x.denominator == 1:
                # (x^2)^(1/2) is |x|: with x^x of an even numerator both signs are possible.
                base = Quotient({((i, Fraction(1)),): Fraction(1)}, ONE)
                size = self.abs(base)
                if (x * p).denominator != 1:
                    return None
                part = self.power(size, int(x * p))
            elif x.denominator % 2 == 0 or x.numerator % 2 or made.positive or not even:
                part = Quotient(self.ring.reduced({i: x * p}, Fraction(1)), ONE)
            else:
                return None
            result = self.ring.times(result, part)
        return result

    def number_root(self, value: Fraction, p: Fraction) -> Quotient:
        """A power of a positive rational, by its prime factors: sqrt(8) is 2 sqrt(2)."""
        powers: dict[int, Fraction] = {}
        for prime, count in _factors(value):
            index = self.ring.ingredient(Ingredient(("prime", prime), prime=prime, positive=True))
            powers[index] = powers.get(index, Fraction(0)) + count * p
        return Quotient(self.ring.reduced(powers, Fraction(1)), ONE)

    def opaque_root(self, a: Quotient, p: Fraction) -> Quotient:
        q = p.denominator
        if a.den != ONE and q % 2 == 0:
            # sqrt(u/v) is sqrt(u v)/|v|: both sides are defined at the same points.
            inner = self.opaque_root(Quotient(self.ring.mul(a.num, a.den), ONE), Fraction(1, q))
            if q == 2:
                return self.power(self.ring.over(inner, self.abs(Quotient(a.den, ONE))), p.numerator)
        sign, a = self.sign_and_size(a) if q % 2 else (1, a)
        content = _content(a.num)
        body = Quotient(self.ring.scale(a.num, 1 / content), a.den)
        number = self.number_of(f"root{q}", body)
        made = Ingredient(("root", q, number), positive=q % 2 == 0)
        if body.den == ONE:
            made.limit, made.relation = q, lambda: body.num
        root = self.ring.power_of(made, Fraction(p.numerator))
        result = self.ring.times(Quotient(root, ONE), self.number_root(content, p))
        return self.scaled(result, Fraction(sign**p.numerator))

    # Exponentials and logarithms ----------------------------------------------------------------------------

    def exp(self, a: Quotient) -> Quotient:
        """e^a: one factor for each term of a, so that e^(2x) is the square of e^x."""
        if a.den != ONE:
            number = a.num[min(a.num)]
            body = self.scaled(a, 1 / number)
            made = Ingredient(("exp of a quotient", self.number_of("exp", body)), positive=True)
            return Quotient(self.ring.power_of(made, number), ONE)
        result = self.rational(1)
        for term, number in a.num.items():
            result = self.ring.times(result, self.exp_of_term(term, number))
        return result

    def exp_of_term(self, term: Monomial, number: Fraction) -> Quotient:
        if not term:
            return Quotient(self.ring.power_of(Ingredient(("e",), positive=True), number), ONE)
        if len(term) == 1 and term[0][1] == 1:
            key = self.ring.ingredients[term[0][0]].key
            if isinstance(key, tuple) and key[0] == "ln":
                return self.power_or_root(self.calls["ln"][key[1]][0], number)
        made = Ingredient(("exp", term), positive=True)
        return Quotient(self.ring.power_of(made, number), ONE)

    def power_or_root(self, a: Quotient, p: Fraction) -> Quotient:
        return self.power(a, p.numerator) if p.denominator == 1 else self.root(a, p)

    def ln(self, a: Quotient) -> Quotient:
        """The logarithm, of a product of powers the sum of logarithms where all signs are known."""
        if len(a.num) != 1 or len(a.den) != 1 or a.den.keys() - {()}:
            return self.opaque_ln(a)
        ((term, number),) = a.num.items()
        number /= a.den[()]
        odd = [i for i, x in term if x.numerator % 2 and not self.ring.ingredients[i].positive]
        if number < 0 or len(odd) > 1:
            return self.opaque_ln(a)
        total = self.rational(0)
        for prime, count in _factors(number):
            total = self.ring.plus(total, self.scaled(self.opaque_ln(self.rational(prime)), Fraction(count)))
        for i, x in term:
            total = self.ring.plus(total, self.scaled(self.ln_of_ingredient(i, x), x))
        return total

    def ln_of_ingredient(self, i: int, x: Fraction) -> Quotient:
        made = self.ring.ingredients[i]
        match made.key:
            case ("e",):
                return self.rational(1)
            case ("exp", tuple(term)):
                return Quotient({term: Fraction(1)}, ONE)
            case ("exp of a quotient", int(number)):
                return self.calls["exp"][number][0]
        base = Quotient({((i, Fraction(1)),): Fraction(1)}, ONE)
        return self.opaque_ln(base if made.positive or x.numerator % 2 else self.abs(base))

    def opaque_ln(self, a: Quotient) -> Quotient:
        if not a.num:
            raise _NowhereError
        if a.num == ONE and a.den == ONE:
            return self.rational(0)
        if a.num == ONE:
            return self.scaled(self.opaque_ln(Quotient(a.den, ONE)), Fraction(-1))
        return self.call("ln", a)

    # Absolute value -----------------------------------------------------------------------------------------

    def abs(self, a: Quotient) -> Quotient:
        if a.den != ONE:
            return self.ring.over(self.abs(Quotient(a.num, ONE)), self.abs(Quotient(a.den, ONE)))
        if not a.num:
            return a
        if len(a.num) == 1:
            ((term, number),) = a.num.items()
            result = self.rational(abs(number))
            for i, x in term:
                result = self.ring.times(result, self.abs_of_power(i, x))
            return result
        content = _content(a.num)
        _, a = self.sign_and_size(self.scaled(a, 1 / content))
        return self.scaled(self.opaque_abs(a), content)

    def abs_of_power(self, i: int, x: Fraction) -> Quotient:
        made = self.ring.ingredients[i]
        base = Quotient({((i, Fraction(1)),): Fraction(1)}, ONE)
        if made.positive or x.numerator % 2 == 0:
            return Quotient(self.ring.reduced({i: x}, Fraction(1)), ONE)
        if x.denominator != 1:
            return self.opaque_abs(Quotient({((i, x),): Fraction(1)}, ONE))
        return self.power(self.opaque_abs(base), int(x))

    def opaque_abs(self, a: Quotient) -> Quotient:
        made = Ingredient(("abs", self.number_of("abs", a)), limit=2, positive=True)
        made.relation = lambda: self.ring.mul(a.num, a.num)
        return Quotient(self.ring.power_of(made), ONE)


def _content(a: Polynomial) -> Fraction:
    """The largest positive rational that divides all numbers in it."""
    above, below = 0, 1
    for number in a.values():
        above = gcd(above, number.numerator)
        below = below * number.denominator // gcd(below, number.denominator)
    return Fraction(above, below)


def _factors(value: Fraction) -> list[tuple[int, int]]:
    """Prime factors with their powers, those below the line negative; a large rest counts as a prime."""
    found: list[tuple[int, int]] = []
    for number, sign in ((value.numerator, 1), (value.denominator, -1)):
        p = 2
        while number > 1 and p < 1000:
            count = 0
            while number % p == 0:
                number //= p
                count += 1
            if count:
                found.append((p, sign * count))
            p += 1
        if number > 1:
            found.append((number, sign))
    return found
