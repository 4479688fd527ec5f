"""What `read`, `steps`, `check` and `equal` answer: one JSON object each, and the exit code that goes with it.

The commands print these objects, or sentences made from them; `--batch` writes one a line. Nothing here prints.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from time import perf_counter
from typing import TYPE_CHECKING, Any

from tutor.asked import Asked, Vector, functions_in, read_asked, read_markable
from tutor.audit import PATIENCE, UNASKED, Audit, Auditor, decided
from tutor.budget import Budget, GivenUpError, Note
from tutor.errors import Exit, ReadError, TutorError
from tutor.expr import Expr, letters
from tutor.lines import Curve, Equation, dependent, show_line
from tutor.read import Reading, Scope, read, read_answer
from tutor.show import explicit, pretty, show

if TYPE_CHECKING:
    from tutor.answers.typed import Reading as ValueReading
    from tutor.derive import Derivation, DerivationOf
    from tutor.explain import Explanation
    from tutor.problem import Problem
    from tutor.values import Interval
    from tutor.verdict import Verdict
    from tutor.worker import Prover

    AnyDerivation = DerivationOf[Any, Any]

SCHEMA = 1


@dataclass(frozen=True, slots=True)
class Result:
    """`json` is the object to print; `code` the exit code; the rest is what a person's screen is drawn from."""

    json: dict[str, Any]
    code: Exit
    reading: Reading | ValueReading | None = None
    verdict: Verdict | None = None
    audit: Audit = UNASKED
    stages: tuple[Note, ...] = ()
    unsettled: Mapping[str, Any] | None = None  # what is to be kept of it in the file of unsettled pairs
    derivation: AnyDerivation | None = None
    table: tuple[tuple[Derivation, ...], ...] = ()
    error: TutorError | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is wanted beside a verdict.

    `stages`: what was tried for it. `auditor`: a second opinion where it is right, waited for as many seconds as
    `patience`, or as long as the time of the verdict lasts where that is None.
    """

    stages: bool = False
    auditor: Auditor | None = None
    patience: float | None = None


NO_MORE = Wanted()


def wanted(auditor: Auditor, why: bool, audit: bool) -> Wanted:
    """What `--why` and `--audit` ask for: all evidence within the time of a verdict, or an audit in any case."""
    return Wanted(why, auditor if why or audit else None, PATIENCE if audit else None)


def _object(**fields: Any) -> dict[str, Any]:
    return {"schema": SCHEMA, **fields}


def error_object(error: TutorError) -> dict[str, Any]:
    """A refusal as the commands print it: the column from 0 (null where there is none), reason and suggestion."""
    if isinstance(error, ReadError):
        return {"at": error.at, "message": error.message, "hint": error.hint or None}
    return {"at": None, "message": error.message, "hint": None}


def read_result(text: str) -> Result:
    """How the text is read, with every letter allowed."""
    try:
        reading = read_answer(text)
    except ReadError as error:
        refused = _object(typed=text, shown=None, explicit=None, notes=[], error=error_object(error))
        return Result(refused, Exit.USAGE, error=error)
    e = reading.expr
    notes = [note.text for note in reading.notes]
    return Result(
        _object(typed=text, shown=show(e), explicit=_explicit(e), notes=notes, error=None), Exit.FINE, reading
    )


def _explicit(e: Expr) -> str | None:
    """The line for SymPy's parser; None where it would be very long."""
    try:
        return explicit(e)
    except GivenUpError:
        return None


def variable(f: Expr, wrt: str | None) -> str:
    """The letter to differentiate by: the one named, else x, else the only letter there is.

    Raises TutorError when the named letter does not occur.
    """
    found = letters(f)
    if wrt is not None:
        if found and wrt not in found:
            listed = ", ".join(sorted(found))
            raise TutorError(f"the function has no letter {wrt}; it has {listed}")
        return wrt
    if "x" in found or len(found) != 1:
        return "x"
    return next(iter(found))


def steps_result(
    function: str, wrt: str | None = None, order: int = 1, method: str = "rules", at: str | None = None
) -> Result:
    """The derivation of a function, an equation or a curve; a table of derivations for several letters or functions."""
    try:
        asked = read_asked(function)
        if isinstance(asked, Vector) or (wrt is not None and "," in wrt):
            if at is not None:
                raise TutorError("--at gives one value; ask for one letter with --wrt")
            return _table(function, asked, wrt, order)
        derivation = _derivation(asked, wrt, order, method, at)
    except TutorError as error:
        return _no_steps(function, wrt, order, error)
    return Result(_steps_object(function, asked, derivation), Exit.FINE, derivation=derivation)


def _derivation(
    asked: Expr | Equation | Curve, wrt: str | None, order: int, method: str, at: str | None
) -> AnyDerivation:
    """The derivation by the method asked for."""
    from tutor.curve import tied
    from tutor.derive import derive
    from tutor.differential import first_open
    from tutor.modes.definition import derive_from_definition
    from tutor.modes.implicit import derive_implicitly
    from tutor.modes.inverse import derive_inverse
    from tutor.modes.logarithmic import derive_by_logarithm
    from tutor.modes.parametric import derive_along
    from tutor.modes.value import at_point

    if at is not None and isinstance(asked, Equation | Curve):
        raise TutorError("--at gives the value of the derivative of a function; put the point into the last line")
    if isinstance(asked, Equation):
        by = wrt or "x"
        y = dependent(asked, by)
        sides = (asked.left, asked.right)
        if any(y in letters(side) for side in sides) and all(first_open(side) is None for side in sides):
            tied(asked, by, y)  # or the last line would divide by 0
        return derive_implicitly(asked, by, y, order)
    if isinstance(asked, Curve):
        return derive_along(asked, order)
    by = variable(asked, wrt)
    place = None if at is None else _place(at)
    if method == "inverse":
        if place is None:
            raise TutorError("the inverse needs a place: add --at and the value of f there")
        return derive_inverse(asked, place, by)
    if method != "rules" and order > 1:
        raise TutorError(f"--method {method} works out the first derivative; leave --order away")
    ways: dict[str, Callable[[], AnyDerivation]] = {
        "rules": lambda: derive(asked, by, order=order),
        "log": lambda: derive_by_logarithm(asked, by),
        "definition": lambda: derive_from_definition(asked, by),
    }
    derivation = ways[method]()
    return derivation if place is None else at_point(derivation, asked, place)


def _place(text: str) -> Expr:
    """The number that --at names. Raises TutorError for anything else."""
    place = read(text)
    if letters(place):
        raise TutorError(f"--at takes a number; found {text}")
    return place


def _steps_object(function: str, asked: Expr | Equation | Curve, derivation: AnyDerivation) -> dict[str, Any]:
    by, line = derivation.wrt, derivation.line
    steps = [
        {
            "rule": step.rule,
            "say": step.say,
            "where": show(step.where, by),
            "letters": {name: show(e, by) for name, e in step.letters},
            "line": show_line(step.line, by),
        }
        for step in derivation.steps
    ]
    shown = function.strip() if isinstance(asked, Curve) else show_line(asked, by)
    return _object(
        function=shown,
        wrt=by,
        order=derivation.order,
        derivative=show(line, by),
        explicit=_explicit(line),
        steps=steps,
    )


def _table(function: str, asked: Asked, wrt: str | None, order: int) -> Result:
    """Gradient, Hessian or Jacobian: one derivation an entry."""
    from tutor.derive import derive

    if isinstance(asked, Equation | Curve):
        raise TutorError("a table of derivatives is for a function or a vector of functions")
    components = asked.components if isinstance(asked, Vector) else (asked,)
    found = sorted({name for f in components for name in letters(f)})
    named = [name.strip() for name in wrt.split(",")] if wrt else found
    for name in named:
        if name not in found:
            raise TutorError(f"the function has no letter {name}; it has {', '.join(found)}")
    if order > 2 or (order == 2 and len(components) > 1):
        raise TutorError("a table is worked out for first derivatives, and for the second ones of a single function")
    if order == 1:
        rows = [[derive(f, name) for name in named] for f in components]
    else:
        rows = [[derive(derive(components[0], a).line, b) for b in named] for a in named]
    kind = "Hessian" if order == 2 else "gradient" if len(components) == 1 else "Jacobian"
    objects = [[_steps_object(function, d.function, d) for d in row] for row in rows]
    table = [[show(d.line, d.wrt) for d in row] for row in rows]
    made = _object(function=function, wrt=named, order=order, kind=kind, table=table, entries=objects)
    return Result(made, Exit.FINE, table=tuple(map(tuple, rows)))


def _no_steps(function: str, wrt: str | None, order: int, error: TutorError) -> Result:
    failed = _object(function=function, wrt=wrt, order=order, derivative=None, explicit=None, steps=[])
    return Result({**failed, "error": error_object(error)}, Exit.USAGE, error=error)


def check_result(
    function: str,
    answer: str,
    wrt: str | None = None,
    order: int = 1,
    assume: str = "",
    prover: Prover | None = None,
    wanted: Wanted = NO_MORE,
) -> Result:
    """One answer marked against the derivative of a function, or of y where an equation holds.

    Raises TutorError when the function or an assumption cannot be read: that is the caller's mistake, not the answer's.
    """
    task = _task_of(function, wrt, order, assume)
    head = _object(id=None, function=task.shown, wrt=task.scope.wrt, answer=answer)
    return _marked(head, answer, task, prover, wanted)


@lru_cache(maxsize=256)  # of thirty answers that are marked, most are to the same few functions
def _task_of(function: str, wrt: str | None, order: int, assume: str) -> _Task:
    from tutor.values import read_assumptions

    f = read_markable(function)
    known = read_assumptions(assume)
    functions = functions_in(function)
    if isinstance(f, Equation):
        from tutor.curve import variables

        by, y = variables(f, wrt)
        names = frozenset({*letters(f.left), *letters(f.right), *known})
        scope = Scope(wrt=by, letters=names, functions=functions, dependent=frozenset({y}), order=order)
    else:
        by = variable(f, wrt)
        scope = Scope(wrt=by, letters=frozenset({*letters(f), *known, by}), functions=functions, order=order)
    return _Task(f, scope, known, assume)


def check_problem(problem: Problem, answer: str, prover: Prover | None = None, wanted: Wanted = NO_MORE) -> Result:
    """One answer marked against a problem of the bank, its form too where the problem asks for one.

    Raises TutorError for a problem with several parts: each is checked by itself.
    """
    if problem.parts:
        count = len(problem.parts)
        raise TutorError(f'the problem "{problem.id}" has {count} parts; name one of them, as in {problem.id}:1')
    if problem.task is not None:
        return _check_task(problem, answer, prover, wanted)
    task = _Task(problem.function, problem.scope, problem.assume, in_full=problem.in_full)
    head = _object(id=problem.id, function=task.shown, wrt=problem.wrt, answer=answer)
    result = _marked(head, answer, task, prover, wanted)
    form = problem.form_of(result.reading.expr) if isinstance(result.reading, Reading) else None
    if form is None:
        return result
    json = {**result.json, "form": form.as_dict()}
    if json["verdict"] == "correct" and not form.met:
        json["message"] = form.sentence(lambda e: pretty(e, problem.wrt))
    return replace(result, json=json)


def _check_task(problem: Problem, text: str, prover: Prover | None, wanted: Wanted) -> Result:
    """One answer marked against a problem of another kind than `differentiate`."""
    from tutor import kinds
    from tutor.answers.prose import for_people, plain
    from tutor.answers.writing import pretty, show
    from tutor.explain import explanation, told
    from tutor.verdict import Wrong, evidence, sentence, word

    started, budget, wrt = perf_counter(), Budget(), problem.wrt
    head = _object(id=problem.id, function=plain(kinds.subject(problem), wrt), wrt=wrt, answer=text)
    marking = kinds.task_of(problem).mark(text, prover, budget)
    if marking.error is not None:
        return _refused(head, text, marking.error, started)
    assert marking.value is not None and marking.reading is not None
    ms = _since(started)
    audit, verdict = _audited(marking.verdict, budget, wanted)
    explained = [explanation(mistake, wrt) for mistake in marking.mistakes]
    blamed = verdict == Wrong(None) or (isinstance(verdict, Wrong) and marking.blame)
    said = f"Not yet. {marking.blame}".rstrip() if blamed else sentence(verdict)
    if explained:
        paragraph = told(explained, 0, lambda e: pretty(e, wrt))
        said = " ".join(filter(None, ("Not yet.", marking.blame, paragraph)))
    if marking.begun is not None:
        said = marking.begun.said
    if marking.added:
        said = f"{said} {for_people(marking.added, wrt)}"
    if marking.meant is not None and marking.meant.other is not None:
        said = _not_as_read(pretty(marking.value, wrt), pretty(marking.meant.other, wrt))
    name = word(verdict)
    fields: dict[str, Any] = {
        "read_as": show(marking.value, wrt), "verdict": name, **evidence(verdict),
        "mistakes": [mistake_object(each, each.wrt) for each in explained], "message": said,
        "notes": [note.text for note in marking.reading.notes], "ms": ms,
    }  # fmt: skip
    if wanted.stages:
        fields["stages"] = [note.as_dict() for note in budget.notes]
    if audit is not UNASKED:
        fields["audit"] = audit.as_dict()
    code, notes = _CODES.get(name, Exit.NEGATIVE), tuple(budget.notes)
    pair = {"problem": problem.id, "function": head["function"], "wrt": wrt, "answer": text, "verdict": name}
    kept = _kept(marking.verdict, audit, pair)
    return Result({**head, **fields}, code, marking.reading, verdict, audit, notes, kept)


@dataclass(frozen=True)
class _Task:
    """What an answer is marked against; `assume` are the conditions as they were typed."""

    f: Expr | Equation
    scope: Scope
    known: Mapping[str, Interval]
    assume: str = ""
    in_full: Callable[[Expr], Expr] = lambda answer: answer

    @cached_property
    def shown(self) -> str:
        return show_line(self.f, self.scope.wrt)

    @cached_property
    def slope(self) -> Expr | None:
        """What the answers are compared with; None on a curve, and where the check has to say why there is none."""
        from tutor.check import slope_of

        with suppress(TutorError):
            return None if isinstance(self.f, Equation) else slope_of(self.f, self.scope.wrt, self.scope.order)
        return None


def _marked(head: dict[str, Any], text: str, task: _Task, prover: Prover | None, wanted: Wanted) -> Result:
    from tutor.blame import blame
    from tutor.check import check
    from tutor.diagnose import diagnosed
    from tutor.explain import explanation, told
    from tutor.verdict import KnownMistake, Wrong, sentence, word

    started = perf_counter()
    budget = Budget()
    scope = task.scope
    try:
        reading = read_answer(text, scope)
    except ReadError as error:
        return _refused(head, text, error, started)

    def judge(answer: Expr) -> Verdict:
        order, known = scope.order, task.known
        full = task.in_full(answer)
        return check(
            task.f, full, scope.wrt, order=order, assume=known, derivative=task.slope, prover=prover, budget=budget
        )

    verdict = judge(reading.expr)
    meant = _meant(reading, scope.wrt, judge) if isinstance(verdict, Wrong) else ""
    explained: list[Explanation] = []
    if not meant and not isinstance(task.f, Equation):
        full, order, known = task.in_full(reading.expr), scope.order, task.known
        verdict, mistakes = diagnosed(verdict, task.f, full, scope.wrt, order=order, assume=known, budget=budget)
        explained = [explanation(mistake, scope.wrt) for mistake in mistakes]

    def written(e: Expr) -> str:
        return pretty(e, scope.wrt)

    def blamed() -> str:
        if isinstance(task.f, Equation):
            return ""
        full, order, known = task.in_full(reading.expr), scope.order, task.known
        return blame(task.f, full, scope.wrt, order=order, assume=known, budget=budget)

    def said(verdict: Verdict) -> str:
        match verdict:
            case _ if meant:
                return meant
            case KnownMistake():
                return f"Not yet. {told(explained, 0, written)}"
            case Wrong() if part := blamed():
                return f"{sentence(verdict)} {part}"
            case _:
                return sentence(verdict)

    spoken = _Spoken(word, said, scope.wrt)
    pair = {"function": head["function"], "wrt": scope.wrt, "order": scope.order, "answer": text, "assume": task.assume}
    return _judged(head, reading, verdict, spoken, started, budget, wanted, pair, explained)


def _meant(reading: Reading, wrt: str, judge: Callable[[Expr], Verdict]) -> str:
    """What to say where a second reading that was named would be right; "" where none would."""
    from tutor.verdict import is_right

    for note in reading.notes:
        if note.other is not None and is_right(judge(note.other)):
            return _not_as_read(pretty(reading.expr, wrt), pretty(note.other, wrt))
    return ""


def _not_as_read(read_as: str, meant: str) -> str:
    return f"Not as it is read, {read_as}; but {meant} would be right. Mend the line."


def equal_result(a: str, b: str, assume: str = "", prover: Prover | None = None, wanted: Wanted = NO_MORE) -> Result:
    """Are two expressions the same real function?"""
    from tutor.check import equal
    from tutor.values import read_assumptions
    from tutor.verdict import equal_sentence, equal_word

    started = perf_counter()
    head = _object(a=a, b=b)
    known = read_assumptions(assume)
    readings = []
    for text in (a, b):
        try:
            readings.append(read_answer(text))
        except ReadError as error:
            return _refused(head, text, error, started)
    budget = Budget()
    verdict = equal(readings[0].expr, readings[1].expr, assume=known, prover=prover, budget=budget)
    pair = {"a": a, "b": b, "assume": assume}
    return _judged(head, readings[1], verdict, _Spoken(equal_word, equal_sentence), started, budget, wanted, pair)


_CODES = {"correct": Exit.FINE, "equal": Exit.FINE, "undecided": Exit.UNDECIDED, "unreadable": Exit.USAGE}


def _refused(head: dict[str, Any], text: str, error: ReadError, started: float) -> Result:
    said = f"{error.message}; {error.hint}" if error.hint else error.message
    fields: dict[str, Any] = {
        "verdict": "unreadable",
        "how": None,
        "witness": None,
        "mistakes": [],
        "message": said,
    }
    return Result(
        {**head, "read_as": None, **fields, "error": error_object(error), "ms": _since(started)},
        Exit.USAGE,
        error=error,
    )


@dataclass(frozen=True, slots=True)
class _Spoken:
    """How a command calls a verdict, and what it says of it."""

    word: Callable[[Verdict], str]
    sentence: Callable[[Verdict], str]
    wrt: str = "x"


def _judged(
    head: dict[str, Any],
    reading: Reading,
    verdict: Verdict,
    spoken: _Spoken,
    started: float,
    budget: Budget,
    wanted: Wanted,
    pair: Mapping[str, Any],
    explained: Sequence[Explanation] = (),
) -> Result:
    from tutor.verdict import evidence

    message = spoken.sentence(verdict)
    ms = _since(started)
    audit, after = _audited(verdict, budget, wanted)
    if after is not verdict:
        message = spoken.sentence(after)
    name = spoken.word(after)
    fields: dict[str, Any] = {
        "read_as": show(reading.expr, spoken.wrt), "verdict": name, **evidence(after),
        "mistakes": [mistake_object(each, spoken.wrt) for each in explained],
        "message": message, "notes": [note.text for note in reading.notes], "ms": ms,
    }  # fmt: skip
    if wanted.stages:
        fields["stages"] = [note.as_dict() for note in budget.notes]
    if audit is not UNASKED:
        fields["audit"] = audit.as_dict()
    code = _CODES.get(name, Exit.NEGATIVE)
    kept = _kept(verdict, audit, {**pair, "verdict": name})
    return Result({**head, **fields}, code, reading, after, audit, tuple(budget.notes), kept)


def _audited(verdict: Verdict, budget: Budget, wanted: Wanted) -> tuple[Audit, Verdict]:
    """The second opinion on a right answer, if one is wanted, and the verdict after it."""
    from tutor.verdict import Correct

    if wanted.auditor is None or not isinstance(verdict, Correct) or verdict.grounds is None:
        return UNASKED, verdict
    pending = wanted.auditor.begin(verdict.grounds())
    audit = pending.wait(budget.left if wanted.patience is None else wanted.patience)
    # The last word takes its own time: nobody may be told what is already known to be doubtful.
    return decided(verdict, audit, Budget())


def _kept(verdict: Verdict, audit: Audit, pair: Mapping[str, Any]) -> dict[str, Any] | None:
    from tutor.verdict import Correct, Undecided

    if not isinstance(verdict, Correct | Undecided):
        return None
    from tutor.unsettled import entry

    return entry(verdict, pair, audit)


def mistake_object(explained: Explanation, wrt: str) -> dict[str, Any]:
    """A recognised mistake as the commands print it."""
    mistake = explained.mistake

    def written(e: Expr) -> str:
        return show(e, wrt)

    return {
        "id": mistake.mal.id,
        "name": mistake.mal.name,
        "seed_mistake": mistake.mal.mistake,
        "where": None if mistake.where is None else written(mistake.where),
        "why": explained.why(written),
        "fix": explained.fix(written),
    }


def _since(started: float) -> float:
    return round((perf_counter() - started) * 1000, 2)
