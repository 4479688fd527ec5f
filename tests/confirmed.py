"""Whether the rows of tests/data/claims.tsv bear out what a problem of the bank says is right, and nothing else.

Used by the tests alone. What the rows may say of each kind stands at the head of the table.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from itertools import pairwise, permutations

from tests.claims import holds
from tests.readings import ClaimError, formula
from tests.tables import rows
from tutor.answers.prose import Sentence, plain
from tutor.expr import letters
from tutor.functions import SPELLINGS
from tutor.kinds.choice import Choice
from tutor.kinds.matching import Matching
from tutor.kinds.ordering import Ordering
from tutor.kinds.true_false import TrueFalse
from tutor.problem import Problem
from tutor.signs import GREEK

__all__ = ["BY_HAND", "Claims", "fault", "table"]

BY_HAND = "by hand: "
_SHORTENED = "..."


@dataclass(frozen=True, slots=True)
class Claims:
    """The rows of one problem: what each says about which of its options, lines or partners."""

    rows: tuple[tuple[str, str], ...]

    def about(self, sentence: Sentence, words: bool = True) -> list[str]:
        """What is said of an option, or of all texts like it; the end of a long text may be left out."""
        text = plain(sentence)
        own = [said for about, said in self.rows if _means(about, text)]
        return own or ([said for about, said in table()["words"].rows if about == text] if words else [])

    def of_all(self, start: str = "") -> list[str]:
        """What is said of the problem as a whole, where it begins like this."""
        return [said.removeprefix(start) for about, said in self.rows if about == "*" and said.startswith(start)]

    @property
    def by_hand(self) -> list[str]:
        """What it is of it that only a reader can confirm; "*" for all of it."""
        return [about for about, said in self.rows if said.startswith(BY_HAND)]

    def unused(self, texts: Sequence[str]) -> list[str]:
        """What the rows are about and the problem does not have, so that a changed problem is noticed."""
        return [about for about, _ in self.rows if about != "*" and not any(_means(about, text) for text in texts)]


def _means(about: str, text: str) -> bool:
    return text.startswith(about.removesuffix(_SHORTENED)) if about.endswith(_SHORTENED) else text == about


@cache
def table() -> dict[str, Claims]:
    """The claims for each problem by its id; "words" has those texts that mean the same everywhere."""
    found = defaultdict(list)
    for id, about, said in rows("claims.tsv"):
        found[id].append((about, said))
    return {id: Claims(tuple(own)) for id, own in found.items()}


def fault(problem: Problem, claims: Claims) -> str:
    """What is wrong with the problem or with its rows; "" if the rows confirm it."""
    task = problem.task
    if "*" in claims.by_hand:
        return "" if len(claims.rows) == 1 else "if all of it is confirmed by hand, it has no other rows"
    match task:
        case Choice(options=options):
            texts = [plain(option) for option in options]
            checked = _fault_of_choice(task, claims)
        case TrueFalse():
            texts, checked = [], _fault_of_statement(task, claims)
        case Matching(pairs=pairs):
            texts = [plain(part) for pair in pairs for part in pair]
            checked = _fault_of_pairs(task, claims)
        case Ordering(items=items):
            texts, checked = [plain(item) for item in items], _fault_of_order(task, claims)
        case _:
            raise ValueError(f"{problem.id}: nothing is picked in it")
    unused = claims.unused(texts)
    return f"it has nothing like {unused}" if unused else checked


# --- what stands for a text in a claim ---


def _is_formula(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{2,}", text)
    return all(word in SPELLINGS or word in GREEK for word in words)


def _meant(sentence: Sentence, claims: Claims) -> str | None:
    """The formula that a text is, or that its row has behind "="; None where it is words."""
    for said in claims.about(sentence):
        if said.startswith("= "):
            return said.removeprefix("= ")
    text = plain(sentence)
    if not _is_formula(text):
        return None
    try:
        formula(text)
    except ClaimError:
        return None
    return text if re.fullmatch(r"\w+", text) else f"({text})"


def _claim(sentence: Sentence, claims: Claims, slot: str) -> str:
    """The claim about one option: its own, or that about all with the option in the slot."""
    for said in claims.about(sentence, words=False):
        if not said.startswith("= "):
            return said
    general = next((said for said in claims.of_all() if slot in said), None)
    meant = _meant(sentence, claims)
    if general is None or meant is None:
        raise ClaimError(f'nothing is said about "{plain(sentence)}"')
    return general.replace(slot, meant)


# --- the kinds ---


def _also(claims: Claims) -> str:
    return next((f"not so: {also}" for also in claims.of_all("also: ") if not holds(also)), "")


def _fault_of_choice(task: Choice, claims: Claims) -> str:
    said = [_claim(option, claims, "{option}") for option in task.options]
    checked = [i for i, claim in enumerate(said) if not claim.startswith(BY_HAND)]
    found = {i for i in checked if holds(said[i])}
    if found != {task.right} & {*checked}:
        return f"true of {[plain(task.options[i]) for i in found]} and marked {plain(task.options[task.right])}"
    return _also(claims)


def _fault_of_statement(task: TrueFalse, claims: Claims) -> str:
    if not claims.rows:
        raise ClaimError("nothing is said about it")
    for said in claims.of_all():
        how, _, claim = said.partition(": ")
        match how:
            case "for" | "against":
                if not holds(claim):
                    return f"not so: {claim}"
                if task.true != (how == "for"):
                    return f"{said}: and it is marked {task.true}"
            case "just if":
                if holds(claim) != task.true:
                    return f"it is marked {task.true}, and that is not so of: {claim}"
            case "also":
                pass
            case _:
                raise ClaimError(f"{said}: I expect  just if: , for:  or  against: ")
    return _also(claims)


def _fault_of_pairs(task: Matching, claims: Claims) -> str:
    """Every thing is tried with every partner."""
    for i, (thing, own) in enumerate(task.pairs):
        meant = _meant(thing, claims)
        if meant is None:
            raise ClaimError(f'nothing is said about "{plain(thing)}"')
        for j, (_, partner) in enumerate(task.pairs):
            claim = _claim(partner, claims, "{partner}").replace("{thing}", meant)
            if holds(claim) != (i == j):
                fits = "does not fit" if i == j else f"has the partner {plain(own)} and also fits"
                return f"{plain(thing)} {fits} {plain(partner)}: {claim}"
    return _also(claims)


def _fault_of_order(task: Ordering, claims: Claims) -> str:
    return _fault_of_lines(task, claims) or _order_is_forced(task, claims) or _also(claims)


def _fault_of_lines(task: Ordering, claims: Claims) -> str:
    """Lines that are formulas are equal one to the next, or the later one is the limit of the earlier."""
    if any(said.startswith("no values") for said in claims.of_all()):
        return ""
    goes = next(iter(claims.of_all("limit as ")), "")
    letter = goes.partition(" ")[0]
    where = next(iter(claims.of_all("everywhere")), "")
    lines = [meant for item in task.items if (meant := _meant(item, claims)) is not None]
    for above, below in pairwise(lines):
        moving = goes and letter in letters(formula(above)) and letter not in letters(formula(below))
        claim = f"limit of {above} as {goes} is {below}" if moving else f"{above} = {below}"
        if not holds(claim + where):
            return f"not so: {claim}"
    return ""


def _order_is_forced(task: Ordering, claims: Claims) -> str:
    """Of all orders just the one of the bank is possible."""
    items = range(len(task.items))
    own = [claims.about(item, words=False) for item in task.items]
    years = [_first(said, "year ") for said in own]
    if all(years):
        dates = [Fraction(year) for year in years if year]
        return "" if all(p < q for p, q in pairwise(dates)) else f"these years do not rise: {years}"
    for start, turned in (("layers of ", False), ("applied: ", True)):
        for whole in claims.of_all(start):
            found = [order for order in permutations(items) if _composes(order, own, whole, turned)]
            return "" if found == [tuple(items)] else f"these orders make {whole}: {found}"
    links = [_link(item, said) for item, said in zip(task.items, own, strict=True)]
    given = {name for said in claims.of_all("given ") for name in said.split(", ")}
    found = list(_possible(links, given, ()))[:2]
    return "" if found == [tuple(items)] else f"these orders are possible too, or the only ones: {found}"


def _first(said: list[str], start: str) -> str | None:
    return next((text.removeprefix(start) for text in said if text.startswith(start)), None)


def _composes(order: tuple[int, ...], own: list[list[str]], whole: str, turned: bool) -> bool:
    """Is the whole made by layers in this order, the outermost first, or the first that is applied if `turned`?"""
    made = "x"
    for i in order if turned else reversed(order):
        layer = _first(own[i], "layer ")
        if layer is None:
            raise ClaimError("a line has no layer")
        made = layer.replace("_", f"({made})")
    return holds(f"{made} = {whole}")


@dataclass(frozen=True, slots=True)
class _Link:
    """What a line needs and what it gives to others."""

    needs: frozenset[str]
    gives: frozenset[str]


def _link(item: Sentence, said: list[str]) -> _Link:
    written = next((text for text in said if re.match("needs |gives ", text)), None)
    if written is not None:
        needs, gives = (re.search(rf"{word} (.*?)(?: gives |$)", written) for word in ("needs", "gives"))
        return _Link(*(frozenset(found[1].split(", ")) if found else frozenset() for found in (needs, gives)))
    return _seen(plain(item))


def _seen(text: str) -> _Link:
    """An equation needs the letters on its right and gives that on its left; dL/da needs L and gives a."""
    if found := re.fullmatch(r"d(\w)/d(\w)", text):
        return _Link(frozenset(found[1]), frozenset(found[2]))
    left, equals, right = text.partition(" = ")
    if not equals:
        raise ClaimError(f'nothing is said about "{text}"')
    return _Link(letters(formula(right)), frozenset({left}))


def _possible(links: list[_Link], known: set[str], order: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """Every order in which each line has what it needs."""
    if len(order) == len(links):
        yield order
    for i, link in enumerate(links):
        if i not in order and link.needs <= known:
            yield from _possible(links, known | link.gives, (*order, i))
