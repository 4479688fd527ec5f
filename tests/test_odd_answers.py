"""Whatever is typed, every kind of problem says something and raises nothing."""

from __future__ import annotations

from collections import defaultdict

import pytest

from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.problem import Problem

ODD = (
    "", " ", "oo", "-oo", "oo, 1", "1/0", "0/0", "none", "undefined", "17", "-0", "0", "1e400", "10^400", "(0, 0)", "(oo, 1)",
    "(-oo, oo)", "[0, oo)", "x", "y", "y = oo", "y = x", "x = 1", "a", "a, b", "1: x", "2: oo", "none, 1", "[[1]]", "[oo]",
    "(1, 2) max", "(oo, 2) min", "x < oo", "oo < x", "pi, e", "sqrt(-1)", "ln(0)", "1 if x > 0", "yes", "0.5, no", ";", ":",
)  # fmt: skip
_OF_EACH, _IN_SHORT = 4, 2


def some_of_each_kind() -> list[object]:
    """A few problems of every kind, the parts of a problem among them; those without an answer are of most interest."""
    found: defaultdict[str, list[Problem]] = defaultdict(list)
    for problem in whole_bank().problems:
        for part in problem.parts or (problem,):
            found[part.kind].append(part)
    return [
        pytest.param(each, id=each.id, marks=[pytest.mark.long] * (n >= _IN_SHORT))
        for same in found.values()
        for n, each in enumerate(sorted(same, key=_promise)[:_OF_EACH])
    ]


def _promise(problem: Problem) -> tuple[bool, str]:
    return ("none" not in problem.id, problem.id)


@pytest.mark.parametrize("problem", some_of_each_kind())
def test_whatever_is_typed_something_is_said(problem: Problem) -> None:
    for typed in ODD:
        marking = kinds.mark(problem, typed)
        assert marking.error is not None or marking.value is not None, typed
