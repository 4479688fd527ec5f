"""An expression as a fraction of polynomials in things: x or a root of it, e^x, ln(x), sin(x) and the like."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import lcm

from tutor import surds
from tutor.expr import (
    Add,
    Call,
    Div,
    E,
    Expr,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    as_fraction,
    children,
    depends_on,
    number,
    walk,
    with_children,
)
from tutor.solve.unsolved import UnsolvedError
from tutor.surds import Form, simplest

Powers = frozenset[tuple[Expr, int]]  # things and their exponents; negative ones of e^x alone
Poly = dict[Powers, Form]

UNIT: Form = {(1, frozenset()): Fraction(1)}
ONE: Poly = {frozenset(): UNIT}
_MOST_TERMS, _HIGHEST = 60, 30


@dataclass(frozen=True, slots=True)
class ToPolynomial:
    """`wrt` is the letter; what does not depend on it is a coefficient."""

    wrt: str

    def numerator(self, e: Expr) -> Poly:
        return self.ratio(e, _unit(e, self.wrt))[0]

    def ratio(self, e: Expr, unit: int) -> tuple[Poly, Poly]:
        """Numerator and denominator; x is the power `unit` of its thing."""
        if not depends_on(e, {self.wrt}):
            return self.constant(e), {frozenset(): UNIT}
        match e:
            case Sym():
                return thing_of(_root_of(e, unit), unit), {frozenset(): UNIT}
            case Neg(arg):
                a, b = self.ratio(arg, unit)
                return scaled(a, Fraction(-1)), b
            case Add(terms):
                above, below = self.ratio(terms[0], unit)
                for term in terms[1:]:
                    a, b = self.ratio(term, unit)
                    if b == below:
                        above = plus(above, a)
                    else:
                        above = plus(self.times(above, b, unit), self.times(a, below, unit))
                        below = self.times(below, b, unit)
                return above, below
            case Mul(factors):
                above, below = self.ratio(factors[0], unit)
                for factor in factors[1:]:
                    a, b = self.ratio(factor, unit)
                    above, below = self.times(above, a, unit), self.times(below, b, unit)
                return above, below
            case Div(num, den):
                (a, b), (c, d) = self.ratio(num, unit), self.ratio(den, unit)
                return self.times(a, d, unit), self.times(b, c, unit)
            case Pow(base, exp) if base == E:
                return self.exponential(exp, unit)
            case Pow(base, exp):
                return self.power(base, as_fraction(simplest(exp)), unit, e)
            case Call("sqrt", (arg,)):
                return self.power(arg, Fraction(1, 2), unit, e)
            case Call("cbrt", (arg,)):
                return self.power(arg, Fraction(1, 3), unit, e)
            case Call("tan", (arg,)):
                return self.ratio(Div(Call("sin", (arg,)), Call("cos", (arg,))), unit)
            case Call("sec", (arg,)):
                return self.ratio(Div(number(1), Call("cos", (arg,))), unit)
        return thing_of(e), {frozenset(): UNIT}

    def constant(self, e: Expr) -> Poly:
        form = surds.form_of(e)
        return {frozenset(): form} if form else {}

    def power(self, base: Expr, n: Fraction | None, unit: int, e: Expr) -> tuple[Poly, Poly]:
        if n is None or abs(n) > _HIGHEST:
            raise UnsolvedError(e)
        if n.denominator > 1:
            if isinstance(base, Sym):
                a, b = thing_of(_root_of(base, unit), 1), ONE
                exponent = int(n * unit)
            else:
                a, b = thing_of(Pow(base, number(Fraction(1, n.denominator)))), ONE
                exponent = n.numerator
            raised = self.raised(a, abs(exponent), unit)
            return (raised, b) if exponent > 0 else (b, raised)
        a, b = self.ratio(base, unit)
        k = abs(n.numerator)
        above, below = self.raised(a, k, unit), self.raised(b, k, unit)
        return (above, below) if n > 0 else (below, above)

    def raised(self, a: Poly, k: int, unit: int) -> Poly:
        done = ONE
        for _ in range(k):
            done = self.times(done, a, unit)
        return done

    def times(self, a: Poly, b: Poly, unit: int) -> Poly:
        if len(a) * len(b) > _MOST_TERMS**2:
            raise UnsolvedError
        done: Poly = {}
        for x, c in a.items():
            for y, d in b.items():
                powers = dict(x)
                for thing, n in y:
                    powers[thing] = powers.get(thing, 0) + n
                done = plus(done, self.tidied(powers, surds.times(c, d), unit))
        if len(done) > _MOST_TERMS:
            raise UnsolvedError
        return done

    def tidied(self, powers: dict[Expr, int], c: Form, unit: int) -> Poly:
        """A term; the square of a square root is multiplied out."""
        due = next(
            (
                (thing, n, exp.den)
                for thing, n in powers.items()
                if isinstance(thing, Pow)
                and isinstance(exp := thing.exp, Div)
                and not isinstance(thing.base, Sym)
                and isinstance(exp.den, Num)
                and n >= exp.den.value
            ),
            None,
        )
        if due is None:
            return {frozenset((t, n) for t, n in powers.items() if n): c} if c else {}
        thing, n, below = due
        assert isinstance(thing, Pow)
        q = int(below.value)
        rest = {**powers, thing: n % q}
        inside = self.ratio(thing.base, unit)
        if inside[1] != ONE:
            raise UnsolvedError
        left = {frozenset((t, k) for t, k in rest.items() if k): c}
        return self.times(left, self.raised(inside[0], n // q, unit), unit)

    def exponential(self, exponent: Expr, unit: int) -> tuple[Poly, Poly]:
        """e^(2x + 1) as e times the square of e^x: a term of the exponent is a rational multiple of what is left."""
        above, below = self.ratio(exponent, 1)
        if below != ONE:
            return thing_of(Pow(E, exponent)), ONE
        powers: dict[Expr, int] = {}
        constant: Expr = number(0)
        for things, c in above.items():
            if not things:
                constant = surds.written(c)
                continue
            part = surds.rational(c)
            if part is None or part.denominator > 1:
                return thing_of(Pow(E, exponent)), ONE
            base = _product_of(things)
            powers[Pow(E, base)] = int(part)
        return {frozenset(powers.items()): surds.form_of(Pow(E, constant))}, ONE


def thing_of(e: Expr, n: int = 1) -> Poly:
    return {frozenset({(e, n)}): UNIT}


def _root_of(e: Sym, unit: int) -> Expr:
    return e if unit == 1 else Pow(e, number(Fraction(1, unit)))


def _unit(e: Expr, wrt: str) -> int:
    """The least whole number that makes all exponents of x whole."""
    found = [1]
    for node in walk(e):
        match node:
            case Pow(Sym(name), exp) if name == wrt and (n := as_fraction(exp)) is not None:
                found.append(n.denominator)
            case Call("sqrt", (Sym(name),)) if name == wrt:
                found.append(2)
            case Call("cbrt", (Sym(name),)) if name == wrt:
                found.append(3)
    return lcm(*found)


def plus(a: Poly, b: Poly) -> Poly:
    done = dict(a)
    for powers, c in b.items():
        both = surds.added(done.get(powers, {}), c)
        if both:
            done[powers] = both
        else:
            done.pop(powers, None)
    return done


def scaled(a: Poly, k: Fraction) -> Poly:
    return {powers: {key: v * k for key, v in c.items()} for powers, c in a.items()}


def with_power(powers: Powers, thing: Expr) -> Powers:
    return powers if any(t == thing for t, _ in powers) else powers | {(thing, 0)}


def divided(p: Poly, thing: Expr) -> Poly:
    """Each term over the thing, which stands in all of them once."""
    return {frozenset((t, n) for t, n in powers if t != thing): c for powers, c in p.items()}


def _product_of(things: Powers) -> Expr:
    factors = [thing if n == 1 else Pow(thing, number(n)) for thing, n in sorted(things, key=repr)]
    return factors[0] if len(factors) == 1 else Mul(tuple(factors))


def expression(p: Poly) -> Expr:
    terms = [
        surds.written(c) if not things else Mul((surds.written(c), _product_of(things))) for things, c in p.items()
    ]
    return terms[0] if len(terms) == 1 else Add(tuple(terms))


def replaced(e: Expr, instead: dict[Expr, Expr]) -> Expr:
    if e in instead:
        return instead[e]
    parts = children(e)
    return with_children(e, tuple(replaced(part, instead) for part in parts)) if parts else e
