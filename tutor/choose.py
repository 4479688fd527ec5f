"""The outer loop: which problem comes next."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import TYPE_CHECKING, Any

from tutor.errors import TutorError
from tutor.pool import Choosable, Pool, Sort, batch, batch_of
from tutor.problem import instance_of
from tutor.sentences import listed, nearest
from tutor.sitting import Outcome, Result, Sitting
from tutor.topics import meant_topics

if TYPE_CHECKING:
    from tutor.problem import Problem

__all__ = ["Plan", "asked", "choose", "draw", "lowest_open", "plan"]

ENOUGH = 3  # unaided right answers after which a topic is left for the next
USUAL = 10  # problems of a sitting
REVIEW = 4  # one problem in so many comes from an earlier topic


def choose(
    history: Sequence[Result], entries: Iterable[Choosable] | Pool, rng: Random, but_not: Collection[str] = ()
) -> str:
    """The id of the problem to set next.

    One that was begun and not ended comes first. Otherwise it is one of the lowest topic with fewer than
    three unaided right answers or, one time in four, of an earlier topic; in a topic problems that somebody
    wrote come before those made from a template, unseen ones before missed ones, and those before what was right,
    longest ago first. `history` is in the order of time. The same history, entries and state of `rng` give the same
    problem. Raises ValueError if no entry is left.
    """
    pool = _pool(entries)
    last = {result.problem: result for result in history}
    unfinished = {problem for problem, result in last.items() if result.outcome is Outcome.OPEN}.difference(but_not)
    if unfinished and (begun := [id for id in pool.ids() if id in unfinished]):
        return max(begun, key=lambda id: last[id].at)
    begun_on = {sort.topic for sort in pool.sorts_of(but_not).values()}  # from no other topic is anything gone
    topics = [topic for topic in _ladder(pool) if topic not in begun_on or any(_left(_of(pool, topic), but_not))]
    if not topics:
        raise ValueError("no problem is left to choose from")
    return _of_topic(_of(pool, _topic(history, topics, rng)), last, rng, but_not)


def _pool(entries: Iterable[Choosable] | Pool) -> Pool:
    return entries if isinstance(entries, Pool) else Pool.of(batch_of(entries))


def _of(pool: Pool, topic: str) -> Pool:
    return pool.where(lambda sort: sort.topic == topic)


def _left(pool: Pool, but_not: Collection[str]) -> Iterator[str]:
    """The ids but for these."""
    return (id for id in pool.ids() if id not in but_not)


def _topic(history: Sequence[Result], topics: Sequence[str], rng: Random) -> str:
    lowest = _lowest(history, topics)
    earlier = topics[: topics.index(lowest)] if lowest else topics
    if lowest and not (earlier and rng.randrange(REVIEW) == 0):
        return lowest
    return rng.choice(earlier)


def lowest_open(history: Sequence[Result], entries: Iterable[Choosable] | Pool) -> str:
    """The lowest topic with fewer than three unaided right answers; empty if there is none."""
    return _lowest(history, _ladder(_pool(entries)))


def _lowest(history: Sequence[Result], topics: Sequence[str]) -> str:
    right = [result.topic for result in history if result.outcome.unaided]
    return next((topic for topic in topics if right.count(topic) < ENOUGH), "")


def _ladder(pool: Pool) -> list[str]:
    return [topic for _, topic in sorted({(sort.level, sort.topic) for sort in pool.sorts})]


def _of_topic(pool: Pool, last: dict[str, Result], rng: Random, but_not: Collection[str]) -> str:
    seen = {*last, *but_not}
    written = list(_left(pool.where(lambda sort: not sort.is_endless), seen))
    if unseen := written or list(_left(pool, seen)):
        return rng.choice(unseen)
    left = list(_left(pool, but_not))
    missed = [id for id in left if not last[id].outcome.unaided]
    return rng.choice(missed) if missed else min(left, key=lambda id: last[id].at)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be practised: `count` problems chosen from `pool`.

    `key` are the arguments as `asked` reads them, empty when nothing was asked for: then an unfinished
    sitting is gone on with, whatever it was begun with. A plan that is not `kept` (a function of one's
    own) ends with the program.
    """

    pool: Pool
    problem: Callable[[str], Problem] = field(repr=False)
    count: int = USUAL
    seed: int = 0
    key: str = ""
    kept: bool = True
    in_order: bool = False  # one after the other as listed, nothing to choose
    unwritten: Callable[[], Iterable[Choosable]] = field(default=tuple, repr=False)  # what has to be asked for

    @property
    def size(self) -> int:
        return min(self.count, self.most)

    @property
    def most(self) -> int:
        """How many problems can be drawn at most: of templates there is no end."""
        return sys.maxsize if any(map(_is_endless, self.pool.sorts)) else self.pool.size


def draw(sitting: Sitting, plan: Plan, history: Sequence[Result], but_not: Collection[str] = ()) -> Sitting:
    """The sitting with one problem more; a smaller one if there is no problem left to draw.

    The draw depends on the seed and on how many were drawn before, so a sitting that was broken off goes
    on as it would have. A template comes again, with other values, when all else has been drawn.
    """
    drawn = [instance_of(name)[0] for name in sitting.drawn]
    pool, gone = plan.pool, {*but_not, *drawn}
    undrawn = next(_left(pool, gone), None)
    if undrawn is None:
        pool, gone = pool.where(_is_endless), {*but_not}
    endless = [] if undrawn else list(_left(pool, gone))
    if undrawn is None and not endless:
        return replace(sitting, size=len(sitting.drawn))
    if plan.in_order:
        name = undrawn or endless[len(drawn) % len(endless)]
    else:
        name = choose(history, pool, Random(f"{sitting.seed}:{len(sitting.drawn)}"), gone)
    if pool.sorts_of([name])[name].is_endless:
        name = f"{name}@{_seed(name, sitting, history, drawn.count(name))}"
    return replace(sitting, drawn=(*sitting.drawn, name))


def _is_endless(sort: Sort) -> bool:
    return sort.is_endless


def _seed(template: str, sitting: Sitting, history: Sequence[Result], times: int) -> int:
    """The seed of an instance: the sitting's, and one more each time.

    So what was missed comes back with other values, but what was begun and not ended as it was.
    """
    last = next((result for result in reversed(history) if result.problem == template), None)
    if times == 0 and last is not None and last.outcome is Outcome.OPEN:
        return last.seed
    return sitting.seed + times


_WHERE_LISTED = {"topic": "; tutor topics lists them.", "kind": "; it has {known}."}


def plan(
    entries: Iterable[Choosable] | Pool,
    problem: Callable[[str], Problem],
    *,
    topics: Sequence[str] = (),
    levels: tuple[int, int] | None = None,
    ids: Sequence[str] = (),
    kinds: Sequence[str] = (),
    unwritten: Callable[[], Iterable[Choosable]] = tuple,
    count: int | None = None,
    seed: int | None = None,
    otherwise: int = 0,
) -> Plan:
    """The plan for the arguments of `tutor drill`; `otherwise` is the seed if none is given.

    `unwritten` gives the entries that the program makes itself: they are set where their kind or their id is asked for.
    Raises TutorError, naming the nearest, for a topic, a kind or an id that the bank does not have.
    """
    pool = _pool(entries)
    if not pool.sorts:
        raise TutorError("The bank has no problem that can be set.")
    if kinds or ids:
        pool = pool.with_(unwritten())
    _known(topics, {sort.topic for sort in pool.sorts}, "topic")
    _known(kinds, {sort.kind for sort in pool.sorts}, "kind")
    named = _named(ids, pool)
    if kinds:
        pool = pool.where(lambda sort: sort.kind in kinds)
    if topics:
        pool = pool.where(lambda sort: sort.topic in topics)
    of_topic = sorted({sort.level for sort in pool.sorts})
    if levels:
        pool = pool.where(lambda sort: levels[0] <= sort.level <= levels[1])
    if named:
        pool = Pool.of(batch(list(named.items())))
    if not pool.sorts:
        of_that = "topic, level and kind" if kinds else "topic and level"
        reach = f" Its levels are {of_topic[0]} to {of_topic[-1]}." if levels and len(of_topic) > 1 else ""
        raise TutorError(f"No problem of the bank is of that {of_that}.{reach}")
    given = {"topics": topics, "levels": levels, "ids": ids, "kinds": kinds, "count": count, "seed": seed}
    key = {name: value for name, value in given.items() if value not in (None, ())}
    size = count or (len(named) or USUAL)
    asked_for = json.dumps(key) if key else ""
    number = otherwise if seed is None else seed
    return Plan(pool, problem, size, number, asked_for, in_order=bool(ids), unwritten=unwritten)


def asked(key: str) -> dict[str, Any]:
    """The arguments of `plan` that led to this key."""
    found = json.loads(key) if key else {}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in found.items()}


def _named(ids: Sequence[str], pool: Pool) -> dict[str, Sort]:
    """The sorts of these problems, in the order in which they are named."""
    found = pool.sorts_of(ids)
    if len(found) < len(set(ids)):
        _known(ids, list(pool.ids()), "problem")
    return {id: found[id] for id in ids}


def _known(given: Sequence[str], known: Collection[str], what: str) -> None:
    for name in given:
        if name not in known:
            near = meant_topics(name, known) if what == "topic" else nearest(name, sorted(known), 0.6)
            all_of_them = _WHERE_LISTED.get(what, ".").format(known=listed(sorted(known)))
            hint = f"; did you mean {near}?" if near else all_of_them
            raise TutorError(f"The bank has no {what} {name}{hint}")
