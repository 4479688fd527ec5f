"""What is said of an interval that was typed with ends that are right and stand wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.expr import Expr
from tutor.show import pretty

if TYPE_CHECKING:
    from tutor.answers.model import End, Interval, Word
    from tutor.kinds.task import Equal

__all__ = ["about_turned_ends", "same_end"]


def same_end(a: End | Word, b: End | Word, same: Equal) -> bool:
    """Are the two the same number or formula? Infinity and words are none."""
    return isinstance(a, Expr) and isinstance(b, Expr) and same(a, b)


def about_turned_ends(expected: Interval, given: Interval, same: Equal) -> str:
    """What to say where the larger end was typed first; "" where that is not so."""
    if not (same_end(expected.lo, given.hi, same) and same_end(expected.hi, given.lo, same)):
        return ""
    assert isinstance(expected.lo, Expr)
    return f"The ends are right, the other way round: {pretty(expected.lo)} is the smaller one."
