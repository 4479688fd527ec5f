"""Working a problem in its parts: whole dialogues, any valid split."""

from __future__ import annotations

import pytest

from tutor.parts import Parts, question, reply, start
from tutor.problem import Problem
from tutor.read import read


def begun(function: str) -> Parts:
    parts = start(Problem("own", "differentiate", read(function), "product"))
    assert isinstance(parts, Parts)
    return parts


@pytest.mark.parametrize(
    ("function", "typed", "end"),
    [
        ("x^2 sin(x)", ["x^2", "sin x", "2x", "cos x"], "Now put them together:  u′ v + u v′."),
        ("x^2 sin(x)", ["u = sin x", "v = x^2", "u' = cos x", "2x"], "Now put them together:  u′ v + u v′."),
        ("x^2 sin(x)", ["x", "x sin x", "1", "sin x + x cos x"], "Now put them together:  u′ v + u v′."),
        ("sin(x)/x", ["sin x", "x", "cos x", "1"], "Now put them together:  (u′ v − u v′)/v²."),
        ("sin(x)/x", ["2sin x", "2x", "2cos x", "2"], "Now put them together:  (u′ v − u v′)/v²."),
        (
            "3x^2 cos(x)",
            ["x^2", "cos x", "2x", "-sin x"],
            "Now put them together:  u′ v + u v′. Keep the constant factor.",
        ),
        ("sin(x^3)", ["x^3", "sin u", "cos u", "3x^2"], "Now put them together:  f′(u) · u′."),
        ("e^(2x + 1)", ["2x", "e^(u + 1)", "e^(u+1)", "2"], "Now put them together:  f′(u) · u′."),
    ],
)
def test_a_whole_dialogue(function: str, typed: list[str], end: str) -> None:
    parts = begun(function)
    for text in typed[:-1]:
        parts, said = reply(parts, text)
        assert (said.right, said.said) == (True, "Right."), text
    parts, said = reply(parts, typed[-1])
    assert said.said == f"Right. {end}"
    assert parts.current == ""


@pytest.mark.parametrize(
    ("function", "before", "typed", "said"),
    [
        ("x^2 sin(x)", [], "7", "7 does not move with x; choose a part that does."),
        ("x^2 sin(x)", ["x^2"], "cos x", "x² times cos(x) is not the function; which part is left?"),
        ("sin(x)/x", ["x"], "sin x", "x over sin(x) is not the function; which part is left?"),
        ("x^2 sin(x)", ["x^2", "sin x"], "x", "Not yet: differentiate x² by itself."),
        ("sin(x^3)", [], "x", "Take the inside: what would you compute first?"),
        ("sin(x^3)", ["x^3"], "cos u", "With u = x³ this is not the function."),
        ("sin(x^3)", ["x^3"], "sin x", "Write the outer function with the letter u where the inside stands."),
        ("sin(x^3)", ["x^3", "sin u"], "cos x", "Not yet: differentiate sin(u) by u, as if u were the variable."),
    ],
)
def test_what_is_said_to_a_wrong_part(function: str, before: list[str], typed: str, said: str) -> None:
    parts = begun(function)
    for text in before:
        parts, _ = reply(parts, text)
    after, answer = reply(parts, typed)
    assert (answer.right, answer.said) == (False, said)
    assert after == parts


def test_a_part_that_cannot_be_read_is_refused_with_its_place() -> None:
    _, answer = reply(begun("x^2 sin(x)"), "x^2 (")
    assert answer.right is None
    assert answer.error is not None


def test_what_has_no_parts_says_so() -> None:
    said = start(Problem("own", "differentiate", read("x^2 + sin(x)"), "linearity"))
    assert said == "There are no parts to find here: the first step is the rule for a sum."


def test_the_question_names_the_part() -> None:
    parts, _ = reply(begun("x^2 sin(x)"), "x^2")
    assert question(parts) == "v"
