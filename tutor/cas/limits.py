"""What keeps SymPy from working for ever: an alarm clock, and a look at a sum before it is multiplied out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

__all__ = ["TooMuchError", "limited", "no_high_powers", "reason", "short_enough"]

_MOST_TERMS = 2000  # of an expansion


class TooMuchError(Exception):
    """A stage would take too long."""


class _OutOfTimeError(Exception):
    """A stage has taken too long."""


def reason(error: Exception) -> str:
    match error:
        case _OutOfTimeError():
            return "out of time"
        case TooMuchError():
            return "would be too long"
        case _:
            return "no answer"


@contextmanager
def limited(seconds: float) -> Iterator[None]:
    """Break off what takes longer, where the system has an alarm clock and we are in the main thread."""
    import signal
    import threading

    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise _OutOfTimeError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def short_enough(e: Any) -> None:
    """Refuse an expansion of thousands of terms before it starts."""
    if _terms(e) > _MOST_TERMS:
        raise TooMuchError


def _terms(e: Any) -> float:
    """An upper bound of the number of terms after expanding."""
    if e.is_Add:
        return sum(_terms(arg) for arg in e.args)
    if e.is_Mul:
        result = 1.0
        for arg in e.args:
            result *= _terms(arg)
        return result
    if e.is_Pow and e.exp.is_Integer and e.exp > 0:
        base, n = _terms(e.base), int(e.exp)
        # Multinomial: n + k - 1 over k - 1, bounded by both simple estimates.
        return 1 if base <= 1 else min(base**n if n < 64 else float("inf"), float(n + 1) ** (base - 1))
    return max((_terms(arg) for arg in e.args), default=1.0) if e.args else 1.0


def no_high_powers(e: Any) -> None:
    """Refuse what `simplify` would expand for minutes: 6000(x - 1)^5999."""
    from sympy import Pow as Power

    for power in e.atoms(Power):
        if power.exp.is_Integer and abs(int(power.exp)) > 60 and not power.base.is_Atom:
            raise TooMuchError
