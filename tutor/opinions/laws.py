"""Second opinions on laws of probability: sums over the support, or integrals, at two values of the letters."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import cosh, exp, sinh

from tutor.evaluate import value, values
from tutor.expr import ONE, ZERO, Expr, letters, number, substitute
from tutor.opinions.secants import differ
from tutor.values import Interval

__all__ = ["law_differs"]


def law_differs(
    density: Expr,
    support: str,
    parameter: str,
    assume: Mapping[str, Interval],
    score: Expr,
    information: Expr | None,
    mean: Expr | None,
    variance: Expr | None,
) -> str:
    """What does not fit in a law: sums over its support, or integrals, at two values of its letters."""
    names = sorted((letters(density) - {"x", "e", "pi"}) | {parameter})
    for turn in (0, 1):
        point = {name: _allowed(assume.get(name), turn, i) for i, name in enumerate(names)}
        law, slope = (substitute(e, {name: number(v) for name, v in point.items()}) for e in (density, score))
        weights = _weights(support, law)
        places = [x for x, _ in weights]
        scores = values(slope, "x", places)
        middle = _average(places, weights)
        sums = (
            ("the density does not add up to 1", ONE, _average([1.0] * len(places), weights)),
            ("the mean of the score is not 0", ZERO, _average(scores, weights)),
            ("this is not its mean", mean, middle),
            ("this is not its variance", variance, _average([(x - middle) ** 2 for x in places], weights)),
            ("the mean of the squared score is another one", information, _average([s * s for s in scores], weights)),
        )
        for said, ours, theirs in sums:
            if ours is not None and differ(theirs, value(ours, point), 1e-4):
                return f"{said}: {theirs:.6g}"
    return ""


def _average(heights: list[float], weights: list[tuple[float, float]]) -> float:
    return sum(h * w for h, (_, w) in zip(heights, weights, strict=True))


def _allowed(known: Interval | None, turn: int, i: int) -> Fraction:
    """A value that a letter may have."""
    lo = known.lo if known is not None and known.lo is not None else Fraction(0)
    hi = known.hi if known is not None and known.hi is not None else lo + 3
    return lo + (hi - lo) * Fraction(3 + 2 * turn + i, 11 + i)


def _weights(support: str, law: Expr) -> list[tuple[float, float]]:
    """Places in the support, and how much each of them weighs."""
    if support in ("binary", "counts"):
        places = [0.0, 1.0] if support == "binary" else [float(n) for n in range(80)]
        heights = values(law, "x", places)
        return [(x, w) for x, w in zip(places, heights, strict=True) if w == w]
    # x = u(t) with so rapidly falling weights at both ends that the plain sum is nearly exact.
    found = []
    for i in range(-400, 401):
        t = i / 100
        u = sinh(1.5 * sinh(t))
        x, dx = {
            "real": (u, 1.5 * cosh(t) * cosh(1.5 * sinh(t))),
            "positive": (exp(1.5 * sinh(t)), 1.5 * cosh(t) * exp(1.5 * sinh(t))),
            "unit": (1 / (1 + exp(-3 * sinh(t))), 3 * cosh(t) / (2 + 2 * cosh(3 * sinh(t)))),
        }[support]
        found.append((x, dx / 100))
    heights = values(law, "x", [x for x, _ in found])
    return [(x, h * dx) for (x, dx), h in zip(found, heights, strict=True) if h == h and x * x < 1e200]
