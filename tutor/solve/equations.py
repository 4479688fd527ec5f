"""From an equation to its solutions: products taken apart, polynomials solved, things solved for x."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, isfinite

from tutor import surds
from tutor.expr import (
    PI,
    ZERO,
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
    depends_on,
    number,
)
from tutor.solve.polynomials import (
    ONE,
    Poly,
    ToPolynomial,
    divided,
    expression,
    plus,
    replaced,
    scaled,
    thing_of,
    with_power,
)
from tutor.solve.roots import roots
from tutor.solve.unsolved import UnsolvedError
from tutor.surds import Form, simplest

__all__ = ["Bounds", "Solver"]

Bounds = tuple[float, float]
_MOST_ZEROS = 60


@dataclass(frozen=True, slots=True)
class Solver(ToPolynomial):
    """The zeros between the bounds, some that lie outside, and some that are none: `zeros` sorts them out."""

    bounds: Bounds

    def zeros(self, e: Expr) -> list[Expr]:
        """Candidates, among them every zero."""
        match e:
            case _ if not depends_on(e, {self.wrt}):
                if surds.is_zero(e):
                    raise UnsolvedError
                return []
            case Sym():
                return [ZERO]
            case Neg(arg):
                return self.zeros(arg)
            case Mul(factors):
                return [place for factor in factors for place in self.zeros(factor)]
            case Div(above, _):
                return self.zeros(above)
            case Pow(base, exp) if base != E and not depends_on(exp, {self.wrt}):
                return self.zeros(base) if surds.size(exp) > 0 else []
            case Pow():
                return []  # a power whose exponent moves has a positive base
            case Call(name, (arg,)) if name in _ZERO_OF:
                return [place for root in _ZERO_OF[name] for place in self.zeros(Add((arg, Neg(root))))]
            case Call(name) if name in _NEVER_ZERO:
                return []
        return self.polynomial(self.numerator(e), e)

    def polynomial(self, p: Poly, e: Expr) -> list[Expr]:
        if not p:
            raise UnsolvedError(e)
        found: list[Expr] = []
        things = {thing for powers in p for thing, _ in powers}
        for thing in things:
            least = min(dict(powers).get(thing, 0) for powers in p)
            if least > 0:
                known = isinstance(thing, Call) and (thing.name in _ZERO_OF or thing.name in _NEVER_ZERO)
                found += self.zeros(thing) if known else self.solved(thing, ZERO, e)
            if least:
                p = {
                    frozenset((t, n - least * (t == thing)) for t, n in with_power(powers, thing)): c
                    for powers, c in p.items()
                }
                p = {frozenset((t, n) for t, n in powers if n): c for powers, c in p.items()}
        things = {thing for powers in p for thing, _ in powers}
        if not things:
            return found
        if len(things) == 1:
            (thing,) = things
            return found + self.in_one(thing, p, e)
        return found + self.trigonometric(things, p, e)

    def in_one(self, thing: Expr, p: Poly, e: Expr) -> list[Expr]:
        coefficients: dict[int, Form] = {dict(powers).get(thing, 0): c for powers, c in p.items()}
        return [place for root in roots(coefficients, e) for place in self.solved(thing, root, e)]

    def trigonometric(self, things: set[Expr], p: Poly, e: Expr) -> list[Expr]:
        """A polynomial in sin u and cos u, also where an angle is twice the other."""
        angles = {thing.args[0] for thing in things if isinstance(thing, Call) and thing.name in ("sin", "cos")}
        if len(angles) == 2 and all(isinstance(thing, Call) for thing in things):
            half, twice = self.doubled(angles, e)
            sine, cosine = Call("sin", (half,)), Call("cos", (half,))
            instead: dict[Expr, Expr] = {
                Call("sin", (twice,)): Mul((number(2), sine, cosine)),
                Call("cos", (twice,)): Add((number(1), Neg(Mul((number(2), Pow(sine, number(2))))))),
            }
            return self.polynomial(self.numerator(replaced(expression(p), instead)), e)
        if len(angles) != 1 or len(things) != 2:
            raise UnsolvedError(e)
        (u,) = angles
        sine, cosine = Call("sin", (u,)), Call("cos", (u,))
        if things != {sine, cosine}:
            raise UnsolvedError(e)
        if all(sum(n for _, n in powers) == 1 for powers in p):
            a, b = (p[frozenset({(thing, 1)})] for thing in (sine, cosine))
            return self.solved(Call("tan", (u,)), Neg(Div(surds.written(b), surds.written(a))), e)
        for first, other in ((sine, cosine), (cosine, sine)):
            # other² = 1 - first²: what is left of it stands to the power 0 or 1.
            flat = self.without_squares(p, first, other)
            degrees = {dict(powers).get(other, 0) for powers in flat}
            if degrees == {0}:
                return self.polynomial(flat, e)
            if degrees == {1}:
                return self.zeros(other) + self.polynomial(divided(flat, other), e)
        raise UnsolvedError(e)

    def without_squares(self, p: Poly, first: Expr, other: Expr) -> Poly:
        square: Poly = plus(ONE, scaled(thing_of(first, 2), Fraction(-1)))
        done: Poly = {}
        for powers, c in p.items():
            n = dict(powers).get(other, 0)
            rest = frozenset((t, k) for t, k in powers if t != other)
            term: Poly = {rest | ({(other, 1)} if n % 2 else set()): c}
            done = plus(done, self.times(term, self.raised(square, n // 2, 1), 1))
        return done

    def doubled(self, angles: set[Expr], e: Expr) -> tuple[Expr, Expr]:
        a, b = angles
        for half, twice in ((a, b), (b, a)):
            gap = Add((twice, Neg(Mul((number(2), half)))))
            if not self.numerator(gap):
                return half, twice
        raise UnsolvedError(e)

    # From a thing to x

    def solved(self, thing: Expr, root: Expr, e: Expr) -> list[Expr]:
        """Where the thing has this value."""
        c = surds.size(root)
        match thing:
            case Sym():
                return [root]
            case Pow(Sym(), Div(_, Num(q))):
                return [Pow(root, Num(q))] if c >= 0 or q % 2 else []
            case Pow(base, Div(_, Num(q))) if base != E:
                return self.zeros(Add((base, Neg(simplest(Pow(root, Num(q))))))) if c >= 0 or q % 2 else []
            case Pow(base, exponent) if base == E:
                return self.zeros(Add((exponent, Neg(simplest(Call("ln", (root,))))))) if c > 0 else []
            case Call("ln", (arg,)):
                return self.zeros(Add((arg, Neg(simplest(Pow(E, root))))))
            case Call("abs", (arg,)):
                signed = (root, Neg(root)) if c > 0 else (root,) if c == 0 else ()
                return [place for side in signed for place in self.zeros(Add((arg, Neg(side))))]
            case Call("sin" | "cos" | "tan" as name, (arg,)):
                return self.angles(name, arg, root, e)
            case Call("sinh" | "tanh" | "arctan" | "arcsin", (arg,)) if surds.is_zero(root):
                return self.zeros(arg)
        raise UnsolvedError(e)

    def angles(self, name: str, arg: Expr, root: Expr, e: Expr) -> list[Expr]:
        """Every x between the bounds with sin(a x + b) = c, and the like."""
        c = surds.size(root)
        if name != "tan" and abs(c) > 1 + 1e-12:
            return []
        if not all(map(isfinite, self.bounds)):
            raise UnsolvedError(e)
        slope, start = self.line(arg, e)
        first = simplest(Call(f"arc{name}", (root,)))
        starts = [first]
        if name == "sin":
            starts.append(Add((PI, Neg(first))))
        elif name == "cos":
            starts.append(Neg(first))
        period = PI if name == "tan" else Mul((number(2), PI))
        found: list[Expr] = []
        for theta in starts:
            ends = sorted(
                (surds.size(slope) * x + surds.size(start) - surds.size(theta)) / surds.size(period)
                for x in self.bounds
            )
            low, high = ceil(ends[0] - 1e-9), floor(ends[1] + 1e-9)
            if high - low > _MOST_ZEROS:
                raise UnsolvedError(e)
            found += [Div(Add((theta, Mul((number(k), period)), Neg(start))), slope) for k in range(low, high + 1)]
        return found

    def line(self, arg: Expr, e: Expr) -> tuple[Expr, Expr]:
        """The a and b of a x + b."""
        above, below = self.ratio(arg, 1)
        thing = frozenset({(Sym(self.wrt), 1)})
        if below != ONE or not set(above) <= {thing, frozenset()} or thing not in above:
            raise UnsolvedError(e)
        return surds.written(above[thing]), surds.written(above.get(frozenset(), {}))


# Where a function is 0: at these values of its argument.
_ZERO_OF: dict[str, tuple[Expr, ...]] = {
    "ln": (number(1),), "sqrt": (ZERO,), "cbrt": (ZERO,), "abs": (ZERO,), "sign": (ZERO,), "arcsin": (ZERO,),
    "arctan": (ZERO,), "sinh": (ZERO,), "tanh": (ZERO,), "arsinh": (ZERO,), "artanh": (ZERO,), "arccos": (number(1),),
    "arcosh": (number(1),), "erf": (ZERO,),
}  # fmt: skip
_NEVER_ZERO = frozenset({"cosh", "sech", "csch", "sec", "csc", "sigmoid", "softplus", "Phi", "phi"})
