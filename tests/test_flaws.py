"""Derivations with one wrong step: which line is wrong, by a table, by SymPy and by values."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from tests.tables import rows
from tests.values import derivative_numbers, numbers_of_lines
from tests.whole_bank import whole_bank
from tutor.check import compare
from tutor.expr import Expr
from tutor.expr import letters as letters_of
from tutor.flaws import Flaw, Flaws
from tutor.problem import Problem
from tutor.read import read
from tutor.scope import Scope
from tutor.show import show
from tutor.values import REAL
from tutor.verdict import Wrong

BANK = whole_bank()


# --- which lines are set: a row for each, for a teacher to add to ---


@pytest.mark.parametrize("function, mistake, number, lines, instead", rows("flaws.tsv"))
def test_a_wrong_rule_makes_these_lines(function: str, mistake: str, number: str, lines: str, instead: str) -> None:
    found = Flaws(read(function)).named(mistake, Random(1))  # at each place where it can be followed
    flaw = next(flaw for flaw in found if flaw.number == int(number))
    assert (" | ".join(map(show, flaw.lines)), show(flaw.instead)) == (lines, instead)


def test_a_line_that_is_right_in_another_form_is_no_mistake() -> None:
    """Whether a few points tell it, or it takes a comparison."""
    for function in ("(x + 1)^2 + x", "|x| + x^2", "g(x) + x^2"):
        f = read(function, Scope(functions=frozenset({"g"})))
        for id in Flaws(f).ids():
            for flaw in Flaws(f).named(id, Random(1)):
                assert isinstance(compare(flaw.right.line, flaw.wrong.line, domain_of=f), Wrong)


def test_a_mistake_is_drawn_by_the_seed_alone() -> None:
    def drawn() -> list[Flaw]:
        return [next(Flaws(read("x^2 cos(3x)")).drawn(Random(seed))) for seed in range(30)]

    assert drawn() == drawn()
    assert len({flaw.mistake.mal.id for flaw in drawn()}) >= 8
    assert len({flaw.number for flaw in drawn()}) >= 3


@pytest.mark.parametrize(
    "function, mistake",
    [
        ("x^2 sin(x)", "QUO-02"),  # there is no quotient
        ("x^2 + (x + 3)^5", "CHN-01"),  # the inside has the slope 1
        ("sin(x^3)", "CHN-01"),  # cos(x^3) is all there is
        ("x^2 (x + 3)^5", "CHN-12"),  # there is no minus inside
        ("4x^3 + x^2", "POW-12"),  # 4 + 3 imitates no rule that is used: the 4 is taken out first
    ],
)
def test_what_nobody_could_find_is_left_out(function: str, mistake: str) -> None:
    assert list(Flaws(read(function)).named(mistake, Random(1))) == []


# --- one line is wrong, and which: SymPy and values that know nothing of the rule table ---


def told_apart(a: list[Any], b: list[Any]) -> tuple[int, int]:
    """At how many points two columns agree, and differ."""
    same = apart = 0
    for p, q in zip(a, b, strict=True):
        if p is not None and q is not None:
            near = abs(p - q) <= 1e-15 * (1 + abs(p) + abs(q))
            same, apart = same + near, apart + (not near)
    return same, apart


def assert_one_line_is_wrong(f: Expr, wrt: str, flaw: Flaw) -> None:
    names = tuple(sorted(letters_of(f) | {wrt}))
    right = derivative_numbers(f, wrt, 1, names)
    *values, instead = numbers_of_lines((*flaw.lines, flaw.instead), names)
    wrong = values[flaw.number - 1]
    said = (show(f, wrt), flaw.mistake.mal.id)
    assert told_apart(instead, right)[1] == 0, said
    assert told_apart(wrong, right)[1] > 0, said
    for n, line in enumerate(values, start=1):
        same, apart = told_apart(line, right if n < flaw.number else wrong)
        assert same > 0, said
        assert apart == 0, (*said, n)


def functions() -> list[Problem]:
    """Functions of the bank whose values anybody can compute, in an order that is always the same."""
    whole = [p for p in BANK.problems if p.task is None and not p.parts and not p.is_abstract]
    found = [p for p in whole if all(interval == REAL for interval in p.assume.values())]
    Random(17).shuffle(found)
    return found


@pytest.mark.parametrize("problem", functions()[:90], ids=lambda problem: problem.id)
def test_the_wrong_line_of_any_function_is_where_values_part_first(problem: Problem) -> None:
    rng = Random(problem.id)
    flaws = Flaws(problem.function, problem.wrt, problem.assume)
    every = flaws.ids()
    rng.shuffle(every)
    found = [flaw for id in every[:4] if (flaw := next(flaws.named(id, rng), None)) is not None]
    for flaw in found:
        assert_one_line_is_wrong(problem.function, problem.wrt, flaw)


def test_that_property_has_been_looked_at_often_enough() -> None:
    made = 0
    for problem in functions()[:30]:
        flaws = Flaws(problem.function, problem.wrt, problem.assume)
        made += sum(next(flaws.named(id, Random(1)), None) is not None for id in flaws.ids()[:4])
    assert made >= 50
