"""LaTeX: a textbook's form, and the value of the tree when our own reader reads it."""

from __future__ import annotations

import itertools
import random
from fractions import Fraction

import pytest

from tests.random_expr import EVERY, expressions
from tests.tables import rows
from tutor.evaluate import value50
from tutor.expr import D, Expr, Sym, letters, number
from tutor.latex import latex
from tutor.read import Scope, read


@pytest.mark.parametrize(("typed", "written"), rows("latex.tsv"))
def test_latex_of_the_table(typed: str, written: str) -> None:
    assert latex(read(typed, Scope(own=True))) == written


@pytest.mark.parametrize("seed", range(5))
def test_what_is_written_reads_back_to_the_same_value(seed: int) -> None:
    rng = random.Random(seed)
    for _ in range(80):
        e = expressions(rng, 3, ("x", "a", "alpha"), EVERY)
        back = read(latex(e), Scope(own=True))
        point = dict.fromkeys(letters(e) | letters(back), Fraction(7, 5))
        assert value50(back, point) == value50(e, point), latex(e)


def test_different_trees_are_written_differently() -> None:
    rng = random.Random(4)
    seen: dict[str, Expr] = {}
    for depth in itertools.islice(itertools.cycle((1, 2, 2, 3)), 5000):
        e = expressions(rng, depth, ("x", "n"), ("sin", "ln", "sqrt", "log", "abs"), steps=True)
        assert seen.setdefault(latex(e), e) == e


def test_letters_that_depend_on_x_have_primes() -> None:
    assert latex(D(D(Sym("y"), "x"), "x")) == "y''"
    assert latex(D(Sym("x"), "x")) == "(x)'"
    assert latex(D(number(2), "t"), "t") == "(2)'"
