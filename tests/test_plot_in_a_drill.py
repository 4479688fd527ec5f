"""`:p` in a drill: what may be shown when, and that it gives nothing away."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from tests.whole_bank import whole_bank
from tutor import drill as d
from tutor import kinds
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.evaluate import value
from tutor.plot.model import Scene
from tutor.plot.problems import NOTHING, TOO_EARLY, scene_of
from tutor.problem import Problem
from tutor.read import read
from tutor.show import pretty
from tutor.ui.plot import for_problem
from tutor.ui.theme import Look

SINE = Problem("sine", "differentiate", read("sin(x^3)"), "chain-general")
LOOK = Look(80, 24)
WRONG, RIGHT = "cos(x^3)", "3x^2 cos(x^3)"


def answered(problem: Problem, *texts: str) -> d.Drill:
    drill = d.start(problem, ())
    for text in texts:
        drill, _ = d.advance(drill, d.Answer(text, kinds.mark(problem, text)))
    return drill


def asked(drill: d.Drill) -> d.Drawn:
    after, said = d.advance(drill, d.AskPlot())
    assert after is drill  # it costs nothing
    assert isinstance(said, d.Drawn)
    return said


def names(scene: Scene) -> list[str]:
    return [curve.name for panel in scene.panels for curve in panel.curves if curve.name]


def drawn(drill: d.Drill) -> Scene:
    said = asked(drill)
    return scene_of(said.problem, said.answer, tried=said.tried, over=said.over)


def test_before_an_attempt_there_is_f_alone() -> None:
    assert names(drawn(answered(SINE))) == ["f(x) = sin(x³)"]
    assert names(drawn(answered(SINE, "cos("))) == ["f(x) = sin(x³)"]  # unreadable: no attempt
    assert names(drawn(answered(SINE, "cos(x^3) (x^3)'"))) == ["f(x) = sin(x³)"]  # right so far


def test_after_a_wrong_answer_both_derivatives_and_their_largest_gap() -> None:
    scene = drawn(answered(SINE, WRONG))
    assert names(scene) == ["f′", "yours"]
    panel = scene.panels[0]
    right, yours = panel.marks
    assert right.x == yours.x
    assert right.y == pytest.approx(value(read(RIGHT), {"x": right.x}))
    assert yours.y == pytest.approx(value(read(WRONG), {"x": yours.x}))
    assert scene.notes[0].startswith("The gap is widest at x = ")
    assert not any("x²" in text for text in (*scene.notes, *scene.told, *names(scene)))  # no formula


def test_when_it_is_over_there_is_f_with_its_derivative() -> None:
    for drill in (answered(SINE, RIGHT), d.advance(d.start(SINE, ()), d.GiveUp())[0]):
        assert names(drawn(drill)) == ["f(x) = sin(x³)", "f′(x) = 3x² cos(x³)"]


def test_after_an_undo_it_is_as_before() -> None:
    drill, _ = d.advance(answered(SINE, WRONG), d.Undo())
    assert names(drawn(drill)) == ["f(x) = sin(x³)"]


def test_a_second_derivative_is_compared_with_the_second() -> None:
    problem = Problem("second", "differentiate", read("x^4"), "higher-order", order=2)
    scene = drawn(answered(problem, "4x^3"))
    assert names(scene) == ["f″", "yours"]
    assert scene.panels[0].marks[0].y == pytest.approx(12 * scene.panels[0].marks[0].x ** 2)


def test_letters_get_numbers_that_are_said() -> None:
    problem = Problem("letters", "differentiate", read("a x^2 + b"), "power-int")
    assert scene_of(problem, None, tried=False, over=False).notes[-1] == "f(x) = a x² + b, drawn with a = 2, b = 3."


@pytest.mark.parametrize(
    ("kind", "said"),
    [("local-extrema", TOO_EARLY), ("inflection-points", TOO_EARLY), ("gradient", NOTHING), ("choice", NOTHING)],
)
def test_what_would_be_read_off_the_picture_is_not_drawn_too_early(kind: str, said: str) -> None:
    problem = Problem("places", kind, read("x^3 - 3x"), "critical-points")
    assert for_problem(problem, None, LOOK, tried=False, over=False) == [f" {said}"]
    if said == TOO_EARLY:
        scene = scene_of(problem, None, tried=True, over=False)
        assert names(scene) == ["f(x) = x³ − 3x"]  # still without f′


def test_the_function_is_drawn_as_it_is_given() -> None:
    """Not one of its branches, and not the nothing that is differentiated of relu(x)."""
    problems = [part for problem in whole_bank().problems for part in problem.parts or (problem,)]
    drawn = [part for part in problems if part.kind in ("differentiable-at", "one-sided-slope")]
    assert len(drawn) > 10
    for part in drawn:
        assert part.task is not None
        scene = scene_of(part, None, tried=True, over=False)
        assert names(scene) == [f"f({part.wrt}) = {pretty(part.task.f, part.wrt)}"], part.id  # type: ignore[attr-defined]


def test_nothing_in_the_bank_is_given_away() -> None:
    """Every derivative of a sample of the bank: before an attempt, neither its formula nor its line is there."""
    drawn = 0
    for problem in sampled(whole_bank().problems, 80):
        try:
            scene = scene_of(problem, None, tried=False, over=False)
        except TutorError as error:
            assert error.message in (NOTHING, TOO_EARLY) or "no real value" in error.message, problem.id
            continue
        drawn += 1
        assert len(names(scene)) == 1, problem.id
        slope = pretty(derive(problem.function, problem.wrt, order=problem.order).line, problem.wrt)
        said = " ".join((*scene.notes, *scene.told))
        assert len(slope) < 4 or slope not in said.replace(pretty(problem.function, problem.wrt), ""), problem.id
    assert drawn > 20


def sampled(problems: Iterable[Problem], count: int) -> list[Problem]:
    return Random(3).sample([part for problem in problems for part in problem.parts or (problem,)], count)


def test_the_picture_leaves_room_for_the_prompt() -> None:
    lines = for_problem(SINE, read(WRONG), LOOK, tried=True, over=False)
    assert len(lines) <= 15
    words = for_problem(SINE, read(WRONG), Look(80, 24, words=True), tried=True, over=False)
    assert " ".join(words).startswith("f prime and your answer, for x from minus ")
