"""Numbers for a reader: short, and different texts for different numbers."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tutor.ball import digits
from tutor.numeral import pair, plain_number


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Fraction(7, 10), "0.7"),
        (Fraction(2), "2"),
        (Fraction(-1, 4), "-0.25"),
        (Fraction(3, 23), "3/23"),
        (Fraction(379, 1024), "0.370117"),
    ],
)
def test_a_sample_point(value: Fraction, text: str) -> None:
    assert plain_number(value) == text


@pytest.mark.parametrize(
    ("a", "b", "texts"),
    [
        (1.38437, 0.941749, ("1.3844", "0.9417")),
        (2.0, -2.97, ("2", "-2.97")),
        (1000.76484, 1000.0, ("1000.76", "1000")),
        (0.012345, 0.5, ("0.01235", "0.5")),
        (0.5, 0.5000000001, ("0.5", "0.5000000001")),
        (1e-7, 2e-7, ("1e-7", "2e-7")),
        (1.5e12, -3.25e12, ("1.5e12", "-3.25e12")),
        (0.0, 1e-300, ("0", "1e-300")),
    ],
)
def test_two_numbers_are_told_apart(a: float, b: float, texts: tuple[str, str]) -> None:
    assert pair(a, b) == texts


def test_numbers_far_beyond_floats_are_written_too() -> None:
    mpf = digits(75).number
    assert pair(mpf(10) ** 400, mpf(0)) == ("1e400", "0")
    assert pair(mpf(10) ** -70_000, mpf(3)) == ("1.0e-70000", "3")
    expected, yours = pair(mpf(1), mpf(1) + mpf(10) ** -40)
    assert expected != yours


@pytest.mark.parametrize(
    ("a", "gap", "texts"),
    [
        ("1", "1e-30", ("1", "1.000000000000000000000000000001")),
        ("1", "1e-90", ("1.000000…000", "1.000000…001")),
        ("-2.5e-100", "1e-300", ("-2.5e-100", "-2.49999999…e-100")),
        ("123.25", "-1e-200", ("123.25", "123.249999999…")),
        ("1000", "1e-200", ("1000.000…000", "1000.000…001")),
    ],
)
def test_figures_that_two_long_numbers_share_are_left_out(a: str, gap: str, texts: tuple[str, str]) -> None:
    mpf = digits(420).number
    assert pair(mpf(a), mpf(a) + mpf(gap)) == texts
