"""The process with SymPy in it: `python -m tutor.desk` is the other end of `worker.Worker`.

It reads requests as JSON lines from standard input and answers each with a line; it ends when its input does, also in
the midst of a computation, so it cannot outlive the program that started it.
"""

from __future__ import annotations

import _thread
import collections
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import IO, Any

_MEMORY = 1 << 30
_GRACE = 1.0  # seconds after which an audit that does not end by itself is ended


class _CutShortError(BaseException):
    """Something more urgent has come in."""


class _Desk:
    """What is asked of the process. An audit is made while there is nothing else to do, and begun anew after that."""

    def __init__(self) -> None:
        self._urgent: collections.deque[str] = collections.deque()
        self._audits: collections.deque[str] = collections.deque()
        self._something = threading.Condition()
        self._is_auditing = False

    def take_in(self, lines: IO[str]) -> None:
        """Put down every request until there are no more; the work of a thread of its own."""
        for line in lines:
            with self._something:
                (self._audits if _is_audit(line) else self._urgent).append(line)
                self._something.notify()
            if self._urgent and self._is_auditing:
                _thread.interrupt_main()
        os._exit(0)  # the other end is gone: nobody waits for what is being computed

    def work(self, replies: IO[str]) -> None:
        """Answer what is asked, for ever."""
        signal.signal(signal.SIGINT, self._interrupted)
        while True:
            with self._something:
                self._something.wait_for(lambda: self._urgent or self._audits)
                is_audit = not self._urgent
                line = (self._audits if is_audit else self._urgent).popleft()
            try:
                self._is_auditing = is_audit
                self._interrupted()  # by what has come in just now
                found = _answered(line)
                self._is_auditing = False
            except _CutShortError:
                _disarm()
                self._audits.append(line)
            else:
                _reply(replies, found)

    def _interrupted(self, *_: object) -> None:
        # Ctrl-C at the terminal may come here as well; it is not for us.
        if self._is_auditing and self._urgent:
            self._is_auditing = False
            raise _CutShortError


def _is_audit(line: str) -> bool:
    try:
        return bool(json.loads(line)["do"] == "audit")
    except (ValueError, TypeError, KeyError):
        return False


def main() -> None:
    """Answer requests until standard input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _stay_in_bounds()
    # What SymPy may print must not get between the replies.
    replies = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    desk = _Desk()
    threading.Thread(target=desk.take_in, args=(sys.stdin,), daemon=True).start()

    from tutor import cas

    cas.warm_up()
    _reply(replies, {"ready": True})
    desk.work(replies)


def _stay_in_bounds() -> None:
    """Limit the memory, where the system can."""
    if sys.platform.startswith("linux"):
        import resource

        hard = resource.getrlimit(resource.RLIMIT_AS)[1]
        limit = _MEMORY if hard == resource.RLIM_INFINITY else min(_MEMORY, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))


def _answered(line: str) -> dict[str, Any]:
    from tutor import cas
    from tutor.show import show

    request: dict[str, Any] = {}
    try:
        request = json.loads(line)
        match request["do"]:
            case "prove":
                by, tried = cas.answer(request, request["seconds"])
                result = {"by": by, "tried": tried}
            case "audit":
                from tutor.cas.second import audited

                with _killed_after(request["seconds"] + _GRACE):
                    result = audited(request, request["points"], request["solve"], request["seconds"])
            case "simplify":
                result = {"text": show(cas.simplified(request, request["names"]))}
            case _:
                result = {"error": "unknown request"}
    except MemoryError:
        os._exit(1)  # what was allocated may never be given back: a fresh process is better
    except Exception as error:  # a fault here must not end the worker
        result = {"error": f"{type(error).__name__}: {error}"}
    return {"id": request.get("id"), **result}


@contextmanager
def _killed_after(seconds: float) -> Iterator[None]:
    """The system ends this process when it has computed for so long: nobody waits for an audit, to end it in time.

    An alarm that is for Python to hear is not heard in the midst of one long multiplication.
    """
    if not hasattr(signal, "setitimer"):
        yield
        return
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


def _disarm() -> None:
    """Stop the alarms that something cut short has left."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)


def _reply(replies: IO[str], reply: Mapping[str, Any]) -> None:
    replies.write(json.dumps(reply) + "\n")
    replies.flush()


if __name__ == "__main__":
    main()
