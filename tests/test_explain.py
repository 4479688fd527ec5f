"""What is said of a recognised mistake, the first time and after, word for word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from tests.found_mistakes import mistakes_in
from tests.tables import RULES, rows
from tutor.check import compare
from tutor.derive import derive
from tutor.errors import ReadError
from tutor.explain import Explanation, explanation, hint_after, told
from tutor.expr import Expr, walk
from tutor.read import Scope, read
from tutor.show import pretty
from tutor.verdict import Correct

OWN = Scope(own=True)


def explained(f: str, answer: str, order: int = 1) -> list[Explanation]:
    return [explanation(mistake, "x") for mistake in mistakes_in(f, answer, order)]


@pytest.mark.parametrize(
    ("f", "answer", "said"),
    [
        (
            "sin(x^3)",
            "cos(x^3)",
            "This is what comes out if you stop after the outer derivative. The outer derivative is right, but x³ moves "
            "too, and its own derivative is missing. Multiply by the derivative of x³.",
        ),
        # The same under the name of another rule is not said again.
        (
            "sin(3x)",
            "cos(3x)",
            "This is what comes out if you forget the factor at the angle. The outer function is right, but the angle 3x "
            "has a speed of its own. Multiply by the derivative of 3x. It also comes out if you drop the constant factor "
            "in 3x.",
        ),
        # Two explanations of one wrong step.
        (
            "x^2",
            "x",
            "This is what comes out if you lower the exponent without bringing it down as a factor. The exponent is "
            "lowered as it should be, but it has to come down as a factor too. Put the old exponent 2 in front. It also "
            "comes out if you multiply by the new exponent.",
        ),
        # Two wrong steps, neither of which explains the answer alone.
        (
            "x^2 sin(3x)",
            "2x sin(3x) - x^2 cos(3x)",
            "This is what comes out if you stop after the outer derivative in sin(3x) and write a minus between the two "
            "terms. The outer derivative is right, but 3x moves too, and its own derivative is missing. Multiply by the "
            "derivative of 3x. Put a plus between the two terms.",
        ),
        (
            "x^4",
            "x^5/5 + C",
            "This is what comes out if you integrate where you should differentiate and add a constant. This goes the "
            "other way: differentiating it leads back to the power you started from. Bring 4 down as a factor, and lower "
            "the exponent by one. Leave the constant out: a derivative is one definite function.",
        ),
        # One wrong step in several places.
        (
            "sin(x^2) + e^(3x)",
            "cos(x^2) + e^(3x)",
            "This is what comes out if you stop after the outer derivative in sin(x²) and e³ˣ. The outer derivative is "
            "right, but x² moves too, and its own derivative is missing. Multiply by the derivative of x².",
        ),
        (
            "sin(x^2) + sin(x^3) + sin(x^4) + sin(x^5)",
            "cos(x^2) + cos(x^3) + cos(x^4) + cos(x^5)",
            "This is what comes out if you stop after the outer derivative in several places. The outer derivative is "
            "right, but x² moves too, and its own derivative is missing. Multiply by the derivative of x².",
        ),
    ],
)
def test_the_first_time_it_is_said_what_was_done_and_why_it_fails(f: str, answer: str, said: str) -> None:
    assert told(explained(f, answer), 0, pretty) == said


@pytest.mark.parametrize(("f", "answer", "order", "said"), rows("told.tsv"))
def test_what_is_said_of_a_mistake_word_for_word(f: str, answer: str, order: str, said: str) -> None:
    assert told(explained(f, answer, int(order)), 0, pretty) == said


def test_there_are_many_word_for_word_and_all_of_them_are_diagnosed() -> None:
    diagnosed = {(f, answer, order): named.split()[0] for f, answer, order, named, _ in rows("diagnoses.tsv")}
    listed = [(f, answer, order) for f, answer, order, _ in rows("told.tsv")]
    assert len(diagnosed) >= 120 and len(listed) >= 30 and {*listed} <= diagnosed.keys()
    assert len({diagnosed[row] for row in listed}) >= 30  # different mistakes
    assert len({diagnosed[row].split("-")[0] for row in listed}) >= 10  # of different rules


# Whatever the mistake ---------------------------------------------------------------------------------------

ELSEWHERE = {id for id, _ in rows("mal-rules-elsewhere.tsv")}
EVERY = sorted(
    {(f, answer, int(order)) for f, answer, order, _, _ in rows("diagnoses.tsv")}
    | {
        (f, answer, 2 if id.startswith("HOD") else 1)
        for id, f, answer, _ in rows("examples.tsv", RULES)
        if id not in ELSEWHERE
    }
)


@cache
def formula(text: str) -> Expr | None:
    """What a text is as a formula, if it is one."""
    try:
        return read(text, OWN)
    except ReadError:
        return None


def formulas(said: str) -> Iterator[Expr]:
    """Whatever in a text can be read as a formula, parts of longer ones too."""
    for run in re.split(r"[,;:?] |\.(?: |$)|\b[A-Za-z]{2,}\b(?!\()|\ba\b", said):
        words = run.split()
        for start in range(len(words)):
            for end in range(start + 1, len(words) + 1):
                found = formula(" ".join(words[start:end]))
                if found is not None:
                    yield found


def test_formulas_are_found_in_a_text() -> None:
    found = [pretty(e) for e in formulas("Write u′ v + u v′ with u = x² sin(x). Multiply by 3 ln(x), and 2x eˣ moves.")]
    assert {"x² sin(x)", "3 ln(x)", "2x eˣ", "x²", "2x", "eˣ"} <= {*found}


@pytest.mark.parametrize(("f", "answer", "order"), EVERY)
def test_what_is_said_is_short_and_whole_and_more_each_time_and_never_the_answer(
    f: str, answer: str, order: int
) -> None:
    mistakes = explained(f, answer, order)
    right, typed = derive(read(f, OWN), "x", order=order).line, {*walk(read(answer, OWN))}
    first, second, third = (told(mistakes, times, pretty) for times in range(3))
    seen: set[Expr] = set()
    for said in (first, third, second, hint_after(mistakes[0], pretty)):
        assert len(said) <= 400 and said.endswith((".", "?"))
        assert not re.search(r"[{}!]|  |\.\.| \.|: \.", said), said
        new = {*formulas(said)} - typed - seen
        for e in new:
            assert not isinstance(compare(right, e), Correct), (pretty(e), said)
        seen |= new
    assert first.endswith(".")
    assert second.startswith("The same step again: ") and not first.startswith("The same")
    assert third.startswith(f"{second} Take it in parts: ")


def test_the_second_time_the_rule_is_written_down_and_the_third_time_a_part_is_asked_for() -> None:
    again = (
        "The same step again: product of derivatives. The rule is (u v)′ = u′ v + u v′, and here u = x², "
        "v = sin(x). Write down the pieces first: u, u′, v, v′."
    )
    mistakes = explained("x^2 sin(x)", "2x cos(x)")
    assert told(mistakes, 1, pretty) == again
    assert told(mistakes, 2, pretty) == f"{again} Take it in parts: what is the derivative of v = sin(x)?"


@pytest.mark.parametrize(
    ("f", "answer", "said"),
    [
        ("sin(x^3)", "cos(x^3)", "(f(u))′ = f′(u) u′, and here u = x³. Multiply by the derivative of x³."),
        ("x^4", "4x^3 + C", "Leave the constant out: a derivative is one definite function."),
    ],
)
def test_the_hint_after_a_mistake(f: str, answer: str, said: str) -> None:
    assert hint_after(explained(f, answer)[0], pretty) == said
