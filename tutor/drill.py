"""The inner loop: one problem, from its statement to its end.

A drill is a value and an event makes the next one of it. Nothing here waits, reads or prints: the surface
marks an answer first and hands the marking in, and a `Feedback` says what there is to be said, not how.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from tutor.audit import UNASKED, Audit
from tutor.sitting import GAVE_UP, MISTAKES, PART, SKIPPED, ends

if TYPE_CHECKING:
    from tutor.expr import Expr
    from tutor.kinds import Marking
    from tutor.problem import Problem

__all__ = [
    "Answer", "AskHint", "AskPlot", "AskWhy", "Drawn", "Drill", "Event", "Evidence", "Feedback", "FormAsked", "GaveUp",
    "GiveUp", "Hint", "Judged", "Left", "Move", "Nothing", "Quit", "ShowSteps", "Skip", "Skipped", "Steps", "Undo",
    "Undone", "advance", "recalled", "start", "with_ladder",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Move:
    """Something that counts: an answer, a skip, or giving up.

    `hints` were seen before it, in all parts; `hinted` are the mistakes that those of its part were about.
    """

    verdict: str  # a verdict's word, or `skipped`, `gave-up`, or `part`
    hints: int = 0
    text: str = ""
    seconds: float = 0.0
    marking: Marking | None = None
    hinted: tuple[str, ...] = ()

    @property
    def ends(self) -> bool:
        """Is the problem over with it?"""
        return ends(self.verdict)


@dataclass(frozen=True, slots=True)
class Drill:
    """The state of one problem: the moves made, and how many rungs of the hint ladder were seen.

    `last` is what came of the last answer, whether it counted or not, and `hinted` are the mistakes there was a hint
    for. `form_open` says that the last move is a right answer in another form than the problem asks for: it counts, and
    the problem stays open. `begun` says that what is done last in the function was said about a wrong answer.

    A problem with parts asks one after the other; `rungs`, `rung`, `hinted` and `begun` are those of the current one.
    """

    problem: Problem
    rungs: tuple[str, ...]
    moves: tuple[Move, ...] = ()
    rung: int = 0
    last: Marking | None = None
    hinted: tuple[str, ...] = ()
    form_open: bool = False
    begun: bool = False

    @property
    def finished(self) -> bool:
        return bool(self.moves) and self.moves[-1].ends and not self.form_open

    @property
    def part(self) -> int:
        """How many parts are answered."""
        return sum(1 for move in self.moves if move.verdict == PART)

    @property
    def current(self) -> Problem:
        """The part that is asked now; a problem without parts is its own."""
        return self.problem.parts[self.part] if self.problem.parts else self.problem

    @property
    def answered(self) -> Problem:
        """What `last` answers: the part before, as long as nothing was typed in the current one."""
        return self.problem.parts[self.part - 1] if self.just_went_on else self.current

    @property
    def just_went_on(self) -> bool:
        """Is the last answer the one that led to the current part?"""
        last = self.moves[-1] if self.moves else None
        return last is not None and last.verdict == PART and last.marking is not None and last.marking is self.last

    @property
    def seen(self) -> int:
        """How many hints were seen in all, those of earlier parts too."""
        return self.rung + _earlier(self.moves)

    @property
    def tries(self) -> int:
        """How many answers counted; all that were right in between are one with the last."""
        return sum(1 for move in self.moves if move.verdict not in (SKIPPED, GAVE_UP, PART))

    @property
    def mistakes(self) -> int:
        return sum(1 for move in self.moves if move.verdict in MISTAKES)

    @property
    def seconds(self) -> float:
        return sum(move.seconds for move in self.moves)


# What can happen


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer was typed and marked, `seconds` after the last move."""

    text: str
    marking: Marking
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class AskHint:
    """The next rung of the ladder."""


@dataclass(frozen=True, slots=True)
class AskWhy:
    """The evidence for the last verdict; `audit` is SymPy's opinion, as far as it is known."""

    audit: Audit = UNASKED


@dataclass(frozen=True, slots=True)
class AskPlot:
    """A picture of the function; it costs nothing, and gives nothing away."""


@dataclass(frozen=True, slots=True)
class ShowSteps:
    """The whole derivation: before the answer is right it counts as given up."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class GiveUp:
    """The answer alone, without the steps to it."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Skip:
    """Not now."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Undo:
    """Take the last move back."""


@dataclass(frozen=True, slots=True)
class Quit:
    """Leave; the problem stays as it is."""


def _earlier(moves: Sequence[Move]) -> int:
    """How many hints were seen in the parts that are answered."""
    return max((move.hints for move in moves if move.verdict == PART), default=0)


Event = Answer | AskHint | AskPlot | AskWhy | ShowSteps | GiveUp | Skip | Undo | Quit


# What there is to say


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on an answer. `counted` says whether it is one of the `tries`."""

    problem: Problem
    marking: Marking
    counted: bool
    tries: int
    seconds: float
    again: bool = False  # the same answer as just before
    before: int = 0  # how often the same mistake was made earlier in this problem
    offer_hint: bool = False  # no hint yet, and two mistakes or one of which nothing was said
    was_right: bool = False  # a right answer counts already, and only its form is still asked for
    goes_on: bool = False  # it was right, and the next part is asked
    over: bool = False  # nothing can be mended any more
    opened: bool = False  # what is done last has been said, by a hint or about an earlier answer

    @property
    def begins(self) -> bool:
        """Is it to be said where to begin, since there is nothing to say of the answer?"""
        from tutor.verdict import Wrong

        unexplained = isinstance(self.marking.verdict, Wrong) and not (self.marking.blame or self.marking.meant)
        return unexplained and self.problem.task is None and not (self.over or self.was_right)


@dataclass(frozen=True, slots=True)
class Hint:
    """Rung `number` of `of`."""

    number: int
    of: int
    text: str


@dataclass(frozen=True, slots=True)
class FormAsked:
    """What the right answer that counts already lacks of the form asked for."""

    problem: Problem
    marking: Marking


@dataclass(frozen=True, slots=True)
class Evidence:
    """How the last verdict was reached, and what SymPy thinks of it.

    While the problem is open, the right way is not shown to its end.
    """

    problem: Problem
    marking: Marking
    audit: Audit = UNASKED
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture to be drawn: with the wrong answer just given, None where there is none.

    `tried` if an answer to it has counted, `over` once there is nothing to give away.
    """

    problem: Problem
    answer: Expr | None = None
    tried: bool = False
    over: bool = False


@dataclass(frozen=True, slots=True)
class Steps:
    """The derivation of the problem; `gave_up` unless it was over already."""

    problem: Problem
    gave_up: bool


@dataclass(frozen=True, slots=True)
class GaveUp:
    """The answer of the problem."""

    problem: Problem


@dataclass(frozen=True, slots=True)
class Skipped:
    """`was_right` where only the form of a right answer is given up."""

    was_right: bool = False


@dataclass(frozen=True, slots=True)
class Undone:
    """The move that does not count any more."""

    move: Move


@dataclass(frozen=True, slots=True)
class Left:
    pass


class Nothing(StrEnum):
    """There is nothing to do for the event, and why."""

    MORE_HINTS = "no more hints"
    TO_UNDO = "nothing to undo"
    TO_EXPLAIN = "no answer yet"
    OVER = "the problem is over"


Feedback = Judged | Hint | FormAsked | Evidence | Drawn | Steps | GaveUp | Skipped | Undone | Left | Nothing


def start(
    problem: Problem, rungs: Sequence[str], moves: Sequence[Move] = (), rung: int = 0, hinted: Sequence[str] = ()
) -> Drill:
    """A problem with its hint ladder.

    `moves`, `rung` hints, and the mistakes that some of these were about are what happened before it was broken off.
    """
    drill = Drill(problem, (), tuple(moves), rung - _earlier(moves), hinted=tuple(hinted))
    return with_ladder(drill, rungs) if rungs else drill


def with_ladder(drill: Drill, ladder: Sequence[str]) -> Drill:
    """The drill with the ladder of its current part; the rungs about mistakes were seen, and stand below it."""
    return replace(drill, rungs=(*[""] * len(drill.hinted), *ladder))


def recalled(drill: Drill, marking: Marking) -> Drill:
    """The drill with its last answer marked again, as it was before it was broken off."""
    *before, last = drill.moves
    return replace(drill, last=marking, moves=(*before, replace(last, marking=marking)))


def advance(drill: Drill, event: Event) -> tuple[Drill, Feedback]:
    """The drill after the event, and what there is to say about it."""
    match event:
        case Answer() | Skip() | GiveUp() if drill.finished:
            return drill, Nothing.OVER
        case Answer() | AskHint() | ShowSteps() | GiveUp() | Skip() if drill.form_open:
            return _about_the_form(drill, event)
        case Answer():
            return _answer(drill, event)
        case AskHint():
            return _hint(drill)
        case AskWhy(audit):
            is_open = not (drill.finished or drill.form_open or drill.just_went_on)
            return drill, Evidence(drill.answered, drill.last, audit, is_open) if drill.last else Nothing.TO_EXPLAIN
        case AskPlot():
            return drill, _drawn(drill)
        case ShowSteps(seconds):
            # What was seen stays seen: after an undo, a right answer is one with every hint.
            seen = replace(drill, rung=len(drill.rungs))
            if drill.finished:
                return drill, Steps(drill.problem, gave_up=False)
            return _move(seen, _move_of(drill, GAVE_UP, seconds)), Steps(_rest(drill), gave_up=True)
        case GiveUp(seconds):
            seen = replace(drill, rung=len(drill.rungs))
            return _move(seen, _move_of(drill, GAVE_UP, seconds)), GaveUp(_rest(drill))
        case Skip(seconds):
            return _move(drill, _move_of(drill, SKIPPED, seconds)), Skipped()
        case Undo():
            if not drill.moves:
                return drill, Nothing.TO_UNDO
            *before, last = drill.moves
            after = replace(drill, moves=tuple(before), last=None, form_open=False)
            if last.verdict == PART:  # back in the part before, with the hints that were seen there
                after = replace(after, rungs=(), rung=last.hints - _earlier(before), hinted=last.hinted)
            return after, Undone(last)
        case Quit():
            return drill, Left()


def _drawn(drill: Drill) -> Drawn:
    """What may be shown of the part that is asked now, or was asked last."""
    from tutor.expr import Expr
    from tutor.verdict import word

    over, marking = drill.finished or drill.form_open, drill.last
    if drill.just_went_on or marking is None or word(marking.verdict) not in MISTAKES:
        wrong = None
    else:
        wrong = marking.value if isinstance(marking.value, Expr) else None
    parts = drill.problem.parts
    problem = parts[min(drill.part, len(parts) - 1)] if parts else drill.problem
    tried = any(move.verdict in MISTAKES for move in _of_the_part(drill.moves))
    return Drawn(problem, wrong, tried, over)


def _of_the_part(moves: Sequence[Move]) -> Sequence[Move]:
    """The moves since the last part was answered."""
    begins = max((number for number, move in enumerate(moves, start=1) if move.verdict == PART), default=0)
    return moves[begins:]


def _rest(drill: Drill) -> Problem:
    """What is left of the problem: the current part and those after it."""
    return replace(drill.problem, parts=drill.problem.parts[drill.part :])


def _move_of(drill: Drill, verdict: str, seconds: float) -> Move:
    """A move that is no answer."""
    return Move(verdict, drill.seen, seconds=seconds, hinted=drill.hinted)


def _move(drill: Drill, move: Move) -> Drill:
    return replace(drill, moves=(*drill.moves, move))


def _answer(drill: Drill, answer: Answer) -> tuple[Drill, Feedback]:
    from tutor.verdict import word

    marking = answer.marking
    verdict = word(marking.verdict)
    last = drill.moves[-1] if drill.moves else None
    again = last is not None and last.verdict != PART and _says_the_same(last.marking, marking)
    # An unreadable line, the same answer again, one that is right in the other reading that was named, and the
    # right beginning of one: all of these are about the typing and cost nothing. What could not be settled is
    # nobody's mistake.
    about_typing = again or marking.meant is not None or marking.begun is not None
    counted = verdict not in ("unreadable", "undecided") and not about_typing
    after = replace(drill, last=marking)
    goes_on = counted and ends(verdict) and drill.part + 1 < len(drill.problem.parts)
    if counted:
        done = PART if goes_on else verdict
        move = Move(done, drill.seen, answer.text, answer.seconds, marking, drill.hinted)
        after = replace(_move(after, move), form_open=marking.lacks_form)
    if goes_on:
        after = replace(after, rungs=(), rung=0, hinted=(), begun=False)
    # Help is offered at once where there was nothing to say of the answer.
    stuck = verdict in MISTAKES and not after.seen and (after.mistakes >= 2 or not marking.says_why)
    seconds = after.seconds + (0.0 if counted else answer.seconds)
    before = sum(_likeliest(move.marking) == _likeliest(marking) for move in drill.moves) if marking.mistakes else 0
    opened = bool(drill.rung) or any(move.verdict == "wrong" for move in drill.moves)
    judged = Judged(
        drill.current, marking, counted, after.tries, seconds, again, before, stuck, goes_on=goes_on, opened=opened
    )
    return replace(after, begun=after.begun or (judged.begins and not opened)), judged


def _with_rung_for(drill: Drill, mistake: str) -> Drill:
    """The ladder with a rung put in that fits the mistake just made; no other rung is left out for it."""
    from tutor.explain import explanation, hint_after
    from tutor.show import pretty

    assert drill.last is not None
    wrt = drill.current.wrt
    text = hint_after(explanation(drill.last.mistakes[0], wrt), lambda e: pretty(e, wrt))
    rungs = (*drill.rungs[: drill.rung], text, *drill.rungs[drill.rung :])
    return replace(drill, rungs=rungs, hinted=(*drill.hinted, mistake))


def _likeliest(marking: Marking | None) -> str:
    """The id of the likeliest mistake in an answer; "" if none was recognised."""
    return marking.mistakes[0].mal.id if marking is not None and marking.mistakes else ""


def _about_the_form(drill: Drill, event: Answer | AskHint | ShowSteps | GiveUp | Skip) -> tuple[Drill, Feedback]:
    """What happens between a right answer and the form asked for: nothing counts any more, for or against it."""
    from tutor.verdict import is_right

    done = replace(drill, form_open=False)
    match event:
        case Answer(_, marking, seconds):
            form_open = not is_right(marking.verdict) or marking.lacks_form
            after = replace(drill, last=marking, form_open=form_open)
            return after, Judged(drill.problem, marking, False, drill.tries, drill.seconds + seconds, was_right=True)
        case AskHint():
            right = drill.last if drill.last is not None and drill.last.lacks_form else drill.moves[-1].marking
            assert right is not None  # it is this that left the form open
            return drill, FormAsked(drill.problem, right)
        case ShowSteps():
            return done, Steps(drill.problem, gave_up=False)
        case GiveUp():
            return done, GaveUp(drill.problem)
        case Skip():
            return done, Skipped(was_right=True)


def _says_the_same(before: Marking | None, now: Marking) -> bool:
    if before is None or before.reading is None or now.reading is None:
        return False
    return before.value == now.value


def _hint(drill: Drill) -> tuple[Drill, Feedback]:
    if drill.finished:
        return drill, Nothing.OVER
    mistake = "" if drill.just_went_on else _likeliest(drill.last)
    if mistake and mistake not in drill.hinted:
        drill = _with_rung_for(drill, mistake)
    if drill.begun and drill.rungs[drill.rung : drill.rung + 1] == (_opening(drill.current),):
        drill = replace(drill, rung=drill.rung + 1)  # it was said already
    if drill.rung >= len(drill.rungs):
        return drill, Nothing.MORE_HINTS
    text = drill.rungs[drill.rung]
    return replace(drill, rung=drill.rung + 1), Hint(drill.rung + 1, len(drill.rungs), text)


def _opening(problem: Problem) -> str:
    from tutor.hints import opening

    return opening(problem.function, problem.wrt, order=problem.order)
