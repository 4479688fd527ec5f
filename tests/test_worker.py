"""The process with SymPy in it: it proves, it can be killed, and it never outlives the one that started it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from time import monotonic

import pytest

from tutor.audit import State
from tutor.budget import Budget
from tutor.read import read
from tutor.verdict import Grounds
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


# Takes SymPy so much memory that the system refuses it.
GREEDY = {"do": "prove", "seconds": 1, "texts": ["(0,)*10**11", "q0_"], "letters": {}, "signs": [{}]}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux")
def test_a_request_that_needs_too_much_memory_ends_and_a_fresh_process_answers_the_next(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    process = worker._process
    assert process is not None
    assert worker.ask(GREEDY, 20) is None
    assert gone(process.pid)
    worker.ask({"do": "nothing"}, 20)
    assert worker.prove_equal(read("sin(2x)"), read("2 sin(x) cos(x)"), {}, [{}]) == "SymPy: exponentials"


def test_what_was_tried_is_noted_with_its_signs(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    budget = Budget(20)
    worker.prove_equal(read("|x|"), read("sqrt(x^2) + 0"), {}, [{"x": 1}, {"x": -1}], budget=budget)
    assert [(note.stage, note.said) for note in budget.notes] == [
        ("SymPy: same form", "equal for x > 0"),
        ("SymPy: same form", "equal for x < 0"),
    ]


def test_without_time_nothing_is_asked(worker: Worker) -> None:
    budget = Budget(0)
    assert worker.prove_equal(read("x"), read("x"), {}, [{}], budget=budget) == ""
    assert budget.notes == []


# Audits ---------------------------------------------------------------------------------------------------------------

POINTS = ({"x": Fraction(7, 10)}, {"x": Fraction(-2)})


def grounds(right: str, answer: str) -> Grounds:
    return Grounds(read(right), read(answer), {}, ({},), POINTS)


# SymPy works at it for a second, and finds nothing.
SLOW = grounds("sin(cos(x^3 + 1) + tan(x)) e^(x sin(x)) + arctan(x^2)^x", "1")


def test_an_audit_is_asked_for_in_passing(worker: Worker) -> None:
    pending = worker.begin(grounds("(x + 1)^2", "x^2 + 2x + 1"))
    assert pending.audit.state is State.OPEN or pending.audit.by
    audit = pending.wait(20)
    assert (audit.by, audit.agreeing, audit.apart) == ("SymPy: expand", 2, None)
    assert pending.audit == audit


def test_each_audit_has_its_own_result_and_proofs_asked_meanwhile_have_theirs(worker: Worker) -> None:
    right = [worker.begin(grounds(f"(x + {k})^2", f"x^2 + {2 * k}x + {k * k}")) for k in range(1, 4)]
    assert worker.prove_equal(read("sin(2x)"), read("2 sin(x) cos(x)"), {}, [{}]) == "SymPy: exponentials"
    wrong = worker.begin(grounds("x^2", "x^3"))
    assert worker.prove_equal(read("x + 1"), read("x + 2"), {}, [{}]) == ""
    assert [pending.wait(20).agrees for pending in right] == [True, True, True]
    apart = wrong.wait(20).apart
    assert apart is not None
    assert (apart.place, apart.right, apart.answer) == ("x = 0.7", "0.490000", "0.343000")


def test_a_proof_goes_first_and_the_audit_is_made_afterwards(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    pending = worker.begin(SLOW)
    assert worker.prove_equal(read("sin(2x)"), read("2 sin(x) cos(x)"), {}, [{}]) == "SymPy: exponentials"
    assert pending.audit.state is State.OPEN  # a second's work was broken off, and is begun anew
    assert pending.wait(20).state is State.DONE


def test_an_audit_outlives_the_process_that_was_making_it(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    pending = worker.begin(grounds("(x + 1)^2", "x^2 + 2x + 1"))
    slow = worker.begin(SLOW)
    process = worker._process
    assert process is not None
    os.kill(process.pid, signal.SIGKILL)
    assert gone(process.pid)
    assert slow.wait(20).state is State.DONE
    assert pending.wait(20).by == "SymPy: expand"


def test_a_proof_that_is_given_up_does_not_lose_the_audits(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    pending = worker.begin(SLOW)
    assert worker.ask(ENDLESS, 0.3) is None
    assert pending.wait(20).state is State.DONE


# A comparison of a minute that no alarm of Python's can interrupt.
DEAF = {
    "do": "audit", "seconds": 0.1, "texts": ["(((0,)*10**4,)*10**6).count((0,)*10**4)", "q0_"],
    "letters": {}, "signs": [{}], "points": [], "solve": "",
}  # fmt: skip


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs the timers of Unix")
def test_an_audit_that_hears_no_alarm_is_ended_by_the_system(worker: Worker) -> None:
    worker.ask({"do": "nothing"}, 20)
    process = worker._process
    assert process is not None
    assert worker.ask(DEAF, 600) is None
    assert process.returncode == -signal.SIGPROF


def test_an_audit_is_not_asked_for_a_third_time() -> None:
    with Worker() as fresh:
        pending = fresh.begin(SLOW)
        for _ in range(2):
            process = fresh._process
            assert process is not None
            os.kill(process.pid, signal.SIGKILL)
            assert gone(process.pid)
            assert fresh._audits
            fresh.start()
        assert (pending.audit.state, pending.audit.notes) == (State.DONE, ())
        assert fresh.begin(grounds("x + x", "2x")).wait(20).agrees is True


# Each gelu(u) is written for SymPy with u in it twice.
LONG = "gelu(" * 40 + "x" + ")" * 40


def test_what_would_be_too_long_for_sympy_is_not_asked(worker: Worker) -> None:
    budget = Budget(20)
    assert worker.prove_equal(read(LONG), read("x"), {}, [{}], budget=budget) == ""
    assert [note.said for note in budget.notes] == ["written out for SymPy this would be too long"]
    audit = worker.begin(grounds(LONG, "x")).audit
    assert (audit.state, audit.agrees) == (State.DONE, None)


def test_closing_leaves_no_audit_open() -> None:
    fresh = Worker()
    fresh.start()
    pending = fresh.begin(SLOW)
    fresh.close()
    assert pending.wait(20).state is State.DONE


# Its end --------------------------------------------------------------------------------------------------------------


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
        assert none.begin(grounds("x", "x")).wait(20).state is State.DONE


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
        [sys.executable, "-m", "tutor.desk"],
        cwd=ROOT, input='nonsense\n{"do": "prove"}\n', capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    # Standard input ends at once, so not every line need be answered; what is said are lines of JSON, and no traceback.
    assert spoken.stderr == ""
    assert all(line.startswith("{") for line in spoken.stdout.splitlines())
