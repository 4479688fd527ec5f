"""The words of the cards as they are written: blocks of `label: text` under a name."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple

__all__ = ["Block", "blocks"]


class Block(NamedTuple):
    """One card as it is written: the texts with their labels, in order."""

    file: str
    name: str
    fields: tuple[tuple[str, str], ...]

    def listed(self, label: str) -> tuple[str, ...]:
        """What a field lists, at semicolons."""
        return tuple(filter(None, map(str.strip, self.one(label).split(";"))))

    def one(self, label: str) -> str:
        """The text of a label; empty where there is none."""
        return next((text for name, text in self.fields if name == label), "")


def blocks(file: str) -> Iterator[Block]:
    """The blocks of a text file of this folder. Raises ValueError for a line that has no label."""
    name, fields = "", list[tuple[str, str]]()
    for line in (files("tutor.reference") / f"{file}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            if name:
                yield Block(file, name, tuple(fields))
            name, fields = line[2:].strip(), []
        elif line and not line.startswith("#"):
            label, colon, text = line.partition(": ")
            if not (colon and name):
                raise ValueError(f"{file}.txt: no label in {line!r}")
            fields.append((label.strip(), text.strip()))
    yield Block(file, name, tuple(fields))
