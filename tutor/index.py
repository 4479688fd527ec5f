"""The problems of bank files that were read before, kept by what stands in them: a changed file is another file.

For each bank file there is one file of our own. Its first line is an index, enough to choose a problem by; the fields
of a problem are unpacked when somebody asks for them. So 10,000 problems are opened nearly as fast as 2,000.

Nothing stale is trusted: the name is made of checksums of the bank file, the index names the program that made it, and
has a checksum of what follows. All this is a convenience: it is kept only where the program keeps files already, what
is wrong with it is ignored, and deleting it loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat
from os import scandir
from pathlib import Path
from typing import Any
from zlib import adler32, crc32

from tutor.entry import Entry
from tutor.nodes import Node, packed, unpacked

__all__ = ["FOLDER", "Index"]

FOLDER = "bank"
_FORMAT = 1
_MOST = 400  # files that are kept, of banks that may be gone or changed


class Fields(Mapping[str, Node]):
    """The fields of a problem by name; their nodes are unpacked when the first of them is asked for."""

    __slots__ = ("_data", "_end", "_found", "_names", "_start")

    def __init__(self, names: tuple[str, ...], data: bytes, start: int, end: int) -> None:
        self._names, self._data, self._start, self._end = names, data, start, end
        self._found: dict[str, Node] | None = None

    def __getitem__(self, name: str) -> Node:
        if self._found is None:
            nodes = json.loads(self._data[self._start : self._end])
            self._found = {name: unpacked(node) for name, node in zip(self._names, nodes, strict=True)}
        return self._found[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Index:
    """What is known of bank files, in a folder inside of `home`."""

    def __init__(self, home: Path) -> None:
        self._home, self._folder = home, home / FOLDER
        self._stamp = _stamp()

    def get(self, text: bytes, file: str) -> list[Entry] | None:
        """The problems of a file of this name, if one with this text was read before by this program."""
        if not self._stamp:
            return None
        try:
            head, _, data = (self._folder / _name(text)).read_bytes().partition(b"\n")
            known = json.loads(head)
            is_ours = (known["format"], known["stamp"], known["check"]) == (_FORMAT, self._stamp, crc32(data))
            return _entries(known, data, file) if is_ours else None
        except (OSError, ValueError, TypeError, LookupError):
            return None

    def add(self, text: bytes, entries: Sequence[Entry]) -> None:
        """Keep the problems of a file without a fault."""
        if not self._stamp or not self._home.is_dir():
            return
        try:
            head, data = _written(entries)
            line = _json({"format": _FORMAT, "stamp": self._stamp, "check": crc32(data), **head})
        except (RecursionError, ValueError):
            return  # nested deeper than any bank, or no text at all: it is read anew each time
        path = self._folder / _name(text)
        try:
            self._folder.mkdir(exist_ok=True)
            self._tidy_up()
            fresh = path.with_suffix(".new")
            fresh.write_bytes(line + b"\n" + data)
            fresh.replace(path)
        except OSError:
            return

    def _tidy_up(self) -> None:
        files = list(self._folder.iterdir())
        if len(files) >= _MOST:
            for file in sorted(files, key=lambda file: file.stat().st_mtime)[: _MOST // 2]:
                file.unlink(missing_ok=True)


# Many problems are of one sort: what they have in common is written once, and the rest in columns.
_SAME = ("topic", "title", "kind", "difficulty")


def _written(entries: Sequence[Entry]) -> tuple[dict[str, Any], bytes]:
    """The index, and the fields of all problems one after the other."""
    known: dict[tuple[Any, ...], int] = {}
    sorts, ends, data = [], [0], bytearray()
    for entry in entries:
        sort = (*(getattr(entry, name) for name in _SAME), tuple(entry.fields))
        sorts.append(known.setdefault(sort, len(known)))
        data += _json([packed(node) for node in entry.fields.values()])
        ends.append(len(data))
    ids, lines = [entry.id for entry in entries], [entry.line for entry in entries]
    return {"known": list(known), "sorts": sorts, "ids": ids, "lines": lines, "ends": ends}, bytes(data)


def _entries(head: dict[str, Any], data: bytes, file: str) -> list[Entry]:
    known = [(*same, tuple(names)) for *same, names in head["known"]]
    ids, sorts, lines, ends = head["ids"], head["sorts"], head["lines"], head["ends"]
    if not len(ids) == len(sorts) == len(lines) == len(ends) - 1:
        raise ValueError("the columns are not of one length")
    if not ids:
        return []
    # Column by column, which takes a third of the time that it takes problem by problem.
    *same, names = zip(*[known[sort] for sort in sorts], strict=True)
    fields = map(Fields, names, repeat(data), ends, ends[1:])
    return list(map(Entry._make, zip(ids, *same, repeat(file), lines, fields, strict=False)))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _name(text: bytes) -> str:
    """Two checksums and the length: hashlib would cost as much to import as it saves."""
    return f"{len(text)}-{crc32(text):08x}-{adler32(text):08x}.json"


def _stamp() -> str:
    """Another one for another state of the program: what is a fault today may have been none yesterday.

    Empty where that cannot be told; then nothing is kept.
    """
    here = Path(__file__).parent
    try:
        found = [item for folder in (here, here / "kinds", here / "form") for item in scandir(folder)]
        seen = sorted((item.name, item.stat().st_size, item.stat().st_mtime_ns) for item in found if item.is_file())
    except OSError:
        return ""
    return f"{crc32(repr(seen).encode()):08x}"
