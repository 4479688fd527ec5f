"""Other roads and places without a derivative: what is said after a derivation."""

from __future__ import annotations

import pytest

from tutor.derive import derive
from tutor.modes.corners import corners
from tutor.modes.roads import other_roads
from tutor.read import read


@pytest.mark.parametrize(
    ("f", "roads"),
    [
        ("(x + 1)(x + 2)", ["Multiplied out first, the function is x² + 3x + 2, and needs no product rule."]),
        ("tan(x)", ["tan is sin over cos: the quotient rule leads to 1/cos², which is sec²."]),
        ("3/x^2", ["The quotient rule would do as well, with more to tidy up."]),
        ("x^x", ["u to the v is also e to the v ln u: the chain rule gives the same."]),
        ("x^2 x^3", ["The product rule would do as well, with more to tidy up."]),
        ("x^2 sin(x)", []),
        ("sin(x^3)", []),
        ("(x^2 + 1)^3 (x - 1)^2 e^x", ["With logarithms the product becomes a sum: --method log shows that road."]),
    ],
)
def test_the_other_road_is_named(f: str, roads: list[str]) -> None:
    assert other_roads(derive(read(f))) == roads


@pytest.mark.parametrize(
    ("f", "said"),
    [
        ("|x|", ["At x = 0 there is no derivative: the slope is −1 on the left and 1 on the right."]),
        ("relu(x)", ["At x = 0 there is no derivative: the slope is 0 on the left and 1 on the right."]),
        ("max(0, x)", ["At x = 0 there is no derivative: the slope is 0 on the left and 1 on the right."]),
        ("x^(2/3)", ["At x = 0 there is no derivative."]),
        ("cbrt(x)", ["At x = 0 there is no derivative."]),
        ("sqrt(x)", ["At x = 0 there is no derivative."]),
        ("x |x|", []),
        ("x^(4/3)", []),
        ("x^2", []),
        ("1/x", []),
        ("ln|x|", []),
    ],
)
def test_where_there_is_no_derivative(f: str, said: list[str]) -> None:
    tree = read(f)
    assert [corner.said("x") for corner in corners(tree, derive(tree).line, "x")] == said
