"""Letters in functions with corners: numbers that they may stand for, and how that is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from tutor.expr import Expr, number
from tutor.show import pretty
from tutor.signs import letter
from tutor.values import REAL, Interval

__all__ = ["Instance", "allowed", "instances", "spoken", "stated"]

_BETWEEN = (Fraction(2, 5), Fraction(1, 97), Fraction(96, 97), Fraction(7, 11))  # parts of the way from end to end
_BEYOND = (Fraction(2, 3), Fraction(1, 97), Fraction(31), Fraction(7, 3))  # how far behind the only end
_ANYWHERE = (Fraction(2, 3), Fraction(-7, 3), Fraction(31), Fraction(-1, 97))

Instance = dict[str, Expr]


def instances(names: Iterable[str], known: Mapping[str, Interval]) -> tuple[Instance, ...]:
    """A few values for the letters, in the middle of what is known of them and near its ends."""
    chosen = sorted(names)
    turns = range(len(_BETWEEN)) if chosen else range(1)
    return tuple(
        {name: number(_value(known.get(name, REAL), (turn + i) % len(_BETWEEN))) for i, name in enumerate(chosen)}
        for turn in turns
    )


def _value(known: Interval, turn: int) -> Fraction:
    match known.lo, known.hi:
        case None, None:
            return _ANYWHERE[turn]
        case lo, None:
            assert lo is not None
            return lo + _BEYOND[turn]
        case None, hi:
            assert hi is not None
            return hi - _BEYOND[turn]
        case lo, hi:
            assert lo is not None and hi is not None
            return lo + (hi - lo) * _BETWEEN[turn]


def allowed(names: Iterable[str], known: Mapping[str, Interval]) -> str:
    """What is known of the letters, "0 < a < 1"; "" where that is nothing."""
    return ", ".join(filter(None, (_told(name, known.get(name, REAL)) for name in sorted(names))))


def _told(name: str, known: Interval) -> str:
    low = "" if known.lo is None else f"{pretty(number(known.lo))} {'≤' if known.lo_closed else '<'} "
    high = "" if known.hi is None else f" {'≤' if known.hi_closed else '<'} {pretty(number(known.hi))}"
    if low and not high:
        sign = "≥" if known.lo_closed else ">"
        return f"{letter(name)} {sign} {pretty(number(known.lo or 0))}"
    return f"{low}{letter(name)}{high}" if low or high else ""


def stated(names: Iterable[str], known: Mapping[str, Interval]) -> str:
    """The same before a question: "for 0 < a < 1: "."""
    told = allowed(names, known)
    return f"for {told}: " if told else ""


def spoken(names: Iterable[str], known: Mapping[str, Interval]) -> str:
    """The same for a screen reader: "Here a is greater than 0 and less than 1. "."""
    told = []
    for name in sorted(names):
        bounds = known.get(name, REAL)
        low = [] if bounds.lo is None else [f"{'at least' if bounds.lo_closed else 'greater than'} {bounds.lo}"]
        high = [] if bounds.hi is None else [f"{'at most' if bounds.hi_closed else 'less than'} {bounds.hi}"]
        told += [f"{name} is {' and '.join(low + high)}"] if low or high else []
    return f"Here {', and '.join(told)}. " if told else ""
