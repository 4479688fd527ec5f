"""The sets of a quiz by name: the exercises and the worked examples of the two source texts.

A set names items of the curriculum; its problems are those that cover them, in the order of the items.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from tutor.errors import TutorError
from tutor.sentences import nearest
from tutor.topics import BY_ID, meant_topics

if TYPE_CHECKING:
    from tutor.bank import Entry

__all__ = ["EXERCISES", "QuizSet", "entries_of", "named", "sets"]

EXERCISES = ("11", "J.1", "J.2", "J.3")  # what the sources set as exercises; all else are their worked examples
_WORDS = ("section", "appendix", "exercises", "exercise", "ex")


@dataclass(frozen=True, slots=True)
class QuizSet:
    """`items` are ids of the curriculum; `source` says where in the texts they stand."""

    name: str
    title: str
    source: str
    items: tuple[str, ...]


@cache
def sets() -> tuple[QuizSet, ...]:
    """Every set, the exercises first."""
    text = files("tutor").joinpath("quiz", "sets.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple(QuizSet(name, title, source, tuple(items.split())) for name, title, source, items in rows)


def named(name: str) -> QuizSet | None:
    """The set of this name, however it is written ("J.1", "j1", "appendix J.1"); None for the name of a topic.

    Raises TutorError, naming the nearest, where it is neither.
    """
    wanted = _bare(name)
    found = next((each for each in sets() if _bare(each.name) == wanted), None)
    if found is not None or name in BY_ID:
        return found
    near = _near(name) or meant_topics(name)
    meant = f" Did you mean {near}?" if near else ""
    raise TutorError(f'There is no set "{name}".{meant} All sets: tutor quiz')


def _near(name: str) -> str:
    names = {each.name.lower(): each.name for each in sets()} | {topic: topic for topic in BY_ID}
    near = nearest(name.lower(), tuple(names))
    if not near:  # "J.9" is nothing like "J.1" to a measure of spelling, but somebody meant appendix J
        near = next((key for key in names if name and key[0] == name[0].lower() and len(name) <= 3), "")
    return names.get(near, "")


def _bare(name: str) -> str:
    words = "".join(c if c.isalnum() else " " for c in name.lower()).split()
    return "".join(word for word in words if word not in _WORDS)


def entries_of(chosen: QuizSet, entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """The problems of a set in the order of its items, each once."""
    covering = {item: entry for entry in entries for item in entry.texts("covers")}
    found = [covering[item] for item in chosen.items if item in covering]
    return _once(found)


def _once(found: Sequence[Entry]) -> tuple[Entry, ...]:
    return tuple({entry.id: entry for entry in found}.values())
