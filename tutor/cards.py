"""The wrong steps as cards: what is done, an example, why it fails and what to do instead.

A card is made from the tables that diagnosis follows, so what is looked up is what is recognised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from tutor.derive import derive
from tutor.errors import TutorError
from tutor.read import Scope, read
from tutor.rules import RULES
from tutor.rules.catalogue import by_id
from tutor.rules.common import COMMON_MISTAKES, CommonMistake
from tutor.rules.detours import DETOURS
from tutor.rules.elsewhere import ELSEWHERE
from tutor.rules.model import MalRule, Rule, formula
from tutor.show import pretty
from tutor.sitting import Attempt

__all__ = ["Card", "Example", "Made", "card", "made", "numbered"]


@dataclass(frozen=True, slots=True)
class Example:
    """A function, what the wrong step makes of it, and what is right; in the notation of print."""

    function: str
    wrong: str
    right: str
    order: int = 1


@dataclass(frozen=True, slots=True)
class Card:
    """One mal-rule.

    `of` is the name of the rule that it imitates, empty for a slip. `rule` is that rule and `instead` what it puts in
    the place of the right side, both empty where letters cannot say it. `number` is its place among the twelve common
    mistakes. `example` is None for what no answer to "differentiate f" shows.
    """

    id: str
    title: str
    number: int | None
    did: str
    rule: str
    instead: str
    example: Example | None
    why: str
    fix: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Made:
    """How often a mistake was made, and when last."""

    times: int
    last: datetime


def card(id: str) -> Card:
    """The card of a mal-rule. Raises TutorError for an id that there is none of, with those that are near."""
    known = {id.upper(): entries[0] for id, entries in by_id().items()}
    mal = known.get(id.upper())
    if mal is None:
        near = _near(id.upper(), [mal.id for mal in known.values()])
        raise TutorError(f"there is no mistake {id}; {near or 'tutor mistakes lists the twelve common ones'}")
    imitated = next((rule for rule in _rules() if mal in rule.mal), None)
    return Card(
        id=mal.id,
        title=mal.title,
        number=mal.mistake,
        did=_plain(mal.avoid),
        rule=imitated.pretty if imitated is not None else "",
        instead=_instead(mal),
        example=_example(mal),
        why=_plain(mal.why),
        fix=_plain(mal.fix),
        of=imitated.name if imitated is not None else "",
    )


def numbered(text: str) -> CommonMistake:
    """The common mistake of this number. Raises TutorError for any other than 1 to 12."""
    found = next((mistake for mistake in COMMON_MISTAKES if str(mistake.number) == text), None)
    if found is None:
        raise TutorError(f"there is no mistake {text}; the common ones are 1 to {len(COMMON_MISTAKES)}")
    return found


def made(attempts: Iterable[Attempt]) -> dict[str, Made]:
    """How often each mal-rule was the likeliest behind an answer, by id, the commonest first."""
    named = [(attempt.mistakes[0], attempt.at) for attempt in attempts if attempt.mistakes]
    last = {id: max(at for other, at in named if other == id) for id in {id for id, _ in named}}
    return {id: Made(times, last[id]) for id, times in Counter(id for id, _ in named).most_common()}


def _rules() -> Iterable[Rule]:
    yield from RULES
    for rules in DETOURS.values():
        yield from rules


def _instead(mal: MalRule) -> str:
    """The wrong right side in the notation of print, where the table has it in letters."""
    if not isinstance(mal.result, str) or "->" in mal.result:
        return ""
    try:
        return pretty(formula(mal.result))
    except TutorError:
        return ""


def _plain(text: str) -> str:
    """The sentence with the letters of the rule for themselves."""
    return re.sub(r"\{(\w+)\}", r"\1", text)


def _near(id: str, known: Sequence[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id, known, 2, 0.6)
    return f"did you mean {' or '.join(near)}?" if near else ""


@cache
def _examples() -> dict[str, tuple[str, str]]:
    """Function and wrong answer for each id."""
    text = (files("tutor.rules") / "examples.tsv").read_text(encoding="utf-8")
    lines = [line.split("\t") for line in text.splitlines() if line and not line.startswith("#")]
    return {id: (function, answer) for id, function, answer, _ in lines}


def _example(mal: MalRule) -> Example | None:
    """The example of a mal-rule, with the right answer beside the wrong one."""
    if mal in ELSEWHERE:
        return None
    own, order = Scope(own=True), 2 if mal.id.startswith("HOD") else 1
    f, wrong = (read(text, own) for text in _examples()[mal.id])
    return Example(pretty(f), pretty(wrong), pretty(derive(f, "x", order=order).line), order)
