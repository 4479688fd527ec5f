"""Quizzes without a terminal: the sheet as event lists, its file, the sets, the marking, whole quizzes on a pipe."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.coverage_of_curriculum import DUE, covering, items
from tests.tables import DATA
from tests.whole_bank import whole_bank
from tutor.bank import Bank, load_bank
from tutor.errors import Exit, ReadError, TutorError
from tutor.progress import Progress
from tutor.quiz import journal as j
from tutor.quiz import sheet as s
from tutor.quiz.draw import Wish, draw
from tutor.quiz.report import Asked, Marked, Status, attempts, mark_one, score, tally
from tutor.quiz.sets import EXERCISES, entries_of, named, sets
from tutor.sitting import Outcome, results
from tutor.sitting import Sitting as Drilled
from tutor.ui.quiz import Sitting
from tutor.ui.quiz_report import Report, as_object, screen
from tutor.ui.self_test import read_time, self_test
from tutor.ui.theme import Look, Mode, Settings

NOW = datetime(2026, 3, 7, 20, 15, tzinfo=UTC)
BANK = DATA / "quiz-bank.yaml"  # four problems in the place of J.1, one of them in two parts


@pytest.fixture(scope="module")
def bank() -> Bank:
    return whole_bank()


@cache
def own_bank() -> Bank:
    return load_bank([BANK])


# The sheet


def played(events: Sequence[s.Event], size: int = 3, limit: float | None = None) -> tuple[s.Sheet, list[s.Reply]]:
    """The sheet after the events, and what was said to each."""
    sheet, said = s.blank(size, limit), []
    for event in events:
        sheet, reply = s.advance(sheet, event)
        said.append(reply)
    return sheet, said


ERROR = ReadError("this bracket is never closed", "3x^2 (", 5)


def texts(sheet: s.Sheet) -> list[str]:
    return [slip.text for slip in sheet.slips]


def test_answers_are_taken_down_one_after_the_other() -> None:
    sheet, said = played([s.Give("2x", seconds=3.0), s.Give(" 7 ", seconds=4.0), s.Go(1)])
    assert said == [s.Given(1), s.Given(2), s.Arrived()]
    assert (texts(sheet), sheet.at, sheet.empty, sheet.answered) == (["2x", "7", ""], 0, (3,), 2)
    assert (sheet.spent, [slip.seconds for slip in sheet.slips]) == (7.0, [3.0, 4.0, 0.0])


def test_an_answer_can_be_changed_and_taken_back_until_the_end() -> None:
    events: list[s.Event] = [s.Give("2x"), s.Go(1), s.Give("3x"), s.Go(1), s.Clear(), s.Clear()]
    sheet, said = played(events)
    assert said[2] == s.Given(1, "2x")
    assert said[4:] == [s.Cleared("3x"), s.Nothing.NO_ANSWER]
    assert texts(sheet) == ["", "", ""]
    over, said = played([*events, s.HandIn(sure=True), s.Give("4x"), s.Clear()])
    assert (over.over, said[-2:], texts(over)) == (True, [s.Nothing.OVER, s.Nothing.OVER], ["", "", ""])


def test_what_cannot_be_read_costs_nothing_and_takes_nothing_away() -> None:
    sheet, said = played([s.Give("2x"), s.Go(1), s.Give("3x^2 (", ERROR)])
    assert said[-1] == s.NotRead(ERROR)
    assert (sheet.at, sheet.slips[0].text, sheet.slips[0].draft) == (0, "2x", "3x^2 (")


def test_a_line_that_is_left_is_kept_and_is_no_answer() -> None:
    sheet, said = played([s.Go(2, "3x"), s.Go(3), s.Go(1), s.Give("3x")])
    assert said[:3] == [s.Arrived(1), s.Arrived(), s.Arrived()]
    assert sheet.slips[0] == s.Slip("3x")
    same, said = played([s.Give("2x"), s.Go(1), s.Go(3, "2x")])  # the answer itself, put back on the line
    assert (said[-1], same.slips[0]) == (s.Arrived(), s.Slip("2x"))


@pytest.mark.parametrize(
    ("number", "said"), [(0, s.Nothing.NO_SUCH), (1, s.Arrived()), (4, s.Arrived()), (5, s.Nothing.NO_SUCH)]
)
def test_a_question_by_its_number(number: int, said: s.Reply) -> None:
    sheet, replies = played([s.Go(number)])
    assert replies == [said]
    assert sheet.at == (number - 1 if isinstance(said, s.Arrived) else 0)


def test_there_is_nothing_to_answer_where_the_list_is() -> None:
    sheet, said = played([s.Go(4), s.Give("2x"), s.Clear()])
    assert said[1:] == [s.Nothing.NO_QUESTION, s.Nothing.NO_ANSWER]
    assert sheet.empty == (1, 2, 3)


def test_the_end_is_asked_for_once_where_something_is_empty() -> None:
    sheet, said = played([s.Give("2x"), s.HandIn(), s.HandIn()])
    assert (said[1:], sheet.over) == ([s.AskedToEnd((2, 3)), s.HandedIn()], True)
    # Whoever goes on in between is asked again; and nothing is handed in over a line that was not given.
    sheet, said = played([s.HandIn(), s.Go(2), s.HandIn("3x"), s.HandIn("3x (")])
    assert said[2:] == [s.AskedToEnd((1, 2, 3), (2,)), s.AskedToEnd((1, 2, 3), (2,))]
    assert not sheet.over
    # A line that was told of already, and put back on the screen, is no news.
    sheet, said = played([s.HandIn("3x ("), s.HandIn("3x (")])
    assert (said, sheet.over) == ([s.AskedToEnd((1, 2, 3), (1,)), s.HandedIn()], True)
    full, said = played([s.Give("1"), s.Give("2"), s.Give("3"), s.HandIn()])
    assert (said[-1], full.over) == (s.HandedIn(), True)


@pytest.mark.parametrize(
    ("before", "line", "readable", "slip", "said"),
    [
        ([], "", False, s.Slip(), s.HandedIn()),
        ([], "3x^2", True, s.Slip("3x^2", cut=True), s.HandedIn(given=1)),
        ([], "3x^2 (", False, s.Slip(draft="3x^2 ("), s.HandedIn(kept=1)),
        ([s.Give("2x"), s.Go(1)], "2x", True, s.Slip("2x"), s.HandedIn()),
        ([s.Give("2x"), s.Go(1)], "2", True, s.Slip("2x", "2"), s.HandedIn(kept=1)),  # half a line replaces no answer
    ],
)
def test_the_time_runs_out_in_the_middle_of_a_line(
    before: list[s.Event], line: str, readable: bool, slip: s.Slip, said: s.Reply
) -> None:
    sheet, replies = played([*before, s.TimeUp(line, readable)], limit=60.0)
    assert (sheet.over, sheet.out_of_time) == (True, True)
    assert (sheet.slips[0], replies[-1]) == (slip, said)


def test_what_is_left_of_the_time() -> None:
    sheet, _ = played([s.Go(2, seconds=20.0), s.Go(4, seconds=5.0), s.Go(1, seconds=30.0)], limit=60.0)
    assert (sheet.left, sheet.spent) == (5.0, 55.0)
    assert [slip.seconds for slip in sheet.slips] == [20.0, 5.0, 0.0]
    assert played([], limit=None)[0].left is None


# Its file


LINES = ("2x", "3x^2 (", "", "a:b", 'é ″ \\ "', "7")


def some_events(rng: Random) -> list[s.Event]:
    made: list[s.Event] = []
    for _ in range(rng.randrange(25)):
        text, seconds = rng.choice(LINES), float(rng.randrange(90))
        some: list[s.Event] = [
            s.Give(text, None, seconds), s.Give(text, ReadError("no", text, 0, "try"), seconds), s.Clear(seconds),
            s.Go(rng.randrange(6), text, seconds), s.HandIn(text, seconds), s.Leave(text, seconds),
            s.TimeUp(text, rng.random() < 0.5, seconds),
        ]  # fmt: skip
        made.append(rng.choice(some[: rng.choice((4, 7))]))
    return made


def written(home: Path, events: Sequence[s.Event], wish: Wish | None = None) -> Path:
    wish = wish or Wish("J.1", seconds=90.0, banks=(str(BANK),))
    paper = draw(wish, own_bank().entries, 1)
    with j.begin(home, wish, paper, NOW) as journal:
        sheet = s.blank(len(paper.questions), wish.seconds)
        for event in events:
            journal.add(event, sheet.at + 1)
            sheet, _ = s.advance(sheet, event)
        assert not journal.trouble
        return journal.path


@pytest.mark.parametrize("seed", range(12))
def test_the_file_gives_back_the_sheet_whatever_happened(tmp_path: Path, seed: int) -> None:
    events = some_events(Random(seed))
    path = written(tmp_path, events)
    found = j.open_again(path)
    assert found.sheet == played(events, 5, 90.0)[0]
    assert (found.wish, found.begun, found.lost) == (Wish("J.1", seconds=90.0, banks=(str(BANK),)), NOW, 0)
    # Killed in the middle of a line: all but what was never answered to is there, and it can be gone on with.
    text = path.read_text(encoding="utf-8")
    path.write_text(text[:-1] if not events else text[: -1 - seed % 12], encoding="utf-8")
    with j.Journal(path, "a") as journal:
        journal.add(s.Go(2), 1)
    again = j.open_again(path)
    assert again.sheet in (played([*events[:-1], s.Go(2)], 5, 90.0)[0], played([*events, s.Go(2)], 5, 90.0)[0])


def test_a_file_from_another_version_or_none_at_all_is_left_alone(tmp_path: Path) -> None:
    path = written(tmp_path, [s.Give("2x")])
    newer = path.read_text(encoding="utf-8").replace('"tutor quiz": 1', '"tutor quiz": 2')
    path.write_text(newer, encoding="utf-8")
    with pytest.raises(TutorError) as told:
        j.open_again(path)
    assert str(told.value) == (
        f"{path} was written by another version of tutor (its quiz format is 2, this one reads 1). It is left as it "
        "is, with every answer in it."
    )
    assert path.read_text(encoding="utf-8") == newer
    for text in ("", "{}\n", "[1]\n", "\x00\n", '{"tutor quiz": 1}\n', '{"tutor quiz": 1, "asked": 3}\n'):
        path.write_text(text, encoding="utf-8")
        with pytest.raises(TutorError, match=r"is no quiz that can be read\. It is left as it is\."):
            j.open_again(path)
        assert path.read_text(encoding="utf-8") == text


def test_a_damaged_line_costs_no_other(tmp_path: Path) -> None:
    path = written(tmp_path, [s.Give("1"), s.Give("2"), s.Give("3")])
    head, first, _, third = path.read_text(encoding="utf-8").splitlines()
    broken = ('{"what": "answer", "text": 5, "seconds": 1}', '{"what": "dance", "seconds": 1}', "{", "7")
    path.write_text("\n".join([head, first, *broken, third]) + "\n", encoding="utf-8")
    found = j.open_again(path)
    assert (texts(found.sheet)[:2], found.lost) == (["1", "3"], 4)


SPOILT = ("NaN", "-1", "1e400", "null", '"x"', "[]", "{}", "99999999999999999999", "[" * 3000, '"\\ud800"', "")


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A file with an event of every sort in it."""
    events: list[s.Event] = [
        s.Give("2x", None, 3.0), s.Give("3x (", ERROR, 4.0), s.Go(1, "7", 2.0), s.Clear(1.0), s.HandIn("", 1.0),
        s.Leave("x", 2.0), s.TimeUp("x", True, 9.0),
    ]  # fmt: skip
    return written(tmp_path_factory.mktemp("sound"), events).read_text(encoding="utf-8")


@pytest.mark.parametrize("seed", range(60))
def test_whatever_stands_in_the_file_there_is_a_sheet_or_a_sentence(tmp_path: Path, sound: str, seed: int) -> None:
    rng, text = Random(seed), sound
    path = tmp_path / j.FOLDER / "spoilt.jsonl"
    path.parent.mkdir()
    for _ in range(rng.randrange(1, 4)):
        found = rng.choice(list(re.finditer(r'"[^"]*"(?!:)|\d+(\.\d+)?|null|true|false|[\[{:,]', text)))
        text = text[: found.start()] + rng.choice(SPOILT) + text[found.end() :]
    path.write_text(text, encoding="utf-8", errors="replace")
    try:
        kept = j.open_again(path)
    except TutorError:
        return
    assert kept.sheet.spent >= 0
    assert len(kept.sheet.slips) == len(kept.paper.questions)
    assert kept.wish.command.startswith("tutor quiz")
    list(j.kept(tmp_path))


def test_a_disk_that_will_not_have_it_does_not_stop_the_quiz(tmp_path: Path) -> None:
    (tmp_path / j.FOLDER).write_text("no folder", encoding="utf-8")
    code, text = sat(tmp_path, ["3x^2 cos(x^3)", "2x"])
    assert code is Exit.FINE
    assert "The quiz cannot be kept:" in text
    assert "Quiz J.1: 1 of 5 right, 1 not right, 3 left empty." in text


def test_a_quiz_is_open_in_one_window_only(tmp_path: Path) -> None:
    pytest.importorskip("fcntl")
    path = written(tmp_path, [s.Give("2x")])
    with j.Journal(path, "a"), pytest.raises(TutorError, match=r"This quiz is open in another window: .* --new begins"):
        j.Journal(path, "a")


# The sets


def stands_in(section: str, name: str) -> bool:
    first = section.split(" / ")[0]
    return first == name or first.startswith((f"{name}.", f"{name} "))


NOTEBOOK = {
    "notebook-slope": ("Slope of a straight line", "Defining the slope of a curve"),
    "notebook-definition": ("Differentiating a function",),
    "notebook-tangent": ("Plotting the tangent to a curve",),
    "notebook-rules": ("Differentiation rules (table)", "Differentiation rules (examples)", "The chain rule"),
    "notebook-optimization": ("Derivatives and optimization",),
    "notebook-higher": ("Higher order derivatives",),
    "notebook-partial": ("Partial derivatives",),
    "notebook-gradients": ("Gradients", "Jacobians"),
    "notebook-hessians": ("Hessians",),
    "notebook-proofs": ("A few proofs",),
}


@pytest.mark.parametrize("name", [each.name for each in sets()])
def test_a_set_has_all_that_its_section_sets_and_the_bank_drills(name: str, bank: Bank) -> None:
    chosen = named(name)
    assert chosen is not None
    covered = {item for entry in bank.entries for item in entry.texts("covers")}
    if name in NOTEBOOK:
        found = [
            id
            for id, item in items().items()
            if item["seed"] == "calculus-notebook" and item["section"] in NOTEBOOK[name]
        ]
    else:
        ours = {id: item for id, item in items().items() if item["seed"] == "math-for-llms"}
        found = [id for id, item in ours.items() if stands_in(item["section"], name)]
    assert list(chosen.items) == [id for id in found if id in covered]
    assert len(entries_of(chosen, bank.entries)) >= 3


def test_every_exercise_of_the_sources_is_in_a_set(bank: Bank) -> None:
    """Figures are looked at; only what is drilled nowhere may be missing."""
    asked = {item for each in sets() if each.name in EXERCISES for item in each.items}
    covered = covering(bank.problems)
    for id, item in items().items():
        if item["section"].startswith(("11 ", "J.")) and item["kind"] not in DUE:
            assert id in asked or id not in covered, id


@pytest.mark.parametrize("name", ["J.1", "j.1", "j1", "J 1", "appendix J.1", "Exercises J.1"])
def test_a_set_goes_by_its_name_however_it_is_written(name: str) -> None:
    found = named(name)
    assert found is not None
    assert found.name == "J.1"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("J.9", 'There is no set "J.9". Did you mean J.1? All sets: tutor quiz'),
        ("notebok-rules", 'There is no set "notebok-rules". Did you mean notebook-rules? All sets: tutor quiz'),
        ("prodct", 'There is no set "prodct". Did you mean product? All sets: tutor quiz'),
        ("zzzz", 'There is no set "zzzz". All sets: tutor quiz'),
    ],
)
def test_a_name_that_is_none(name: str, said: str) -> None:
    with pytest.raises(TutorError) as told:
        named(name)
    assert str(told.value) == said


def test_a_seed_gives_the_same_quiz_again_and_another_seed_another(bank: Bank) -> None:
    wish = Wish("chain-general", ("product",), count=12)
    first = draw(wish, bank.entries, 7)
    assert first == draw(wish, bank.entries, 7)
    assert first.questions != draw(wish, bank.entries, 8).questions
    topics = [bank.problem(name).topic for name in first.questions]
    assert topics == sorted(topics, key=lambda topic: ("product", "chain-general").index(topic))


def test_a_set_comes_in_its_order_and_a_problem_in_parts_asks_for_each(bank: Bank) -> None:
    whole = draw(Wish("J.3"), bank.entries, 1)
    at = whole.questions.index("second-of-the-sigmoid:1")
    assert whole.questions[at + 1] == "second-of-the-sigmoid:2"
    few = draw(Wish("J.3", count=4), bank.entries, 5)
    places = [whole.questions.index(name) for name in few.questions]
    assert places == sorted(places)
    assert whole.questions == draw(Wish("J.3", count=50), bank.entries, 9).questions


def test_a_template_comes_again_with_other_numbers(bank: Bank) -> None:
    entries = [entry for entry in bank.entries if entry.id == "any-power"]
    assert draw(Wish(count=3), entries, 4).questions == ("any-power@4", "any-power@5", "any-power@6")


def test_it_is_said_where_there_are_fewer_than_asked_for(bank: Bank) -> None:
    paper = draw(Wish("J.1", count=20), bank.entries, 1)
    assert paper.remark == "There are only 8 problems of that kind, so the quiz has 8."


@pytest.mark.parametrize(
    ("text", "seconds"), [("20m", 1200), ("20", 1200), ("90s", 90), ("1h30m", 5400), ("1 h 5 min", 3900)]
)
def test_a_time(text: str, seconds: float) -> None:
    assert read_time(text) == seconds


@pytest.mark.parametrize("text", ["", "0m", "soon", "-5m", "25h", "5x", "1m1h"])
def test_a_time_that_is_none(text: str) -> None:
    with pytest.raises(TutorError, match="--time is a length of time up to a day, as in 20m, 90s or 1h30m; found"):
        read_time(text)


# The marking


@pytest.mark.parametrize(
    ("name", "text", "status", "recorded", "outcome"),
    [
        ("sine-of-cube", "3x^2 cos(x^3)", Status.RIGHT, ["correct"], Outcome.AT_ONCE),
        ("sine-of-cube", "cos(x^3)", Status.WRONG, ["known-mistake", "gave-up"], Outcome.SHOWN),
        ("sine-of-cube", "3x^2 sin'(x^3)", Status.UNFINISHED, ["unfinished", "gave-up"], Outcome.SHOWN),
        ("sine-of-cube", "", Status.EMPTY, ["skipped"], Outcome.SKIPPED),
        ("log-of-size", "1/|x|", Status.PART, ["correct-on-part", "gave-up"], Outcome.SHOWN),
        ("third-of-cube", "0.333x^2", Status.ROUNDED, ["rounded"], Outcome.AT_ONCE),
        ("product-factored", "3x^2 e^x + x^3 e^x", Status.FORM, ["correct"], Outcome.AT_ONCE),
    ],
)
def test_what_becomes_of_an_answer(name: str, text: str, status: Status, recorded: list[str], outcome: Outcome) -> None:
    marked = answered(name, text)
    assert marked.status is status
    kept = attempts([marked], NOW, 5)
    assert [attempt.verdict for attempt in kept] == recorded
    assert [result.outcome for result in results(kept)] == [outcome]


def answered(name: str, text: str, number: int = 1, *, cut: bool = False) -> Marked:
    whole, _, part = name.partition(":")
    problem = own_bank().problem(name)
    parts = len(own_bank().problem(whole).parts) if part else 0
    return mark_one(number, Asked(name, problem, problem.topic, int(part or 0), parts), s.Slip(text, cut=cut))


@pytest.mark.parametrize(
    ("answers", "outcome", "recorded"),
    [
        (("2x", "-2"), Outcome.AT_ONCE, ["part", "correct"]),
        (("7", "-2"), Outcome.SHOWN, ["part", "known-mistake", "gave-up"]),
        (("2x", ""), Outcome.SHOWN, ["part", "gave-up"]),
        (("", ""), Outcome.SKIPPED, ["skipped"]),
    ],
)
def test_a_problem_in_parts_is_right_where_all_of_them_are(
    answers: tuple[str, str], outcome: Outcome, recorded: list[str]
) -> None:
    marked = [answered(f"square-in-parts:{n}", text, n) for n, text in enumerate(answers, start=1)]
    kept = attempts(marked, NOW, 5)
    assert [result.outcome for result in results(kept)] == [outcome]
    assert [attempt.verdict if attempt.verdict != "wrong" else "known-mistake" for attempt in kept] == recorded


def test_a_line_that_the_time_cut_off_counts_only_where_it_is_right() -> None:
    assert answered("sine-of-cube", "3x^2 cos(x^3)", cut=True).status is Status.RIGHT
    cut = answered("sine-of-cube", "3x^2", cut=True)
    assert (cut.status, cut.marking) == (Status.CUT, None)
    assert [attempt.verdict for attempt in attempts([cut], NOW, 5)] == ["skipped"]


def test_the_score_is_one_honest_line() -> None:
    texts = ("3x^2 cos(x^3)", "cos(x^3)", "", "3x^2 sin'(x^3)")
    marked = [answered("sine-of-cube", text) for text in texts]
    assert score(tally(marked)) == "1 of 4 right, 1 right so far but not finished, 1 not right, 1 left empty."
    undecided = Marked(1, marked[0].asked, s.Slip("x"), marked[0].marking, Status.UNDECIDED)
    assert score(tally([marked[0], undecided])) == "1 of 1 right, 1 I could not settle and did not count."
    assert attempts([undecided], NOW, 5) == ()


# Whole quizzes, line by line


def sat(
    home: Path,
    lines: Iterable[str],
    wish: Wish | None = None,
    *,
    seconds: float = 1.0,
    words: bool = False,
    **given: Any,
) -> tuple[Exit, str]:
    """The exit code and all that was written in a quiz with these lines, each typed in so many seconds."""
    now = 0.0

    def typed() -> Iterator[str]:
        nonlocal now
        for line in lines:
            now += seconds
            yield line + "\n"

    stdin: Any = typed()
    stdout = io.StringIO()
    settings = Settings(stdin, stdout, Mode.PIPE, False, words, False, False, home, {})
    asked = wish or Wish("J.1", banks=(str(BANK),))
    code = self_test(asked, settings=settings, clock=lambda: now, today=lambda: NOW, **given)
    return code, stdout.getvalue()


@pytest.fixture(autouse=True)
def no_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Verdicts do without SymPy here: values and expansion settle these answers."""
    monkeypatch.setattr(Sitting, "prover", lambda self: None)


WHOLE = ["cos(x^3)", "2x (", "", "2x", "-2", ":1", "3x^2 cos(x^3)", ":3", "0.333x^2", ":2", "7", ":end", ":end"]


def test_a_whole_quiz_word_for_word(tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    code, text = sat(tmp_path, WHOLE, Wish("J.1", seconds=600.0, banks=(str(BANK),)), out=out)
    assert code is Exit.FINE
    assert nowhere(text) == (DATA / "quiz-screen.txt").read_text(encoding="utf-8")


def nowhere(text: str) -> str:
    """The text without the places of files, which are different each time."""
    return re.sub(r"(is in|--bank)\s+\S+", r"\1 ...", text)


def test_results_go_into_the_progress_once_and_touch_no_other_sitting(tmp_path: Path) -> None:
    progress = Progress(tmp_path, NOW.date())
    drill = progress.begin(Drilled(3, 1, drawn=("sine-of-cube",)), NOW)
    sat(tmp_path, WHOLE)
    assert progress.unfinished() == drill  # `tutor` goes on with it as if there had been no quiz
    progress.close()
    (path,) = (tmp_path / j.FOLDER).iterdir()
    before = recorded(tmp_path)
    assert [(a.problem, a.verdict) for a in before] == [
        ("sine-of-cube", "correct"),
        ("log-of-size", "wrong"),
        ("log-of-size", "gave-up"),
        ("third-of-cube", "rounded"),
        ("square-in-parts", "part"),
        ("square-in-parts", "correct"),
    ]
    code, text = sat(tmp_path, [], resume=path)
    assert code is Exit.FINE
    assert "Quiz J.1: 4 of 5 right, 1 of them rounded, 1 not right." in text
    assert recorded(tmp_path) == before


def recorded(home: Path) -> tuple[Any, ...]:
    progress = Progress(home, NOW.date())
    try:
        return progress.attempts()
    finally:
        progress.close()


def test_left_and_gone_on_with_by_the_same_command(tmp_path: Path) -> None:
    code, text = sat(tmp_path, ["3x^2 cos(x^3)", ":q"])
    assert code is Exit.FINE
    assert "1 of 5 answered. The quiz is kept; go on with: tutor quiz J.1" in text.replace("\n ", " ")
    assert recorded(tmp_path) == ()
    other = Wish("J.1", count=2, banks=(str(BANK),))
    assert "Going on" not in sat(tmp_path, [":q"], other)[1]
    code, text = sat(tmp_path, [":1"])
    assert text.startswith(" Going on where you stopped: 1 of 5 answered.\n")
    assert "Answered:  3x^2 cos(x^3)" in text
    assert "Going on" not in sat(tmp_path, [":q"])[1]  # it was marked: this is another one
    assert "Going on" not in sat(tmp_path, [":q"], new=True)[1]


def test_the_time_stands_still_while_nobody_is_there_and_then_runs_out(tmp_path: Path) -> None:
    wish = Wish("J.1", seconds=30.0, banks=(str(BANK),))
    _, text = sat(tmp_path, ["3x^2 cos(x^3)", ":q"], wish, seconds=10.0)
    assert "0:30 left" in text
    assert "0:20 left" in text
    code, text = sat(tmp_path, ["1/x", "x^2", "2x"], wish, seconds=6.0)
    assert "Going on where you stopped: 1 of 5 answered, 0:10 left." in text
    assert "The time is over." in text
    assert "Quiz J.1: 2 of 5 right, 3 left empty." in text
    assert "30 s, all of the time" in text
    assert code is Exit.FINE


def test_no_hint_and_no_verdict_before_the_end(tmp_path: Path) -> None:
    _, text = sat(tmp_path, [":h", ":why", ":dance", "cos(x^3)", "1/2x", ":9", ":clear", ":q"])
    text = " ".join(text.split())
    assert text.count("That stands in the report at the end: in a quiz there are no hints and no verdicts.") == 2
    assert "There is no command :dance in a quiz; :? lists them." in text
    assert " read as cos(x³) " in text
    assert " read as x/2; for 1/(2x) type the brackets " in text
    assert "There are 5 questions: :1 to :5." in text
    assert "There is nothing to take back here." in text
    for told in ("Not yet", "Correct", "right", "mistake"):
        assert told not in text


def test_a_report_that_is_there_is_not_written_over(tmp_path: Path) -> None:
    out = tmp_path / "report.md"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(TutorError) as told:
        sat(tmp_path, WHOLE, out=out)
    assert str(told.value) == f"{out} is there already; choose another name, or say --force to write over it."
    assert not (tmp_path / j.FOLDER).exists()  # nothing was begun
    with pytest.raises(TutorError, match="There is no folder"):
        sat(tmp_path, WHOLE, out=tmp_path / "nowhere" / "report.md")
    assert sat(tmp_path, WHOLE, out=out, force=True)[0] is Exit.FINE
    assert out.read_text(encoding="utf-8").startswith("# Quiz J.1\n")


def test_a_report_that_appears_meanwhile_costs_no_answer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.md"

    def lines() -> Iterator[str]:
        yield "3x^2 cos(x^3)"
        out.write_text("mine", encoding="utf-8")

    code, text = sat(tmp_path, lines(), out=out)
    (path,) = (tmp_path / j.FOLDER).iterdir()
    assert code is Exit.USAGE
    assert capsys.readouterr().err == (
        f"{out} is there by now, and was not written over. No answer is lost; write the report with: "
        f"tutor quiz --resume {path} --out NAME\n"
    )
    assert out.read_text(encoding="utf-8") == "mine"
    assert "Quiz J.1: 1 of 5 right, 4 left empty." in text
    other = tmp_path / "other.md"
    assert sat(tmp_path, [], resume=path, out=other)[0] is Exit.FINE
    assert "**1 of 5 right, 4 left empty.**" in other.read_text(encoding="utf-8")


def test_a_problem_that_the_bank_has_no_more(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(BANK.read_text(encoding="utf-8"), encoding="utf-8")
    wish = Wish("J.1", banks=(str(own),))
    sat(tmp_path, ["3x^2 cos(x^3)", ":q"], wish)
    own.write_text(own.read_text(encoding="utf-8").replace("id: log-of-size", "id: log-of-x"), encoding="utf-8")
    with pytest.raises(
        TutorError,
        match=r"asks the problem log-of-size, and the bank has it no more\. The file is left as it is; --new",
    ):
        sat(tmp_path, [], wish)


def test_a_file_of_another_version_is_named_and_a_new_quiz_begun(tmp_path: Path) -> None:
    path = written(tmp_path, [s.Give("2x")], Wish("J.1", banks=(str(BANK),)))
    path.write_text(path.read_text(encoding="utf-8").replace('"tutor quiz": 1', '"tutor quiz": 9'), encoding="utf-8")
    _, text = sat(tmp_path, [":q"])
    assert "was written by another version of tutor (its quiz format is 9, this one reads 1)." in text.replace(
        "\n ", " "
    )
    assert "J.1 · 1 of 5" in text


def test_the_report_as_an_object(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, text = sat(tmp_path, ["cos(x^3)", "2x ("], as_json=True)
    found = json.loads(capsys.readouterr().out)
    assert (code, text) == (Exit.FINE, "")
    assert next(iter(found)) == "schema"
    assert (found["right"], found["of"], found["message"]) == (0, 5, "0 of 5 right, 1 not right, 4 left empty.")
    first, second, *_ = found["answers"]
    assert (first["verdict"], first["read_as"], first["mistakes"][0]["id"]) == ("known-mistake", "cos(x^3)", "CHN-01")
    assert first["message"].startswith("Not yet. This is what comes out if you stop after the outer derivative.")
    assert (second["answer"], second["not_given"], second["not_read"]["message"]) == (
        None,
        "2x (",
        "this bracket is never closed",
    )


@pytest.mark.parametrize("width", [88, 60, 40])
@pytest.mark.parametrize("style", [{}, {"ascii": True}, {"words": True}])
def test_every_line_of_a_report_fits(width: int, style: dict[str, bool]) -> None:
    names = ("sine-of-cube", "log-of-size", "third-of-cube", "square-in-parts:1", "square-in-parts:2")
    marked = tuple(answered(name, "2x", n) for n, name in enumerate(names, start=1))
    report = Report("J.1", "tutor quiz J.1", 1, NOW, s.blank(5), marked)
    lines = screen(report, Look(width=width, **style))
    assert [line for line in lines if len(line) > width] == []
    assert all(line.isascii() for line in lines) or not style
    assert as_object(report, "")["questions"] == 5
