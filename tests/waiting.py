"""Topics whose problems are still being written: what is asked of the others is not asked of these yet."""

from __future__ import annotations

__all__ = ["WAITING"]

WAITING = frozenset(
    {
        "activations", "backprop", "concavity-mvt", "definition", "descent", "higher-order", "linear-approx",
        "losses-scores", "numerical", "parametric", "partials", "related-rates",
    }
)  # fmt: skip
