"""Templates: what a seed makes of them is always the same, reads as if somebody had written it, and is right."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest

from tests import test_kinds, test_problems
from tests.tables import rows
from tests.test_choose import START
from tests.test_cli import inside as command
from tests.test_session import sat
from tests.whole_bank import whole_bank
from tutor import kinds
from tutor.answers.prose import plain
from tutor.answers.writing import pretty, show
from tutor.bank import Bank, load_bank
from tutor.choose import draw, plan
from tutor.entry import Entry
from tutor.errors import BankError, ReadError, TutorError
from tutor.expr import ZERO
from tutor.filling import filled, filled_sentence
from tutor.lint import lint
from tutor.lint.templates import chosen_values
from tutor.params import Param, read_condition, read_part, read_values
from tutor.problem import Problem
from tutor.scope import Scope
from tutor.sitting import GAVE_UP, Outcome, Result, Sitting
from tutor.template import read_template
from tutor.topics import TOPICS
from tutor.ui.loop import Loop

BANK = whole_bank()
TEMPLATES = BANK.templates

SMALL = """
title: Small
problems:
  - id: line
    topic: const-linear
    params: {a: -3..3, b: -3..3}
    where: a != 0 and b != a and gcd(a, b) = 1
    function: '{a}x + {b}'
    answer: '{a}'
  - id: wave
    topic: combined
    params: {f: [sin, cos], a: 2..9, n: 2..6, b: -9..9, p: [1/2, 2/3]}
    where: b != 0 and not (a = n or a = 2n)
    function: '{p} x^{n} {f}({a}x + {b})'
    hints: ['There is {f} in it, and its angle is `{a}x + {b}`.', '']
  - id: pair
    topic: critical-extrema
    params: {a: 2..5}
    function: x^3 - {3a^2}x
    parts:
      - kind: critical-points
        answer: '-{a}, {a}'
      - kind: local-extrema
        answer: (-{a}, {2a^3}) max; ({a}, {-2a^3}) min
  - id: asked
    topic: concepts
    kind: choice
    params: {a: 3..9}
    question: What is the slope of `{a}x^2` at {a}?
    options: ['`{2a^2}`', '`{2a}`', '`{a^3}`']
    because: It is 2 times {a} times {a}.
  - id: fixed
    topic: const-linear
    function: 7x
"""


@pytest.fixture
def small(tmp_path: Path) -> Bank:
    return bank_of(tmp_path, SMALL)


def bank_of(folder: Path, text: str) -> Bank:
    (folder / "small.yaml").write_text(text, encoding="utf-8")
    bank = load_bank([folder / "small.yaml"])
    assert bank.faults == ()
    return bank


def value(text: str) -> Param:
    return Fraction(text) if re.fullmatch(r"-?\d+(/\d+)?", text) else text


# --- filling ---


@pytest.mark.parametrize("text, given, wanted", rows("filled.tsv"))
def test_a_filled_text_reads_as_if_somebody_had_written_it(text: str, given: str, wanted: str) -> None:
    values = {name: value(said) for name, said in (pair.split("=", 1) for pair in given.split())}
    assert filled(text, values, Scope()) == wanted


def test_a_sentence_keeps_what_stands_outside_of_backquotes() -> None:
    given: dict[str, Param] = {"a": Fraction(1), "b": Fraction(-3), "f": "sin"}
    said = filled_sentence("At {b}, {f} of `{a}x + {b}` is `{f}({a}x)`.", given, Scope())
    assert said == "At -3, sin of `x - 3` is `sin(x)`."


# --- values and conditions ---


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2..5", (2, 3, 4, 5)),
        ("-2 .. 1", (-2, -1, 0, 1)),
        ("-2..-1, 3", (-2, -1, 3)),
        ("2/3", (Fraction(2, 3),)),
        ("0.5", (Fraction(1, 2),)),
        ("sin", ("sin",)),
        ("x^2 + 1", ("x^2 + 1",)),
    ],
)
def test_the_values_of_a_parameter(text: str, values: tuple[Param, ...]) -> None:
    assert read_values(text) == values


GIVEN: dict[str, Param] = {"a": Fraction(4), "b": Fraction(6), "p": Fraction(2, 3), "f": "sin", "g": "cos"}
KNOWN = frozenset(GIVEN)


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("a != b", True),
        ("a = b", False),
        ("gcd(a, b) = 1", False),
        ("gcd(a, b) = 2 and a < b", True),
        ("1 < a < b <= 6", True),
        ("1 < a < b < 6", False),
        ("a = 5 or b = 6", True),
        ("a = 5 or b = 6 and a = 1", False),
        ("(a = 5 or b = 6) and a = 4", True),
        ("not a = 5", True),
        ("not (a = 4 and b = 6)", False),
        ("(a + b)*2 = 20", True),
        ("2a + b = 14", True),
        ("2(a + 1) = a b - 14", True),
        ("b - a - 1 = 1", True),
        ("2^3^2 = 512 and -2^2 = -4", True),
        ("a^2 - 4*b < 0", True),
        ("mod(b, a) = 2 and abs(a - b) = 2", True),
        ("max(a, b) - min(a, b) = 2", True),
        ("root(a) = 2 and root(b) = 0", True),
        ("p < 1 and 3p = 2 and a/b = p", True),
        ("f != g", True),
        ("f = a", False),
        ("a ≠ b and a ≤ 4 and b ≥ 6", True),
    ],
)
def test_a_condition(text: str, holds: bool) -> None:
    assert read_condition(text, KNOWN)(GIVEN) is holds


@pytest.mark.parametrize(
    ("text", "at", "message"),
    [
        ("a", 1, "a comparison is missing here"),
        ("a != ", 5, "something is missing here"),
        ("a != q", 5, 'there is no parameter "q"'),
        ("gcd(a) = 1", 3, '"gcd" takes 2 of them, here are 1'),
        ("gcd a = 1", 4, '"gcd" needs a bracket'),
        ("(a + b = 1", 0, "this bracket is never closed"),
        ("a = 1)", 5, '")" cannot stand here'),
        ("a = 1; b = 2", 5, '";" cannot stand here'),
        ("a and b", 2, "a comparison is missing here"),
        ("and = 1", 0, '"and" cannot stand here'),
        ("__import__('os') = 1", 0, '"_" cannot stand here'),
        ("a.real = 1", 1, "a comparison is missing here"),
        ("(" * 400, 300, "this is longer than 300 signs"),
    ],
)
def test_a_condition_that_cannot_be_read(text: str, at: int, message: str) -> None:
    with pytest.raises(ReadError) as caught:
        read_condition(text, KNOWN)
    assert (caught.value.at, caught.value.message) == (at, message)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a/(b - 6)", "there is a division by 0"),
        ("f + 1", '"sin" is not a number, so nothing can be worked out with it'),
        ("gcd(p, a)", "2/3 is not a whole number"),
        ("mod(a, 0)", "there is no remainder of a division by 0"),
        ("a^(a^a)", "4 to the power 256 cannot be worked out here"),
    ],
)
def test_what_cannot_be_worked_out_is_said(text: str, message: str) -> None:
    with pytest.raises(TutorError) as caught:
        read_part(text, KNOWN)(GIVEN)
    assert caught.value.message == message


def test_nested_brackets_are_no_way_to_break_the_reader() -> None:
    assert read_part("(" * 40 + "a" + ")" * 40, KNOWN)(GIVEN) == 4
    for text in ("(" * 290 + "a", "-" * 290 + "a", "not " * 70 + "a = 1"):
        with pytest.raises(ReadError, match="too many brackets"):
            read_condition(text, KNOWN)


# --- instances ---

# Never to be changed: a seed that somebody has written down keeps its problem.
FIXED = [
    ("line@1", "-2x + 3"),
    ("line@2", "3x - 2"),
    ("line@3", "-x + 3"),
    ("line@1000000", "x - 3"),
    ("wave@1", "(2/3) x^6 cos(4x - 7)"),
    ("wave@2", "(1/2) x^4 cos(3x - 3)"),
    ("wave@3", "(2/3) x^4 cos(7x - 9)"),
    ("wave@-1", "(1/2) x^6 cos(3x - 2)"),
    ("pair@1", "x^3 - 12x"),
    ("pair@2", "x^3 - 75x"),
    ("pair@3", "x^3 - 48x"),
    ("pair@4", "x^3 - 27x"),
]


@pytest.mark.parametrize(("name", "shown"), FIXED)
def test_a_seed_gives_the_same_problem_for_ever(small: Bank, name: str, shown: str) -> None:
    assert _shown(small.problem(name)) == shown


def _shown(problem: Problem) -> str:
    first = problem.parts[0] if problem.parts else problem
    return plain(kinds.subject(first), first.wrt)


def _asked(problem: Problem) -> str:
    first = problem.parts[0] if problem.parts else problem
    return f"{_shown(problem)}, {plain(kinds.statement(first).ask, first.wrt)}"


def test_an_instance_has_the_id_of_its_template_and_its_seed(small: Bank) -> None:
    problem = small.problem("line", 5)
    assert (problem.id, problem.seed, problem.name) == ("line", 5, "line@5")
    assert small.problem("line@5") == problem
    assert small.problem("line") == small.problem("line", 1)
    assert small.problem("pair@3:2") == small.problem("pair:2", 3)
    assert (small.problem("fixed", 5).seed, small.problem("fixed").name) == (None, "fixed")


def test_seeds_in_a_row_go_through_all_instances_where_these_are_few(small: Bank) -> None:
    template, _ = read_template(small.templates[0])
    assert template is not None
    count = len(list(template.every()))
    assert len({_shown(small.problem("line", seed)) for seed in range(100, 100 + count)}) == count == 28


def test_any_whole_number_is_a_seed(small: Bank) -> None:
    for seed in (0, -7, 10**30):
        assert small.problem("wave", seed).seed == seed


def test_conditions_hold_in_every_instance(small: Bank) -> None:
    for entry in small.templates:
        template, _ = read_template(entry)
        assert template is not None
        for seed in range(300):
            given = template.given(seed)
            assert given is not None
            assert template.holds(given)


def test_a_text_of_a_question_and_its_parts_are_filled(small: Bank) -> None:
    problem = small.problem("asked", 2)
    (a,) = {int(n) for n in re.findall(r"times (\d+)", str(problem.task))}
    assert f"What is the slope of {a}x^2 at {a}?" in plain(kinds.statement(problem).ask, "x")
    pair = small.problem("pair", 2)
    assert [part.kind for part in pair.parts] == ["critical-points", "local-extrema"]
    assert lint([small.files[0]]) == []


CHOSEN = """
title: Chosen
problems:
  - id: nth
    topic: higher-order
    params: {n: 1..3, v: [t, x]}
    function: '{v}^5'
    wrt: '{v}'
    order: '{n + 1}'
  - id: way
    topic: critical-extrema
    kind: monotonicity
    params: {w: [increasing, decreasing], a: 1..4}
    function: x^2 - {2a}x
    which: '{w}'
  - id: bend
    topic: concavity-mvt
    params: {w: [up, down], a: 1..4}
    function: x^3 - {3a}x^2
    parts:
      - kind: concavity
        which: '{w}'
      - kind: differentiate
        order: '{2}'
"""


def test_order_direction_and_variable_may_be_parameters(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, CHOSEN)
    assert lint([bank.files[0]]) == []
    seeds = range(12)
    nth = [bank.problem("nth", seed) for seed in seeds]
    assert {(p.order, p.wrt, show(p.function, p.wrt)) for p in nth} == {
        (order, v, f"{v}^5") for order in (2, 3, 4) for v in "tx"
    }
    asked = {plain(kinds.statement(bank.problem("way", seed)).ask, "x") for seed in seeds}
    assert {word for word in ("increasing", "decreasing") if any(word[:-3] in text for text in asked)} == {
        "increasing", "decreasing",
    }  # fmt: skip
    assert {bank.problem("bend", seed).parts[1].order for seed in seeds} == {2}


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("n: 1..3", "n: 7..9", 'with n = 9, v = t: "order" cannot be "10"; wanted: which derivative is asked, 1 to 9'),
        ("[t, x]", "[t, 7]", 'with n = 1, v = 7: "wrt" cannot be "7"; wanted: the variable, one letter such as t'),
        (
            "[increasing, decreasing]", "[increasing, up, rising]",
            'with w = rising, a = 1: "which" cannot be "rising"; wanted: which of them is asked for: '
            "increasing, decreasing, up, down",
        ),
    ],
)  # fmt: skip
def test_a_word_that_a_field_does_not_know_is_named(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "small.yaml"
    path.write_text(CHOSEN.replace(old, new), encoding="utf-8")
    assert message in [found.message for found in lint([path])]


# --- the templates of the bank ---


def test_there_are_at_least_120_templates_and_no_fault_in_their_files() -> None:
    assert len(TEMPLATES) >= 120
    assert all(Path(entry.file).stem.startswith("templates-") for entry in TEMPLATES)


def test_there_are_three_templates_or_more_for_a_topic_that_has_any() -> None:
    counted = {topic.id: sum(entry.topic == topic.id for entry in TEMPLATES) for topic in TOPICS}
    assert all(count >= 3 for count in counted.values() if count), counted


DEGENERATE = re.compile(
    r"(?<![\w.])1 ?(?=[a-z(√])(?!\(?-?\d)"  # 1x
    r"|[-+] -|--|\+-"
    r"|\^[01](?![\d.])|\^\(1\)"
    r"|(?<![\w.^])0 ?[a-z(]|[-+] 0(?![\d.])|/1(?!\d)"
)


@pytest.mark.parametrize(
    ("shown", "found"),
    [
        ("1x", True), ("x + -3", True), ("x^1", True), ("x^0", True), ("0x", True), ("x + 0", True), ("x/1", True),
        ("1 sin(x)", True), ("--x", True), ("2 - -x", True),
        ("11x", False), ("x^10", False), ("x - 3", False), ("x^(1/2)", False), ("10x + 1", False), ("1/x", False),
        ("0.5x", False), ("x/10", False), ("x_1 y", False), ("2 - x", False), ("1 + x", False), ("x^(-1)", False),
    ],
)  # fmt: skip
def test_what_is_degenerate(shown: str, found: bool) -> None:
    assert bool(DEGENERATE.search(shown)) is found


def nothing_degenerate_is_shown(problem: Problem) -> None:
    for part in problem.parts or (problem,):
        said = [kinds.subject(part), kinds.statement(part).ask, *part.hints, part.note]
        formulas = [piece for each in said if not isinstance(each, str) for piece in each if not isinstance(piece, str)]
        formulas += [answer for answer in (part.answer, part.written) if answer is not None]
        shown = [show(formula, part.wrt) for formula in formulas]
        shown += [quoted for text in part.hints for quoted in re.findall("`(.*?)`", text)]
        for text in shown:
            assert not DEGENERATE.search(text), text
        assert not any("{" in plain(each, part.wrt) for each in said)


# By kind, what confirms an answer by SymPy or by 30 digits. `tests.test_kinds` says the same of the problems.
CONFIRM: dict[str, Callable[[Problem], None]] = {
    "differentiate": test_problems.answer_and_derivation_agree_with_sympy,
    "value-at-point": test_kinds.test_a_value_is_that_of_sympys_derivative,
    "tangent-line": test_kinds.test_a_line_has_the_point_and_the_slope_that_sympy_finds,
    "normal-line": test_kinds.test_a_line_has_the_point_and_the_slope_that_sympy_finds,
    "implicit-slope": test_kinds.test_a_slope_is_sympys_implicit_one,
    "critical-points": test_kinds.test_critical_points_are_zeros_of_sympys_derivative_or_places_without_one,
    "local-extrema": test_kinds.test_critical_points_are_zeros_of_sympys_derivative_or_places_without_one,
    "gradient": test_kinds.test_entries_are_sympys_partial_derivatives,
    "hessian": test_kinds.test_entries_are_sympys_partial_derivatives,
    "jacobian": test_kinds.test_entries_are_sympys_partial_derivatives,
}


def confirmed(problem: Problem) -> None:
    """An independent method agrees with the answer, the author's and the one that is worked out."""
    for part in problem.parts or (problem,):
        if part.task is not None:
            # The author's answer is what is shown; ours is what the second method is asked about.
            test_kinds.the_answer_reads_back_and_is_right(part)
            assert part.written is None or part.task.judge(part.written).right
            assert list(part.task.examine(True)) == []
        else:
            test_problems.formulas_are_read_back_from_what_is_shown(part)
            assert part.function != ZERO
        if part.kind in CONFIRM:
            CONFIRM[part.kind](part)


@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.id)
def test_an_instance_is_confirmed_by_a_method_of_its_own(entry: Entry) -> None:
    confirmed(BANK.problem(entry.id, 1))  # nothing_degenerate_is_shown of it below


@pytest.mark.long
@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.id)
def test_many_instances_are_confirmed_by_a_method_of_its_own(entry: Entry) -> None:
    for seed in (2, *range(1000, 1020)):
        problem = BANK.problem(entry.id, seed)
        nothing_degenerate_is_shown(problem)
        confirmed(problem)


@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.id)
def test_fifteen_seeds_show_nothing_degenerate_and_are_many_problems(entry: Entry) -> None:
    nothing_degenerate_in(entry, 15)


@pytest.mark.long
@pytest.mark.parametrize("entry", TEMPLATES, ids=lambda entry: entry.id)
def test_twenty_seeds_show_nothing_degenerate_and_are_many_problems(entry: Entry) -> None:
    nothing_degenerate_in(entry, 20)


def nothing_degenerate_in(entry: Entry, seeds: int) -> None:
    template, faults = read_template(entry)
    assert template is not None
    assert faults == []
    shown = set()
    for seed in range(seeds):
        problem = BANK.problem(entry.id, seed)
        nothing_degenerate_is_shown(problem)
        shown.add(_asked(problem))
    assert len(shown) >= min(6, len(chosen_values(template)))


# --- choosing and practising ---


NOW = datetime(2025, 11, 22, 10, 30, tzinfo=UTC)


def test_a_drill_of_templates_never_runs_out(small: Bank) -> None:
    wanted = plan(small.entries, small.problem, topics=["const-linear"], count=30, seed=4)
    sitting = Sitting(wanted.size, 4)
    for _ in range(30):
        sitting = draw(sitting, wanted, [])
    assert wanted.size == len(sitting.drawn) == 30
    assert sitting.drawn.count("fixed") == 1
    assert [name for name in sitting.drawn if name != "fixed"] == [f"line@{seed}" for seed in range(4, 33)]


def test_one_template_is_drilled_with_the_seed_that_was_asked_for(small: Bank) -> None:
    wanted = plan(small.entries, small.problem, ids=["wave"], count=3, seed=7)
    sitting = Sitting(wanted.size, 7)
    for _ in range(3):
        sitting = draw(sitting, wanted, [])
    assert sitting.drawn == ("wave@7", "wave@8", "wave@9")
    assert plan(small.entries, small.problem, ids=["wave"]).size == 1


@pytest.mark.parametrize(("outcome", "name"), [(Outcome.OPEN, "wave@3"), (Outcome.SHOWN, "wave@7")])
def test_what_was_begun_comes_back_as_it_was_and_what_was_missed_with_other_values(
    small: Bank, outcome: Outcome, name: str
) -> None:
    history = [Result("wave", "combined", outcome, 1, 10.0, START + timedelta(days=1), 1, 3)]
    wanted = plan(small.entries, small.problem, topics=["combined"], seed=7)
    assert draw(Sitting(10, 7), wanted, history).drawn == (name,)


def test_a_sitting_with_a_template_is_gone_on_with_and_taken_back(
    tmp_path: Path, small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Loop, "_start_worker", lambda self: None)
    wanted = plan(small.entries, small.problem, ids=["line"], count=3, seed=11)
    answers = [show(small.problem("line", seed).answer or ZERO) for seed in (11, 12, 13)]
    first, text = sat(tmp_path, wanted, [answers[0], "", ":h", "x^7"])
    assert [(a.problem, a.seed, a.verdict) for a in first.attempts] == [
        ("line", 11, "correct"), ("line", 12, "wrong"),
    ]  # fmt: skip
    assert first.standing.current == "line@12"
    again, text = sat(tmp_path, wanted, [":u", ":u", ":s", answers[1], "", answers[2], "", answers[0]])
    assert "Going on where you stopped: 2 of 3." in text
    assert again.sitting.done == 3
    assert [(a.seed, a.verdict) for a in again.attempts] == [
        (11, "skipped"), (12, "correct"), (13, "correct"), (11, "correct"),
    ]  # fmt: skip
    assert again.progress.unfinished() is None


def test_steps_that_were_seen_name_the_instance_in_the_summary(
    tmp_path: Path, small: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Loop, "_start_worker", lambda self: None)
    wanted = plan(small.entries, small.problem, ids=["line"], count=2, seed=11)
    course, text = sat(tmp_path, wanted, [":steps", "x^9", ":steps"])
    assert [a.verdict for a in course.attempts] == [GAVE_UP, "wrong", GAVE_UP]
    shown = [pretty(small.problem("line", seed).function) for seed in (11, 12)]
    assert f"review  {shown[0]},  {shown[1]}".replace(" ", "") in text.replace("\N{NO-BREAK SPACE}", " ").replace(
        " ", ""
    )


def test_check_takes_a_seed(tmp_path: Path, small: Bank) -> None:
    problem = small.problem("line", 5)
    assert problem.answer is not None
    done = command("check", "--bank", small.files[0], "--id", "line", "--seed", "5", show(problem.answer), "--json")
    found = json.loads(done.stdout)
    assert (found["id"], found["function"], found["verdict"]) == ("line", show(problem.function), "correct")
    done = command("check", "--seed", "5", "x", "1")
    assert (done.returncode, "--seed goes with --id" in done.stderr) == (2, True)
    path = tmp_path / "answers.jsonl"
    path.write_text('{"problem": "line", "seed": 5, "answer": "x"}\n{"problem": "line", "seed": "5", "answer": "x"}\n')
    done = command("check", "--bank", small.files[0], "--batch", str(path))
    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["verdict"], second["message"]) == ("known-mistake", '"seed" must be a whole number')


def test_a_template_that_cannot_be_read_is_left_out_with_a_reason(tmp_path: Path) -> None:
    bank = bank_of(tmp_path, SMALL.replace("gcd(a, b) = 1", "a > 7"))
    with pytest.raises(BankError, match="no values of the parameters fulfil this condition"):
        bank.problem("line")
