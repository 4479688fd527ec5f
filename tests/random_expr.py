"""Seeded random expressions: the trees that reading can produce, for properties in every test module.

    rng = random.Random(7)
    expressions(rng, depth=3)                                   # any function that the tutor knows, in x
    expressions(rng, 3, ("x", "a"), SMOOTH)                     # differentiable where it is defined
    @given(exprs(3, functions=SMOOTH))                          # the same for hypothesis, which shrinks it

They keep the conventions of `tutor/expr.py`: no negative `Num`, two members or more in `Add` and `Mul`, and a
leading minus that covers its whole term. Nothing is divided by a literal zero; powers of numbers stay small.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from random import Random

from hypothesis import strategies as st

from tutor.expr import Add, Call, D, Div, E, Expr, Mul, Neg, Num, Pow, Sym
from tutor.functions import TABLE

EVERY: tuple[str, ...] = tuple(line.name for line in TABLE)
SMOOTH: tuple[str, ...] = (
    "sqrt", "cbrt", "ln", "log",
    "sin", "cos", "tan", "cot", "sec", "csc",
    "arcsin", "arccos", "arctan", "arccot", "arcsec", "arccsc",
    "sinh", "cosh", "tanh", "coth", "sech", "csch",
    "arsinh", "arcosh", "artanh", "arcoth", "arsech", "arcsch",
)  # fmt: skip
"""The functions that have a derivative wherever they are defined, but for single points."""


def exprs(
    depth: int = 3, letters: Sequence[str] = ("x",), functions: Sequence[str] = EVERY, *, steps: bool = False
) -> st.SearchStrategy[Expr]:
    """`expressions` as a strategy of hypothesis."""
    randoms = st.randoms(use_true_random=False)
    return randoms.map(lambda rng: expressions(rng, depth, letters, functions, steps=steps))


def expressions(
    rng: Random,
    depth: int,
    letters: Sequence[str] = ("x",),
    functions: Sequence[str] = EVERY,
    *,
    steps: bool = False,
) -> Expr:
    """A random expression of at most this depth; `steps` adds open derivatives and primed functions.

    A letter given first is the one derivatives are taken with respect to, and the likeliest.
    """
    return _Maker(rng, letters, functions, steps).any(depth)


class _Maker:
    def __init__(self, rng: Random, letters: Sequence[str], functions: Sequence[str], steps: bool) -> None:
        self.rng, self.letters, self.functions, self.steps = rng, tuple(letters), tuple(functions), steps
        self.kinds: list[Callable[[int], Expr]] = [
            self.sum, self.sum, self.product, self.product, self.product, self.quotient, self.power,
            self.power, self.call, self.call, self.minus,
        ]  # fmt: skip
        self.kinds += [self.open] * 2 if steps else []

    def any(self, depth: int) -> Expr:
        if depth <= 0 or self.rng.random() < 0.1:
            return self.leaf()
        return self.rng.choice(self.kinds)(depth - 1)

    def leaf(self) -> Expr:
        pick = self.rng.random()
        if pick < 0.55:
            return Sym(self.letters[0])
        if pick < 0.7:
            return Sym(self.rng.choice((*self.letters, "e", "pi")))
        return self.number()

    def number(self) -> Num:
        if self.rng.random() < 0.9:
            return Num(Fraction(self.rng.choice((1, 2, 2, 3, 4, 5, 7, 10, 12))))
        text = self.rng.choice(("0.5", "0.25", "2.0", ".3", "1.75"))
        return Num(Fraction(text), text)

    def unsigned(self, depth: int) -> Expr:
        """What a term may begin with: a minus in front of a product or quotient covers all of it."""
        part = self.any(depth)
        return part.arg if isinstance(part, Neg) and not isinstance(part.arg, Neg) else self.plain(part)

    def plain(self, part: Expr) -> Expr:
        return self.leaf() if isinstance(part, Neg) else part

    def sum(self, depth: int) -> Expr:
        members = [self.any(depth) for _ in range(self.rng.choice((2, 2, 3)))]
        return Add(tuple(Neg(m) if i and self.rng.random() < 0.3 else m for i, m in enumerate(members)))

    def product(self, depth: int) -> Expr:
        first = self.number() if self.rng.random() < 0.4 else self.unsigned(depth)
        return Mul((first, *(self.any(depth) for _ in range(self.rng.choice((1, 1, 2))))))

    def quotient(self, depth: int) -> Expr:
        return Div(self.unsigned(depth), self.any(depth))

    def minus(self, depth: int) -> Expr:
        return Neg(self.any(depth))

    def power(self, depth: int) -> Expr:
        pick = self.rng.random()
        if pick < 0.6:
            return Pow(self.any(depth), self.exponent())
        if pick < 0.9:
            return Pow(self.rng.choice((E, E, Num(Fraction(2)), Sym(self.letters[-1]))), self.any(depth))
        return Pow(self.plain(self.any(depth)), self.any(depth - 1))

    def exponent(self) -> Expr:
        small = Num(Fraction(self.rng.choice((1, 2, 2, 3, 3, 4, 5))))
        pick = self.rng.random()
        if pick < 0.6:
            return small
        if pick < 0.75:
            return Neg(small)
        ratio = Div(Num(Fraction(self.rng.choice((1, 1, 2, 3)))), Num(Fraction(self.rng.choice((2, 3, 4, 5)))))
        return ratio if pick < 0.9 else Neg(ratio)

    def call(self, depth: int) -> Expr:
        name = self.rng.choice(self.functions)
        if name == "factorial":
            return Call(name, (Num(Fraction(self.rng.randint(0, 6))),))
        if name == "log":
            return Call(name, (self.any(depth), Num(Fraction(self.rng.choice((2, 3, 10))))))
        if name in ("min", "max"):
            return Call(name, tuple(self.any(depth) for _ in range(self.rng.choice((2, 2, 3)))))
        primes = "'" * self.rng.choice((1, 1, 2)) if self.steps and self.rng.random() < 0.2 else ""
        return Call(name + primes, (self.any(depth),))

    def open(self, depth: int) -> Expr:
        return D(self.any(depth), self.letters[0])
