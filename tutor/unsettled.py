"""Pairs for us to mend: not settled, settled by values alone, or judged one way by us and another way by SymPy.

They are kept in a local file, one JSON object a line, and nothing is in it but the pair and what became of it: no time,
no name, no place. To write there is a favour to us, so whatever goes wrong with it is not the student's business.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from tutor.audit import UNASKED, Audit, sentence
from tutor.verdict import Correct, Undecided, Verdict

__all__ = ["FILE", "OLD", "count", "entry", "keep"]

FILE = "unsettled.jsonl"
OLD = "unsettled.old.jsonl"  # what the file becomes when it is full, instead of the one before
MOST = 1_000_000  # bytes of one file
_written: set[str] = set()  # by this process: the same pair once


def entry(verdict: Verdict, pair: Mapping[str, Any], audit: Audit = UNASKED) -> dict[str, Any] | None:
    """What is to be kept of a verdict, with `pair` in front; None if it is settled.

    `verdict` is the one before an audit that contradicts it.
    """
    if audit.agrees is False:
        assert isinstance(verdict, Correct)
        return {**pair, "why": "the lanes disagree", "ours": f"{verdict.how}: {verdict.by}", "sympy": sentence(audit)}
    match verdict:
        case Undecided(why):
            return {**pair, "why": why}
        case Correct("agrees", by):
            return {**pair, "why": "not proved", "ours": f"agrees: {by}"}
        case _:
            return None


def keep(folder: Path, kept: Mapping[str, Any] | None) -> None:
    """Add an entry, if there is one."""
    if kept is None:
        return
    from tutor import __version__

    line = json.dumps({"tutor": __version__, **kept}, ensure_ascii=False) + "\n"
    if line in _written:
        return
    _written.add(line)
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / FILE
        if path.exists() and path.stat().st_size + len(line.encode()) > MOST:
            path.replace(folder / OLD)
        with path.open("a", encoding="utf-8") as file:
            file.write(line)


def count(folder: Path) -> int:
    """How many entries there are."""
    found = 0
    for name in (FILE, OLD):
        with suppress(OSError), (folder / name).open("rb") as file:
            found += sum(1 for _ in file)
    return found
