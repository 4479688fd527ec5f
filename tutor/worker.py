"""SymPy in a process of its own, which can be killed: a proof that takes too long costs the student nothing.

`Worker` starts the process (`desk`) without waiting, asks it line by line, and after a time-out kills it and starts
another. Where no process can be started every answer is None, and verdicts do without proofs.

Audits are asked for in passing: nobody waits for them, whatever else is asked goes first, and an audit that is
being made then is begun anew afterwards. Every reply carries the number of its request, so none is taken for another.
"""

from __future__ import annotations

import io
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from tutor.audit import Audit, Pending
    from tutor.budget import Budget
    from tutor.expr import Expr
    from tutor.values import Interval
    from tutor.verdict import Grounds

__all__ = ["Prover", "Worker"]

SOFT = 1.3  # seconds that a verdict may wait for a proof; the worker itself gives up before
HARD = 5.0  # seconds after which any request is given up
_STARTS = 3  # how often a process may die before it was ever ready
_TRIES = 2  # how often an audit is asked for: it may be the reason why the process died
_LEAST = 0.1  # seconds; with less left there is no point in asking for a proof


class Prover(Protocol):
    """Something that can prove two expressions equal."""

    def prove_equal(
        self,
        a: Expr,
        b: Expr,
        assume: Mapping[str, Interval],
        signs: Sequence[Mapping[str, int]],
        zero: Expr | None = None,
        *,
        budget: Budget | None = None,
    ) -> str:
        """The name of the proof; "" if none was found in time. What was tried is noted in the budget.

        `signs` are the combinations of signs of letters for which it has to hold; with `zero` it has to hold only
        where that is 0.
        """


class Worker:
    """The process with SymPy in it. Use it from one thread at a time; `cancel` may come from anywhere."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._replies: queue.SimpleQueue[dict[str, Any] | None] = queue.SimpleQueue()
        self._is_ready = threading.Event()
        self._asked = 0
        self._starts = 0
        self._closed = False
        self._audits: dict[int, _Audit] = {}

    def __enter__(self) -> Worker:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def ready(self) -> bool:
        """Has SymPy been loaded and warmed up?"""
        return self._is_ready.is_set()

    def start(self) -> None:
        """Start the process if there is none; returns at once, while it loads SymPy."""
        if self._closed or self._alive():
            return
        self._discard()
        if self._starts < _STARTS:
            self._launch()
        for asked in list(self._audits):
            self._send_audit(asked)

    def _launch(self) -> None:
        self._starts += 1
        self._is_ready = threading.Event()
        self._replies = queue.SimpleQueue()
        home = str(Path(__file__).parent.parent)
        path = os.pathsep.join(p for p in (home, os.environ.get("PYTHONPATH", "")) if p)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tutor.desk"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                # Nothing is held back on the way: what a dead process did not take is simply lost.
                bufsize=0,
                env={**os.environ, "PYTHONPATH": path},
                # Ctrl-C at the terminal is for the drill, not for this process.
                start_new_session=True,
            )
        except OSError:
            self._process = None
            return
        threading.Thread(
            target=_listen,
            args=(self._process, self._replies, self._is_ready, self._audits),
            daemon=True,
            name="worker replies",
        ).start()

    def ask(self, request: Mapping[str, Any], timeout: float = HARD) -> dict[str, Any] | None:
        """The reply; None if there was none in time: the process has then been killed and started again."""
        end = monotonic() + timeout
        self.start()
        if not self._alive() or not self._is_ready.wait(max(0.0, end - monotonic())):
            return None  # still loading: no reason to kill it
        if not self._alive():
            self._again()
            return None
        self._starts = 0
        asked = self._next()
        try:
            self._send({**request, "id": asked})
            while (left := end - monotonic()) > 0:
                reply = self._replies.get(timeout=left)
                if reply is None:
                    break
                if reply.get("id") == asked:
                    return reply
        except (OSError, ValueError, queue.Empty):
            pass
        except BaseException:
            self._again()
            raise
        self._again()
        return None

    def prove_equal(
        self,
        a: Expr,
        b: Expr,
        assume: Mapping[str, Interval],
        signs: Sequence[Mapping[str, int]],
        zero: Expr | None = None,
        *,
        budget: Budget | None = None,
    ) -> str:
        """The stage of SymPy that proves a = b; "" if none did, or if there is no worker."""
        from tutor.audit import stages_of
        from tutor.budget import Budget, GivenUpError
        from tutor.cas import SECONDS, letter_names, question

        budget = budget or Budget()
        seconds = min(SECONDS, budget.left - _LEAST)
        if seconds < _LEAST:
            return ""
        began = monotonic()
        trees = (a, b) if zero is None else (a, b, zero)
        try:
            asked = question(*trees, assume=assume, signs=signs)
        except GivenUpError as error:
            budget.note("SymPy", error.message, monotonic() - began)
            return ""
        reply = self.ask({"do": "prove", "seconds": seconds, **asked}, min(SOFT, budget.left))
        if reply is None:
            budget.note("SymPy", "no answer in time", monotonic() - began)
            return ""
        budget.notes.extend(stages_of(reply, letter_names(*trees, assume=assume)))
        return str(reply.get("by", ""))

    def begin(self, grounds: Grounds) -> Pending:
        """Ask for an audit, which is made whenever there is nothing else to do; returns at once."""
        from tutor.audit import request

        if self.ready and self._alive():
            self._starts = 0
        asked = self._next()
        pending = self._audits[asked] = _Audit(self, grounds, request(grounds))
        self.start()
        if pending.tries == 0:
            self._send_audit(asked)
        return pending

    def _send_audit(self, asked: int) -> None:
        """Send an audit to the process there is now; it ends without a result where that is no use."""
        pending = self._audits.get(asked)
        if pending is None:
            return
        if pending.request is None or pending.tries == _TRIES or not self._alive():
            self._audits.pop(asked, None)
            pending.reply({})
            return
        pending.tries += 1
        # A process that has just died leaves it waiting for the next one.
        with suppress(OSError, ValueError):
            self._send({**pending.request, "id": asked})

    def simplify(self, e: Expr, assume: Mapping[str, Interval]) -> Expr | None:
        """What SymPy thinks simplest, for authors; None if it takes too long or cannot be written here."""
        from tutor.cas import letter_names, question
        from tutor.read import Scope, read

        asked = question(e, assume=assume)
        reply = self.ask({"do": "simplify", "names": letter_names(e, assume=assume), **asked}, HARD)
        return read(reply["text"], Scope(own=True)) if reply and "text" in reply else None

    def cancel(self) -> None:
        """Give up what is being asked, from any thread or signal handler; whoever waits for it gets None."""
        process = self._process
        if process is not None:
            with suppress(OSError):
                process.kill()

    def close(self) -> None:
        """End the process for good; it gets a moment to go by itself."""
        self._closed = True
        for pending in list(self._audits.values()):
            pending.reply({})
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
        self._discard()

    def _next(self) -> int:
        self._asked += 1
        return self._asked

    def _alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def _send(self, request: Mapping[str, Any]) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        line = memoryview(json.dumps(request).encode() + b"\n")
        while line:
            line = line[self._process.stdin.write(line) :]

    def _again(self) -> None:
        """Kill what is left of the process and start another one."""
        self._discard()
        self.start()

    def _discard(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            with suppress(OSError):
                process.kill()
            process.wait()
            if process.stdin is not None:
                process.stdin.close()


class _Audit:
    """An audit that the worker was asked for."""

    def __init__(self, worker: Worker, grounds: Grounds, request: Mapping[str, Any] | None) -> None:
        self.worker = worker
        self.grounds = grounds
        self.request = request
        self.tries = 0
        self.stirred = threading.Event()  # there is a reply, or the process has died
        self._reply: Mapping[str, Any] | None = None

    @property
    def audit(self) -> Audit:
        from tutor.audit import OPEN, audit_of

        if self._reply is None:
            self.worker.start()  # where the process has died meanwhile, and takes the audit along
        return OPEN if self._reply is None else audit_of(self.grounds, self._reply)

    def wait(self, seconds: float) -> Audit:
        end = monotonic() + seconds
        while self._reply is None and (left := end - monotonic()) > 0:
            self.worker.start()
            if self.stirred.wait(left) and self._reply is None:
                self.stirred.clear()
        return self.audit

    def reply(self, found: Mapping[str, Any]) -> None:
        """The end of it; an empty one is that of a worker that gave up."""
        self._reply = found
        self.stirred.set()


def _listen(
    process: subprocess.Popen[bytes],
    replies: queue.SimpleQueue[dict[str, Any] | None],
    ready: threading.Event,
    audits: dict[int, _Audit],
) -> None:
    """Pass replies on until the process ends; None is the last."""
    assert process.stdout is not None
    with process.stdout as raw, io.BufferedReader(cast(io.RawIOBase, raw)) as lines, suppress(OSError, ValueError):
        for line in lines:
            reply = json.loads(line)
            if reply.get("ready"):
                ready.set()
            elif (pending := audits.pop(reply.get("id"), None)) is not None:
                pending.reply(reply)
            else:
                replies.put(reply)
    with suppress(OSError):
        process.kill()  # it has said its last word, or something that is none
    process.wait()
    replies.put(None)
    ready.set()  # whoever waits for it shall see that it is gone
    for pending in list(audits.values()):
        pending.stirred.set()
