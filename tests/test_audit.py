"""The second opinion: SymPy's own reading and values, what comes of a contradiction, and where it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import pytest

from tests.tables import rows
from tutor import cas
from tutor import drill as d
from tutor.audit import OPEN, UNASKED, Apart, Audit, Digits, audit_of, decided, request, sentence
from tutor.budget import Budget
from tutor.cas import second
from tutor.check import check, equal
from tutor.errors import Exit
from tutor.expr import D, Expr
from tutor.kinds import Marking, mark
from tutor.lines import Equation, read_equation
from tutor.problem import Problem
from tutor.read import Scope, read, read_answer
from tutor.results import Wanted, check_result, equal_result
from tutor.trial import Finding, Trial
from tutor.ui import audits as ui
from tutor.unsettled import FILE, OLD, count, entry, keep
from tutor.values import Interval, read_assumptions
from tutor.verdict import Correct, Grounds, Undecided, Verdict, Wrong

X = {"x": Fraction(7, 10)}
FUNCTIONS = frozenset("fghk")


PATIENCE = 20.0  # seconds, on a machine that is busy with other tests


@pytest.fixture(autouse=True, scope="module")
def _warm() -> None:
    cas.warm_up()  # loading SymPy is no part of what is limited in time


def audited(grounds: Grounds) -> Audit:
    """SymPy's opinion, in this process."""
    asked = request(grounds)
    assert asked is not None
    return audit_of(grounds, second.audited(asked, asked["points"], asked["solve"], PATIENCE))


# Others who have an opinion --------------------------------------------------------------------------------------


class Gullible:
    """A prover that believes everything."""

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
        return "belief"


@dataclass
class Says:
    """An auditor that says always the same, at once."""

    audit: Audit

    def begin(self, grounds: Grounds) -> Says:
        return self

    def wait(self, seconds: float) -> Audit:
        return self.audit


@dataclass
class Later(Says):
    """One whose opinion comes when it is told to."""

    audit: Audit = OPEN


def contradiction(at: Mapping[str, Fraction] = X) -> Audit:
    return Audit(apart=Apart(at, "1.38437", "0.941750"))


# Equal but for a spike of a millionth, so narrow that floats cannot find it.
SPIKE = ("x", "x + relu(10^(-6) - 10^14 |sin(3x) + x - 4.7|)")
ON_THE_SPIKE = {"x": Fraction("4.319060821817991225635854250136")}
# Different by less than 420 digits can show.
SPECK = ("x", "x + 10^(-700)")


# SymPy's opinion -------------------------------------------------------------------------------------------------


def right_answers() -> Iterator[tuple[str, Correct]]:
    for a, b, _, assume in rows("equal.tsv")[::12]:
        verdict = equal(read(a), read(b), assume=read_assumptions(assume))
        if isinstance(verdict, Correct):
            yield f"{a} | {b}", verdict
    for f, answer, _, wrt, order, assume in rows("check.tsv")[::3]:
        functions = FUNCTIONS if any(f"{name}(" in f for name in FUNCTIONS) else frozenset[str]()
        scope = Scope(wrt=wrt, functions=functions, order=int(order))
        known = read_assumptions(assume)
        verdict = check(read(f, scope), read_answer(answer, scope).expr, wrt, order=int(order), assume=known)
        if isinstance(verdict, Correct):
            yield f"{f} | {answer}", verdict


def test_on_right_answers_of_the_tables_sympy_never_contradicts_and_nearly_always_has_values() -> None:
    proved = seen = count = 0
    for pair, verdict in right_answers():
        assert verdict.grounds is not None
        grounds = verdict.grounds()
        audit = audited(grounds)
        assert audit.agrees is not False, (pair, audit.apart)
        count += 1
        proved += audit.agrees is True
        seen += audit.agreeing == len(grounds.points)
    assert count > 60
    assert proved > 0.8 * count
    assert seen > 0.9 * count


def test_on_every_different_pair_of_the_table_sympy_sees_a_difference() -> None:
    found = 0
    for a, b, _, assume in [row for row in rows("equal.tsv") if row[2] == "different"][::9]:
        known = read_assumptions(assume)
        trial = Trial(read(a), read(b), known)
        rows_apart = [row for row in trial.plain_rows() if trial.judge(row.point).finding is Finding.APART]
        if not trial.letters or not rows_apart:
            continue
        points = [dict(zip(trial.letters, row.point, strict=True)) for row in rows_apart[:4]]
        asked = request(Grounds(read(a), read(b), known, ({},), tuple(points)))
        assert asked is not None
        values = second.audited(asked, asked["points"], "", PATIENCE)
        assert values["apart"] is not None, (a, b, values)
        found += 1
    assert found > 40


def test_sympy_takes_the_derivative_by_itself() -> None:
    verdict = check(read("sin(x^3)"), read("3x^2 cos(x^3)"))
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    assert verdict.grounds().right == D(read("sin(x^3)"), "x")
    # What our own rules and values make of the function has no part in it.
    wrong = Grounds(D(read("sin(x^3)"), "x"), read("cos(x^3)"), {}, ({},), (X,))
    audit = audited(wrong)
    assert audit.apart is not None
    assert (audit.by, audit.apart.place, audit.apart.right, audit.apart.answer) == (
        "",
        "x = 0.7",
        "1.38437",
        "0.941750",
    )


def test_letters_keep_their_signs_and_their_derivatives_through_an_audit() -> None:
    known = read_assumptions("a < 0")
    verdict = check(read("sqrt(a^2) S^3"), read("-3a S^2"), "S", assume=known)
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    audit = audited(verdict.grounds())
    assert audit.agrees is True
    assert audit.agreeing == len(verdict.grounds().points) > 0


def test_functions_known_only_by_their_letters_are_proved_without_points() -> None:
    scope = Scope(functions=FUNCTIONS)
    verdict = check(read("f(x) g(x)", scope), read("g(x) f'(x) + f(x) g'(x)", scope))
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    assert verdict.grounds().points == ()
    assert audited(verdict.grounds()).agrees is True


CIRCLE = read_equation("x^2 + y^2 = 25", Scope())
FOLIUM = read_equation("x^3 + y^3 = 6x y", Scope())


@pytest.mark.parametrize(
    ("curve", "answer"),
    [(CIRCLE, "-x/y"), (FOLIUM, "(2y - x^2)/(y^2 - 2x)"), (FOLIUM, "(x^2 - 2y) (x^3 + y^3)/((2x - y^2) 6x y)")],
)
def test_on_a_curve_sympy_finds_the_points_and_proves_it_there(curve: Equation, answer: str) -> None:
    verdict = check(curve, read(answer))
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    grounds = verdict.grounds()
    audit = audited(grounds)
    assert audit.agrees is True
    assert audit.agreeing == len(grounds.points) > 3


def test_on_a_curve_sympy_contradicts_what_is_wrong_there_and_420_digits_decide() -> None:
    verdict = check(CIRCLE, read("-x/y"))
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    grounds = replace(verdict.grounds(), answer=read("-x/y + (x^2 + y^2 - 25)/10 + 1/10^9"))
    audit = audited(grounds)
    assert audit.agrees is False
    # What it contradicts here is another answer than the one that was marked: that one stands.
    after, kept_verdict = decided(verdict, audit, Budget())
    assert (after.digits, kept_verdict) == (Digits.FOR_US, verdict)


def test_points_are_of_all_signs_that_occur() -> None:
    verdict = equal(read("|x| |y|"), read("|x y|"))
    assert isinstance(verdict, Correct) and verdict.grounds is not None
    signs = {tuple(value > 0 for value in point.values()) for point in verdict.grounds().points}
    assert len(signs) == 4


@pytest.mark.parametrize(
    ("audit", "said"),
    [
        (UNASKED, ""),
        (OPEN, "SymPy has not finished looking at it."),
        (Audit(), "SymPy could not settle it."),
        (Audit("SymPy: expand", 8), "SymPy agrees: expand."),
        (Audit(agreeing=8), "SymPy found no proof; its values agree at 8 points to 50 digits."),
        (Audit(agreeing=1), "SymPy found no proof; its values agree at 1 point to 50 digits."),
        (contradiction(), "SymPy disagrees: at x = 0.7 it has 1.38437 and 0.941750."),
        (Audit(apart=Apart({}, "1", "2")), "SymPy disagrees: it has 1 and 2."),
        (
            Audit(apart=Apart(X, "1", "2"), digits=Digits.FOR_US),
            "SymPy disagrees: at x = 0.7 it has 1 and 2. 420 digits bear the verdict out; noted for mending.",
        ),
        (
            Audit(apart=Apart(X, "1", "2"), digits=Digits.FOR_SYMPY),
            "SymPy disagrees: at x = 0.7 it has 1 and 2. 420 digits bear SymPy out: the verdict was our mistake; noted"
            " for mending.",
        ),
        (
            Audit(apart=Apart(X, "1", "2"), digits=Digits.NEITHER),
            "SymPy disagrees: at x = 0.7 it has 1 and 2. 420 digits do not settle it; noted for mending.",
        ),
    ],
)
def test_what_came_of_an_audit_is_said_in_a_sentence(audit: Audit, said: str) -> None:
    assert sentence(audit) == said


# Contradictions --------------------------------------------------------------------------------------------------


def test_420_digits_decide_for_us() -> None:
    verdict = equal(read("(x + 1)^2"), read("x^2 + 2x + 1"))
    assert isinstance(verdict, Correct)
    audit, after = decided(verdict, contradiction(), Budget())
    assert audit.digits is Digits.FOR_US
    assert after is verdict


def believed(a: str, b: str) -> Correct:
    """The right verdict on a pair that is not equal, by a prover that believes everything."""
    verdict = equal(read(a), read(b), prover=Gullible())
    assert isinstance(verdict, Correct)
    assert verdict.how == "proved"  # by our own test, or by belief: it looks at the same points
    return verdict


def test_420_digits_decide_for_sympy() -> None:
    audit, after = decided(believed(*SPIKE), contradiction(ON_THE_SPIKE), Budget())
    assert audit.digits is Digits.FOR_SYMPY
    # sin(3x) + x - 4.7 is 0 to thirty digits, so the spike is 0.000001 high
    assert isinstance(after, Wrong) and after.witness is not None
    assert after.witness.as_dict() == {"x": "4.31906", "expected": "4.319061", "yours": "4.319062"}


@pytest.mark.parametrize("budget", [Budget(60), Budget(0)])
def test_where_420_digits_or_time_do_not_suffice_the_verdict_is_undecided(budget: Budget) -> None:
    audit, after = decided(believed(*SPECK), contradiction(), budget)
    assert audit.digits is Digits.NEITHER
    assert after == Undecided("I could not settle this: two ways of computing the values do not agree.")


def test_what_sympy_really_thinks_of_the_spike() -> None:
    verdict = believed(*SPIKE)
    assert verdict.grounds is not None
    grounds = verdict.grounds()
    assert audited(grounds).agrees is None  # at our points the two are equal
    there = Grounds(grounds.right, grounds.answer, {}, ({},), (ON_THE_SPIKE,))
    assert audited(there).agrees is False


def test_a_contradiction_reaches_the_json_and_the_file() -> None:
    result = equal_result(*SPIKE, prover=Gullible(), wanted=Wanted(auditor=Says(contradiction(ON_THE_SPIKE))))
    assert result.code is Exit.NEGATIVE
    assert result.json["verdict"] == "different"
    assert result.json["how"] == "witness"
    assert result.json["message"] == "Different: at x = 4.31906 the first is 4.319061, the second 4.319062."
    assert {**result.json["audit"], "ms": 0} == {
        "by": None,
        "agrees": False,
        "points": 0,
        "witness": {"x": "4.31906", "expected": "1.38437", "yours": "0.941750"},
        "digits": "420 digits bear SymPy out: the verdict was our mistake",
        "ms": 0,
    }
    assert result.unsettled == {
        "a": SPIKE[0],
        "b": SPIKE[1],
        "assume": "",
        "verdict": "different",
        "why": "the lanes disagree",
        "ours": f"proved: {believed(*SPIKE).by}",
        "sympy": "SymPy disagrees: at x = 4.31906 it has 1.38437 and 0.941750. 420 digits bear SymPy out: the verdict was our"
        " mistake; noted for mending.",
    }


def test_a_contradiction_that_is_not_borne_out_changes_nothing_but_is_kept() -> None:
    result = check_result("sin(x^3)", "3x^2 cos(x^3)", wanted=Wanted(auditor=Says(contradiction())))
    assert (result.code, result.json["verdict"]) == (Exit.FINE, "correct")
    assert result.json["audit"]["agrees"] is False
    assert result.unsettled is not None
    assert result.unsettled["why"] == "the lanes disagree"
    assert result.unsettled["verdict"] == "correct"


# What is wanted beside a verdict ---------------------------------------------------------------------------------


def test_without_being_wanted_there_is_no_audit_and_no_list_of_stages() -> None:
    made = check_result("x^2", "2x").json
    assert "audit" not in made and "stages" not in made


@pytest.mark.parametrize(
    ("answer", "stages"),
    [
        ("2x", [("values", "no difference at 4 points"), ("text", "the same")]),
        ("3x", [("values", "different at x = 0.7"), ("wrong steps", "none is known")]),
        (
            "x",
            [
                ("values", "different at x = 0.7"),
                ("wrong steps", "exponent not brought down, new exponent as factor"),
            ],
        ),
        ("|2x|", [("values", "different at x = -0.7"), ("wrong steps", "none is known")]),
    ],
)
def test_stages_say_what_was_tried(answer: str, stages: list[tuple[str, str]]) -> None:
    made = check_result("x^2", answer, wanted=Wanted(stages=True)).json
    assert [(stage["stage"], stage["said"]) for stage in made["stages"]] == stages
    assert all(stage["ms"] >= 0 for stage in made["stages"])


def test_only_right_answers_are_audited() -> None:
    says = Wanted(auditor=Says(Audit("SymPy: expand", 8)))
    assert check_result("x^2", "2x", wanted=says).json["audit"]["agrees"] is True
    for answer in ("3x", "|2x|", "2x + (", "(x^2)'", "2.01x"):
        assert "audit" not in check_result("x^2", answer, wanted=says).json, answer


# The file of what is not settled ---------------------------------------------------------------------------------


def kept(folder: Path) -> list[dict[str, str]]:
    return [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(
    ("verdict", "audit", "why"),
    [
        (Correct("proved", "expansion"), UNASKED, None),
        (Correct("proved", "expansion"), Audit("SymPy: expand"), None),
        (Correct("proved", "expansion"), contradiction(), "the lanes disagree"),
        (Correct("agrees", "8 points to 50 digits"), UNASKED, "not proved"),
        (Correct("agrees", "8 points to 50 digits"), Audit(agreeing=8), "not proved"),
        (Undecided("I could not settle this in two seconds."), UNASKED, "I could not settle this in two seconds."),
        (Wrong(), UNASKED, None),
    ],
)
def test_what_is_kept_for_mending(verdict: Verdict, audit: Audit, why: str | None) -> None:
    found = entry(verdict, {"a": "x", "b": "y"}, audit)
    assert (found and found["why"]) == why


def test_the_file_is_no_longer_than_it_may_be_and_no_pair_is_in_it_twice(tmp_path: Path) -> None:
    for k in range(3000):
        keep(tmp_path, {"a": f"{k}" + "x" * 500})
        keep(tmp_path, {"a": f"{k}" + "x" * 500})
    sizes = [(tmp_path / name).stat().st_size for name in (FILE, OLD)]
    assert all(size <= 1_000_000 for size in sizes)
    lines = (tmp_path / FILE).read_text().splitlines()
    assert len(set(lines)) == len(lines)
    assert json.loads(lines[-1])["a"].startswith("2999")
    assert count(tmp_path) == sum(len((tmp_path / name).read_text().splitlines()) for name in (FILE, OLD))


def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    keep(tmp_path / "file", {"a": "somewhere that is no folder"})
    keep(tmp_path, None)
    assert count(tmp_path) == count(tmp_path / "file") == 0


# In a drill ------------------------------------------------------------------------------------------------------

PROBLEM = Problem("own: x", "differentiate", read("x^2/2"), "own")


def answered(text: str, verdict: Verdict | None = None) -> Marking:
    marking = mark(PROBLEM, text)
    return marking if verdict is None else Marking(text, verdict, marking.reading)


def test_why_carries_what_sympy_thinks() -> None:
    drill = d.start(PROBLEM, ())
    assert d.advance(drill, d.AskWhy(OPEN))[1] is d.Nothing.TO_EXPLAIN
    right = answered("x")
    drill, _ = d.advance(drill, d.Answer("x", right))
    for audit in (OPEN, Audit("SymPy: expand", 8)):
        after, said = d.advance(drill, d.AskWhy(audit))
        assert after == drill
        assert said == d.Evidence(PROBLEM, right, audit)


def test_a_right_answer_is_audited_and_a_wrong_one_is_not(tmp_path: Path) -> None:
    audits = ui.Audits(says := Later(), tmp_path)
    right, wrong = answered("x"), answered("x^2")
    audits.begin(PROBLEM, right)
    audits.begin(PROBLEM, wrong)
    assert audits.settle() == []
    assert (audits.of(right), audits.of(wrong), audits.of(None)) == (OPEN, UNASKED, UNASKED)
    says.audit = Audit("SymPy: same form", 8)
    assert audits.settle() == []
    assert audits.of(right) == says.audit
    assert not (tmp_path / FILE).exists()


def test_a_contradiction_that_is_not_borne_out_is_kept_and_not_told(tmp_path: Path) -> None:
    audits = ui.Audits(says := Later(), tmp_path)
    right = answered("x")
    audits.begin(PROBLEM, right)
    says.audit = contradiction()
    assert audits.settle() == audits.settle() == []
    assert audits.of(right).digits is Digits.FOR_US
    (line,) = kept(tmp_path)
    assert (line["problem"], line["answer"], line["why"]) == ("own: x", "x", "the lanes disagree")
    assert line["ours"].startswith("proved: ")


@pytest.mark.parametrize(
    ("pair", "at", "told"),
    [
        (
            SPIKE,
            ON_THE_SPIKE,
            "I called  x  right, and it is not. SymPy disagrees: at x = 4.31906 it has 1.38437 and 0.941750. 420 digits bear"
            " SymPy out: the verdict was our mistake; noted for mending. :u takes it back.",
        ),
        (
            SPECK,
            X,
            "I called  x  right, and am not sure of it any more. SymPy disagrees: at x = 0.7 it has 1.38437 and 0.941750."
            " 420 digits do not settle it; noted for mending.",
        ),
    ],
)
def test_a_verdict_that_does_not_hold_is_taken_back_with_a_word(
    tmp_path: Path, pair: tuple[str, str], at: Mapping[str, Fraction], told: str
) -> None:
    audits = ui.Audits(says := Later(), tmp_path)
    audits.begin(PROBLEM, answered("x", believed(*pair)))
    says.audit = contradiction(at)
    assert audits.settle() == [told]
    assert audits.settle() == []
    assert len(kept(tmp_path)) == 1
