"""A quiz on the disk: one file each, a line for what it is and one for everything that happened.

A line is on the disk before anything is said about it, so a quiz that was killed is gone on with by doing all of it
again. Nothing that stands in such a file is ever changed. What an event does to a sheet belongs to `FORMAT` too: where
that changes, the number does.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from tutor.errors import ReadError, TutorError
from tutor.quiz import sheet as s
from tutor.quiz.draw import Paper, Wish

__all__ = ["FOLDER", "FORMAT", "Journal", "Kept", "begin", "kept", "open_again"]

FORMAT = 1
FOLDER = "quizzes"
_MARK = "tutor quiz"
_LONGEST = 1e9  # seconds: no file of ours has more

OTHER_VERSION = (
    "{path} was written by another version of tutor (its quiz format is {found}, this one reads {format}). It is left "
    "as it is, with every answer in it."
)
DAMAGED = "{path} is no quiz that can be read. It is left as it is."
NO_FILE = "{path} cannot be read: {reason}."
OPEN_ELSEWHERE = "This quiz is open in another window: {path}. --new begins another one."
NOT_KEPT = "The quiz cannot be kept: {path} {reason}. It goes on, but could not be gone on with later."


@dataclass(frozen=True, slots=True)
class Kept:
    """A quiz as its file has it: what was asked for and drawn, the sheet as it stands.

    `told` says that its report was seen, and `lost` counts lines that could not be read.
    """

    path: Path
    wish: Wish
    paper: Paper
    sheet: s.Sheet
    begun: datetime
    told: bool = False
    lost: int = 0


class Journal:
    """Adds to the file of a quiz. A context manager; where the disk will not have it, `trouble` is the sentence.

    Raises TutorError where another program has the file.
    """

    def __init__(self, path: Path, mode: str) -> None:
        self.path = path
        self.trouble = ""
        self._file: Any = None
        self._guarded(lambda: self._open(mode))

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def add(self, event: s.Event, number: int) -> None:
        """What happened at the question of this number: it is on the disk when this returns."""
        self.line(_line_of(event, number))

    def told(self) -> None:
        """The report was seen."""
        self.line({"what": "told"})

    def line(self, content: dict[str, Any]) -> None:
        if self._file is not None:
            self._guarded(lambda: self._write(content))

    def _open(self, mode: str) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._file = self.path.open(mode, encoding="utf-8")
        if not _only_ours(self._file.fileno()):
            self._file.close()
            raise TutorError(OPEN_ELSEWHERE.format(path=self.path))
        if self._file.tell() and not self.path.read_bytes().endswith(b"\n"):
            self._file.write("\n")  # the end of a line that was cut off when the program was killed

    def _write(self, content: dict[str, Any]) -> None:
        self._file.write(json.dumps(content, ensure_ascii=False) + "\n")
        self._file.flush()
        os.fsync(self._file.fileno())

    def _guarded(self, work: Callable[[], None]) -> None:
        try:
            work()
        except OSError as error:
            self._file = None
            reason = (error.strerror or "no reason given").lower()
            self.trouble = NOT_KEPT.format(path=self.path, reason=f"cannot be written ({reason})")


def _only_ours(fd: int) -> bool:
    """Is the file ours alone, until it is closed? Where that cannot be asked for, it is taken for granted."""
    try:
        import fcntl

        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except (ImportError, OSError):
        return True
    return True


def begin(folder: Path, wish: Wish, paper: Paper, at: datetime) -> Journal:
    """The journal of a new quiz, in a file of its own."""
    name = "".join(c if c.isalnum() else "-" for c in wish.name or paper.title).strip("-")[:40]
    stem = f"{at:%Y%m%d-%H%M%S}-{name}"
    taken = {path.name for path in (folder / FOLDER).glob(f"{stem}*")}
    file = next(n for i in range(1, 10_000) if (n := f"{stem}{f'-{i}' if i > 1 else ''}.jsonl") not in taken)
    journal = Journal(folder / FOLDER / file, "a")
    journal.line({
        _MARK: FORMAT, "begun": at.isoformat(timespec="seconds"), "asked": json.loads(wish.key), "title": paper.title,
        "seed": paper.seed, "questions": paper.questions,
    })  # fmt: skip
    return journal


def open_again(path: Path) -> Kept:
    """The quiz in a file. Raises TutorError where it is none, or one that another version wrote."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError as error:
        raise TutorError(NO_FILE.format(path=path, reason=(error.strerror or "no reason given").lower())) from None
    head = _object(lines[0]) if lines else None
    if head is None or _MARK not in head:
        raise TutorError(DAMAGED.format(path=path))
    if head[_MARK] != FORMAT:
        raise TutorError(OTHER_VERSION.format(path=path, found=head[_MARK], format=FORMAT))
    try:
        wish = _wish_of(head["asked"])
        paper = Paper(str(head["title"]), _texts(head["questions"]), int(head["seed"]))
        if not paper.questions:
            raise ValueError("no questions")
        found = Kept(path, wish, paper, s.blank(len(paper.questions), wish.seconds), _time(head["begun"]))
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError):
        raise TutorError(DAMAGED.format(path=path)) from None
    return _replayed(found, lines[1:])


def kept(folder: Path) -> Iterator[Kept | TutorError]:
    """Every quiz in the folder whose report was not seen yet, the newest first; for a file that is none, why."""
    for path in sorted((folder / FOLDER).glob("*.jsonl"), reverse=True):
        try:
            found = open_again(path)
        except TutorError as error:
            yield error
        else:
            if not found.told:
                yield found


def _replayed(found: Kept, lines: Sequence[str]) -> Kept:
    sheet, told, lost = found.sheet, False, 0
    for number, line in enumerate(lines, start=1):
        content = _object(line)
        try:
            if content is None:
                raise ValueError(line)
            if content["what"] == "told":
                told = True
                continue
            event = _event_of(content)
        except (KeyError, TypeError, ValueError, OverflowError):
            # The last line may have been cut off by whatever killed the program: then it was never answered to.
            lost += number < len(lines)
            continue
        sheet, _ = s.advance(sheet, event)
    return replace(found, sheet=sheet, told=told, lost=lost)


def _wish_of(asked: dict[str, Any]) -> Wish:
    """What was asked for. Raises TypeError or ValueError where that cannot be."""
    count, seconds, seed = asked.get("count"), asked.get("seconds"), asked.get("seed")
    return Wish(
        str(asked.get("name", "")), _texts(asked.get("topics", [])), None if count is None else int(count),
        None if seconds is None else _seconds(seconds), None if seed is None else int(seed),
        _texts(asked.get("banks", [])),
    )  # fmt: skip


def _texts(found: Any) -> tuple[str, ...]:
    if not isinstance(found, list):
        raise TypeError(found)
    return tuple(map(str, found))


def _seconds(found: Any) -> float:
    seconds = float(found)
    if not 0 <= seconds < _LONGEST:
        raise ValueError(found)
    return seconds


def _object(line: str) -> dict[str, Any] | None:
    try:
        content = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return content if isinstance(content, dict) else None


def _time(text: str) -> datetime:
    return datetime.fromisoformat(text)


_EVENTS: dict[str, type[s.Event]] = {
    "answer": s.Give,
    "go": s.Go,
    "clear": s.Clear,
    "end": s.HandIn,
    "time": s.TimeUp,
    "leave": s.Leave,
}
_NAMES = {kind: name for name, kind in _EVENTS.items()}


def _line_of(event: s.Event, number: int) -> dict[str, Any]:
    fields = {name: getattr(event, name) for name in event.__slots__}
    if isinstance(event, s.Give):
        error = event.error
        fields["error"] = None if error is None else {"message": error.message, "at": error.at, "hint": error.hint}
    return {"what": _NAMES[type(event)], "at": number, **fields}


def _event_of(content: dict[str, Any]) -> s.Event:
    """The event of a line. Raises KeyError, TypeError or ValueError where there is none in it."""
    fields = {name: value for name, value in content.items() if name not in ("what", "at")}
    fields["seconds"] = _seconds(fields["seconds"])
    error = fields.get("error")
    if error is not None:
        fields["error"] = ReadError(str(error["message"]), str(fields["text"]), int(error["at"]), str(error["hint"]))
    for name in ("text", "draft"):
        if not isinstance(fields.get(name, ""), str):
            raise TypeError(name)
    if "number" in fields:
        fields["number"] = int(fields["number"])
    return _EVENTS[content["what"]](**fields)
