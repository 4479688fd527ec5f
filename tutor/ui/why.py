"""Two derivations side by side: what the rules say, and what leads to the answer that was given."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tutor.derive import Derivation, derive
from tutor.expr import D, Expr
from tutor.ui.statement import formula
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.diagnose import Mistake
    from tutor.problem import Problem

__all__ = ["two_ways"]

_RIGHT, _YOURS = "by the rules", "what gives your answer"
_PARTED = "here they part"
_GAP = 3


Lines = dict[int, list[Expr]]  # of each derivative that is taken, the first, the second …


class _Row(NamedTuple):
    """One line of either derivation, "" where one has no more; `name` where another derivative begins."""

    name: str
    right: str
    yours: str


def two_ways(problem: Problem, mistake: Mistake, answer: Expr, names: Callable[[int], str], look: Look) -> list[str]:
    """The right derivation and the wrong one, line by line, with the line marked from which on they differ.

    `names` gives what stands before the lines of a derivative: "f′" for the first.
    """
    right, yours = _lines(problem, mistake, answer)
    rows = []
    for order in sorted({*right, *yours}):
        written = [[_written(line, problem.wrt, look) for line in lines.get(order, ())] for lines in (right, yours)]
        for nth, (a, b) in enumerate(zip_longest(*written, fillvalue="")):
            rows.append(_Row("" if nth else names(order), a, b))
    parted = next((i for i, row in enumerate(rows) if row.right != row.yours), 0)
    if look.words:
        return _said(rows, parted, look)
    return _beside(rows, parted, look) or _below(rows, parted, look)


def _lines(problem: Problem, mistake: Mistake, answer: Expr) -> tuple[Lines, Lines]:
    """The lines of both derivations, down to where the wrong one ends."""
    f, wrt, order = problem.function, problem.wrt, problem.order
    if mistake.moves:
        before, taken = mistake.function, mistake.order
        right = derive(before, wrt, order=taken, polish=False)
        wrong = derive(before, wrt, order=taken, moves=mistake.moves, polish=False)
        return _by_order(right, order - taken), _by_order(wrong, order - taken)
    right = derive(f, wrt, order=order)
    if mistake.function == f:
        return {order: [right.line]}, {order: [answer]}
    wrong = derive(mistake.function, wrt, order=order)  # it was taken for another function, and differentiated rightly
    return _by_order(right, 0, D(f, wrt)), _by_order(wrong, 0, D(mistake.function, wrt))


def _by_order(derivation: Derivation, before: int, *first: Expr) -> Lines:
    """Its lines, those of the first derivative after some others; `before` derivatives were taken earlier."""
    found: Lines = {1 + before: list(first)}
    for step in derivation.steps:
        lines = found.setdefault(step.order + before, [])
        if not lines or step.line is not lines[-1]:
            lines.append(step.line)
    return found


def _written(line: Expr, wrt: str, look: Look) -> str:
    return look.text(formula(line, wrt, look))


def _beside(rows: Sequence[_Row], parted: int, look: Look) -> list[str]:
    """Two columns; empty where they do not fit."""
    heads = [f" {look.text(row.name)} = " for row in rows if row.name]
    wide = max(map(len, heads))
    width = max(len(_RIGHT), *(len(row.right) for row in rows))
    left = wide + width + _GAP
    if left + max(len(_YOURS), *(len(row.yours) for row in rows)) > look.width:
        return []
    shown = [look.paint("dim", f"{' ' * wide}{_RIGHT.ljust(width + _GAP)}{_YOURS}")]
    for i, row in enumerate(rows):
        head = f" {look.text(row.name)}".ljust(wide - 3)
        shown.append(f"{head} = {row.right.ljust(width + _GAP)}{row.yours}".rstrip())
        if i == parted:
            mark = f"{' ' * left}{('-' if look.ascii else '‾') * len(row.yours)}  {_PARTED}"
            shown.append(look.paint("dim", mark if len(mark) <= look.width else f"{' ' * left}{_PARTED}"[: look.width]))
    return shown


def _below(rows: Sequence[_Row], parted: int, look: Look) -> list[str]:
    """One derivation under the other."""
    shown = []
    names = [look.text(row.name) for row in rows]
    wide = max(map(len, names))
    for title, column in ((_RIGHT, 1), (_YOURS, 2)):
        shown += [look.paint("dim", line) for line in look.wrap(title)]
        for i, row in enumerate(rows):
            if row[column]:
                shown += look.wrap(f"= {row[column]}", f"   {names[i].ljust(wide)} ", "      ")
            if i == parted and title == _YOURS:
                shown += [look.paint("dim", line) for line in look.wrap(_PARTED, "      ")]
    return shown


def _said(rows: Sequence[_Row], parted: int, look: Look) -> list[str]:
    shown = []
    for title, column in ((_RIGHT, 1), (_YOURS, 2)):
        shown += look.wrap(f"{title.capitalize()}:")
        name = ""
        for i, row in enumerate(rows):
            name = row.name or name
            mark = f" {_PARTED.capitalize()}." if i == parted and title == _YOURS else ""
            if row[column]:
                shown += look.wrap(f"{name} equals {row[column]}.{mark}")
    return shown
