"""The derivatives a student knows by heart: one entry a function, with x for whatever the argument is.

Where the argument is not the variable itself, the chain rule uses the same entry for the outer function.
"""

from __future__ import annotations

from tutor.rules.activations import ACTIVATIONS
from tutor.rules.exponentials import EXPONENTIALS, LOGARITHMS
from tutor.rules.hyperbolic import HYPERBOLIC, INVERSE_HYPERBOLIC
from tutor.rules.model import Rule
from tutor.rules.powers import ABSOLUTE_VALUE, POWERS
from tutor.rules.trigonometric import INVERSE, TRIGONOMETRIC

ELEMENTARY: tuple[Rule, ...] = (
    *POWERS, *EXPONENTIALS, *LOGARITHMS, *TRIGONOMETRIC, *INVERSE, *HYPERBOLIC, *INVERSE_HYPERBOLIC,
    *ABSOLUTE_VALUE, *ACTIVATIONS,
)  # fmt: skip
