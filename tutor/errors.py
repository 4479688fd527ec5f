"""What can go wrong, and what the program answers to the shell.

A `TutorError` is a sentence for a person. Everything else that escapes is a fault of ours (`Exit.FAULT`).
"""

from __future__ import annotations

from enum import IntEnum

TYPE_CHECKING = False  # see tutor/__init__.py
if TYPE_CHECKING:
    from pathlib import Path


class Exit(IntEnum):
    """Exit codes of every command."""

    FINE = 0
    NEGATIVE = 1  # a readable answer that is not right, lint findings
    USAGE = 2  # wrong usage, unreadable text or bank
    UNDECIDED = 3
    FAULT = 70  # our own fault, with a saved report
    INTERRUPTED = 130


class TutorError(Exception):
    """A sentence that says what was found and what to do; its children say where."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class ReadError(TutorError):
    """A text could not be read: `message` is the reason, `at` the column (from 0), `hint` what to try.

    `at` counts the characters of `text` as it was typed, so a caret stands under the right one.
    """

    def __init__(self, message: str, text: str, at: int, hint: str = "") -> None:
        super().__init__(message)
        self.text = text
        self.at = at
        self.hint = hint

    def __str__(self) -> str:
        said = f"{self.message}; {self.hint}" if self.hint else self.message
        return f"{self.text}\n{' ' * self.at}^ {said}"


class BankError(TutorError):
    """A bank file is faulty at `line` and `column` (both from 1; 0 where there is no place)."""

    def __init__(self, message: str, file: Path | str, line: int = 0, column: int = 0) -> None:
        super().__init__(message)
        self.file = file
        self.line = line
        self.column = column

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}:{self.column}" if self.line else f"{self.file}"
        return f"{place}: {self.message}"
