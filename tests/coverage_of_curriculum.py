"""Which items of the curriculum the bank drills, and which it does not yet: `python -m tests.coverage_of_curriculum`.

Every item of tests/data/inventory.jsonl is counted once: covered by a problem, answered by nothing but a card of the
reference (inventory-cards.tsv), due (figures to draw), left out with a reason (inventory-elsewhere.tsv), or open
(inventory-open.tsv). A covered item may have a card as well, which still has to say what it should.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.tables import DATA, rows
from tests.whole_bank import whole_bank
from tutor.problem import Problem
from tutor.reference import SHELVES, load
from tutor.ui.reference import card_lines, list_lines
from tutor.ui.theme import Look

__all__ = ["DUE", "Account", "account", "covering", "items", "report"]

DUE = frozenset({"reference", "figure"})  # kinds of items that are looked up or looked at, and not answered
STATES = ("covered", "card", "due", "elsewhere", "open")


def items() -> dict[str, dict[str, Any]]:
    """The items of the curriculum by id, in their order."""
    lines = (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines()
    return {item["id"]: item for item in map(json.loads, lines)}


def covering(problems: Iterable[Problem]) -> dict[str, list[str]]:
    """For each id that problems say they cover the ids of these problems."""
    found = defaultdict(list)
    for problem in problems:
        for id in problem.covers:
            found[id].append(problem.id)
    return dict(found)


@dataclass(frozen=True, slots=True)
class Account:
    """What became of each item of the curriculum, and the sentences for what does not add up."""

    state: Mapping[str, str]
    faults: tuple[str, ...] = ()
    kinds: Mapping[str, str] = field(default_factory=dict)  # of the open items: what they need


def account(
    items: Mapping[str, Mapping[str, Any]],
    covered: Mapping[str, list[str]],
    elsewhere: Iterable[tuple[str, ...]],
    open: Iterable[tuple[str, ...]],
    cards: Iterable[tuple[str, ...]] = (),
) -> Account:
    """The items put into their five lists. A problem that drills an item counts more than a card that answers it.

    `cards` are ids, each with the card that answers it and what must stand on that, with bars between.
    """
    left_out, waiting = list(elsewhere), list(open)
    state = {id: "covered" for id in covered if id in items}
    faults = [f'{who[0]}: the curriculum has no "{id}"' for id, who in covered.items() if id not in items]
    for name, listed in (("elsewhere", left_out), ("open", waiting)):
        for id, _ in listed:
            if id not in items:
                faults.append(f'inventory-{name}.tsv: the curriculum has no "{id}"')
            elif items[id]["kind"] in DUE:
                faults.append(f'inventory-{name}.tsv: "{id}" belongs to the reference')
            elif state.get(id) == "covered":
                faults.append(f'inventory-{name}.tsv: "{id}" is covered by {covered[id][0]}, take it out')
            elif id in state:
                faults.append(f'inventory-{name}.tsv: "{id}" is listed already')
            else:
                state[id] = name
    for id, place, says in cards:
        if id not in items:
            faults.append(f'inventory-cards.tsv: the curriculum has no "{id}"')
        elif state.get(id, "covered") != "covered":
            faults.append(f'inventory-cards.tsv: "{id}" is {state[id]} already')
        else:
            state.setdefault(id, "card")
            faults += [f'inventory-cards.tsv: "{id}": {fault}' for fault in _on_card(place, says)]
    for id, item in items.items():
        if id not in state and item["kind"] in DUE:
            state[id] = "due"
        elif id not in state:
            faults.append(f'"{id}" is neither covered nor in a list')
    return Account(state, tuple(faults), {row[0]: row[1] for row in waiting})


def _on_card(place: str, says: str) -> Iterator[str]:
    """The faults of a card as the answer to an item: it is not there, or does not say what it should."""
    shelf, _, name = place.partition(" ")
    wide = Look(width=10_000)
    found = next((card for card in load() if card.place == place), None)
    if found is None and (name or shelf not in SHELVES):
        yield f'there is no card "{place}"'
        return
    text = " ".join(card_lines(found, wide) if found is not None else list_lines(shelf, wide))
    yield from (f'"{place}" does not say "{part}"' for part in says.split(" | ") if part not in text)


def plotted() -> dict[str, list[str]]:
    """For each figure of the curriculum the command that draws it: "plot sigmoid"."""
    from tutor.plot.figures import FIGURES

    return {each.item: [f"plot {each.name}"] for each in FIGURES}


def of_the_bank() -> Account:
    """The account of the project's own bank."""
    return account(
        items(),
        covering(whole_bank().problems) | plotted(),
        rows("inventory-elsewhere.tsv", may_be_empty=True),
        rows("inventory-open.tsv", may_be_empty=True),
        rows("inventory-cards.tsv"),
    )


def report(found: Account, items: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """The counts for each topic and each kind of item, then what is open, by the kind of problem that it needs."""
    for name in ("topic", "kind"):
        counted: dict[str, Counter[str]] = defaultdict(Counter)
        for id, state in found.state.items():
            counted[items[id][name]][state] += 1
        yield f"{name:30} " + "".join(f"{state:>11}" for state in STATES)
        for key, counts in counted.items():
            yield f"{key:30} " + "".join(f"{counts[state] or '-':>11}" for state in STATES)
        yield ""
    total = Counter(found.state.values())
    yield f"{len(items)} items: " + ", ".join(f"{total[state]} {state}" for state in STATES)
    needs = defaultdict(list)
    for id, kind in found.kinds.items():
        needs[kind].append(id)
    for kind, ids in sorted(needs.items()):
        yield f"\nopen, needs {kind} ({len(ids)}):"
        yield from (f"  {id}" for id in ids)


def main() -> int:
    """Print the account; 1 if something does not add up."""
    found = of_the_bank()
    print("\n".join(report(found, items())))
    print("".join(f"\n{fault}" for fault in found.faults), end="\n" if found.faults else "", file=sys.stderr)
    return 1 if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
