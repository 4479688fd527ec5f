"""Proofs of our own that two expressions are equal. Each is True only for a proof; False says nothing.

So far there is one, by expansion (`expand.py`). The exact identity test modulo a prime belongs beside it, one
module a family of ingredients.
"""

from __future__ import annotations

from tutor.identity.expand import divides_by_zero, equal_when_expanded

__all__ = ["divides_by_zero", "equal_when_expanded"]
