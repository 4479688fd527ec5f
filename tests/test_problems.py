"""The content of the bank: what it covers, that it is right, and that it tells wrong rules apart."""

from __future__ import annotations

from collections import Counter, defaultdict
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest
import sympy

from tests.tables import RULES, rows
from tests.whole_bank import whole_bank
from tutor.bank import bank_folder
from tutor.check import check, compare
from tutor.derive import derive
from tutor.difficulty import difficulty
from tutor.expr import Expr
from tutor.lint import SYMPY, audit
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.show import explicit, show
from tutor.topics import BY_ID, TOPICS
from tutor.values import REAL
from tutor.verdict import Correct, CorrectOnPart, Wrong

BANK = whole_bank()
EVERY = BANK.problems
# Those that ask for a derivative and nothing else; the other kinds are in test_kinds.py.
PROBLEMS = tuple(problem for problem in EVERY if problem.task is None and not problem.parts)
CORE = {topic.id for topic in TOPICS if topic.level in {*range(1, 6), *range(8, 16)}}


def ids(problem: Problem) -> str:
    return problem.id


# --- how much there is ---


def test_there_are_at_least_150_problems_and_eight_in_each_core_topic() -> None:
    counted = Counter(problem.topic for problem in PROBLEMS)
    assert len(PROBLEMS) >= 150
    assert all(counted[topic] >= 8 for topic in CORE), counted
    assert all(counted[topic] >= 5 for topic in ("inverse-trig", "hyperbolic", "log-diff", "domain-care"))


def test_each_of_the_34_levels_has_twelve_problems_and_a_template_at_least() -> None:
    problems = Counter(entry.topic for entry in BANK.entries if not entry.is_template)
    templates = Counter(entry.topic for entry in BANK.templates)
    assert [topic.level for topic in TOPICS] == list(range(1, 35))
    short = {topic.id for topic in TOPICS if problems[topic.id] < 12 or not templates[topic.id]}
    assert short == set()
    assert (problems.total() >= 450, templates.total() >= 120) == (True, True)


def test_a_file_that_is_named_like_a_topic_holds_that_topic() -> None:
    assert [
        entry.id for entry in BANK.entries if (stem := Path(entry.file).stem) in BY_ID and stem != entry.topic
    ] == []
    assert {path.stem for path in bank_folder().glob("*.yaml")} >= CORE


def test_templates_and_problems_stand_in_files_apart() -> None:
    assert all(Path(entry.file).stem.startswith("templates-") == entry.is_template for entry in BANK.entries)


def test_a_problem_taken_from_the_curriculum_says_what_it_covers() -> None:
    assert [p.id for p in EVERY if p.source.startswith("Math for LLMs") and not p.covers] == []


def test_nearly_every_problem_has_an_answer_of_its_own() -> None:
    assert sum(problem.answer is not None for problem in PROBLEMS) >= 0.9 * len(PROBLEMS)


def test_no_text_shouts() -> None:
    for path in bank_folder().iterdir():
        assert "!" not in path.read_text(encoding="utf-8").replace("!=", ""), path.name


@pytest.mark.parametrize("topic", sorted({problem.topic for problem in EVERY}))
def test_a_file_goes_from_gentle_to_hard(topic: str) -> None:
    hard = [difficulty(problem) for problem in EVERY if problem.topic == topic]
    half = len(hard) // 2
    assert all(1 <= value <= 5 for value in hard)
    assert hard[0] == 1
    assert sum(hard[:half]) / half <= sum(hard[half:]) / (len(hard) - half)


# --- a second opinion on every answer and every derivation ---

LEAST = 20
# Large primes below the bar: such a number is no corner and no pole of what somebody writes down.
SIZES = [
    *(Fraction(2 * k + 1, 53) for k in range(24)),
    *(Fraction(10 * k + 61, 59) for k in range(16)),
    *(Fraction(83 * k + 260, 59) for k in range(24)),
]


def points_of(problem: Problem, names: tuple[str, ...]) -> list[tuple[Fraction, ...]]:
    """Points for all letters at once, of both signs where the letters allow them."""

    def allowed(name: str) -> list[Fraction]:
        known = problem.assume.get(name, REAL)
        sizes = [Fraction(n) for n in range(1, 50)] if known.whole else SIZES
        if name == problem.wrt:
            sizes = [*sizes, *(known.lo + size for size in sizes if known.lo is not None)]
        both = [value for size in sizes for value in (size, -size)]
        return [value for value in both if known.contains(value)]

    columns = {name: allowed(name) for name in names}
    count = len(columns[problem.wrt])
    # Each letter goes round its values at its own pace, so that they do not move together.
    return [
        tuple(columns[name][i * (2 * j + 1) % len(columns[name])] for j, name in enumerate(names)) for i in range(count)
    ]


@cache
def symbol(name: str) -> Any:
    return sympy.Symbol(f"v_{name}", real=True)


FUNCTIONS = {name: sympy.Function(name) for name in "fguvw"}
# Any smooth functions do: an identity between f, g and their derivatives holds for these.
STAND_INS = {
    "f": lambda u: sympy.exp(u / 3) + u**2,
    "g": lambda u: sympy.sin(u) + 3,
    "u": lambda u: u**3 + 1,
    "v": lambda u: sympy.cos(2 * u),
    "w": lambda u: sympy.exp(-u) + u,
}


def in_sympy(e: Expr, problem: Problem, names: tuple[str, ...]) -> Any:
    """The expression as SymPy parses our explicit line, with known functions for those of the problem."""
    known = {("lamda" if name == "lambda" else name): symbol(name) for name in names}
    known |= {name: FUNCTIONS[name] for name in problem.functions}
    found = sympy.sympify(explicit(e), locals=known)
    for name in problem.functions:
        found = found.replace(FUNCTIONS[name], STAND_INS[name])
    return found.doit()


def compiled_of(variables: list[Any], e: Any) -> Any:
    """A function of mpmath numbers, without what SymPy adds at the corner of a real root."""
    return sympy.lambdify(variables, e, [{"DiracDelta": lambda x: mpmath.mpf(0)}, "mpmath"])


def value_at(function: Any, point: tuple[Fraction, ...]) -> Any | None:
    """A real value to 30 digits, None where there is none."""
    try:
        found = mpmath.mpmathify(function(*(mpmath.mpf(v.numerator) / v.denominator for v in point)))
    except (ZeroDivisionError, ValueError, OverflowError):
        return None
    if not mpmath.isfinite(found) or abs(mpmath.im(found)) > mpmath.mpf(10) ** -25 * (1 + abs(found)):
        return None
    return mpmath.re(found)


def test_every_derivation_is_proved_against_another_engine() -> None:
    for problem in PROBLEMS:
        derivation = derive(problem.function, problem.wrt, order=problem.order)
        verdict = audit(problem, derivation, SYMPY)
        assert isinstance(verdict, Correct), problem.id
        # For f(x) and g(x) there is no symbolic proof; the next test lets known functions stand for them.
        assert verdict.how == "proved" or problem.is_abstract, problem.id


@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 8))
def test_answer_and_derivation_agree_with_sympy(start: int) -> None:
    for problem in PROBLEMS[start : start + 8]:
        answer_and_derivation_agree_with_sympy(problem, 40)


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 8))
def test_answer_and_derivation_agree_with_sympy_at_every_point(start: int) -> None:
    for problem in PROBLEMS[start : start + 8]:
        answer_and_derivation_agree_with_sympy(problem, 1000)


def answer_and_derivation_agree_with_sympy(problem: Problem, most: int = 40) -> None:
    """At 20 points and more where the function is real, to 30 digits."""
    names = tuple(sorted(problem.scope_letters))
    function = in_sympy(problem.function, problem, names)
    right = sympy.diff(function, symbol(problem.wrt), problem.order)
    derivation = derive(problem.function, problem.wrt, order=problem.order).line
    ours = {"derivation": in_sympy(derivation, problem, names)}
    if problem.answer is not None:
        ours["answer"] = in_sympy(problem.in_full(problem.answer), problem, names)
    with mpmath.workdps(60):
        variables = [symbol(name) for name in names]
        compiled = {name: compiled_of(variables, e) for name, e in ours.items()}
        base, slope = compiled_of(variables, function), compiled_of(variables, right)
        compared = 0
        points = points_of(problem, names)
        Random(problem.id).shuffle(points)  # the first of them are of all sizes and of both signs
        for point in points:
            if compared == most:
                break
            expected = value_at(slope, point)
            if value_at(base, point) is None or expected is None:
                continue
            compared += 1
            for name, f in compiled.items():
                found = value_at(f, point)
                at = f"{problem.name}: {name} at {dict(zip(names, point, strict=True))}"
                assert found is not None, f"{at} has no value"
                assert abs(found - expected) <= mpmath.mpf(10) ** -30 * (1 + abs(expected)), at
    assert compared >= LEAST, problem.name


def formulas_are_read_back_from_what_is_shown(problem: Problem) -> None:
    scope = Scope(wrt=problem.wrt, letters=problem.scope_letters, functions=problem.functions, own=True)
    assert read(show(problem.function, problem.wrt), scope) == problem.function, problem.id


def test_formulas_are_read_back_from_what_is_shown() -> None:
    for problem in PROBLEMS:
        formulas_are_read_back_from_what_is_shown(problem)


# --- wrong rules give wrong answers ---

SEPARATES = rows("separates.tsv")


def test_every_mal_rule_of_a_topic_is_told_apart_on_one_of_its_problems() -> None:
    found = defaultdict(set)
    for id, mal_rule, _ in SEPARATES:
        found[BANK.problem(id).topic].add(mal_rule)
    wanted = {topic: set(listed.split()) for topic, listed in rows("by_topic.tsv", RULES)}
    assert {topic: wanted[topic] - found[topic] for topic in wanted if wanted[topic] - found[topic]} == {}


@pytest.mark.parametrize("id, mal_rule, wrong", SEPARATES, ids=lambda text: text if "-" in text else "")
def test_a_mal_rule_gives_a_wrong_answer(id: str, mal_rule: str, wrong: str) -> None:
    problem = BANK.problem(id)
    answer = read(wrong, problem.scope)
    verdict = check(problem.function, answer, problem.wrt, assume=problem.assume)
    assert isinstance(verdict, Wrong | CorrectOnPart), (mal_rule, verdict)


def test_mal_rules_give_different_answers_on_the_same_problem() -> None:
    given = defaultdict(list)
    for id, mal_rule, wrong in SEPARATES:
        given[id].append((mal_rule, read(wrong, BANK.problem(id).scope)))
    for id, answers in given.items():
        for (first, a), (second, b) in combinations(answers, 2):
            verdict = compare(a, b, assume=BANK.problem(id).assume)
            assert not isinstance(verdict, Correct), (id, first, second)


# Chain problems in which an inside has the slope 1 or -1 hide CHN-01; these are asked for by the curriculum.
SLOPE_ONE = {"chain-squared-error", "chain-log-of-a-product", "layers-root-with-epsilon"}


@pytest.mark.parametrize(
    "problem", [p for p in PROBLEMS if p.topic.startswith("chain-") and p.id not in SLOPE_ONE], ids=ids
)
def test_no_inside_of_a_chain_has_the_slope_one(problem: Problem) -> None:
    for step in derive(problem.function, problem.wrt).steps:
        inside = dict(step.letters).get("u")
        if step.rule == "chain" and inside is not None:
            assert derive(inside, problem.wrt).line != read("1"), show(inside)
