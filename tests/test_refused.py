"""What cannot be read: `refused.tsv` has the column, the reason and the hint, word for word; and fuzzing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.scopes import scope
from tests.tables import rows
from tutor.errors import ReadError
from tutor.expr import Expr
from tutor.read import Reading, Scope, read, read_answer

SCOPES = (
    Scope(),
    Scope(letters=frozenset({"x"})),
    Scope(letters=frozenset({"x", "a", "w1", "eps"})),
    Scope(letters=frozenset({"x", "y"}), dependent=frozenset({"y"})),
    Scope("t", frozenset({"t", "r"}), frozenset({"f", "g"}), frozenset({"r"}), 2),
)
TYPED = sorted({row[0] for row in rows("typed.tsv")} | {row[0] for row in rows("refused.tsv")})
PIECES = (
    *"xyeiadfnC0123456789()[]{}|+-*/^'!_=.,;:<>\"\\√∛²⁻½×÷π σ′∂",
    "sin", "ln", "log", "sqrt", "abs", "exp", "phi", "max(", "d/dx", "dy/dx", "f'(", "\\frac{", "\\sqrt[",
    "**", "\\left(", "^{", "_{", "sen(", "asin", "alpha", "1e-5", "+ C", "e^", " = ",
)  # fmt: skip


@pytest.mark.parametrize(("typed", "column", "reason", "hint", "problem"), rows("refused.tsv"))
def test_a_refusal_says_where_why_and_what_to_try(
    typed: str, column: str, reason: str, hint: str, problem: str
) -> None:
    with pytest.raises(ReadError) as caught:
        read(typed, scope(problem))
    fault = caught.value
    assert (fault.at, fault.message, fault.hint) == (int(column), reason, hint)
    assert fault.text == typed


def test_a_refusal_prints_the_caret_under_its_column() -> None:
    with pytest.raises(ReadError) as caught:
        read("3x² (x + 1")
    assert str(caught.value) == "3x² (x + 1\n    ^ this bracket is never closed"


@pytest.mark.parametrize("typed", ["", "   ", "\t"])
def test_nothing_is_no_answer(typed: str) -> None:
    with pytest.raises(ReadError) as caught:
        read(typed)
    assert (caught.value.at, caught.value.message) == (len(typed), "nothing is typed yet")


def test_a_second_line_is_refused() -> None:
    with pytest.raises(ReadError) as caught:
        read("2x\n3x")
    assert (caught.value.at, caught.value.message) == (2, "one line at a time")


@pytest.mark.parametrize(
    ("typed", "at"),
    [
        ("(" * 61 + "x" + ")" * 61, 60),
        ("|" * 500, 60),
        ("√" * 61 + "x", 61),
        ("x^" * 61 + "x", 122),
        ("-" * 61 + "x", 61),
        ("sin " * 61 + "x", 244),
        ("x" + "/x" * 61, 123),
    ],
)
def test_deep_nesting_is_refused(typed: str, at: int) -> None:
    with pytest.raises(ReadError) as caught:
        read(typed)
    assert (caught.value.at, caught.value.message) == (at, "nested more than 60 deep")


@pytest.mark.parametrize(
    "typed", ["(" * 60 + "x" + ")" * 60, "√" * 60 + "x", "x^" * 60 + "x", "-" * 60 + "x", "sin " * 60 + "x"]
)
def test_sixty_levels_are_read(typed: str) -> None:
    read(typed)


def test_five_hundred_characters_are_read_and_no_more() -> None:
    read("x" * 500)
    with pytest.raises(ReadError) as caught:
        read("x" * 501)
    assert (caught.value.at, caught.value.message) == (500, "longer than 500 characters")


def test_sixty_digits_are_read() -> None:
    read("9" * 60)
    read("0." + "1" * 59)
    read("449! + 2^3000")  # 998 and 904 digits


def test_of_several_faults_the_leftmost_is_reported() -> None:
    with pytest.raises(ReadError) as caught:
        read("(2 + ) + (3 * ) + ")
    assert caught.value.at == 5


def _checked(text: str, problem: Scope) -> None:
    """Read it: a tree or a refusal with a column of the text, and nothing else."""
    try:
        reading: Reading = read_answer(text, problem)
    except ReadError as fault:
        assert 0 <= fault.at <= len(text)
        assert fault.text == text
        assert fault.message
        return
    assert isinstance(reading.expr, Expr)
    assert all(note.text and note.kind for note in reading.notes)
    assert all(note.other is None or note.other != reading.expr for note in reading.notes)
    assert read(text, problem) == reading.expr


@st.composite
def mutated(draw: st.DrawFn) -> str:
    """A typed answer with pieces put in, taken out or doubled."""
    text = draw(st.sampled_from(TYPED))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        length = draw(st.integers(0, 3))
        text = text[:at] + draw(st.sampled_from(("", text[at : at + 4], *PIECES))) + text[at + length :]
    return text


@given(mutated(), st.sampled_from(SCOPES))
@settings(max_examples=600, deadline=None)
def test_a_changed_answer_is_read_or_refused(text: str, problem: Scope) -> None:
    _checked(text, problem)


@given(st.lists(st.sampled_from(PIECES), max_size=60).map("".join), st.sampled_from(SCOPES))
@settings(max_examples=600, deadline=None)
def test_pieces_in_any_order_are_read_or_refused(text: str, problem: Scope) -> None:
    _checked(text, problem)


@given(st.text(max_size=60), st.sampled_from(SCOPES))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_refused(text: str, problem: Scope) -> None:
    _checked(text, problem)


@given(st.binary(max_size=80).map(lambda data: data.decode("latin-1")))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_read_or_refused(text: str) -> None:
    _checked(text, Scope())


@pytest.mark.long
@given(
    st.one_of(mutated(), st.lists(st.sampled_from(PIECES), max_size=120).map("".join)),
    st.sampled_from(SCOPES),
)
@settings(max_examples=20_000, deadline=None)
def test_many_texts_are_read_or_refused(text: str, problem: Scope) -> None:
    _checked(text, problem)
