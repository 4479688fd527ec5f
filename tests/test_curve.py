"""y′ on a curve: a table, a second opinion on every row of it, the evidence word for word, and what is refused."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

import pytest

import tutor
from tests.second_opinion import TINY, differs, fraction_of, places
from tests.tables import DATA, rows
from tests.test_cli import inside, made
from tests.test_cli import tutor as command
from tests.test_curve_points import polynomial_curves, zero_of
from tutor import cas
from tutor.budget import Budget
from tutor.check import check
from tutor.curve import implicit, variables
from tutor.differential import closed, functions_as_letters, problem_functions, stand_in
from tutor.errors import ReadError, TutorError
from tutor.evaluate import value50
from tutor.expr import Add, Expr, Neg, Pow, Sym, letters, number, product
from tutor.lines import Equation, read_equation, show_line
from tutor.read import Scope, read_answer
from tutor.results import check_result
from tutor.show import show
from tutor.values import Interval, read_assumptions
from tutor.verdict import Correct, CorrectOnPart, Undecided, Verdict, Wrong, sentence, word

ROWS = rows("curves.tsv")
X, Y = Sym("x"), Sym("y")
PATIENCE = 60.0  # seconds: what is right must not depend on how busy the machine is


class InProcess:
    """SymPy without a process of its own."""

    def prove_equal(
        self,
        a: Expr,
        b: Expr,
        assume: Mapping[str, Interval],
        signs: Sequence[Mapping[str, int]],
        zero: Expr | None = None,
        *,
        budget: Budget | None = None,
    ) -> str:
        return cas.prove(a, b, assume, signs, zero, seconds=10)


@cache
def equation_of(text: str) -> Equation:
    return read_equation(text, Scope(functions=frozenset("g") if "g(" in text else frozenset()))


def answer_of(text: str, equation: Equation, wrt: str = "", order: int = 1) -> Expr:
    x, y = variables(equation, wrt or None)
    functions = problem_functions(equation.left, equation.right)
    names = letters(equation.left) | letters(equation.right)
    scope = Scope(wrt=x, letters=names, dependent=frozenset({y}), functions=functions, order=order)
    return read_answer(text, scope).expr


def marked(
    equation: str, answer: str, wrt: str = "", order: int = 1, assume: str = "", prover: InProcess | None = None
) -> Verdict:
    curve = equation_of(equation)
    x, _ = variables(curve, wrt or None)
    typed = answer_of(answer, curve, wrt, order)
    return check(curve, typed, x, order=order, assume=read_assumptions(assume), prover=prover, budget=Budget(PATIENCE))


# The table ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("equation", "answer", "verdict", "wrt", "order", "assume", "part"), ROWS)
def test_an_answer_is_marked_on_its_curve(
    equation: str, answer: str, verdict: str, wrt: str, order: str, assume: str, part: str
) -> None:
    found = marked(equation, answer, wrt, int(order), assume)
    assert word(found) == verdict
    assert (found.part if isinstance(found, CorrectOnPart) else "") == part


@pytest.mark.parametrize(("equation", "answer", "verdict", "wrt", "order", "assume", "part"), ROWS)
def test_the_table_is_true_by_a_second_opinion(
    equation: str, answer: str, verdict: str, wrt: str, order: str, assume: str, part: str
) -> None:
    """The answer beside difference quotients of y at points that mpmath finds."""
    gaps = _gaps(equation, answer, wrt, int(order), assume)
    same = [gap is not None and gap < TINY for gap in gaps]
    match verdict:
        case "correct" | "unfinished":
            assert len(gaps) >= 2
            assert all(same)
        case "correct-on-part":
            assert any(same)
            assert not all(same)
        case "wrong":
            # 10^-40 is less than a difference quotient can show.
            assert not all(same) or answer.endswith("10^40")
        case "rounded":
            assert all(gap is not None and TINY < gap < Fraction(3, 100) for gap in gaps)
        case "undecided":
            assert not gaps
        case _:
            raise AssertionError(verdict)


def _gaps(equation: str, answer: str, wrt: str, order: int, assume: str) -> list[Fraction | None]:
    """At each place the relative difference of the answer from the derivative, None where the answer has no value."""
    curve, known = equation_of(equation), read_assumptions(assume)
    x, y = variables(curve, wrt or None)
    typed = answer_of(answer, curve, wrt, order)
    if problem_functions(curve.left, curve.right):
        curve, typed = Equation(stand_in(curve.left, 0), stand_in(curve.right, 0)), stand_in(typed, 0)
    found: list[Fraction | None] = []
    for place in places(curve, x, y):
        if all(interval.contains(place[name]) for name, interval in known.items()):
            value = value50(closed(typed, frozenset({y})), place)
            right = place[y + "'" * order]
            if abs(right) < TINY:
                continue  # a difference quotient has no figures left
            found.append(None if value is None else abs(fraction_of(value) / right - 1))
    return found


def test_the_table_has_what_it_promises() -> None:
    """Answers to the same equation in many forms, right and wrong ones, of both orders."""
    assert len(ROWS) >= 200
    assert len({row[0] for row in ROWS}) >= 60
    assert sum(row[2] == "wrong" for row in ROWS) >= 50
    assert sum(row[4] == "2" for row in ROWS) >= 25


INVENTORY = [
    item
    for line in (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines()
    if (item := json.loads(line)).get("check", {}).get("t") == "implicit" and "at" not in item["check"]
]


@pytest.mark.parametrize("item", INVENTORY, ids=lambda item: item["id"])
def test_the_curriculum_answers_to_implicit_problems_are_right(item: dict[str, Any]) -> None:
    assert item["kind"] == "expression"
    assert word(marked(item["given"], item["answer"])) == "correct"


def test_the_curriculum_has_implicit_problems() -> None:
    assert len(INVENTORY) == 7


# Evidence -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("equation", "answer", "order", "said"),
    [
        ("x^2 + y^2 = 25", "x/y", 1, "Not yet: at x = 3, y = 4 the slope is -0.75, yours is 0.75."),
        ("x^2 + y^2 = 1", "-y/x", 1, "Not yet: at x = 0.6, y = 0.8 the slope is -0.75, yours is -1.3333."),
        ("x^3 + y^3 = 6x y", "2y - x^2", 1, "Not yet: at x = 3, y = 3 the slope is -1, yours is -3."),
        ("x^2 + x y + y^2 = 7", "-2x/(x + 2y)", 1, "Not yet: at x = 1, y = 2 the slope is -0.8, yours is -0.4."),
        ("x^2 + 4y^2 = 16", "-16/y^3", 2, "Not yet: at x = 2.4, y = 1.6 y″ is -0.2441, yours is -3.9062."),
        ("x^2 + y^2 = 25", "75x/y^5", 3, "Not yet: at x = 3, y = 4 y‴ is -0.2197, yours is 0.2197."),
        ("sqrt(x) + sqrt(y) = 1", "1/x", 1, "Not yet: at x = 0.25, y = 0.25 the slope is -1, yours is 4."),
        ("e^(x y) = x + y", "y", 1, "Not yet: at x = 0, y = 1 the slope is 0, yours is 1."),
        ("sin(y) = x", "cos(y)", 1, "Not yet: at x = 0.5, y = 0.523599 the slope is 1.1547, yours is 0.8660."),
        ("sin(x y) = x", "1/cos(x y)", 1, "Not yet: at x = 0.5, y = 1.0472 the slope is 0.2150, yours is 1.1547."),
        ("x^2 + t^2 = 25", "t/x", 1, "Not yet: at t = 3, x = 4 x′ is -0.75, yours is 0.75."),
        (
            "x^2 + y^2 = 25", "-x/sqrt(25 - x^2)", 1,
            "Right for y > 0, but at x = 3, y = -4 the slope is 0.75, yours is -0.75.",
        ),
        ("x y = 1", "-sqrt(y)/x^(3/2)", 1, "Right for x > 0; elsewhere it has no real value."),
        ("x^2 + 3y^2 = 12", "-0.333x/y", 1, "Right, but rounded: exactly it is −(1/3) x/y."),
        ("x^2 + y^2 = 25", "-(1 + (y')^2)/y", 2, "Right so far: y′ is still open."),
        ("x^2 + y^2 = 25", "-(x^2)'/(2y)", 1, "Right so far: (x²)′ is still open."),
    ],
)  # fmt: skip
def test_a_verdict_in_words(equation: str, answer: str, order: int, said: str) -> None:
    wrt = "t" if "t^2" in equation else ""
    assert sentence(marked(equation, answer, wrt, order)) == said


@pytest.mark.parametrize(
    ("equation", "answer", "order", "by"),
    [
        ("y^2 = 3 - x", "-(1/(2y))", 1, "the same text"),
        ("x^2 + y^2 = 25", "-x/y", 1, "identity test"),
        ("x^2 + y^2 = 25", "x y/(x^2 - 25)", 1, "SymPy: remainder by the equation"),
        ("x^3 + y^3 = 6x y", "-16x y/(y^2 - 2x)^3", 2, "SymPy: remainder by the equation"),
        ("e^(x y) = x + y", "(1 - y (x + y))/(x (x + y) - 1)", 1, "SymPy: remainder by the equation"),
    ],
)
def test_a_proof_is_named(equation: str, answer: str, order: int, by: str) -> None:
    assert marked(equation, answer, order=order, prover=InProcess()) == Correct("proved", by)


# Branches that no algebra tells apart: cos(x) > 0 where arcsin(y) = x.
UNPROVED = {("arcsin(y) = x", "cos(x)"), ("arccos(10x - 600) = y", "-10/sin(y)")}


@pytest.mark.parametrize(
    ("equation", "answer", "verdict", "wrt", "order", "assume", "part"), [row for row in ROWS if row[2] == "correct"]
)
def test_right_answers_are_proved(
    equation: str, answer: str, verdict: str, wrt: str, order: str, assume: str, part: str
) -> None:
    found = marked(equation, answer, wrt, int(order), assume, InProcess())
    assert isinstance(found, Correct)
    assert found.how == ("agrees" if (equation, answer) in UNPROVED else "proved")


NOT_RIGHT = [row for row in ROWS if row[2] in ("wrong", "correct-on-part", "rounded") and "'" not in row[1]]


# Some of them take all the time that SymPy is given: every third, and the others with `-m long`.
@pytest.mark.parametrize(
    ("equation", "answer", "verdict", "wrt", "order", "assume", "part"),
    [pytest.param(*row, marks=[pytest.mark.long] * (n % 3 > 0)) for n, row in enumerate(NOT_RIGHT)],
)
def test_what_is_not_right_is_not_proved(
    equation: str, answer: str, verdict: str, wrt: str, order: str, assume: str, part: str
) -> None:
    """SymPy alone, which is not told that values speak against it."""
    curve = equation_of(equation)
    x, y = variables(curve, wrt or None)
    question = implicit(curve, x, y)
    trees = (question.slope(int(order)), answer_of(answer, curve, wrt, int(order)), question.zero)
    right, typed, zero = functions_as_letters(*trees)
    assert cas.prove(right, typed, read_assumptions(assume), zero=zero, seconds=2) == ""


@pytest.mark.parametrize("answer", ["-x/(y (x^2 + y^2 - 25))", "1/(x^2 y + y^3 - 25y)^2", "(x^2 + y^2 - 25)^(-1)"])
def test_an_answer_divided_by_the_equation_has_no_value(answer: str) -> None:
    verdict = marked("x^2 + y^2 = 25", answer, prover=InProcess())
    assert verdict == Wrong(None)
    assert sentence(verdict) == "Not yet: it has no real value where the right answer has one."


NO_POINT = "I could not settle this: I found no real point of {} at which y′ exists."
TOO_LONG = "I could not settle this: y⁽⁵⁾ is too long here for me to work with."


@pytest.mark.parametrize(
    ("equation", "answer", "order", "why"),
    [
        ("x^2 + y^2 = -1", "-x/y", 1, NO_POINT.format("x² + y² = −1")),
        ("x^2 + y^2 = 0", "-x/y", 1, NO_POINT.format("x² + y² = 0")),
        ("(x^2 + y^2 - 25)^2 = 0", "-x/y", 1, NO_POINT.format("(x² + y² − 25)² = 0")),
        ("x^2 + y^2 = 25", "y'", 5, TOO_LONG),
        ("x^2 + y^2 = 25", "y'''''", 2, TOO_LONG),
    ],
)
def test_undecided_says_why(equation: str, answer: str, order: int, why: str) -> None:
    assert marked(equation, answer, order=order) == Undecided(why)


# Random curves --------------------------------------------------------------------------------------------------------


def test_right_and_wrong_answers_on_random_curves() -> None:
    assert_random_curves(11, 12, 12, 35)


@pytest.mark.long
def test_right_and_wrong_answers_on_more_random_curves() -> None:
    assert_random_curves(11, 12, 30, 100)


def assert_random_curves(seed: int, of: int, count: int, least: int) -> None:
    """Right ones in forms that agree only on the curve, wrong ones by several slips: mpmath has the slope."""
    rng = random.Random(seed)
    judged = 0
    for equation in polynomial_curves(of, count):
        found = places(equation, "x", "y", 3)
        slope, zero = implicit(equation, "x", "y").slope(), zero_of(equation)
        assert not any(differs(slope, place) for place in found), show_line(equation)
        extra = product((rng.choice([X, Y, number(3), Add((X, Y))]), zero))
        for answer in (slope, Add((slope, extra)), Add((slope, Neg(product((extra, extra)))))):
            assert word(check(equation, answer, budget=Budget(PATIENCE))) in ("correct", "undecided"), show_line(
                equation
            )
        for wrong in (Neg(slope), Add((slope, number(1))), product((slope, X)), Pow(slope, number(-1))):
            verdict = check(equation, wrong, budget=Budget(PATIENCE))
            if found and isinstance(verdict, Correct | Wrong):
                is_apart = any(differs(wrong, place) for place in found)
                assert isinstance(verdict, Wrong) == is_apart, (show_line(equation), show(wrong))
                judged += 1
    assert judged > least


# The commands ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "code", "verdict"),
    [
        (("x^3 + y^3 = 6xy", "(2y - x^2)/(y^2 - 2x)"), 0, "correct"),
        (("x^3 + y^3 = 6xy", "dy/dx = (2y - x^2)/(y^2 - 2x)"), 0, "correct"),
        (("x^2 + y^2 = 25", "x y/(x^2 - 25)"), 0, "correct"),
        (("x^2 + y^2 = 25", "-x/y"), 0, "correct"),
        (("x^2 + y^2 = 25", "x/y"), 1, "known-mistake"),
        (("x^2 + y^2 = 25", "x^2/y"), 1, "wrong"),
        (("x^2 + y^2 = 25", "-25/y^3", "--order", "2"), 0, "correct"),
        (("x^2 + y^2 = 25", "-(y - x y')/y^2", "--order", "2"), 1, "unfinished"),
        (("x^2 + y^2 = 25", "-y/x", "--wrt", "y"), 0, "correct"),
        (("x^2 + y^2 = 25", "-x/sqrt(25 - x^2)"), 1, "correct-on-part"),
        (("x^2 + y^2 = 25", "-x/sqrt(25 - x^2)", "--assume", "y > 0"), 0, "correct"),
        (("x^2 + 3y^2 = 12", "-0.333x/y"), 1, "rounded"),
        (("x^2 + y^2 = -1", "-x/y"), 3, "undecided"),
        (("x^2 + y^2 = 25", "-z/y"), 2, "unreadable"),
        (("x^2 + y^2 = 25", "-x/(y"), 2, "unreadable"),
    ],
)
def test_check_takes_an_equation(args: tuple[str, ...], code: int, verdict: str) -> None:
    found, answer = made("check", *args, run=inside)
    assert (found, answer["verdict"]) == (code, verdict)


def test_the_json_of_an_answer_on_a_curve() -> None:
    _, answer = made("check", "x^2 + y^2 = 25", "x^2/y")
    assert isinstance(answer.pop("ms"), float)
    assert answer == {
        "schema": 1, "id": None, "function": "x^2 + y^2 = 25", "wrt": "x", "answer": "x^2/y", "read_as": "x^2/y",
        "verdict": "wrong", "how": "witness",
        "witness": {"x": "3", "y": "4", "expected": "-0.75", "yours": "2.25"}, "mistakes": [],
        "message": "Not yet: at x = 3, y = 4 the slope is -0.75, yours is 2.25. What stands below is right; look at what "
        "stands above.", "notes": [],
    }  # fmt: skip


def test_the_evidence_is_printed() -> None:
    done = command("check", "x^2 + y^2 = 25", "-x/y", "--why")
    assert done.returncode == 0
    assert done.stdout.splitlines()[:3] == [
        " ✓ Correct, proved.",
        "   read as   -x/y",
        "   proved    by identity test",
    ]


def test_the_proof_on_the_curve_is_in_the_json() -> None:
    found = check_result("x^2 + y^2 = 25", "x y/(x^2 - 25)", prover=InProcess()).json
    assert (found["verdict"], found["how"], found["by"]) == ("correct", "proved", "SymPy: remainder by the equation")


def test_a_line_that_is_right_in_the_other_reading_may_be_mended() -> None:
    result = check_result("x^2 + 4y^2 = 16", "-x/4y")
    assert result.json["message"] == "Not as it is read, −(x/4) y; but −x/(4y) would be right. Mend the line."


def test_a_batch_marks_equations_too() -> None:
    lines = [
        {"id": 1, "function": "x^2 + y^2 = 25", "answer": "-x/y"},
        {"id": 2, "function": "x^2 + y^2 = 25", "answer": "x/y"},
        {"id": 3, "function": "x^2 + y^2 = 25", "answer": "-25/y^3", "order": 2},
        {"id": 4, "function": "x^2 + t^2 = a^2", "answer": "-t/x", "wrt": "t"},
        {"id": 5, "function": "x^2 = 4", "answer": "0"},
        {"id": 6, "function": "x^2 + y^2 = 25", "answer": "-x/sqrt(25 - x^2)", "assume": "y > 0"},
    ]
    done = command("check", "--batch", "-", text="".join(json.dumps(line) + "\n" for line in lines))
    verdicts = [json.loads(line)["verdict"] for line in done.stdout.splitlines()]
    assert verdicts == ["correct", "known-mistake", "correct", "correct", "unreadable", "correct"]
    assert done.returncode == 0


def test_equations_are_marked_from_python() -> None:
    circle = tutor.read_equation("x^2 + y^2 = 25")
    assert isinstance(tutor.check(circle, tutor.read("-x/y")), Correct)
    assert isinstance(tutor.check(circle, tutor.read("x/y")), Wrong)
    assert isinstance(tutor.check(circle, tutor.read("-y/x"), "y"), Correct)
    assert isinstance(tutor.check(circle, tutor.read("-25/y^3"), order=2), Correct)
    several = tutor.read_equation("x y z = 1")
    assert isinstance(tutor.check(several, tutor.read("-z/x"), along=frozenset("z")), Correct)
    with pytest.raises(TutorError):
        tutor.check(tutor.read_equation("x^2 = 4"), tutor.read("0"))


@pytest.mark.parametrize(
    ("equation", "wrt", "said"),
    [
        ("x^2 = 4", None, "the equation has no y, so there is no y′ to mark"),
        ("y^2 = 4", None, "the equation has no x, so y does not change with it"),
        ("y^2 = 4", "y", "the equation has no letter but y, so nothing depends on it"),
        ("a^2 + b^2 = c^2", None, "the equation has no x; name the letter to differentiate by with --wrt"),
        ("x^2 + y^2 = 25", "t", "the equation has no letter t; it has x, y"),
        ("5 = 5", None, "the equation has no letters, so there is nothing to differentiate"),
        ("5 = 5", "t", "the equation has no letter t; it has none"),
        ("x + y = y + x", None, "the equation holds whatever x and y are, so it does not tie y to x"),
        ("sin(x y)^2 = 1 - cos(x y)^2", None, "the equation holds whatever x and y are, so it does not tie y to x"),
        ("x + y = y + 1", None, "y cancels out of the equation, so y is no function of x"),
        ("y' = x y", None, "an equation with a derivative in it is no curve, so it cannot be marked"),
        ("sin'(x) = y", None, "an equation with a derivative in it is no curve, so it cannot be marked"),
        ("sin'(y) = x", None, "an equation with a derivative in it is no curve, so it cannot be marked"),
        ("y! = x", None, "I know no derivative of factorial."),
        ("x = t^2; y = t^3", None, "only a function or an equation can be marked; see tutor steps for the others"),
        ("(x y, x)", None, "only a function or an equation can be marked; see tutor steps for the others"),
    ],
)
def test_an_equation_that_asks_nothing_is_refused(equation: str, wrt: str | None, said: str) -> None:
    with pytest.raises(TutorError) as caught:
        check_result(equation, "1", wrt)
    assert caught.value.message == said
    assert len(said) <= 88


@pytest.mark.parametrize(
    ("equation", "at", "said"),
    [
        ("x^2 + y^2 = 25 = 5^2", 15, "an equation has one equals sign"),
        ("= x", 0, "nothing is typed yet"),
        ("x^2 + y^2 =", 11, "nothing is typed yet"),
        ("x^2 + (y^2 = 25", 6, "this bracket is never closed"),
    ],
)
def test_an_equation_that_cannot_be_read_shows_where(equation: str, at: int, said: str) -> None:
    with pytest.raises(ReadError) as caught:
        check_result(equation, "1")
    assert (caught.value.at, caught.value.message) == (at, said)


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ("-z/y", "this problem has no letter z; its letters are x and y"),
        ("2x + 2y y' = 0", "only the derivative that is asked for may stand before =; type only the derivative"),
        ("", "nothing is typed yet"),
    ],
)
def test_an_answer_that_cannot_be_read_says_why(answer: str, said: str) -> None:
    result = check_result("x^2 + y^2 = 25", answer)
    assert (result.json["verdict"], result.json["message"]) == ("unreadable", said)


def test_a_refused_equation_is_one_sentence_and_exit_code_2() -> None:
    done = command("check", "x + y = y + x", "1")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "the equation holds whatever x and y are, so it does not tie y to x\n"


def test_no_steps_lead_to_a_quotient_of_nothing() -> None:
    done = command("steps", "x + y^2 = y^2")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "y cancels out of the equation, so y is no function of x\n"
