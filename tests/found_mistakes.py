"""What is behind the wrong answers of the tables, worked out once for all the modules that look at it."""

from __future__ import annotations

from functools import cache
from math import inf

from tutor.budget import Budget
from tutor.diagnose import Mistake, diagnose
from tutor.read import Scope, read

__all__ = ["mistakes_in"]

_OWN = Scope(own=True)


@cache
def mistakes_in(f: str, answer: str, order: int = 1) -> tuple[Mistake, ...]:
    """The diagnosis of an answer in x, with as much time as it takes."""
    return diagnose(read(f, _OWN), read(answer, _OWN), order=order, budget=Budget(inf))
