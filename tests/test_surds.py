"""Constants in their normal form, against values that SymPy works out."""

from __future__ import annotations

from random import Random

import pytest
import sympy

from tests.tables import rows
from tests.values import to_sympy
from tutor.evaluate import value50
from tutor.expr import Add, Call, Div, E, Expr, Mul, Neg, Pow, number
from tutor.read import read
from tutor.show import show
from tutor.surds import is_zero, simplest, size

CONSTANTS = rows("constants.tsv")


@pytest.mark.parametrize("typed, shown", CONSTANTS)
def test_a_constant_is_written_in_its_simplest_form(typed: str, shown: str) -> None:
    assert show(simplest(read(typed))) == shown


@pytest.mark.parametrize("typed, shown", CONSTANTS)
def test_the_simplest_form_is_the_same_number_for_sympy(typed: str, shown: str) -> None:
    a, b = to_sympy(read(typed)).evalf(40), to_sympy(read(shown)).evalf(40)
    assert abs(a - b) < sympy.Float(10) ** -35


@pytest.mark.parametrize("typed, shown", CONSTANTS)
def test_the_simplest_form_stays_as_it_is(typed: str, shown: str) -> None:
    assert show(simplest(read(shown))) == shown


def some_constant(rng: Random, depth: int) -> Expr:
    """A constant of numbers, roots, powers of e and products of these."""
    if depth == 0:
        plain = number(rng.randrange(1, 9))
        leaves: list[Expr] = [plain, Neg(plain), Call("sqrt", (plain,)), Div(plain, number(rng.randrange(2, 6))), E]
        return rng.choice(leaves)
    a, b = some_constant(rng, depth - 1), some_constant(rng, depth - 1)
    joined: list[Expr] = [Add((a, b)), Mul((a, b)), Div(a, b), Pow(a, number(2)), Add((a, Neg(b)))]
    return rng.choice(joined)


def test_any_constant_keeps_its_value() -> None:
    for seed in range(150):
        e = some_constant(Random(seed), 3)
        before, after = value50(e, {}), value50(simplest(e), {})
        if before is None:  # a division by zero somewhere
            continue
        assert after is not None, show(e)
        assert abs(before - after) <= 1e-40 * (1 + abs(before)), show(e)
        assert is_zero(Add((e, Neg(simplest(e))))), show(e)


def test_what_has_letters_or_no_value_is_left_alone() -> None:
    for typed in ("x + x", "ln(-1)", "sqrt(-2)", "arcsin(2)"):
        assert simplest(read(typed)) == read(typed)


def test_a_form_tells_zero_from_what_is_nearly_zero() -> None:
    assert is_zero(read("sqrt(2) sqrt(3) - sqrt(6)"))
    assert is_zero(read("sqrt(5 + 2sqrt(6)) - sqrt(2) - sqrt(3)"))
    assert not is_zero(read("e^(pi sqrt(163)) - 262537412640768744"))
    assert size(read("sqrt(2)")) == pytest.approx(1.41421356)
