"""The sheet of a quiz: what stands on it, and what an event makes of it.

A sheet is a value. Nothing here waits, reads, prints or judges: the surface says whether a text can be read, and a
reply says what there is to be said, not how. No verdict is known before the sheet is handed in.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from tutor.errors import ReadError

__all__ = [
    "Arrived", "AskedToEnd", "Clear", "Cleared", "Event", "Give", "Given", "Go", "HandIn", "HandedIn", "Leave", "Left",
    "NotRead", "Nothing", "Reply", "Sheet", "Slip", "TimeUp", "advance", "blank",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slip:
    """What stands under one question.

    `text` is the answer, empty if there is none. `draft` was typed and not given: it could not be read, or was left on
    the line. It is kept and shown, and never counts. `cut` says that the time ran out on `text`: it counts if it is
    right, and never against anybody.
    """

    text: str = ""
    draft: str = ""
    seconds: float = 0.0
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """`at` is the question that is asked, from 0; behind the last it is the list of all.

    `limit` is how many seconds there are, None for no end of them, and `spent` how many are gone. `warned` says that
    it was told just now what is still empty.
    """

    slips: tuple[Slip, ...]
    limit: float | None = None
    at: int = 0
    spent: float = 0.0
    warned: bool = False
    over: bool = False
    out_of_time: bool = False

    @property
    def slip(self) -> Slip | None:
        """What stands under the question that is asked; None where the list is."""
        return self.slips[self.at] if self.at < len(self.slips) else None

    @property
    def empty(self) -> tuple[int, ...]:
        """The numbers, from 1, of the questions without an answer."""
        return tuple(number for number, slip in enumerate(self.slips, start=1) if not slip.text)

    @property
    def drafted(self) -> tuple[int, ...]:
        """The numbers of those among them where something was typed and not given."""
        return tuple(number for number in self.empty if self.slips[number - 1].draft)

    @property
    def answered(self) -> int:
        return len(self.slips) - len(self.empty)

    @property
    def left(self) -> float | None:
        """The seconds that are left; None where there is no limit."""
        return None if self.limit is None else max(0.0, self.limit - self.spent)


def blank(size: int, limit: float | None = None) -> Sheet:
    """A sheet with so many questions, none of them answered."""
    return Sheet((Slip(),) * size, limit)


# What can happen; `seconds` have gone by since the event before, and `draft` stood on the line


@dataclass(frozen=True, slots=True)
class Give:
    """An answer was given; `error` says why it cannot be read, None if it can."""

    text: str
    error: ReadError | None = None
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Go:
    """To the question of this number, from 1; one more than there are is the list of all."""

    number: int
    draft: str = ""
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Clear:
    """Take the answer of this question back."""

    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class HandIn:
    """Have it marked. `sure` where nobody is there to be asked."""

    draft: str = ""
    seconds: float = 0.0
    sure: bool = False


@dataclass(frozen=True, slots=True)
class TimeUp:
    """The time ran out while `text` stood on the line; `readable` says whether it is an answer as it stands."""

    text: str = ""
    readable: bool = False
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class Leave:
    """Stop for now."""

    draft: str = ""
    seconds: float = 0.0


Event = Give | Go | Clear | HandIn | TimeUp | Leave


# What there is to say


@dataclass(frozen=True, slots=True)
class Given:
    """The answer to question `number` is taken down; `before` is the one it replaces."""

    number: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class NotRead:
    """It cannot be read, and costs nothing."""

    error: ReadError


@dataclass(frozen=True, slots=True)
class Arrived:
    """At another place; `draft_of` is the number of the question whose line was left without being given, or 0."""

    draft_of: int = 0


@dataclass(frozen=True, slots=True)
class Cleared:
    """The answer that does not stand there any more."""

    text: str


@dataclass(frozen=True, slots=True)
class AskedToEnd:
    """These numbers are empty, and at some of them something was typed and not given: is that meant?"""

    empty: tuple[int, ...]
    drafted: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class HandedIn:
    """The quiz is over. What stood on the line when the time ran out was `given` as an answer, or `kept` beside it."""

    given: int = 0
    kept: int = 0


@dataclass(frozen=True, slots=True)
class Left:
    pass


class Nothing(StrEnum):
    """There is nothing to do for the event, and why."""

    NO_SUCH = "no such question"
    NO_QUESTION = "no question is asked here"
    NO_ANSWER = "no answer to take back"
    OVER = "the quiz is over"


Reply = Given | NotRead | Arrived | Cleared | AskedToEnd | HandedIn | Left | Nothing


def advance(sheet: Sheet, event: Event) -> tuple[Sheet, Reply]:
    """The sheet after the event, and what there is to say about it."""
    if sheet.over:
        return sheet, Nothing.OVER
    sheet = replace(_later(sheet, event.seconds), warned=sheet.warned and isinstance(event, HandIn))
    match event:
        case Give(text, error):
            return _given(sheet, text.strip(), error)
        case Go(number, draft):
            if not 1 <= number <= len(sheet.slips) + 1:
                return _drafted(sheet, draft)[0], Nothing.NO_SUCH
            after, draft_of = _drafted(sheet, draft)
            return replace(after, at=number - 1), Arrived(draft_of)
        case Clear():
            if sheet.slip is None or not (sheet.slip.text or sheet.slip.draft):
                return sheet, Nothing.NO_ANSWER
            after = _with(sheet, replace(sheet.slip, text="", draft=""))
            return after, Cleared(sheet.slip.text or sheet.slip.draft)
        case HandIn(draft, _, sure):
            after, draft_of = _drafted(sheet, draft)
            if after.empty and not sure and (draft_of or not after.warned):
                return replace(after, warned=True), AskedToEnd(after.empty, after.drafted)
            return replace(after, over=True), HandedIn()
        case TimeUp(text, readable):
            return _timed_out(sheet, text.strip(), readable)
        case Leave(draft):
            return _drafted(sheet, draft)[0], Left()


def _later(sheet: Sheet, seconds: float) -> Sheet:
    slip = sheet.slip
    after = replace(sheet, spent=sheet.spent + seconds)
    return after if slip is None else _with(after, replace(slip, seconds=slip.seconds + seconds))


def _with(sheet: Sheet, slip: Slip) -> Sheet:
    slips = (*sheet.slips[: sheet.at], slip, *sheet.slips[sheet.at + 1 :])
    return replace(sheet, slips=slips)


def _given(sheet: Sheet, text: str, error: ReadError | None) -> tuple[Sheet, Reply]:
    slip = sheet.slip
    if slip is None:
        return sheet, Nothing.NO_QUESTION
    if error is not None:  # an answer that was given before still stands
        return _with(sheet, replace(slip, draft=text)), NotRead(error)
    after = _with(sheet, replace(slip, text=text, draft=""))
    return replace(after, at=sheet.at + 1), Given(sheet.at + 1, slip.text)


def _drafted(sheet: Sheet, draft: str) -> tuple[Sheet, int]:
    """The sheet with what stood on the line beside the answer, and the number of the question if that is news."""
    slip, text = sheet.slip, draft.strip()
    if slip is None or text in ("", slip.draft):
        return sheet, 0
    if text == slip.text:
        return _with(sheet, replace(slip, draft="")), 0
    return _with(sheet, replace(slip, draft=text)), sheet.at + 1


def _timed_out(sheet: Sheet, text: str, readable: bool) -> tuple[Sheet, Reply]:
    """Half a line is an answer where there is none and it can be read; it never takes the place of one."""
    over = replace(sheet, over=True, out_of_time=True)
    slip = sheet.slip
    if slip is None or not text or text == slip.text:
        return over, HandedIn()
    if readable and not slip.text:
        return _with(over, replace(slip, text=text, draft="", cut=True)), HandedIn(given=sheet.at + 1)
    return _with(over, replace(slip, draft=text)), HandedIn(kept=sheet.at + 1)
