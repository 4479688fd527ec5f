"""The outer loop: which problem comes next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any, Protocol

from tutor.errors import TutorError
from tutor.problem import instance_of
from tutor.sitting import Outcome, Result, Sitting

if TYPE_CHECKING:
    from tutor.problem import Problem

__all__ = ["Entry", "Plan", "asked", "choose", "draw", "lowest_open", "plan"]

ENOUGH = 3  # unaided right answers after which a topic is left for the next
USUAL = 10  # problems of a sitting
REVIEW = 4  # one problem in so many comes from an earlier topic


class Entry(Protocol):
    """What has to be known of a problem to choose it; no formula is read for that."""

    @property
    def id(self) -> str: ...
    @property
    def topic(self) -> str: ...
    @property
    def level(self) -> int: ...
    @property
    def kind(self) -> str: ...
    @property
    def is_endless(self) -> bool: ...  # every seed makes another problem of it, so that it can be drawn again


def choose(history: Sequence[Result], entries: Iterable[Entry], rng: Random, but_not: Collection[str] = ()) -> str:
    """The id of the problem to set next.

    One that was begun and not ended comes first. Otherwise it is one of the lowest topic with fewer than
    three unaided right answers or, one time in four, of an earlier topic; in a topic problems that somebody
    wrote come before those made from a template, unseen ones before missed ones, and those before what was right,
    longest ago first. `history` is in the order of time. The same history, entries and state of `rng` give the same
    problem. Raises ValueError if no entry is left.
    """
    left = _without(entries, but_not)
    if not left:
        raise ValueError("no problem is left to choose from")
    return _chosen(history, left, rng).id


def _chosen(history: Sequence[Result], left: Sequence[Entry], rng: Random) -> Entry:
    last = {result.problem: result for result in history}
    unfinished = {problem for problem, result in last.items() if result.outcome is Outcome.OPEN}
    if unfinished and (begun := [entry for entry in left if entry.id in unfinished]):
        return max(begun, key=lambda entry: last[entry.id].at)
    topic = _topic(history, left, rng)
    return _of_topic([entry for entry in left if entry.topic == topic], last, rng)


def _topic(history: Sequence[Result], entries: Sequence[Entry], rng: Random) -> str:
    topics = _ladder(entries)
    lowest = _lowest(history, topics)
    earlier = topics[: topics.index(lowest)] if lowest else topics
    if lowest and not (earlier and rng.randrange(REVIEW) == 0):
        return lowest
    return rng.choice(earlier)


def lowest_open(history: Sequence[Result], entries: Iterable[Entry]) -> str:
    """The lowest topic with fewer than three unaided right answers; empty if there is none."""
    return _lowest(history, _ladder(entries))


def _lowest(history: Sequence[Result], topics: Sequence[str]) -> str:
    right = [result.topic for result in history if result.outcome.unaided]
    return next((topic for topic in topics if right.count(topic) < ENOUGH), "")


def _ladder(entries: Iterable[Entry]) -> list[str]:
    one = {entry.topic: entry for entry in entries}
    return sorted(one, key=lambda topic: (one[topic].level, topic))


def _without(entries: Iterable[Entry], names: Collection[str]) -> Sequence[Entry]:
    """The entries but those of these names; the same ones, not copied, where none is named."""
    if names or not isinstance(entries, Sequence):
        return [entry for entry in entries if entry.id not in names]
    return entries


def _of_topic(entries: Sequence[Entry], last: dict[str, Result], rng: Random) -> Entry:
    unseen = [entry for entry in entries if entry.id not in last]
    written = [entry for entry in unseen if not entry.is_endless]
    missed = [entry for entry in entries if entry.id in last and not last[entry.id].outcome.unaided]
    if unseen or missed:
        return rng.choice(written or unseen or missed)
    return min(entries, key=lambda entry: last[entry.id].at)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be practised: `count` problems chosen from `entries`.

    `key` are the arguments as `asked` reads them, empty when nothing was asked for: then an unfinished
    sitting is gone on with, whatever it was begun with. A plan that is not `kept` (a function of one's
    own) ends with the program.
    """

    entries: tuple[Entry, ...]
    problem: Callable[[str], Problem] = field(repr=False)
    count: int = USUAL
    seed: int = 0
    key: str = ""
    kept: bool = True
    in_order: bool = False  # one after the other as listed, nothing to choose
    unwritten: Callable[[], Iterable[Entry]] = field(default=tuple, repr=False)  # what has to be asked for

    @property
    def size(self) -> int:
        return min(self.count, self.most)

    @property
    def most(self) -> int:
        """How many problems can be drawn at most: of templates there is no end."""
        return sys.maxsize if any(entry.is_endless for entry in self.entries) else len(self.entries)


def draw(sitting: Sitting, plan: Plan, history: Sequence[Result], but_not: Collection[str] = ()) -> Sitting:
    """The sitting with one problem more; a smaller one if there is no problem left to draw.

    The draw depends on the seed and on how many were drawn before, so a sitting that was broken off goes
    on as it would have. A template comes again, with other values, when all else has been drawn.
    """
    drawn = [instance_of(name)[0] for name in sitting.drawn]
    usable = _without(plan.entries, but_not)
    undrawn = _without(usable, frozenset(drawn))
    left = undrawn or [entry for entry in usable if entry.is_endless]
    if not left:
        return replace(sitting, size=len(sitting.drawn))
    rng = Random(f"{sitting.seed}:{len(sitting.drawn)}")
    following = left[0 if undrawn else len(drawn) % len(left)]
    chosen = following if plan.in_order else _chosen(history, left, rng)
    name = chosen.id
    if chosen.is_endless:
        name = f"{name}@{_seed(name, sitting, history, drawn.count(name))}"
    return replace(sitting, drawn=(*sitting.drawn, name))


def _seed(template: str, sitting: Sitting, history: Sequence[Result], times: int) -> int:
    """The seed of an instance: the sitting's, and one more each time.

    So what was missed comes back with other values, but what was begun and not ended as it was.
    """
    last = next((result for result in reversed(history) if result.problem == template), None)
    if times == 0 and last is not None and last.outcome is Outcome.OPEN:
        return last.seed
    return sitting.seed + times


def plan(
    entries: Iterable[Entry],
    problem: Callable[[str], Problem],
    *,
    topics: Sequence[str] = (),
    levels: tuple[int, int] | None = None,
    ids: Sequence[str] = (),
    kinds: Sequence[str] = (),
    unwritten: Callable[[], Iterable[Entry]] = tuple,
    count: int | None = None,
    seed: int | None = None,
    otherwise: int = 0,
) -> Plan:
    """The plan for the arguments of `tutor drill`; `otherwise` is the seed if none is given.

    `unwritten` gives the entries that the program makes itself: they are set where their kind or their id is asked for.
    Raises TutorError, naming the nearest, for a topic, a kind or an id that the bank does not have.
    """
    wanted = tuple(entries)
    if not wanted:
        raise TutorError("The bank has no problem that can be set.")
    if kinds or ids:
        written = {entry.id for entry in wanted}
        wanted += tuple(entry for entry in unwritten() if entry.id not in written)
    _known(topics, {entry.topic for entry in wanted} if topics else (), "topic")
    _known(kinds, {entry.kind for entry in wanted} if kinds else (), "kind")
    by_id = {entry.id: entry for entry in wanted} if ids else {}
    _known(ids, by_id, "problem")
    if kinds:
        wanted = tuple(entry for entry in wanted if entry.kind in kinds)
    if topics:
        wanted = tuple(entry for entry in wanted if entry.topic in topics)
    if levels:
        wanted = tuple(entry for entry in wanted if levels[0] <= entry.level <= levels[1])
    if ids:
        wanted = tuple(by_id[name] for name in dict.fromkeys(ids))
    if not wanted:
        of_that = "topic, level and kind" if kinds else "topic and level"
        raise TutorError(f"No problem of the bank is of that {of_that}.")
    given = {"topics": topics, "levels": levels, "ids": ids, "kinds": kinds, "count": count, "seed": seed}
    key = {name: value for name, value in given.items() if value not in (None, ())}
    size = count or (len(wanted) if ids else USUAL)
    asked_for = json.dumps(key) if key else ""
    number = otherwise if seed is None else seed
    return Plan(wanted, problem, size, number, asked_for, in_order=bool(ids), unwritten=unwritten)


def asked(key: str) -> dict[str, Any]:
    """The arguments of `plan` that led to this key."""
    found = json.loads(key) if key else {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _known(given: Sequence[str], known: Collection[str], what: str) -> None:
    for name in given:
        if name not in known:
            from difflib import get_close_matches

            near = get_close_matches(name, sorted(known), 1)
            hint = f"; did you mean {near[0]}?" if near else "."
            raise TutorError(f"The bank has no {what} {name}{hint}")
