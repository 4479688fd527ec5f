"""The process with SymPy in it: it proves, it can be killed, and it never outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic

import pytest

from tutor.read import read
from tutor.worker import Worker

ROOT = Path(__file__).parent.parent
# Takes SymPy longer than anybody would wait.
ENDLESS = {
    "do": "simplify",
    "texts": ["((q0_ - 1)**5999 + (q0_ + 1)**5999)**3*sin(q0_)**400"],
    "letters": {"q0_": {"whole": 0, "sign": 0, "zero": 1}},
    "signs": [{}],
    "names": {"q0_": "x"},
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    with Worker() as started:
        yield started


def gone(pid: int, seconds: float = 5.0) -> bool:
    """Does the process end within this time?"""
    end = monotonic() + seconds
    while monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        threading.Event().wait(0.02)
    return False


def test_starting_does_not_wait_for_sympy() -> None:
    began = monotonic()
    with Worker() as fresh:
        assert not fresh.ready
        assert monotonic() - began < 0.5


def test_it_proves_and_says_by_which_stage(worker: Worker) -> None:
    assert worker.ask({"do": "nothing"}, 20) == {"id": 1, "error": "unknown request"}
    assert worker.ready
    proof = worker.prove_equal(read("sin(2x)"), read("2 sin(x) cos(x)"), {}, [{}])
    assert proof == "SymPy: exponentials"
    assert worker.prove_equal(read("x + 1"), read("x + 2"), {}, [{}]) == ""


def test_it_simplifies_for_authors(worker: Worker) -> None:
    assert worker.simplify(read("(a^2 - b^2)/(a - b)"), {}) == read("a + b")


def test_letters_that_sympy_has_for_its_own_are_letters_here(worker: Worker) -> None:
    for letter in ("S", "N", "O", "Q", "E", "I", "beta", "gamma", "zeta", "lambda", "C", "pi_1"):
        a, b = read(f"({letter} + 1)^2"), read(f"{letter}^2 + 2*{letter} + 1")
        assert worker.prove_equal(a, b, {}, [{}]) == "SymPy: expand", letter
        assert worker.prove_equal(a, read("e^2"), {}, [{}]) == "", letter


def test_a_request_that_takes_too_long_is_given_up_and_the_next_one_answered(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    process = worker._process
    assert process is not None
    began = monotonic()
    assert worker.ask(ENDLESS, 0.3) is None
    assert monotonic() - began < 1.5
    assert gone(process.pid)
    assert worker.ask({"do": "nothing"}, 20) is not None


def test_cancel_from_another_thread_ends_the_waiting(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    threading.Timer(0.2, worker.cancel).start()
    began = monotonic()
    assert worker.ask(ENDLESS, 20) is None
    assert monotonic() - began < 5
    assert worker.ask({"do": "nothing"}, 20) is not None


def test_a_worker_that_dies_is_replaced(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    process = worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert gone(process.pid)
    worker.ask({"do": "nothing"}, 20)
    assert worker.ask({"do": "nothing"}, 20) is not None


def test_closing_leaves_no_process_behind() -> None:
    fresh = Worker()
    fresh.start()
    process = fresh._process
    assert process is not None
    fresh.close()
    assert process.returncode is not None
    assert gone(process.pid)
    assert fresh.ask({"do": "nothing"}, 1) is None


def test_without_a_process_there_is_no_proof_and_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    with Worker() as none:
        assert none.ask({"do": "nothing"}, 1) is None
        assert none.prove_equal(read("x"), read("x"), {}, [{}]) == ""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs POSIX signals")
@pytest.mark.parametrize("busy", [False, True])
def test_the_worker_ends_when_its_parent_is_killed(busy: bool) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(f"""
            from tutor.worker import Worker
            worker = Worker()
            worker.start()
            worker.ask({{"do": "nothing"}}, 30)
            print(worker._process.pid, flush=True)
            worker.ask({ENDLESS if busy else {}!r}, 60)
            import time; time.sleep(60)
        """)],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert parent.stdout is not None
    with parent.stdout as lines:
        pid = int(lines.readline())
    threading.Event().wait(0.2)
    parent.kill()
    parent.wait()
    assert gone(pid)


def test_lines_that_are_no_requests_are_answered_with_an_error() -> None:
    spoken = subprocess.run(
        [sys.executable, "-m", "tutor.worker"],
        cwd=ROOT, input='nonsense\n{"do": "prove"}\n', capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    # Standard input ends at once, so not every line need be answered; what is said are lines of JSON, and no traceback.
    assert spoken.stderr == ""
    assert all(line.startswith("{") for line in spoken.stdout.splitlines())
