"""Topics whose problems are still being written: what is asked of the others is not asked of these yet."""

from __future__ import annotations

__all__ = ["WAITING"]

WAITING = frozenset(
    {
        "concavity-mvt", "definition", "higher-order", "linear-approx", "parametric", "partials", "related-rates",
    }
)  # fmt: skip
