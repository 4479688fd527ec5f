"""The marked report of a quiz: on the screen, as Markdown, as an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tutor import kinds
from tutor.quiz.report import Marked, Status, score, tally
from tutor.quiz.sets import sets
from tutor.ui.render import finding, worked
from tutor.ui.statement import formula, prose, statement
from tutor.ui.summary import duration
from tutor.ui.theme import Look, capital, unbroken

if TYPE_CHECKING:
    from tutor.quiz.sheet import Sheet

__all__ = ["Report", "as_object", "markdown", "screen"]

PRACTISE = "To practise what was missed: tutor drill {topics}"
AGAIN = "The same quiz: {command}"
_SIGNS = {
    Status.RIGHT: ("✓", "right"), Status.ROUNDED: ("✓", "right"), Status.FORM: ("✓", "right"),
    Status.PART: ("~", "open"), Status.UNFINISHED: ("~", "open"), Status.UNDECIDED: ("?", "open"),
    Status.WRONG: ("×", "no"), Status.CUT: ("–", "dim"), Status.EMPTY: ("–", "dim"),
}  # fmt: skip
_MOST_TOPICS = 4  # that are named to be practised


@dataclass(frozen=True, slots=True)
class Report:
    """A quiz that was marked. `command` asks for the same one again."""

    title: str
    command: str
    seed: int
    begun: datetime
    sheet: Sheet
    marked: tuple[Marked, ...]

    @property
    def about(self) -> str:
        """What the set is and where it stands in the texts; empty for one that was drawn by topic."""
        found = next((each for each in sets() if each.name == self.title), None)
        return f"{capital(found.title)} ({found.source})." if found is not None else ""

    @property
    def score(self) -> str:
        """The honest line."""
        return score(tally(self.marked))

    @property
    def time(self) -> str:
        """What was used of the time."""
        used = duration(self.sheet.spent)
        if self.sheet.limit is None:
            return used
        given = duration(self.sheet.limit)
        return f"{given}, all of the time" if self.sheet.out_of_time else f"{used} of {given}"

    @property
    def missed(self) -> tuple[str, ...]:
        """The topics of what is not right, those with most of it first."""
        topics = [each.asked.topic for each in self.marked if not each.status.right]
        return tuple(sorted(dict.fromkeys(topics), key=lambda topic: -topics.count(topic)))


# On the screen


def screen(report: Report, look: Look) -> list[str]:
    """Every question with its answer, the verdict and the solution; at the end how it went."""
    lines: list[str] = []
    for each in report.marked:
        lines += [*_blank(look), *_head(each, look), *_blank(look), *_question(each, look)]
        lines += [*_answer(each, look), *_blank(look), *_solution(each, look)]
    return [*lines, *_blank(look), *_end(report, look)]


def _blank(look: Look) -> list[str]:
    return [] if look.words else [""]


def _head(each: Marked, look: Look) -> list[str]:
    """The number and what became of it, and the time it took; in a line across, so that the next begins visibly."""
    name = f"{each.number}, {_part(each)}" if each.asked.part else f"{each.number}"
    if look.words:
        return look.wrap(f"Question {name}: {each.status}.")
    sign, style = _SIGNS[each.status]
    left = f" {name}  {look.text(sign)} {each.status}"
    time = duration(each.slip.seconds) if each.slip.seconds >= 0.5 else ""
    painted = f" {look.paint('strong', name)}  {look.paint(style, f'{look.text(sign)} {each.status}')}"
    rule = look.text("─") if not look.ascii else "-"
    width = look.width - 4 - len(left) - len(time)
    return [f"{painted} {look.paint('dim', rule * max(width, 0))}{' ' if time else ''}{look.paint('dim', time)}"]


def _part(each: Marked) -> str:
    return f"part {each.asked.part} of {each.asked.parts}"


def _question(each: Marked, look: Look) -> list[str]:
    problem = each.asked.problem
    return statement(kinds.statement(problem), problem.wrt, look)


def _answer(each: Marked, look: Look) -> list[str]:
    """What was typed and how it was read, what was typed and not given, and the verdict."""
    lines = list(_blank(look))
    problem, slip = each.asked.problem, each.slip
    if each.marking is not None and each.marking.value is not None:
        read = _whole(formula(each.marking.value, problem.wrt, look), look)
        typed = f"You typed  {_whole(slip.text, look)}  and it was read as  {read} ."
        lines += look.wrap(f"Your answer: {read}." if look.words else typed)
    if slip.draft:
        lines += look.wrap(f"Typed and not given:  {_whole(slip.draft, look)}")
    if each.marking is None:
        return [*lines, *look.wrap(_none(each, _whole(slip.text, look)))]
    return [*lines, *finding(problem, each.marking, look)]


def _worked(each: Marked, look: Look) -> list[str]:
    """The solution, with no blank line at its end and no two in a row."""
    lines: list[str] = []
    for line in worked(each.asked.problem, look):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line)
    return lines if not lines or lines[-1].strip() else lines[:-1]


def _none(each: Marked, text: str) -> str:
    """Why there is no answer to be marked."""
    if each.status is Status.CUT:
        return f"The time ran out on  {text} , which is not right as it stands, and no mistake."
    return "There is no answer."


def _whole(text: str, look: Look) -> str:
    return unbroken(text) if len(text) <= look.width - 12 and not look.words else text


def _solution(each: Marked, look: Look) -> list[str]:
    lines = _worked(each, look)
    if look.words:
        return [*look.wrap("Solution."), *lines]
    return [look.paint("dim", " Solution"), *_blank(look), *lines]


def _end(report: Report, look: Look) -> list[str]:
    title = f"Quiz {report.title}: {report.score}"
    if look.words:
        lines = look.wrap(f"{title} Time: {report.time}.")
    else:
        row = look.apart(f" {title}", report.time, painted=look.paint("strong", f" {title}"))
        lines = [row] if row else [*(look.paint("strong", line) for line in look.wrap(title)), *look.wrap(report.time)]
    lines += [row for said in _numbers(report) for row in look.wrap(said)]
    if report.missed:
        lines += look.wrap(PRACTISE.format(topics=" ".join(report.missed[:_MOST_TOPICS])))
    return [*lines, *look.wrap(AGAIN.format(command=report.command))]


def _numbers(report: Report) -> list[str]:
    """The numbers of what is not simply right, by what became of it."""
    found: dict[Status, list[str]] = {}
    for each in report.marked:
        found.setdefault(each.status, []).append(str(each.number))
    listed = [f"{capital(status)}: {', '.join(found[status])}." for status in Status if status in found]
    return ["  ".join(listed)] if len(found) > 1 else []


# As Markdown


def markdown(report: Report, look: Look) -> str:
    """The report as a document of its own."""
    lines = [
        f"# Quiz {report.title}",
        "",
        *([report.about, ""] if report.about else []),
        f"**{report.score}** {capital(report.time)}.",
        "",
    ]
    lines += [f"Begun {report.begun:%Y-%m-%d %H:%M} UTC. {AGAIN.format(command=f'`{report.command}`')}", ""]
    lines += ["| | question | result |", "|---|---|---|"]
    lines += [f"| {each.number} | {_cell(each, look)} | {each.status} |" for each in report.marked]
    for each in report.marked:
        part = f" ({_part(each)})" if each.asked.part else ""
        lines += ["", f"## {each.number}. {capital(each.status)}{part}", "", *_fenced(_question(each, look)), ""]
        lines += _typed(each, look)
        lines += ["", "### Solution", "", *_fenced(_worked(each, look))]
    return "\n".join(lines) + "\n"


def _cell(each: Marked, look: Look) -> str:
    said = prose(kinds.subject(each.asked.problem), each.asked.problem.wrt, look)
    short = said if len(said) <= 60 else f"{said[:57]}..."
    return short.replace("|", "\\|") + (f" ({_part(each)})" if each.asked.part else "")


def _typed(each: Marked, look: Look) -> list[str]:
    lines: list[str] = []
    if each.marking is not None and each.marking.value is not None:
        read = formula(each.marking.value, each.asked.problem.wrt, look)
        lines += [f"Typed {_code(each.slip.text)}, read as {_code(read)}.", ""]
    if each.slip.draft:
        lines += [f"Typed and not given: {_code(each.slip.draft)}", ""]
    if each.marking is None:
        return [*lines, _none(each, _code(each.slip.text)).replace("  ", " ")]
    return [*lines, *_fenced(finding(each.asked.problem, each.marking, look))]


def _code(text: str) -> str:
    """The text as it stands, whatever signs are in it."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def _fenced(lines: Sequence[str]) -> list[str]:
    return ["```text", *lines, "```"]


# As an object


def as_object(report: Report, kept: str) -> dict[str, Any]:
    """The report for `--json`; `kept` is the file of the quiz."""
    from tutor.results import SCHEMA

    found = tally(report.marked)
    return {
        "schema": SCHEMA, "quiz": report.title, "command": report.command, "seed": report.seed,
        "begun": report.begun.isoformat(timespec="seconds"),
        "right": found.right, "of": found.counted, "questions": found.of,
        "counts": {str(status): n for status, n in found.counts}, "message": report.score,
        "seconds": round(report.sheet.spent, 1), "limit": report.sheet.limit, "out_of_time": report.sheet.out_of_time,
        "answers": [_answer_object(each) for each in report.marked], "kept": kept,
    }  # fmt: skip


def _not_read(each: Marked) -> dict[str, Any] | None:
    """Why what was typed and not given could not be read; None where it could, or nothing was."""
    from tutor.errors import ReadError
    from tutor.results import error_object

    try:
        if each.slip.draft:
            kinds.read(each.asked.problem, each.slip.draft)
    except ReadError as error:
        return error_object(error)
    return None


def _answer_object(each: Marked) -> dict[str, Any]:
    from tutor.answers.prose import plain
    from tutor.answers.writing import show
    from tutor.explain import explanation
    from tutor.results import mistake_object
    from tutor.verdict import evidence, word

    problem, marking, look = each.asked.problem, each.marking, Look(width=10_000)
    fields: dict[str, Any] = {
        "number": each.number, "id": each.asked.name, "topic": each.asked.topic, "kind": problem.kind,
        "function": plain(kinds.subject(problem), problem.wrt), "answer": each.slip.text or None,
        "not_given": each.slip.draft or None, "not_read": _not_read(each), "status": str(each.status),
        "right": each.status.right,
        "seconds": round(each.slip.seconds, 1), "solution": _worked(each, Look()),
    }  # fmt: skip
    if marking is None or marking.value is None:
        return {**fields, "read_as": None, "verdict": None, "mistakes": [], "message": _none(each, each.slip.text)}
    mistakes = [mistake_object(explanation(mistake, problem.wrt)) for mistake in marking.mistakes]
    said = " ".join(line.strip() for line in finding(problem, marking, look))
    return {
        **fields, "read_as": show(marking.value, problem.wrt), "verdict": word(marking.verdict),
        **evidence(marking.verdict), "mistakes": mistakes, "message": said,
    }  # fmt: skip
