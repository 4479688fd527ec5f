"""Pictures in two dimensions: how they look and join, where a part of them stands, how they are wrapped."""

from __future__ import annotations

import itertools
import random
import unicodedata

import pytest

from tests.random_expr import EVERY, expressions
from tests.tables import DATA
from tutor.block import Block, beside, block, text, wrap
from tutor.expr import Call, D, Div, Expr, Neg, Path, Sym, at, children, number
from tutor.read import Scope, read
from tutor.show import pretty

OWN = Scope(own=True)


def _pictures() -> list[tuple[str, str, str]]:
    """The cases of blocks.txt: what is typed, its picture, its picture in ASCII."""
    cases = (DATA / "blocks.txt").read_text(encoding="utf-8").split("=== ")[1:]
    found = []
    for case in cases:
        typed, rest = case.rstrip().split("\n", 1)
        drawn, in_ascii = rest.split("\n~~~\n")
        found.append((typed, drawn, in_ascii))
    return found


def _random(seed: int, count: int, depth: int = 4, steps: bool = True) -> list[Expr]:
    rng = random.Random(seed)
    return [expressions(rng, depth, ("x", "n", "alpha"), EVERY, steps=steps) for _ in range(count)]


def _paths(e: Expr, path: Path = ()) -> list[Path]:
    below = (_paths(part, (*path, index)) for index, part in enumerate(children(e)))
    return [path, *itertools.chain.from_iterable(below)]


@pytest.mark.parametrize(("typed", "drawn", "in_ascii"), _pictures(), ids=lambda case: case.split("\n")[0])
def test_pictures_of_the_table(typed: str, drawn: str, in_ascii: str) -> None:
    e = read(typed, OWN)
    assert str(block(e)) == drawn
    assert str(block(e, ascii=True)) == in_ascii


def test_dependent_letters_have_primes_and_no_brackets() -> None:
    assert str(block(D(D(Sym("y"), "x"), "x"))) == "y′′"
    assert str(block(Div(D(Sym("y"), "x"), Sym("y")), ascii=True)) == "y'\n---\n y"


@pytest.mark.parametrize("in_ascii", [False, True])
def test_a_picture_is_a_rectangle_of_signs_one_column_wide(in_ascii: bool) -> None:
    for e in _random(1, 400):
        drawn = block(e, ascii=in_ascii)
        assert {len(line) for line in drawn.lines} == {drawn.width}
        assert 0 <= drawn.baseline < drawn.height
        signs = set("".join(drawn.lines))
        assert not any(unicodedata.east_asian_width(sign) in "WF" or unicodedata.combining(sign) for sign in signs)
        assert not in_ascii or all(sign.isascii() for sign in signs)


@pytest.mark.parametrize("in_ascii", [False, True])
def test_different_trees_look_different(in_ascii: bool) -> None:
    seen: dict[str, Expr] = {}
    for depth in (1, 2, 3):
        for e in _random(2, 2000, depth):
            assert seen.setdefault(str(block(e, ascii=in_ascii)), e) == e


def test_neighbours_stand_on_one_baseline() -> None:
    drawn = beside(text("f(x) = "), block(read("(x^2+1)/(x-1)")), text(" + 1"))
    assert str(drawn) == "        2\n       x  + 1\nf(x) = ────── + 1\n       x − 1"
    assert drawn.baseline == 2


def _marked(drawn: Block) -> list[str]:
    return [drawn.lines[row][start:end] for row, start, end in drawn.marked]


@pytest.mark.parametrize(
    ("typed", "path", "rows"),
    [
        ("(x^2)' sin(x)", (0,), ["⎛ 2⎞′", "⎝x ⎠"]),
        ("(x^2)' sin(x)", (0, 0), ["2", "x"]),
        ("x + (sin(x))' ln(x)", (1, 0), ["(sin(x))′"]),
        ("x - x/2", (1, 0), ["x", "─", "2"]),
        ("sin(x)^2", (0,), ["sin", "(x)"]),
        ("e^(x^2/2)", (1, 0), ["2", "x"]),
        ("2x", (0,), ["2"]),
    ],
)
def test_where_a_part_stands(typed: str, path: Path, rows: list[str]) -> None:
    assert _marked(block(read(typed, OWN), mark=path)) == rows


def test_every_part_is_found_where_it_stands() -> None:
    """A part on one line is marked with that very line."""
    for e in _random(3, 150, 3):
        for path in _paths(e):
            drawn, part = block(e, mark=path), block(at(e, path))
            assert drawn.marked
            assert all(0 <= row < drawn.height and 0 <= a < b <= drawn.width for row, a, b in drawn.marked)
            if part.height == 1 and len(drawn.marked) == 1 and not isinstance(at(e, path), Neg):
                assert _marked(drawn)[0].replace(" ", "") == part.lines[0].replace(" ", "")


def test_marks_move_with_the_block() -> None:
    drawn = beside(text("f′ = "), block(read("(x^2)' + 1", OWN), mark=(0,)))
    assert _marked(drawn) == ["⎛ 2⎞′", "⎝x ⎠"]


def test_a_sum_is_wrapped_before_its_signs_under_the_start_of_the_formula() -> None:
    derivative = block(read("2x sin(x) cos(x) + 3x^2 sin(x^3)/(x + 1) - ln(x) + x^4 - 7x + 12"))
    rows = wrap(beside(text("f′(x) = "), derivative), 40)
    assert "\n".join(map(str, rows)).split("\n") == [
        "                             2    ⎛ 3⎞",
        "                           3x  sin⎝x ⎠",
        "f′(x) = 2x sin(x) cos(x) + ───────────",
        "                              x + 1",
        "                   4",
        "        − ln(x) + x  − 7x + 12",
    ]


def test_a_product_too_long_for_a_row_is_wrapped_before_a_dot() -> None:
    rows = wrap(block(read("1 + (x + 1)^2 (x + 2)^2 (x + 3)^2")), 24)
    assert "\n".join(map(str, rows)).split("\n") == [
        "1",
        "           2        2",
        "  + (x + 1)  (x + 2)",
        "             2",
        "    · (x + 3)",
    ]


@pytest.mark.parametrize("width", [12, 20, 30, 40, 60, 88])
def test_rows_keep_to_the_width_and_lose_nothing(width: int) -> None:
    for e in _random(5, 200):
        drawn = block(e)
        rows = wrap(drawn, width)
        before, after = "".join(drawn.lines), "".join(line for row in rows for line in row.lines)
        assert set(before) - {" "} <= set(after) | {" "}
        assert sum(sign not in " ·" for sign in before) == sum(sign not in " ·" for sign in after)
        assert rows == [drawn] if drawn.width <= width else len(rows) <= len(drawn.breaks) + 1


def test_what_fits_is_left_alone() -> None:
    drawn = block(read("x + 1"))
    assert wrap(drawn, 5) == [drawn]


def test_a_picture_nested_a_few_hundred_deep_is_drawn() -> None:
    e: Expr = Sym("x")
    for _ in range(300):
        e = Call("sin", (Neg(e),))
    assert str(block(e)) == pretty(e)
    for _ in range(60):
        e = Div(number(1), e)
    assert block(e).height == 121
