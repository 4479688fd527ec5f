"""Expressions as a number and powers of bases, where equal bases are equal trees however they were typed.

x, e^x and sin(x) are bases, and so is a sum: x + 1 and 1 + x are the same base, 2 - 2x is -2 times the base x - 1. Two
terms share what both have a power of. (`terms.py` does the same for lines of our own, which are tidy already.)
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm

from tutor.expr import (
    PI,
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
    product,
    total,
    with_children,
)
from tutor.expr import number as number_of
from tutor.tidy import exponent_unit

__all__ = [
    "Bases", "Monomial", "Powers", "Sum", "Term", "TooLongError", "content", "in_order", "is_exponential", "is_number",
]  # fmt: skip

Powers = dict[Expr, Fraction]  # base -> exponent, none of them 0
Term = tuple[Fraction, Powers]
Monomial = frozenset[tuple[Expr, Fraction]]
Sum = dict[Monomial, Fraction]  # multiplied out, like terms added

_LARGEST = 200  # exponents of numbers that are worked out, and of sums that are multiplied out
_MOST_TERMS = 80  # what a person would still multiply out by hand, and more


class TooLongError(Exception):
    """Multiplied out it would be too long."""


@dataclass(slots=True)
class Bases:
    """The bases met so far; `typed` is how each was written first."""

    typed: dict[Expr, Expr] = field(default_factory=dict)

    def term(self, e: Expr) -> Term:
        """A number and powers whose product is e. Raises ZeroDivisionError."""
        scale, powers = Fraction(1), Powers()
        todo = [(e, Fraction(1))]
        while todo:
            node, times = todo.pop()
            whole = times.denominator == 1
            match node:
                case Num(value) if whole and abs(times) <= _LARGEST:
                    scale *= value ** int(times)
                case Neg(arg) if whole:
                    scale *= -1 if times % 2 else 1
                    todo.append((arg, times))
                case Mul(factors) if whole:
                    todo += [(factor, times) for factor in reversed(factors)]
                case Div(num, den) if whole:
                    todo += [(den, -times), (num, times)]
                case Add() if whole and abs(times) <= _LARGEST:
                    number, inner = self.sum(node)
                    scale *= number ** int(times)
                    for base, exponent in inner.items():
                        self.raise_to(powers, base, exponent * times)
                case Call("sqrt", (arg,)):
                    self.root(powers, todo, arg, times / 2)
                case Call("cbrt", (arg,)):
                    self.root(powers, todo, arg, times / 3)
                case Pow(base, exponent) if (p := as_fraction(exponent)) is not None:
                    if p.denominator == 1:
                        todo.append((base, times * p))
                    elif whole:
                        self.root(powers, todo, base, times * p)
                    else:
                        self.raise_to(powers, self.base(node), times)
                case Pow(base, exponent):
                    self.power(powers, base, exponent, times)
                case _:
                    self.raise_to(powers, self.base(node), times)
        return scale, {base: exponent for base, exponent in powers.items() if exponent}

    def root(self, powers: Powers, todo: list[tuple[Expr, Fraction]], base: Expr, p: Fraction) -> None:
        """base^p, where p was a fraction: (x + 1)^(1/2) has the base x + 1, but sqrt(x^2) is not x."""
        if p.denominator == 1:
            todo.append((base, p))
        else:
            self.raise_to(powers, self.base(base), p)

    def power(self, powers: Powers, base: Expr, exponent: Expr, times: Fraction) -> None:
        """A power with letters in its exponent: e^(-2x) is (e^x)^-2, and x^(n - 1) is x^n/x."""
        written = self.base(base)
        if isinstance(exponent, Add) and not isinstance(base, Num) and base != E:
            values = [(term, as_fraction(term)) for term in exponent.terms]
            for _, value in values:
                if value is not None:
                    self.raise_to(powers, written, value * times)
            exponent = total(tuple(term for term, value in values if value is None))
        k, unit = exponent_unit(exponent)
        self.raise_to(powers, self.named(Pow(written, self.base(unit)), Pow(base, unit)), k * times)

    @staticmethod
    def raise_to(powers: Powers, base: Expr, exponent: Fraction) -> None:
        powers[base] = powers.get(base, Fraction(0)) + exponent

    def base(self, e: Expr) -> Expr:
        """The tree that stands for e and everything that is e typed in another way."""
        match e:
            case Sym():
                return e
            case Num(value):
                return number_of(value)
            case Call(name, args) if name not in ("sqrt", "cbrt"):
                return self.named(Call(name, tuple(map(self.base, args))), e)
            case Add() | Neg() | Mul() | Div() | Pow() | Call():
                return self.named(_built(*self.term(e)), e)
            case _:
                return self.named(with_children(e, tuple(map(self.base, children(e)))), e)

    def named(self, base: Expr, typed: Expr) -> Expr:
        self.typed.setdefault(base, typed)
        return base

    def sum(self, e: Add) -> Term:
        """A sum as a number times a base: 2 - 2x is -2 times x - 1. Like terms are added, which may leave no sum."""
        terms = self.collected(map(self.term, e.terms))
        if len(terms) < 2:
            return next(((scale, dict(powers)) for powers, scale in terms.items()), (Fraction(0), {}))
        ordered = in_order(terms)
        scale = content(terms.values()) * (1 if ordered[0][0] > 0 else -1)
        base = Add(tuple(_built(number / scale, powers) for number, powers in ordered))
        return scale, {self.named(base, e if scale == 1 else base): Fraction(1)}

    @staticmethod
    def collected(terms: Iterable[Term]) -> Sum:
        """Like terms added."""
        found: Sum = {}
        for scale, powers in terms:
            key = frozenset(powers.items())
            found[key] = found.get(key, Fraction(0)) + scale
        return {powers: scale for powers, scale in found.items() if scale}

    def multiplied_out(self, terms: Iterable[Term]) -> Sum:
        """The terms with every whole power of a sum in them opened. Raises TooLongError."""
        opened: list[Term] = []
        for scale, powers in terms:
            result: Sum = {frozenset(): scale}
            for base, exponent in powers.items():
                if isinstance(base, Add) and exponent.denominator == 1 and exponent > 0:
                    inner = self.multiplied_out(map(self.term, base.terms))
                    if exponent > _LARGEST:
                        raise TooLongError
                    for _ in range(int(exponent)):
                        result = _times(result, inner)
                else:
                    result = _times(result, {frozenset({(base, exponent)}): Fraction(1)})
            opened += [(number, dict(monomial)) for monomial, number in result.items()]
        done = self.collected(opened)
        # A product may have made a sum whole again: sqrt(x + 1)^2.
        again = any(isinstance(b, Add) and x.denominator == 1 and x > 0 for monomial in done for b, x in monomial)
        return self.multiplied_out((number, dict(powers)) for powers, number in done.items()) if again else done

    def written(self, scale: Fraction, powers: Powers, wrt: str) -> Expr:
        """A number and powers as a person writes them, with the bases as they were typed."""
        from tutor.terms import build

        shown = {self.typed.get(base, base): exponent for base, exponent in powers.items()}
        for base in [base for base in shown if isinstance(base, Pow) and base.base in shown and shown[base] == 1]:
            # x^n and x^-1 are x^(n - 1).
            shown[Pow(base.base, Add((base.exp, number_of(shown.pop(base.base)))))] = shown.pop(base)
        return build(scale, shown, wrt)


def in_order(done: Sum) -> list[Term]:
    """The terms of a sum, high powers first, and within each its bases, always in the same order."""
    terms = [(number, dict(sorted(powers, key=repr))) for powers, number in done.items()]
    return sorted(terms, key=lambda term: _place(term[1]))


def _times(a: Sum, b: Sum) -> Sum:
    found: Sum = {}
    for first, x in a.items():
        for second, y in b.items():
            powers = dict(first)
            for base, exponent in second:
                Bases.raise_to(powers, base, exponent)
            key = frozenset((base, exponent) for base, exponent in powers.items() if exponent)
            found[key] = found.get(key, Fraction(0)) + x * y
        if len(found) > _MOST_TERMS:
            raise TooLongError
    return {powers: number for powers, number in found.items() if number}


def _built(scale: Fraction, powers: Powers) -> Expr:
    """A number and powers as a tree: the same tree for the same powers, whatever their order."""
    factors = sorted((Pow(base, number_of(x)) if x != 1 else base for base, x in powers.items()), key=repr)
    front = () if abs(scale) == 1 and factors else (number_of(abs(scale)),)
    whole = product((*front, *factors))
    return Neg(whole) if scale < 0 else whole


def _place(powers: Powers) -> tuple[Fraction, str]:
    """Where a term stands in a sum: high powers first."""
    return -sum(powers.values(), Fraction(0)), repr(_built(Fraction(1), powers))


def content(numbers: Iterable[Fraction]) -> Fraction:
    """The largest number of which all of these are whole multiples."""
    listed = list(numbers)
    below = lcm(*(n.denominator for n in listed))
    return Fraction(gcd(*(int(n * below) for n in listed)), below)


def is_exponential(base: Expr) -> bool:
    """Is it e^u or 2^u, which is never 0?"""
    return isinstance(base, Pow) and (isinstance(base.base, Num) or base.base == E)


def is_number(powers: Powers) -> bool:
    """Is it a number, sqrt(2) and pi among them?"""
    return all(isinstance(base, Num) or base in (E, PI) for base in powers)
