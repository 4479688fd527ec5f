"""A large bank: statements from entries, the draw of the next problem, and what more problems cost at the start."""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path
from time import perf_counter, process_time

from tests.bench.start import COMMAND
from tests.bench.timing import ROUNDS, say, spread
from tests.terminal import ROOT, Terminal
from tutor import kinds
from tutor.bank import Bank, load_bank
from tutor.choose import draw, plan
from tutor.problem import Problem
from tutor.sitting import Sitting

SIZES = (2_000, 10_000)
IN_A_FILE = 500
TOPICS = ("linearity", "product", "chain-general", "combined")
BAR = 0.005
BANKS, SEEDS = 3, 8


def run() -> None:
    """Print how long statements and draws take, and the start with banks of two sizes."""
    load_bank()  # what a first start writes down is there
    written = [entry.id for entry in load_bank().entries]
    _say_statements("problems", written)
    drawn = [f"{spots.id}@{seed}" for spots in load_bank().spots for seed in range(1, 1 + SEEDS)]
    drawn += [f"{entry.id}@{seed}" for entry in load_bank().entries if entry.is_drawn for seed in range(1, 1 + SEEDS)]
    _say_statements("mistakes to be spotted", drawn)
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as home:
        folders = {size: _made(Path(home, str(size)), size) for size in SIZES}
        for size, folder in folders.items():
            bank = load_bank([folder])
            say(f"a draw from {size} problems", spread(_draws(bank)), "5 ms")
        starts = {size: _start(folder) for size, folder in folders.items()}
    for size, seconds in starts.items():
        say(f"tutor drill --bank of {size}: statement on screen", f"{1000 * seconds:.0f} ms")
    say("10,000 problems against 2,000", f"{starts[SIZES[1]] / starts[SIZES[0]]:.2f}", "1.1")


def _say_statements(what: str, names: list[str]) -> None:
    times = _statements(names)
    say(f"the statement of one of {len(times)} {what}", spread(list(times.values())), "any 5 ms")
    slow = sorted((name for name in times if times[name] > BAR), key=lambda name: -times[name])
    if slow:
        print(f"  above the bar: {', '.join(f'{name} {1000 * times[name]:.1f} ms' for name in slow[:5])}")


def _statements(names: list[str]) -> dict[str, float]:
    """Seconds to each statement in all its parts: the median of three banks, after one that pays for the imports.

    What is kept of the last few problems is forgotten before a name comes again.
    """
    times: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(1 + BANKS):
        bank = load_bank()
        assert bank.spots
        for name in names:
            started = process_time()
            _set(bank.problem(name))
            times[name].append(process_time() - started)
    return {name: statistics.median(found[1:]) for name, found in times.items()}


def _set(problem: Problem) -> None:
    for part in problem.parts or (problem,):
        kinds.statement(part)


def _draws(bank: Bank) -> list[float]:
    wanted, sitting, times = plan(bank.pool, bank.problem, seed=1), Sitting(100, 1), []
    for _ in range(10 * ROUNDS):
        started = process_time()
        sitting = draw(sitting, wanted, [])
        times.append(process_time() - started)
    return times


def _start(folder: Path) -> float:
    """Seconds to the first statement of a drill: the median of nine, after one in which the bank is read."""
    times = []
    with tempfile.TemporaryDirectory(prefix="tutor-bench-") as home:
        for _ in range(1 + ROUNDS):
            for left in Path(home, "tutor").glob("progress*"):
                left.unlink()
            started = perf_counter()
            args = ["drill", "--bank", str(folder), "--seed", "1"]
            here = {"PYTHONPATH": str(ROOT)}
            with Terminal(args, Path(home), answers=True, program=str(COMMAND), env=here) as terminal:
                terminal.until("find f′(")
                times.append(perf_counter() - started)
    return statistics.median(times[1:])


def _made(folder: Path, size: int) -> Path:
    """A bank of so many problems in files of 500."""
    folder.mkdir()
    for first in range(0, size, IN_A_FILE):
        problems = "".join(map(_problem, range(first, first + IN_A_FILE)))
        Path(folder, f"{first:05}.yaml").write_text(f"title: From {first}\nproblems:\n{problems}", encoding="utf-8")
    return folder


def _problem(n: int) -> str:
    function, answer = f"{n + 2}x^{n % 7 + 2} + sin(x)", f"{(n + 2) * (n % 7 + 2)}x^{n % 7 + 1} + cos(x)"
    topic = TOPICS[n % len(TOPICS)]
    fields = {"id": f"made-{n}", "topic": topic, "function": function, "answer": answer, "note": f"Number {n}."}
    return "  - " + "\n    ".join(f"{name}: {said}" for name, said in fields.items()) + "\n\n"
