"""Second opinions on numbers, from values of the functions: formulas written out once more, with fifty digits.

Nothing here uses what `kinds` works its answers out with; the slope of a complex step is SymPy's. Where a text is
returned it is what was found, and "" says that nothing is wrong.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import cosh, exp, log, sinh
from typing import Any

from tutor.evaluate import value, value50, values
from tutor.expr import Add, Expr, Mul, letters, number, substitute
from tutor.numeral import exact_number
from tutor.values import Interval

__all__ = [
    "disagrees_on_error",
    "disagrees_on_estimate",
    "disagrees_on_graph",
    "disagrees_on_steps",
    "relative_error",
    "shrinks",
]

_TINY = 10**12  # one over the step that is as good as none


def disagrees_on_estimate(f: Expr, wrt: str, place: Expr, step: Expr, scheme: str, ours: Expr) -> str:
    """What the formula of a scheme gives, where that is not our value."""
    mine, h = value50(ours, {}), value50(step, {})
    if scheme == "complex-step":
        from tutor import cas

        theirs: Any = cas.complex_step(f, wrt, place, step)
        slack = 1e-12
    else:
        values = {n: _beside(f, wrt, place, step, n) for n in (-2, -1, 0, 1, 2)}
        slack = 1e-40
        if h is None or any(values[n] is None for n in _NEEDED[scheme]):
            return "no number"
        theirs = _formula(scheme, values, h)
    return "" if mine is not None and abs(mine - theirs) <= slack * (1 + abs(theirs)) else f"{float(theirs):.10g}"


_NEEDED = {
    "forward": (0, 2), "backward": (-2, 0), "centred": (-2, 2), "second": (-2, 0, 2), "richardson": (-2, -1, 1, 2),
}  # fmt: skip


def _beside(f: Expr, wrt: str, place: Expr, step: Expr, halves: int) -> Any | None:
    """f at so many half steps beside the place."""
    return value50(substitute(f, {wrt: Add((place, Mul((number(Fraction(halves, 2)), step))))}), {})


def _formula(scheme: str, v: dict[int, Any], h: Any) -> Any:
    match scheme:
        case "forward":
            return (v[2] - v[0]) / h
        case "backward":
            return (v[0] - v[-2]) / h
        case "centred":
            return (v[2] - v[-2]) / (2 * h)
        case "second":
            return (v[2] - 2 * v[0] + v[-2]) / h**2
        case _:
            coarse, fine = (v[2] - v[-2]) / (2 * h), (v[1] - v[-1]) / h
            return fine + (fine - coarse) / 3


def disagrees_on_error(f: Expr, wrt: str, place: Expr, scheme: str, derivative: int, order: int, leading: Expr) -> str:
    """The error of a scheme over h^order at two short steps, where that does not tend to our factor."""
    if scheme == "complex-step":
        return ""  # its values are compared with SymPy's, and there are no real points to take
    factor = value50(leading, {})
    slope = _formula("richardson" if derivative == 1 else "second", *_taken(f, wrt, place, _TINY))
    if factor is None:
        return "no number"
    for parts in (2000, 8000):
        error = _formula(scheme, *_taken(f, wrt, place, parts)) - slope
        found = error * parts**order
        if abs(found - factor) > 0.01 * abs(factor):
            return f"{float(error):.3g} for h = 1/{parts}"
    return ""


def _taken(f: Expr, wrt: str, place: Expr, parts: int) -> tuple[dict[int, Any], Any]:
    """The values with the step 1/parts, and the step."""
    step = number(Fraction(1, parts))
    return {n: _beside(f, wrt, place, step, n) for n in (-2, -1, 0, 1, 2)}, value50(step, {})


Nodes = Sequence[tuple[str, Expr]]


def disagrees_on_graph(nodes: Nodes, of: str, by: str, ours: Expr, values: Sequence[tuple[str, Expr]]) -> str:
    """The slope of a short secant of a graph, or without `by` its value, where our formula has another one.

    The graph is run forwards, a number for each line; what is moved is fixed, also if it is a line itself.
    """
    names = {name for name, _ in nodes}
    inputs = sorted(frozenset[str]().union(*(letters(e) for _, e in nodes)) - names - {"e", "pi"})
    given = {name: value50(e, {}) for name, e in values}
    for turn in range(1 if values else 3):
        start = given or {name: Fraction(3 * i + 2 * turn + 2, 7 + i) for i, name in enumerate(inputs)}
        known = _forwards(nodes, start, {})
        mine = value50(ours, _rational(known)) if None not in known.values() else None
        if mine is None:
            return "not to be had"
        theirs: Any = known[of]
        if by:
            ahead, back = (_forwards(nodes, start, {by: known[by] + h * _SHORT})[of] for h in (1, -1))
            theirs = (ahead - back) / (2 * _SHORT) if ahead is not None and back is not None else None
        if theirs is None or abs(mine - theirs) > 1e-20 * (1 + abs(mine)):
            return "none" if theirs is None else f"{float(theirs):.8g}"
    return ""


_SHORT = Fraction(1, 10**14)


def _forwards(nodes: Nodes, start: Mapping[str, Any], fixed: Mapping[str, Any]) -> dict[str, Any]:
    known = {**start, **fixed}
    for name, e in nodes:
        if name not in fixed:
            known[name] = None if None in known.values() else value50(e, _rational(known))
    return known


def _rational(values: Mapping[str, Any]) -> dict[str, Fraction]:
    """The same numbers as fractions, which is how they are put in."""
    return {name: value if isinstance(value, Fraction) else exact_number(value) for name, value in values.items()}


def disagrees_on_steps(
    f: Expr, names: Sequence[str], start: Sequence[Expr], rate: Expr, momentum: Expr, count: int, ours: Sequence[Expr]
) -> bool:
    """Do steps along short secants lead elsewhere?"""
    here: list[Any] = [value50(e, {}) for e in start]
    eta: Any = value50(rate, {})
    keep: Any = value50(momentum, {})
    speed: list[Any] = [eta * 0 for _ in here]
    for _ in range(count):
        slopes = _secants(f, names, here)
        speed = [keep * v + g for v, g in zip(speed, slopes, strict=True)]
        here = [x - eta * v for x, v in zip(here, speed, strict=True)]
    there: list[Any] = [value50(e, {}) for e in ours]
    return any(abs(a - b) > 1e-9 * (1 + abs(b)) for a, b in zip(here, there, strict=True))


def shrinks(f: Expr, names: Sequence[str], rate: Expr) -> float:
    """The largest factor by which a step at this rate changes the way between two places: power iteration."""
    eta: Any = value50(rate, {})
    way: list[Any] = [eta * 0 + 1 + Fraction(i, 7) for i in range(len(names))]
    size = 1.0
    for _ in range(60 if len(names) > 1 else 2):
        ahead, at_zero = _secants(f, names, way), _secants(f, names, [0 * v for v in way])
        way = [v - eta * (a - b) for v, a, b in zip(way, ahead, at_zero, strict=True)]
        size = max(abs(v) for v in way)
        if not size:
            return 0.0
        way, last = [v / size for v in way], size
    return float(last)


def _secants(f: Expr, names: Sequence[str], here: Sequence[Any]) -> list[Any]:
    point = _rational(dict(zip(names, here, strict=True)))
    found = []
    for name in names:
        ahead, back = (value50(f, {**point, name: point[name] + h * _SHORT}) for h in (1, -1))
        found.append((ahead - back) / (2 * _SHORT))  # type: ignore[operator]
    return found


def relative_error(
    claimed: Sequence[Expr],
    numeric: Sequence[Expr] | None,
    f: Expr,
    names: Sequence[str],
    point: Sequence[Expr],
    step: Expr,
) -> float:
    """How far two gradients are apart, beside the sum of their lengths."""
    here: dict[str, Any] = {name: value50(e, {}) for name, e in zip(names, point, strict=True)}
    a: list[Any] = [value50(e, _rational(here)) for e in claimed]
    n: list[Any] = [value50(e, {}) for e in numeric or ()]
    h: Any = value50(step, {})
    for name in () if numeric else names:
        ahead, back = (value50(f, _rational({**here, name: here[name] + side * h})) for side in (1, -1))
        n.append((ahead - back) / (2 * h))  # type: ignore[operator]
    apart = sum((x - y) ** 2 for x, y in zip(a, n, strict=True)) ** 0.5
    return float(apart / (sum(x**2 for x in a) ** 0.5 + sum(y**2 for y in n) ** 0.5))


Table = Sequence[Sequence[Expr]]


def softmax_differs(
    asked: str, logits: Sequence[Expr], labels: Sequence[Expr], known: Mapping[str, Fraction], ours: Table
) -> bool:
    """Do short secants of the outputs, or of the cross-entropy, differ from our entries?"""
    z = [value(e, {}) for e in logits]
    y = [value(e, known) for e in labels]
    p = _softmax(z)
    point: dict[str, float | Fraction] = {
        **known,
        **{f"p{i}": v for i, v in enumerate(p, 1)},
        **{f"z{i}": v for i, v in enumerate(z, 1)},
    }
    mine = [[value(e, point) for e in row] for row in ours]
    columns = []
    for j in range(len(z)):
        ahead, back = (_softmax([v + side * 1e-5 * (i == j) for i, v in enumerate(z)]) for side in (1, -1))
        if asked == "gradient":
            ahead, back = ([-sum(b * log(v) for b, v in zip(y, out, strict=True))] for out in (ahead, back))
        columns.append([(a - b) / 2e-5 for a, b in zip(ahead, back, strict=True)])
    theirs = [p] if asked == "outputs" else [list(row) for row in zip(*columns, strict=True)]
    pairs = [pair for row, line in zip(mine, theirs, strict=True) for pair in zip(row, line, strict=True)]
    return any(not abs(a - b) < 1e-7 for a, b in pairs)


def _softmax(z: Sequence[float]) -> list[float]:
    powers = [exp(v - max(z)) for v in z]
    return [v / sum(powers) for v in powers]


def secant_slopes(f: Expr, wrt: str) -> tuple[float, float]:
    """The smallest and the largest slope of short secants, near and far out."""
    places = [i / 50 + more for more in (0, 0.0031) for i in range(-1500, 1500)]
    places += [side * 10.0**k for side in (-1, 1) for k in (2, 3, 4)]
    steps = [1e-5 * (1 + abs(x)) for x in places]
    ahead, back = (values(f, wrt, [x + s * h for x, h in zip(places, steps, strict=True)]) for s in (1, -1))
    slopes = [(a - b) / (2 * h) for a, b, h in zip(ahead, back, steps, strict=True)]
    known = [slope for slope in slopes if slope == slope]
    return min(known), max(known)


def secant(f: Expr, wrt: str, x: float) -> float:
    """The slope of a short secant around a place."""
    h = 1e-6 * (1 + abs(x))
    return (value(f, {wrt: x + h}) - value(f, {wrt: x - h})) / (2 * h)


def stays_below(f: Expr, wrt: str, place: Expr, slope: Expr) -> bool:
    """Does the line through the graph at the place, with this slope, stay below the graph as far as one can see?"""
    a, m = value(place, {}), value(slope, {})
    here = value(f, {wrt: a})
    places = [a + side * 1.3**k for side in (-1, 1) for k in range(-60, 20)]
    heights = values(f, wrt, places)
    return all(y != y or y >= here + m * (x - a) - 1e-9 * (1 + abs(y)) for x, y in zip(places, heights, strict=True))


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
        point: dict[str, float | Fraction] = {name: _allowed(assume.get(name), turn, i) for i, name in enumerate(names)}
        slope = substitute(score, {name: number(Fraction(v)) for name, v in point.items()})
        law = substitute(density, {name: number(Fraction(v)) for name, v in point.items()})
        weights = _weights(support, law)
        scores = values(slope, "x", [x for x, _ in weights])

        def average(heights: list[float], weights: list[tuple[float, float]] = weights) -> float:
            return sum(h * w for h, (_, w) in zip(heights, weights, strict=True))

        places = [x for x, _ in weights]
        middle = average(places)
        told = [
            ("the density does not add up to 1", 1.0, average([1.0] * len(places))),
            ("the mean of the score is not 0", 0.0, average(scores)),
        ]
        if mean is not None:
            told.append(("this is not its mean", value(mean, point), middle))
        if variance is not None:
            told.append(
                ("this is not its variance", value(variance, point), average([(x - middle) ** 2 for x in places]))
            )
        if information is not None:
            squares = average([s * s for s in scores])
            told.append(("the mean of the squared score is another one", value(information, point), squares))
        for said, ours, theirs in told:
            if not abs(ours - theirs) < 1e-4 * (1 + abs(ours)):
                return f"{said}: {theirs:.6g}"
    return ""


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
