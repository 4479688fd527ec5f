"""Problems of every kind: how they are set, marked, hinted at and solved, and that their answers are right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sympy

from tests.tables import rows
from tests.terminal import Terminal
from tests.test_cli import tutor as command
from tests.values import to_sympy
from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.answers.model import Equation, Labelled, Listing, Matrix, Vector
from tutor.answers.prose import plain
from tutor.answers.writing import show
from tutor.expr import Expr
from tutor.kinds import KINDS
from tutor.kinds.choice import Choice
from tutor.kinds.gradient import OfSeveral
from tutor.kinds.ordering import mixed
from tutor.kinds.task import Task, expected_of
from tutor.kinds.true_false import TrueFalse
from tutor.lint import stands_in
from tutor.problem import Problem
from tutor.results import check_problem
from tutor.ui.solution import solution
from tutor.ui.statement import prose, statement
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.kinds.task import Passage

BANK = whole_bank()
# Parts count as problems: each is marked by itself.
EACH = [part for problem in BANK.problems for part in problem.parts or (problem,)]
TASKS = [problem for problem in EACH if problem.task is not None]
LOOKS = {"wide": Look(88), "narrow": Look(40), "ascii": Look(80, ascii=True), "words": Look(80, words=True)}


def ids(problem: Problem) -> str:
    return problem.id


def task_of(problem: Problem) -> Task:
    assert problem.task is not None
    return problem.task


def test_every_kind_has_four_problems_or_more() -> None:
    counted = {kind: sum(problem.kind == kind for problem in TASKS) for kind in KINDS if kind != kinds.DIFFERENTIATE}
    assert min(counted.values()) >= 4, counted
    assert sum(bool(problem.parts) for problem in BANK.problems) >= 4


@pytest.mark.parametrize("id, typed, verdict, read_as, message", rows("kinds.tsv"))
def test_an_answer_is_marked(id: str, typed: str, verdict: str, read_as: str, message: str) -> None:
    found = check_problem(BANK.problem(id), typed).json
    assert (found["verdict"], found["read_as"] or "-", found["message"]) == (verdict, read_as, message)


def test_no_wrong_answer_of_the_table_hears_not_yet_alone() -> None:
    for id, typed, verdict, _, message in rows("kinds.tsv"):
        evidence = re.fullmatch(r"Not yet: [^.]*at .* is \S+, yours is \S+\.", message)
        assert verdict not in ("wrong", "known-mistake") or (message != "Not yet." and not evidence), (id, typed)


def test_every_wrong_option_has_a_reason_against_it_that_does_not_name_the_right_one() -> None:
    told = 0
    for problem in TASKS:
        match problem.task:
            case Choice(options=options, reasons=reasons, right=right):
                against = [reason for i, reason in enumerate(reasons) if i != right]
                assert all(against) and not reasons[right], problem.name
                answer = plain(options[right])
                assert len(answer) < 2 or not any(stands_in(plain(reason), answer) for reason in against), problem.name
                told += len(against)
            case TrueFalse(reason=reason):
                assert reason, problem.name
                told += 1
    assert told > 500


def test_every_kind_has_a_right_a_wrong_and_an_unreadable_answer_in_the_table() -> None:
    seen = {(BANK.problem(id).kind, verdict) for id, _, verdict, _, _ in rows("kinds.tsv")}
    wanted = {(kind, v) for kind in KINDS for v in ("correct", "wrong", "unreadable") if kind != kinds.DIFFERENTIATE}
    assert wanted - seen == set()


@pytest.mark.parametrize("count", [3, 4, 5])
def test_the_example_of_how_to_type_an_order_is_not_the_right_one(count: int) -> None:
    for first in range(200):
        assert mixed(tuple(str(first + i) for i in range(count))) != tuple(reversed(range(count)))
    for problem in TASKS:
        if problem.kind in ("ordering", "matching"):
            assert show(expected_of(task_of(problem))) not in kinds.wants(problem), problem.id


@pytest.mark.parametrize(("items", "order"), [((), ()), (("one",), (0,)), (("one", "two"), (1, 0))])
def test_mixing_two_items_or_fewer_comes_to_an_end(items: tuple[str, ...], order: tuple[int, ...]) -> None:
    assert mixed(items) == order


# A test looks at all problems of a kind; each fault is told with the id of its problem.
OF_A_KIND = [
    pytest.param([problem for problem in TASKS if problem.kind == kind], id=kind)
    for kind in KINDS
    if kind != kinds.DIFFERENTIATE
]


@pytest.mark.parametrize("problems", OF_A_KIND)
def test_the_answer_that_is_worked_out_reads_back_and_is_right(problems: list[Problem]) -> None:
    assert faults(problems, the_answer_reads_back_and_is_right) == []


def faults(problems: list[Problem], holds: Callable[[Problem], None]) -> list[str]:
    """What is wrong with which problem."""
    found = []
    for problem in problems:
        try:
            holds(problem)
        except Exception as error:
            found.append(f"{problem.name}: {type(error).__name__} {error}")
    return found


def the_answer_reads_back_and_is_right(problem: Problem) -> None:
    marking = kinds.mark(problem, show(expected_of(task_of(problem)), problem.wrt))
    assert marking.error is None
    assert task_of(problem).judge(marking.value).right  # type: ignore[arg-type]


@pytest.mark.parametrize("problems", OF_A_KIND)
def test_a_statement_fits_every_screen(problems: list[Problem]) -> None:
    assert faults(problems, the_statement_fits_every_screen) == []


def the_statement_fits_every_screen(problem: Problem) -> None:
    for name, look in LOOKS.items():
        lines = statement(kinds.statement(problem), problem.wrt, look)
        assert all(len(line) <= look.width for line in lines), name
        if look.ascii or look.words:
            assert "".join(lines).isascii(), name
        if look.words:
            assert all(line[0].isalnum() for line in lines)
            assert not re.search(r"[\^√∞∪{}]|\*\*", "".join(lines))


@pytest.mark.parametrize("problems", OF_A_KIND)
def test_a_worked_solution_fits_every_screen(problems: list[Problem]) -> None:
    assert faults(problems, the_worked_solution_fits_every_screen) == []


@dataclass(frozen=True)
class Solved:
    """A solution that is worked out once and shown on several screens."""

    passages: Sequence[Passage]

    def solution(self) -> Sequence[Passage]:
        return self.passages


def the_worked_solution_fits_every_screen(problem: Problem) -> None:
    solved = Solved(tuple(task_of(problem).solution()))
    for name, look in LOOKS.items():
        lines = solution([solved], problem.wrt, look)  # type: ignore[list-item]
        assert lines, name
        assert all(len(line) <= look.width for line in lines), name
        assert look.ascii or look.words or not re.search(r"\b([a-z]{2,}) +\1\b", "\n".join(lines)), name  # with with
        if look.ascii or look.words:
            assert "".join(lines).isascii(), name


@pytest.mark.parametrize("problems", OF_A_KIND)
def test_hints_become_plainer_and_keep_the_answer(problems: list[Problem]) -> None:
    assert faults(problems, hints_become_plainer_and_keep_the_answer) == []


def hints_become_plainer_and_keep_the_answer(problem: Problem) -> None:
    task = task_of(problem)
    ladder = kinds.ladder(problem)
    assert 1 <= len(ladder) <= 4
    answer = show(expected_of(task), problem.wrt)
    asked = prose(kinds.statement(problem).ask, problem.wrt, LOOKS["ascii"])
    if not task.shape().is_pick and len(answer) > 2 and not stands_in(asked, answer):
        assert not any(stands_in(hint, answer) for hint in ladder[:3])


@pytest.mark.parametrize("problems", OF_A_KIND)
def test_a_task_says_how_to_go_on_and_keeps_the_answer(problems: list[Problem]) -> None:
    assert faults(problems, it_says_how_to_go_on_and_keeps_the_answer) == []


def it_says_how_to_go_on_and_keeps_the_answer(problem: Problem) -> None:
    task = task_of(problem)
    step = task.next_step(expected_of(task))
    answer = show(expected_of(task), problem.wrt)
    asked = prose(kinds.statement(problem).ask, problem.wrt, LOOKS["ascii"])
    assert step.endswith((".", "?")) and len(step) < 160
    assert task.shape().is_pick or len(answer) < 3 or stands_in(asked, answer) or not stands_in(step, answer)


# --- the answers themselves, by SymPy ---


def x_of(problem: Problem) -> sympy.Symbol:
    return sympy.Symbol(problem.wrt, real=True)


def same(a: Expr, b: object) -> bool:
    return bool(sympy.simplify(to_sympy(a) - b) == 0)


@pytest.mark.parametrize("problem", [p for p in TASKS if p.kind == "value-at-point"], ids=ids)
def test_a_value_is_that_of_sympys_derivative(problem: Problem) -> None:
    task = task_of(problem)
    slope = sympy.diff(to_sympy(task.f), x_of(problem), task.order)  # type: ignore[attr-defined]
    expected = expected_of(task)
    assert isinstance(expected, Expr)
    assert same(expected, slope.subs(x_of(problem), to_sympy(task.place)))  # type: ignore[attr-defined]


@pytest.mark.parametrize("problem", [p for p in TASKS if p.kind in ("tangent-line", "normal-line")], ids=ids)
def test_a_line_has_the_point_and_the_slope_that_sympy_finds(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    f, a = to_sympy(task.f), to_sympy(task.place)  # type: ignore[attr-defined]
    line = expected_of(task)
    assert isinstance(line, Equation)
    y = sympy.Symbol("y", real=True)
    whole = to_sympy(line.left) - to_sympy(line.right)
    assert sympy.simplify(whole.subs({x: a, y: f.subs(x, a)}, simultaneous=True)) == 0
    direction = sympy.Matrix([whole.coeff(y, 1), -sympy.diff(whole, x)])
    tangent = sympy.Matrix([1, sympy.diff(f, x).subs(x, a)])
    if problem.kind == "tangent-line":
        assert sympy.simplify(sympy.Matrix.hstack(direction, tangent).det()) == 0
    else:
        assert sympy.simplify(direction.dot(tangent)) == 0


@pytest.mark.parametrize(
    "problem", [p for p in TASKS if isinstance(p.task, OfSeveral) and p.kind != "tangent-plane"], ids=ids
)
def test_entries_are_sympys_partial_derivatives(problem: Problem) -> None:
    task = task_of(problem)
    assert isinstance(task, OfSeveral)
    letters = [sympy.Symbol(name, real=True) for name in task.variables]
    here = dict(zip(letters, map(to_sympy, task.at), strict=False))
    expected = expected_of(task)
    match expected:
        case Vector(entries):
            functions, table = [task.f], [entries]  # type: ignore[attr-defined]
        case Matrix(found) if problem.kind == "jacobian":
            functions, table = list(task.components), list(found)  # type: ignore[attr-defined]
        case Matrix(found):
            first = [sympy.diff(to_sympy(task.f), v) for v in letters]  # type: ignore[attr-defined]
            right = [[sympy.diff(slope, v).subs(here) for v in letters] for slope in first]
            assert all(
                same(a, b) for row, line in zip(found, right, strict=True) for a, b in zip(row, line, strict=True)
            )
            return
        case _:
            raise AssertionError(expected)
    for f, row in zip(functions, table, strict=True):
        for entry, v in zip(row, letters, strict=True):
            assert same(entry, sympy.diff(to_sympy(f), v).subs(here))


@pytest.mark.parametrize("problem", [p for p in TASKS if p.kind == "implicit-slope"], ids=ids)
def test_a_slope_is_sympys_implicit_one(problem: Problem) -> None:
    task = task_of(problem)
    x, y = sympy.symbols("x y", real=True)
    whole = to_sympy(task.curve.left) - to_sympy(task.curve.right)  # type: ignore[attr-defined]
    point = {sympy.Symbol(name, real=True): to_sympy(e) for name, e in task.here.items()}  # type: ignore[attr-defined]
    expected = expected_of(task)
    assert isinstance(expected, Expr)
    assert same(expected, (-sympy.diff(whole, x) / sympy.diff(whole, y)).subs(point))


@pytest.mark.parametrize("problem", [p for p in TASKS if p.kind in ("critical-points", "local-extrema")], ids=ids)
def test_critical_points_are_zeros_of_sympys_derivative_or_places_without_one(problem: Problem) -> None:
    task, x = task_of(problem), x_of(problem)
    slope = sympy.diff(to_sympy(task.f), x)  # type: ignore[attr-defined]
    expected = expected_of(task)
    assert isinstance(expected, Listing)
    for item in expected.items:
        place = item.point.coordinates[0] if isinstance(item, Labelled) else item
        assert isinstance(place, Expr)
        value = slope.subs(x, to_sympy(place))
        assert value.has(sympy.zoo, sympy.nan, sympy.oo) or sympy.simplify(value) == 0


# --- at the command line ---


def test_check_prints_the_object_of_the_contract_for_a_problem_of_any_kind() -> None:
    done = command("check", "--id", "extrema-cubic", "(-2, 16) max", "--json")
    found = json.loads(done.stdout)
    assert done.returncode == 1
    assert list(found)[:12] == [
        "schema", "id", "function", "wrt", "answer", "read_as", "verdict", "how", "witness", "mistakes", "message", "notes",
    ]  # fmt: skip
    assert (found["id"], found["function"], found["read_as"]) == ("extrema-cubic", "x^3 - 12x", "(-2, 16) max")
    assert (found["verdict"], found["how"], found["witness"]) == ("wrong", None, None)
    assert found["message"] == "Not yet. (−2, 16) max is right. One is missing."


def test_a_part_is_checked_by_its_number_and_a_whole_is_not() -> None:
    done = command("check", "--id", "bend-of-a-quartic:2", "(0, 2)", "--json")
    assert (done.returncode, json.loads(done.stdout)["verdict"]) == (0, "correct")
    done = command("check", "--id", "bend-of-a-quartic", "(0, 2)")
    assert done.returncode == 2
    said = 'the problem "bend-of-a-quartic" has 3 parts; name one of them, as in bend-of-a-quartic:1'
    assert done.stderr == f"{said}\n"
    for id, has in (("bend-of-a-quartic", "3 parts"), ("extrema-cubic", "no parts")):
        assert command("check", "--id", f"{id}:7", "1").stderr == f'the problem "{id}" has {has}\n'


def test_a_batch_takes_problems_of_every_kind(tmp_path: Path) -> None:
    lines = [
        {"id": 1, "problem": "extrema-cubic", "answer": "(-2, 16) max; (2, -16) min"},
        {"id": 2, "problem": "choice-first-rule", "answer": "the product rule"},
        {"id": 3, "problem": "bend-of-a-quartic:3", "answer": "2"},
        {"id": 4, "problem": "extrema-cubic", "answer": "(-2, 16"},
    ]
    path = tmp_path / "answers.jsonl"
    path.write_text("\n".join(map(json.dumps, lines)))
    found = [json.loads(line) for line in command("check", "--batch", str(path)).stdout.splitlines()]
    assert [(item["id"], item["verdict"]) for item in found] == [
        (1, "correct"), (2, "correct"), (3, "wrong"), (4, "unreadable"),
    ]  # fmt: skip


# --- on a terminal ---

PLAYED = {
    "value-at-point": "point-cubic-at-2",
    "tangent-line": "tangent-root-at-4",
    "normal-line": "normal-parabola-at-minus-2",
    "critical-points": "critical-with-a-cusp",
    "local-extrema": "extrema-with-a-terrace",
    "global-extrema": "global-with-sine",
    "monotonicity": "falling-reciprocal",
    "concavity": "concave-down-fraction",
    "inflection-points": "inflection-quintic",
    "differentiable-at": "corner-of-a-parabola-in-bars",
    "implicit-slope": "slope-of-a-circle",
    "gradient": "gradient-polynomial",
    "hessian": "hessian-at-a-point",
    "jacobian": "jacobian-polar",
    "choice": "choice-first-rule",
    "true-false": "true-continuous-enough",
    "ordering": "order-of-implicit",
    "matching": "match-corners",
    "spot-the-mistake": "spot-a-short-chain",
    "numerical-derivative": "numerical-centred-cube",
    "backprop-graph": "backprop-line",
    "descent": "descent-step-on-a-parabola",
    "gradient-check": "numerical-relative-error",
    "softmax": "losses-softmax-two",
    "logistic-loss": "losses-logistic",
    "slope-range": "activation-sigmoid-steepest",
    "subgradient": "activation-relu-in-pieces",
    "score": "losses-score-of-a-coin",
    "linear-approximation": "linear-tangent-of-a-quarter",
    "difference-quotient": "definition-quotient-of-the-cube",
    "mean-value-point": "mean-value-of-a-cubic",
    "related-rates": "rates-ladder",
    "parametric": "parametric-cycloid",
    "inverse-slope": "inverse-of-a-cubic",
    "composition": "layers-three",
    "name-the-rule": "rule-high-power-of-a-bracket",
    "tangent-plane": "plane-of-a-bowl",
    "one-sided-slope": "one-side-of-a-corner",
}


def prompt(problem: str) -> str:
    return f" {kinds.statement(BANK.problem(problem)).prompt} "


def test_every_kind_is_played() -> None:
    assert set(PLAYED) == set(KINDS) - {kinds.DIFFERENTIATE}


TOGETHER = 5  # kinds that are played in one sitting
SITTINGS = [list(PLAYED)[i : i + TOGETHER] for i in range(0, len(PLAYED), TOGETHER)]


@pytest.mark.parametrize("sitting", SITTINGS, ids=lambda each: "+".join(each))
def test_a_kind_is_played_once_unreadable_once_wrong_once_right(tmp_path: Path, sitting: list[str]) -> None:
    arguments = [part for kind in sitting for part in ("--id", PLAYED[kind])]
    with Terminal(["-m", "tutor", "drill", *arguments], tmp_path, columns=100) as terminal:
        for kind in sitting:
            play(terminal, PLAYED[kind])
            terminal.until("Enter finish" if kind == sitting[-1] else "Enter next")
            assert "✓ Correct, proved." in terminal.text
            terminal.send("\r")
        assert terminal.wait() == 0
        assert re.search(rf"after a mistake +{len(sitting)}", terminal.everything)


def play(terminal: Terminal, id: str) -> None:
    """An answer that cannot be read, a wrong one and the right one."""
    answers = {verdict: (typed, said) for name, typed, verdict, _, said in reversed(rows("kinds.tsv")) if name == id}
    begin = prompt(id)
    terminal.until(lambda t: t.line == begin, f"the prompt of {id}")
    terminal.enter(answers["unreadable"][0])
    reason = answers["unreadable"][1].partition(";")[0]
    terminal.until(lambda t: reason in " ".join(t.text.split()) and "^" in t.text, reason)
    terminal.send("\x05\x15")
    terminal.until(lambda t: t.line == begin, "an empty line")
    before = terminal.everything.count("Not yet.")
    terminal.enter(answers["wrong"][0])
    terminal.until(lambda t: t.everything.count("Not yet.") > before, "Not yet.")
    if len(answers["wrong"][0]) > 1 or not kinds.is_pick(BANK.problem(id)):  # a letter is not mended
        terminal.until(lambda t: t.line.startswith(begin) and len(t.line) > len(begin), "the answer put back")
        terminal.send("\x05\x15")
    terminal.until(lambda t: t.line == begin, "an empty line")
    terminal.enter(answers["correct"][0])


def test_parts_are_asked_one_after_the_other(tmp_path: Path) -> None:
    arguments = ["-m", "tutor", "drill", "--id", "bend-of-a-quartic"]
    with Terminal(arguments, tmp_path) as terminal:
        terminal.until("Part 1 of 3.")
        terminal.until(lambda t: t.line == " f″(x) = ", "the prompt")
        terminal.enter("12x^2 - 24x")
        terminal.until("✓ Right.")
        terminal.until("Part 2 of 3.")
        terminal.until(lambda t: t.line == " concave down on ", "the second prompt")
        terminal.enter(":why")
        terminal.until("Proved equal to f″ by: identity test.")
        terminal.send("F1")
        terminal.until("1  The graph is concave down where f″ is negative.")
        terminal.send("\x04")
        assert terminal.wait() == 0
    with Terminal(arguments, tmp_path) as terminal:  # and is gone on with where it stopped
        terminal.until("Part 2 of 3.")
        terminal.until(lambda t: t.line == " concave down on ", "the second prompt")
        terminal.enter("(0, 2)")
        terminal.until("Part 3 of 3.")
        terminal.until(lambda t: t.line == " x = ", "the third prompt")
        terminal.enter("0, 2")
        terminal.until("✓ Correct, proved.")
        terminal.until("1 try")
        terminal.until("Enter finish")
        terminal.send("\r")
        assert terminal.wait() == 0
        assert re.search(r"one problem, .* +with a hint 1", terminal.everything)


def test_giving_up_shows_what_is_left_of_a_problem_with_parts(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", "bend-of-a-quartic", "--plain"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " f″(x) = ", "the prompt")
        terminal.enter("12x^2 - 24x")
        terminal.until(lambda t: t.line == " concave down on ", "the second prompt")
        terminal.enter(":steps")
        terminal.until("Counted as given up.")
        assert "On (0, 2) f″ is negative." in terminal.everything
        assert terminal.everything.count("f″(x) = 0 at x = 0, 2") == 1
        assert "   x = 0, 2" in terminal.everything


def test_a_screen_reader_hears_a_problem_of_another_kind(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", "global-parabola", "--screen-reader"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == "Answer: ", "the prompt")
        said = " ".join(terminal.everything.split())
        assert "f of x equals x squared minus 2 x. Find the highest and the lowest points on the interval" in said
        assert "from 0 included to 3 included." in said
        terminal.enter("(1, -1) min")
        terminal.until("Not yet. (1, minus 1) min is right. One is missing.")


def test_the_preview_shows_the_option_behind_a_letter(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", "choice-first-rule"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " letter: ", "the prompt")
        before = terminal.text.count("the product rule")
        terminal.send("a")
        terminal.until(lambda t: t.text.count("the product rule") == before + 1, "the option in the preview")


def test_the_preview_draws_a_matrix(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", "jacobian-polar"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " J = ", "the prompt")
        terminal.send("cos t, 1/2; sin t, r")
        terminal.until("⎡")


def test_an_empty_line_says_what_to_type(tmp_path: Path) -> None:
    with Terminal(["-m", "tutor", "drill", "--id", "extrema-cubic"], tmp_path) as terminal:
        terminal.until(lambda t: t.line == " points: ", "the prompt")
        terminal.send("\r")
        terminal.until("Type points with labels, such as (-7, 3) max; (9, 0) min, or none, and press")
