"""What there is to say after an event of the inner loop: verdicts, hints, evidence, steps.

Every function takes a `Look` and gives back whole lines; nothing is written here. To a student: what was
understood, where it stopped, what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor import drill as d
from tutor import kinds
from tutor.audit import sentence
from tutor.kinds.task import expected_of
from tutor.sitting import GAVE_UP, SKIPPED
from tutor.ui.statement import answer_prompt, equation, formula, prose
from tutor.ui.summary import duration
from tutor.ui.theme import Look, capital, unbroken, whole_formulas

if TYPE_CHECKING:
    from tutor.answers.typed import Alternative
    from tutor.diagnose import Mistake
    from tutor.errors import ReadError
    from tutor.expr import Expr
    from tutor.kinds import Marking
    from tutor.kinds.task import Statement
    from tutor.problem import Problem
    from tutor.read import Note
    from tutor.verdict import Witness

__all__ = ["feedback", "finding", "hint_lines", "unreadable", "worked"]


# What is said after an event


def feedback(said: d.Feedback, stated: Statement, look: Look) -> list[str]:
    """The lines for one feedback of the inner loop."""
    match said:
        case d.Judged():
            return _judged(said, stated, look)
        case d.Hint(number, _, text):
            return hint_lines(number, text, look)
        case d.FormAsked(problem, marking):
            return _form(problem, marking, look)
        case d.Evidence(problem, marking, audit, is_open):
            # The answer may be one to the part before, which has a statement of its own.
            said_of = _evidence(problem, marking, kinds.statement(problem), look, whole=not is_open)
            return [*said_of, *look.wrap(sentence(audit))]
        case d.Drawn(problem, answer, tried, over):
            from tutor.ui.plot import for_problem

            return for_problem(problem, answer, look, tried=tried, over=over)
        case d.Steps(problem, gave_up):
            return [*_steps(problem, stated, look), *(look.wrap(_GAVE_UP) if gave_up else [])]
        case d.GaveUp(problem):
            return _solution(problem, stated, look)
        case d.Skipped(was_right):
            return look.wrap("Left in this form; it counts as right." if was_right else "Skipped; that is no mistake.")
        case d.Undone(move):
            return look.wrap(_undone(move))
        case d.Left():
            return []
        case d.Nothing():
            return look.wrap(NOTHING[said])


_GAVE_UP = "Counted as given up."
NOTHING = {
    d.Nothing.MORE_HINTS: "That was the last hint; F2 or :steps shows the whole solution.",
    d.Nothing.TO_UNDO: "There is nothing to take back in this sitting.",
    d.Nothing.TO_EXPLAIN: "There is no verdict to explain yet: type an answer first.",
    d.Nothing.OVER: "This problem is over; Enter goes on.",
}


def _undone(move: d.Move) -> str:
    what = {SKIPPED: "the skip", GAVE_UP: "giving up"}.get(move.verdict, "your last answer")
    return f"Taken back: {what}. It does not count any more."


def hint_lines(number: int, text: str, look: Look) -> list[str]:
    if look.words:
        return look.wrap(f"Hint {number}. {text}")
    return look.wrap(text if look.words else whole_formulas(look.text(text), look.width - 4), f" {number}  ", "    ")


def _judged(said: d.Judged, stated: Statement, look: Look) -> list[str]:
    from tutor.verdict import Correct, Unreadable

    marking = said.marking
    if isinstance(marking.verdict, Unreadable):
        return unreadable(marking.verdict.error, answer_prompt(stated, look), look)
    lines = _echo(marking.reading.notes if marking.reading else (), look)
    if said.again:
        return [*lines, *look.wrap("The same answer as before: it is not counted again.")]
    if marking.meant is not None and marking.reading is not None:
        return [*lines, *_meant(marking, marking.meant, said.problem, stated, look)]
    lines += _part(said, look) if said.goes_on else _verdict(said, stated, look)
    if said.was_right and not isinstance(marking.verdict, Correct):
        lines += look.wrap(_STILL_COUNTS)
    if said.offer_hint:
        lines += look.wrap(":h gives a hint." if look.words else "F1 gives a hint.")
    return lines


def _part(said: d.Judged, look: Look) -> list[str]:
    """A part is right, and the next one comes."""
    from tutor.verdict import Correct

    exact = isinstance(said.marking.verdict, Correct)
    right = _signed("✓", "right", "Right." if exact else "Right value, rounded.", look)
    return [*right, *_added(said.marking, said.problem.wrt, look)]


_STILL_COUNTS = "The right answer that you gave before still counts."


def _form(problem: Problem, marking: Marking, look: Look) -> list[str]:
    """A right value in another form: what is missing."""
    assert marking.form is not None
    return _signed("✓", "right", marking.form.sentence(lambda e: formula(e, problem.wrt, look)), look)


def _echo(notes: Sequence[Note], look: Look) -> list[str]:
    texts = [capital(note.text) if look.words else note.text for note in notes]
    return [look.paint("dim", line) for text in texts for line in look.wrap(text, "   ")]


def _meant(marking: Marking, meant: Note | Alternative, problem: Problem, stated: Statement, look: Look) -> list[str]:
    assert marking.value is not None and meant.other is not None
    read, other = (formula(e, problem.wrt, look) for e in (marking.value, meant.other))
    name = _name(stated)
    told = f"Not as it is read,  {read} ; but  {other}  would be {name}. Mend the line: nothing was counted."
    return look.wrap(told)


def unreadable(error: ReadError, prompt: str, look: Look) -> list[str]:
    """The reason under the place, and that nothing was counted."""
    reason = look.text(f"{error.message}; {error.hint}" if error.hint else error.message)
    if look.words:
        before = error.text[: error.at].strip()
        place = f"after {before}" if before else "at the start"
        return look.wrap(f"Not read, {place}: {reason}. Nothing was counted.")
    lines = []
    column = len(prompt) + error.at
    if len(prompt) + len(error.text) >= look.width:
        # The typed line is broken by the window, so the place is shown on a line of its own.
        start = max(0, error.at - look.width // 2)
        lines.append("   " + look.text(error.text[start : start + look.width - 6]))
        column = 3 + error.at - start
    pointed = " " * column + "^ " + reason
    tail = "not checked"
    if len(pointed) > look.width:
        lines.append(" " * column + "^")
        lines += look.wrap(reason, "   ")
        pointed = lines.pop()
    return [*lines, look.apart(pointed, tail) or pointed]


def _verdict(said: d.Judged, stated: Statement, look: Look) -> list[str]:
    from tutor import verdict as v

    name, wrt = _name(stated), said.problem.wrt
    marking = said.marking
    match marking.verdict:
        case v.Correct() if marking.lacks_form:
            return _form(said.problem, marking, look)
        case v.Correct(how, by, remark):
            where = f" {remark}" if remark else ""
            form = f", {marking.form.asked.done}" if marking.form is not None else ""
            agrees = _AGREES.format(where=where + form, name=name, by=by)
            right = _right(f"Correct, proved{where}{form}." if how == "proved" else agrees, said, look)
            return [*right, *_added(marking, wrt, look)]
        case v.Rounded() as rounded:
            exact = getattr(rounded, "exact", None)
            tail = f" Exactly it is  {formula(exact, wrt, look)} ." if exact is not None else ""
            return [*_right("Right value, rounded." + tail, said, look), *_added(marking, wrt, look)]
        case v.CorrectOnPart(part, witness):
            where = f"Right for {part}" if part else "Right where it has a value"
            tail = f", but not everywhere{_at(witness, name)}." if witness else "; elsewhere it has no real value."
            return _signed("~", "open", where + tail, look)
        case v.Unfinished() if marking.begun is not None:
            return _signed("~", "open", marking.begun.said, look)
        case v.Unfinished(left):
            text = f"Right so far: one derivative is still open, {formula(left, wrt, look)}."
            return _signed("~", "open", text, look)
        case v.KnownMistake(mistakes, witness):
            return _mistaken(mistakes, witness, said, stated, look)
        case v.Wrong(None) if marking.blame or said.problem.task is not None:
            return _in_whole_formulas(f"Not yet. {marking.blame or marking.step}".rstrip(), look)
        case v.Wrong(witness) if marking.blame:
            evidence = _at(witness, name).removeprefix(": ")
            return [
                *look.wrap(f"Not yet. {marking.blame}"),
                *(look.paint("dim", line) for line in look.wrap(evidence, "   ")),
            ]
        case v.Wrong(witness):
            tail = _at(witness, name) or f": it has no real value where {name} has one"
            begin = _first_step(said, look) if said.begins else []
            step = _in_whole_formulas(marking.step, look) if marking.step else []
            return [*look.wrap(f"Not yet{tail}."), *step, *begin]
        case v.Undecided(why):
            return _signed("?", "open", f"{why.rstrip('.')}. It does not count against you.", look)
        case _:
            raise AssertionError(marking.verdict)


_ONE_STEP = "Type one step alone, with a prime at what is still to be differentiated; it is checked by itself."


def _first_step(said: d.Judged, look: Look) -> list[str]:
    """Where to begin, for an answer that nothing explains."""
    from tutor.hints import opening

    problem = said.problem
    begin = "" if said.opened else opening(problem.function, problem.wrt, order=problem.order)
    return _in_whole_formulas(f"{begin} {_ONE_STEP}".strip(), look)


def _added(marking: Marking, wrt: str, look: Look) -> list[str]:
    """What the kind has to say about a right answer."""
    return look.wrap(prose(marking.added, wrt, look), "   ") if marking.added else []


_AGREES = "Correct{where}: it agrees with {name} at {by}. I found no proof; noted for mending."


def _right(text: str, said: d.Judged, look: Look) -> list[str]:
    if not said.tries:  # nothing to say about the effort
        return _signed("✓", "right", text, look)
    effort = f"{duration(said.seconds)}, {said.tries} {'try' if said.tries == 1 else 'tries'}"
    if look.words:
        return look.wrap(f"{text} {effort}.")
    lines = _signed("✓", "right", text, look)
    plain = look.wrap(text, look.text(" ✓ "), "   ")[-1]
    lines[-1] = look.apart(plain, effort, painted=lines[-1]) or lines[-1]
    return lines


def _signed(sign: str, style: str, text: str, look: Look) -> list[str]:
    """The text behind its sign, which is painted; a screen reader hears the text alone."""
    if look.words:
        return look.wrap(text)
    mark = look.text(sign)
    first, *rest = look.wrap(text, f" {mark} ", "   ")
    return [f" {look.paint(style, mark)}{first.removeprefix(f' {mark}')}", *rest]


def _mistaken(
    mistakes: Sequence[Mistake], witness: Witness | None, said: d.Judged, stated: Statement, look: Look
) -> list[str]:
    """What seems to have been done, and under it the name of the mistake and the evidence."""
    from tutor.explain import explanation, told

    wrt = said.problem.wrt
    explained = [explanation(mistake, wrt) for mistake in mistakes]
    room = look.width - 3

    def written(e: Expr) -> str:
        text = formula(e, wrt, look)
        return unbroken(text) if len(text) <= room and not look.words else text

    blame = f"{said.marking.blame} " if said.marking.blame else ""
    lines = _in_whole_formulas(f"Not yet. {blame}{told(explained, said.before, written)}", look)
    first = explained[0]
    title = f"mistake {first.number}, {first.title}" if first.number else first.title
    evidence = _at(witness, _name(stated)).removeprefix(": ")
    if look.words:
        return [*lines, *look.wrap(f"{capital(title)}. {capital(evidence)}." if evidence else f"{capital(title)}.")]
    both = look.apart(f"   {look.text(title)}", look.text(evidence)) if evidence else ""
    rows = [both] if both else [*look.wrap(title, "   "), *(look.wrap(evidence, "   ") if evidence else [])]
    return [*lines, *(look.paint("dim", row) for row in rows)]


def _in_whole_formulas(text: str, look: Look) -> list[str]:
    """The paragraph in lines, with no formula broken that fits on one."""
    return look.wrap(text if look.words else whole_formulas(look.text(text), look.width - 1))


def _at(witness: Witness | None, name: str) -> str:
    """The point where the two differ, to follow a clause: ": at x = 0.7, f′ is 1.384 and yours is 0.942"."""
    if witness is None:
        return ""
    at = f"at {witness.place}, " if witness.place else ""
    return f": {at}{name} is {witness.expected} and yours is {witness.yours}"


def _apart(witness: Witness, stated: Statement, look: Look) -> list[str]:
    return look.wrap(f"Two functions that differ at one point are two functions{_at(witness, _name(stated))}.")


def _both_ways(problem: Problem, mistake: Mistake, marking: Marking, look: Look, whole: bool) -> list[str]:
    from tutor.scope import Reading
    from tutor.ui.why import two_ways

    def name(order: int) -> str:
        return _name(kinds.statement(replace(problem, order=order)))

    assert isinstance(marking.reading, Reading)  # a value of another shape has no derivation
    lines = two_ways(problem, mistake, marking.reading.expr, name, look, whole=whole)
    return lines if look.words else ["", *lines]


def _ways_in_a_task(problem: Problem, mistake: Mistake, marking: Marking, look: Look, whole: bool) -> list[str]:
    """Both derivations where there is one behind the answer; what was said of it otherwise."""
    from tutor.explain import explanation, told
    from tutor.ui.why import two_ways

    wrt = mistake.wrt or problem.wrt
    if not mistake.moves or mistake.wrong is None or mistake.along:
        said = told([explanation(mistake, wrt)], 0, lambda e: formula(e, wrt, look))
        return _in_whole_formulas(f"{marking.blame} {said}".strip(), look)
    derived = replace(problem, function=mistake.function, wrt=wrt, order=mistake.order, task=None)

    def name(order: int) -> str:
        return _name(kinds.statement(replace(derived, order=order)))

    lines = two_ways(derived, mistake, mistake.wrong, name, look, whole=whole)
    return lines if look.words else ["", *lines]


def _name(stated: Statement) -> str:
    """What the right answer is called: f′, without its argument."""
    return stated.name


def _evidence(problem: Problem, marking: Marking, stated: Statement, look: Look, *, whole: bool) -> list[str]:
    from tutor import verdict as v

    lines = []
    if marking.value is not None:
        lines += look.wrap(f"Read as  {formula(marking.value, problem.wrt, look)} .")
    match marking.verdict:
        case v.Correct("proved", by):
            lines += look.wrap(f"Proved equal to {_name(stated)} by: {by}.")
        case v.Correct(_, by):
            lines += look.wrap(f"Not proved; it agrees with {_name(stated)} at {by}.")
        case v.Wrong(v.Witness() as witness) | v.CorrectOnPart(_, v.Witness() as witness):
            lines += _apart(witness, stated, look)
        case v.KnownMistake(mistakes, seen):
            lines += _apart(seen, stated, look) if seen is not None else []
            if problem.task is None:
                lines += _both_ways(problem, mistakes[0], marking, look, whole)
            else:
                lines += _ways_in_a_task(problem, mistakes[0], marking, look, whole)
        case v.Unreadable(error):
            lines += look.wrap(f"It could not be read: {error.message}.")
        case _:
            lines += look.wrap(" ".join(_verdict_text(problem, marking, stated, look)))
    return lines


def _verdict_text(problem: Problem, marking: Marking, stated: Statement, look: Look) -> list[str]:
    said = d.Judged(problem, marking, False, 0, 0.0)
    return [line.strip() for line in _verdict(said, stated, look)]


def finding(problem: Problem, marking: Marking, look: Look) -> list[str]:
    """The verdict on an answer with all that is to be said about it, for whoever cannot mend it any more."""
    stated = kinds.statement(problem)
    if marking.meant is not None and marking.value is not None and marking.meant.other is not None:
        read, other = (formula(e, problem.wrt, look) for e in (marking.value, marking.meant.other))
        return look.wrap(f"Not as it is read,  {read} ; but  {other}  would be {_name(stated)}.")
    return _verdict(d.Judged(problem, marking, False, 0, 0.0, over=True), stated, look)


# Derivations


def worked(problem: Problem, look: Look) -> list[str]:
    """The worked solution of a problem."""
    return _steps(problem, kinds.statement(problem), look)


def _steps(problem: Problem, stated: Statement, look: Look) -> list[str]:
    if problem.parts or problem.task is not None:
        from tutor.ui.solution import solution

        return solution([kinds.task_of(part) for part in problem.parts or (problem,)], problem.wrt, look)
    from tutor.derive import derive
    from tutor.ui.formats import remarks
    from tutor.ui.steps import derivation

    derived = derive(problem.function, problem.wrt, order=problem.order)
    said = [row for text in remarks(derived) for row in look.wrap(text)]
    lines = [*derivation(derived, stated.given[0].left, look), *([] if look.words or not said else [""]), *said]
    if problem.form is None or problem.answer in (None, derived.line):
        return lines
    # Our derivation ends in a form of its own.
    return [*lines, *look.wrap("In the form that the problem asks for:"), *_solution(problem, stated, look)]


def _solution(problem: Problem, stated: Statement, look: Look) -> list[str]:
    if problem.parts:
        return [row for part in problem.parts for row in _solution(part, kinds.statement(part), look)]
    if problem.task is not None:
        value = problem.written or expected_of(problem.task)
    else:
        from tutor.derive import derive

        value = problem.answer or derive(problem.function, problem.wrt, order=problem.order).line
    rows = equation(f"   {stated.prompt} ", value, problem.wrt, look)
    return [line.rstrip() for row in rows for line in row.lines]
