"""The problems of bank files that were read before, kept by what stands in them: a changed file is another file.

For each bank file there is one file of our own. Its first lines are an index, enough to choose a problem by, and all
that is read of it at first; what else there is to know of a problem is read when somebody asks for it. So 10,000
problems are opened as fast as 2,000, but for the reading of their files.

Nothing stale is trusted: the name is made of checksums of the bank file, the index names the program that made it, and
has checksums of what follows; where one is wrong, the bank file is read anew. All this is a convenience: it is kept
only where the program keeps files already, and deleting it loses nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from os import scandir
from pathlib import Path
from typing import Any, NamedTuple
from zlib import adler32, crc32

from tutor.entry import Entry, is_endless
from tutor.nodes import Node, packed, unpacked
from tutor.pool import Batch, Sort
from tutor.topics import BY_ID

__all__ = ["FOLDER", "Index", "Kept"]

Again = Callable[[], Sequence[Entry]]

FOLDER = "bank"
_FORMAT = 2
_MOST = 400  # files that are kept, of banks that may be gone or changed


class Kept:
    """The problems of one bank file as an index has them: `batch` to choose from, the rest when it is asked for.

    `rest` gives the fields of all problems, one after the other, and None where they are spoilt; then `again` reads the
    bank file itself.
    """

    def __init__(self, names: Names, places: bytes, file: str, again: Again, rest: Callable[[], bytes | None]) -> None:
        self.batch = names.batch()
        self._names, self._places, self._file, self._again, self._rest = names, places, file, again, rest
        self._lines: list[int] = []
        self._ends: list[int] = []
        self._data: bytes | None = None
        self._anew: Sequence[Entry] = ()

    def entry(self, number: int) -> Entry:
        """The problem that comes in this place, from 0."""
        if not self._lines:
            self._lines, self._ends = json.loads(self._places)
        topic, title, kind, difficulty, names = self._names.known[self.batch.numbers[number]]
        fields = Fields(self, number, names)
        return Entry(self.batch.ids[number], topic, title, kind, difficulty, self._file, self._lines[number], fields)

    def nodes(self, number: int, names: Sequence[str]) -> Mapping[str, Node]:
        """The fields of that problem."""
        if self._data is None and not self._anew:
            self._data = self._rest()
            if self._data is None:
                self._anew = self._again()
        if self._data is None:
            return self._anew[number].fields
        found = json.loads(self._data[self._ends[number] : self._ends[number + 1]])
        return {name: unpacked(node) for name, node in zip(names, found, strict=True)}


class Fields(Mapping[str, Node]):
    """The fields of a problem by name; their nodes are unpacked when the first of them is asked for."""

    __slots__ = ("_found", "_kept", "_names", "_number")

    def __init__(self, kept: Kept, number: int, names: Sequence[str]) -> None:
        self._kept, self._number, self._names = kept, number, names
        self._found: Mapping[str, Node] | None = None

    def __getitem__(self, name: str) -> Node:
        if self._found is None:
            self._found = self._kept.nodes(self._number, self._names)
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

    def get(self, text: bytes, file: str, again: Again) -> Kept | None:
        """The problems of a file of this name, if one with this text was read before by this program."""
        if not self._stamp:
            return None
        path = self._folder / _name(text)
        try:
            with path.open("rb") as lines:
                head, names, places = lines.readline(), lines.readline(), lines.readline()
            found = Head(*json.loads(head))
            if (found.format, found.stamp, found.check) != (_FORMAT, self._stamp, crc32(places, crc32(names))):
                return None
            return Kept(Names(*json.loads(names)), places, file, again, lambda: _rest(path, found))
        except (OSError, ValueError, TypeError, LookupError):
            return None

    def add(self, text: bytes, entries: Sequence[Entry]) -> None:
        """Keep the problems of a file without a fault."""
        if not self._stamp or not self._home.is_dir():
            return
        try:
            whole = _written(entries, self._stamp)
        except (RecursionError, ValueError):
            return  # nested deeper than any bank, or no text at all, or hardly alike: it is read anew each time
        path = self._folder / _name(text)
        try:
            self._folder.mkdir(exist_ok=True)
            self._tidy_up()
            fresh = path.with_suffix(".new")
            fresh.write_bytes(whole)
            fresh.replace(path)
        except OSError:
            return

    def _tidy_up(self) -> None:
        files = list(self._folder.iterdir())
        if len(files) >= _MOST:
            for file in sorted(files, key=lambda file: file.stat().st_mtime)[: _MOST // 2]:
                file.unlink(missing_ok=True)


class Head(NamedTuple):
    """The first line: what wrote it, and the checksums of the next two lines and of all that follows them."""

    format: int
    stamp: str
    check: int
    data: int


class Names(NamedTuple):
    """The second line: the problems to choose from. What many of them have in common is written once.

    `known` are the sorts: topic, title, kind, difficulty and the names of the fields. `numbers` says of which of them
    each problem is, two hexadecimal digits a problem, and `ids` has one id a line: both are taken apart faster than
    lists are read. The third line of the file has the lines in which the problems stand, and where the fields of each
    end.
    """

    known: Sequence[Any]
    numbers: str
    ids: str

    def batch(self) -> Batch:
        sorts = ((topic, kind, names) for topic, _, kind, _, names in self.known)
        of = tuple(Sort(topic, BY_ID[topic].level, kind, is_endless(kind, names)) for topic, kind, names in sorts)
        return Batch(self.ids.split("\n"), bytes.fromhex(self.numbers), of)


def _written(entries: Sequence[Entry], stamp: str) -> bytes:
    """The file of our own. Raises ValueError where there are too many sorts, or an id that is no line."""
    known: dict[tuple[Any, ...], int] = {}
    numbers, ends, data = bytearray(), [0], bytearray()
    for entry in entries:
        sort = (entry.topic, entry.title, entry.kind, entry.difficulty, tuple(entry.fields))
        numbers.append(known.setdefault(sort, len(known)))
        data += _json([packed(node) for node in entry.fields.values()])
        ends.append(len(data))
    ids = "\n".join(entry.id for entry in entries)
    if ids.count("\n") != len(entries) - 1:
        raise ValueError("there is an id of two lines")
    names = _json(Names(list(known), numbers.hex(), ids)) + b"\n"
    places = _json([[entry.line for entry in entries], ends]) + b"\n"
    head = Head(_FORMAT, stamp, crc32(places, crc32(names)), crc32(data))
    return _json(head) + b"\n" + names + places + data


def _rest(path: Path, head: Head) -> bytes | None:
    """What follows the first three lines, if that is still what was written."""
    try:
        with path.open("rb") as lines:
            for _ in range(3):
                lines.readline()
            data = lines.read()
    except OSError:
        return None
    return data if crc32(data) == head.data else None


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
