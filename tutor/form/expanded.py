"""Expanded: a sum of terms in which nothing is left to be multiplied out, and like terms are added.

A term is a product of powers of letters, functions and roots, above or below a bar. What stands inside a function, a
root or an exponent is left alone. A sum over a bar is divided term by term, x + 1/x for (x^2 + 1)/x, unless there is a
sum below as well: (x + 1)/(x - 1) may stay, and so may x/(x - 1) + 1/(x - 1).
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tutor.expr import Add, Call, Div, Expr, Mul, Neg, Pow, as_fraction
from tutor.form import Lack
from tutor.form.bases import Bases, Powers

__all__ = ["expanded"]


def expanded(answer: Expr) -> Lack | None:
    """What keeps the answer from being expanded, None if it is."""
    return _bracketed(answer) or next(filter(None, map(_term, _terms(answer))), None) or _like(_terms(answer))


def _terms(e: Expr) -> tuple[Expr, ...]:
    return tuple(part for term in e.terms for part in _terms(term)) if isinstance(e, Add) else (e,)


def _bracketed(e: Expr) -> Lack | None:
    """A minus before a whole sum: -(x - 1)."""
    for term in _terms(e):
        if isinstance(term, Neg) and isinstance(term.arg, Add):
            return Lack("the minus in {} belongs to every term of the bracket", (term,))
    return None


def _term(e: Expr) -> Lack | None:
    """A product or a power within one term that is still to be worked out."""
    match e:
        case Neg(arg):
            return _term(arg)
        case Mul(factors):
            if any(isinstance(factor, Add) for factor in factors):
                return Lack("{} is still to be multiplied out", (e,))
            return _each(factors) or _twice(e)
        case Pow(base, exponent) if (p := as_fraction(exponent)) is not None and p.denominator == 1 and abs(p) != 1:
            if isinstance(base, Add | Mul | Div | Neg | Pow):
                return Lack("the power {} is still to be multiplied out", (e,))
        case Div(num, den):
            if isinstance(num, Add) and not _has_sum(den):
                return Lack("in {} each term is still to be divided", (e,))
            return _side(num) or _side(den)
    return None


def _side(e: Expr) -> Lack | None:
    """What stands above or below a bar: a sum of terms, or one of them."""
    return expanded(e) if isinstance(e, Add) else _term(e)


def _each(factors: tuple[Expr, ...]) -> Lack | None:
    return next(filter(None, map(_term, factors)), None)


def _has_sum(e: Expr) -> bool:
    """Is a sum among the factors?"""
    match e:
        case Add():
            return True
        case Neg(arg):
            return _has_sum(arg)
        case Mul(factors):
            return any(map(_has_sum, factors))
        case Pow(base, exponent) if as_fraction(exponent) is not None:
            return _has_sum(base)
        case _:
            return False


def _twice(e: Mul) -> Lack | None:
    """Two factors of a product with one base: x x^2, and 2*3x. x sqrt(x) stays, as it is written so."""
    seen: list[tuple[Expr, Expr | None]] = []
    for factor in _factors(e):
        base = _base(factor)
        for before, other in seen:
            rooted = isinstance(before, Call) or isinstance(factor, Call)
            if before == factor or (other == base and not rooted):
                return Lack("in {} the factors {} and {} are still to be multiplied", (e, before, factor))
        seen.append((factor, base))
    return None


def _factors(e: Expr) -> Iterator[Expr]:
    if isinstance(e, Mul):
        for factor in e.factors:
            yield from _factors(factor)
    else:
        yield e


def _base(factor: Expr) -> Expr | None:
    """The one base that a factor is a whole power of (a number counts as one), None where it is none."""
    if as_fraction(factor) is not None:
        return None
    try:
        _, powers = Bases().term(factor)
    except ZeroDivisionError:
        return factor
    (base, exponent), *more = [*powers.items()] or [(factor, Fraction(1))]
    return factor if more or exponent.denominator > 1 else base


def _like(terms: tuple[Expr, ...]) -> Lack | None:
    """Two terms that can be added."""
    bases = Bases()
    seen: list[tuple[Powers, Expr]] = []
    for term in terms:
        try:
            _, powers = bases.term(term)
        except ZeroDivisionError:
            continue
        for other, before in seen:
            if other == powers:
                return Lack("{} and {} can be added", (_bare(before), _bare(term)))
        seen.append((powers, term))
    return None


def _bare(term: Expr) -> Expr:
    return term.arg if isinstance(term, Neg) else term
