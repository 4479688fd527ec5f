"""Two derivations side by side: what the rules say, and what leads to the answer that was given."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING

from tutor.derive import derive
from tutor.expr import Expr
from tutor.ui.statement import formula
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.diagnose import Mistake
    from tutor.problem import Problem

__all__ = ["two_ways"]

_RIGHT, _YOURS = "by the rules", "what gives your answer"
_PARTED = "here they part"
_GAP = 3


def two_ways(problem: Problem, mistake: Mistake, name: str, look: Look) -> list[str]:
    """The right derivation and the wrong one, line by line, with the line marked from which on they differ.

    `name` is what stands before the lines, "f′".
    """
    right, yours = _lines(problem, mistake)
    shown = [[_written(line, problem.wrt, look) for line in lines] for lines in (right, yours)]
    parted = next((i for i, (a, b) in enumerate(zip_longest(*shown)) if a != b), 0)
    if look.words:
        return _said(shown, parted, name, look)
    return _beside(shown, parted, name, look) or _below(shown, parted, name, look)


def _lines(problem: Problem, mistake: Mistake) -> tuple[Sequence[Expr], Sequence[Expr]]:
    """The lines of both derivations, down to where the wrong one ends."""
    f, wrt, order = problem.function, problem.wrt, problem.order
    if mistake.moves:
        before, order, moves = mistake.function, mistake.order, mistake.moves
        right = derive(before, wrt, order=order, polish=False).lines
        return right, derive(before, wrt, order=order, moves=moves, polish=False).lines
    if mistake.function != f:  # it was taken for another function, and differentiated rightly
        return (f, *derive(f, wrt).lines), (mistake.function, *derive(mistake.function, wrt).lines)
    last = derive(f, wrt, order=order).line
    return (last,), (mistake.wrong if mistake.wrong is not None else last,)


def _written(line: Expr, wrt: str, look: Look) -> str:
    return look.text(formula(line, wrt, look))


def _beside(shown: Sequence[Sequence[str]], parted: int, name: str, look: Look) -> list[str]:
    """Two columns; empty where they do not fit."""
    head = f" {look.text(name)} = "
    width = max(map(len, (*shown[0], _RIGHT)))
    left = len(head) + width + _GAP
    if left + max(map(len, (*shown[1], _YOURS))) > look.width:
        return []
    rows = [look.paint("dim", f"{' ' * len(head)}{_RIGHT.ljust(width + _GAP)}{_YOURS}")]
    for i, (a, b) in enumerate(zip_longest(*shown, fillvalue="")):
        begin = head if i == 0 else "=".rjust(len(head) - 1) + " "
        rows.append(f"{begin}{a.ljust(width + _GAP)}{b}".rstrip())
        if i == parted:
            mark = f"{' ' * left}{look.text('‾' * len(b)) if not look.ascii else '-' * len(b)}  {_PARTED}"
            rows.append(look.paint("dim", mark if len(mark) <= look.width else f"{' ' * left}{_PARTED}"[: look.width]))
    return rows


def _below(shown: Sequence[Sequence[str]], parted: int, name: str, look: Look) -> list[str]:
    """One derivation under the other."""
    rows = []
    for title, lines in zip((_RIGHT, _YOURS), shown, strict=True):
        rows += [look.paint("dim", row) for row in look.wrap(title)]
        for i, line in enumerate(lines):
            rows += look.wrap(f"{name} = {line}" if i == 0 else f"{' ' * len(name)} = {line}", "   ", "      ")
            if i == parted and title == _YOURS:
                rows += [look.paint("dim", row) for row in look.wrap(_PARTED, "      ")]
    return rows


def _said(shown: Sequence[Sequence[str]], parted: int, name: str, look: Look) -> list[str]:
    rows = []
    for title, lines in zip((_RIGHT, _YOURS), shown, strict=True):
        rows += look.wrap(f"{title.capitalize()}:")
        for i, line in enumerate(lines):
            mark = f" {_PARTED.capitalize()}." if i == parted and title == _YOURS else ""
            rows += look.wrap(f"{name} equals {line}.{mark}")
    return rows
