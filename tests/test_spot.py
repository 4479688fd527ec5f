"""Spot the mistake: which lines are set, that one of them is wrong and which, and what is said of an answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.terminal import Terminal
from tests.test_flaws import assert_one_line_is_wrong
from tests.whole_bank import whole_bank
from tutor import drill as d
from tutor import kinds
from tutor.choose import Plan, asked, draw, plan
from tutor.errors import TutorError
from tutor.kinds.spot_the_mistake import SpotTheMistake
from tutor.kinds.task import Setting
from tutor.problem import Problem
from tutor.read import read
from tutor.rules.common import common_mistake
from tutor.show import pretty, show
from tutor.sitting import Sitting
from tutor.spots import Spots
from tutor.ui.solution import solution
from tutor.ui.theme import Look
from tutor.values import REAL
from tutor.verdict import word

BANK = whole_bank()
SPOTS = [problem for problem in BANK.problems if problem.kind == "spot-the-mistake"]
SHORT = "spot-a-short-chain"
LOOKS = {"wide": Look(88), "narrow": Look(40), "words": Look(80, words=True)}


def task_of(problem: Problem) -> SpotTheMistake:
    assert isinstance(problem.task, SpotTheMistake)
    return problem.task


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
def test_a_problem_of_the_bank_has_the_mistake_that_its_author_named(problem: Problem) -> None:
    task = task_of(problem)
    mal = task.flaw.mistake.mal
    assert task.mistake in ("", mal.id)
    assert len(task.flaw.lines) >= 2
    assert len(set(map(pretty, task.flaw.lines))) == len(task.flaw.lines)  # no two look the same


def test_there_are_a_dozen_problems_over_many_topics_and_two_are_drawn() -> None:
    assert len(SPOTS) >= 12
    assert len({problem.topic for problem in SPOTS}) >= 6
    assert sum(not task_of(problem).mistake for problem in SPOTS) >= 2
    assert len({task_of(problem).flaw.number for problem in SPOTS}) >= 3


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
def test_the_wrong_line_of_the_bank_is_where_values_part_first(problem: Problem) -> None:
    assert_one_line_is_wrong(problem.function, problem.wrt, task_of(problem).flaw)


# --- without end ---

ENDLESS = BANK.spots


def drawn(spots: Spots, seeds: range) -> list[SpotTheMistake]:
    return [task_of(BANK.problem(f"{spots.id}@{seed}")) for seed in seeds]


@pytest.mark.parametrize("spots", ENDLESS, ids=lambda spots: spots.id)
def test_every_seed_makes_another_problem_and_one_line_of_it_is_wrong(spots: Spots) -> None:
    found = drawn(spots, range(40, 45))
    assert len({task.f for task in found}) >= 4
    for task in found:
        assert 3 <= len(task.flaw.lines) <= 9
        if all(known == REAL for _, known in task.setting.letters):
            assert_one_line_is_wrong(task.f, task.setting.wrt, task.flaw)
        assert not list(task.examine(sympy=False))


def test_a_seed_makes_the_same_problem_in_every_sitting() -> None:
    for spots in ENDLESS[::4]:
        seeds = range(700, 703)
        assert drawn(spots, seeds) == drawn(spots, seeds)
        assert [task.flaw.number for task in drawn(spots, seeds)] == [task.flaw.number for task in drawn(spots, seeds)]


def test_mistakes_and_lines_vary() -> None:
    spots = next(each for each in ENDLESS if each.topic == "chain-general")
    flaws = [task.flaw for task in drawn(spots, range(12))]
    assert len({flaw.mistake.mal.id for flaw in flaws}) >= 5
    assert len({flaw.number for flaw in flaws}) >= 3


def test_a_mistake_that_the_author_left_to_be_drawn_changes_with_the_sitting() -> None:
    id = "spot-in-a-product-of-three"
    found = [task_of(BANK.problem(f"{id}@{seed}")).flaw for seed in range(8)]
    assert len({(flaw.number, flaw.lines) for flaw in found}) >= 4
    assert {BANK.problem(f"{id}@{seed}").name for seed in (3, 4)} == {f"{id}@3", f"{id}@4"}
    assert BANK.problem(f"{SHORT}@3").name == SHORT  # the author named the mistake: there is one problem


def test_a_sitting_of_mistakes_has_no_end_and_goes_on_where_it_was_left() -> None:
    def of_kind(seed: int) -> Plan:
        return plan(
            BANK.entries, BANK.problem, kinds=["spot-the-mistake"], unwritten=lambda: BANK.spots, count=40, seed=seed
        )

    wanted = of_kind(5)
    assert wanted.size == 40
    sitting, other = Sitting(40, 5), Sitting(40, 5000)
    for _ in range(40):
        sitting, other = draw(sitting, wanted, ()), draw(other, of_kind(5000), ())
    assert len(set(sitting.drawn)) == 40
    made = {name for name in sitting.drawn if "@" in name}
    assert len(made) > 20
    assert not made & set(other.drawn)
    again = plan(BANK.entries, BANK.problem, unwritten=of_kind(1).unwritten, **asked(wanted.key))
    assert list(again.pool.ids()) == list(wanted.pool.ids())


def test_what_nobody_has_written_is_set_where_it_is_asked_for() -> None:
    def ids(**given: object) -> set[str]:
        found = plan(BANK.entries, BANK.problem, unwritten=lambda: BANK.spots, **given)  # type: ignore[arg-type]
        return set(found.pool.ids())

    assert not any(id.startswith("spot-any-") for id in ids(topics=["product"]))
    assert "spot-any-product" in ids(topics=["product"], kinds=["spot-the-mistake"])
    assert ids(ids=["spot-any-product"]) == {"spot-any-product"}
    with pytest.raises(TutorError, match="no kind spot-the-mistakes; did you mean spot-the-mistake"):
        ids(kinds=["spot-the-mistakes"])


# --- what is said ---


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
def test_the_lines_themselves_are_no_answer(problem: Problem) -> None:
    """Not the one that stands there, and not the one above it, which has the right value."""
    flaw = task_of(problem).flaw
    there = kinds.mark(problem, f"{flaw.number}: {show(flaw.lines[flaw.number - 1], problem.wrt)}")
    assert there.blame == f"Line {flaw.number} it is, and this is what stands there already."
    if flaw.number > 1:
        above = kinds.mark(problem, f"{flaw.number}: {show(flaw.lines[flaw.number - 2], problem.wrt)}")
        assert type(above.verdict).__name__ == "Unfinished"
        assert above.begun is None


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
def test_a_wrong_number_is_told_what_is_true_of_its_line_and_nothing_else(problem: Problem) -> None:
    flaw = task_of(problem).flaw
    for n in range(1, len(flaw.lines) + 1):
        said = kinds.mark(problem, str(n)).blame
        if n < flaw.number:
            assert said == f"Line {n} is right: it follows from {f'line {n - 1}' if n > 1 else 'f'}. Look further down."
        elif n > flaw.number:
            assert said.startswith(f"Line {n} follows from line {n - 1}, so the mistake was made before it.")
        else:
            assert said == ""
        assert pretty(flaw.instead, problem.wrt) not in said


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
def test_a_right_answer_is_told_the_mistake_its_number_and_why(problem: Problem) -> None:
    task = task_of(problem)
    mal = task.flaw.mistake.mal
    for answer in (task.flaw.instead, task.flaw.right.line):
        marking = kinds.mark(problem, f"line {task.flaw.number}: {show(answer, problem.wrt)}")
        text = "".join(part if isinstance(part, str) else pretty(part) for part in marking.added)  # type: ignore[arg-type]
        assert text.startswith(f"In line {task.flaw.number}: {mal.name.replace('-', ' ')}")
        assert ("common mistake" in text) == (mal.mistake is not None)
        assert "{" not in text
        assert mal.why.partition("{")[0] in text
        if mal.mistake is not None:
            assert f"common mistake {common_mistake(mal.mistake).number}." in text


def test_the_number_alone_costs_nothing_where_it_is_right() -> None:
    problem = BANK.problem(SHORT)
    drill = d.start(problem, ())
    drill, said = d.advance(drill, d.Answer("3", kinds.mark(problem, "3")))
    assert isinstance(said, d.Judged)
    assert (said.counted, drill.tries, drill.finished) == (False, 0, False)
    drill, said = d.advance(drill, d.Answer("2", kinds.mark(problem, "2")))
    assert isinstance(said, d.Judged)
    assert (said.counted, drill.tries, drill.mistakes) == (True, 1, 1)


def test_a_wrong_line_with_the_right_number_is_explained_like_any_other_answer() -> None:
    """At whichever step it is made, and whether derivatives are still open in it or not."""
    problem = BANK.problem(SHORT)
    for line, ids in [
        ("2x + 3x^2 cos(3x^2)", {"TRG-20"}), ("2x + cos(3x^2)", {"TRG-19"}), ("2x + cos(x^3) + (x^3)'", set()),
        ("x^2 + 3x^2 cos(x^3)", {"POW-01", "CON-12"}), ("x + cos(x^3) (x^3)'", {"POW-02"}),
    ]:  # fmt: skip
        marking = kinds.mark(problem, f"3: {line}")
        found = {mistake.mal.id for mistake in marking.mistakes}
        assert bool(found & ids) == bool(ids), (line, found)
        assert marking.blame.startswith("Line 3 it is")
        assert word(marking.verdict) == ("known-mistake" if found else "wrong")


def test_the_ladder_names_the_rules_then_the_line_then_the_rule_then_the_step() -> None:
    assert kinds.ladder(BANK.problem(SHORT)) == (
        "What these lines need, in this order: sum, power, chain, sine. Hold every line against its rule.",
        "The step to line 3 is the wrong one.",
        "The rule there:  (f(u))′ = f′(u) u′, and here u = x³.",
        "So  (sin(x³))′ = cos(x³) (x³)′ .",
    )


WIDE = [
    "      by the rules         as it stood",
    " f′ = (x²)′ + (sin(x³))′   (x²)′ + (sin(x³))′",
    "    = 2x + (sin(x³))′      2x + (sin(x³))′",
    "    = 2x + cos(x³) (x³)′   2x + cos(x³)",
    "                           ‾‾‾‾‾‾‾‾‾‾‾‾  here they part",
    "    = 2x + 3x² cos(x³)",
    "",
    " In line 3: inner derivative missing, common mistake 3. The outer derivative is right,",
    " but x³ moves too, and its own derivative is missing. Multiply by the derivative of x³.",
]


def test_the_solution_shows_the_wrong_lines_beside_the_right_ones() -> None:
    assert solution([task_of(BANK.problem(SHORT))], "x", LOOKS["wide"]) == WIDE


@pytest.mark.parametrize("problem", SPOTS, ids=lambda problem: problem.id)
@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_every_solution_marks_one_place_where_they_part(problem: Problem, look: Look) -> None:
    text = " ".join(" ".join(solution([task_of(problem)], problem.wrt, look)).split())
    assert text.lower().count("here they part") == 1


def test_other_functions_have_names_of_their_own() -> None:
    task = SpotTheMistake(read("f x^2 + x^3"), "POW-01", "", setting=Setting(letters=(("f", REAL),)))
    assert task.statement().given[0].left == "h(x)"
    assert task.statement().name == "h′"


# --- on a terminal ---


def test_a_line_is_found_and_mended(tmp_path: Path) -> None:
    """Once wrong, once unreadable, once the number alone, once right; only the wrong one costs something."""
    with Terminal(["-m", "tutor", "drill", "--id", SHORT], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " line ", "the prompt")
        shown = terminal.text
        assert "   1  (x²)′ + (sin(x³))′\n   2  2x + (sin(x³))′\n   3  2x + cos(x³)\n" in shown
        terminal.enter("2: 2x + 3x^2 cos(x^3)")
        terminal.until("Not yet. Line 2 is right: it follows from line 1. Look further down.")
        terminal.send("\x05\x15")
        terminal.enter("2x + 3x^2 cos(x^3)")
        terminal.until("the number of the line is missing")
        terminal.send("\x05\x15")
        terminal.until(lambda t: t.line == " line ", "an empty line")
        terminal.enter("3")
        terminal.until("~ Right, it is line 3. Type the right line after it: 3: …")
        terminal.until(lambda t: t.line == " line 3: ", "the number put back")
        terminal.enter("2x + cos(x^3) (x^3)'")
        terminal.until("✓ Correct, proved.")
        terminal.until("2 tries")
        terminal.until("   In line 3: inner derivative missing, common mistake 3.")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert re.search(r"one problem, .* +after a mistake 1", terminal.everything)


def test_giving_up_shows_both_derivations(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", SHORT], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " line ", "the prompt")
        terminal.send("F1")
        terminal.until(" 1  What these lines need, in this order: sum, power, chain, sine.")
        terminal.send("F2")
        terminal.until("‾‾‾‾‾‾‾‾‾‾‾‾  here they part")
        terminal.until("Counted as given up.")


def test_forty_columns(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", SHORT], tmp_path, columns=40) as terminal:
        terminal.until(lambda t: t.line == " line ", "the prompt")
        terminal.send("3: 2x + 3x^2 cos(x^3)")
        terminal.until("   2x + 3x  cos⎝x ⎠")
        terminal.send("\r")
        terminal.until("Correct, proved.")
        terminal.until("of x³.")


def test_a_screen_reader_hears_the_lines_and_the_mistake(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", SHORT, "--screen-reader"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == "Answer: ", "the prompt")
        said = " ".join(terminal.everything.split())
        assert "These lines work out the derivative of f with respect to x. One line does not follow" in said
        assert "2: 2 x plus the derivative of, sine of, x cubed, end derivative." in said
        terminal.enter("4: x")
        terminal.until("Not read, at the start: there is no line 4; they are numbered from 1 to 3.")
        terminal.until(lambda t: t.line.startswith("Answer: "), "the prompt")
        terminal.send("\x05\x15")
        terminal.enter("3: 2x + 3x^2 cos(x^3)")
        terminal.until("\nCorrect, proved.")
        terminal.until("Press Enter to go on.")
        said = " ".join(terminal.everything.split())
        assert "In line 3: inner derivative missing, common mistake 3." in said
        assert "but x cubed moves too" in said
        assert all(line[0].isalnum() for line in terminal.everything.splitlines() if line)
