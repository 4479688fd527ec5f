"""What is said, word for word, and how it is dressed for the terminal at hand."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.found_mistakes import mistakes_in
from tests.tables import rows
from tutor import drill as d
from tutor.budget import Budget
from tutor.derive import derive
from tutor.diagnose import diagnose
from tutor.errors import ReadError
from tutor.explain import explanation
from tutor.form import KINDS, Form, FormVerdict, Lack, read_form
from tutor.kinds import Marking, statement
from tutor.problem import Problem
from tutor.read import Scope, read, read_answer
from tutor.sitting import GAVE_UP, Outcome, Result
from tutor.ui import render
from tutor.ui.help import card
from tutor.ui.statement import answer_prompt, formula, header
from tutor.ui.statement import statement as shown_statement
from tutor.ui.steps import derivation
from tutor.ui.summary import duration, summary
from tutor.ui.theme import Look, Mode, Settings
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

OWN = Scope(own=True)
WIDE, NARROW = Look(80), Look(40, 15)
ASCII, WORDS = Look(80, ascii=True), Look(80, words=True)
DRESSED = Look(80, emphasis=True, colour=True)
PROBLEM = Problem("p", "differentiate", read("sin(x^3)"), "chain-general")
STATED = statement(PROBLEM)
AT = Witness((("x", "0.7"),), "1.384", "0.942")
BOXES = re.compile("[─-╿⎛-⎭▀-▟]")


def judged(text: str, verdict: Verdict, look: Look = WIDE, **more: object) -> list[str]:
    marking = Marking(text, verdict, read_answer(text, Scope()))
    said = d.Judged(PROBLEM, marking, counted=True, tries=1, seconds=14.0)
    return render.feedback(replace(said, **more), STATED, look)  # type: ignore[arg-type]


def edges(left: str, right: str, width: int = 80) -> str:
    """Both texts at the edges of a line of this width."""
    return left + " " * (width - 1 - len(left) - len(right)) + right


def bare(lines: Sequence[str]) -> list[str]:
    return [re.sub("\x1b\\[[0-9;]*m", "", line).rstrip() for line in lines]


# The statement


def test_the_header_has_a_mark_for_each_problem() -> None:
    ended = [Outcome.AT_ONCE, Outcome.HINTED, Outcome.SHOWN, Outcome.SKIPPED]
    assert header("chain rule", 5, 8, ended, WIDE) == [edges(" chain rule · 5 of 8", "✓ ✓ × – · · · ·")]
    assert header("chain rule", 5, 8, ended, ASCII)[0].endswith("+ + x - . . . .")
    assert header("chain rule", 5, 8, ended, WORDS) == ["Problem 5 of 8, chain rule."]


def test_the_marks_are_left_out_where_there_is_no_room() -> None:
    assert header("chain rule, linear inside", 3, 20, [], NARROW) == [" chain rule, linear inside · 3 of 20"]


def test_the_statement() -> None:
    assert shown_statement(STATED, "x", WIDE) == [
        "             ⎛ 3⎞",
        edges("   f(x) = sin⎝x ⎠", "find f′(x)"),
    ]


def test_the_statement_in_a_narrow_window() -> None:
    assert shown_statement(STATED, "x", NARROW) == [
        "             ⎛ 3⎞",
        edges("   f(x) = sin⎝x ⎠", "find f′(x)", 40),
    ]
    assert shown_statement(STATED, "x", Look(30)) == [edges(" f(x) = sin(x³)", "find f′(x)", 30)]
    assert shown_statement(STATED, "x", Look(20)) == [" f(x) = sin(x³)", "", "   find f′(x)"]


def test_the_statement_in_typewriter_characters() -> None:
    assert "".join(shown_statement(STATED, "x", ASCII)).isascii()
    assert answer_prompt(STATED, ASCII) == " f'(x) = "


def test_the_statement_for_a_screen_reader() -> None:
    (line,) = shown_statement(STATED, "x", WORDS)
    assert line == "f of x equals sine of, x cubed. Find the derivative of f with respect to x."
    assert answer_prompt(STATED, WORDS) == "Answer: "


def test_a_long_function_is_broken_and_not_cut() -> None:
    long = replace(PROBLEM, function=read(" + ".join(f"{n}x^{n}" for n in range(2, 16))))
    for look in (WIDE, NARROW, Look(30)):
        lines = shown_statement(statement(long), "x", look)
        assert all(len(line) <= look.width for line in lines)
        assert "15" in "".join(lines)


# Verdicts


BEGIN = [
    " What would you do last, if you computed f at x = 2? That is the outer function;",
    " the inside is x³. Type one step alone, with a prime at what is still to be",
    " differentiated; it is checked by itself.",
]


@pytest.mark.parametrize(
    ("verdict", "said"),
    [
        (
            Correct("proved", "identity test"),
            [edges(" ✓ Correct, proved.", "14 s, 1 try")],
        ),
        (
            Correct("proved", "", "for whole n"),
            [edges(" ✓ Correct, proved for whole n.", "14 s, 1 try")],
        ),
        (
            Rounded(read("x^2/3")),
            [edges(" ✓ Right value, rounded. Exactly it is  x²/3 .", "14 s, 1 try")],
        ),
        (
            CorrectOnPart("x > 0", AT),
            [
                " ~ Right for x > 0, but not everywhere: at x = 0.7, f′ is 1.384 and yours is",
                "   0.942.",
            ],
        ),
        (CorrectOnPart("x > 0"), [" ~ Right for x > 0; elsewhere it has no real value."]),
        (
            Unfinished(read("(x^3)'")),
            [" ~ Right so far: one derivative is still open, (x³)′."],
        ),
        (Wrong(AT), [" Not yet: at x = 0.7, f′ is 1.384 and yours is 0.942.", *BEGIN]),
        (Wrong(), [" Not yet: it has no real value where f′ has one.", *BEGIN]),
        (
            Undecided("I could not settle this in two seconds"),
            [" ? I could not settle this in two seconds. It does not count against you."],
        ),
    ],
)
def test_verdicts(verdict: Verdict, said: list[str]) -> None:
    assert judged("x", verdict) == said
    assert bare(judged("x", verdict, DRESSED)) == said


def test_what_could_not_be_proved_says_so() -> None:
    first, second = judged("x", Correct("agrees", "24 points to 50 digits"))
    assert first == " ✓ Correct: it agrees with f′ at 24 points to 50 digits. I found no proof; noted"
    assert second == edges("   for mending.", "14 s, 1 try")


def test_a_screen_reader_hears_a_word_first() -> None:
    for verdict in (Correct("proved", ""), Unfinished(read("(x^3)'")), Wrong(AT), CorrectOnPart("x > 0", AT)):
        lines = judged("x", verdict, WORDS)
        assert lines[0][0].isalpha()
        assert "".join(lines).isascii()
    assert judged("x", Correct("proved", ""), WORDS) == ["Correct, proved. 14 s, 1 try."]
    assert judged("x", Wrong(AT), WORDS) == [
        "Not yet: at x equals 0.7, f prime is 1.384 and yours is 0.942.",
        "What would you do last, if you computed f at x equals 2? That is the outer",
        "function; the inside is x cubed. Type one step alone, with a prime at what is",
        "still to be differentiated; it is checked by itself.",
    ]
    assert judged("x", Wrong(AT), WORDS, opened=True) == [
        "Not yet: at x equals 0.7, f prime is 1.384 and yours is 0.942.",
        "Type one step alone, with a prime at what is still to be differentiated; it is",
        "checked by itself.",
    ]


MISTAKES = [(f, answer, int(order)) for f, answer, order, _, _ in rows("diagnoses.tsv")]


@pytest.mark.parametrize("look", [WIDE, NARROW, replace(NARROW, ascii=True)], ids=["80", "40", "ascii"])
def test_no_formula_about_a_mistake_is_broken_that_fits_on_a_line(look: Look) -> None:
    for f, answer, order in MISTAKES:
        problem = Problem("own", "differentiate", read(f, OWN), "own", order=order)
        found = mistakes_in(f, answer, order)
        marking = Marking(answer, KnownMistake(found, None), read_answer(answer, OWN), mistakes=found)
        told = explanation(found[0], "x")
        formulas = [formula(e, "x", look) for e in (*told.places, *(e for _, e in told.letters))]
        if rule := told.rule_here(str):
            formulas += look.text(rule.split(", and here")[0].rstrip(".")).split(" = ")
        for before in range(3):
            lines = render.feedback(d.Judged(problem, marking, True, 1, 1.0, before=before), statement(problem), look)
            assert all(len(line) <= look.width for line in lines)
            whole, broken = " ".join(line.strip() for line in lines), "\n".join(lines)
            for each in formulas:
                if len(each) < look.width - 3 and each in whole:
                    assert broken.count(each) == whole.count(each), (each, lines)


def test_a_screen_reader_hears_the_formulas_about_a_mistake_in_words() -> None:
    found = diagnose(read("x^2 sin(x)"), read("2x cos(x)"), budget=Budget(600))
    marking = Marking("2x cos(x)", KnownMistake(found, None), read_answer("2x cos(x)", OWN), mistakes=found)
    problem = Problem("own", "differentiate", read("x^2 sin(x)"), "own")
    assert render.feedback(d.Judged(problem, marking, True, 2, 1.0, before=1), statement(problem), WORDS) == [
        "Not yet. The same step again: product of derivatives. The rule is the derivative",
        "of (u v) equals u prime v plus u v prime, and here u equals x squared, v equals",
        "sine of x. Write down the pieces first: u, u prime, v, v prime.",
        "Mistake 1, product of derivatives.",
    ]


def test_the_same_answer_again() -> None:
    assert judged("x", Wrong(AT), again=True) == [" The same answer as before: it is not counted again."]


def test_a_hint_is_offered() -> None:
    assert judged("x", Wrong(AT), offer_hint=True)[-1] == " F1 gives a hint."
    assert judged("x", Wrong(AT), WORDS, offer_hint=True)[-1] == ":h gives a hint."


def test_how_it_was_read_comes_first() -> None:
    assert judged("1/2x", Wrong(AT))[0] == "   read as x/2; for 1/(2x) type the brackets"


def test_a_second_reading_that_would_be_right() -> None:
    reading = read_answer("1/2x", Scope())
    marking = Marking("1/2x", Wrong(AT), reading, meant=reading.notes[0])
    said = d.Judged(PROBLEM, marking, counted=False, tries=0, seconds=1.0)
    assert render.feedback(said, STATED, WIDE) == [
        "   read as x/2; for 1/(2x) type the brackets",
        " Not as it is read,  (1/2) x ; but  1/(2x)  would be f′. Mend the line: nothing",
        " was counted.",
    ]


def unreadable(text: str, at: int, look: Look, hint: str = "") -> list[str]:
    error = ReadError("this bracket is never closed", text, at, hint)
    marking = Marking(text, Unreadable(error), error=error)
    return render.feedback(d.Judged(PROBLEM, marking, False, 0, 1.0), STATED, look)


def test_a_caret_stands_under_the_place_in_the_typed_line() -> None:
    prompt = answer_prompt(STATED, WIDE)
    (line,) = unreadable("3x^2 (x + 1", 5, WIDE)
    assert line == edges(" " * (len(prompt) + 5) + "^ this bracket is never closed", "not checked")


def test_a_long_reason_goes_below_the_caret() -> None:
    assert unreadable("3x^2 (x + 1", 5, NARROW, "close it with ) or take it away") == [
        " " * 14 + "^",
        "   this bracket is never closed; close",
        "   it with ) or take it away",
    ]


def test_a_place_in_a_line_that_the_window_broke_is_shown_again() -> None:
    text = "x + " * 30 + "(x"
    first, second = unreadable(text, 120, WIDE)
    assert first.strip() in text
    assert first[second.index("^")] == "("


def test_the_place_in_words() -> None:
    assert unreadable("3x^2 (x + 1", 5, WORDS) == [
        "Not read, after 3x^2: this bracket is never closed. Nothing was counted."
    ]
    assert unreadable("(x + 1", 0, WORDS)[0].startswith("Not read, at the start: ")


# The form asked for

FORMS = {
    "factored": ("find f′(x), factored", "Find the derivative of f with respect to x, factored."),
    "expanded": ("find f′(x), multiplied out", "Find the derivative of f with respect to x, multiplied out."),
    "single-fraction": (
        "find f′(x) as a single fraction",
        "Find the derivative of f with respect to x, as a single fraction.",
    ),
    "no-negative-exponents": (
        "find f′(x) without negative exponents",
        "Find the derivative of f with respect to x, without negative exponents.",
    ),
    "in-terms-of: s": ("find s′ in terms of s", "Find the derivative of s with respect to x, in terms of s."),
}


def asking(form: str, **more: object) -> Problem:
    return replace(PROBLEM, form=read_form(form), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("form", (*KINDS[:-1], "in-terms-of: s"))
def test_the_form_is_asked_for_with_the_problem(form: str) -> None:
    stated = statement(asking(form))
    name = "s" if ":" in form else "f(x)"
    ask, spoken = FORMS[form]
    assert shown_statement(stated, "x", WIDE)[1] == edges(f"   {name} = sin⎝x ⎠", ask)
    assert "".join(shown_statement(stated, "x", ASCII)).isascii()
    said = " ".join(shown_statement(stated, "x", WORDS))
    assert said == f"{name.replace('(x)', ' of x')} equals sine of, x cubed. {spoken}"
    for look in (WIDE, NARROW, Look(30), Look(20)):
        lines = bare(shown_statement(stated, "x", look))
        assert all(len(line) <= look.width for line in lines)
        assert " ".join(" ".join(lines).split()).endswith(ask)


def test_the_second_derivative_in_terms_of_a_greek_letter() -> None:
    stated = statement(asking("in-terms-of: sigma", order=2))
    assert (stated.given[0].left, stated.prompt, stated.ask) == ("σ", "σ″ =", "find σ″ in terms of σ")


def test_a_form_below_the_formula_is_broken_at_a_blank() -> None:
    assert shown_statement(statement(asking("no-negative-exponents")), "x", Look(30)) == [
        " f(x) = sin(x³)",
        "",
        "   find f′(x) without negative",
        "   exponents",
    ]


LACKING = FormVerdict(Form("factored"), Lack("{} stands in both terms", (read("x e^(-x)"),)))


def form_judged(text: str, verdict: Verdict, form: FormVerdict, look: Look, was_right: bool = False) -> list[str]:
    marking = Marking(text, verdict, read_answer(text, Scope()), form=form)
    return render.feedback(d.Judged(PROBLEM, marking, not was_right, 1, 14.0, was_right=was_right), STATED, look)


def test_a_right_value_in_another_form() -> None:
    right = Correct("proved", "identity test")
    assert form_judged("x", right, LACKING, WIDE) == [
        " ✓ Right value. The problem asks for it factored: x e⁻ˣ stands in both terms."
    ]
    assert form_judged("x", right, LACKING, NARROW) == [
        " ✓ Right value. The problem asks for it",
        "   factored: x e⁻ˣ stands in both terms.",
    ]
    assert form_judged("x", right, LACKING, ASCII) == [
        " + Right value. The problem asks for it factored: x e^(-x) stands in both terms."
    ]
    assert " ".join(form_judged("x", right, LACKING, WORDS)) == (
        "Right value. The problem asks for it factored: x times e to the minus x stands in both terms."
    )
    marking = Marking("x", right, read_answer("x", Scope()), form=LACKING)
    assert render.feedback(d.FormAsked(PROBLEM, marking), STATED, WIDE) == form_judged("x", right, LACKING, WIDE)


def test_an_answer_in_the_form_that_was_asked_for() -> None:
    met = FormVerdict(Form("in-terms-of", "s"))
    assert form_judged("x", Correct("proved", ""), met, WIDE) == [
        edges(" ✓ Correct, proved, and in terms of s.", "14 s, 1 try")
    ]
    assert form_judged("x", Correct("agrees", "24 points to 50 digits"), met, WIDE) == [
        " ✓ Correct, and in terms of s: it agrees with f′ at 24 points to 50 digits. I",
        edges("   found no proof; noted for mending.", "14 s, 1 try"),
    ]


def test_a_wrong_answer_hears_nothing_of_its_form_but_that_a_right_one_counts() -> None:
    not_yet = " Not yet: at x = 0.7, f′ is 1.384 and yours is 0.942."
    assert form_judged("x", Wrong(AT), LACKING, WIDE)[:1] == [not_yet]
    assert form_judged("x", Wrong(AT), LACKING, WIDE, was_right=True) == [
        not_yet,
        " The right answer that you gave before still counts.",
    ]


def test_the_steps_end_in_the_form_that_was_asked_for() -> None:
    sigmoid = Problem("s", "differentiate", read("1/(1 + e^(-x))"), "chain-nested", form=read_form("in-terms-of: s"))
    stated = statement(sigmoid)
    answered = replace(sigmoid, answer=read("s (1 - s)"))
    for look, line in (
        (WIDE, "   s′ = s (1 − s)"),
        (WORDS, "s prime equals s times open bracket 1 minus s close bracket"),
    ):
        *_, before, last = render.feedback(d.Steps(answered, gave_up=False), stated, look)
        assert (before.strip(), last) == ("In the form that the problem asks for:", line)
    assert "In the form" not in "".join(render.feedback(d.Steps(sigmoid, gave_up=False), stated, WIDE))


# Everything else


def test_hints_are_numbered() -> None:
    said = d.Hint(1, 4, "What would you do last, if you computed f at x = 2? That is the outer function.")
    assert render.feedback(said, STATED, WIDE) == [
        " 1  What would you do last, if you computed f at x = 2? That is the outer",
        "    function.",
    ]
    assert render.feedback(d.Hint(3, 4, "Here  u = x³."), STATED, WORDS) == ["Hint 3. Here u equals x cubed."]
    assert render.feedback(d.Hint(3, 4, "Here  u = x³."), STATED, ASCII) == [" 3  Here  u = x^3."]


@pytest.mark.parametrize(
    ("said", "line"),
    [
        (d.Skipped(), " Skipped; that is no mistake."),
        (d.Skipped(was_right=True), " Left in this form; it counts as right."),
        (d.Undone(d.Move("wrong")), " Taken back: your last answer. It does not count any more."),
        (d.Undone(d.Move(GAVE_UP)), " Taken back: giving up. It does not count any more."),
        (d.Nothing.MORE_HINTS, " That was the last hint; F2 or :steps shows the whole solution."),
        (d.Nothing.TO_UNDO, " There is nothing to take back in this sitting."),
        (d.Nothing.TO_EXPLAIN, " There is no verdict to explain yet: type an answer first."),
        (d.Nothing.OVER, " This problem is over; Enter goes on."),
    ],
)
def test_short_answers(said: d.Feedback, line: str) -> None:
    assert render.feedback(said, STATED, WIDE) == [line]


def test_the_evidence() -> None:
    marking = Marking("cos x", Wrong(AT), read_answer("cos x", Scope()))
    assert render.feedback(d.Evidence(PROBLEM, marking), STATED, WIDE) == [
        " Read as  cos(x) .",
        " Two functions that differ at one point are two functions: at x = 0.7, f′ is",
        " 1.384 and yours is 0.942.",
    ]
    proved = replace(marking, verdict=Correct("proved", "SymPy, expand"))
    assert render.feedback(d.Evidence(PROBLEM, proved), STATED, WIDE)[1] == " Proved equal to f′ by: SymPy, expand."


def test_the_steps_after_giving_up() -> None:
    lines = render.feedback(d.Steps(PROBLEM, gave_up=True), STATED, WIDE)
    assert lines[-2:] == ["                f′ = 3x² cos(x³)", " Counted as given up."]
    assert "Counted" not in "".join(render.feedback(d.Steps(PROBLEM, gave_up=False), STATED, WIDE))


@pytest.mark.parametrize("function", ["(x^2 + 1)/(x - 1)", "x^2 e^(-x)", "sin(ln(sqrt(x^2 + 1)))", "x^x"])
@pytest.mark.parametrize("look", [WIDE, NARROW, Look(30), ASCII, WORDS, DRESSED])
def test_the_steps_fit_every_window(function: str, look: Look) -> None:
    lines = bare(derivation(derive(read(function)), "f(x)", look))
    if look.words:
        assert lines[0].startswith("Step 1, ")
        assert not BOXES.search("".join(lines))
    else:
        assert all(len(line) <= look.width for line in lines)
    if look.ascii:
        assert "".join(lines).isascii()


NOW = datetime(2025, 11, 22, tzinfo=UTC)


def results() -> list[Result]:
    outcomes = [Outcome.AT_ONCE] * 2 + [Outcome.HINTED, Outcome.MENDED, Outcome.SKIPPED]
    topics = ["chain-general", "chain-general", "chain-general", "quotient", "quotient"]
    return [
        Result(f"p{n}", topic, outcome, 1, 60.0, NOW)
        for n, (topic, outcome) in enumerate(zip(topics, outcomes, strict=True))
    ]


def test_the_end_of_a_sitting() -> None:
    titles = {"chain-general": "chain rule", "quotient": "quotient rule"}
    formulas = {("p2", 0): "sin(x³)", ("p4", 0): "x/(x + 1)"}
    assert summary(results(), 5, titles, formulas, "Next: quotient rule.", Look(100)) == [
        edges(" five problems, 5 min", "right at once 2    with a hint 1    after a mistake 1    skipped 1", 100),
        "",
        " chain rule                    2 of 3 without help    review  sin(x³)",
        " quotient rule                 1 of 2 without help    review  x/(x + 1)",
        "",
        " Next: quotient rule.",
    ]
    words = summary(results()[:3], 5, titles, {("p2", 0): "sine of, x cubed"}, "", WORDS)
    assert words == [
        "3 of 5 problems, 3 min. Right at once 2, with a hint 1.",
        "Chain rule: 2 of 3 without help. To review: sine of, x cubed.",
    ]


def test_a_sitting_in_which_nothing_was_finished() -> None:
    kept = "The rest is kept: tutor goes on with it."
    assert summary([], 5, {}, {}, kept, WIDE) == [" " + kept]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.4, "0 s"), (14, "14 s"), (75, "1 min 15 s"), (480, "8 min"), (3000, "50 min"), (3900, "1 h 5 min")],
)
def test_lengths_of_time(seconds: float, said: str) -> None:
    assert duration(seconds) == said


def test_the_card_of_keys_fits() -> None:
    for look in (WIDE, NARROW):
        assert all(len(line) <= look.width for line in card(look))
    assert "".join(card(ASCII)).isascii()
    assert not BOXES.search("".join(card(WORDS)))


# The terminal at hand


class Stream(io.StringIO):
    def __init__(self, tty: bool, encoding: str = "utf-8") -> None:
        super().__init__()
        self._tty, self._encoding = tty, encoding

    def isatty(self) -> bool:
        return self._tty

    @property
    def encoding(self) -> str:  # type: ignore[override]
        return self._encoding


TTY = {"TERM": "xterm-256color", "HOME": "/h"}


def detected(
    env: dict[str, str] | None = None,
    typed: bool = True,
    seen: bool = True,
    encoding: str = "utf-8",
    **flags: Any,
) -> Settings:
    return Settings.detect(TTY | (env or {}), Stream(typed), Stream(seen, encoding), **flags)


def test_a_terminal_on_both_sides_is_live() -> None:
    found = detected()
    assert (found.mode, found.ascii, found.words, found.emphasis, found.colour) == (
        Mode.LIVE,
        False,
        False,
        True,
        True,
    )
    assert found.home == Path("/h/.local/share/tutor") or found.home.name == "tutor"


@pytest.mark.parametrize(
    ("env", "flags", "mode", "emphasis", "colour", "words", "ascii"),
    [
        ({"NO_COLOR": "1"}, {}, Mode.LIVE, True, False, False, False),
        ({"NO_COLOR": ""}, {}, Mode.LIVE, True, True, False, False),
        ({"TERM": "dumb"}, {}, Mode.LINE, False, False, False, True),
        ({"TERM": "linux"}, {}, Mode.LIVE, True, True, False, True),
        ({"LC_ALL": "C"}, {}, Mode.LIVE, True, True, False, True),
        ({"TUTOR_SCREEN_READER": "1"}, {}, Mode.LINE, False, False, True, False),
        ({"TUTOR_SCREEN_READER": "0"}, {}, Mode.LIVE, True, True, False, False),
        ({}, {"plain": True}, Mode.LINE, False, False, False, False),
        ({}, {"ascii": True}, Mode.LIVE, True, True, False, True),
        ({}, {"screen_reader": True}, Mode.LINE, False, False, True, False),
    ],
)
def test_switches_and_environment(
    env: dict[str, str],
    flags: dict[str, Any],
    mode: Mode,
    emphasis: bool,
    colour: bool,
    words: bool,
    ascii: bool,
) -> None:
    found = detected(env, **flags)
    assert (found.mode, found.emphasis, found.colour) == (mode, emphasis, colour)
    assert (found.words, found.ascii) == (words, ascii)


def test_a_pipe_on_either_side_is_a_pipe_without_styles() -> None:
    for typed, seen in ((False, True), (True, False), (False, False)):
        assert detected(typed=typed, seen=seen).mode is Mode.PIPE
    assert not detected(seen=False).emphasis
    assert detected({"FORCE_COLOR": "1"}, seen=False).colour
    assert not detected({"FORCE_COLOR": "1", "NO_COLOR": "1"}, seen=False).colour


def test_an_encoding_without_our_signs_gets_typewriter_characters() -> None:
    assert detected(encoding="latin-1").ascii
    assert not detected(encoding="UTF-8").ascii


def test_styles_are_colours_only_where_colour_is_wanted() -> None:
    assert DRESSED.paint("right", "x") == "\x1b[1;32mx\x1b[0m"
    assert replace(DRESSED, colour=False).paint("right", "x") == "\x1b[1mx\x1b[0m"
    assert WIDE.paint("right", "x") == "x"


@pytest.mark.parametrize(
    ("text", "typewritten"),
    [
        ("f′(x) = 3x² cos(x³)", "f'(x) = 3x^2 cos(x^3)"),
        ("e⁻ˣ · √x − xⁿ⁻¹", "e^(-x) * sqrt(x) - x^(n-1)"),
        ("√2 x + ∛(x + 1) √x y", "sqrt(2) x + cbrt(x + 1) sqrt(x) y"),
        ("e³ˣ + 2ᵃᵇ f⁽ⁿ⁾(x)", "e^(3x) + 2^(ab) f^(n)(x)"),  # e^3x is another power
        ("x⁻² … ✓ “α”", 'x^-2 ... + "alpha"'),
        ("log₂(x)", "log_2(x)"),
    ],
)
def test_typewriter_characters(text: str, typewritten: str) -> None:
    assert ASCII.text(text) == typewritten


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("u = x² and v = x³", "u equals x squared and v equals x cubed"),
        ("e³ˣ", "e to the 3 x"),
        ("e⁻²ˣ · x⁻²", "e to the minus 2 x times x to the minus 2"),
        ("xⁿ⁻¹ + e⁵⁻²ˣ", "x to the power, n minus 1, end power plus e to the power, 5 minus 2 x, end power"),
    ],
)
def test_a_power_is_spoken_as_a_whole(text: str, said: str) -> None:
    assert WORDS.text(text) == said


def test_a_character_that_cannot_be_written_never_stops_a_drill() -> None:
    stdout = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    replace(detected(), stdout=stdout).write("√x\n")
    stdout.seek(0)
    assert stdout.read() == "?x\n"
