"""Assumptions about letters: what is read, what is refused and where the caret stands."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tutor.errors import ReadError
from tutor.values import REAL, Interval, read_assumption, read_assumptions


@pytest.mark.parametrize(
    ("text", "name", "interval"),
    [
        ("0 < alpha < 1", "alpha", Interval(Fraction(0), Fraction(1))),
        ("0<α<1", "alpha", Interval(Fraction(0), Fraction(1))),
        ("1 > p > 0", "p", Interval(Fraction(0), Fraction(1))),
        ("0 <= p <= 1", "p", Interval(Fraction(0), Fraction(1), True, True)),
        ("B>0", "B", Interval(lo=Fraction(0))),
        ("3 > k", "k", Interval(hi=Fraction(3))),
        ("x ≥ -2.5", "x", Interval(lo=Fraction(-5, 2), lo_closed=True)),
        ("1/2 < h", "h", Interval(lo=Fraction(1, 2))),
        ("x < 1e-3", "x", Interval(hi=Fraction(1, 1000))),
        ("a != 0", "a", REAL),
        ("w1: real", "w1", REAL),
        ("real", "", REAL),
        ("positive", "", Interval(lo=Fraction(0))),
        ("n: integer", "n", Interval(whole=True)),
        ("n: positive integer", "n", Interval(lo=Fraction(1), lo_closed=True, whole=True)),
    ],
)
def test_an_assumption_is_read(text: str, name: str, interval: Interval) -> None:
    assert read_assumption(text) == (name, interval)


def test_several_assumptions_and_two_about_one_letter() -> None:
    found = read_assumptions("a > 0, a < 1; n: integer, n >= 2,")
    assert found == {"a": Interval(Fraction(0), Fraction(1)), "n": Interval(lo=Fraction(2), lo_closed=True, whole=True)}


def test_no_text_is_no_assumption() -> None:
    assert read_assumptions("  ") == {}


HELP = "write it as 0 < a < 1, a > 0, n: integer or w: real"


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("foo bar", 4, f"this is no assumption about a letter; {HELP}"),
        ("a > b", 4, f"this is no assumption about a letter; {HELP}"),
        ("a", 0, f"this is no assumption about a letter; {HELP}"),
        ("a > 0 > ?", 8, f"this is no assumption about a letter; {HELP}"),
        ("a = 3", 2, f"a letter with one value only is a number; {HELP}"),
        ("1 < a < 0", 0, "nothing is left for a"),
        ("B > 0, a > 1, a < 1", 14, "nothing is left for a"),
        ("B > 0, positive", 7, f"which letter is meant?; {HELP}"),
        ("e > 0", 0, f"e is a constant; {HELP}"),
        ("0 < n < 1; n: integer", 11, "nothing is left for n"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_caret(text: str, at: int, message: str) -> None:
    with pytest.raises(ReadError) as refused:
        read_assumptions(text)
    assert refused.value.at == at
    assert str(refused.value) == f"{text}\n{' ' * at}^ {message}"


@pytest.mark.parametrize("text", ["a > 1/0", "a > 1e999999999", "a >", "> 0", "a > 0 b > 0", ":", "a : b : c"])
def test_nonsense_is_refused_and_nothing_else_goes_wrong(text: str) -> None:
    with pytest.raises(ReadError):
        read_assumptions(text)


def test_an_interval_knows_its_sign_and_its_members() -> None:
    unit = Interval(Fraction(0), Fraction(1), lo_closed=True)
    assert [unit.contains(x) for x in (Fraction(0), Fraction(1, 2), Fraction(1), Fraction(-1))] == [
        True,
        True,
        False,
        False,
    ]
    assert [i.sign for i in (unit, Interval(hi=Fraction(0)), REAL)] == [1, -1, 0]
    assert not Interval(whole=True).contains(Fraction(1, 2))
