"""The ladder of topics: what is drilled, in which order, and what has to be known before.

A problem names its topic, and the topic fixes its level. `example` is the plainest function of a topic whose
problems ask for a derivative; how hard a problem is inside its level is measured against it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from tutor.sentences import listed, nearest

__all__ = ["BY_ID", "TOPICS", "Topic", "meant_topics"]


@dataclass(frozen=True, slots=True)
class Topic:
    """`needs` are levels; `title` is how the status line and the statistics call it."""

    id: str
    level: int
    title: str
    needs: tuple[int, ...] = ()
    example: str = ""


TOPICS: tuple[Topic, ...] = (
    Topic("const-linear", 1, "constants and lines", (), "4x"),
    Topic("power-int", 2, "powers", (1,), "x^2"),
    Topic("linearity", 3, "sums and multiples", (2,), "5x^2"),
    Topic("power-neg-frac", 4, "negative and fractional powers", (3,), "x^(-1)"),
    Topic("rewrite-first", 5, "rewrite first", (4,), "x^2 x^3"),
    Topic("definition", 6, "the definition", (3,)),
    Topic("point-tangent", 7, "derivative at a point", (3,), "x^3 - 4x"),
    Topic("exp-log-basic", 8, "exponentials and logarithms", (3,), "e^x"),
    Topic("trig-basic", 9, "trigonometric functions", (3,), "sin(x)"),
    Topic("product", 10, "product rule", (8, 9), "x sin(x)"),
    Topic("quotient", 11, "quotient rule", (10,), "sin(x)/x"),
    Topic("chain-linear", 12, "chain rule, linear inside", (8, 9), "sin(3x)"),
    Topic("chain-general", 13, "chain rule", (12,), "sin(x^2)"),
    Topic("chain-nested", 14, "chain rule, three layers", (13,), "cos(3x)^2"),
    Topic("combined", 15, "products and quotients with the chain rule", (11, 13), "x e^(2x)"),
    Topic("inverse-trig", 16, "inverse trigonometric functions", (13,), "arctan(x)"),
    Topic("hyperbolic", 17, "hyperbolic functions", (13,), "sinh(x)"),
    Topic("log-diff", 18, "logarithmic differentiation", (10, 13), "x^x"),
    Topic("implicit", 19, "implicit differentiation", (13,)),
    Topic("higher-order", 20, "higher derivatives", (13,)),
    Topic("parametric", 21, "parametric curves", (13, 20)),
    Topic("domain-care", 22, "care with the domain", (16,), "|x|"),
    Topic("select-rule", 23, "choose the rule", (15,)),
    Topic("linear-approx", 24, "linear approximation", (7,)),
    Topic("related-rates", 25, "related rates", (19,)),
    Topic("critical-extrema", 26, "critical points and extrema", (15, 20), "x^2 - 2x"),
    Topic("concavity-mvt", 27, "concavity and the mean value theorem", (26,), "x^3 - 6x^2"),
    Topic("activations", 28, "activation functions", (15, 17, 22)),
    Topic("numerical", 29, "numerical derivatives", (6, 20)),
    Topic("partials", 30, "partial derivatives", (15, 20), "x^2 y"),
    Topic("descent", 31, "gradient descent", (26, 30)),
    Topic("backprop", 32, "backpropagation", (14, 28, 30)),
    Topic("losses-scores", 33, "losses and scores", (32,)),
    Topic("concepts", 34, "concepts", (6,)),
)

BY_ID: dict[str, Topic] = {topic.id: topic for topic in TOPICS}


def meant_topics(said: str, known: Collection[str] = BY_ID) -> str:
    """The topics that were probably meant, of those that are known, in a list with "or"; "" if none is like it.

    What the screen calls a topic may be typed, and the beginning of a name: `chain rule`, `chain`.
    """
    plain = " ".join(said.lower().replace("-", " ").split())
    if not plain:
        return ""
    titled = [topic.id for topic in TOPICS if topic.title == plain]
    begun = [topic.id for topic in TOPICS if topic.id.replace("-", " ").startswith(plain)]
    spoken = [topic.id for topic in TOPICS if f" {plain}" in f" {topic.title}"]
    found = [id for id in titled or begun or spoken if id in known]
    return listed(found, "or") if found else nearest(said, sorted(known))
