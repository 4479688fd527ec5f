"""Second opinions on networks and on learning: run forwards from values, with short secants for slopes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from math import exp, log
from typing import Any

from tutor.evaluate import value, value50
from tutor.expr import Expr, letters
from tutor.numeral import exact_number
from tutor.opinions.secants import SHORT, centred, differ, fractions, gradient

__all__ = ["disagrees_on_graph", "disagrees_on_steps", "relative_error", "shrinks", "softmax_differs"]

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
        mine = value50(ours, fractions(known)) if None not in known.values() else None
        if mine is None:
            return "not to be had"
        theirs = _slope(nodes, start, of, by, known[by]) if by else known[of]
        if theirs is None or differ(theirs, mine, 1e-20):
            return "none" if theirs is None else f"{float(theirs):.8g}"
    return ""


def _slope(nodes: Nodes, start: Mapping[str, Any], of: str, by: str, here: Any) -> Any | None:
    """How much a line moves when what stands at `by` is moved a little."""
    return centred(lambda h: _forwards(nodes, start, {by: here + h})[of], SHORT)


def _forwards(nodes: Nodes, start: Mapping[str, Any], fixed: Mapping[str, Any]) -> dict[str, Any]:
    known = {**start, **fixed}
    for name, e in nodes:
        if name not in fixed:
            known[name] = None if None in known.values() else value50(e, fractions(known))
    return known


def disagrees_on_steps(
    f: Expr, names: Sequence[str], start: Sequence[Expr], rate: Expr, momentum: Expr, count: int, ours: Sequence[Expr]
) -> bool:
    """Do steps along short secants lead elsewhere?"""
    here: list[Any] = [value50(e, {}) for e in start]
    eta: Any = value50(rate, {})
    keep: Any = value50(momentum, {})
    speed: list[Any] = [eta * 0 for _ in here]
    for _ in range(count):
        slopes = gradient(f, dict(zip(names, here, strict=True)))
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
        ahead, at_zero = (gradient(f, dict(zip(names, to, strict=True))) for to in (way, [0 * v for v in way]))
        way = [v - eta * (a - b) for v, a, b in zip(way, ahead, at_zero, strict=True)]
        size = max(abs(v) for v in way)
        if not size:
            return 0.0
        way, last = [v / size for v in way], size
    return float(last)


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
    a: list[Any] = [value50(e, fractions(here)) for e in claimed]
    n: list[Any] = [value50(e, {}) for e in numeric or ()] or gradient(f, here, exact_number(value50(step, {})))
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
