"""The twelve common mistakes of the course: what is believed, why it fails, what to do, and how it is noticed.

Mistakes 1 to 5 and 10 are seen in an answer: their mal-rules are followed again until one of them gives it. The others are
claims, numbers and choices, and are seen in problems of their own, which are named by their ids in the curriculum.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["COMMON_MISTAKES", "CommonMistake", "common_mistake"]


@dataclass(frozen=True, slots=True)
class CommonMistake:
    """One of the twelve.

    `rule` is the wrong rule in symbols, `wrong` and `right` are what it makes of the `example` and what is true there.
    `mal_rules` are the ids that carry its number; `problems` those of the curriculum that detect it, with their `topics`.
    """

    number: int
    title: str
    rule: str
    why: str
    fix: str
    example: str
    wrong: str
    right: str
    detected_by: Literal["mal-rules", "claim", "number", "choice"]
    mal_rules: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()


COMMON_MISTAKES: tuple[CommonMistake, ...] = (
    CommonMistake(
        1, "product of the derivatives", "(u v)′ → u′ v′",
        "Both factors change, and each change is felt through the other factor, so there are two terms.",
        "Write u′ v + u v′: each factor takes its turn while the other is held.",
        "x^2 sin(x)", "2x cos(x)", "2x sin(x) + x^2 cos(x)", "mal-rules",
        mal_rules=("IMP-02", "MIX-02", "PRD-01", "PRD-08"),
    ),
    CommonMistake(
        2, "quotient of the derivatives", "(u/v)′ → u′/v′",
        "A change below works against the fraction, so it comes with a minus, and divided by the square.",
        "Write (u′ v − u v′)/v²: start with the derivative of the top.",
        "x^2/(x + 1)", "2x", "(x^2 + 2x)/(x + 1)^2", "mal-rules",
        mal_rules=("POW-07", "QUO-01", "QUO-08", "TRG-06", "TRG-11"),
    ),
    CommonMistake(
        3, "inner derivative missing", "(f(u))′ → f′(u)",
        "The inside moves too, and its speed scales the speed of the whole.",
        "Multiply by u′, once for every layer down to the variable.",
        "e^(x^2)", "e^(x^2)", "2x e^(x^2)", "mal-rules",
        mal_rules=("CHN-01", "CHN-08", "CHN-09", "CHN-13", "EXP-06", "EXP-10", "EXP-16", "IMP-01", "INV-06", "LOG-01", "LOG-05b",
                   "MIX-01", "MIX-03", "MIX-04", "QUO-09", "TRG-17", "TRG-21"),
    ),
    CommonMistake(
        4, "one over the logarithm", "(ln u)′ → u′/ln(u)",
        "Below stands the argument of ln, not ln of it; dividing by a logarithm belongs to changing the base.",
        "Write u′/u: the derivative of the argument over the argument.",
        "ln(x)", "1/ln(x)", "1/x", "mal-rules",
        mal_rules=("LOG-15",),
    ),
    CommonMistake(
        5, "power of a sine", "(sin(x)ⁿ)′ → n sin(x)ⁿ⁻¹",
        "It is mistake 3 in hiding: what is raised to the power moves too.",
        "Use the power rule on the whole sine, then multiply by the derivative of the sine.",
        "sin(x)^2", "2 sin(x)", "2 sin(x) cos(x)", "mal-rules",
        mal_rules=("TRG-12",),
    ),
    CommonMistake(
        6, "continuous, therefore differentiable", "continuous at a → differentiable at a",
        "Only the other direction is a theorem: a graph may hang together and still have a corner.",
        "Compare the slopes from the left and from the right.",
        "|x| at 0", "it has a derivative, since it is continuous", "the slopes are −1 and 1: no derivative", "claim",
        problems=("mistake-06", "continuous-implies-diff-tf", "abs-one-sided-slopes", "relu-one-sided-slopes", "c2-type-corner",
                  "weierstrass-fact"),
        topics=("conceptual", "piecewise-nonsmooth"),
    ),
    CommonMistake(
        7, "f″ = 0 taken for a verdict", "f″(a) = 0 → inflection at a",
        "f″ may touch 0 and keep its sign; then the graph bends the same way on both sides.",
        "Look at the sign of f″ just left and just right of a.",
        "x⁴ at 0", "inflection", "local minimum", "claim",
        problems=("mistake-07", "inflection-x4", "second-test-zero", "ex5-inflection-trap", "e1-x4-classify"),
        topics=("concavity-inflection", "critical-points"),
    ),
    CommonMistake(
        8, "the smallest step is the best", "best h → 1e-16",
        "The two values agree in all their digits, and the subtraction leaves nothing.",
        "With doubles take h near 1e-5 for a centred difference, near 1e-8 for a one-sided one.",
        "slope of sin at 1, centred difference", "h = 1e-16", "h = 1e-5", "number",
        problems=("mistake-08", "optimal-h-float64", "optimal-h-forward", "step-1e-16-fails", "ex7-h-1e-15"),
        topics=("numerical-differentiation", "gradient-checking"),
    ),
    CommonMistake(
        9, "L'Hospital without a form", "lim f/g → lim f′/g′, always",
        "The rule is for 0/0 and ∞/∞ only; any other quotient is found by putting the number in.",
        "Check first what the top and the bottom tend to.",
        "lim (x + 1)/(x + 2) for x → 0", "1", "1/2", "claim",
        problems=("mistake-09", "mistake-09-example"),
        topics=("limit-definition",),
    ),
    CommonMistake(
        10, "f′ at the wrong place", "(f(u))′ → f′(u′)",
        "The outer derivative is taken where the outer function is: at u, not at u′ and not at x.",
        "Leave u inside the outer derivative, and let u′ be a factor.",
        "sin(x^2)", "cos(2x)", "2x cos(x^2)", "mal-rules",
        mal_rules=("CHN-02", "CHN-03", "CHN-05", "CHN-15", "EXP-07", "EXP-08", "INV-10", "INV-11", "LOG-02", "LOG-05", "TRG-18", "TRG-19",
                   "TRG-20"),
    ),
    CommonMistake(
        11, "a slope for relu at 0", "relu′(0) → 1, or 1/2",
        "From the left the slope is 0, from the right it is 1, so at 0 there is no derivative.",
        "Say undefined; where a program needs a number, 0 is the usual choice out of 0 to 1.",
        "relu(x) at 0", "1", "undefined", "choice",
        problems=("mistake-11", "relu-framework-convention", "relu-subgradient-at-0", "relu-derivative", "g4-gradient-at-0",
                  "s2-dead-unit"),
        topics=("subgradient", "activation-functions", "backprop"),
    ),
    CommonMistake(
        12, "the lost transpose", "grad |A x − b|² → 2 A (A x − b)",
        "Each component of x acts through a column of A, and the columns are the rows of the transpose.",
        "Write 2 Aᵀ (A x − b), and check that the sizes fit.",
        "A = ((1, 2), (3, 4)), b = (5, 6), at x = (0, 0)", "(−34, −78)", "(−46, −68)", "choice",
        problems=("mistake-12", "least-squares-gradient-form"),
        topics=("gradient",),
    ),
)  # fmt: skip


def common_mistake(number: int) -> CommonMistake:
    """The mistake of this number, 1 to 12. Raises LookupError for any other."""
    for mistake in COMMON_MISTAKES:
        if mistake.number == number:
            return mistake
    raise LookupError(number)
