"""The trees of bank files that were read before, kept by what is in them: a changed file is another file.

Reading YAML is half of what a person waits for before the first problem. The cache is a convenience: it is made only
where the program keeps files already, what is wrong with it is ignored, and deleting it loses nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from types import TracebackType
from typing import Any
from zlib import adler32, crc32

from tutor.nodes import Node, packed, unpacked

__all__ = ["FILE", "TreeCache"]

FILE = "bank-trees.json"
_FORMAT = 1


class TreeCache:
    """A context manager: trees are looked up and added inside, and written down at its end if there is a new one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        self._new = False

    def __enter__(self) -> TreeCache:
        try:
            data = json.loads(self._path.read_bytes())
            if data["format"] == _FORMAT:
                self._known = dict(data["trees"])
        except (OSError, ValueError, TypeError, KeyError):
            self._known = {}
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not self._new or not self._path.parent.is_dir():
            return
        fresh = self._path.with_suffix(".new")
        try:
            fresh.write_text(json.dumps({"format": _FORMAT, "trees": self._used}), encoding="utf-8")
            fresh.replace(self._path)
        except OSError:
            return

    def get(self, text: bytes) -> Node | None:
        """The tree of a file with this content; None if it is not known."""
        key = _key(text)
        try:
            tree = unpacked(self._known[key])
        except (KeyError, ValueError, TypeError):
            return None
        self._used[key] = self._known[key]
        return tree

    def add(self, text: bytes, tree: Node) -> None:
        """Keep the tree of a file without a fault."""
        try:
            self._used[_key(text)] = packed(tree)
        except RecursionError:
            return  # nested deeper than any bank; it is read anew each time
        self._new = True


def _key(text: bytes) -> str:
    """Two checksums and the length: hashlib would cost as much to import as it saves."""
    return f"{len(text)}-{crc32(text):08x}-{adler32(text):08x}"
