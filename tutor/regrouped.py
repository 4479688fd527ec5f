"""Sums that fell out of their brackets: what somebody may have meant who typed x/√x^2 + 1.

On paper a bar, a root or an exponent says how far it goes; on a line only brackets do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from tutor.expr import Add, Call, Div, Expr, Mul, Neg, Pow, product, total

__all__ = ["regrouped"]

_MOST, _MOST_TERMS = 120, 8  # beyond that it takes more time than it is likely


def regrouped(e: Expr) -> Iterator[Expr]:
    """The expressions that are typed like this one when the brackets of one sum in it are left out, the shortest sums
    first; none for a sum of more than eight terms.
    """
    yield from dict.fromkeys(islice(_sums(e), _MOST))


def _sums(e: Expr) -> Iterator[Expr]:
    if not isinstance(e, Add) or len(e.terms) > _MOST_TERMS:
        return
    terms = e.terms
    for length in range(2, len(terms) + 1):
        for start in range(len(terms) - length + 1):
            end = start + length
            for at in range(start, end):
                for term in _around(terms[start:at], terms[at], terms[at + 1 : end]):
                    yield total((*terms[:start], term, *terms[end:]))


def _around(before: Sequence[Expr], term: Expr, after: Sequence[Expr]) -> Iterator[Expr]:
    """The term with those before it drawn into what stands first in it, those after it into what stands last."""
    if not before:
        yield from _at_the_end(term, after)
        return
    for first in _at_the_beginning(before, term):
        if after:
            yield from _at_the_end(first, after)
        else:
            yield first


def _at_the_end(e: Expr, after: Sequence[Expr]) -> Iterator[Expr]:
    """`1/x + 1` as 1/(x + 1), `√x + 1` as √(x + 1), `e^x + 1` as e^(x + 1), `2 x + 1` as 2 (x + 1)."""
    match e:
        case Neg(arg):
            for inner in _at_the_end(arg, after):
                yield Neg(inner)
        case Div(above, below):
            yield Div(above, Add((below, *after)))
            if isinstance(after[-1], Pow):  # 1/x + 1^2, of 1/(x + 1)^2
                yield Div(above, Pow(Add((below, *after[:-1], after[-1].base)), after[-1].exp))
            for inner in _at_the_end(below, after):
                yield Div(above, inner)
        case Mul((*before, last)):
            yield Mul((*before, Add((last, *after))))
            for inner in _at_the_end(last, after):
                yield Mul((*before, inner))
            if isinstance(before[0], Div):  # 1/2 √x + 1, of 1/(2 √(x + 1))
                for inner in _at_the_end(product((before[0].den, *before[1:], last)), after):
                    yield Div(before[0].num, inner)
        case Pow(base, exponent):
            yield Pow(base, Add((exponent, *after)))
            for inner in _at_the_end(exponent, after):
                yield Pow(base, inner)
        case Call(name, (*before, last)):
            yield Call(name, (*before, Add((last, *after))))
            for inner in _at_the_end(last, after):
                yield Call(name, (*before, inner))


def _at_the_beginning(before: Sequence[Expr], e: Expr) -> Iterator[Expr]:
    """`x + 1/y` as (x + 1)/y, `x + 1 y` as (x + 1) y, `x + 1^2` as (x + 1)^2."""
    match e:
        case Neg(Div(above, below)):
            yield Div(Add((*before, Neg(above))), below)
        case Neg(Mul((first, *others))):
            yield Mul((Add((*before, Neg(first))), *others))
        case Neg(Pow(base, exponent)):
            yield Pow(Add((*before, Neg(base))), exponent)
        case Div(above, below):
            yield Div(Add((*before, above)), below)
        case Mul((first, *others)):
            yield Mul((Add((*before, first)), *others))
        case Pow(base, exponent):
            yield Pow(Add((*before, base)), exponent)
