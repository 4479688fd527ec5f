"""Two derivations side by side: what the rules say, and what somebody wrote."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from tutor.derive import Derivation, derive
from tutor.expr import D, Expr, walk
from tutor.flaws import lines_of
from tutor.ui.statement import formula
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.diagnose import Mistake
    from tutor.problem import Problem

__all__ = ["two_derivations", "two_ways"]

_TITLES = ("by the rules", "what gives your answer")
_PARTED = "here they part"
_LATER = "The rest of both is shown once the problem is over."
_CHAIN = "the outer derivative at u · u′"  # f is another function here
_GAP = 3


Titles = tuple[str, str]
Lines = dict[int, list[Expr]]  # of each derivative that is taken, the first, the second …


class _Row(NamedTuple):
    """One line of either derivation, "" where one has no more; `name` where another derivative begins."""

    name: str
    right: str
    yours: str


def two_ways(
    problem: Problem,
    mistake: Mistake,
    answer: Expr,
    names: Callable[[int], str],
    look: Look,
    *,
    whole: bool = True,
) -> list[str]:
    """The right derivation and the wrong one, line by line, with the line marked from which on they differ.

    `names` gives what stands before the lines of a derivative: "f′" for the first. While the problem is open both are
    shown down to that line only, not `whole`; and where the part in question is done in that line, the rule stands
    there in its letters.
    """
    right, yours = _lines(problem, mistake, answer)
    rows, ends = _rows(right, yours, problem.wrt, names, look)
    parted = _parted(rows)
    cut = not whole and (parted + 1 < len(rows) or ends[parted])
    if cut:
        rows = rows[: parted + 1]
        if ends[parted]:
            is_first = bool(rows[parted].name)  # else the line above it is the last with a derivative still to be taken
            rows[parted] = rows[parted]._replace(right=_rule(problem, mistake, look, is_first))
    later = look.wrap(_LATER) if cut else []
    shown = _shown(rows, parted, _TITLES, look)
    return [*shown, *(later if look.words else (look.paint("dim", line) for line in later))]


def two_derivations(right: Derivation, wrong: Derivation, titles: Titles, name: str, look: Look) -> list[str]:
    """The same for two derivations of the function called `name`, from its first derivative down to where they end."""
    ours, theirs = ({1: list(lines_of(each))} for each in (right, wrong))
    rows, _ = _rows(ours, theirs, right.wrt, lambda _: name, look)
    return _shown(rows, _parted(rows), titles, look)


def _rows(
    right: Lines, yours: Lines, wrt: str, names: Callable[[int], str], look: Look
) -> tuple[list[_Row], list[bool]]:
    """The lines beside each other; and for each whether the right one has taken a derivative to its end."""
    rows, ends = [], []
    for order in sorted({*right, *yours}):
        lines = right.get(order, [])
        written = [[_written(line, wrt, look) for line in each] for each in (lines, yours.get(order, []))]
        for nth, (a, b) in enumerate(zip_longest(*written, fillvalue="")):
            rows.append(_Row("" if nth else names(order), a, b))
            ends.append(nth < len(lines) and _is_done(lines, nth))
    return rows, ends


def _parted(rows: Sequence[_Row]) -> int:
    return next((i for i, row in enumerate(rows) if row.right != row.yours), 0)


def _shown(rows: Sequence[_Row], parted: int, titles: Titles, look: Look) -> list[str]:
    if look.words:
        return _said(rows, parted, titles, look)
    return _beside(rows, parted, titles, look) or _below(rows, parted, titles, look)


def _is_done(lines: Sequence[Expr], nth: int) -> bool:
    """Is a derivative taken in this line, with nothing of it left open? A line before it has fewer to take."""
    still, before = (sum(isinstance(part, D) for part in walk(line)) for line in (lines[nth], lines[max(nth - 1, 0)]))
    return not still or still < before


def _rule(problem: Problem, mistake: Mistake, look: Look, is_first: bool) -> str:
    """The right side of the rule with its letters: "n xⁿ⁻¹ with n = 4"; the open derivative where it has none."""
    from tutor.explain import explanation, first_rule

    wrt = problem.wrt
    told = explanation(mistake, wrt)
    if is_first and (told.rule is None or not told.letters_of_the_rule):
        told = first_rule(mistake, wrt)
    letters = told.letters_of_the_rule
    if told.rule is None or told.rule.name in ("constant", "identity") or not letters:
        return _written(D(mistake.function, wrt), wrt, look) if is_first else "" if look.words else look.text("…")
    said = ", ".join(f"{name} = {_written(e, wrt, look)}" for name, e in letters)
    if not is_first:
        return look.text(f"… where {told.rule.pretty}, ") + said
    return look.text(f"{told.rule.pretty.split(' = ')[-1] if told.rule.id != 'chain' else _CHAIN} with ") + said


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


def _beside(rows: Sequence[_Row], parted: int, titles: Titles, look: Look) -> list[str]:
    """Two columns; empty where they do not fit."""
    over_right, over_yours = titles
    heads = [f" {look.text(row.name)} = " for row in rows if row.name]
    wide = max(map(len, heads))
    width = max(len(over_right), *(len(row.right) for row in rows))
    left = wide + width + _GAP
    if left + max(len(over_yours), *(len(row.yours) for row in rows)) > look.width:
        return []
    shown = [look.paint("dim", f"{' ' * wide}{over_right.ljust(width + _GAP)}{over_yours}")]
    for i, row in enumerate(rows):
        head = f" {look.text(row.name)}".ljust(wide - 3)
        shown.append(f"{head} = {row.right.ljust(width + _GAP)}{row.yours}".rstrip())
        if i == parted:
            mark = f"{' ' * left}{('-' if look.ascii else '‾') * len(row.yours)}  {_PARTED}"
            shown.append(
                look.paint(
                    "dim", mark if len(mark) <= look.width else f"{' ' * min(left, look.width - len(_PARTED))}{_PARTED}"
                )
            )
    return shown


def _below(rows: Sequence[_Row], parted: int, titles: Titles, look: Look) -> list[str]:
    """One derivation under the other."""
    shown = []
    names = [look.text(row.name) for row in rows]
    wide = max(map(len, names))
    for title, column in zip(titles, (1, 2), strict=True):
        shown += [look.paint("dim", line) for line in look.wrap(title)]
        for i, row in enumerate(rows):
            if row[column]:
                shown += look.wrap(f"= {row[column]}", f"   {names[i].ljust(wide)} ", "      ")
            if i == parted and column == 2:
                shown += [look.paint("dim", line) for line in look.wrap(_PARTED, "      ")]
    return shown


def _said(rows: Sequence[_Row], parted: int, titles: Titles, look: Look) -> list[str]:
    shown = []
    for title, column in zip(titles, (1, 2), strict=True):
        shown += look.wrap(f"{title.capitalize()}:")
        name = ""
        for i, row in enumerate(rows):
            name = row.name or name
            mark = f" {_PARTED.capitalize()}." if i == parted and column == 2 else ""
            if row[column]:
                shown += look.wrap(f"{name} equals {row[column]}.{mark}")
    return shown
