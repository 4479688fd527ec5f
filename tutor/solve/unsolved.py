"""What is raised where zeros cannot be found exactly."""

from __future__ import annotations

from tutor.errors import TutorError
from tutor.expr import Expr

__all__ = ["UnsolvedError"]


class UnsolvedError(TutorError):
    """The zeros cannot be found exactly."""

    def __init__(self, e: Expr | None = None) -> None:
        from tutor.show import pretty

        what = f"{pretty(e)} = 0" if e is not None else "the equation"
        super().__init__(f"{what} cannot be solved exactly here")
