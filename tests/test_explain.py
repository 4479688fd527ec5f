"""What is said of a recognised mistake, the first time and after, word for word."""

from __future__ import annotations

import pytest

from tutor.budget import Budget
from tutor.diagnose import diagnose
from tutor.explain import Explanation, explanation, hint_after, told
from tutor.read import Scope, read
from tutor.show import pretty

OWN = Scope(own=True)


def explained(f: str, answer: str) -> list[Explanation]:
    return [explanation(mistake, "x") for mistake in diagnose(read(f, OWN), read(answer, OWN), budget=Budget(600))]


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


def test_the_second_time_the_rule_is_written_down_and_the_third_time_a_part_is_asked_for() -> None:
    again = (
        "The same step again: product of derivatives. (u v)′ = u′ v + u v′, and here u = x², v = sin(x). "
        "Write u′ v + u v′ with u = x² and v = sin(x)."
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
