"""Sums whose brackets were left out: what may have been meant, and that it is typed as what was read."""

from __future__ import annotations

import pytest

from tutor.read import read
from tutor.regrouped import regrouped
from tutor.show import show


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("1/x + 1", ["1/(x + 1)"]),
        ("e^x + 1", ["e^(x + 1)"]),
        ("x + 1/x^2", ["(x + 1)/x^2"]),
        ("1/2√x - 1", ["(1/2) (sqrt(x) - 1)", "(1/2) sqrt(x - 1)", "1/(2(sqrt(x) - 1))", "1/(2 sqrt(x - 1))"]),
        ("1/x + 1^2", ["1/(x + 1^2)", "1/(x + 1)^2", "(1/x + 1)^2"]),
        ("x + sin(x)", []),
        ("x y", []),
    ],
)
def test_what_may_have_been_meant(typed: str, meant: list[str]) -> None:
    assert [show(each) for each in regrouped(read(typed))] == meant


def test_a_long_sum_is_not_taken_apart_in_every_way() -> None:
    assert len(list(regrouped(read("+".join(["1/x"] * 8))))) <= 120
    assert list(regrouped(read("+".join(["1/x"] * 9)))) == []
