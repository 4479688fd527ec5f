"""How long a person waits: commands as whole processes, the statement and the prompt on a real pseudo-terminal.

Every figure is a ratio to `python -c "import sympy"` in the same run.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import cache
from pathlib import Path
from time import perf_counter

from tests.bench.timing import ROUNDS, median, process, say, spread
from tests.terminal import Terminal

# The command as it is installed; `-m tutor` would pay for runpy too.
COMMAND = Path(sys.executable).with_name("tutor")
DRILL = ["drill", "chain-general", "--kind", "differentiate", "--seed", "1", "--count", "3"]

PROMPT = "\n f′(x) ="


def run() -> None:
    """Print the ratios, the echo of a key while SymPy loads, and the memory of both processes."""
    base = median(process("-c", "import sympy"))
    say("python -c 'import sympy'", f"{1000 * base:.0f} ms")
    for name, args, bar in (
        ("tutor --version", ("-m", "tutor", "--version"), "0.10"),
        ("tutor --help", ("-m", "tutor", "--help"), "0.55"),
        ("tutor rules chain", ("-m", "tutor", "rules", "chain"), "0.55"),
        ("tutor stats", ("-m", "tutor", "stats"), ""),
    ):
        say(name, f"{median(process(*args)) / base:.2f}", bar)
    _cards()
    drills: tuple[tuple[str, list[str]], ...] = (("tutor", []), ("tutor drill TOPIC", DRILL))
    for name, drill in drills:
        statement, prompt = _until(drill, "find f′("), _until(drill, "\n f′(")
        say(f"{name}: statement on screen", f"{statement / base:.2f}  ({1000 * statement:.0f} ms)", "0.40")
        say(f"{name}: prompt ready", f"{prompt / base:.2f}  ({1000 * prompt:.0f} ms)", "0.65")
    say("a key echoed while SymPy loads", spread(_echoes()), "p95 16 ms")
    say("resident size of both processes", f"{_resident():.0f} MB", "150 MB")


def _cards() -> None:
    """What a card takes against the help, one after the other in each round."""
    commands = {name: process("-m", "tutor", *name.split()) for name in ("--help", "rules product", "terms gradient")}
    times: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(2 * ROUNDS):
        for name, work in commands.items():
            started = perf_counter()
            work()
            times[name].append(perf_counter() - started)
    base = statistics.median(times.pop("--help"))
    for name, found in times.items():
        say(f"tutor {name} against tutor --help", f"{statistics.median(found) / base:.2f}", "1.0")


@cache
def _warm_home() -> Path:
    """A home in which the program has run once, as it has for everybody but on the first day."""
    home = Path(tempfile.mkdtemp(prefix="tutor-bench-"))
    args = [str(COMMAND), "check", "--id", "chain-ex2a", "1"]
    subprocess.run(args, env={**os.environ, "TUTOR_HOME": str(home)}, capture_output=True, check=False)
    return home


def _drill(work: Callable[[Terminal, float], float], args: list[str] = DRILL) -> float:
    with tempfile.TemporaryDirectory() as home:
        shutil.copytree(_warm_home(), Path(home, "tutor"))
        started = perf_counter()
        with Terminal(args, Path(home), answers=True, program=str(COMMAND)) as terminal:
            return work(terminal, started)


def _until(args: list[str], text: str) -> float:
    """Seconds from the start of the process until the text is on the screen: the median of nine."""

    def work(terminal: Terminal, started: float) -> float:
        terminal.until(text)
        return perf_counter() - started

    return statistics.median(_drill(work, args) for _ in range(ROUNDS))


def _echoes() -> list[float]:
    """Seconds from each key to its echo, typed one after the other as soon as the prompt is there."""
    times: list[float] = []

    def work(terminal: Terminal, _: float) -> float:
        terminal.until(PROMPT)
        typed = ""
        for key in "3x^2cos(x^3)+sin(x)-2x":
            typed += key
            started = perf_counter()
            terminal.send(key)
            terminal.until(f"{PROMPT} {typed}")
            times.append(perf_counter() - started)
        return 0.0

    for _ in range(ROUNDS):
        _drill(work)
    return times


def _resident() -> float:
    """Megabytes of the drill and its worker together, after an answer was checked."""
    if not sys.platform.startswith("linux"):
        return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024

    def work(terminal: Terminal, _: float) -> float:
        terminal.until(PROMPT)
        terminal.enter("1")
        terminal.until("Not yet")
        before, size = -1, 0
        while size != before:  # until SymPy is loaded
            while terminal.take_in(0.5):
                pass
            before, size = size, sum(map(_size_of, (terminal.process.pid, *_children(terminal.process.pid))))
        return size / 1024

    return _drill(work)


def _size_of(pid: int) -> int:
    """Kilobytes resident."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("VmRSS")), 0)


def _children(pid: int) -> list[int]:
    # The worker may have been started by any thread of the drill.
    lists = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for found in lists for child in found.read_text(encoding="ascii").split()]
