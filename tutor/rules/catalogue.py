"""All mal-rules by their ids, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from tutor.rules import RULES
from tutor.rules.detours import DETOURS
from tutor.rules.elsewhere import ELSEWHERE
from tutor.rules.misreadings import MISREADINGS
from tutor.rules.model import MalRule
from tutor.rules.slips import SLIPS
from tutor.rules.special import SPECIAL
from tutor.rules.whole import WHOLE

__all__ = ["by_id"]


@cache
def by_id() -> dict[str, tuple[MalRule, ...]]:
    """The entries of each id, that with the words that fit everywhere first."""
    found: dict[str, dict[tuple[str, str, str], MalRule]] = {}
    for mal in _all():
        found.setdefault(mal.id, {}).setdefault((mal.avoid, mal.why, mal.fix), mal)
    return {id: tuple(entries.values()) for id, entries in found.items()}


def _all() -> Iterator[MalRule]:
    for rule in RULES:
        yield from rule.mal
    for rules in DETOURS.values():
        for rule in rules:
            yield from rule.mal
    yield from SPECIAL
    yield from MISREADINGS
    yield from SLIPS
    yield from WHOLE
    yield from ELSEWHERE
