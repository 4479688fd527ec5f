"""What a card of the reference is."""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["BLANK", "GROUPS", "SHELVES", "Card", "Formula", "Row"]

SHELVES = ("rules", "terms", "notation", "topics")

# The groups of the shelf of rules, in the order of its list.
GROUPS = {
    "rules": "The rules",
    "elementary": "Elementary derivatives",
    "activations": "Activation functions",
    "limits": "Limits",
    "theorems": "Theorems and methods",
    "signs": "Reading f′ and f″",
    "numerical": "Numerical derivatives",
    "losses": "Losses and networks",
    "space": "Lines, planes, several variables",
    "learn": "To learn",
}

BLANK = "\N{NO-BREAK SPACE}"  # within a formula


class Row(NamedTuple):
    """A line of a card; `said` is for a screen reader, empty where the text will do."""

    label: str
    text: str
    said: str = ""


class Formula(NamedTuple):
    """An entry of the rule table, with its two sides as they are typed."""

    entry: str
    function: str
    derivative: str


class Card(NamedTuple):
    """One card. `mistakes` are ids of mal-rules, `also` names of cards with their shelf, `review` ids of topics."""

    shelf: str
    group: str
    name: str
    names: tuple[str, ...]
    rows: tuple[Row, ...]
    formulas: tuple[Formula, ...] = ()
    mistakes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    topic: str = ""
    review: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Its name with the shelf: "rules chain"."""
        return f"{self.shelf} {self.name}"

    @property
    def json(self) -> dict[str, Any]:
        """The card as an object, without what is only for the screen."""
        return {
            "shelf": self.shelf,
            "group": self.group,
            "name": self.name,
            "names": list(self.names),
            "rows": [{"label": row.label, "text": row.text.replace(BLANK, " ")} for row in self.rows],
            "formulas": [formula._asdict() for formula in self.formulas],
            "mistakes": list(self.mistakes),
            "see_also": list(self.also),
            "topic": self.topic,
            "review": list(self.review),
        }
