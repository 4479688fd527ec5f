"""A slope that grows without bound: who says that there is none is right, and has not yet said which way it goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tutor.answers.model import Infinity, Row, Word

if TYPE_CHECKING:
    from tutor.answers.model import Value

__all__ = ["NO_FINITE_SLOPE", "with_direction"]

NO_FINITE_SLOPE = "Right, there is no finite slope: it grows without bound. Type which way it goes, oo or -oo."


def with_direction(expected: Value, given: Value) -> Value:
    """The answer with the infinite slopes that are expected where it says that there are none."""
    match expected, given:
        case Infinity(), Word():
            return expected
        case Row(right), Row(items) if len(right) == len(items):
            return Row(tuple(map(with_direction, right, items)))
        case _:
            return given
