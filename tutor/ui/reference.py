"""`tutor rules`, `terms`, `notation` and `topics`: the lists, one card at a time, and both as objects."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from tutor.reference import Card, Row, Shelf, find
from tutor.reference.model import BLANK, GROUPS
from tutor.reference.shelf import shelves
from tutor.ui.theme import Look, Settings, capital, unbroken, whole_formulas

__all__ = ["card_lines", "list_lines", "print_reference"]

SCHEMA = 1
_NARROW = 60  # columns under which a label stands before its text and not beside it
_COLUMN, _WIDEST_COLUMN = 14, 21  # where the texts begin
_WITH_FORMULAS, _IN_COLUMNS = frozenset({"rules", "notation"}), frozenset({"elementary"})
_ENDS = {
    "rules": "One of them: tutor rules chain; a whole group: tutor rules theorems. Beginnings and other names will do: "
    "tutor rules ln.",
    "terms": "One of them: tutor terms gradient",
    "notation": "One of them: tutor notation leibniz",
    "topics": "One of them: tutor topics product; to practise it: tutor drill product",
}
_TITLES = {"terms": "The words of the subject", "notation": "How a derivative is written"}


def print_reference(shelf: str, asked: Sequence[str], as_json: bool, settings: Settings) -> None:
    """The card of this name, or the list of the shelf where none is asked for.

    Raises TutorError for a name that there is none of.
    """
    name = " ".join(asked).strip()
    found = find(shelf, name) if name else shelves(shelf)
    if as_json:
        settings.write(json.dumps({"schema": SCHEMA, **_object(shelf, found)}, ensure_ascii=False) + "\n")
        return
    look = settings.look()
    if isinstance(found, Card):
        lines = card_lines(found, look)
    elif isinstance(found, Shelf):
        lines = _group(found, look)
    else:
        lines = list_lines(shelf, look)
    settings.write("\n".join(lines) + "\n")


# As objects


def _object(shelf: str, found: Card | Shelf | tuple[Shelf, ...]) -> dict[str, Any]:
    if isinstance(found, Card):
        return found.json | _counts(_bank()[found.name] if found.group == "ladder" else None)
    if isinstance(found, Shelf):
        return {"shelf": "rules", "group": found.name, "cards": [card.json for card in found.cards]}
    bank = _bank() if shelf == "topics" else {}
    cards = [card for each in found for card in each.cards]
    return {"shelf": shelf, "cards": [_listed(card) | _counts(bank.get(card.name)) for card in cards]}


def _listed(card: Card) -> dict[str, Any]:
    return {"name": card.name, "group": card.group, "names": list(card.names)}


def _counts(counted: tuple[int, int] | None) -> dict[str, int]:
    return {} if counted is None else {"problems": counted[0], "templates": counted[1]}


def _bank() -> Mapping[str, tuple[int, int]]:
    """How many problems and how many templates the bank has of each topic."""
    from tutor.bank import load_bank
    from tutor.topics import TOPICS

    entries = load_bank().entries
    return {
        topic.id: (
            sum(1 for entry in entries if entry.topic == topic.id and not entry.is_template),
            sum(1 for entry in entries if entry.topic == topic.id and entry.is_template),
        )
        for topic in TOPICS
    }


# One card


def card_lines(card: Card, look: Look) -> list[str]:
    """The card as whole lines."""
    rows = [*card.rows, *_counted(card), *_pointers(card)]
    width = min(max((len(look.text(row.label)) for row in rows), default=0) + 5, _WIDEST_COLUMN)
    lines, before = _head(_printed(card.name), _kind(card), look), ""
    for row in rows:
        lines += _row(row, max(width, _COLUMN), look, again=row.label == before)
        before = row.label
    return lines


def _kind(card: Card) -> str:
    named = {"rules": "rule", "terms": "term", "notation": "notation", "ladder": "topic", "overview": "the course"}
    return named.get(card.group, "rule" if card.formulas else GROUPS.get(card.group, ""))


def _counted(card: Card) -> list[Row]:
    if card.group != "ladder":
        return []
    problems, templates = _bank()[card.name]
    return [Row("the bank", f"{_so_many(problems, 'problem')}, {_so_many(templates, 'template')}")]


def _so_many(n: int, what: str) -> str:
    return f"{n} {what}{'s' * (n != 1)}"


def _pointers(card: Card) -> list[Row]:
    """Where to read on, what to practise, and what to look at again when stuck."""
    own = [name for shelf, _, name in (each.partition(" ") for each in card.also) if shelf == card.shelf]
    others = [f"tutor {each}" for each in card.also if not each.startswith(f"{card.shelf} ")]
    rows = []
    if card.also:
        listed = "; ".join(filter(None, (", ".join(map(_kept, own)), ", ".join(map(_kept, others)))))
        rows.append(Row("see also", listed))
    if card.topic and card.group != "ladder":
        rows.append(Row("practise", _kept(f"tutor drill {card.topic}")))
    if card.review and card.shelf == "rules":
        rows.append(Row("if stuck", "first " + _kept(" ".join(("tutor drill", *card.review)))))
    return rows


def _kept(name: str) -> str:
    return _printed(name).replace(" ", BLANK)


def _printed(name: str) -> str:
    """A name with its primes as they are printed: "sign of f″"."""
    return name.replace("f''", "f″").replace("f'", "f′")


def _head(name: str, kind: str, look: Look) -> list[str]:
    if look.words:
        return look.wrap(f"{capital(name)}{f', {kind}' if kind else ''}.")
    left, right = look.text(f" {name}"), look.text(kind)
    beside = look.apart(left, right, painted=look.paint("strong", left)) if right else ""
    return [beside or look.paint("strong", left), ""]


def _row(row: Row, width: int, look: Look, *, again: bool) -> list[str]:
    if look.words:
        said = row.said or row.text.replace(BLANK, " ")
        return look.wrap(f"{capital(row.label)}: {said}{'' if said.endswith(('.', '?')) else '.'}")
    label, text = look.text(row.label), row.text
    if look.width < _NARROW:
        room, indent, hang = look.width - 5, f"   {label}: ", "     "
        if len(look.text(text)) + len(indent) > look.width and len(_longest(text)) + len(indent) > look.width:
            return [indent.rstrip(), *look.wrap(_whole(text, room, look), hang, hang)]
        return look.wrap(_whole(text, room, look), indent, hang)
    hang = " " * width
    indent = hang if again else f"   {label}".ljust(width - 1) + " "
    return look.wrap(_whole(text, look.width - width, look), indent, hang)


def _longest(text: str) -> str:
    return max(text.split(" "), key=len)


def _whole(text: str, room: int, look: Look) -> str:
    """Formulas unbroken where they fit into a line."""
    pieces = (piece.replace(BLANK, " ") for piece in text.split(" "))
    kept = " ".join(unbroken(piece) if len(look.text(piece)) <= room else piece for piece in pieces)
    return whole_formulas(look.text(kept), room)


# Lists


def list_lines(shelf: str, look: Look) -> list[str]:
    """What there is on a shelf, as whole lines."""
    lines: list[str] = []
    bank = _bank() if shelf == "topics" else {}
    for each in shelves(shelf):
        if shelf == "topics":
            lines += _ladder(each, bank, look) if each.name == "ladder" else _names("Also", each, look)
        elif each.name in _WITH_FORMULAS:
            lines += _table(_TITLES.get(shelf, each.title), each.cards, look)
        elif each.name in _IN_COLUMNS:
            lines += _in_columns(each, look)
        else:
            lines += _names(_TITLES.get(shelf, each.title), each, look)
        lines += _blank(look)
    return [*lines, *look.wrap(_ENDS[shelf])]


def _group(shelf: Shelf, look: Look) -> list[str]:
    if shelf.name in _WITH_FORMULAS | _IN_COLUMNS | {"activations"}:
        return _table(shelf.title, shelf.cards, look)
    return [
        *_names(shelf.title, shelf, look),
        *_blank(look),
        *look.wrap(f"One of them: tutor rules {shelf.cards[0].name}"),
    ]


def _blank(look: Look) -> list[str]:
    return [] if look.words else [""]


def _heading(title: str, look: Look) -> list[str]:
    return look.wrap(f"{title}:") if look.words else [look.paint("strong", line) for line in look.wrap(title)]


def _first(card: Card) -> Row | None:
    return next((row for row in card.rows if row.label in ("rule", "formula", "first")), None)


def _table(title: str, cards: Sequence[Card], look: Look) -> list[str]:
    """Each card with its formula; those that have none by their names at the end."""
    lines, bare = _heading(title, look), [card.name for card in cards if _first(card) is None]
    wide = max(len(card.name) for card in cards if card.name not in bare) + 5
    for card in cards:
        row = _first(card)
        if row is None:
            continue
        if look.words:
            lines += look.wrap(f"{capital(card.name)}: {(row.said or row.text.replace(BLANK, ' ')).rstrip('.')}.")
        elif look.width < _NARROW:
            lines += [look.text(f"   {card.name}"), *look.wrap(_whole(row.text, look.width - 6, look), " " * 6)]
        else:
            lines += look.wrap(_whole(row.text, look.width - wide, look), f"   {card.name}".ljust(wide), " " * wide)
    if bare:
        lines += look.wrap(_whole("and " + ", ".join(map(_kept, bare)), look.width - 3, look), "   ", "   ")
    return lines


def _in_columns(shelf: Shelf, look: Look) -> list[str]:
    """The formulas of each card, in as many columns as there is room for."""
    if look.words:
        return _table(shelf.title, shelf.cards, look)
    rules = [row for card in shelf.cards for row in card.rows if row.label == "rule"]
    shown = [look.text(row.text.replace(BLANK, " ")) for row in rules]
    short = [text for text in shown if len(text) <= look.width // 2 - 4]
    long = [text for text in shown if text not in short]
    wide = max(map(len, short), default=0) + 2
    count = max(1, (look.width - 3) // wide)
    deep = -(-len(short) // count)
    rows = [short[i::deep] for i in range(deep)]
    return [
        *_heading(shelf.title, look),
        *("   " + "".join(text.ljust(wide) for text in row).rstrip() for row in rows),
        *(line for text in long for line in look.wrap(text, "   ", "      ")),
    ]


def _names(title: str, shelf: Shelf, look: Look) -> list[str]:
    listed = ", ".join(_kept(card.name) for card in shelf.cards)
    if look.words:
        return look.wrap(f"{title}: {listed.replace(BLANK, ' ')}.")
    return [*_heading(title, look), *look.wrap(_whole(listed, look.width - 3, look), "   ", "   ")]


def _ladder(shelf: Shelf, bank: Mapping[str, tuple[int, int]], look: Look) -> list[str]:
    """The topics from the first to the last, with what the bank has of each."""
    from tutor.topics import BY_ID

    lines = [] if look.words else [_ladder_head(look)]
    for card in shelf.cards:
        problems, templates = bank[card.name]
        level, title = card.rows[0].text, BY_ID[card.name].title
        if look.words:
            counted = f"{_so_many(problems, 'problem')}, {_so_many(templates, 'template')}"
            lines += look.wrap(f"Level {level}, {card.name}, {title}: {counted}.")
        elif look.width < _NARROW:
            lines.append(f" {level:>3}  {card.name:<17}{problems:>6}{templates:>9}")
        else:
            lines.append(f" {level:>3}  {card.name:<17}{look.text(title):<42}{problems:>5}{templates:>10}")
    return lines


def _ladder_head(look: Look) -> str:
    first, second = (29, 8) if look.width < _NARROW else (70, 9)
    names = ("set", "drawn") if look.width < _NARROW else ("problems", "templates")
    return f"{names[0]:>{first}} {names[1]:>{second}}"
