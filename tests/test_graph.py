"""The course of graphs, each claim checked by values that mpmath works out from SymPy's reading of f."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import mpmath
import pytest
import sympy

from tests.tables import rows
from tests.values import to_sympy
from tutor.answers.model import Infinity, Interval, Labelled, Listing, Union, Value
from tutor.answers.sets import Intervals, size_of
from tutor.answers.writing import show
from tutor.errors import TutorError
from tutor.graph import Graph
from tutor.read import read
from tutor.scope import Scope
from tutor.surds import size

GRAPHS = rows("graphs.tsv")
CLOSED = [row for row in GRAPHS if row[-1] != "-"]


def graph(f: str, on: str) -> Graph:
    interval = None if on == "-" else Intervals(single=True).read(on, Scope()).value
    assert interval is None or isinstance(interval, Interval)
    return Graph(read(f), "x", interval)


def values(f: str) -> Callable[[Any], Any]:
    """f as a function of mpmath; None where it has no real value."""
    expression = to_sympy(read(f))
    x = sympy.Symbol("x", real=True)

    def at(place: Any) -> Any:
        found = expression.evalf(40, subs={x: place})
        return mpmath.mpf(str(found)) if found.is_number and found.is_real and found.is_finite else None

    return at


def inside(part: Interval, count: int = 9) -> list[Any]:
    """Places within an interval, in order; a long one is cut off."""
    lo, hi = (max(-30.0, min(30.0, size_of(end))) for end in (part.lo, part.hi))
    return [sympy.Rational(repr(lo + (hi - lo) * (i + 0.5) / count)) for i in range(count)]


@pytest.mark.parametrize("row", GRAPHS, ids=lambda row: f"{row[0]} on {row[1]}")
def test_the_course_of_a_graph(row: tuple[str, ...]) -> None:
    f, on, *wanted = row
    g = graph(f, on)
    found: list[Value] = [
        Listing(g.classified), Union(g.monotone(1)), Union(g.monotone(-1)), Union(g.curved(1)), Union(g.curved(-1)),
        Listing(g.inflections),
    ]  # fmt: skip
    assert [show(value) for value in found] == wanted[:6]


@pytest.mark.parametrize("f, on, extremes", [(row[0], row[1], row[-1]) for row in CLOSED])
def test_the_highest_and_the_lowest_points(f: str, on: str, extremes: str) -> None:
    g = graph(f, on)
    assert show(Listing(g.extremes)) == extremes
    at, (lo, hi) = values(f), g.bounds
    sampled = [at(sympy.Rational(repr(lo + (hi - lo) * i / 97))) for i in range(1, 97)]
    for label, better in (("min", min), ("max", max)):
        best = {float(size(p.point.coordinates[1])) for p in g.extremes if p.label == label}
        assert max(best) - min(best) < 1e-9
        assert better(float(better(sampled)), min(best)) == pytest.approx(min(best))


@pytest.mark.parametrize("row", GRAPHS, ids=lambda row: f"{row[0]} on {row[1]}")
def test_it_rises_where_it_is_said_to_rise(row: tuple[str, ...]) -> None:
    g, at = graph(row[0], row[1]), values(row[0])
    for sign in (1, -1):
        for part in g.monotone(sign):
            heights = [at(place) for place in inside(part)]
            assert all(sign * (b - a) > 0 for a, b in pairwise(heights)), part


@pytest.mark.parametrize("row", GRAPHS, ids=lambda row: f"{row[0]} on {row[1]}")
def test_it_bends_where_it_is_said_to_bend(row: tuple[str, ...]) -> None:
    """The middle of a chord lies above a graph that is concave up."""
    g, at = graph(row[0], row[1]), values(row[0])
    for sign in (1, -1):
        for part in g.curved(sign):
            for a, b in pairwise(inside(part)):
                assert sign * ((at(a) + at(b)) / 2 - at((a + b) / 2)) > 0, part


@pytest.mark.parametrize("row", GRAPHS, ids=lambda row: f"{row[0]} on {row[1]}")
def test_a_maximum_is_higher_than_what_is_near_it(row: tuple[str, ...]) -> None:
    g, at = graph(row[0], row[1]), values(row[0])
    for point in g.classified:
        assert isinstance(point, Labelled)
        x, y = (to_sympy(e) for e in point.point.coordinates)
        here = mpmath.mpf(str(y.evalf(40)))
        near = [at(x + side * sympy.Rational(1, 10**4)) for side in (-1, 1)]
        assert here == pytest.approx(at(x))
        higher = [value > here for value in near]
        assert {"max": [False, False], "min": [True, True]}.get(point.label, sorted(higher)) == sorted(higher)
        assert (point.label == "neither") == (higher[0] != higher[1])


def test_the_parts_together_leave_nothing_out() -> None:
    g = graph("x^3 - 3x", "-")
    ends = [end for sign in (1, -1) for part in g.monotone(sign) for end in (part.lo, part.hi)]
    assert sum(isinstance(end, Infinity) for end in ends) == 2


def test_places_may_be_claimed_where_the_zeros_cannot_be_found() -> None:
    f = read("(x - 2) e^x - x^2/2 + x")  # f' = (x - 1)(e^x - 1)
    with pytest.raises(TutorError, match="cannot be solved exactly here"):
        _ = Graph(f).classified
    claimed = Graph(f, claimed=(read("0"), read("1")))
    assert show(Listing(claimed.classified)) == "(0, -2) max; (1, 1/2 - e) min"


@pytest.mark.parametrize("places", [("0",), ("1",), ("0", "2"), ("1/2",)])
def test_a_claim_that_leaves_a_zero_out_is_refused(places: tuple[str, ...]) -> None:
    f = read("(x - 2) e^x - x^2/2 + x")
    with pytest.raises(TutorError, match="cannot be solved exactly here"):
        _ = Graph(f, claimed=tuple(map(read, places))).classified


@pytest.mark.parametrize(
    "f, on, said",
    [
        ("a x^2", "[0, 1]", "the course of a graph is worked out for a function of one letter"),
        ("x^2", "-", "the highest and the lowest point are sought on an interval with two ends"),
        ("1/x", "[-1, 1]", "the function has no value somewhere on the interval"),
    ],
)
def test_what_cannot_be_worked_out_says_why(f: str, on: str, said: str) -> None:
    with pytest.raises(TutorError) as refused:
        _ = graph(f, on).extremes
    assert refused.value.message == said
