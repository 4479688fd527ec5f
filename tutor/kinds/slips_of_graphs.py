"""What may be taken for the derivative in a graph of computations, or for the value of a line."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from tutor.expr import Expr, Mul, Neg, Sym, letters
from tutor.kinds.slips import Slip
from tutor.signs import letter

if TYPE_CHECKING:
    from tutor.kinds.backprop_graph import BackpropGraph

__all__ = ["slips_of_a_graph", "slips_of_one_path"]


def slips_of_one_path(task: BackpropGraph) -> Iterator[Slip]:
    """What comes in at one line, where the letter comes in at several."""
    ends = [of for of in task.path if task.by in letters(task.lines[of])]
    for of in ends if len(ends) > 1 else ():
        told = f"This is what comes in at the line of {letter(of)}; {letter(task.by)} comes in at another one too."
        yield told, partial(_coming_in_at, task, of)


def slips_of_a_graph(task: BackpropGraph) -> Iterator[Slip]:
    """The derivative by another letter, or the value of another line."""
    if not task.by:
        yield from _values_of_lines(task)
        return
    for other in sorted(task.feeding - {task.by}):
        on = f" Go on from {letter(other)} to {letter(task.by)}." if other in task.path else ""
        told = f"This is d{letter(task.of)}/d{letter(other)}.{on}"
        yield told, partial(_by_another, task, other)
    own = f"That is {letter(task.of)} itself; asked is how fast it changes with {letter(task.by)}."
    yield own, lambda: _worked(task, Sym(task.of))
    if task.values:
        yield "The size is right; look at the sign.", lambda: Neg(_worked(task, task.slope(task.by)))


def _values_of_lines(task: BackpropGraph) -> Iterator[Slip]:
    of, is_before = letter(task.of), True
    for name, _ in task.nodes:
        if name == task.of:
            is_before = False
            continue
        way = f"go on from there to {of}" if is_before else f"{of} stands before it"
        yield f"That is the value of {letter(name)}; {way}.", partial(_worked, task, Sym(name))


def _coming_in_at(task: BackpropGraph, line: str) -> Expr:
    return _worked(task, Mul((task.slope(line), task.local(line, task.by))))


def _by_another(task: BackpropGraph, by: str) -> Expr:
    return _worked(task, task.sibling(by).slope(by))


def _worked(task: BackpropGraph, e: Expr) -> Expr:
    return task.number_of(e) if task.values else e
