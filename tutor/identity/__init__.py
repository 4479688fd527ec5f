"""A proof of our own that two expressions are equal: the identity test. True is a proof; False says nothing.

`unknowns.py` is asked first, and does without real points. `proof.py` walks through both expressions near a real point;
the other modules are families of ingredients with the mathematics of their relations.
"""

from __future__ import annotations

from tutor.identity.proof import (
    divides_by_zero,
    has_no_value_around,
    proves_equal,
    rows_proved_equal,
)
from tutor.identity.unknowns import AtOnce, proves_at_once

__all__ = [
    "AtOnce", "divides_by_zero", "has_no_value_around", "proves_at_once", "proves_equal", "rows_proved_equal",
]  # fmt: skip
