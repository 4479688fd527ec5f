"""From what was asked for to the questions of a quiz. The same bank, arguments and seed give the same questions."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from random import Random
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.quiz.sets import QuizSet, entries_of, named
from tutor.sentences import nearest

if TYPE_CHECKING:
    from tutor.bank import Entry

__all__ = ["USUAL", "Paper", "Wish", "draw"]

USUAL = 10  # problems of a quiz that is drawn by topic


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for: `name` is a set or a topic, `minutes` the time there is, None for no limit."""

    name: str = ""
    topics: tuple[str, ...] = ()
    count: int | None = None
    seconds: float | None = None
    seed: int | None = None
    banks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What has to be the same for a quiz to be gone on with."""
        given = {field: getattr(self, field) for field in self.__slots__}
        return json.dumps({field: value for field, value in given.items() if value not in ("", (), None)})

    @property
    def command(self) -> str:
        """The command that asks for it."""
        topics = "".join(f" --topic {topic}" for topic in self.topics)
        count = f" --count {self.count}" if self.count is not None else ""
        seconds = self.seconds
        time = "" if seconds is None else f" --time {_time(seconds)}"
        seed = f" --seed {self.seed}" if self.seed is not None else ""
        banks = "".join(f' --bank "{bank}"' if " " in bank else f" --bank {bank}" for bank in self.banks)
        name = f'"{self.name}"' if " " in self.name else self.name
        return f"tutor quiz{' ' if name else ''}{name}{topics}{count}{time}{seed}{banks}"


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole // 60}m" if whole % 60 == 0 else f"{whole}s"


@dataclass(frozen=True, slots=True)
class Paper:
    """The questions of a quiz by name: "id", "id@7" for an instance of a template, "id:2" for a part of a problem.

    `title` stands above each question, `remark` is a sentence on what could not be had; empty if there is nothing.
    """

    title: str
    questions: tuple[str, ...]
    seed: int
    remark: str = ""


def draw(wish: Wish, entries: Iterable[Entry], seed: int) -> Paper:
    """The paper that was asked for; `seed` is that of the wish, or any other where it has none.

    A set comes in its order, and whole unless `count` is less; what is drawn by topic comes by level. A problem in
    parts asks a question for each. Raises TutorError for a name that is neither a set nor a topic, and where nothing
    is left to ask.
    """
    listed = tuple(entries)
    chosen = named(wish.name) if wish.name else None
    topics = wish.topics if chosen or not wish.name else (wish.name, *wish.topics)
    _known(topics, listed)
    pool = entries_of(chosen, listed) if chosen else listed
    if topics:
        pool = tuple(entry for entry in pool if entry.topic in topics)
    if not pool:
        raise TutorError(_nothing(chosen, topics))
    rng = Random(f"quiz:{seed}")
    if chosen:
        picked = _some(pool, wish.count, rng)
        title = chosen.name
    else:
        picked = sorted(_drawn(pool, wish.count or USUAL, rng), key=lambda entry: entry.level)
        title = ", ".join(topics) or "all topics"
    remark = ""
    if wish.count is not None and len(picked) < wish.count:
        remark = f"There are only {len(picked)} problems of that kind, so the quiz has {len(picked)}."
    return Paper(title, _questions(picked, seed), seed, remark)


def _known(topics: Sequence[str], entries: Sequence[Entry]) -> None:
    known = tuple(sorted({entry.topic for entry in entries}))
    for topic in topics:
        if topic not in known:
            near = nearest(topic, known)
            raise TutorError(f'The bank has no topic "{topic}"{f"; did you mean {near}?" if near else "."}')


def _nothing(chosen: QuizSet | None, topics: Sequence[str]) -> str:
    if chosen is None:
        return "The bank has no problem that can be asked."
    of_topic = f" of the topic {', '.join(topics)}" if topics else ""
    return f'The bank has no problem of the set "{chosen.name}"{of_topic}.'


def _some(pool: Sequence[Entry], count: int | None, rng: Random) -> list[Entry]:
    """So many of them, in the order they have."""
    if count is None or count >= len(pool):
        return list(pool)
    return [pool[i] for i in sorted(rng.sample(range(len(pool)), count))]


def _drawn(pool: Sequence[Entry], count: int, rng: Random) -> list[Entry]:
    """So many of them by chance; templates come again, with other values, when all else has been drawn."""
    found = rng.sample(pool, min(count, len(pool)))
    templates = [entry for entry in pool if entry.is_template]
    while templates and len(found) < count:
        found.append(rng.choice(templates))
    return found


def _questions(picked: Sequence[Entry], seed: int) -> tuple[str, ...]:
    names: list[str] = []
    times: dict[str, int] = {}
    for entry in picked:
        name = entry.id
        if entry.is_template:
            name = f"{entry.id}@{seed + times.get(entry.id, 0)}"
            times[entry.id] = times.get(entry.id, 0) + 1
        parts = len(entry.parts())
        names += [f"{name}:{number}" for number in range(1, parts + 1)] if parts else [name]
    return tuple(names)
