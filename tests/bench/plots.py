"""What a picture costs in processor time, once everything is loaded: a plot, a frame of a film, and all the figures."""

from __future__ import annotations

import gc
import statistics
from collections.abc import Callable
from functools import partial
from random import Random
from time import process_time
from typing import TypeVar

from tests.bench.timing import ROUNDS, say, spread
from tests.figures import EVERY
from tutor.bank import load_bank
from tutor.errors import TutorError
from tutor.plot.graphs import Asked, function_scene
from tutor.plot.model import Film
from tutor.plot.problems import scene_of
from tutor.problem import Problem
from tutor.read import read
from tutor.ui.film import Reel, frame, keys_in, pressed
from tutor.ui.plot import drawn, lines, pictured
from tutor.ui.theme import Look

T = TypeVar("T")
LOOK = Look(80, 24, emphasis=True, colour=True)
FUNCTIONS = (
    "x^3 - 3x", "tan(x)", "1/x", "e^(-x^2/2)", "sin(2x^2) + 1", "x/(x^2 - 2)", "ln(x)/x", "(x^2 - 1)/(x - 1)",
    "x^2 e^-x sin(3x)", "sqrt(4 - x^2)", "1/sin(20x)", "sigmoid(x)",
)  # fmt: skip


def run() -> None:
    """Print the spread of each."""
    plots = {text: _spent(lambda f: drawn(function_scene(Asked(f)), LOOK), read(text)) for text in FUNCTIONS}
    say(f"tutor plot, {len(plots)} functions", spread(list(plots.values())), "10 ms")
    say("  slowest", max(plots, key=lambda text: plots[text]))
    tangents = [_spent(lambda f: drawn(function_scene(Asked(f, at=0.5)), LOOK), read(text)) for text in FUNCTIONS]
    say("  with a tangent", spread(tangents), "10 ms")
    _figures()
    _drill()


def _figures() -> None:
    still = {each.name: _spent(lambda each: lines(each.made(), LOOK), each) for each in EVERY if not each.moves}
    say("figures that stand still", spread(list(still.values())), "10 ms")
    say("  slowest", max(still, key=lambda name: still[name]))
    frames, first = [], []
    for each in EVERY:
        if not each.moves:
            continue
        film = each.made()
        assert isinstance(film, Film)
        first.append(_spent(lambda each: each.made(), each))
        reels = [Reel(len(film.stills), at) for at in range(0, len(film.stills), 7)]
        frames += [_spent(partial(frame, film, look=LOOK), reel) for reel in reels]
    say("a frame at 80x24", spread(frames), "30 ms")
    say("all frames of a film made", spread(first))
    say("a key, to the frame that stands", spread([_spent(_key, "x")]))


def _key(data: str) -> Reel:
    return pressed(Reel(50, 7), keys_in(data)[0])


def _drill() -> None:
    """`:p` on problems of the bank: f alone, and two derivatives."""
    problems = [each for each in load_bank().problems if each.kind == "differentiate" and not each.is_abstract]
    chosen = Random(3).sample(problems, 60)
    alone, both = [], []
    for problem in chosen:
        try:
            alone.append(_spent(_picture, problem))
            both.append(_spent(_both, problem))
        except (TutorError, ValueError):
            continue
    say(f":p before an answer, {len(alone)} problems", spread(alone), "10 ms")
    say("  after a wrong one", spread(both), "10 ms")


def _picture(problem: Problem) -> object:
    return pictured(scene_of(problem, None, tried=False, over=False), LOOK, 14)


def _both(problem: Problem) -> object:
    return pictured(scene_of(problem, problem.function, tried=True, over=False), LOOK, 14)


def _spent(work: Callable[[T], object], on: T) -> float:
    """Seconds of processor time: the median of nine runs."""
    times = []
    for _ in range(ROUNDS):
        gc.collect()
        started = process_time()
        work(on)
        times.append(process_time() - started)
    return statistics.median(times)
