"""A proof of our own that two expressions are equal: the identity test. True is a proof; False says nothing.

`proof.py` walks through both expressions; each other module is a family of ingredients with the mathematics of
its relations.
"""

from __future__ import annotations

from tutor.identity.proof import (
    divides_by_zero,
    has_no_value_around,
    proves_equal,
    proves_everywhere,
    rows_proved_equal,
)

__all__ = ["divides_by_zero", "has_no_value_around", "proves_equal", "proves_everywhere", "rows_proved_equal"]
