"""Derivations with a mistake in them, without end: one entry a topic, of which every seed makes another problem.

The function is one of the topic's own, from the bank or from one of its templates, and where that leaves too few lines
two of them are added. Which mal-rule is followed in it, and where, is drawn as well.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import count, islice
from math import gcd
from random import Random
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

from tutor.entry import Entry
from tutor.errors import TutorError
from tutor.expr import Add, Div, Expr, depends_on, letters, walk
from tutor.kinds import DIFFERENTIATE, SPOT
from tutor.problem import Problem
from tutor.topics import BY_ID

if TYPE_CHECKING:
    from tutor.kinds.task import Setting

__all__ = ["PREFIX", "Spots", "spots_in", "spotted"]

PREFIX = "spot-any-"
TITLE = "Spot the mistake"
_NOT_PLAIN = frozenset({"parts", "order", "form"})
_FEWEST, _MOST, _WIDEST = 3, 9, 68  # lines of a derivation, and characters of a line
_LONGEST = _WIDEST // 2  # characters of a function: in a line of its derivation most of it stands twice
_SECOND_FRACTION = 10  # more of them, since the rule for a quotient writes most of it three times
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

    name = f"{spots.id}@{seed}"
    for f, about in _functions(spots, seed, get):
        for number in range(_DRAWS):
            task = SpotTheMistake(f, "", f"{name}:{number}", setting=_setting(about))
            try:
                flaw = task.flaw
            except TutorError:
                break  # none of its likely mistakes can be found, whichever is drawn
            if len(flaw.lines) >= _FEWEST and _fits(flaw.texts):
                return Problem(
                    spots.id, SPOT, f, spots.topic, letters=about.letters, functions=about.functions, wrt=about.wrt,
                    title=TITLE, task=task, seed=seed,
                )  # fmt: skip
    raise TutorError(f"no function of the topic {spots.topic} leaves a mistake to be found")


def _fits(texts: Sequence[str]) -> bool:
    return len(texts) <= _MOST and max(map(len, texts)) <= _WIDEST


def _functions(spots: Spots, seed: int, get: Get) -> Iterator[tuple[Expr, Problem]]:
    """The functions to be tried, each with the problem that says what its letters are."""
    partners: dict[str, _Kept] = {}
    for problem in _problems(spots, seed, get):
        lines = _so_many_lines(problem.function, problem)
        if lines >= _FEWEST:
            yield problem.function, problem
        elif lines and not _has_letters(problem):
            wrt = problem.wrt
            kept = partners.setdefault(wrt, _Kept(_partners(spots, seed + 1, wrt, get)))
            for other in islice((other for other in kept if other.id != problem.id), _TRIED):
                both = Add((*_terms(problem.function), *_terms(other.function)))
                if _so_many_lines(both, problem) >= _FEWEST:
                    yield both, problem


def _partners(spots: Spots, seed: int, wrt: str, get: Get) -> Iterator[Problem]:
    """Problems that can be added to one by this variable. Others are left out before they are read."""
    written = tuple(entry for entry in spots.sources if not entry.is_template)
    found = _problems(spots._replace(sources=written or spots.sources), seed, get, partial(_can_be_partner, wrt))
    return (problem for problem in found if not _has_letters(problem))


def _can_be_partner(wrt: str, entry: Entry) -> bool:
    return entry.text("wrt", "x") == wrt and "letters" not in entry.fields


def _so_many_lines(f: Expr, about: Problem) -> int:
    """The lines of the right derivation, 0 where they do not fit on a screen; what can go wrong is looked for later."""
    from tutor.kinds.spot_the_mistake import flaws_of
    from tutor.show import pretty

    fractions = sum(isinstance(node, Div) and depends_on(node.den, {about.wrt}) for node in walk(f))
    if len(pretty(f, about.wrt)) + _SECOND_FRACTION * max(fractions - 1, 0) > _LONGEST:
        return 0
    try:
        texts = flaws_of(f, _setting(about)).by_rule.texts
    except TutorError:
        return 0
    return len(texts) if _fits(texts) else 0


def _setting(about: Problem) -> Setting:
    from tutor.kinds.task import Setting

    return Setting(about.wrt, about.letters, about.functions)


class _Kept:
    """Problems that are read when they are come to, and once."""

    def __init__(self, problems: Iterator[Problem]) -> None:
        self.coming = problems
        self.read: list[Problem] = []

    def __iter__(self) -> Iterator[Problem]:
        for number in count():
            if number == len(self.read):
                following = next(self.coming, None)
                if following is None:
                    return
                self.read.append(following)
            yield self.read[number]


def _problems(spots: Spots, seed: int, get: Get, wanted: Callable[[Entry], bool] | None = None) -> Iterator[Problem]:
    """The problems of the topic that are wanted, in an order that begins elsewhere for every seed."""
    size = len(spots.sources)
    first = crc32(spots.id.encode()) + seed * _stride(size)
    rng = Random(f"{spots.id}:{seed}")
    places = [(first + i) % size for i in range(size)]
    rest = places[1:]
    rng.shuffle(rest)
    for place in (*places[:1], *rest):
        entry = spots.sources[place]
        number = rng.randrange(10_000) if entry.is_template else None
        if wanted and not wanted(entry):
            continue
        try:
            problem = get(entry.id, number)
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
