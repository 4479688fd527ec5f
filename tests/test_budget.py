"""The two seconds of a verdict: whatever is cut short, and wherever, nothing false comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from time import process_time

import pytest

from tests.tables import rows
from tutor.blame import blame
from tutor.budget import OUT_OF_TIME, TOO_LONG, Budget, GivenUpError
from tutor.check import check, equal
from tutor.derive import derive
from tutor.diagnose import diagnose, forget
from tutor.differential import closed, derivative
from tutor.expr import (
    Add,
    Expr,
    Mul,
    Sym,
    depends_on,
    is_longer,
    letters,
    mapped,
    number,
    substitute,
    walk_once,
)
from tutor.read import Scope, read
from tutor.values import read_assumptions
from tutor.verdict import Correct, CorrectOnPart, Undecided, Verdict, Wrong


@dataclass
class Ticks:
    """A clock that goes on by a step, in seconds, whenever it is looked at."""

    step: float = 1.0
    now: float = 0.0

    def __call__(self) -> float:
        self.now += self.step
        return self.now


def looks(count: int, step: float = 1.0) -> Budget:
    """A budget that lasts for so many looks at the clock."""
    return Budget(count * step, Ticks(step))


def is_cut_short(short: Verdict, full: Verdict) -> bool:
    """Is this what may come of a verdict that was cut short: the same, less of the same, or nothing?"""
    match short, full:
        case Undecided(), _:
            return True
        case CorrectOnPart(part, witness), CorrectOnPart(_, of_full):
            return part in ("", full.part) and witness == of_full
        case Correct(), Correct():
            return True  # proved by another stage, or by none
        case _:
            return short == full


@cache
def full(a: str, b: str, assume: str) -> Verdict:
    return equal(read(a), read(b), assume=read_assumptions(assume), budget=Budget(600))


@pytest.mark.parametrize("count", [1, 4, 8, 16, 40, 200])
def test_a_verdict_cut_short_is_undecided_or_true(count: int) -> None:
    for a, b, _, assume in rows("equal.tsv")[::3]:
        short = equal(read(a), read(b), assume=read_assumptions(assume), budget=looks(count))
        assert is_cut_short(short, full(a, b, assume)), (a, b, short)


def test_no_time_at_all_is_said_plainly() -> None:
    assert equal(read("x"), read("x + 1"), budget=looks(0)) == Undecided(OUT_OF_TIME)
    assert check(read("x^2"), read("2x"), budget=looks(0)) == Undecided(OUT_OF_TIME)


def test_which_part_is_wrong_is_only_said_when_there_was_time_to_look_at_it() -> None:
    f, answer = read("x^2 sin(x)"), read("2x sin(x) + x^2 sin(x)")
    known = blame(f, answer, "x", assume={})
    first = "The first term is right; look at the second."
    assert known == f"{first} There the other factor is right; look at sin(x)."
    said = {blame(f, answer, "x", assume={}, budget=looks(count)) for count in range(90)}
    assert {"", known} <= said <= {"", known, first}


DIAGNOSED = [
    ("x^2 sin(3x)", "2x cos(3x)", 1),
    ("x^2 sin(3x)", "2x sin(3x) - x^2 cos(3x)", 1),  # two wrong steps
    ("x^2 sin(3x)", "2x sin(3x) + 3x^2 cos(3x) + 1", 1),  # no known one
    ("x^4", "x^5/5 + C", 1),
    ("sin(x^2)", "-4x^2 sin(x^2)", 2),
]


@pytest.mark.parametrize(("f", "answer", "order"), DIAGNOSED)
def test_wrong_steps_are_only_named_when_there_was_time_to_be_sure(f: str, answer: str, order: int) -> None:
    named_only_when_sure(f, answer, order, (*range(0, 60, 3), *range(60, 2000, 194)))


@pytest.mark.long
@pytest.mark.parametrize(("f", "answer", "order"), DIAGNOSED)
def test_wrong_steps_are_only_named_however_much_time_there_was(f: str, answer: str, order: int) -> None:
    named_only_when_sure(f, answer, order, (*range(60), *range(60, 2000, 97)))


def named_only_when_sure(f: str, answer: str, order: int, counts: tuple[int, ...]) -> None:
    function, typed = read(f), read(answer, Scope(own=True))
    forget()
    known = diagnose(function, typed, order=order, budget=Budget(600))
    for count in counts:
        forget()
        cut_short = looks(count, 1e-5)
        short = diagnose(function, typed, order=order, budget=cut_short)
        assert short == (known if cut_short.notes[-1].said != "out of time" else ())
        # What was cut short has left nothing half done behind.
        assert diagnose(function, typed, order=order, budget=Budget(600)) == known
    forget()


@pytest.mark.parametrize(
    "f",
    [
        "*".join(f"1/(x - {k})" for k in range(2, 35)),
        "*".join(f"{k}^x" for k in range(2, 60)),
        "swish(" * 58 + "x" + ")" * 58,
        "x^" * 58 + "x",
    ],
)
def test_a_search_for_wrong_steps_looks_at_the_clock_all_the_time(f: str) -> None:
    function, began = read(f), process_time()
    diagnose(function, Sym("x"), budget=Budget(0.2, process_time))
    forget()
    assert process_time() - began < 2


def test_an_answer_of_too_many_parts_does_no_harm_to_the_next() -> None:
    f, long = read("x^2"), read("(" * 6 + "sin(x) e^x ln(x)/(x^2 + 1)" + ")'" * 6)
    for _ in range(2):
        assert diagnose(f, long) == ()
    assert next(mistake.mal.id for mistake in diagnose(f, read("x"))) == "POW-02"


def test_a_derivation_ends_when_time_is_over() -> None:
    with pytest.raises(GivenUpError, match="two seconds"):
        derive(read("x^2 sin(x^3)"), budget=looks(3))


def test_a_part_of_a_budget_ends_with_it_and_writes_into_the_same_notes() -> None:
    clock = Ticks()
    whole = Budget(10, clock)
    assert whole.part(100).end == whole.end
    part = whole.part(2)
    with part.stage("values") as stage:
        stage.said = "no difference"
    assert [(note.stage, note.said) for note in whole.notes] == [("values", "no difference")]
    with pytest.raises(GivenUpError), part.stage("digits"):
        part.check()
    assert whole.notes[-1].said == "out of time"


# Trees that share their parts ------------------------------------------------------------------------------------


def doubled(times: int) -> Expr:
    """x + x, and that plus itself, and so on: a tree of 2^times nodes, few of them different."""
    e: Expr = Sym("x")
    for _ in range(times):
        e = Add((e, e))
    return e


def test_shared_parts_are_visited_once() -> None:
    e = doubled(300)
    assert sum(1 for _ in walk_once(e)) == 301
    assert letters(e) == {"x"}
    assert depends_on(e, {"x"}) and not depends_on(e, {"y"})
    assert is_longer(e, 10_000)
    assert not is_longer(doubled(3), 15)
    assert is_longer(doubled(3), 14)
    assert letters(substitute(e, {"x": Sym("y")})) == {"y"}
    assert sum(1 for _ in walk_once(mapped(e, lambda node: None))) == 301


PRODUCT = " ".join(f"sin({k}x)" for k in range(1, 40))


@pytest.mark.parametrize(
    ("f", "order"), [("tan(x)", 7), ("x^x", 7), ("x^x^x^x", 4), (PRODUCT, 2), ("(sin(x) e^x)'''", 3)]
)
def test_high_derivatives_have_values(f: str, order: int) -> None:
    function = read(f)
    slope = closed(function)
    for _ in range(order):
        slope = derivative(slope, "x")
    double = Mul((number(2), slope))
    budget = Budget(600)
    assert isinstance(equal(slope, double, budget=budget), Wrong)
    known = check(function, double, derivative=slope, budget=budget)
    assert check(function, double, order=order, budget=budget) == known


@pytest.mark.parametrize(
    ("f", "answer", "order"),
    [
        ("sin(x) e^x ln(x)/(x^2 + 1)", "x^2", 9),
        ("x^2", "(" * 6 + "sin(x) " * 40 + ")'" * 6, 1),
        ("x^2", "(" * 6 + "(x + 1)*" * 50 + "x" + ")'" * 6, 1),
    ],
)
def test_a_derivative_of_too_many_parts_is_given_up(f: str, answer: str, order: int) -> None:
    assert check(read(f), read(answer), order=order, budget=Budget(600)) == Undecided(TOO_LONG)
