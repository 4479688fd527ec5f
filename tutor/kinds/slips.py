"""Known slips that lead to a wrong number or formula, each with the sentence that names it.

A slip is named only where what it leads to is what was typed, and where that is told apart from the right answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.expr import Expr, Mul, number

if TYPE_CHECKING:
    from tutor.diagnose import Mistake
    from tutor.kinds.task import Equal

__all__ = ["Slip", "alone", "just", "number_in_front", "slip_of"]

Slip = tuple[str, Callable[[], Expr]]  # the sentence, and what the slip leads to

_FIGURES = 3
_IN_FRONT = tuple(Fraction(n, d) for n, d in ((2, 1), (3, 1), (4, 1), (6, 1), (12, 1), (24, 1), (3, 2), (4, 3)))


def slip_of(given: Expr, right: Expr, slips: Iterable[Slip], same: Equal, rounded: bool = False) -> str:
    """The sentence of the first slip that leads to what was typed; "" where none does.

    With `rounded` a decimal of three figures or more stands for what it is rounded from, unless that may be the right
    number. A slip that cannot be worked out here is passed over.
    """
    from tutor.answers.numbers import rounds_to

    may_be_rounded = rounded and not rounds_to(right, given, _FIGURES)
    for said, lead in slips:
        try:
            wrong = lead()
            meant = same(wrong, given) or (may_be_rounded and rounds_to(wrong, given, _FIGURES))
            if meant and not same(right, wrong):
                return said
        except (TutorError, ValueError, ZeroDivisionError, OverflowError):
            continue
    return ""


def just(e: Expr) -> Callable[[], Expr]:
    """Leads to an expression that is there already."""
    return lambda: e


def alone(found: tuple[Mistake, ...], likely: bool = False) -> tuple[Mistake, ...]:
    """The mistakes, but none where it takes two at once; with `likely`, none either that is seldom made.

    The slope that they explain was not typed but reckoned back from the answer, so it takes more to believe in them.
    """
    from tutor.rules.priors import is_likely

    believed = found and not any(mistake.beside for mistake in found) and (not likely or is_likely(found[0].mal))
    return found if believed else ()


def number_in_front(given: Expr, right: Expr, same: Equal) -> bool:
    """Is everything right but a number that multiplies it?"""
    both = (*_IN_FRONT, *(1 / k for k in _IN_FRONT))
    return any(same(Mul((number(k), right)), given) for k in both)
