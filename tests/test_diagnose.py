"""Which mal-rule is behind a wrong answer: the catalogue, tables of answers, the traps of the curriculum, random functions."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from math import inf
from string import Formatter

import pytest

from tests.families_of_mistakes import Case, cases
from tests.found_mistakes import mistakes_in
from tests.random_expr import SMOOTH, expressions
from tests.tables import DATA, RULES, rows
from tests.whole_bank import whole_bank
from tutor.budget import Budget
from tutor.check import compare
from tutor.derive import derive
from tutor.diagnose import Mistake
from tutor.diagnose import diagnose as diagnose_within
from tutor.differential import derivative
from tutor.errors import TutorError
from tutor.expr import ZERO, Expr, letters, size, substitute
from tutor.kinds import mark
from tutor.problem import Problem
from tutor.read import Scope, read
from tutor.rules.model import Special
from tutor.show import show
from tutor.values import Interval
from tutor.verdict import Correct
from tutor.ways import Way, Ways, agree

OWN = Scope(own=True)
diagnose = partial(diagnose_within, budget=Budget(inf))  # what is found is tested here, not how fast


def ids(found: tuple[Mistake, ...]) -> list[str]:
    return [mistake.mal.id for mistake in found]


def diagnosed(f: str, answer: str, order: int = 1) -> list[str]:
    return ids(mistakes_in(f, answer, order))


# Tables -----------------------------------------------------------------------------------------------------

ELSEWHERE = {id for id, _ in rows("mal-rules-elsewhere.tsv")}
EXAMPLES = [row for row in rows("examples.tsv", RULES) if row[0] not in ELSEWHERE]


@pytest.mark.parametrize(("id", "f", "answer", "_"), EXAMPLES, ids=lambda text: text[:7])
def test_the_example_of_every_mal_rule_is_named(id: str, f: str, answer: str, _: str) -> None:
    assert id in diagnosed(f, answer, 2 if id.startswith("HOD") else 1)


@pytest.mark.parametrize(("f", "answer", "order", "named", "number"), rows("diagnoses.tsv"))
def test_the_mistake_behind_an_answer(f: str, answer: str, order: str, named: str, number: str) -> None:
    found = mistakes_in(f, answer, int(order))
    first, *others = named.split()
    assert found and found[0].mal.id == first
    assert {*others} <= {*ids(found)}
    assert str(found[0].mal.mistake or "-") == number


@pytest.mark.parametrize(
    ("expected", "first"),
    [((), ["TRG-17", "CHN-01", "CON-03"]), (("CON-03",), ["CON-03", "TRG-17", "CHN-01"]),
     (("PRD-01", "CHN-01", "CON-03"), ["CHN-01", "CON-03", "TRG-17"])],
)  # fmt: skip
def test_mistakes_that_the_author_expects_are_named_first(expected: tuple[str, ...], first: list[str]) -> None:
    assert ids(diagnose(read("sin(3x)"), read("cos(3x)"), expected=expected)) == first
    problem = Problem("own", "differentiate", read("sin(3x)"), "own", mistakes=expected)
    assert ids(mark(problem, "cos(3x)").mistakes) == first


# The curriculum ---------------------------------------------------------------------------------------------

ITEMS = [json.loads(line) for line in (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines()]
TRAPS = [
    pytest.param(item["check"], trap["answer"], trap["mistake"], id=f"{item['id']}-{trap['mistake']}-{number}")
    for item in ITEMS
    for number, trap in enumerate(item.get("traps") or ())
]


def test_there_are_traps() -> None:
    assert len(TRAPS) == 115


@pytest.mark.parametrize(("of", "answer", "number"), TRAPS)
def test_a_trap_of_the_curriculum_is_diagnosed(of: dict[str, object], answer: str, number: int) -> None:
    names = frozenset(["a1", "a2", "w1", "w2", "z1", "z2", "s2", "x1", "x2", "x3", "mu", "eps"]) | frozenset(
        "abcdefghijklmnopqrstuvwxyz"
    )
    scope = Scope(letters=names, own=True)
    f, wrong = read(str(of["f"]), scope), read(answer, scope)
    assert number in [mistake.mal.mistake for mistake in diagnose(f, wrong, str(of.get("x", "x")))]


# Families ---------------------------------------------------------------------------------------------------


def is_right(case: Case) -> bool:
    right = case.function
    for _ in range(case.order):
        right = derivative(right, "x")
    return isinstance(compare(right, case.answer, domain_of=case.function), Correct)


def missed(each: int, seed: int) -> tuple[list[str], int]:
    """The cases in which the mal-rule that was followed is not named, and how many there were."""
    found, counted = [], 0
    for case in cases(each, seed):
        if not is_right(case):
            counted += 1
            named = ids(diagnose(case.function, case.answer, order=case.order))
            if case.mal not in named:
                found.append(f"{case.mal} on {show(case.function)}: {named}")
    return found, counted


def test_every_family_has_a_template() -> None:
    assert {mal for mal, *_ in rows("families.tsv")} == {id for id, *_ in EXAMPLES}


def test_recall_on_a_function_of_every_family() -> None:
    found, counted = missed(1, 11)
    assert counted > 170
    assert len(found) <= 0.02 * counted, found


@pytest.mark.long
@pytest.mark.parametrize("seed", range(4))
def test_recall_on_five_functions_of_every_family(seed: int) -> None:
    found, counted = missed(5, seed)
    assert counted > 880
    assert len(found) <= 0.02 * counted, found


# Right answers ----------------------------------------------------------------------------------------------


def right_forms(f: Expr, wrt: str, order: int) -> Iterator[Expr]:
    """The derivative as it is written on the way, at the end, unpolished, and by the judge."""
    derivation = derive(f, wrt, order=order)
    yield from dict.fromkeys(step.line for step in derivation.steps if step.order == order)
    yield derive(f, wrt, order=order, polish=False).line
    try:
        for _ in range(order):
            f = derivative(f, wrt)
    except ValueError:
        return
    yield f


PROBLEMS = whole_bank().problems


@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 30))
def test_no_right_answer_of_the_bank_is_a_mistake(start: int) -> None:
    def forms(problem: Problem) -> Iterator[Expr]:
        return right_forms(problem.function, problem.wrt, problem.order)

    for problem in PROBLEMS[start : start + 30]:
        for answer in forms(problem):
            found = diagnose(problem.function, answer, problem.wrt, order=problem.order, assume=problem.assume)
            assert found == (), f"{problem.id}: {show(answer)}"


def random_functions(count: int, seed: int, largest: int = 24) -> Iterator[Expr]:
    rng = random.Random(seed)
    while count:
        f = expressions(rng, rng.randint(1, 4), ("x",), SMOOTH)
        if "x" in letters(f) and size(f) <= largest:
            count -= 1
            yield f


def assert_right_is_no_mistake(f: Expr, order: int) -> None:
    for answer in right_forms(f, "x", order):
        assert diagnose(f, answer, order=order) == (), f"{show(f)}: {show(answer)}"


@pytest.mark.parametrize("seed", range(4))
def test_no_right_answer_of_random_functions_is_a_mistake(seed: int) -> None:
    for f in random_functions(40, seed):
        assert_right_is_no_mistake(f, 1)


def test_rounding_errors_are_no_mistake() -> None:
    """The terms of this zero cancel, but not in floats."""
    f = read("(4x) (x x) x^(-3) + 1", OWN)
    assert diagnose(f, read("4 (x x) x^(-3) + (4x) (2x) x^(-3) - (4x) (x x) 3 x^(-4)", OWN)) == ()


def test_no_right_second_derivative_is_a_mistake() -> None:
    for f in random_functions(15, 9, largest=10):
        assert_right_is_no_mistake(f, 2)


@pytest.mark.long
@pytest.mark.parametrize("seed", range(10, 20))
def test_no_right_answer_of_many_random_functions_is_a_mistake(seed: int) -> None:
    for f in random_functions(50, seed):
        assert_right_is_no_mistake(f, 1)


# The engine's own wrong derivations ---------------------------------------------------------------------------


def answer_of(ways: Ways, way: Way) -> Expr:
    """The answer that has the values of the way: of several equal parts it may go wrong in the nth one only."""
    *before, last = way.moves or (None,)
    nths = [replace(way, moves=(*before, replace(last, nth=nth))) for nth in range(1, 5)] if last is not None else []
    lines = map(ways.line, (way, *nths))
    return next((line for line in lines if agree(ways.values.of(line), way.values)), ways.line(way))


def is_nothing(answer: Expr) -> bool:
    """Is it 0 because all of it cancels? Of that nobody can tell what was done."""
    return isinstance(compare(ZERO, answer, budget=Budget(inf)), Correct)


def assert_ways_are_named(problem: Problem, rng: random.Random, most: int) -> None:
    """The answer of a wrong way is diagnosed as what was done on that way."""
    try:
        ways = Ways(problem.function, problem.wrt, problem.order, problem.assume, Budget(inf))
    except (TutorError, ValueError):
        return
    for way in rng.sample(ways.single, min(most, len(ways.single))):
        answer = answer_of(ways, way)
        if not agree(ways.values.of(answer), ways.right_values) and not is_nothing(answer):
            found = diagnose(problem.function, answer, problem.wrt, order=problem.order, assume=problem.assume)
            # A name for a special place depends on which of several equal parts it was.
            done = {named.mal.id for named in way.named if not isinstance(named.mal, Special)}
            assert done <= {*ids(found)}, f"{problem.id}: {show(answer)}"


# Every third problem; the others, and more ways of each, with `-m long`.
@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 60))
def test_what_a_wrong_way_gives_is_named_after_it(start: int) -> None:
    for problem in PROBLEMS[start : start + 60 : 3]:
        assert_ways_are_named(problem, random.Random(problem.id), 2)


@pytest.mark.long
@pytest.mark.parametrize("start", range(0, len(PROBLEMS), 20))
def test_what_many_wrong_ways_give_is_named_after_them(start: int) -> None:
    for number, problem in enumerate(PROBLEMS[start : start + 20]):
        assert_ways_are_named(problem, random.Random(start + number), 12)


# What a mistake carries -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("f", "answer", "order", "_", "__"), rows("diagnoses.tsv"))
def test_the_wrong_derivation_ends_with_the_answer(f: str, answer: str, order: str, _: str, __: str) -> None:
    function, typed = read(f, OWN), read(answer, OWN)
    for mistake in mistakes_in(f, answer, int(order)):
        if mistake.moves:
            line = derive(mistake.function, "x", order=mistake.order, moves=mistake.moves).line
            assert isinstance(compare(line, typed, domain_of=function), Correct), (mistake.mal.id, show(line))
        if mistake.where is not None and mistake.moves:
            assert mistake.where in {
                step.where for step in derive(mistake.function, order=mistake.order, moves=mistake.moves).steps
            }


def letters_in(mistake: Mistake) -> set[str]:
    """The letters in braces in what is said about it."""
    texts = (mistake.mal.avoid, mistake.mal.why, mistake.mal.fix)
    return {name for text in texts for _, name, _, _ in Formatter().parse(text) if name is not None}


def assert_words_can_be_filled(found: tuple[Mistake, ...]) -> None:
    """The steps at which the mal-rule is followed have the letters that its words name."""
    for mistake in found:
        if letters_in(mistake):
            steps = derive(mistake.function, order=mistake.order, moves=mistake.moves, polish=False).steps
            at_place = [step for step in steps if step.mal is not None and mistake.where in (None, step.where)]
            assert at_place, mistake.mal.id
            groups = [{name for s in at_place if s.number == step.number for name, _ in s.letters} for step in at_place]
            assert any(letters_in(mistake) <= names for names in groups), (mistake.mal.id, groups)


@pytest.mark.parametrize(("f", "answer", "order", "_", "__"), rows("diagnoses.tsv"))
def test_the_words_for_an_answer_can_be_filled_in(f: str, answer: str, order: str, _: str, __: str) -> None:
    assert_words_can_be_filled(mistakes_in(f, answer, int(order)))


def test_the_words_for_every_family_can_be_filled_in() -> None:
    for case in cases(1, 5):
        assert_words_can_be_filled(diagnose(case.function, case.answer, order=case.order))


def test_one_of_two_equal_parts_may_go_wrong() -> None:
    assert diagnosed("x e^(2x) + e^(2x)", "e^(2x) + 2x e^(2x) + e^(2x)")[0] in ("EXP-06", "CHN-01")
    assert "CON-09" in diagnosed("5x + x", "5x + 1")
    (first, *_) = diagnose(read("5x + x"), read("5x + 1"))
    assert show(derive(first.function, moves=first.moves).line) == "5x + 1"


def test_two_mistakes_at_once() -> None:
    assert {"PRD-02", "CHN-01"} <= {*diagnosed("x^2 sin(3x)", "2x sin(3x) - x^2 cos(3x)")}
    assert {"QUO-04", "TRG-01"} <= {*diagnosed("cos(x)/x^2", "(x^2 sin(x) - 2x cos(x))/x^2")}


def test_a_constant_of_integration_is_named_beside_what_else_is_wrong() -> None:
    assert diagnosed("x^4", "4x^3 + C") == ["INP-09"]
    assert diagnosed("x^4", "x^5/5 + C") == ["POW-04", "INP-09"]
    assert diagnosed("x^4", "4x^3 + C x") == []
    assert diagnosed("x^4", "4x^3 + C + k") == []


def test_an_integral_is_recognised_by_its_slope() -> None:
    assert diagnosed("x^2 + sin(2x)", "x^3/3 - cos(2x)/2 + 7") == ["POW-04"]
    assert diagnosed("x e^x", "x e^x - e^x")[0] == "POW-04"
    assert diagnosed("ln(2x)", "x ln(2x) - x") == ["LOG-10"]
    assert diagnosed("3^(2x)", "3^(2x)/(2 ln(3))")[0] == "EXP-04"


def test_letters_other_than_the_variable_are_constants() -> None:
    found = diagnose(read("A e^(k t)"), read("A e^(k t)"), "t")
    assert ids(found)[:2] == ["EXP-06", "CHN-01"]
    assert "CON-11" in ids(diagnose(read("a^3 t^2"), read("6a^2 t"), "t"))


def test_functions_known_by_name_are_diagnosed_too() -> None:
    scope = Scope(functions=frozenset({"f", "g"}))

    def named(f: str, answer: str) -> list[str]:
        return ids(diagnose(read(f, scope), read(answer, scope)))

    assert "PRD-01" in named("f(x) g(x)", "f'(x) g'(x)")
    assert "CHN-01" in named("f(g(x))", "f'(g(x))")
    assert "CHN-02" in named("f(g(x))", "f'(g'(x))")
    assert "QUO-02" in named("f(x)/g(x)", "(f(x) g'(x) - f'(x) g(x))/g(x)^2")
    assert named("f(g(x))", "f'(g(x)) g'(x)") == []


def test_signs_of_letters_are_respected() -> None:
    assume = {"B": Interval(lo=Fraction(0))}
    assert "CHN-13" in ids(diagnose(read("sqrt(B - x^2)"), read("1/(2 sqrt(B - x^2))"), assume=assume))


@pytest.mark.parametrize("answer", ["1/0", "sqrt(-1 - x^2)", "x!", "ln(-e^x)"])
def test_an_answer_without_values_has_no_diagnosis(answer: str) -> None:
    assert diagnosed("x^3 sin(x)", answer) == []


def test_a_function_that_no_rule_knows_has_no_diagnosis() -> None:
    assert diagnosed("x!", "x") == []
    with pytest.raises(TutorError):
        derive(read("x!"))


@pytest.mark.parametrize("answer", ["17x + e^x", "x^2 sin(x) + 1", "2", "x"])
def test_an_answer_that_nothing_explains_has_no_diagnosis(answer: str) -> None:
    assert diagnosed("x^3 tan(x) + ln(x)", answer) == []


def test_the_variable_may_have_any_name() -> None:
    for f, answer, order, named, _ in rows("diagnoses.tsv")[::9]:
        function, typed = (substitute(read(text, OWN), {"x": read("t")}) for text in (f, answer))
        assert named.split()[0] in ids(diagnose(function, typed, "t", order=int(order))), f
