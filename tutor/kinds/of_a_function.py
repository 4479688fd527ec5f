"""What kinds about one function of the variable have in common."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.expr import Expr
from tutor.kinds.task import Task

__all__ = ["OfAFunction"]


@dataclass(frozen=True, slots=True)
class OfAFunction(Task):
    """A task about f as it is given; nothing else has to be differentiated on the way unless the kind says so."""

    f: Expr

    @property
    def pictured(self) -> Expr:
        return self.f

    @property
    def differentiated(self) -> tuple[tuple[Expr, str], ...]:
        return ((self.f, self.setting.wrt),)
