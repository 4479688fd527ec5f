"""What problems there are to choose from, sort by sort: thousands of them are chosen among without a look at each."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import compress
from typing import NamedTuple, Protocol

__all__ = ["Batch", "Choosable", "Pool", "Sort", "batch", "batch_of", "sort_of"]


class Choosable(Protocol):
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


class Sort(NamedTuple):
    """What many problems have in common."""

    topic: str
    level: int
    kind: str
    is_endless: bool


class Batch(NamedTuple):
    """Problems in their order: the id of each, and the number of the sort that it is of. There is one of each sort."""

    ids: Sequence[str]
    numbers: Sequence[int]
    sorts: tuple[Sort, ...]


def sort_of(entry: Choosable) -> Sort:
    """The sort of one problem."""
    return Sort(entry.topic, entry.level, entry.kind, entry.is_endless)


def batch_of(entries: Iterable[Choosable]) -> Batch:
    """These problems as a batch."""
    return batch([(entry.id, sort_of(entry)) for entry in entries])


def batch(sorts: Sequence[tuple[str, Sort]]) -> Batch:
    """The problems of these ids and sorts, in this order."""
    known: dict[Sort, int] = {}
    numbers = [known.setdefault(sort, len(known)) for _, sort in sorts]
    return Batch([id for id, _ in sorts], numbers, tuple(known))


@dataclass(frozen=True, slots=True)
class Pool:
    """The problems of these batches that are of one of these sorts."""

    batches: tuple[Batch, ...]
    sorts: frozenset[Sort]

    @classmethod
    def of(cls, *batches: Batch) -> Pool:
        """All problems of these batches."""
        return cls(batches, frozenset(sort for batch in batches for sort in batch.sorts))

    def where(self, test: Callable[[Sort], bool]) -> Pool:
        """The problems whose sort fulfils the test."""
        return Pool(self.batches, frozenset(filter(test, self.sorts)))

    @property
    def size(self) -> int:
        """How many there are."""
        wanted = ((batch, self._wanted(batch)) for batch in self.batches)
        return sum(len(b.ids) if all(these) else sum(map(these.__getitem__, b.numbers)) for b, these in wanted)

    def ids(self) -> Iterator[str]:
        """Their ids in order."""
        for batch in self.batches:
            wanted = self._wanted(batch)
            if all(wanted):
                yield from batch.ids
            elif any(wanted):
                yield from compress(batch.ids, map(wanted.__getitem__, batch.numbers))

    def _wanted(self, batch: Batch) -> list[bool]:
        return [sort in self.sorts for sort in batch.sorts]

    def sorts_of(self, ids: Collection[str]) -> dict[str, Sort]:
        """The sorts of those of these ids that it has."""
        found: dict[str, Sort] = {}
        wanted = frozenset(ids)
        for batch in self.batches if wanted else ():
            for id in wanted.intersection(batch.ids):
                sort = batch.sorts[batch.numbers[batch.ids.index(id)]]
                if sort in self.sorts:
                    found[id] = sort
        return found

    def with_(self, entries: Iterable[Choosable]) -> Pool:
        """These and others; of two that have one id, ours."""
        ours = frozenset(id for batch in self.batches for id in batch.ids)
        added = batch_of(entry for entry in entries if entry.id not in ours)
        return Pool((*self.batches, added), self.sorts.union(added.sorts))
