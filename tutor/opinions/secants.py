"""What the second opinions share: when two numbers differ, and slopes of short secants."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from tutor.evaluate import value50
from tutor.expr import Expr
from tutor.numeral import exact_number

__all__ = ["EXACT", "SHORT", "centred", "differ", "fractions", "gradient", "told"]

EXACT = 1e-40  # how far apart two values of fifty digits may be
SHORT = Fraction(1, 10**14)


def differ(theirs: Any, ours: Any, slack: float = EXACT) -> bool:
    """Are they further apart than the slack, beside their size? What is not a number differs from all."""
    return not abs(theirs - ours) <= slack * (1 + abs(theirs))


def told(theirs: Any, ours: Any, slack: float = EXACT) -> str:
    """The first number where the other one differs from it, "" where it does not."""
    return f"{float(theirs):.6g}" if differ(theirs, ours, slack) else ""


def fractions(numbers: Mapping[str, Any]) -> dict[str, Fraction]:
    """The same numbers as fractions, which is how they are put in."""
    return {name: n if isinstance(n, Fraction) else exact_number(n) for name, n in numbers.items()}


def centred(at: Callable[[Any], Any | None], step: Any) -> Any | None:
    """The slope of the secant from a step before a place to a step after it, None where an end has no value.

    `at` takes how far from the place to look.
    """
    ahead, back = at(step), at(-step)
    return None if ahead is None or back is None else (ahead - back) / (2 * step)


def gradient(f: Expr, point: Mapping[str, Any], step: Fraction = SHORT) -> list[Any]:
    """The slopes of secants along every letter of a point, with fifty digits."""
    here = fractions(point)

    def along(name: str) -> Any | None:
        return centred(lambda h: value50(f, {**here, name: here[name] + h}), step)

    return [along(name) for name in here]
