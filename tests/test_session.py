"""Whole sittings without a terminal: lines in, text and attempts out."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.whole_bank import whole_bank
from tutor.bank import Bank
from tutor.choose import Plan, plan
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.progress import Progress
from tutor.show import show
from tutor.sitting import Outcome, results
from tutor.ui.course import Course
from tutor.ui.loop import Loop
from tutor.ui.session import own_plan, read_levels
from tutor.ui.terminal import Terminal
from tutor.ui.theme import Mode, Settings

NOW = datetime(2025, 11, 22, 10, 30, tzinfo=UTC)
RIGHT = "the right answer"


@pytest.fixture(scope="module")
def bank() -> Bank:
    return whole_bank()


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts do without SymPy here: values and expansion settle these answers."""
    monkeypatch.setattr(Loop, "_start_worker", lambda self: None)


def sat(home: Path, wanted: Plan, lines: Iterable[str]) -> tuple[Course, str]:
    """The sitting after these lines, and all that was written."""
    courses: list[Course] = []

    def typed() -> Iterator[str]:
        for line in lines:
            current = courses[0].standing.current if line == RIGHT else ""
            if current:
                problem = courses[0].plan.problem(current)
                line = show(derive(problem.function, problem.wrt, order=problem.order).line, problem.wrt)
            yield line + "\n"

    stdin: Any = typed()
    settings = Settings(stdin, io.StringIO(), Mode.PIPE, False, False, False, False, home, {})
    progress = Progress(home, NOW.date())
    with Terminal(settings) as terminal:
        course = Course(wanted, settings, progress, lambda: NOW)
        courses.append(course)
        course.begin()
        Loop(course, terminal).run(course.next())
        course.end()
    assert isinstance(settings.stdout, io.StringIO)
    return course, settings.stdout.getvalue()


def test_a_sitting_from_beginning_to_end(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=3, seed=1)
    course, text = sat(tmp_path, wanted, [RIGHT, "7", RIGHT, ":h", RIGHT])
    outcomes = [result.outcome for result in results(course.attempts)]
    assert outcomes == [Outcome.AT_ONCE, Outcome.MENDED, Outcome.HINTED]
    assert "right at once 1    with a hint 1    after a mistake 1" in text
    assert course.progress.unfinished() is None


def test_a_sitting_is_gone_on_with_by_the_same_command_or_by_none(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=3, seed=1)
    first, _ = sat(tmp_path, wanted, [RIGHT, ":h", "x"])
    for again in (wanted, plan(bank.entries, bank.problem, otherwise=8)):
        course, text = sat(tmp_path, again, [])
        assert "Going on where you stopped: 2 of 3." in text
        assert course.standing == first.standing
        assert course.sitting.rung == 1
        assert course.plan.key == wanted.key
    other = plan(bank.entries, bank.problem, topics=["quotient"], seed=1)
    assert "Going on" not in sat(tmp_path, other, [])[1]


WRONG = ("cos(x^3)", "3x^2 cos(3x^2)")  # two mistakes on sin(x^3)


def hints(home: Path, bank: Bank, lines: Iterable[str]) -> list[str]:
    """The hints that are given for these lines, on sin(x^3)."""
    wanted = plan(bank.entries, bank.problem, ids=["chain-ex2a"], seed=1)
    text = sat(home, wanted, lines)[1]
    return re.findall(r"^ \d  (.*)", text, re.MULTILINE)


@pytest.mark.parametrize(
    "lines",
    [
        [WRONG[0], ":h", ":h", ":h", ":h"],
        [":h", WRONG[0], ":h", ":h", WRONG[1], ":h", ":h"],
        [":h", ":h", WRONG[0], WRONG[1], ":h", ":h", ":h"],
        [WRONG[0], ":h", WRONG[1], ":u", ":h", ":h"],
        [WRONG[0], ":h", ":u", ":h", ":h"],
    ],
    ids=["first", "twice", "late", "undone", "taken-back"],
)
def test_leaving_and_going_on_skips_no_hint_and_repeats_none(tmp_path: Path, bank: Bank, lines: list[str]) -> None:
    whole = hints(tmp_path / "whole", bank, lines)
    assert len(whole) == lines.count(":h")
    for cut in range(1, len(lines)):
        home = tmp_path / str(cut)
        before, after = (hints(home, bank, part) for part in (lines[:cut], lines[cut:]))
        assert [*before, *after] == whole, cut


def test_hints_seen_before_a_skip_still_count_when_the_problem_comes_back(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=2, seed=1)
    course, _ = sat(tmp_path, wanted, [":h", ":s", RIGHT, RIGHT])
    assert [result.outcome for result in results(course.attempts)] == [Outcome.AT_ONCE, Outcome.HINTED]


def test_an_undo_reaches_back_to_the_beginning(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=3, seed=1)
    course, text = sat(tmp_path, wanted, ["x", RIGHT, ":s", ":steps", ":u", ":u", ":u", ":u", ":u"])
    assert course.attempts == ()
    assert course.standing.current == course.sitting.drawn[0]
    assert "There is nothing to take back in this sitting." in text


def test_after_the_steps_were_seen_and_taken_back_a_right_answer_is_one_with_hints(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=2, seed=1)
    course, _ = sat(tmp_path, wanted, [":steps", "x", ":u", ":u", RIGHT])
    assert results(course.attempts)[0].outcome is Outcome.HINTED


def test_a_card_is_shown_in_the_middle_of_a_problem(tmp_path: Path, bank: Bank) -> None:
    wanted = plan(bank.entries, bank.problem, topics=["power-int"], count=1, seed=1)
    lines = [":card", ":card lo d-hi", ":card theorems", ":card zzz", ":h", ":h", RIGHT]
    course, text = sat(tmp_path, wanted, lines)
    said = [
        "\n power  ",
        "(xⁿ)′ = n xⁿ⁻¹",
        "\n quotient  ",
        "One card at a time: differentiable implies continuous, Rolle's theorem",
        'There is no rule "zzz"; tutor rules lists them',
        "\n 2  ",
        "\n    :card has more on it.\n",
    ]
    places = [text.find(each) for each in said]
    assert -1 not in places, text
    assert places == sorted(places)
    assert [attempt.hints for attempt in course.attempts] == [2]


LINES = (":h", ":s", ":card", ":u", ":u", ":steps", ":why", ":?", ":zz", "x", "2x", "cos(", "1/2x", "", *[RIGHT] * 5)


@pytest.mark.parametrize("seed", [pytest.param(n, marks=[pytest.mark.long] * (n >= 24)) for n in range(60)])
def test_whatever_is_typed_the_sitting_and_the_file_agree(tmp_path: Path, bank: Bank, seed: int) -> None:
    rng = Random(seed)
    first = plan(bank.entries, bank.problem, levels=(1, 3), count=rng.randrange(1, 5), seed=seed)
    for wanted in (first, plan(bank.entries, bank.problem, otherwise=seed)):
        lines = [rng.choice(LINES) for _ in range(rng.randrange(40))]
        course, _ = sat(tmp_path, wanted, lines)
        assert course.sitting.done == len(course.standing.ended) <= course.sitting.size
        assert course.progress.attempts(course.sitting.id) == course.attempts
        assert (course.progress.unfinished() is None) == course.is_done


def test_a_function_of_ones_own_is_one_problem() -> None:
    wanted = own_plan("a sin(b t)", "t")
    assert list(wanted.pool.ids()) == ["own: a sin(b t)"]
    assert (wanted.size, wanted.kept) == (1, False)
    assert wanted.problem("own: a sin(b t)").wrt == "t"
    with pytest.raises(TutorError):
        own_plan("x^2 (")
    with pytest.raises(TutorError):
        own_plan("factorial(x)")


@pytest.mark.parametrize(("text", "levels"), [("2-5", (2, 5)), ("3", (3, 3))])
def test_levels(text: str, levels: tuple[int, int]) -> None:
    assert read_levels(text) == levels


@pytest.mark.parametrize("text", ["", "a", "2-", "-", "2-5-7"])
def test_levels_that_are_none(text: str) -> None:
    with pytest.raises(TutorError, match=r"--level is a number or two, as in 2-5"):
        read_levels(text)
