"""In terms of s: an answer in which s stands for the function itself, and the variable is gone."""

from __future__ import annotations

from tutor.expr import Add, Div, Expr, Mul, Neg, Sym, children, depends_on, size, walk
from tutor.form import Lack
from tutor.form.bases import Bases

__all__ = ["in_terms_of"]


def in_terms_of(answer: Expr, f: Expr, wrt: str, letter: str) -> Lack | None:
    """Where the variable still stands, None if it stands nowhere."""
    if not depends_on(answer, {wrt}):
        return None
    part = _first(answer, wrt)
    same = _the_function(answer, f)
    if same is not None:
        return Lack("{} is {}", (same, Sym(letter)))
    if part == Sym(wrt):
        return Lack("{} still stands in it", (part,))
    return Lack("{} still has {} in it", (part, Sym(wrt)))


def _first(e: Expr, wrt: str) -> Expr:
    """The first term or factor with the variable in it."""
    if isinstance(e, Add | Mul | Neg | Div):
        return _first(next(part for part in children(e) if depends_on(part, {wrt})), wrt)
    return e


def _the_function(answer: Expr, f: Expr) -> Expr | None:
    """The part of the answer that is the function itself, however its terms are ordered."""
    wanted, longest = _plain(f), 2 * size(f)
    return next((node for node in walk(answer) if size(node) <= longest and _plain(node) == wanted), None)


def _plain(e: Expr) -> Expr:
    """The tree that is the same for e typed in another order; e itself where that divides by zero."""
    try:
        return Bases().base(e)
    except ZeroDivisionError:
        return e
