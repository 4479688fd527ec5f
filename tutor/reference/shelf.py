"""The cards as they are kept, and how one is found by its name or something like it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tutor.errors import TutorError
from tutor.reference.model import GROUPS, SHELVES, Card, Formula, Row

__all__ = ["FILE", "Shelf", "find", "load", "shelves"]

FILE = Path(__file__).with_name("cards.jsonl")
_LEAST, _AS_NEAR, _ELSEWHERE = 0.6, 0.04, 0.1  # likenesses
_MOST = 6  # of the cards that a beginning may mean
_NAMED = {"rules": "rule", "terms": "term", "notation": "notation", "topics": "topic"}


class Shelf(NamedTuple):
    """Cards that belong together, of the group called `name`."""

    name: str
    title: str
    cards: tuple[Card, ...]


@cache
def load() -> tuple[Card, ...]:
    """Every card there is."""
    return tuple(map(_card, FILE.read_text(encoding="utf-8").splitlines()))


def _card(line: str) -> Card:
    shelf, group, name, names, rows, formulas, mistakes, also, topic, review = json.loads(line)
    return Card(
        shelf, group, name, tuple(names), tuple(Row(*row) for row in rows), tuple(Formula(*each) for each in formulas),
        tuple(mistakes), tuple(also), topic, tuple(review),
    )  # fmt: skip


def shelves(shelf: str) -> tuple[Shelf, ...]:
    """The groups of a shelf with their cards."""
    mine = [card for card in load() if card.shelf == shelf]
    groups = dict.fromkeys((*(GROUPS if shelf == "rules" else ()), *(card.group for card in mine)))
    return tuple(
        Shelf(group, GROUPS.get(group, group), tuple(card for card in mine if card.group == group)) for group in groups
    )


def find(shelf: str, asked: str) -> Card | Shelf:
    """The card of this name, synonym or part of one, on the shelf or else on another one; or a group of cards.

    Raises TutorError where there is none, with those that are near, and where it may be any of several.
    """
    ordered = [shelf, *(each for each in SHELVES if each != shelf)]
    for test in (_same, _alike, _as_beginning, _within):
        for each in ordered:
            found = [card for card in load() if card.shelf == each and test(card, asked)]
            if not found and each == "rules" and (group := _group(_key(asked))):
                return group
            if len(found) == 1 or (found and test in (_same, _alike)):
                return found[0]
            if found:
                several = ", ".join(card.name for card in found[:_MOST])
                more = f" and {len(found) - _MOST} more" if len(found) > _MOST else ""
                raise TutorError(f'"{asked}" may be {several}{more}; say which one')
    raise TutorError(f'there is no {_NAMED[shelf]} "{asked}"; {_near(shelf, _key(asked))}')


def _same(card: Card, asked: str) -> bool:
    # Phi and phi are two functions.
    return asked in (card.name, *card.names)


def _alike(card: Card, asked: str) -> bool:
    return _key(asked) in map(_key, (card.name, *card.names))


def _as_beginning(card: Card, asked: str) -> bool:
    key = _key(asked)
    return len(key) > 1 and any(name.startswith(key) for name in map(_key, (card.name, *card.names)))


def _within(card: Card, asked: str) -> bool:
    key = _key(asked)
    return len(key) > 3 and any(key in name for name in map(_key, (card.name, *card.names)))


def _group(key: str) -> Shelf | None:
    if len(key) < 3:
        return None
    return next((shelf for shelf in shelves("rules") if key in (shelf.name, _key(shelf.title))), None)


def _key(name: str) -> str:
    """What does not matter is left out: capitals, blanks, hyphens, that it is called a rule, the x of sin(x)."""
    plain = name.casefold().translate(str.maketrans("′’‘", "'''")).replace("″", "''").replace("-", " ")
    words = plain.split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    if len(words) > 1 and words[-1] in ("rule", "rules"):
        words = words[:-1]
    if len(words) > 1 and words[-1] in ("x", "u", "(x)", "(u)"):
        words = words[:-1]
    joined = "".join(words)
    return joined[:-3] if joined.endswith(("(x)", "(u)")) and len(joined) > 3 else joined


def _near(shelf: str, key: str) -> str:
    """The card that is meant, and another one if that is as near."""
    from difflib import SequenceMatcher

    scores: dict[str, float] = {}
    for card in load():
        for name in (card.name, *card.names):
            score = SequenceMatcher(None, key, _key(name)).ratio() - (card.shelf != shelf) * _ELSEWHERE
            scores[card.name] = max(score, scores.get(card.name, 0))
    best = sorted(scores, key=lambda name: -scores[name])[:2]
    near = [name for name in best if scores[name] >= max(_LEAST, scores[best[0]] - _AS_NEAR)]
    return f"did you mean {' or '.join(near)}?" if near else f"tutor {shelf} lists them"


def lines(cards: Iterable[Card]) -> Iterator[str]:
    """The cards as they are kept, one a line."""
    for card in cards:
        yield json.dumps(card, ensure_ascii=False)
