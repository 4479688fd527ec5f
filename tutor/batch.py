"""The same commands over JSON lines: objects in, one result a line out, in the order of the input.

A broken line gives an `unreadable` result and does not stop the run.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tutor.errors import Exit, TutorError
from tutor.home import home
from tutor.results import (
    METHODS,
    SCHEMA,
    Result,
    Wanted,
    check_problem,
    check_result,
    equal_result,
    error_object,
    read_result,
    steps_result,
    wanted,
)
from tutor.unsettled import keep

if TYPE_CHECKING:
    from tutor.bank import Bank
    from tutor.worker import Worker


def run_batch(
    path: Path, command: str, banks: list[Path] | None = None, *, why: bool = False, audit: bool = False
) -> Exit:
    """Answer every line of the file (`-` is standard input); always FINE once every line has its result.

    With `why` each has the evidence, and with `audit` SymPy goes over every answer that is found right. Raises
    TutorError when the file cannot be read.
    """
    if str(path) == "-":
        _answer(sys.stdin, command, banks, why, audit)
        return Exit.FINE
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not text in UTF-8"
        raise TutorError(f"{path} cannot be read: {reason.lower()}") from error
    _answer(lines, command, banks, why, audit)
    return Exit.FINE


def _answer(lines: Iterable[str], command: str, banks: list[Path] | None, why: bool, audit: bool) -> None:
    from tutor.worker import Worker

    encoded = json.JSONEncoder(ensure_ascii=False).encode
    folder = home()
    with Worker() as worker:
        maker = _makers(worker, banks, wanted(worker, why=why, audit=audit))[command]
        for number, line in enumerate(lines, start=1):
            if line.strip():
                print(encoded(_one(line, number, maker, folder)), flush=True)


def _makers(worker: Worker, banks: list[Path] | None, more: Wanted) -> dict[str, Callable[[Mapping[str, Any]], Result]]:
    """How each command makes its result from the fields of a line."""
    loaded: list[Bank] = []

    def bank() -> Bank:
        from tutor.bank import load_bank

        if not loaded:
            loaded.append(load_bank(banks))
        return loaded[0]

    def check(item: Mapping[str, Any]) -> Result:
        if "problem" in item:
            problem = bank().problem(_text(item, "problem"), _seed(item))
            return check_problem(problem, _text(item, "answer"), worker, more)
        wrt, order, assume = _given(item, "wrt"), _order(item), _given(item, "assume") or ""
        return check_result(_text(item, "function"), _text(item, "answer"), wrt, order, assume, worker, more)

    def equal(item: Mapping[str, Any]) -> Result:
        return equal_result(_text(item, "a"), _text(item, "b"), _given(item, "assume") or "", worker, more)

    def steps(item: Mapping[str, Any]) -> Result:
        at = item.get("at")
        place = str(at) if isinstance(at, int | float) and not isinstance(at, bool) else _given(item, "at")
        return steps_result(_text(item, "function"), _given(item, "wrt"), _order(item), _method(item), place)

    return {
        "read": lambda item: read_result(_text(item, "text")),
        "steps": steps,
        "check": check,
        "equal": equal,
    }


def _one(line: str, number: int, maker: Callable[[Mapping[str, Any]], Result], folder: Path) -> dict[str, Any]:
    """The result of one line, with the line's own `id` in it."""
    try:
        item = json.loads(line)
    except ValueError as error:
        where = f" from column {error.colno} on: {error.msg}" if isinstance(error, json.JSONDecodeError) else ""
        return _broken(None, TutorError(f"line {number} is not JSON{where}"))
    if not isinstance(item, dict):
        return _broken(None, TutorError(f"line {number} must be one JSON object, in braces"))
    try:
        result = maker(item)
    except TutorError as error:
        return _broken(item.get("id"), error)
    keep(folder, result.unsettled)
    made = result.json
    return _with_id(made, item["id"]) if "id" in item else made


def _with_id(made: dict[str, Any], id: Any) -> dict[str, Any]:
    return {
        "schema": SCHEMA,
        "id": id,
        **{key: value for key, value in made.items() if key not in ("schema", "id")},
    }


def _broken(id: Any, error: TutorError) -> dict[str, Any]:
    return {
        "schema": SCHEMA, "id": id, "verdict": "unreadable", "how": None, "witness": None, "mistakes": [],
        "message": error.message, "error": error_object(error),
    }  # fmt: skip


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    if not isinstance(value, str):
        raise TutorError(f'the line has no text "{name}"')
    return value


def _given(item: Mapping[str, Any], name: str) -> str | None:
    """A text that may be left out."""
    return None if item.get(name) is None else _text(item, name)


def _method(item: Mapping[str, Any]) -> str:
    method = _given(item, "method") or METHODS[0]
    if method not in METHODS:
        raise TutorError(f'"method" must be one of {", ".join(METHODS)}')
    return method


def _seed(item: Mapping[str, Any]) -> int | None:
    value = item.get("seed")
    if value is not None and (not isinstance(value, int) or isinstance(value, bool)):
        raise TutorError('"seed" must be a whole number')
    return value


def _order(item: Mapping[str, Any]) -> int:
    value = item.get("order", 1)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= 9:
        raise TutorError('"order" must be a whole number from 1 to 9')
    return value
