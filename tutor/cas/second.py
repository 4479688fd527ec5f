"""A second opinion: SymPy's own values of two sides that are thought equal, and its proof.

The sides are read from their texts alone, and a derivative in them is taken by SymPy, as points of a curve are found by
it: nothing of our own reader, rules and arithmetic has a part in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from tutor.cas.limits import limited, reason
from tutor.cas.proofs import answer, read_side
from tutor.cas.translation import Question, symbol

__all__ = ["audited"]

_FIGURES = (80, 160)  # a value counts where so many digits and so many agree
_SURE = 60  # to this many of them
_APART = 50  # two values that are the same have more digits than these in common
_ON_CURVE = 200  # digits of a point on a curve
_STEPS = 8  # from the sixteen digits that are known of it

Place = dict[Any, Any]


def audited(asked: Question, points: Sequence[Mapping[str, str]], solve: str, seconds: float) -> dict[str, Any]:
    """What SymPy makes of the question at these points, and by what stage it proves it.

    `agreeing` counts the points at which both sides have a value, and the same; `apart` is the first at which they
    have not, with both values, or None. With a third text points are moved in the letter `solve` to where that is 0.
    """
    began = monotonic()
    values: dict[str, Any] = {"agreeing": 0, "apart": None}
    try:
        with limited(seconds / 2):
            _compare(asked, points, solve, values)
    except MemoryError:
        raise
    except Exception as error:
        values["trouble"] = reason(error)
    by, tried = answer(asked, began + seconds - monotonic())
    return {"by": by, "tried": tried, **values, "ms": round(1000 * (monotonic() - began), 2)}


def _compare(asked: Question, points: Sequence[Mapping[str, str]], solve: str, values: dict[str, Any]) -> None:
    """Fill in `agreeing` and `apart`, point by point: what was found stays found when time is over."""
    from sympy import Rational, diff, re

    # Letters of no known sign: what is assumed of them must not be needed for a value.
    plain = {name: {**fact, "sign": 0} for name, fact in asked["letters"].items()}
    right, answered, *zero = (read_side(text, plain, {}) for text in asked["texts"])
    letter = symbol(solve, plain[solve], 0) if zero else None
    curve = (zero[0], diff(zero[0], letter)) if zero else None
    for index, point in enumerate(points):
        place: Place | None = {symbol(name, plain[name], 0): Rational(text) for name, text in point.items()}
        if curve is not None and place is not None:
            place = _moved(*curve, letter, place)
        if place is None:
            continue
        a, b = _value(right, place), _value(answered, place)
        if a is None or b is None:
            continue
        least = 0 if a and b else Rational(1, 10**_APART)  # where nothing but rounding is left, it is not known to be 0
        if abs(a - b) > max(least, max(abs(a), abs(b)) * Rational(1, 10**_APART)):
            shown = next(texts for n in (6, 12, 25, 60) if (texts := [str(x.n(n)) for x in (a, b)])[0] != texts[1])
            values["apart"] = {"point": index, "right": shown[0], "answer": shown[1]}
            return
        # What is not real on both sides says nothing: our points are real.
        values["agreeing"] += bool(re(a) == a)


def _value(e: Any, place: Place) -> Any | None:
    """The value at a point, None where SymPy has none that it is sure of; 0 where all digits cancel.

    Where functions are nested SymPy does not follow its own rounding errors, so it has to say the same twice.
    """
    from sympy import Integer, Rational

    first, second = (e.evalf(figures, subs=place) for figures in _FIGURES)
    if not (first.is_number and second.is_finite) or second.free_symbols:
        return None
    tiny = Rational(1, 10**_SURE)
    if (abs(first - second) <= abs(second) * tiny) == True:  # noqa: E712 (it may be neither, if SymPy leaves it open)
        return second
    return Integer(0) if (abs(first) + abs(second) < tiny) == True else None  # noqa: E712


def _moved(zero: Any, slope: Any, letter: Any, place: Place) -> Place | None:
    """The point moved along one letter until it is on the curve, by Newton's method; None where that leads nowhere."""
    from sympy import Rational

    for _ in range(_STEPS):
        missed, steepness = (e.evalf(_ON_CURVE, subs=place) for e in (zero, slope))
        if not (missed.is_real and steepness.is_real) or not steepness:
            return None
        step = missed / steepness
        place = {**place, letter: (place[letter] - step).evalf(_ON_CURVE)}
        if abs(step) <= abs(place[letter]) * Rational(1, 10 ** (_ON_CURVE - 20)):
            return place
    return None
