"""SymPy in a process of its own, which can be killed: a proof that takes too long costs the student nothing.

`python -m tutor.worker` reads requests as JSON lines from standard input and answers each with a line; it
ends when its input does, also in the midst of a computation, so it cannot outlive the program that started
it. `Worker` is that program's end: it starts the process without waiting, asks, and after a time-out kills it
and starts another. Where no process can be started every answer is None, and verdicts do without proofs.
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
from typing import IO, TYPE_CHECKING, Any, Protocol, cast

if TYPE_CHECKING:
    from tutor.budget import Budget
    from tutor.expr import Expr
    from tutor.values import Interval

__all__ = ["Prover", "Worker"]

SOFT = 1.3  # seconds that a verdict may wait for a proof; the worker itself gives up before
HARD = 5.0  # seconds after which any request is given up
_MEMORY = 1 << 30
_LEAST = 0.1  # seconds; with less left there is no point in asking for a proof
_MOST_PARTS = 3000  # of the longer side: more would take long to write and longer to read
_STARTS = 3  # how often a process may die before it was ever ready


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
        """The name of the proof; "" if none was found in time.

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
        if self._closed or self._starts >= _STARTS or self._alive():
            return
        self._discard()
        self._starts += 1
        self._is_ready = threading.Event()
        self._replies = queue.SimpleQueue()
        home = str(Path(__file__).parent.parent)
        path = os.pathsep.join(p for p in (home, os.environ.get("PYTHONPATH", "")) if p)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tutor.worker"],
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
            args=(self._process, self._replies, self._is_ready),
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
        self._asked += 1
        asked = self._asked
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
        from tutor.budget import Budget
        from tutor.cas import SECONDS, question
        from tutor.expr import is_longer

        budget = budget or Budget()
        seconds = min(SECONDS, budget.left - _LEAST)
        trees = (a, b) if zero is None else (a, b, zero)
        if seconds < _LEAST or any(is_longer(tree, _MOST_PARTS) for tree in trees):
            return ""
        asked = {"do": "prove", "seconds": seconds, **question(*trees, assume=assume, signs=signs)}
        reply = self.ask(asked, min(SOFT, budget.left))
        return str(reply.get("by", "")) if reply else ""

    def simplify(self, e: Expr, assume: Mapping[str, Interval]) -> Expr | None:
        """What SymPy thinks simplest, for authors; None if it takes too long or cannot be written here."""
        from tutor.cas import question, safe_names
        from tutor.expr import letters
        from tutor.read import Scope, read

        asked = question(e, assume=assume)
        names = {safe: name for name, safe in safe_names(letters(e) | assume.keys()).items()}
        reply = self.ask({"do": "simplify", "names": names, **asked}, HARD)
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
        process = self._process
        if process is None:
            return
        if process.stdin is not None:
            process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(0.5)
        self._discard()

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


def _listen(
    process: subprocess.Popen[bytes], replies: queue.SimpleQueue[dict[str, Any] | None], ready: threading.Event
) -> None:
    """Pass replies on until the process ends; None is the last."""
    assert process.stdout is not None
    with process.stdout as raw, io.BufferedReader(cast(io.RawIOBase, raw)) as lines, suppress(OSError, ValueError):
        for line in lines:
            reply = json.loads(line)
            if reply.get("ready"):
                ready.set()
            else:
                replies.put(reply)
    with suppress(OSError):
        process.kill()  # it has said its last word, or something that is none
    process.wait()
    replies.put(None)
    ready.set()  # whoever waits for it shall see that it is gone


# The process itself -----------------------------------------------------------------------------------------


def main() -> None:
    """Answer requests until standard input ends."""
    _stay_in_bounds()
    # What SymPy may print must not get between the replies.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    requests: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin, requests), daemon=True).start()

    from tutor import cas

    cas.warm_up()
    _reply(replies, {"ready": True})
    while True:
        _reply(replies, _answered(requests.get()))


def _stay_in_bounds() -> None:
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform.startswith("linux"):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _read(lines: IO[str], requests: queue.SimpleQueue[str]) -> None:
    for line in lines:
        requests.put(line)
    os._exit(0)  # the other end is gone: nobody waits for what is being computed


def _answered(line: str) -> dict[str, Any]:
    from tutor import cas
    from tutor.show import show

    request: dict[str, Any] = {}
    try:
        request = json.loads(line)
        match request["do"]:
            case "prove":
                result = {"by": cas.answer(request, request["seconds"])}
            case "simplify":
                result = {"text": show(cas.simplified(request, request["names"]))}
            case _:
                result = {"error": "unknown request"}
    except Exception as error:  # a fault here must not end the worker
        result = {"error": f"{type(error).__name__}: {error}"}
    return {"id": request.get("id"), **result}


def _reply(replies: IO[str], reply: Mapping[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
