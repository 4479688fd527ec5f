"""`tutor doctor`: what a person who helps would ask first, made to be pasted into a question.

Nothing personal is in it: the home folder is written as ~.
"""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from tutor.errors import Exit
from tutor.home import home

_PACKAGES = ("sympy", "mpmath", "prompt_toolkit", "rich", "typer", "PyYAML")

Report = dict[str, dict[str, Any]]


def print_report(as_json: bool) -> Exit:
    """Print the report; NEGATIVE where something does not work."""
    report = collect()
    if as_json:
        from tutor.results import SCHEMA

        print(json.dumps({"schema": SCHEMA, **report}, ensure_ascii=False))
    else:
        for title, lines in report.items():
            print(title)
            for name, value in lines.items():
                print(f"  {name:<16} {value}")
    fine = report["files"]["writable"] and not report["files"]["trouble"] and report["bank"]["faults"] == 0
    return Exit.FINE if fine else Exit.NEGATIVE


def collect() -> Report:
    """Versions, terminal, files, bank and timings."""
    return {
        "versions": _versions(),
        "terminal": _terminal(),
        "files": _files(),
        "bank": _bank(),
        "timings": _timings(),
    }


def _versions() -> dict[str, Any]:
    from importlib.metadata import PackageNotFoundError, version

    from tutor import __version__

    found: dict[str, Any] = {
        "tutor": __version__,
        "python": platform.python_version(),
        "system": platform.system(),
    }
    for package in _PACKAGES:
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "missing"
    return found


def _terminal() -> dict[str, Any]:
    from tutor.ui.theme import Settings

    settings = Settings.detect()
    columns, rows = settings.size()
    return {
        "TERM": os.environ.get("TERM", ""),
        "size": f"{columns} x {rows}",
        "encoding": sys.stdout.encoding,
        "input": "terminal" if sys.stdin.isatty() else "pipe",
        "output": "terminal" if sys.stdout.isatty() else "pipe",
        "colour": settings.colour,
        "ascii": settings.ascii,
        "screen reader": settings.words,
    }


def _files() -> dict[str, Any]:
    from tutor.disputes import FILE as DISPUTES
    from tutor.progress import Progress
    from tutor.unsettled import FILE as UNSETTLED
    from tutor.unsettled import count

    folder = home()
    progress = Progress(folder, datetime.now(UTC).date())
    attempts = len(progress.attempts())
    trouble = progress.trouble
    progress.close()
    disputes = folder / DISPUTES
    kept = sum(1 for _ in disputes.open(encoding="utf-8")) if disputes.exists() else 0
    fault = folder / "fault.txt"
    return {
        "folder": _short(folder),
        "writable": os.access(folder, os.W_OK),
        "attempts": attempts,
        "trouble": _short(trouble),
        "disputes": f"{kept} in {_short(disputes)}" if kept else "none",
        "unsettled": f"{pairs} in {_short(folder / UNSETTLED)}" if (pairs := count(folder)) else "none",
        "last fault": _short(fault) if fault.exists() else "none",
        "set aside": ", ".join(sorted(p.name for p in folder.glob("progress.corrupt-*"))) or "none",
    }


def _bank() -> dict[str, Any]:
    from tutor.bank import bank_folder, load_bank

    bank = load_bank()
    return {
        "folder": _short(bank_folder()),
        "problems": len(bank.entries),
        "topics": len({entry.topic for entry in bank.entries}),
        "faults": len(bank.faults),
    }


def _timings() -> dict[str, Any]:
    from tutor.bank import load_bank
    from tutor.derive import derive
    from tutor.read import read
    from tutor.worker import Worker

    found = {
        "load the bank": _milliseconds(load_bank),
        "read an answer": _milliseconds(lambda: read("3x^2 cos(x^3)")),
        "a derivation": _milliseconds(lambda: derive(read("x^2 sin(x^3)"))),
    }
    started = perf_counter()
    with Worker() as worker:
        reply = worker.ask({"do": "ping"})
        found["start SymPy"] = f"{1000 * (perf_counter() - started):.0f} ms" if reply or worker.ready else "failed"
    return found


def _milliseconds(work: Callable[[], object]) -> str:
    started = perf_counter()
    work()
    return f"{1000 * (perf_counter() - started):.1f} ms"


def _short(path: Path | str) -> str:
    """A path or a sentence with the user's own folder written as ~."""
    user = str(Path.home())
    return str(path).replace(user, "~") if len(user) > 1 else str(path)
