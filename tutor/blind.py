"""Where a problem is blind: a wrong step that gives the right answer here, or two that give the same wrong one.

On sin(x + 1) whoever forgets the inner derivative is right all the same. Each blind spot comes with numbers that
would open the problem's eyes: the same function with one number changed, or with 3x for x.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import combinations

from tutor.candidates import Column
from tutor.errors import TutorError
from tutor.expr import Expr, Mul, Num, Path, Sym, children, letters, number, put, substitute
from tutor.values import Interval
from tutor.ways import Ways, agree

__all__ = ["BlindSpot", "blind_spots", "shown", "to_tell_apart"]

_NUMBERS = (3, 2, 5, 4, 7)
_FACTOR = 3  # of the variable


@dataclass(frozen=True, slots=True)
class BlindSpot:
    """One mal-rule that cannot be seen, or two that give the same answers; `instead` would tell (None: not found)."""

    ids: tuple[str, ...]
    instead: Expr | None

    @property
    def code(self) -> str:
        return "mistake-invisible" if len(self.ids) == 1 else "mistakes-alike"


Known = Mapping[str, Interval]
Answers = dict[str, list[Column]]


def blind_spots(f: Expr, wrt: str, order: int, assume: Known, ids: Iterable[str]) -> list[BlindSpot]:
    """What this problem does not show of the mal-rules with these ids, as far as they can be followed on it.

    Empty for a function that the rules do not know.
    """
    wanted = frozenset(ids)
    seen = _answers(f, wrt, order, assume, wanted)
    if seen is None:
        return []
    right, given = seen
    spots: list[tuple[str, ...]] = [
        (id,) for id, answers in given.items() if all(agree(each, right) for each in answers)
    ]
    hidden = {id for (id,) in spots}
    visible = {id: answers for id, answers in given.items() if id not in hidden}
    spots += [pair for pair in combinations(visible, 2) if _alike(*(visible[id] for id in pair))]
    found = [BlindSpot(spot, _instead(f, wrt, order, assume, spot)) for spot in spots]
    # Two that no numbers tell apart are one mistake with two names: that of the chain rule and that of the sine.
    return [spot for spot in found if len(spot.ids) == 1 or spot.instead is not None]


def shown(f: Expr, wrt: str, order: int, assume: Known, ids: Iterable[str]) -> tuple[frozenset[str], frozenset[str]]:
    """Which of these mal-rules can be followed on this problem, and which of them give an answer that is not right."""
    seen = _answers(f, wrt, order, assume, frozenset(ids))
    right, given = seen if seen is not None else ([], {})
    visible = (id for id, answers in given.items() if not all(agree(each, right) for each in answers))
    return frozenset(given), frozenset(visible)


@cache
def to_tell_apart() -> Mapping[str, tuple[str, ...]]:
    """The mal-rules that the problems of each topic have to tell apart."""
    text = (files("tutor.rules") / "by_topic.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {topic: tuple(listed.split()) for topic, listed in lines}


def _answers(f: Expr, wrt: str, order: int, assume: Known, ids: frozenset[str]) -> tuple[Column, Answers] | None:
    """The values of the right answer, and of those that each mal-rule gives, the right one too."""
    found: Answers = {id: [] for id in sorted(ids)}
    try:
        ways = Ways(f, wrt, order, assume)
        for way in ways.every():
            for named in way.named:
                if named.mal.id in found:
                    found[named.mal.id].append(way.values)
        return ways.right_values, {id: answers for id, answers in found.items() if answers}
    except (TutorError, ValueError):
        return None


def _alike(first: list[Column], second: list[Column]) -> bool:
    """Does each give nothing that the other does not give as well?"""
    return all(any(agree(a, b) for b in second) for a in first) and all(any(agree(a, b) for a in first) for b in second)


def _instead(f: Expr, wrt: str, order: int, assume: Known, spot: tuple[str, ...]) -> Expr | None:
    for other in _varied(f, wrt):
        seen = _answers(other, wrt, order, assume, frozenset(spot))
        if seen is None or set(seen[1]) != set(spot):
            continue
        right, given = seen
        visible = all(any(not agree(each, right) for each in answers) for answers in given.values())
        if visible and (len(spot) == 1 or not _alike(*(given[id] for id in spot))):
            return other
    return None


def _varied(f: Expr, wrt: str) -> Iterator[Expr]:
    """The function with one number changed; then with a factor at the variable, which is the number 1 made visible."""
    for path, value in _numbers(f):
        for n in _NUMBERS:
            if n != value:
                yield put(f, path, number(n))
    if wrt in letters(f):
        yield substitute(f, {wrt: Mul((number(_FACTOR), Sym(wrt)))})


def _numbers(e: Expr, path: Path = ()) -> Iterator[tuple[Path, int]]:
    if isinstance(e, Num) and e.value.denominator == 1:
        yield path, int(e.value)
    for index, part in enumerate(children(e)):
        yield from _numbers(part, (*path, index))
