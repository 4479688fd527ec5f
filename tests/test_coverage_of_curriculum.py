"""Every item of the curriculum is accounted for, and what a problem says it covers, it does."""

from __future__ import annotations

import re
from collections import Counter
from fractions import Fraction
from typing import Any

import pytest

from tests.coverage_of_curriculum import DUE, account, items, of_the_bank, report
from tests.tables import rows
from tests.test_curriculum import LETTERS
from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.answers.model import Matrix, Point, Vector
from tutor.check import compare
from tutor.errors import ReadError
from tutor.evaluate import value
from tutor.expr import Expr, substitute
from tutor.expr import letters as letters_of
from tutor.kinds.choice import Choice
from tutor.kinds.task import expected_of
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.values import REAL, Interval
from tutor.verdict import Correct, is_right

ITEMS = items()
EVERY = whole_bank().problems
PICKED = frozenset({"choice", "true-false", "ordering", "matching"})

# --- the account ---


def test_every_item_is_covered_or_in_one_list() -> None:
    found = of_the_bank()
    assert found.faults == ()
    assert sorted(found.state) == sorted(ITEMS)
    assert len(ITEMS) == 605


def test_every_item_is_drilled() -> None:
    state = of_the_bank().state
    assert [id for id in ITEMS if state[id] != "covered"] == []


def test_what_is_left_out_or_open_says_why() -> None:
    for name in ("inventory-elsewhere.tsv", "inventory-open.tsv"):
        assert [id for id, why in rows(name, may_be_empty=True) if not why.strip()] == []


def test_the_report_counts_every_item_once() -> None:
    lines = list(report(of_the_bank(), ITEMS))
    total = Counter(of_the_bank().state.values())
    assert f"605 items: {total['covered']} covered, {total['card']} card, {total['due']} due" in "\n".join(lines)
    by_topic = lines[1 : lines.index("")]
    assert sum(int(cell) for line in by_topic for cell in line.split()[1:] if cell != "-") == 605


SMALL: dict[str, dict[str, Any]] = {
    "a": {"kind": "choice", "topic": "chain"},
    "b": {"kind": "number", "topic": "chain"},
    "look": {"kind": next(iter(DUE)), "topic": "chain"},
}


@pytest.mark.parametrize(
    "covered, elsewhere, open, fault",
    [
        ({"a": ["p"]}, [], [("b", "choice")], None),
        ({"a": ["p"]}, [("b", "why")], [], None),
        ({"a": ["p"], "c": ["p"]}, [], [("b", "choice")], 'p: the curriculum has no "c"'),
        ({"a": ["p"]}, [], [], '"b" is neither covered nor in a list'),
        ({"a": ["p"]}, [], [("b", "x"), ("a", "x")], 'inventory-open.tsv: "a" is covered by p, take it out'),
        ({"a": ["p"]}, [("a", "x")], [("b", "x")], 'inventory-elsewhere.tsv: "a" is covered by p, take it out'),
        ({"a": ["p"]}, [("b", "x")], [("b", "x")], 'inventory-open.tsv: "b" is listed already'),
        ({"a": ["p"]}, [], [("b", "x"), ("c", "x")], 'inventory-open.tsv: the curriculum has no "c"'),
        ({"a": ["p"]}, [], [("b", "x"), ("look", "x")], 'inventory-open.tsv: "look" belongs to the reference'),
    ],
)
def test_what_does_not_add_up_is_said(
    covered: dict[str, list[str]], elsewhere: list[tuple[str, str]], open: list[tuple[str, str]], fault: str | None
) -> None:
    assert account(SMALL, covered, elsewhere, open).faults == ((fault,) if fault else ())


@pytest.mark.parametrize(
    "row, fault",
    [
        (("look", "terms gradient", "partial | vector"), None),
        (("look", "rules", "(eᵘ)′ = eᵘ"), None),
        (("look", "terms gradent", "partial"), '"look": there is no card "terms gradent"'),
        (("look", "terms gradient", "partial | matrix"), '"look": "terms gradient" does not say "matrix"'),
        (("a", "terms gradient", "partial"), None),
        (("a", "terms gradient", "matrix"), '"a": "terms gradient" does not say "matrix"'),
        (("b", "terms gradient", "partial"), '"b" is elsewhere already'),
        (("c", "terms gradient", "partial"), 'the curriculum has no "c"'),
    ],
)
def test_a_card_answers_what_it_says(row: tuple[str, ...], fault: str | None) -> None:
    found = account(SMALL, {"a": ["p"]}, [("b", "why")], [], [row])
    assert found.faults == ((f"inventory-cards.tsv: {fault}",) if fault else ())
    assert found.state["look"] == ("card" if row[0] == "look" else "due")
    assert found.state["a"] == "covered"


# --- the covered items are what the curriculum asks ---

# The kinds of problems that can drill an item of each kind; where a formula or a number is asked, one can also be picked.
DRILLS = {
    "expression": {
        "differentiate",
        "choice",
        "gradient",
        "jacobian",
        "hessian",
        "implicit-slope",
        "matching",
        "difference-quotient",
        "parametric",
    },
    "choice": {"choice", "true-false", "matching", "ordering", "value-at-point"},
    "number": {
        "value-at-point",
        "choice",
        "matching",
        "gradient",
        "implicit-slope",
        "difference-quotient",
        "inverse-slope",
        "parametric",
    },
    "number-with-tolerance": {"value-at-point", "choice", "gradient"},
    "ordering": {"ordering"},
    "free-text-proof": {"ordering", "choice"},
    "true-false": {"true-false", "choice"},
    "vector": {"differentiable-at", "gradient", "value-at-point", "choice", "differentiate"},
    "composition-parts": {"choice", "ordering", "matching", "composition"},
    "point-set": {"critical-points", "inflection-points", "mean-value-point", "choice"},
    "interval": {"choice", "matching"},
    "order-of-error": {"choice", "matching"},
    "classified-points": {"local-extrema"},
    "piecewise": {"differentiate", "differentiable-at", "choice"},
    "equation": {"tangent-line", "normal-line", "tangent-plane", "choice"},
    "matrix": {"hessian", "jacobian", "choice"},
    "interval-extrema": {"global-extrema"},
    "spot-the-mistake": {"spot-the-mistake", "choice", "differentiate", "value-at-point"},
    "reference": {"choice", "matching", "ordering"},
}
# The kinds about numbers and networks ask for several things each.
DRILLS["order-of-error"] |= {"numerical-derivative"}
DRILLS["interval"] |= {"descent", "slope-range", "subgradient"}
DRILLS["piecewise"] |= {"subgradient"}
DRILLS["choice"] |= {"subgradient"}
DRILLS["vector"] |= {"descent", "softmax"}
DRILLS["matrix"] |= {"softmax"}
for _asked in ("expression", "number", "number-with-tolerance"):
    DRILLS[_asked] |= {
        "numerical-derivative",
        "backprop-graph",
        "descent",
        "gradient-check",
        "softmax",
        "slope-range",
        "score",
    }


def kinds_of(problem: Problem) -> set[str]:
    return {part.kind for part in problem.parts or (problem,)}


def test_an_item_is_drilled_by_a_fitting_kind() -> None:
    pairs = [(problem, id) for problem in EVERY for id in problem.covers]
    assert [(p.id, id) for p, id in pairs if not kinds_of(p) & DRILLS[ITEMS[id]["kind"]]] == []


# Items about the slope at a: the bank asks for the derivative of the same function of a.
AT_A = {"limit-def-square", "limit-def-sqrt", "limit-def-exp"}
# Items whose function the bank writes out: y'/y is the derivative of ln y.
WRITTEN_OUT = {
    "a4-yprime-over-y": "3*ln(x)+1/2*ln(x+1)-4*ln(x^2+2)",
    "j2-2-concrete": "ln(x)",
    "p1-score-gaussian-mean": "-(x-mu)^2/(2*s2)-ln(2*pi*s2)/2",
}
# Items in other letters than ours.
OURS = str.maketrans("gk", "fg")
RENAMED: dict[str, dict[int, Any]] = dict.fromkeys(
    ("nb-rule-sum", "nb-rule-product", "nb-rule-quotient", "nb-rule-chain"), OURS
) | {
    "nb-rule-power": str.maketrans("r", "n"),
    "nb-proof-power": str.maketrans("r", "n"),
    "d2-arccos": str.maketrans("x", "t"),
    "nb-chain-three": str.maketrans("k", "u"),
    "s1-dLda": str.maketrans({"a": "z2"}),
}
OWN = frozenset({"x", "z2", "a1", "k", "r", "s"})
DERIVED = [
    pytest.param(problem, id, id=f"{problem.id}/{id}")
    for problem in EVERY
    for id in problem.covers
    if problem.task is None and not problem.parts and ITEMS[id]["kind"] == "expression"
]


@pytest.mark.parametrize("problem, id", DERIVED)
def test_a_derivative_has_the_function_and_the_answer_of_the_curriculum(problem: Problem, id: str) -> None:
    item = ITEMS[id]
    letters = problem.scope_letters | OWN
    scope = Scope(letters=letters, functions=problem.functions)
    lets = {name: read(text, scope) for name, text in item.get("check", {}).get("let", {}).items()}
    texts = (short(WRITTEN_OUT.get(id, item["given"])), short(item["answer"]))
    function, answer = (read(text.translate(RENAMED.get(id, {})), scope) for text in texts)
    function, answer = substitute(function, lets), substitute(answer, lets)
    if id in AT_A:
        function = substitute(function, {"x": read("a")})
    positive = Interval(lo=Fraction(0))
    assume = {name: positive if name in ("x", "a", "n", "k", "r") else REAL for name in letters_of(function)}
    assert isinstance(compare(function, problem.function, assume=assume | problem.assume), Correct)
    assert problem.answer is not None
    assert isinstance(compare(answer, problem.in_full(problem.answer), assume=assume | problem.assume), Correct)


LABELS = {"local-min": "min", "local-max": "max", "neither": "neither"}
INFINITE = {"oo", "-oo"}


def typed(item: dict[str, Any]) -> str:
    """The answer of the curriculum as a student would type it."""
    match item["kind"], item["answer"]:
        case "classified-points", points:
            return "; ".join(f"({p['x']}, {p['y']}) {LABELS[p['class']]}" for p in points)
        case "interval-extrema", {"min": low, "max": high}:
            ends = [(x, end["y"], name) for end, name in ((low, "min"), (high, "max")) for x in end["x"]]
            return "; ".join(f"({x}, {y}) {name}" for x, y, name in ends)
        case "vector", {"left": left, "right": right}:
            return f"{left}, {right}, {'yes' if left == right and left not in INFINITE else 'no'}"
        case "vector", list(entries):
            return f"({', '.join(entries)})"
        case "point-set", list(places):
            return ", ".join(map(str, places)) or "none"
        case "matrix", rows:
            return f"[{', '.join('[' + ', '.join(row) + ']' for row in rows)}]"
        case _, {"value": number}:
            return str(number)
        case "spot-the-mistake", {"right": right}:
            return str(right)
        case _, str(text):
            return text
        case _:
            raise AssertionError(item)


IN_WORDS = frozenset(
    {"choice", "ordering", "free-text-proof", "true-false", "composition-parts", "piecewise", "interval"}
    | {"order-of-error"}
)
# Items whose answer is a formula, a number or several, and the problems that ask for it, typed or as an option.
TYPED = [
    pytest.param(problem, id, id=f"{problem.id}/{id}")
    for problem in EVERY
    for id in problem.covers
    if ITEMS[id]["kind"] not in ("choice", "ordering", "free-text-proof", "true-false", "composition-parts")
    and ITEMS[id]["kind"] not in ("piecewise", "interval", "order-of-error")
    and (problem.task is not None or problem.parts)
]


def entries(found: object) -> tuple[Expr, ...]:
    """The formulas that an answer is made of."""
    match found:
        case Vector(entries) | Point(entries):
            return entries
        case Matrix(rows):
            return tuple(entry for row in rows for entry in row)
        case _:
            return ()


def near(a: Expr, b: Expr, problem: Problem, within: float = 0) -> bool:
    """Are they equal, or two numbers that are close enough?"""
    if not letters_of(a) | letters_of(b):
        return abs(value(a, {}) - value(b, {})) <= max(within, 1e-12)
    positive = {name: Interval(lo=Fraction(0)) for name in letters_of(a) | letters_of(b)}
    return isinstance(compare(a, b, assume=positive | problem.assume), Correct)


def within(item: dict[str, Any]) -> float:
    match item["answer"]:
        case {"value": number, "tol": tolerance}:
            return float(tolerance)
        case {"value": number, "rel": share}:
            return float(share) * abs(float(number))
        case _:
            return 0


def options_of(problem: Problem) -> list[Expr]:
    """The formula in the right option, if it is the only one."""
    task = problem.task
    option = task.options[task.right] if isinstance(task, Choice) else ""
    if isinstance(option, str):
        try:
            return [read(option)]
        except ReadError:
            return []
    formulas = [part for part in option if isinstance(part, Expr)]
    return formulas if len(formulas) == 1 else []


def half_a_digit(problem: Problem) -> float:
    """How far the right option may be off, if it is a decimal: it is rounded, to its last digit."""
    option = problem.task.options[problem.task.right] if isinstance(problem.task, Choice) else ""
    decimal = re.fullmatch(r"-?\d+\.(\d+)", option) if isinstance(option, str) else None
    return 0.51 * 10.0 ** -len(decimal[1]) if decimal else 0


def short(text: str) -> str:
    return text.replace("eps", "epsilon")


# Items that call the step of a difference quotient ε, as we call it h.
WITH_H = {"nb-x2-eps-quotient"}


def written(text: str, problem: Problem) -> list[str]:
    """The answer as it is typed; of a derivation in which one line is wrong it replaces one of its lines."""
    return [f"{n}: {text}" for n in range(1, 10)] if problem.kind == "spot-the-mistake" else [text]


@pytest.mark.parametrize("problem, id", TYPED)
def test_the_answer_of_the_curriculum_is_right(problem: Problem, id: str) -> None:
    """Typed as a student would, or as one of the entries where all are asked for, or as the right option."""
    text, parts = short(typed(ITEMS[id])), problem.parts or (problem,)
    text = text.replace("epsilon", "h") if id in WITH_H else text
    computed = [part for part in parts if part.kind not in PICKED]
    if any(is_right(kinds.mark(part, each).verdict) for part in computed for each in written(text, part)):
        return
    several = ITEMS[id]["answer"]
    if isinstance(several, list) and problem.parts:
        assert all(any(is_right(kinds.mark(part, each).verdict) for part in computed) for each in several)
        return
    found = [expected_of(part.task) for part in computed if part.task is not None]
    shown = [e for each in found for e in (entries(each) or ((each,) if isinstance(each, Expr) else ()))]
    shown += [e for part in parts for e in options_of(part)]
    try:
        wanted = read(text, Scope(letters=LETTERS | frozenset("abcdefghijklmnopqrstuvwxyz") | {"epsilon"}, own=True))
    except ReadError:
        assert kinds_of(problem) & PICKED
        pytest.skip("not one formula; the option was read by a person")
    same = [e for e in shown if letters_of(e) == letters_of(wanted)]
    if not same and kinds_of(problem) & PICKED:
        pytest.skip("an option in words or in other letters, which was read by a person")
    allowed = max(within(ITEMS[id]), *(half_a_digit(part) for part in parts))
    assert any(near(wanted, e, problem, allowed) for e in same), text


LAYERS = [
    pytest.param(part, id, id=f"{problem.id}/{id}")
    for problem in EVERY
    for id in problem.covers
    for part in problem.parts or (problem,)
    if ITEMS[id]["kind"] == "composition-parts" and part.kind == "composition"
]


@pytest.mark.parametrize("problem, id", LAYERS)
def test_the_layers_of_the_curriculum_are_a_right_answer(problem: Problem, id: str) -> None:
    layers = ITEMS[id]["answer"]["layers"]
    assert is_right(kinds.mark(problem, "; ".join(layers)).verdict)
    assert not is_right(kinds.mark(problem, "; ".join(reversed(layers))).verdict)
