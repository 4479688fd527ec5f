"""The picture that goes with a problem: never the answer to it before there was an attempt.

Before an attempt it is f alone. Its derivative beside it would be the answer in another form, and a tangent the answer
to every problem that asks for a slope; where the answer is a place that is read off the line itself, such as an
extremum, there is no picture until something was tried. After a wrong derivative both lines are shown, the right one
and the student's: that is a picture of the mistake, and still no formula. When the problem is over, so is the secret.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from tutor.derive import derive
from tutor.differential import closed
from tutor.errors import TutorError
from tutor.expr import Expr, letters, number, substitute
from tutor.plot.graphs import Asked, compared, f_alone, function_scene
from tutor.plot.model import Scene
from tutor.show import pretty
from tutor.signs import letter
from tutor.values import REAL

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tutor.problem import Problem
    from tutor.values import Interval

__all__ = ["TOO_EARLY", "scene_of"]

TOO_EARLY = "The picture would show the answer: it is drawn once you have tried."
NOTHING = "There is nothing to draw for this problem."
_NUMBERS = tuple(map(Fraction, ("2", "3", "1/2", "3/2", "1", "5", "1/4", "-2", "-1/2", "10")))


def scene_of(problem: Problem, answer: Expr | None, *, tried: bool, over: bool) -> Scene:
    """The picture: `answer` is the student's wrong one, None if there is none.

    Raises TutorError, with a sentence for the student, where there is no picture.
    """
    given = problem.pictured
    if problem.picture_tells and not (tried or over):
        raise TutorError(TOO_EARLY)
    if given is None or problem.is_abstract:
        raise TutorError(NOTHING)
    wrt = problem.wrt
    numbers = _numbers(letters(given) - {wrt}, problem.assume)
    note = _with_numbers(given, wrt, numbers)
    f = closed(substitute(given, numbers))
    try:
        if over and problem.order == 1:
            return _noted(function_scene(Asked(f, wrt)), note)
        if answer is not None and problem.task is None:
            # As the rules leave it: a line is the same in any form, and half of a derivation is its last form.
            right = derive(f, wrt, order=problem.order, polish=False).line
            yours = closed(substitute(problem.in_full(answer), numbers))
            if not letters(yours) - {wrt}:
                return _noted(compared(f, right, yours, wrt, problem.order), note)
        return f_alone(f, wrt, note)
    except ValueError:
        raise TutorError(NOTHING) from None


def _noted(scene: Scene, note: str) -> Scene:
    return scene.noting(note) if note else scene


def _numbers(names: frozenset[str] | set[str], assume: Mapping[str, Interval]) -> dict[str, Expr]:
    """A number for each letter, each another one as far as what is known of them allows it."""
    found: dict[str, Fraction] = {}
    for name in sorted(names):
        known = assume.get(name, REAL)
        fitting = [n for n in _NUMBERS if known.contains(n)]
        fresh = [n for n in fitting if n not in found.values()]
        if not fitting:
            raise TutorError(NOTHING)
        found[name] = (fresh or fitting)[0]
    return {name: number(value) for name, value in found.items()}


def _with_numbers(f: Expr, wrt: str, numbers: Mapping[str, Expr]) -> str:
    """What is drawn: the picture may have moved the problem off the screen."""
    named = ", ".join(f"{letter(name)} = {pretty(e)}" for name, e in numbers.items())
    return f"f({wrt}) = {pretty(f, wrt)}, drawn with {named}." if named else ""
