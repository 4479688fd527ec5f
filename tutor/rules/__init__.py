"""The rule table: every rule once, with its words and the wrong rules that imitate it. The first that fits wins."""

from __future__ import annotations

from tutor.rules.algebra import DIVIDED_OUT, NEGATIVE_POWER, SINGLE_POWER
from tutor.rules.composition import CHAIN, LARGER_OR_SMALLER, PRODUCTS, QUOTIENTS, RECIPROCAL, VARIABLE_POWER
from tutor.rules.elementary import ELEMENTARY
from tutor.rules.linearity import CONSTANT, CONSTANT_BELOW, IDENTITY, MULTIPLES, SUM
from tutor.rules.model import MalRule, Rule

# Special before general. A constant factor is taken out before anything else is looked at; a power hidden in a
# product or under a fraction bar is brought to light before the product and the quotient rule are thought of.
COMPOSITION: tuple[Rule, ...] = (
    CONSTANT,
    IDENTITY,
    SUM,
    SINGLE_POWER,
    *MULTIPLES,
    DIVIDED_OUT,
    NEGATIVE_POWER,
    CONSTANT_BELOW,
    RECIPROCAL,
    *PRODUCTS,
    *QUOTIENTS,
    *LARGER_OR_SMALLER,
)

# Powers with a constant base or exponent stand in the elementary table; what is left has both of them moving.
LAST: tuple[Rule, ...] = (VARIABLE_POWER,)

RULES: tuple[Rule, ...] = (*COMPOSITION, CHAIN, *ELEMENTARY, *LAST)

__all__ = ["CHAIN", "COMPOSITION", "ELEMENTARY", "LAST", "RULES", "MalRule", "Rule"]
