"""Whole drills as lists of events: nothing is printed, nothing waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tutor import drill as d
from tutor.budget import Budget
from tutor.diagnose import diagnosed
from tutor.errors import ReadError
from tutor.explain import explanation, told
from tutor.form import Form, FormVerdict, Lack
from tutor.hints import ladder
from tutor.kinds import Marking, mark
from tutor.problem import Problem
from tutor.read import Scope, read, read_answer
from tutor.show import pretty
from tutor.sitting import GAVE_UP, SKIPPED
from tutor.verdict import (
    Correct,
    CorrectOnPart,
    KnownMistake,
    Rounded,
    Undecided,
    Unfinished,
    Unreadable,
    Verdict,
    Witness,
    Wrong,
)

PROBLEM = Problem("p", "differentiate", read("sin(x^3)"), "chain-general")
RUNGS = ("one", "two", "three", "four")
AT = Witness((("x", "0.7"),), "1.384", "0.942")

RIGHT, WRONG = Correct("proved", "identity test"), Wrong(AT)


def marked(text: str, verdict: Verdict) -> Marking:
    return Marking(text, verdict, read_answer(text, Scope()))


def answer(text: str, verdict: Verdict, seconds: float = 2.0) -> d.Answer:
    return d.Answer(text, marked(text, verdict), seconds)


def unreadable(text: str) -> d.Answer:
    error = ReadError("this bracket is never closed", text, 5)
    return d.Answer(text, Marking(text, Unreadable(error), error=error))


def played(events: Sequence[d.Event], rungs: Sequence[str] = RUNGS) -> tuple[d.Drill, list[d.Feedback]]:
    """The drill after the events, and what was said to each."""
    drill, said = d.start(PROBLEM, rungs), []
    for event in events:
        drill, feedback = d.advance(drill, event)
        said.append(feedback)
    return drill, said


def verdicts(drill: d.Drill) -> list[str]:
    return [move.verdict for move in drill.moves]


def test_right_at_once() -> None:
    drill, (said,) = played([answer("3x^2 cos(x^3)", RIGHT, 14.0)])
    assert drill.finished
    assert isinstance(said, d.Judged)
    assert (said.counted, said.tries, said.seconds, said.again, said.offer_hint) == (
        True,
        1,
        14.0,
        False,
        False,
    )


def test_a_whole_drill_with_a_mistake_a_hint_and_a_right_answer() -> None:
    drill, said = played([answer("cos(x^3)", WRONG), d.AskHint(), answer("3x^2 cos(x^3)", RIGHT)])
    assert said[1] == d.Hint(1, 4, "one")
    assert [(move.verdict, move.hints, move.text) for move in drill.moves] == [
        ("wrong", 0, "cos(x^3)"),
        ("correct", 1, "3x^2 cos(x^3)"),
    ]
    assert (drill.tries, drill.seconds, drill.finished) == (2, 4.0, True)


def test_the_ladder_is_climbed_one_rung_at_a_time() -> None:
    drill, said = played([d.AskHint()] * 5)
    assert said[:4] == [d.Hint(n, 4, text) for n, text in enumerate(RUNGS, 1)]
    assert said[4] is d.Nothing.MORE_HINTS
    assert (drill.rung, drill.moves) == (4, ())


def mistaken(text: str) -> d.Answer:
    """An answer to sin(x^3) with the wrong steps behind it."""
    typed = read_answer(text, Scope())
    verdict, mistakes = diagnosed(WRONG, PROBLEM.function, typed.expr, budget=Budget(600))
    assert mistakes
    return d.Answer(text, Marking(text, verdict, typed, mistakes=mistakes))


def test_after_a_recognised_mistake_there_is_a_hint_that_fits_it_and_then_the_ladder() -> None:
    rule = "(f(u))′ = f′(u) u′, and here u = x³. "
    _, said = played([mistaken("cos(x^3)"), d.AskHint(), d.AskHint(), mistaken("cos(3x^2)"), *[d.AskHint()] * 5])
    hints = [each for each in said if isinstance(each, d.Hint)]
    assert [hint.text for hint in hints] == [
        f"{rule}Multiply by the derivative of x³.",
        "one",
        f"{rule}Put x³ back as the angle, and multiply by its derivative.",
        "two",
        "three",
        "four",
    ]
    assert [(hint.number, hint.of) for hint in hints] == [(1, 5), (2, 5), (3, 6), (4, 6), (5, 6), (6, 6)]
    assert said[-1] is d.Nothing.MORE_HINTS


def test_what_a_verdict_said_of_the_function_is_not_said_again_by_the_first_hint() -> None:
    """Where nothing explains an answer, the verdict says what is done last, as the first rung does."""
    own = ladder(PROBLEM.function)
    drill, said = played([answer("x", WRONG), d.AskHint()], own)
    assert isinstance(said[0], d.Judged)
    assert said[0].begins
    assert said[1] == d.Hint(2, 4, own[1])
    assert drill.rung == 2


@pytest.mark.parametrize("rungs", [("Look at the inside first.", "two", "three", "four"), ()])
def test_an_authors_first_rung_is_said_after_such_a_verdict(rungs: tuple[str, ...]) -> None:
    _, said = played([answer("x", WRONG), d.AskHint()], rungs)
    assert said[1] == (d.Hint(1, 4, rungs[0]) if rungs else d.Nothing.MORE_HINTS)


def test_the_first_rung_is_said_after_a_verdict_that_had_something_to_say() -> None:
    own = ladder(PROBLEM.function)
    blamed = d.Answer("x", replace(marked("x", WRONG), blame="The sign is not right."), 2.0)
    _, said = played([blamed, d.AskHint()], own)
    assert said[1] == d.Hint(1, 4, own[0])


def test_it_is_known_how_often_a_mistake_was_made_before() -> None:
    _, said = played([mistaken("cos(x^3)"), mistaken("cos(3x^2)"), mistaken("1cos(x^3)"), answer("x", WRONG)])
    assert [each.before for each in said if isinstance(each, d.Judged)] == [0, 0, 1, 0]


# A mistake, and another answer with the same mistake in it, or the same answer written otherwise.
THREE_TIMES = [
    ("sin(x^3)", "cos(x^3)", "CHN-01", "what is the derivative of u = x³?"),
    ("x^2 sin(x)", "2x cos(x)", "PRD-01", "what is the derivative of v = sin(x)?"),
    ("x^3 cos(x)", "-x^3 sin(x)", "PRD-04", "what is the derivative of u = x³?"),
    ("e^x/x^2", "e^x/(2x)", "QUO-01", "what is the derivative of v = x²?"),
    ("1/(x^3 + 2)", "1/(3x^2)", "QUO-08", "what is the derivative of v = x³ + 2?"),
    ("5 cos(x)", "-sin(x)", "CON-03", "what is the derivative of u = cos(x)?"),
    ("x^4 + 7", "4x^3 + 7", "CON-01", "what is the derivative of 7 alone?"),
    ("x^7", "x^6", "POW-02", "which number comes down in front, and which exponent is left?"),
    ("3 cos(x)", "3 sin(x)", "TRG-01", "what is the derivative of cos(x) alone?"),
    ("10^x", "10^x", "EXP-03", "what becomes of the exponent, and which factor comes in front?"),
    ("sin(x^3 + x)", "3x^2 cos(x^3) + cos(x)", "TRG-24", "type the first line alone, with a prime at every part "
     "that is still to be differentiated."),
    ("cos(5x)", "-5 cos(5x)", "HOD-07", "what is the first derivative?"),
]  # fmt: skip


@pytest.mark.parametrize(("f", "wrong", "id", "part"), THREE_TIMES, ids=[row[2] for row in THREE_TIMES])
def test_the_same_mistake_is_answered_more_concretely_each_time(f: str, wrong: str, id: str, part: str) -> None:
    problem = Problem("p", "differentiate", read(f), "own", order=2 if id.startswith("HOD") else 1)
    texts = (wrong, f"1*({wrong})", f"({wrong}) + 0")  # typed otherwise each time, so that each of them counts
    state, said = d.start(problem, RUNGS), []
    for event in [d.Answer(text, mark(problem, text)) for text in texts]:
        state, feedback = d.advance(state, event)
        assert isinstance(feedback, d.Judged) and feedback.counted
        assert feedback.marking.mistakes[0].mal.id == id
        mistakes = [explanation(mistake, "x") for mistake in feedback.marking.mistakes]
        said.append(told(mistakes, feedback.before, pretty))
    first, second, third = said
    assert first.startswith("This is what comes out if you ")
    assert second.startswith("The same step again: ")
    assert third == f"{second} Take it in parts: {part}"
    assert verdicts(state) == ["known-mistake"] * 3


@pytest.mark.parametrize(
    ("verdict", "word", "finished", "mistakes"),
    [
        (RIGHT, "correct", True, 0),
        (Correct("agrees", "24 points"), "correct", True, 0),
        (Rounded(read("x^2/3")), "rounded", True, 0),
        (CorrectOnPart("x > 0", AT), "correct-on-part", False, 1),
        (Unfinished(read("(x^3)'")), "unfinished", False, 0),
        (KnownMistake((), AT), "known-mistake", False, 1),
        (WRONG, "wrong", False, 1),
    ],
)
def test_what_a_verdict_does(verdict: Verdict, word: str, finished: bool, mistakes: int) -> None:
    drill, _ = played([answer("x", verdict)])
    assert (verdicts(drill), drill.finished, drill.mistakes) == ([word], finished, mistakes)


@pytest.mark.parametrize("event", [unreadable("3x^2 (x + 1"), answer("x", Undecided("I could not settle it"))])
def test_what_could_not_be_read_or_settled_costs_nothing(event: d.Answer) -> None:
    drill, (said,) = played([event])
    assert drill.moves == ()
    assert isinstance(said, d.Judged)
    assert (said.counted, said.tries) == (False, 0)


def test_the_same_answer_again_costs_nothing() -> None:
    drill, said = played([answer("cos(x^3)", WRONG), answer("cos( x^3 )", WRONG), answer("cos x", WRONG)])
    assert verdicts(drill) == ["wrong", "wrong"]
    assert [each.again for each in said if isinstance(each, d.Judged)] == [False, True, False]


def test_an_answer_that_is_right_in_its_second_reading_costs_nothing() -> None:
    reading = read_answer("1/2x", Scope())
    marking = Marking("1/2x", WRONG, reading, meant=reading.notes[0])
    drill, (said,) = played([d.Answer("1/2x", marking)])
    assert drill.moves == ()
    assert isinstance(said, d.Judged)
    assert not said.counted


def test_a_hint_is_offered_after_two_mistakes_without_one() -> None:
    wrong = [answer(text, WRONG) for text in ("x", "2x", "3x")]
    _, said = played(wrong)
    assert [each.offer_hint for each in said if isinstance(each, d.Judged)] == [False, True, True]
    _, said = played([wrong[0], d.AskHint(), wrong[1]])
    assert [each.offer_hint for each in said if isinstance(each, d.Judged)] == [False, False]


def test_a_hint_is_offered_at_once_where_nothing_is_said_of_the_answer() -> None:
    _, said = played([answer("x", Wrong(None)), d.AskHint(), answer("2x", Wrong(None))])
    assert [each.offer_hint for each in said if isinstance(each, d.Judged)] == [True, False]
    part = replace(marked("x", Wrong(None)), blame="The sign is wrong.")
    _, said = played([d.Answer("x", part)])
    assert [each.offer_hint for each in said if isinstance(each, d.Judged)] == [False]


def test_what_is_done_last_is_said_once() -> None:
    _, said = played([answer("x", WRONG), answer("2x", WRONG)])
    assert [each.opened for each in said if isinstance(each, d.Judged)] == [False, True]
    _, said = played([d.AskHint(), answer("x", WRONG)])
    assert [each.opened for each in said if isinstance(each, d.Judged)] == [True]


def test_the_steps_count_as_given_up() -> None:
    drill, (said,) = played([d.ShowSteps(3.0)])
    assert said == d.Steps(PROBLEM, gave_up=True)
    assert (verdicts(drill), drill.finished, drill.moves[0].hints) == ([GAVE_UP], True, 0)


def test_after_a_right_answer_the_steps_cost_nothing() -> None:
    drill, said = played([answer("x", RIGHT), d.ShowSteps()])
    assert said[1] == d.Steps(PROBLEM, gave_up=False)
    assert verdicts(drill) == ["correct"]


def test_giving_up_shows_the_answer() -> None:
    drill, (said,) = played([d.GiveUp()])
    assert (said, verdicts(drill)) == (d.GaveUp(PROBLEM), [GAVE_UP])


def test_a_skip_is_no_mistake() -> None:
    drill, (said,) = played([d.Skip(1.0)])
    assert (said, verdicts(drill), drill.mistakes, drill.tries) == (d.Skipped(), [SKIPPED], 0, 0)


def test_an_undo_takes_back_the_last_move_and_no_more() -> None:
    drill, said = played([answer("x", WRONG), answer("2x", RIGHT), d.Undo()])
    assert (verdicts(drill), drill.finished) == (["wrong"], False)
    assert isinstance(said[2], d.Undone)
    assert said[2].move.text == "2x"


def test_undo_is_unlimited_and_then_says_so() -> None:
    drill, said = played([answer("x", WRONG), answer("2x", WRONG), d.Undo(), d.Undo(), d.Undo()])
    assert drill.moves == ()
    assert said[4] is d.Nothing.TO_UNDO


def test_what_was_seen_stays_seen() -> None:
    drill, _ = played([d.AskHint(), answer("x", RIGHT), d.Undo()])
    assert drill.rung == 1
    drill, _ = played([d.ShowSteps(), d.Undo(), answer("x", RIGHT)])
    assert drill.moves[0].hints == 4


def test_after_the_end_nothing_counts() -> None:
    drill, said = played([answer("x", RIGHT), answer("2x", WRONG), d.Skip(), d.GiveUp(), d.AskHint()])
    assert verdicts(drill) == ["correct"]
    assert said[1:] == [d.Nothing.OVER] * 4


def test_the_evidence_for_the_last_verdict() -> None:
    last = unreadable("(x")
    _, said = played([d.AskWhy(), answer("x", WRONG), last, d.AskWhy()])
    assert said[0] is d.Nothing.TO_EXPLAIN
    assert said[3] == d.Evidence(PROBLEM, last.marking, is_open=True)


@pytest.mark.parametrize("end", [d.ShowSteps(), d.GiveUp(), d.Skip()])
def test_the_right_way_is_shown_to_its_end_once_the_problem_is_over(end: d.Event) -> None:
    last = mistaken("cos(x^3)")
    _, said = played([last, d.AskWhy(), end, d.AskWhy()])
    assert [said[1], said[3]] == [d.Evidence(PROBLEM, last.marking, is_open=each) for each in (True, False)]


# A right value in another form than the problem asks for

FACTORED = Form("factored")
OTHER_FORM = FormVerdict(FACTORED, Lack("{} stands in both terms", (read("x"),)))


def formed(text: str, verdict: Verdict = RIGHT, form: FormVerdict = OTHER_FORM) -> d.Answer:
    return d.Answer(text, Marking(text, verdict, read_answer(text, Scope()), form=form), 2.0)


def in_form(text: str) -> d.Answer:
    return formed(text, form=FormVerdict(FACTORED))


def test_an_answer_in_the_form_ends_the_problem() -> None:
    drill, (said,) = played([in_form("x (x + 1)")])
    assert (drill.finished, verdicts(drill)) == (True, ["correct"])
    assert isinstance(said, d.Judged)
    assert not said.was_right


def test_a_right_value_in_another_form_counts_once_and_leaves_the_problem_open() -> None:
    drill, (first,) = played([formed("x^2 + x")])
    assert (drill.finished, drill.form_open, verdicts(drill)) == (False, True, ["correct"])
    assert isinstance(first, d.Judged)
    assert (first.counted, first.tries, first.was_right) == (True, 1, False)
    drill, (_, second, third) = played([formed("x^2 + x"), formed("x x + x"), in_form("x (x + 1)")])
    assert (drill.finished, drill.form_open, drill.mistakes) == (True, False, 0)
    assert verdicts(drill) == ["correct"]
    assert isinstance(second, d.Judged)
    assert isinstance(third, d.Judged)
    assert [(said.counted, said.tries, said.was_right) for said in (second, third)] == [(False, 1, True)] * 2
    assert third.seconds == 4.0


@pytest.mark.parametrize("verdict", [WRONG, KnownMistake((), AT), Undecided("open"), Rounded(read("x"))])
def test_a_slip_on_the_way_to_the_form_costs_nothing(verdict: Verdict) -> None:
    drill, said = played([formed("x^2 + x"), formed("x (x + 2)", verdict), in_form("x (x + 1)")])
    assert (verdicts(drill), drill.mistakes, drill.finished) == (["correct"], 0, True)
    assert [each.counted for each in said if isinstance(each, d.Judged)] == [True, False, False]


def test_an_unreadable_line_on_the_way_to_the_form_leaves_it_open() -> None:
    drill, _ = played([formed("x^2 + x"), unreadable("x (x + 1")])
    assert (verdicts(drill), drill.form_open) == (["correct"], True)


def test_a_wrong_answer_is_wrong_whatever_its_form() -> None:
    drill, _ = played([formed("x^2", WRONG), formed("x^2 + x")])
    assert (verdicts(drill), drill.form_open) == (["wrong", "correct"], True)


def test_a_hint_about_the_form_is_no_rung() -> None:
    first, second = formed("x^2 + x"), formed("x + x^2")
    drill, said = played([first, d.AskHint(), second, formed("x", WRONG), d.AskHint()])
    assert (said[1], drill.rung) == (d.FormAsked(PROBLEM, first.marking), 0)
    assert said[4] == d.FormAsked(PROBLEM, first.marking)
    _, said = played([first, second, d.AskHint()])
    assert said[2] == d.FormAsked(PROBLEM, second.marking)


@pytest.mark.parametrize(
    ("event", "feedback"),
    [
        (d.ShowSteps(1.0), d.Steps(PROBLEM, gave_up=False)),
        (d.GiveUp(1.0), d.GaveUp(PROBLEM)),
        (d.Skip(1.0), d.Skipped(was_right=True)),
    ],
)
def test_the_form_may_be_left(event: d.Event, feedback: d.Feedback) -> None:
    drill, said = played([formed("x^2 + x"), event])
    assert said[1] == feedback
    assert (verdicts(drill), drill.finished, drill.rung) == (["correct"], True, 0)


@pytest.mark.parametrize("more", [[], [in_form("x (x + 1)")], [d.Skip()]])
def test_an_undo_takes_back_the_right_answer_and_its_form(more: list[d.Event]) -> None:
    drill, _ = played([formed("x^2 + x"), *more, d.Undo()])
    assert (drill.moves, drill.form_open, drill.finished) == ((), False, False)


def test_the_evidence_is_that_of_the_last_answer_also_where_the_form_is_open() -> None:
    last = formed("x", WRONG)
    _, said = played([formed("x^2 + x"), last, d.AskWhy()])
    assert said[2] == d.Evidence(PROBLEM, last.marking)


def test_leaving_changes_nothing() -> None:
    drill, said = played([answer("x", WRONG), d.Quit()])
    assert (verdicts(drill), said[1]) == (["wrong"], d.Left())


def test_a_drill_that_was_broken_off_goes_on() -> None:
    drill = d.start(PROBLEM, RUNGS, [d.Move("wrong", 0, "x", 3.0)], rung=2)
    drill, said = d.advance(drill, d.AskHint())
    assert said == d.Hint(3, 4, "three")
    drill, said = d.advance(drill, answer("3x^2 cos(x^3)", RIGHT))
    assert isinstance(said, d.Judged)
    assert (said.tries, said.seconds, drill.moves[-1].hints) == (2, 5.0, 3)


# --- a problem in parts ---

PARTS = Problem("p", "differentiate", read("x^3"), "power-int", parts=(PROBLEM, PROBLEM, PROBLEM))


def worked(events: Sequence[d.Event], drill: d.Drill | None = None) -> tuple[d.Drill, list[d.Feedback]]:
    """A problem with three parts after the events; hints are there for every part."""
    drill, said = drill or d.start(PARTS, RUNGS), []
    for event in events:
        drill, feedback = d.advance(replace(drill, rungs=drill.rungs or RUNGS), event)
        said.append(feedback)
    return drill, said


def test_a_right_part_leads_to_the_next_and_the_last_one_ends_it() -> None:
    drill, said = worked([answer("1", RIGHT), answer("2", RIGHT)])
    assert (verdicts(drill), drill.part, drill.finished, drill.tries) == (["part", "part"], 2, False, 0)
    assert all(isinstance(each, d.Judged) and each.goes_on for each in said)
    drill, (last,) = worked([answer("3", RIGHT)], drill)
    assert isinstance(last, d.Judged)
    assert (verdicts(drill), drill.finished, last.goes_on, last.tries) == (["part", "part", "correct"], True, False, 1)


def test_a_mistake_in_a_part_stays_one_of_the_whole() -> None:
    drill, _ = worked([answer("0", WRONG), answer("1", RIGHT), answer("2", RIGHT), answer("3", RIGHT)])
    assert verdicts(drill) == ["wrong", "part", "part", "correct"]
    assert (drill.mistakes, drill.tries, drill.finished) == (1, 2, True)


def test_the_same_answer_may_be_right_in_two_parts() -> None:
    drill, said = worked([answer("1", RIGHT)] * 3)
    assert drill.finished
    assert not any(isinstance(each, d.Judged) and each.again for each in said)


def test_each_part_has_its_own_ladder_and_all_hints_are_counted() -> None:
    drill, said = worked([d.AskHint(), d.AskHint(), answer("1", RIGHT), d.AskHint()])
    assert said[-1] == d.Hint(1, 4, "one")
    assert (drill.rung, drill.seen) == (1, 3)
    drill, _ = worked([answer("2", RIGHT), answer("3", RIGHT)], drill)
    assert [move.hints for move in drill.moves] == [2, 3, 3]


def test_an_undo_goes_back_to_the_part_before_and_to_its_hints() -> None:
    drill, said = worked([d.AskHint(), answer("1", RIGHT), d.AskHint(), d.Undo()])
    assert (drill.part, drill.rung, drill.seen, drill.moves) == (0, 1, 1, ())
    assert isinstance(said[-1], d.Undone)


def test_giving_up_in_a_part_shows_the_rest_and_ends_the_problem() -> None:
    drill, said = worked([answer("1", RIGHT), d.ShowSteps()])
    assert drill.finished
    assert isinstance(said[-1], d.Steps)
    assert (len(said[-1].problem.parts), said[-1].gave_up) == (2, True)


def test_a_problem_in_parts_that_was_broken_off_goes_on_with_its_part() -> None:
    before, _ = worked([d.AskHint(), answer("1", RIGHT), d.AskHint()])
    again = d.start(PARTS, (), before.moves, before.seen)
    assert (again.part, again.rung, again.seen) == (1, 1, 2)


def test_the_part_before_is_explained_until_something_is_typed_in_the_next() -> None:
    parts = tuple(replace(PROBLEM, id=f"p:{i}") for i in (1, 2, 3))
    first, second = answer("1", RIGHT), answer("0", WRONG)
    drill, said = worked([first, d.AskWhy(), second, d.AskWhy()], d.start(replace(PARTS, parts=parts), RUNGS))
    assert said[1] == d.Evidence(parts[0], first.marking)
    assert said[3] == d.Evidence(parts[1], second.marking, is_open=True)
    assert drill.answered is drill.current is parts[1]


def test_the_next_part_gets_no_hint_about_a_rounded_answer_to_the_part_before() -> None:
    slip = mistaken("cos(x^3)")
    rounded = d.Answer("cos(x^3)", replace(slip.marking, verdict=Rounded(read("x"))))
    drill, said = worked([rounded, d.AskHint()])
    assert (drill.part, said[-1]) == (1, d.Hint(1, 4, "one"))


def test_each_part_has_a_hint_of_its_own_for_the_same_mistake() -> None:
    slip = mistaken("cos(x^3)")
    drill, said = worked([slip, d.AskHint(), answer("1", RIGHT), slip, d.AskHint()])
    assert said[1] == said[4]
    assert isinstance(said[4], d.Hint)
    assert said[4].text.startswith("(f(u))′ = f′(u) u′, and here u = x³. ")
    assert (drill.rung, drill.seen) == (1, 2)
