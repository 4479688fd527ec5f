"""A function with letters in it as one without, stretched, moved and tilted: c g(k x + b) + m x."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import (
    ONE,
    ZERO,
    Add,
    Div,
    Expr,
    Mul,
    Neg,
    Sym,
    depends_on,
    letters,
    mapped,
    product,
    substitute,
    total,
    walk,
)
from tutor.terms import expanded, sum_of, terms_of
from tutor.tidy import tidy

__all__ = ["Stretched", "in_order", "stretched"]


@dataclass(frozen=True, slots=True)
class Stretched:
    """c g(inside) + a straight line with the slope m, where no letter but the variable stands in g."""

    g: Expr
    wrt: str
    factor: Expr
    inside: Expr
    tilt: Expr

    @property
    def inner(self) -> Expr:
        """The slope of the inside."""
        return derive(self.inside, self.wrt).line

    @property
    def stretch(self) -> Expr:
        """What the slope of g is multiplied by."""
        return in_order(Mul((self.factor, self.inner)), self.wrt)

    def slope(self, of_g: Expr) -> Expr:
        """The slope of the whole where g has this slope."""
        return in_order(Add((Mul((self.stretch, of_g)), self.tilt)), self.wrt)

    def place(self, of_g: Expr) -> Expr:
        """Where the inside has this value."""
        start = tidy(substitute(self.inside, {self.wrt: ZERO}))
        return tidy(Div(in_order(Add((of_g, Neg(start))), self.wrt), self.inner))


def stretched(f: Expr, wrt: str) -> Stretched:
    """The function taken apart in this way. Raises TutorError where it is not of this form."""
    straight, bent = [], []
    for term in f.terms if isinstance(f, Add) else (f,):
        slope = derive(term, wrt).line
        if depends_on(slope, {wrt}):
            bent.append(term)
        else:
            straight.append(slope)
    tilt = in_order(total(tuple(straight)), wrt)
    if len(bent) != 1:
        raise TutorError("with letters, one term alone may be no straight line")
    factor, core = _factored(bent[0], wrt)
    if letters(core) == {wrt}:
        return Stretched(core, wrt, factor, Sym(wrt), tilt)
    for node in walk(core):
        if letters(node) - {wrt} and depends_on(node, {wrt}) and not depends_on(derive(node, wrt).line, {wrt}):
            g = mapped(core, {node: Sym(wrt)}.get)
            if letters(g) == {wrt}:
                return Stretched(g, wrt, factor, node, tilt)
    raise TutorError("letters can stand in c g(k x + b) + m x, for a function g without any")


def _factored(term: Expr, wrt: str) -> tuple[Expr, Expr]:
    """What is constant in front of a term, or below it, and the rest."""
    match term:
        case Neg(arg):
            factor, core = _factored(arg, wrt)
            return Neg(factor), core
        case Div(above, below) if not depends_on(below, {wrt}):
            factor, core = _factored(above, wrt)
            return Div(factor, below), core
        case Mul(factors):
            moving = tuple(each for each in factors if depends_on(each, {wrt}))
            still = tuple(each for each in factors if not depends_on(each, {wrt}))
            return product(still) if still else ONE, product(moving)
    return ONE, term


def in_order(e: Expr, wrt: str) -> Expr:
    """Multiplied out and put together again, where that can be done."""
    terms = terms_of(e)
    out = None if terms is None else expanded(terms, wrt)
    return tidy(e) if out is None else tidy(sum_of(out, wrt)) if out else ZERO
