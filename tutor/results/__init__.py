"""What `read`, `steps`, `check` and `equal` answer: one JSON object each, and the exit code that goes with it.

The commands print these objects, or sentences made from them; `--batch` writes one a line. Nothing here prints.
"""

from __future__ import annotations

from tutor.results.answers import check_problem, check_result
from tutor.results.derivations import METHODS, steps_result, variable
from tutor.results.model import NO_MORE, SCHEMA, Result, Wanted, error_object, mistake_object, wanted
from tutor.results.texts import equal_result, read_result

__all__ = [
    "METHODS", "NO_MORE", "SCHEMA", "Result", "Wanted", "check_problem", "check_result", "equal_result", "error_object",
    "mistake_object", "read_result", "steps_result", "variable", "wanted",
]  # fmt: skip
