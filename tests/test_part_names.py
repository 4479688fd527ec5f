"""What a named part claims: inside it the two are equal, outside they are not, at random points, by mpmath."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from tests.oracle import compared, value
from tests.tables import rows
from tutor.check import CorrectOnPart, equal
from tutor.expr import Expr, letters
from tutor.read import read
from tutor.values import REAL, Interval, read_assumptions

Place = Mapping[str, Fraction]
_POINTS = 60
# Of a part that ends at a number without a name four figures are given.
_EDGE = Fraction(1, 1000)
_PAIRS = [(a, b, assume) for a, b, verdict, assume in rows("equal.tsv") if verdict == "equal-on-part"]


def holds(part: str) -> Callable[[Place], bool | None]:
    """The claim of a name as a predicate; None near an end."""
    if " or " in part or " and " in part:
        either = " or " in part
        claims = [holds(one) for one in re.split(" or | and ", part)]

        def joined(point: Place) -> bool | None:
            found = [claim(point) for claim in claims]
            return None if None in found else any(found) if either else all(found)

        return joined
    sides = re.split(" (<=|>=|<|>|!=|=) ", part)
    trees = [read(side) for side in sides[::2]]

    def compares(point: Place) -> bool | None:
        values: list[Any] = [value(tree, point) for tree in trees]
        if None in values:
            return None
        for a, sign, b in zip(values, sides[1::2], values[1:], strict=False):
            if abs(a - b) <= _EDGE * (abs(a) + abs(b)) and sign in ("<", ">"):
                return None
            is_so = {"<": a < b, ">": a > b, "<=": a <= b, ">=": a >= b, "!=": a != b, "=": a == b}[sign]
            if not is_so:
                return False
        return True

    return compares


def places(names: list[str], known: Mapping[str, Interval], rng: Random) -> list[Place]:
    found: list[Place] = []
    while len(found) < _POINTS:
        place = {}
        for name in names:
            size = rng.choice((1, 1, 3, 10, 10, 30, 100, 1000))
            x = Fraction(rng.randint(-997, 997), 997) * size
            place[name] = Fraction(round(x)) if known.get(name, REAL).whole or name == "n" else x
        if all(known.get(name, REAL).contains(x) for name, x in place.items()):
            found.append(place)
    return found


def assert_true(part: str, a: Expr, b: Expr, known: Mapping[str, Interval]) -> None:
    claim = holds(part)
    for place in places(sorted(letters(a) | letters(b)), known, Random(f"{part} {a}")):
        seen, claimed = compared(a, b, place), claim(place)
        if not seen or claimed is None:
            continue
        assert (seen == "same") == claimed, (part, {name: float(x) for name, x in place.items()}, seen)


@pytest.mark.parametrize(("a", "b", "assume"), _PAIRS)
def test_the_part_of_a_pair_in_the_table_is_what_it_is_called(a: str, b: str, assume: str) -> None:
    known = read_assumptions(assume)
    verdict = equal(read(a), read(b), assume=known)
    assert isinstance(verdict, CorrectOnPart)
    if verdict.part:
        assert_true(verdict.part, read(a), read(b), known)


def _product(rng: Random) -> str:
    """A product of factors that change their signs at one, two or three places."""
    at = rng.sample([-40, -9, -3, -1, 0, 2, 5, 7, 12, 60, 150], rng.choice((1, 2, 2, 3)))
    return " ".join(f"(x - {a})" if a > 0 else f"(x + {-a})" if a else "x" for a in at)


_FORMS = [
    ("x", "x sqrt({u})/sqrt({u})"),
    ("|{u}|", "{u}"),
    ("|{u}|", "-({u})"),
    ("1", "{u}/|{u}|"),
    ("x^2 sqrt(({u})^2)", "x^2 ({u})"),
    ("x", "x + 0 ln({u})"),
    ("x^2", "x^2 + relu({u})"),
    ("max({u}, 1)", "1"),
    ("sin(x) |{u}|", "sin(x) ({u})"),
]


@pytest.mark.parametrize("seed", range(60))
def test_the_part_of_a_random_pair_is_what_it_is_called(seed: int) -> None:
    rng = Random(seed)
    u, (first, second) = _product(rng), _FORMS[seed % len(_FORMS)]
    a, b = read(first.format(u=u)), read(second.format(u=u))
    verdict = equal(a, b)
    assert isinstance(verdict, CorrectOnPart)
    if verdict.part:
        assert_true(verdict.part, a, b, {})


@pytest.mark.parametrize(
    ("a", "b", "part"),
    [
        ("x", "x sqrt((x-2)(6-x))/sqrt((x-2)(6-x))", "2 < x < 6"),  # the holes above 6 count too
        ("x", "x sqrt((x-2)(6-x)(x-9))/sqrt((x-2)(6-x)(x-9))", "(x - 2) (6 - x) (x - 9) > 0"),
        ("arsinh(tan(x))", "artanh(sin(x))", ""),  # where cos(x) > 0, which stands nowhere
        ("sinh(2x^x)", "sinh(2x^x) + 0*ln(17/4 - x)", "x < 17/4"),  # too large for floats before
        ("n!", "(n-3)! n (n-1) (n-2)", "n >= 3"),
        ("n! sqrt(25-n^2)/sqrt(25-n^2)", "n!", "n <= 4"),
    ],
)
def test_parts_have_these_names(a: str, b: str, part: str) -> None:
    verdict = equal(read(a), read(b))
    assert isinstance(verdict, CorrectOnPart)
    assert verdict.part == part
