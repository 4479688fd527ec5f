"""The worked solution of a task on the screen: its sentences, its formulas, and the derivations in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tutor.kinds.task import Derived, Shown, TwoWays
from tutor.ui.statement import equation, formula, prose
from tutor.ui.theme import Look, capital

if TYPE_CHECKING:
    from tutor.kinds.task import Passage, Task

__all__ = ["solution"]

_APART = (Derived, TwoWays)


def solution(tasks: Sequence[Task], wrt: str, look: Look) -> list[str]:
    """Every passage in order, set apart from a derivation by a blank line; none is said twice."""
    lines: list[str] = []
    told: list[Passage] = []
    for task in tasks:
        for passage in task.solution():
            if passage in told:
                continue
            apart = isinstance(passage, _APART) or (told and isinstance(told[-1], _APART))
            lines += [""] if lines and apart and not look.words else []
            lines += _passage(passage, wrt, look)
            told.append(passage)
    return lines


def _passage(passage: Passage, wrt: str, look: Look) -> list[str]:
    match passage:
        case Derived(derivation, left):
            from tutor.ui.steps import derivation as derived

            return derived(derivation, left, look)
        case TwoWays(right, wrong, left, titles):
            from tutor.ui.why import two_derivations

            return two_derivations(right, wrong, titles, left, look)
        case Shown(left, value):
            if look.words:
                name = look.text(left.replace("(", " of ").replace(")", ""))
                said = formula(value, wrt, look)
                return look.wrap(f"{name} equals {said}." if name else f"{capital(said)}.")
            rows = equation(f"   {left} = " if left else "   ", value, wrt, look)
            return [line.rstrip() for row in rows for line in row.lines]
        case sentence:
            return look.wrap(prose(sentence, wrt, look))
