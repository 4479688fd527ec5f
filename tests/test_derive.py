"""Derivations: the right rules in order, every line with the value of f', the form a textbook prints."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest

from tests.random_expr import SMOOTH, expressions
from tests.tables import rows
from tests.values import POINTS, derivative_numbers, numbers_of_lines, own_numbers, same_numbers
from tests.whole_bank import whole_bank
from tutor.derive import derive
from tutor.errors import TutorError
from tutor.expr import Expr, letters, size
from tutor.read import Scope, read
from tutor.show import show


@pytest.mark.parametrize(("function", "rules", "last"), rows("steps.tsv"))
def test_rules_in_order_and_the_last_line(function: str, rules: str, last: str) -> None:
    derivation = derive(read(function))
    assert ", ".join(step.rule for step in derivation.steps) == rules
    assert show(derivation.line) == last


@pytest.mark.parametrize(("function", "rules", "last"), rows("steps.tsv"))
def test_every_line_has_the_value_of_the_derivative(function: str, rules: str, last: str) -> None:
    f = read(function)
    names = tuple(sorted(letters(f) | {"x"}))
    right, where = derivative_numbers(f, "x", 1, names), own_numbers(f, names)
    lines = derive(f).lines
    for line, found in zip(lines, numbers_of_lines(lines, names), strict=True):
        assert letters(line) <= {*names}, show(line)
        assert same_numbers(found, right, where, 1), show(line)


def test_the_line_of_a_chain_rule_is_shared_with_the_outer_function() -> None:
    steps = derive(read("sin(x^3)")).steps
    assert [(s.number, s.rule, show(s.line)) for s in steps] == [
        (1, "chain", "cos(x^3) (x^3)'"),
        (1, "sine", "cos(x^3) (x^3)'"),
        (2, "power", "3x^2 cos(x^3)"),
    ]


def test_letters_say_what_the_rule_was_applied_to() -> None:
    first = derive(read("x^2 sin(x)")).steps[0]
    assert {name: show(e) for name, e in first.letters} == {"u": "x^2", "v": "sin(x)"}


@pytest.mark.parametrize(
    ("function", "wrt", "order", "derivative"),
    [
        ("x^3", "x", 2, "6x"),
        ("x^3", "x", 4, "0"),
        ("a x^2", "a", 1, "x^2"),
        ("a t^3", "t", 2, "6a t"),
        ("sin(x)", "x", 4, "sin(x)"),
        ("x^2 y^3", "y", 1, "3x^2 y^2"),
    ],
)
def test_order_and_variable(function: str, wrt: str, order: int, derivative: str) -> None:
    assert show(derive(read(function), wrt, order=order).line, wrt) == derivative


@pytest.mark.parametrize("order", [1, 2])
def test_a_derivation_that_is_begun_goes_on_as_it_would_have(order: int) -> None:
    f = read("x^2 sin(3x) + ln(x^2 + 1)/x")
    whole = derive(f, order=order)
    first = [step for step in whole.steps if step.order == 1]
    for number in range(len(first)):
        begun = [step for step in first if step.number < number]
        assert derive(f, order=order, begun=begun) == whole


def test_a_letter_that_depends_on_the_variable_keeps_its_prime() -> None:
    derivation = derive(read("x y"), along=frozenset({"y"}))
    assert show(derivation.line) == "y + x y'"


def test_functions_known_by_name_keep_theirs() -> None:
    scope = Scope(functions=frozenset({"f", "g"}))
    assert show(derive(read("f(g(x))", scope)).line) == "f'(g(x)) g'(x)"
    assert show(derive(read("f(x) g(x)", scope)).line) == "f'(x) g(x) + f(x) g'(x)"


def test_an_unknown_function_is_named() -> None:
    with pytest.raises(TutorError, match="no rule for the derivative of x! is known here"):
        derive(read("x + x!"))


def _random_functions(count: int, seed: int) -> Iterator[tuple[Expr, list[Any]]]:
    """Functions that have a derivative at two of the points or more, and its values there by SymPy."""
    rng = random.Random(seed)
    found = 0
    while found < count:
        f = expressions(rng, rng.randint(1, 4), ("x",), SMOOTH)
        if "x" in letters(f) and size(f) <= 24:
            right = derivative_numbers(f, "x", 1, ("x",))
            if sum(value is not None for value in right) >= 2:
                found += 1
                yield f, right


def _check(f: Expr, right: list[Any]) -> None:
    where = own_numbers(f, ("x",))
    lines = derive(f).lines
    for line, found in zip(lines, numbers_of_lines(lines, ("x",)), strict=True):
        assert same_numbers(found, right, where, 0), f"{show(f)}: {show(line)}"
        assert read(show(line), Scope(own=True)) == line


@pytest.mark.parametrize("seed", range(8))
def test_every_line_of_random_functions(seed: int) -> None:
    for f, right in _random_functions(25, seed):
        _check(f, right)


@pytest.mark.long
@pytest.mark.parametrize("seed", [*range(8, 20), *range(100, 180)])
def test_every_line_of_many_random_functions(seed: int) -> None:
    for f, right in _random_functions(25, seed):
        _check(f, right)


# Their letters are probabilities or counts; the points here are not. tests/test_problems.py looks at points of its own.
NARROW = {"losses-kl-bernoulli", "losses-score-of-counts", "losses-fisher-of-counts"}
PROBLEMS = [problem for problem in whole_bank().problems if not problem.functions and problem.id not in NARROW]


@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 20))
def test_every_line_of_the_bank(start: int) -> None:
    for problem in PROBLEMS[start : start + 20]:
        f, wrt, order = problem.function, problem.wrt, problem.order
        names = tuple(sorted(letters(f) | {wrt}))
        right, where = derivative_numbers(f, wrt, order, names), own_numbers(f, names)
        derivation = derive(f, wrt, order=order)
        # The lines of a first derivative on the way to a second have another value.
        lines = [step.line for step in derivation.steps if step.order == order]
        for line, found in zip(lines, numbers_of_lines(lines, names), strict=True):
            assert same_numbers(found, right, where, 1), f"{problem.id}: {show(line)}"
            assert read(show(line), Scope(letters=frozenset(names), own=True)) == line


def test_points_of_both_signs() -> None:
    assert any(p.startswith("-") for p in POINTS)
    assert any(not p.startswith("-") for p in POINTS)
