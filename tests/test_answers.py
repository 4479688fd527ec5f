"""Answers that are not one expression: how they are read, shown and compared."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.tables import rows
from tutor.answers.picks import AnOrder, OneOf, Pairs
from tutor.answers.pieces import InPieces
from tutor.answers.sets import Intervals
from tutor.answers.shapes import (
    ANumber,
    APoint,
    AVector,
    LabelledPoints,
    ListOf,
    MatrixOf,
    Shape,
    Slots,
    StraightLine,
    TrueOrFalse,
)
from tutor.answers.spotted import ALine
from tutor.answers.writing import block, pretty, show, words
from tutor.check import compare
from tutor.errors import ReadError
from tutor.expr import D
from tutor.read import read
from tutor.scope import Scope
from tutor.verdict import word

LABELS = (
    ("max", ("maximum",)),
    ("min", ("minimum",)),
    ("neither", ("saddle", "terrace")),
)
SLOPE = ANumber(can_be_undefined=True)
SIDES = Slots(
    (("the left derivative", SLOPE), ("the right derivative", SLOPE), ("yes or no", TrueOrFalse())), "7, oo, no"
)
# The names in the tables: a shape, and the letters that an answer may have.
SHAPES: dict[str, tuple[Shape, str]] = {
    "number": (SLOPE, ""),
    "exact": (ANumber(named="c"), ""),
    "tolerance": (ANumber(Fraction(1, 1000)), ""),
    "relative": (ANumber(Fraction(1, 100), relative=True), ""),
    "line": (StraightLine(), "axy"),
    "plane": (StraightLine(("x", "y", "z"), "z = x + y"), "xyz"),
    "list": (ListOf(ANumber()), ""),
    "points": (ListOf(LabelledPoints(LABELS), example="(3, -5) max"), ""),
    "point": (APoint(), ""),
    "set": (Intervals(any_ends=True), ""),
    "exactset": (Intervals(), ""),
    "one": (Intervals(single=True), ""),
    "vector": (AVector(2), "xy"),
    "matrix": (MatrixOf(2, 2), "xy"),
    "pieces": (InPieces(), "x"),
    "choice": (OneOf(("x^2", "2*x", "none of these")), ""),
    "truth": (TrueOrFalse(), ""),
    "order": (AnOrder(4), ""),
    "pairs": (Pairs(3), ""),
    "sides": (SIDES, ""),
    "mended": (ALine(3, D(read("sin(x^2)"), "x")), "x"),
}
VALUES = rows("values.tsv")
READABLE = [(kind, typed, shown) for kind, typed, shown in VALUES if not shown.partition(":")[0].isdigit()]


def scope(kind: str) -> Scope:
    return Scope(letters=frozenset(SHAPES[kind][1]))


def reading(kind: str, typed: str) -> str:
    """How a text is shown again, or the column and the reason of its refusal."""
    try:
        return show(SHAPES[kind][0].read(typed, scope(kind)).value)
    except ReadError as error:
        assert error.text == typed
        assert 0 <= error.at <= len(typed)
        return f"{error.at}: {error.message}"


def test_the_table_is_long_enough_and_has_every_shape() -> None:
    assert len(VALUES) >= 150
    assert {kind for kind, _, _ in VALUES} >= set(SHAPES) - {"tolerance", "relative", "exactset"}


@pytest.mark.parametrize("kind, typed, shown", VALUES)
def test_a_typed_answer_is_shown_as_understood(kind: str, typed: str, shown: str) -> None:
    assert reading(kind, typed) == shown


@pytest.mark.parametrize("kind, typed, shown", READABLE)
def test_what_is_shown_reads_back(kind: str, typed: str, shown: str) -> None:
    assert reading(kind, shown) == shown


@pytest.mark.parametrize("kind, typed, shown", READABLE)
def test_every_value_has_a_line_a_picture_and_words(kind: str, typed: str, shown: str) -> None:
    value = SHAPES[kind][0].read(typed, scope(kind)).value
    assert pretty(value)
    assert words(value).isascii()
    for ascii in (False, True):
        picture = block(value, ascii=ascii)
        assert len({len(line) for line in picture.lines}) == 1
        assert not ascii or all(line.isascii() for line in picture.lines)


@pytest.mark.parametrize("kind, typed, shown", READABLE)
def test_a_value_is_right_where_it_is_expected(kind: str, typed: str, shown: str) -> None:
    shape = SHAPES[kind][0]
    value = shape.read(typed, scope(kind)).value
    assert shape.judge(value, value, compare).right


@pytest.mark.parametrize("kind, right, typed, verdict, said", rows("judged.tsv"))
def test_what_is_said_of_an_answer(kind: str, right: str, typed: str, verdict: str, said: str) -> None:
    shape = SHAPES[kind][0]
    expected, given = (shape.read(text, scope(kind)).value for text in (right, typed))
    outcome = shape.judge(expected, given, compare)
    assert (word(outcome.verdict), outcome.said or "-") == (verdict, said)


@pytest.mark.parametrize("kind", SHAPES)
def test_a_shape_says_what_it_wants_and_its_example_can_be_read(kind: str) -> None:
    wants = SHAPES[kind][0].wants
    assert len(wants) <= 75
    if "such as " in wants:
        example = wants.partition("such as ")[2].removesuffix(", or none").removesuffix(", or undefined")
        example = example.partition(" or ")[0]
        SHAPES[kind][0].read(example, Scope())


@pytest.mark.parametrize(
    "kind, typed, hint",
    [
        ("points", "-1 max", "wanted: points and their labels, such as (-7, 3) max; (9, 0) min"),
        ("line", "2x - 1", "wanted: an equation, such as y = 3x + 5"),
        ("number", "0,5", "did you mean 0.5?"),
        ("order", "3 1 2", "wanted: the numbers 1 to 4 in order, such as 4 3 2 1"),
    ],
)
def test_a_refusal_says_what_is_wanted(kind: str, typed: str, hint: str) -> None:
    with pytest.raises(ReadError) as refused:
        SHAPES[kind][0].read(typed, scope(kind))
    assert refused.value.hint == hint


def test_a_second_reading_inside_a_value_is_a_whole_answer() -> None:
    shape, letters = AVector(2), Scope(letters=frozenset("xy"))
    found = shape.read("(1/2x, y)", letters)
    assert [note.text for note in found.notes] == ["read as x/2; for 1/(2x) type the brackets"]
    assert [show(other.value) for other in found.others] == ["(1/(2x), y)"]


def test_nothing_and_too_much_are_refused() -> None:
    assert reading("list", "  ") == "2: nothing is typed yet"
    assert reading("list", "1, " * 200) == "500: longer than 500 characters"
