"""A slip is named where what it leads to was typed, and never where that may be the right answer."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tutor.errors import TutorError
from tutor.expr import Expr
from tutor.kinds.decimals import near
from tutor.kinds.slips import number_in_front, slip_of
from tutor.read import read


def same(right: Expr, typed: Expr) -> bool:
    return near(right, typed, None)


def fails() -> Expr:
    raise TutorError("there is none")


def named(typed: str, right: str, *leads: str, rounded: bool = False) -> str:
    slips: list[tuple[str, Callable[[], Expr]]] = [(lead, lambda lead=lead: read(lead)) for lead in leads]  # type: ignore[misc]
    return slip_of(read(typed), read(right), [("no value", fails), *slips], same, rounded)


def test_the_first_slip_that_leads_there_is_named() -> None:
    assert named("6", "3", "4", "2*3", "6") == "2*3"
    assert named("7", "3", "4", "2*3") == ""


def test_a_slip_that_leads_to_the_right_answer_is_passed_over() -> None:
    assert named("4", "2^2", "2 + 2") == ""


@pytest.mark.parametrize(
    ("typed", "right", "name"),
    [
        ("0.540", "1/2", "cos(1)"),  # cos(1) = 0.5403…
        ("0.5403", "1/2", "cos(1)"),
        ("-0.5403", "1/2", ""),
        ("0.54", "1/2", ""),  # two figures fit too much
        ("0.541", "1/2", ""),
        ("0.5403", "0.54029", ""),  # it may be the right number, rounded
    ],
)
def test_a_decimal_stands_for_what_it_is_rounded_from(typed: str, right: str, name: str) -> None:
    assert named(typed, right, "cos(1)", rounded=True) == name
    assert named(typed, right, "cos(1)") == ""


def test_a_number_that_is_typed_exactly_is_named_though_the_right_one_rounds_to_it() -> None:
    assert named("12.0", "12.01", "12", rounded=True) == "12"


def test_a_number_in_front_is_a_simple_one() -> None:
    assert number_in_front(read("6"), read("3"), same)
    assert number_in_front(read("1/6"), read("1"), same)
    assert not number_in_front(read("7"), read("3"), same)
    assert not number_in_front(read("3"), read("3"), same)
