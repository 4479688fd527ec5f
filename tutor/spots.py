"""Derivations with a mistake in them, without end: one entry a topic, of which every seed makes another problem.

The function is one of the topic's own, from the bank or from one of its templates, and where that leaves too few lines
two of them are added. Which mal-rule is followed in it, and where, is drawn as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from math import gcd
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from tutor.entry import Entry
from tutor.errors import TutorError
from tutor.expr import Add, Expr, letters
from tutor.kinds import DIFFERENTIATE, SPOT
from tutor.problem import Problem
from tutor.topics import BY_ID

if TYPE_CHECKING:
    from tutor.kinds.spot_the_mistake import SpotTheMistake

__all__ = ["PREFIX", "Spots", "spots_in", "spotted"]

PREFIX = "spot-any-"
TITLE = "Spot the mistake"
_NOT_PLAIN = frozenset({"parts", "order", "form"})
_FEWEST, _MOST, _WIDEST = 3, 9, 68  # lines of a derivation, and characters of a line
_LEAST = 5  # functions of a topic
_TRIED = 8  # functions with which one is added, before another one is tried
_DRAWS = 6  # mistakes that are drawn for a function, before another one is tried

Get = Callable[[str, int | None], Problem]


class Spots(NamedTuple):
    """The problems of one topic; `sources` are the entries whose functions they are about."""

    id: str
    topic: str
    sources: tuple[Entry, ...]
    kind: str = SPOT
    is_endless: bool = True

    @property
    def level(self) -> int:
        return BY_ID[self.topic].level


def spots_in(entries: Iterable[Entry]) -> tuple[Spots, ...]:
    """One entry for every topic in which there are functions enough whose derivation takes several lines."""
    by_topic: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.kind == DIFFERENTIATE and _NOT_PLAIN.isdisjoint(entry.fields):
            by_topic.setdefault(entry.topic, []).append(entry)
    return tuple(
        Spots(PREFIX + topic, topic, tuple(found))
        for topic, found in by_topic.items()
        if len(found) >= _LEAST and BY_ID[topic].level > 1
    )


def spotted(spots: Spots, seed: int, get: Get) -> Problem:
    """The problem that a seed makes; seeds in a row go through all functions before one comes again.

    `get` gives the problem of an entry. Raises TutorError where no function of the topic leaves lines enough.
    """
    from tutor.kinds.spot_the_mistake import SpotTheMistake
    from tutor.kinds.task import Setting

    name = f"{spots.id}@{seed}"
    for f, about in _functions(spots, seed, get):
        if not _is_long_enough(f, about.wrt):
            continue
        for number in range(_DRAWS):
            task = SpotTheMistake(f, "", f"{name}:{number}", setting=Setting(about.wrt, about.letters, about.functions))
            if _is_fit(task):
                return Problem(
                    spots.id, SPOT, f, spots.topic, letters=about.letters, functions=about.functions, wrt=about.wrt,
                    title=TITLE, task=task, seed=seed,
                )  # fmt: skip
    raise TutorError(f"no function of the topic {spots.topic} leaves a mistake to be found")


def _is_long_enough(f: Expr, wrt: str) -> bool:
    """Has the right derivation lines enough? All that can go wrong in it takes longer to work out."""
    from tutor.derive import derive
    from tutor.flaws import lines_of

    try:
        return _fit(lines_of(derive(f, wrt, polish=False)), wrt)
    except TutorError:
        return False


def _is_fit(task: SpotTheMistake) -> bool:
    """Can one line of several be wrong, and do all of them fit on a screen?"""
    try:
        return _fit(task.flaw.lines, task.setting.wrt)
    except TutorError:
        return False


def _fit(lines: Sequence[Expr], wrt: str) -> bool:
    from tutor.show import pretty

    return _FEWEST <= len(lines) <= _MOST and all(len(pretty(line, wrt)) <= _WIDEST for line in lines)


def _functions(spots: Spots, seed: int, get: Get) -> Iterator[tuple[Expr, Problem]]:
    """The functions to be tried, each with the problem that says what its letters are."""
    found = list(_problems(spots, seed, get))
    for number, problem in enumerate(found):
        yield problem.function, problem
        if not _has_letters(problem):
            later = (*found[number + 1 :], *found[:number])
            others = (other for other in later if other.wrt == problem.wrt and not _has_letters(other))
            for other in islice(others, _TRIED):
                yield Add((*_terms(problem.function), *_terms(other.function))), problem


def _problems(spots: Spots, seed: int, get: Get) -> Iterator[Problem]:
    """The problems of the topic, in an order that begins elsewhere for every seed."""
    count = len(spots.sources)
    first = crc32(spots.id.encode()) + seed * _stride(count)
    rng = Random(f"{spots.id}:{seed}")
    places = [(first + i) % count for i in range(count)]
    rest = places[1:]
    rng.shuffle(rest)
    for place in (*places[:1], *rest):
        entry = spots.sources[place]
        try:
            problem = get(entry.id, rng.randrange(10_000) if entry.is_template else None)
        except TutorError:
            continue
        if not problem.is_abstract:
            yield replace(problem, seed=None)


def _stride(count: int) -> int:
    return next(step for step in range(round(count * 0.618), 2 * count + 2) if gcd(step, count) == 1)


def _has_letters(problem: Problem) -> bool:
    return bool(problem.letters) or not letters(problem.function) <= {problem.wrt}


def _terms(f: Expr) -> tuple[Expr, ...]:
    return f.terms if isinstance(f, Add) else (f,)
