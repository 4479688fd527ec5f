"""A fault in a bank file: where it is, what was found, what is wanted; and how its author is shown that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tutor.errors import BankError

__all__ = ["Fault", "Finding", "finding", "report"]

_WIDTH = 84  # of a shown source line; the rest of a longer one is cut


@dataclass(frozen=True, slots=True)
class Fault:
    """`line` and `column` count from 1 (0: no place); `width` characters are meant.

    `remark` is said beside the caret; `help` is what to do, or what would be right. `problem` is the id it
    belongs to, where there is one, and `above` the line that gives the context (0: none).
    """

    code: str
    message: str
    file: str
    line: int = 0
    column: int = 0
    width: int = 1
    remark: str = ""
    help: str = ""
    problem: str = ""
    above: int = 0

    def error(self) -> BankError:
        """The same as an exception; the help is part of its sentence."""
        said = f"{self.message}; {self.help}" if self.help else self.message
        return BankError(said, self.file, self.line, self.column)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault as the linter reports it; `snippet` are the lines of the file with the caret, to be printed."""

    file: str
    line: int
    column: int
    code: str
    message: str
    snippet: str = ""
    help: str = ""
    problem: str = ""

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else self.file
        parts = [f" {place}: {self.message}  [{self.code}]"]
        if self.snippet:
            parts.append(self.snippet)
        if self.help:
            parts.append(f"{'':>{_gutter(self.line)}} = {self.help}")
        return "\n".join(parts)


def finding(fault: Fault, source: Sequence[str]) -> Finding:
    """The fault with its place in `source`, the lines of its file."""
    snippet = _snippet(fault, source)
    return Finding(fault.file, fault.line, fault.column, fault.code, fault.message, snippet, fault.help, fault.problem)


def report(findings: Sequence[Finding], fine: int, notes: Sequence[Finding] = ()) -> str:
    """All findings, the notes, and a last line that counts them; `fine` is how many problems have no finding."""
    parts = [str(found) for found in (*findings, *notes)]
    counted = f"{_count(fine, 'problem')} fine"
    if notes:
        counted += f", {_count(len(notes), 'note')}"
    if findings:
        files = len({found.file for found in findings})
        counted = f"{_count(len(findings), 'fault')} in {_count(files, 'file')}, {counted}"
    return "\n".join([*parts, f" {counted}"])


def shown_path(path: Path) -> str:
    """The path as an author would type it: from the current folder where it lies below it."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def _snippet(fault: Fault, source: Sequence[str]) -> str:
    if not 0 < fault.line <= len(source):
        return ""
    gutter = _gutter(fault.line)
    rows = []
    if 0 < fault.above < fault.line:
        rows.append(f"{fault.above:>{gutter}} | {_cut(source[fault.above - 1], 1)[0]}")
    text, column = _cut(source[fault.line - 1], fault.column)
    rows.append(f"{fault.line:>{gutter}} | {text}")
    width = max(1, min(fault.width, len(text) - column + 1))
    caret = " " * (column - 1) + "^" * width
    remark = f" {fault.remark}" if fault.remark else ""
    rows.append(f"{'':>{gutter}} | {caret}{remark}")
    return "\n".join(rows)


def _gutter(line: int) -> int:
    return max(6, len(str(line)) + 3)


def _cut(line: str, column: int) -> tuple[str, int]:
    """A line short enough to show, and where the column went."""
    line = line.replace("\t", " ").rstrip()
    if len(line) <= _WIDTH:
        return line, column
    start = 0 if column < _WIDTH - 20 else column - 30
    text = line[start : start + _WIDTH]
    if start:
        text, column = f"…{text[1:]}", column - start
    if start + _WIDTH < len(line):
        text = f"{text[:-1]}…"
    return text, column


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}" if n == 1 else f"{n} {noun}s"


def in_order(faults: Iterable[Fault]) -> list[Fault]:
    """By file as met, then by place."""
    met: dict[str, int] = {}
    listed = list(faults)
    for fault in listed:
        met.setdefault(fault.file, len(met))
    return sorted(listed, key=lambda fault: (met[fault.file], fault.line, fault.column, fault.code))
