"""The kinds about numbers and networks: what their authors are told, and that their second opinions can disagree."""

from __future__ import annotations

import cmath
from collections.abc import Callable
from fractions import Fraction
from math import factorial
from pathlib import Path

import mpmath
import pytest
import sympy

from tests.values import to_sympy
from tests.whole_bank import whole_bank
from tutor.answers.model import Vector
from tutor.evaluate import value
from tutor.expr import Expr, number, substitute
from tutor.kinds.complex_step import imaginary_part
from tutor.kinds.instances import allowed, instances, spoken
from tutor.kinds.logistic_loss import LogisticLoss
from tutor.kinds.schemes import SCHEMES, estimate
from tutor.kinds.slope_range import SlopeRange
from tutor.lint import lint
from tutor.opinions.curves import slope_bounds, stays_below
from tutor.opinions.laws import law_differs
from tutor.opinions.learning import disagrees_on_graph, disagrees_on_steps, relative_error, shrinks, softmax_differs
from tutor.opinions.numbers import disagrees_on_error, disagrees_on_estimate
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.show import exact
from tutor.values import read_assumptions

ANY = Scope(letters=frozenset({"x", "y", "w", "b", "z", "a", "L", "p1", "p2", "y1", "p"}))


def e(text: str):  # type: ignore[no-untyped-def]
    return read(text, ANY)


# --- what an author is told ---

FAULTS = [
    ("numerical-derivative", "function: x^2, at: 1, scheme: forward", '"step" is missing'),
    ("numerical-derivative", "function: x^2, at: 1, scheme: sideways, step: 1", '"scheme" cannot be "sideways"'),
    ("numerical-derivative", "function: x^2, at: 1, scheme: centred, asked: error", "the leading term of the error is 0"),
    ("numerical-derivative", "function: ln(x), at: 1, scheme: centred, step: 2", "the function has no value at one of"),
    ("numerical-derivative", "function: tan(x), at: 1, scheme: complex-step, step: 1", "the complex step is for powers"),
    ("backprop-graph", "graph: [z = w x, L = z^2], by: q", '"L" does not depend on "q"'),
    ("backprop-graph", "graph: [z = w x, L = z^2], of: M, by: w", 'the graph computes no "M"'),
    ("backprop-graph", "graph: [L = z^2, z = w x], by: w", '"z" is not computed yet'),
    ("backprop-graph", "graph: [z = w x, z = x], by: w", '"z" is computed twice'),
    ("backprop-graph", "graph: [w x], by: w", "a line begins with a name and an equals sign"),
    ("backprop-graph", "graph: [z = w x], by: w, values: {w: 2}", '"x" has no value'),
    ("descent", "function: x^3, rate: 1, asked: factor", "this is asked of a quadratic only"),
    ("descent", "function: -x^2, asked: rates", "this quadratic has no minimum"),
    ("descent", "function: x^2, at: 1", '"rate" is missing'),
    ("gradient-check", "claimed: [1, 2], numeric: [1]", "here are 2 entries, and 1 beside them"),
    ("gradient-check", "claimed: [1]", "what is it compared with?"),
    ("gradient-check", "claimed: [1], numeric: [1.1], threshold: 0.05", "the error is too near the threshold"),
    ("softmax", "labels: [1, 1]", "the labels do not add up to 1"),
    ("softmax", "labels: [1, 0, 0, 0]", "two or three classes are meant here"),
    ("logistic-loss", "function: w x, variables: [v]", 'the letter "v" does not occur in the function'),
    ("logistic-loss", "function: w y, variables: [w]", '"y" has another meaning here; rename it'),
    ("logistic-loss", "function: w x, variables: [w], values: {w: 1, y: 0}", '"x" has no value'),
    ("logistic-loss", "function: w x, variables: [w], tolerance: 0.1", "a formula is exact"),
    ("logistic-loss", "function: w x, variables: [w], answer: (y - p) x", "answer is not right"),
    ("slope-range", "function: relu(x)", "its slopes jump"),
    ("slope-range", "function: sigmoid(k x), letters: {k: real}", "depends on the sign of k; say more of it"),
    ("slope-range", "function: x sigmoid(x) + a x, letters: {a: a > 0}", "the place of the peak has no exact name"),
    ("slope-range", "function: a sigmoid(x) + tanh(x), letters: {a: a > 0}", "one term alone may be no straight line"),
    ("slope-range", "function: sigmoid(a x^2), letters: {a: a > 0}", "letters can stand in c g(k x + b) + m x"),
    ("slope-range", "function: tanh(k x), letters: {k: k > 0}, tolerance: 0.1", "a formula is exact"),
    ("slope-range", "function: tanh(k x), letters: {k: k > 0}, answer: (0, 1)", "answer is not right"),
    ("slope-range", "function: softplus(x)", "the slope has no largest value"),
    ("slope-range", "function: x sigmoid(x)", "the place could not be named exactly"),
    ("subgradient", "function: x^2", "there is no corner in this"),
    ("subgradient", "function: -|x|, asked: subdifferential, at: 0", "this is no corner of a convex function"),
    ("subgradient", "function: relu(x) - x^2, asked: subdifferential, at: 0", "the function is not convex"),
    ("subgradient", "function: max(a x, x), letters: {a: real}", "the corners, or what is on their sides, depend on a"),
    ("subgradient", "function: relu(x - a), letters: {a: a > 0}", "the corners, or what is on their sides, depend on a"),
    ("subgradient", "function: a|x|, letters: {a: a < 0}, asked: subdifferential, at: 0", "this is no corner of a convex"),
    ("subgradient", "function: relu(x)^2", "the function has a derivative everywhere"),
    ("score", "function: p^x, wrt: p, support: binary, letters: {p: 0 < p < 1}", "the density does not add up to 1"),
    ("score", "function: p e^(-p x), wrt: p, support: positive, letters: {p: p > 0}, asked: fisher, mean: p",
     "this is not its mean"),
    ("score", "function: x^2, wrt: x, support: real", "x is the observation"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "fields", "message"), FAULTS)
def test_an_author_is_told_what_is_wrong(tmp_path: Path, kind: str, fields: str, message: str) -> None:
    path = tmp_path / "mine.yaml"
    text = fields.replace(", ", "\n    ") if "[" not in fields and "{" not in fields else _lines(fields)
    path.write_text(f"title: T\nproblems:\n  - id: mine\n    topic: losses-scores\n    kind: {kind}\n    {text}\n")
    assert any(message in str(found) for found in lint([path])), [str(found) for found in lint([path])]


def _lines(fields: str) -> str:
    """A field on each line; commas in brackets stay."""
    depth, out = 0, ""
    for sign in fields:
        depth += (sign in "[{(") - (sign in "]})")
        out += "\n   " if sign == "," and not depth else sign
    return out


# --- the formulas themselves ---


@pytest.mark.parametrize("name", [name for name, scheme in SCHEMES.items() if scheme.terms])
def test_the_leading_error_of_a_formula_is_all_of_it_for_the_first_power_it_misses(name: str) -> None:
    """For x^n about 0, n = order + divided, the estimate is the error: its factor times n! h^order."""
    scheme, h = SCHEMES[name], Fraction(1, 3)
    n = scheme.order + scheme.divided
    found = exact(estimate(e(f"x^{n}"), "x", number(0), number(h), scheme))
    assert found == scheme.error * factorial(n) * h**scheme.order
    for lower in range(n):
        right = factorial(lower) if lower == scheme.divided else 0
        assert exact(estimate(e(f"x^{lower}") if lower else e("1 + 0x"), "x", number(0), number(h), scheme)) == right


COMPLEX: list[tuple[str, Callable[[complex], complex]]] = [
    ("x^5 - 3x^2", lambda z: z**5 - 3 * z**2),
    ("1/(x^2 + 1)", lambda z: 1 / (z**2 + 1)),
    ("(x - 2)/x^3", lambda z: (z - 2) / z**3),
    ("e^(2x) sin(x)", lambda z: cmath.exp(2 * z) * cmath.sin(z)),
    ("cos(x^2)/(x + 3)", lambda z: cmath.cos(z**2) / (z + 3)),
    ("x^(-2)", lambda z: z**-2),
]


@pytest.mark.parametrize(("text", "f"), COMPLEX)
def test_the_imaginary_part_is_that_of_complex_arithmetic(text: str, f: Callable[[complex], complex]) -> None:
    for a, h in ((Fraction(3, 4), Fraction(1, 5)), (Fraction(-5, 3), Fraction(2))):
        ours = value(imaginary_part(e(text), "x", number(a), number(h)), {})
        assert abs(ours - f(complex(a, h)).imag) < 1e-9 * (1 + abs(ours))


LOGISTIC = [p for whole in whole_bank().problems for p in whole.parts or (whole,) if p.kind == "logistic-loss"]


@pytest.mark.parametrize("problem", LOGISTIC, ids=[problem.id for problem in LOGISTIC])
def test_a_gradient_of_the_logistic_loss_is_sympys(problem: Problem) -> None:
    """The loss is written out here, as ln(1 + e^z) - y z, and differentiated by SymPy."""
    task = problem.task
    assert isinstance(task, LogisticLoss)
    z, y = to_sympy(task.score), sympy.Symbol("y", real=True)
    given = {sympy.Symbol(name, real=True): to_sympy(value) for name, value in task.values}
    loss = sympy.log(1 + sympy.exp(z)) - y * z
    found = task.expected()
    entries = found.entries if isinstance(found, Vector) else (found,)
    for name, entry in zip(task.variables, entries, strict=True):
        assert isinstance(entry, Expr)
        rest = sympy.diff(loss, sympy.Symbol(name, real=True)).subs(given) - to_sympy(task.in_letters(entry)).subs(
            given
        )
        assert sympy.simplify(rest.rewrite(sympy.exp)) == 0


@pytest.mark.parametrize(
    ("text", "told", "said"),
    [
        ("0 < a < 1", "0 < a < 1", "Here a is greater than 0 and less than 1. "),
        ("a >= 2", "a ≥ 2", "Here a is at least 2. "),
        ("a < 1/2", "a < 1/2", "Here a is less than 1/2. "),
        ("a: real", "", ""),
    ],
)
def test_what_is_known_of_a_letter_is_told_and_its_values_are_such(text: str, told: str, said: str) -> None:
    known = read_assumptions(text)
    assert (allowed({"a"}, known), spoken({"a"}, known)) == (told, said)
    values = [exact(each["a"]) for each in instances({"a"}, known)]
    assert len(set(values)) == 4
    assert all(value is not None and known["a"].contains(value) for value in values)


IN_LETTERS = [p for whole in whole_bank().problems for p in whole.parts or (whole,) if p.kind == "slope-range"]
IN_LETTERS = [p for p in IN_LETTERS if isinstance(p.task, SlopeRange) and p.task.parameters]


@pytest.mark.parametrize("problem", IN_LETTERS, ids=[problem.id for problem in IN_LETTERS])
def test_slopes_in_letters_lie_between_the_ends_and_come_near_them(problem: Problem) -> None:
    """SymPy differentiates, and the slope is worked out at many places for values of the letters."""
    task = problem.task
    assert isinstance(task, SlopeRange)
    x = sympy.Symbol("x", real=True)
    for known in instances(task.parameters, task.setting.assume)[::3]:
        given = {sympy.Symbol(name, real=True): to_sympy(value) for name, value in known.items()}
        slope = sympy.lambdify(x, sympy.diff(to_sympy(task.f), x).rewrite(sympy.exp).subs(given), "mpmath")
        slopes = [slope(mpmath.mpf(i) / 20) for i in range(-2400, 2400, 7)]
        for side, extreme in ((1, max(slopes)), (-1, min(slopes))) if task.asked == "range" else ((1, max(slopes)),):
            ours = value(substitute(task.extreme(side).height, known), {})
            assert -1e-12 < side * (ours - extreme) < 0.05


# --- second opinions notice what is wrong ---


def test_a_second_opinion_on_numbers_can_disagree() -> None:
    one, tenth, cube = number(1), number(Fraction(1, 10)), e("x^3")
    assert disagrees_on_estimate(cube, "x", one, tenth, "centred", e("3.01")) == ""
    assert disagrees_on_estimate(cube, "x", one, tenth, "centred", e("3.1")) != ""
    assert disagrees_on_estimate(cube, "x", one, tenth, "complex-step", e("2.99")) == ""
    assert disagrees_on_estimate(cube, "x", one, tenth, "complex-step", e("3.01")) != ""
    assert disagrees_on_error(cube, "x", one, "forward", 1, 1, e("3")) == ""
    assert disagrees_on_error(cube, "x", one, "forward", 1, 1, e("6")) != ""
    nodes = [("z", e("w x + b")), ("L", e("z^2"))]
    assert disagrees_on_graph(nodes, "L", "w", e("2z x"), ()) == ""
    assert disagrees_on_graph(nodes, "L", "w", e("2z w"), ()) != ""
    assert not disagrees_on_steps(e("x^2"), ["x"], [one], tenth, number(0), 1, [e("0.8")])
    assert disagrees_on_steps(e("x^2"), ["x"], [one], tenth, number(0), 1, [e("1.2")])
    assert abs(shrinks(e("x^2 + 3y^2"), ["x", "y"], tenth) - 0.8) < 1e-9
    assert abs(relative_error([e("3"), e("4")], [e("3"), e("4.1")], e("0"), (), (), one) - 0.00992029) < 1e-8
    assert not softmax_differs("gradient", [e("0"), e("1")], [e("1"), e("0")], {}, [[e("p1 - 1"), e("p2")]])
    assert softmax_differs("gradient", [e("0"), e("1")], [e("1"), e("0")], {}, [[e("p1"), e("p2 - 1")]])
    assert max(abs(a - b) for a, b in zip(slope_bounds(e("tanh(x)"), "x"), (0, 1), strict=True)) < 1e-3
    assert stays_below(e("|x|"), "x", number(0), e("1/2"))
    assert not stays_below(e("|x|"), "x", number(0), e("3/2"))


def test_a_law_is_known_by_its_sums() -> None:
    known = read_assumptions("p > 0")
    law, score = e("p e^(-p x)"), e("1/p - x")
    assert law_differs(law, "positive", "p", known, score, e("1/p^2"), e("1/p"), e("1/p^2")) == ""
    spoiled = (
        (law, score, e("1/p"), e("1/p"), None),
        (law, score, None, e("p"), None),
        (law, score, None, None, e("1/p")),
        (law, e("1/p + x"), None, None, None),
        (e("e^(-p x)"), score, None, None, None),
    )
    for density, slope, information, mean, variance in spoiled:
        assert law_differs(density, "positive", "p", known, slope, information, mean, variance) != ""
