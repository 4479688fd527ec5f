"""Answers that are to be looked at again by a person, kept in a local file: one JSON object a line."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from tutor.answers.prose import plain
from tutor.answers.writing import show
from tutor.kinds import subject

if TYPE_CHECKING:
    from tutor.kinds import Marking
    from tutor.problem import Problem

__all__ = ["FILE", "keep"]

FILE = "disputes.jsonl"


def keep(folder: Path, problem: Problem, marking: Marking, at: datetime, why: str) -> Path:
    """Add an answer and say where it is kept. Raises OSError if it cannot be."""
    from tutor.verdict import word

    entry = {
        "at": at.isoformat(timespec="seconds"),
        "problem": problem.name,
        "function": plain(subject(problem), problem.wrt),
        "wrt": problem.wrt,
        "order": problem.order,
        "answer": marking.text,
        "read_as": show(marking.value, problem.wrt) if marking.value is not None else None,
        "verdict": word(marking.verdict),
        "why": why,
    }
    path = folder / FILE
    folder.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        file.write(json.dumps(entry, ensure_ascii=False) + "\n")
    return path
