"""A YAML text as a tree: every node knows its place, and every scalar is the text that was written.

`yamltree` makes these trees; they are kept here apart from it, so that a tree from the cache needs no YAML.
"""

from __future__ import annotations

from typing import Any, NamedTuple

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "packed", "unpacked"]


class Scalar(NamedTuple):
    """`line` and `column` count from 1. `style` is the kind of quotes, "" if plain, "?" if not to be used."""

    text: str
    line: int
    column: int
    end_line: int
    end_column: int
    style: str = ""

    @property
    def width(self) -> int:
        """How many characters it takes on its first line."""
        return self.end_column - self.column if self.end_line == self.line else max(1, len(self.text))


class Sequence(NamedTuple):
    items: list[Node]
    line: int
    column: int


class Mapping(NamedTuple):
    pairs: list[tuple[Scalar, Node]]
    line: int
    column: int


Node = Scalar | Sequence | Mapping


def packed(node: Node) -> Any:
    """The node as lists and dicts for JSON."""
    match node:
        case Scalar():
            return list(node)
        case Sequence(items, line, column):
            return {"items": [packed(item) for item in items], "at": [line, column]}
        case Mapping(pairs, line, column):
            return {"pairs": [[packed(key), packed(value)] for key, value in pairs], "at": [line, column]}


def unpacked(data: Any) -> Node:
    """The node again. Raises ValueError, TypeError or KeyError for what `packed` did not make."""
    if isinstance(data, list):
        return Scalar(*data)
    line, column = data["at"]
    if "items" in data:
        return Sequence([unpacked(item) for item in data["items"]], line, column)
    return Mapping([(Scalar(*key), unpacked(value)) for key, value in data["pairs"]], line, column)
