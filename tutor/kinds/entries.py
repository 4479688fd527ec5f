"""What is wrong in the entries of a gradient or a matrix: each is a derivative of its own, and goes wrong like one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tutor.expr import Expr, substitute
from tutor.kinds.marking import Told

if TYPE_CHECKING:
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.values import Interval

__all__ = ["Entry", "of_the_entries"]


class Entry(NamedTuple):
    """One wrong entry, called `name`: `given` in place of the derivative of `f` by `wrt`.

    `is_second` says that f is a first derivative already.
    """

    name: str
    f: Expr
    wrt: str
    given: Expr
    is_second: bool = False


def of_the_entries(
    said: str, entries: Iterable[Entry], at: Mapping[str, Expr], assume: Mapping[str, Interval], budget: Budget
) -> Told:
    """The mistakes in the first entry in which any are recognised; `at` is the point, if there is one."""
    wrong = list(entries)
    for entry in wrong:
        found = _mistakes(entry, at, assume, budget)
        if found:
            here = f"Look at {entry.name} first." if len(wrong) > 1 or not said else ""
            return Told(" ".join(filter(None, (said, here))), tuple(replace(each, wrt=entry.wrt) for each in found))
    letters = dict.fromkeys(entry.wrt for entry in wrong)
    if len(letters) == 1:
        return Told(f"{said} Every letter but {next(iter(letters))} is a constant there.".strip())
    return Told(said or "In each entry one letter moves, and all others are constants.")


def _mistakes(
    entry: Entry, at: Mapping[str, Expr], assume: Mapping[str, Interval], budget: Budget
) -> tuple[Mistake, ...]:
    from tutor.at_point import Place, diagnose_value, elsewhere
    from tutor.check import compare
    from tutor.diagnose import diagnose
    from tutor.rules.whole import STOPPED
    from tutor.verdict import is_right

    others = {name: value for name, value in at.items() if name != entry.wrt}
    f = substitute(entry.f, others)
    if entry.is_second and is_right(compare(substitute(f, dict(at)), entry.given, assume=assume, budget=budget)):
        return (elsewhere(STOPPED, f, entry.given),)
    if at:
        return diagnose_value(f, entry.given, Place(entry.wrt, at[entry.wrt]), assume=assume, budget=budget)
    return diagnose(f, entry.given, entry.wrt, assume=assume, budget=budget)
