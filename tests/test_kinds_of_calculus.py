"""The kinds about quotients, lines, rates, curves and rules: their answers by SymPy and mpmath, and what authors are told."""

from __future__ import annotations

from itertools import pairwise, permutations
from pathlib import Path

import mpmath
import pytest
import sympy

from tests.shapes import shapes
from tests.tables import rows
from tests.values import to_sympy
from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.answers.layers import Layers, composed
from tutor.answers.model import Equation, Listing, Row, Word
from tutor.answers.rules import rule_called
from tutor.expr import Add, D, Expr, Neg, Sym, mapped, substitute
from tutor.kinds.quotient_limit import LimitOfQuotient
from tutor.kinds.task import Task, expected_of
from tutor.lines import Equation as Curve
from tutor.lint import lint
from tutor.modes.difference import raw_quotient, simplified_quotient
from tutor.modes.layers import taken_apart
from tutor.opinions.formulas import (
    disagrees_along,
    disagrees_on_implicit,
    disagrees_on_limit,
    disagrees_on_quotient,
    disagrees_on_values,
)
from tutor.opinions.points import disagrees_on_inverse, disagrees_on_rate, rate_by_partials
from tutor.problem import Problem
from tutor.read import read
from tutor.scope import Scope
from tutor.show import show
from tutor.topics import TOPICS
from tutor.verdict import Unfinished, is_right

BANK = whole_bank()
EACH = [part for problem in BANK.problems for part in problem.parts or (problem,)]
H = sympy.Symbol("k", real=True)


def of(kind: str) -> list[object]:
    return [pytest.param(problem, id=problem.id) for problem in EACH if problem.kind == kind]


def task_of(problem: Problem) -> Task:
    assert problem.task is not None
    return problem.task


def expected(problem: Problem) -> Expr:
    found = expected_of(task_of(problem))
    assert isinstance(found, Expr)
    return found


def x_of(problem: Problem) -> sympy.Symbol:
    return sympy.Symbol(problem.wrt, real=True)


def with_step(e: Expr) -> sympy.Expr:
    """An expression with h, which is the name of a function elsewhere in these tests."""
    return to_sympy(substitute(e, {"h": Sym("k")}))


def is_zero(e: object) -> bool:
    return bool(sympy.simplify(e) == 0)


# --- the answers by SymPy ---


@pytest.mark.parametrize("problem", of("linear-approximation"))
def test_a_line_is_the_first_two_terms_of_sympys_series(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f, a = to_sympy(task.f), to_sympy(task.place)  # type: ignore[attr-defined]
    line = f.subs(x, a) + sympy.diff(f, x).subs(x, a) * (x - a)
    near = task.near  # type: ignore[attr-defined]
    assert is_zero((line if near is None else line.subs(x, to_sympy(near))) - to_sympy(expected(problem)))


@pytest.mark.parametrize("problem", of("difference-quotient"))
def test_a_quotient_is_the_quotient_and_at_0_sympys_derivative(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f, start = to_sympy(task.f), x if task.place is None else to_sympy(task.place)  # type: ignore[attr-defined]
    limit = sympy.diff(f, x).subs(x, start)
    found = with_step(expected(problem))
    if isinstance(task, LimitOfQuotient):
        assert is_zero(found - limit)
    else:
        rest = found - (f.subs(x, start + H) - f.subs(x, start)) / H
        # ln((x + h)/x) is a difference of logarithms where both have a value.
        assert is_zero(rest.subs({s: sympy.Symbol(s.name, positive=True) for s in rest.free_symbols}))
        assert is_zero(sympy.limit(found, H, 0) - limit)


@pytest.mark.parametrize("problem", of("mean-value-point"))
def test_every_place_with_the_mean_slope_is_named(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f, lo, hi = to_sympy(task.f), to_sympy(task.on.lo), to_sympy(task.on.hi)  # type: ignore[attr-defined]
    rest = sympy.diff(f, x) - (f.subs(x, hi) - f.subs(x, lo)) / (hi - lo)
    found = expected_of(task)
    assert isinstance(found, Listing)
    places = [to_sympy(c) for c in found.items if isinstance(c, Expr)]
    assert all(lo < c < hi and is_zero(rest.subs(x, c)) for c in places)
    grid = [float(lo) + (float(hi) - float(lo)) * (i + 0.37) / 400 for i in range(400)]
    values = [float(rest.subs(x, t)) for t in grid]
    assert sum(a * b < 0 for a, b in pairwise(values)) == len(places)


@pytest.mark.parametrize("problem", of("related-rates"))
def test_a_rate_is_that_of_functions_of_time_that_sympy_differentiates(problem: Problem) -> None:
    task = task_of(problem)
    t = sympy.Symbol("t", real=True)
    rates: dict[str, Expr] = dict(task.rates) | {task.of: expected(problem)}  # type: ignore[attr-defined]
    rates = {name: with_letters_for_rates(rate) for name, rate in rates.items()}
    values = task.all_values  # type: ignore[attr-defined]
    rates, values = ({name.replace("h", "k"): value for name, value in group.items()} for group in (rates, values))
    whole = with_step(Add((task.relation.left, Neg(task.relation.right))))  # type: ignore[attr-defined]
    paths = {s: sympy.Function(s.name)(t) for s in whole.free_symbols}
    slope = sympy.diff(whole.subs(paths), t)
    slope = slope.subs({sympy.diff(path, t): to_sympy(rates[s.name]) for s, path in paths.items() if s.name in rates})
    slope = slope.subs({path: to_sympy(values[s.name]) if s.name in values else s for s, path in paths.items()})
    assert is_zero(slope.doit())


def with_letters_for_rates(e: Expr) -> Expr:
    return mapped(e, lambda node: Sym(f"{node.arg.name}_dot") if isinstance(node, D) else None)  # type: ignore[union-attr]


@pytest.mark.parametrize("problem", of("parametric"))
def test_a_slope_along_a_curve_is_made_of_sympys_derivatives(problem: Problem) -> None:
    task, t = task_of(problem), x_of(problem)
    x, y = to_sympy(task.x), to_sympy(task.y)  # type: ignore[attr-defined]
    slope = sympy.diff(y, t) / sympy.diff(x, t)
    if task.order == 2:  # type: ignore[attr-defined]
        slope = sympy.diff(slope, t) / sympy.diff(x, t)
    place = task.place  # type: ignore[attr-defined]
    assert is_zero((slope if place is None else slope.subs(t, to_sympy(place))) - to_sympy(expected(problem)))


@pytest.mark.parametrize("problem", of("inverse-slope"))
def test_the_slope_of_an_inverse_is_that_of_its_values(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f = sympy.lambdify(x, to_sympy(task.f), "mpmath")  # type: ignore[attr-defined]
    with mpmath.workdps(40):
        a, b, found = (
            mpmath.mpf(sympy.N(to_sympy(e), 40))
            for e in (task.a, task.at, expected(problem))  # type: ignore[attr-defined]
        )
        assert abs(f(a) - b) < mpmath.mpf(10) ** -35
        step = mpmath.mpf(10) ** -10
        ends = [mpmath.findroot(lambda u, k=k: f(u) - b - k * step, a) for k in (1, -1)]
        assert abs((ends[0] - ends[1]) / (2 * step) - found) < mpmath.mpf(10) ** -15 * (1 + abs(found))


@pytest.mark.parametrize("problem", of("tangent-plane"))
def test_a_plane_has_the_height_and_the_slopes_that_sympy_finds(problem: Problem) -> None:
    task = task_of(problem)
    letters = [sympy.Symbol(name, real=True) for name in task.variables]  # type: ignore[attr-defined]
    here = dict(zip(letters, map(to_sympy, task.at), strict=True))  # type: ignore[attr-defined]
    f, plane = to_sympy(task.f), expected_of(task)  # type: ignore[attr-defined]
    assert isinstance(plane, Equation)
    z = to_sympy(plane.right)
    assert is_zero((z - f).subs(here))
    for v in letters:
        assert is_zero(sympy.diff(z, v) - sympy.diff(f, v).subs(here))


@pytest.mark.parametrize("problem", of("one-sided-slope"))
def test_a_one_sided_derivative_is_what_short_secants_tend_to(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f = sympy.lambdify(x, to_sympy(task.f), "mpmath")  # type: ignore[attr-defined]
    side, found = task.side, expected_of(task)  # type: ignore[attr-defined]
    with mpmath.workdps(40):
        a = mpmath.mpf(sympy.N(to_sympy(task.place), 40))  # type: ignore[attr-defined]
        short, shorter = ((f(a + side * h) - f(a)) / (side * h) for h in (mpmath.mpf(10) ** -k for k in (8, 16)))
        if isinstance(found, Expr):
            assert abs(shorter - float(to_sympy(found))) < 1e-8
        else:
            assert abs(shorter) > 50 * abs(short) and (shorter < 0) == found.negative  # type: ignore[union-attr]


# --- how they are made ---

_QUOTIENTS = [
    "x^2", "x^3 - x", "x^4", "3x^2 - 5x + 1", "7", "1/x", "1/x^2", "x^(-2)", "5/(x + 2)", "x/(x + 1)", "sqrt(x)",
    "sqrt(2x + 1)", "1/sqrt(x)", "3sqrt(x) - x", "2x + 1/x", "a x^2 + b x", "(x + 1)^2", "sqrt(x^2 + 1)",
    "(x + 1)/(x^2 + 3)", "x^2/4",
]  # fmt: skip


@pytest.mark.parametrize("text", _QUOTIENTS)
@pytest.mark.parametrize("place", [None, "3", "a"])
def test_a_simplified_quotient_is_the_quotient_and_stands_at_0(text: str, place: str | None) -> None:
    f, at = read(text), None if place is None else read(place)
    raw, found = (with_step(make(f, "x", at)) for make in (raw_quotient, simplified_quotient))
    for x, a, b, h in ((1.3, 2.1, -0.7, 0.4), (2.9, 0.8, 1.1, -0.3)):
        point = {sympy.Symbol(name, real=True): v for name, v in (("x", x), ("a", a), ("b", b), ("k", h))}
        assert abs(raw.subs(point).evalf() - found.subs(point).evalf()) < 1e-9
        assert found.subs(point | {H: 0}).evalf().is_finite


@pytest.mark.parametrize(
    ("f", "depth"),
    [
        ("sin(x^2)", 2), ("(2x + 1)^5", 2), ("e^(-x^2)", 2), ("1/(1 + e^x)", 2), ("5/(x^2 + 1)^3", 2), ("ln(sin(e^x))", 3),
        ("-3cos(sqrt(x))", 2), ("sin(ln(sqrt(x^2 + 1)))", 4), ("2^(x^2)", 2), ("sqrt(x + 1)/7", 2), ("4 - tan(x/2)", 2),
    ],
)  # fmt: skip
def test_a_function_taken_apart_and_put_together_is_the_same(f: str, depth: int) -> None:
    layers = taken_apart(read(f), "x", depth)
    typed = "; ".join(show(layer) for layer in layers)
    row = Layers(depth).read(typed, Scope()).value
    assert isinstance(row, Row)
    assert len(row.items) == depth
    assert is_zero(to_sympy(composed(row)) - to_sympy(read(f)))


def test_the_names_say_in_which_order_functions_stand() -> None:
    parts = ("f(u) = ln(u)", "u = sin(v)", "v = e^x")
    right = Layers(3).read(", ".join(parts), Scope()).value
    for order in permutations(parts):
        assert Layers(3).read(", ".join(order), Scope()).value == right


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("chain", "chain"), ("The Chain Rule.", "chain"), ("chain-rule", "chain"), ("general power rule", "chain"),
        ("product rule first", "product"), ("prodct rule", "product"), ("u/v", ""), ("quotient", "quotient"),
        ("log differentiation", "logarithmic differentiation"), ("logarithmic differentiation", "logarithmic differentiation"),
        ("sum/difference rule", "sum"), ("constant factor rule", "constant multiple"), ("power rule", "power"), ("magic", ""),
    ],
)  # fmt: skip
def test_a_rule_is_known_by_its_names(text: str, rule: str) -> None:
    assert rule_called(text) == rule


NAMED = [entry.id for entry in BANK.templates if entry.kind == "name-the-rule"]


@pytest.mark.parametrize("id", NAMED)
@pytest.mark.parametrize("seeds", [range(2), pytest.param(range(2, 22), marks=pytest.mark.long)])
def test_the_rules_named_of_an_instance_are_those_of_the_tree_of_the_function(id: str, seeds: range) -> None:
    for seed in seeds:
        test_the_rules_named_are_those_of_the_tree_of_the_function(BANK.problem(id, seed))


@pytest.mark.parametrize("problem", of("name-the-rule"))
def test_the_rules_named_are_those_of_the_tree_of_the_function(problem: Problem) -> None:
    """Read off the shape by another eye: a product has two moving factors, a quotient moves above and below."""
    task, x = task_of(problem), x_of(problem)
    found = expected_of(task)
    names = [found.word] if isinstance(found, Word) else [item.word for item in found.items]  # type: ignore[union-attr]
    seen = shapes(task.f, x.name)  # type: ignore[attr-defined]
    if isinstance(found, Word):
        assert found.word == seen[0]
    else:
        assert set(names) == set(seen) & {"product", "quotient", "chain"}


# --- second opinions contradict what is wrong ---


def test_a_wrong_answer_of_ours_would_be_noticed() -> None:
    f, two = read("x^3 + x"), read("2")
    assert disagrees_on_quotient(read("x^2"), "x", None, read("2x + h"), True) == ""
    assert disagrees_on_quotient(read("x^2"), "x", None, read("2x - h"), True)
    assert disagrees_on_quotient(read("x^2"), "x", None, read("2x"), False)
    assert disagrees_on_limit(read("sin(2x)"), "x", None, read("2cos(2x)")) == ""
    assert disagrees_on_limit(read("sin(2x)"), "x", None, read("cos(2x)"))
    whole = read("x^2 + y^2 - 25")
    by_partials = rate_by_partials(whole, "y", {}, {"x": read("v")})
    assert by_partials is not None
    assert disagrees_on_values(by_partials, read("-x v/y")) == ""
    assert disagrees_on_values(by_partials, read("x v/y"))
    here = {"x": read("3"), "y": read("4")}
    assert disagrees_on_rate(whole, "y", here, {"x": read("1")}, read("-3/4")) == ""
    assert disagrees_on_rate(whole, "y", here, {"x": read("1")}, read("3/4")) == "-0.75"
    assert disagrees_along(read("t^2"), read("t^3"), "t", 1, read("3t/2")) == ""
    assert disagrees_along(read("t^2"), read("t^3"), "t", 2, read("3/2"))
    assert disagrees_on_inverse(f, "x", read("1"), two, read("1/4")) == ""
    assert disagrees_on_inverse(f, "x", read("1"), two, read("1/13")) == "0.25"
    circle = Curve(read("x^2 + y^2"), read("25"))
    assert disagrees_on_implicit(circle, read("-x/y")) == ""
    assert disagrees_on_implicit(circle, read("x/y"))
    assert disagrees_on_values(read("sin(x^2)"), read("sin(x)^2"))


# --- what is right and not yet an answer ---


def test_what_is_only_a_beginning_costs_nothing_and_says_what_to_do() -> None:
    marking = kinds.mark(BANK.problem("definition-quotient-of-the-cube"), "((x + h)^3 - x^3)/h")
    assert isinstance(marking.verdict, Unfinished)
    assert marking.begun is not None
    assert marking.begun.said.startswith("Equal so far, and not yet simplified")
    marking = kinds.mark(BANK.problem("layers-three"), "u; ln(sin(v)); e^x")
    assert isinstance(marking.verdict, Unfinished)


def test_no_other_way_to_begin_is_called_wrong() -> None:
    """A square is a product too, a tangent a quotient, and a constant factor may wait."""
    from tutor.kinds.name_the_rule import NameTheRule

    for f, answers in {
        "sin(x)^2": ("chain", "product"), "tan(x)": ("tangent", "quotient"), "3x sin(x)": ("constant multiple", "product"),
        "5/(x^2 + 1)": ("reciprocal", "quotient", "chain"), "(x^2 + 1)/x": ("rewriting", "quotient"),
        "x^x": ("logarithmic differentiation", "chain"), "x^2 x^3": ("rewrite", "product", "power"),
    }.items():  # fmt: skip
        for answer in answers:
            assert is_right(NameTheRule(read(f)).mark(answer).verdict), (f, answer)
        assert not is_right(NameTheRule(read(f)).mark("sum").verdict) or f == "(x^2 + 1)/x"


# --- authors ---


@pytest.mark.parametrize(("fields", "message"), rows("faulty-tasks.tsv"))
def test_an_author_is_told_what_is_wrong(tmp_path: Path, fields: str, message: str) -> None:
    path = tmp_path / "own.yaml"
    lines = "\n".join(f"    {line.strip()}" for line in fields.split(" | "))
    path.write_text(f"title: T\nproblems:\n  - id: own\n{lines}\n", encoding="utf-8")
    assert [found.message for found in lint([path])] == [message]


# --- the bank ---


def test_the_topics_of_calculus_have_twelve_written_problems_and_two_templates() -> None:
    full = (
        "linear-approx",
        "related-rates",
        "parametric",
        "higher-order",
        "concavity-mvt",
        "definition",
        "select-rule",
    )
    for topic in full:
        assert sum(problem.topic == topic for problem in BANK.problems) >= 12, topic
        assert sum(entry.topic == topic for entry in BANK.templates) >= 2, topic
    assert {topic.id for topic in TOPICS} >= set(full)


def test_no_derivative_is_left_open_in_an_expected_answer() -> None:
    """But for the rates that stand for themselves."""
    from tutor.expr import walk

    for problem in EACH:
        if problem.kind in ("parametric", "related-rates", "inverse-slope", "difference-quotient"):
            own = {rate for _, rate in getattr(problem.task, "rates", ())}
            assert not any(isinstance(node, D) and node not in own for node in walk(expected(problem))), problem.id
