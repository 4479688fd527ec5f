"""Verdicts a second through `--batch`, for answers that need no SymPy.

Two files of different size are run, so that starting the program and loading SymPy drop out of the difference. Process
time is what one core spends, whatever else the machine does; the clock says what somebody waits.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from tests.bench.judged import Watched, sympy_ready
from tests.bench.start import COMMAND
from tests.bench.timing import say
from tests.corpus import functions
from tests.slips import slipped
from tests.tables import rows
from tutor.derive import derive
from tutor.expr import letters
from tutor.read import Scope, read
from tutor.results import Result, check_result, equal_result
from tutor.show import show

__all__ = ["run"]

_SIZES = (3000, 9000)
_ROUNDS = 3

Item = dict[str, Any]


def run() -> None:
    """Print how many verdicts a second `tutor equal` and `tutor check` give, and how often SymPy was needed."""
    pairs = [{"a": a, "b": b, "assume": assume} for a, b, _, assume in rows("equal.tsv")]
    with sympy_ready() as worker:
        prover = Watched(worker)
        equal = _without_sympy(
            "equal", pairs, prover, lambda item: equal_result(item["a"], item["b"], item["assume"], prover)
        )
        check = _without_sympy("check", _answers(), prover, lambda item: check_result(**item, prover=prover))
        right = [item for item in check if check_result(**item, prover=prover).json["verdict"] == "correct"]
    _measure("equal", "the traps", equal)
    _measure("check", "right answers", right)
    _measure("check", "right and wrong ones, each wrong one explained", check)


def _answers() -> list[Item]:
    """To every function of the corpus the derivative as the engine writes it, and two slips in it."""
    found: list[Item] = []
    rng = Random(3)
    for asked in functions():
        f = read(asked.function, Scope(own=True))
        if asked.wrt not in letters(f):
            continue  # a constant: the command would ask for another letter
        right = derive(f, asked.wrt, order=asked.order).line
        for answer in (right, *(wrong for _, wrong in slipped(right, rng, 2))):
            item: Item = {"function": asked.function, "answer": show(answer, asked.wrt), "wrt": asked.wrt}
            found.append({**item, "order": asked.order, "assume": asked.assume})
    return found


def _without_sympy(
    command: str, items: Sequence[Item], prover: Watched, result: Callable[[Item], Result]
) -> list[Item]:
    """The items whose verdict needs no SymPy."""
    found = []
    unreadable = 0
    for item in items:
        prover.asked = False
        unreadable += result(item).json["verdict"] == "unreadable"
        if not prover.asked:
            found.append(item)
    asked = len(items) - len(found)
    say(
        f"tutor {command}: {len(items)} lines",
        f"{100 * asked / len(items):.1f}% asked SymPy, {unreadable} unreadable",
        "5%",
    )
    return found


def _measure(command: str, what: str, items: Sequence[Item]) -> None:
    lines = [json.dumps(item) for item in items]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder, f"{size}.jsonl") for size in _SIZES]
        for file, size in zip(files, _SIZES, strict=True):
            repeated = lines * (size // len(lines) + 1)
            file.write_text("\n".join(repeated[:size]) + "\n", encoding="utf-8")
        runs = [[_spent(command, file, folder) for file in files] for _ in range(_ROUNDS)]
    more = _SIZES[1] - _SIZES[0]
    say(f"tutor {command} --batch", what)
    for index, clock in enumerate(("of process time", "by the clock")):
        rates = [more / (large[index] - small[index]) for small, large in runs]
        bar = "2000" if not index else ""
        say("", f"{statistics.median(rates):.0f} verdicts a second {clock}", bar)


def _spent(command: str, file: Path, home: str) -> tuple[float, float]:
    """Seconds of process time, that of its worker included, and seconds by the clock."""
    started = perf_counter()
    process = subprocess.Popen(
        [str(COMMAND), command, "--batch", str(file)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "TUTOR_HOME": home},
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"tutor {command} --batch ended with {process.returncode}")
    return usage.ru_utime + usage.ru_stime, perf_counter() - started
