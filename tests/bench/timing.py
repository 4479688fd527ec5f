"""Medians of nine, and how they are printed."""

from __future__ import annotations

import gc
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from time import perf_counter

ROUNDS = 9


def median(work: Callable[..., object], *args: object, rounds: int = ROUNDS) -> float:
    """Seconds that `work(*args)` takes: the median of nine runs."""
    times = []
    for _ in range(rounds):
        gc.collect()
        started = perf_counter()
        work(*args)
        times.append(perf_counter() - started)
    return statistics.median(times)


def process(*args: str) -> Callable[[], object]:
    """One run of a whole process with nothing on standard input, in a home of its own."""
    home = tempfile.mkdtemp(prefix="tutor-bench-")

    def work() -> None:
        done = subprocess.run(
            [sys.executable, *args],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            env={**os.environ, "TUTOR_HOME": home},
            check=False,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(done.stderr.decode())

    return work


def spread(times: Sequence[float]) -> str:
    """Median, 95th percentile and maximum in milliseconds."""
    ordered = sorted(1000 * time for time in times)
    p95 = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    return f"median {statistics.median(ordered):.3f} ms, p95 {p95:.3f} ms, max {ordered[-1]:.2f} ms"


def say(what: str, figure: str, bar: str = "") -> None:
    """One line of the report."""
    print(f"{what:46} {figure}{f'   (bar {bar})' if bar else ''}", flush=True)
