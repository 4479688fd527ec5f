"""Difference quotients that end in known limits: every line by values with fifty digits, every limit by mpmath."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import mpmath
import pytest

from tutor.evaluate import value50
from tutor.expr import Expr, letters
from tutor.modes.difference import (
    elementary_parts,
    limit_of_quotient,
    limits_used,
    mistaken_limits,
    opened_quotient,
    raw_quotient,
    simplified_quotient,
    slipped_quotients,
)
from tutor.read import read

TEXTS = (
    "sin(x)", "cos(x)", "e^x", "ln(x)", "2^x", "a^x", "sin(2x)", "-cos(x/2)/3", "3e^(-2x) - x^2", "a sin(b x + 1)",
    "5ln(3x + 1) + x", "ln(2x) + sin(x)", "e^(x/2) + 1/x", "sqrt(x) - cos(x)", "2^(3x - 1)", "ln(x/3)",
)  # fmt: skip
PLACES = (None, "0.7", "1", "a")
TINY = Fraction(1, 10**22)
CASES = [(text, place) for text in TEXTS for place in PLACES]


def at(place: str | None) -> Expr | None:
    return None if place is None else read(place)


def points() -> Iterator[dict[str, Fraction]]:
    for x, h in ((Fraction(13, 10), Fraction(2, 5)), (Fraction(29, 10), Fraction(-3, 10))):
        yield {"x": x, "h": h, "a": Fraction(21, 10), "b": Fraction(7, 10)}


def number_at(e: Expr, point: dict[str, Fraction]) -> mpmath.mpf:
    found = value50(e, {name: point[name] for name in letters(e)})
    assert found is not None
    return found


@pytest.mark.parametrize(("text", "place"), CASES)
def test_every_line_has_the_value_of_the_quotient(text: str, place: str | None) -> None:
    f = read(text)
    raw, *lines = (make(f, "x", at(place)) for make in (raw_quotient, opened_quotient, simplified_quotient))
    for point in points():
        for line in lines:
            assert abs(number_at(raw, point) - number_at(line, point)) < 1e-40


@pytest.mark.parametrize(("text", "place"), CASES)
def test_the_limit_is_what_the_quotient_is_for_a_tiny_h(text: str, place: str | None) -> None:
    f = read(text)
    raw, limit = raw_quotient(f, "x", at(place)), limit_of_quotient(f, "x", at(place))
    assert "h" not in letters(limit)
    for point in points():
        near = number_at(raw, point | {"h": TINY})
        assert abs(near - number_at(limit, point)) < 1e-16 * (1 + abs(near))


@pytest.mark.parametrize(("text", "place"), CASES)
def test_each_known_limit_is_one(text: str, place: str | None) -> None:
    used = limits_used(read(text), "x", at(place))
    assert used
    for known in used:
        for point in points():
            near = number_at(known.part, point | {"h": TINY})
            assert abs(near - number_at(known.limit, point)) < 1e-16 * (1 + abs(near))


@pytest.mark.parametrize("text", TEXTS)
def test_a_slip_gives_another_quotient_and_a_mistaken_limit_another_limit(text: str) -> None:
    f = read(text)
    right, limit = simplified_quotient(f), limit_of_quotient(f)
    point = next(points())
    slips = list(slipped_quotients(f))
    assert len(slips) >= 2 * len(elementary_parts(f))
    for slipped, _ in slips:
        assert value50(slipped, point) is None or abs(number_at(slipped, point) - number_at(right, point)) > 1e-9
    for mistaken, _ in mistaken_limits(f):
        assert abs(number_at(mistaken, point) - number_at(limit, point)) > 1e-9


@pytest.mark.parametrize(
    "text", ["x sin(x)", "sin(x)^2", "1/sin(x)", "sin(x^2)", "e^(x^2)", "ln(ln(x))", "tan(x)", "x^x"]
)
def test_what_is_no_sum_of_them_is_refused(text: str) -> None:
    from tutor.errors import TutorError

    with pytest.raises(TutorError, match="this function needs more than that"):
        simplified_quotient(read(text))


def test_at_0_only_the_limit_of_the_sine_is_left() -> None:
    assert [known.part for known in limits_used(read("sin(x)"), "x", read("0"))] == [read("sin(h)/h")]
    assert simplified_quotient(read("sin(x)"), "x", read("0")) == read("sin(h)/h")
