"""Properties of a function at a place or on an interval; and the specimens that have them or not.

Used by the tests alone. A property is written as in tests/data/claims.tsv: "slope = 0", "not a corner", "rising".
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from tests.oracle import at
from tests.readings import RELATION, RELATIONS, ClaimError, curve_called, formula, number, with_curve
from tests.spans import ON, QUANTITIES_ON, Between, somewhere
from tests.spots import AT, QUANTITIES_AT, Spot
from tests.tables import rows

__all__ = ["property_holds", "specimens", "subject_called"]

Real = Any
Subject = Spot | Between


def property_holds(subject: Subject, said: str) -> bool:
    """Has it the properties said? "A, B" is both, "A or B" one of them, "not A" the opposite.

    Raises ClaimError for a word that is no property, and Undecided where values alone do not tell.
    """
    return all(any(_one(subject, part.strip()) for part in each.split(" or ")) for each in said.split(","))


@cache
def _one(subject: Subject, said: str) -> bool:
    if said.startswith("not "):
        return not _one(subject, said.removeprefix("not "))
    match subject:
        case Spot() if said in AT:
            return AT[said](subject)
        case Between() if said in ON:
            return ON[said](subject)
    found = re.fullmatch(rf"(some )?(size of )?([a-z ]+?) {RELATION} (.+)", said)
    if found is None:
        raise ClaimError(f'"{said}" is no property of a function here')
    some, size, name, relation, wanted = found.groups()
    values = [abs(v) if size and v is not None else v for v in _quantity(subject, name)]
    value = _wanted(subject, wanted)
    if some:
        return somewhere(values, value)
    if relation not in ("=", "!=") and (value is None or None in values):
        return False
    return all(RELATIONS[relation](found, value) for found in values)


def _quantity(subject: Subject, name: str) -> list[Real]:
    match subject:
        case Spot() if name in QUANTITIES_AT:
            return [QUANTITIES_AT[name](subject)]
        case Between() if name in QUANTITIES_ON:
            return QUANTITIES_ON[name](subject)
    raise ClaimError(f'"{name}" is nothing that a function has here')


def _wanted(subject: Subject, text: str) -> Real:
    """A number; in it a and b are the ends, or a the place, and f is the curve."""
    if text in ("none", "oo", "-oo"):
        return number(text)
    known = {"a": subject.place} if isinstance(subject, Spot) else {"a": subject.low, "b": subject.high}
    return at(with_curve(formula(text), subject.curve), known)


# --- specimens ---


def subject_called(curve: str, where: str) -> Subject:
    """A curve at a place ("0", "pi/2"), or on an interval ("[0, 1)")."""
    where = where.strip()
    if where[0] not in "[(" or "," not in where:
        return Spot(curve_called(curve.strip()), number(where))
    low, high = (number(end) for end in where[1:-1].split(","))
    return Between(curve_called(curve.strip()), low, high, (where[0] == "[", where[-1] == "]"))


@cache
def specimens(on_intervals: bool) -> tuple[Subject, ...]:
    """Those of tests/data/specimens.tsv."""
    made = [subject_called(curve, where) for curve, where in rows("specimens.tsv")]
    return tuple(subject for subject in made if isinstance(subject, Between) == on_intervals)
