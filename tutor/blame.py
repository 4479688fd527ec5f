"""Which part of a wrong answer is wrong: its terms, or what stands above and below, held against the derivation.

An answer may still hold open derivatives: a line of a derivation is compared as well as an answer.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from tutor.budget import Budget
from tutor.check import compare
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Add, Div, Expr
from tutor.verdict import Correct

if TYPE_CHECKING:
    from tutor.values import Interval

__all__ = ["blame"]

Same = Callable[[Expr, Expr], bool]

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth")


def blame(
    f: Expr,
    answer: Expr,
    wrt: str,
    *,
    order: int = 1,
    assume: Mapping[str, Interval],
    budget: Budget | None = None,
) -> str:
    """A sentence that says which part is right and which is not; "" where the shapes do not tell.

    "The first term is right; look at the second." Nothing is said either when time is over.
    """
    given = budget or Budget()

    def same(a: Expr, b: Expr) -> bool:
        given.check()
        verdict = compare(a, b, assume=assume, budget=given)
        given.check()  # a term that there was no time for is not to be called wrong
        return isinstance(verdict, Correct)

    try:
        given.check()
        lines = derive(f, wrt, order=order, budget=given).lines
        return next((said for line in lines if (said := _compared(line, answer, same))), "")
    except (TutorError, ValueError):
        return ""


def _compared(line: Expr, answer: Expr, same: Same) -> str:
    match line, answer:
        case Add(ours), Add(theirs) if len(ours) == len(theirs):
            return _terms(ours, theirs, same)
        case Div(a, b), Div(c, d):
            above, below = same(a, c), same(b, d)
            if above and not below:
                return "What stands above is right; look at what stands below."
            if below and not above:
                return "What stands below is right; look at what stands above."
    return ""


def _terms(ours: tuple[Expr, ...], theirs: tuple[Expr, ...], same: Same) -> str:
    """Each of our terms may be used for one of theirs, whatever the order."""
    left = list(ours)
    wrong: list[int] = []
    for index, term in enumerate(theirs):
        found = next((mine for mine in left if same(mine, term)), None)
        if found is None:
            wrong.append(index)
        else:
            left.remove(found)
    if len(wrong) != 1 or len(theirs) > len(_ORDINALS):
        return ""
    look = _ORDINALS[wrong[0]]
    if len(theirs) == 2:
        return f"The {_ORDINALS[1 - wrong[0]]} term is right; look at the {look}."
    return f"All terms are right but one: look at the {look}."
