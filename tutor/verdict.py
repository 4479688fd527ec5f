"""The verdicts on an answer, each with its evidence, and what they are called.

The words are those of the commands: `word` and `evidence` fill the JSON, `sentence` is for a person.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tutor.errors import ReadError
from tutor.expr import Expr

if TYPE_CHECKING:
    from tutor.trial import Trial
    from tutor.values import Interval

__all__ = [
    "Correct", "CorrectOnPart", "Grounds", "KnownMistake", "Rounded", "Undecided", "Unfinished", "Unreadable",
    "Verdict", "Witness", "Wrong", "equal_word", "evidence", "is_right", "sentence", "word",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Witness:
    """A point at which two expressions provably differ, and both values, as texts rounded for a reader.

    `compared` says what they are values of: "the value", "the slope".
    """

    point: tuple[tuple[str, str], ...]
    expected: str
    yours: str
    compared: str = "the value"

    def as_dict(self) -> dict[str, str]:
        """`{"x": "0.7", "expected": "1.3844", "yours": "0.9418"}`"""
        return {**dict(self.point), "expected": self.expected, "yours": self.yours}

    @property
    def place(self) -> str:
        """The point in words: "x = 0.7", "x = 0.7, a = 2"; "" where there are no letters."""
        return ", ".join(f"{letter} = {value}" for letter, value in self.point)


@dataclass(frozen=True, slots=True)
class Grounds:
    """What a right verdict rests on, for a second opinion: both sides, what is known of their letters, where it holds.

    `right` may be an open derivative, for somebody else to take. `signs` are the combinations of signs that occurred,
    and at `points` both sides have a value: `trial` is where they were computed. On a curve `zero` is 0, and the points
    are near it: exactly on it once the letter that is `dependent` is moved a little.
    """

    right: Expr
    answer: Expr
    assume: Mapping[str, Interval]
    signs: tuple[Mapping[str, int], ...] = ({},)
    points: tuple[Mapping[str, Fraction], ...] = ()
    trial: Trial | None = None
    zero: Expr | None = None
    dependent: str = ""


@dataclass(frozen=True, slots=True)
class Correct:
    """`how` is "proved" or "agrees"; `by` names the proof, or says how many points agree.

    `grounds` collects what a second opinion needs, which few verdicts are asked for.
    """

    how: str
    by: str
    remark: str = ""
    grounds: Callable[[], Grounds] | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class CorrectOnPart:
    """Right for `part` ("x > 0"; "" if it has no short name). Without a witness it is undefined elsewhere."""

    part: str
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Rounded:
    """Right but for its decimals. `exact` is the answer with exact numbers, None if they have no simple name."""

    exact: Expr | None
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Unfinished:
    """Right so far; `open` is the first derivative that is still to be taken."""

    open: Expr


@dataclass(frozen=True, slots=True)
class KnownMistake:
    """`mistakes` are the wrong steps that give this answer (`tutor.diagnose.Mistake`), the likeliest first."""

    mistakes: tuple[Any, ...]
    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Wrong:
    """`witness` is None where the answer has no real value wherever the right one has."""

    witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Undecided:
    why: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    error: ReadError


Verdict = Correct | CorrectOnPart | Rounded | Unfinished | KnownMistake | Wrong | Undecided | Unreadable

_WORDS: dict[type, str] = {
    Correct: "correct",
    CorrectOnPart: "correct-on-part",
    Rounded: "rounded",
    Unfinished: "unfinished",
    KnownMistake: "known-mistake",
    Wrong: "wrong",
    Undecided: "undecided",
    Unreadable: "unreadable",
}
_EQUAL_WORDS = {"correct": "equal", "correct-on-part": "equal-on-part", "wrong": "different"}


def word(verdict: Verdict) -> str:
    """The verdict as `tutor check` calls it."""
    return _WORDS[type(verdict)]


def equal_word(verdict: Verdict) -> str:
    """The verdict as `tutor equal` calls it."""
    return _EQUAL_WORDS.get(word(verdict), word(verdict))


def is_right(verdict: Verdict) -> bool:
    """Does the answer count as right?"""
    return isinstance(verdict, Correct)


def evidence(verdict: Verdict) -> dict[str, Any]:
    """The fields of the JSON that say why: how, by, witness, part, exact, open."""
    from tutor.show import show

    fields: dict[str, Any] = {"how": None, "witness": None}
    match verdict:
        case Correct(how, by, remark):
            fields |= {"how": how, "by": by}
            if remark:
                fields["remark"] = remark
        case CorrectOnPart(part, witness):
            fields |= _seen(witness) | {"part": part or None}
        case Rounded(exact, witness):
            fields |= _seen(witness) | {"exact": None if exact is None else show(exact)}
        case Unfinished(part):
            fields |= {"open": show(part)}
        case KnownMistake(_, witness) | Wrong(witness):
            fields |= _seen(witness)
        case Undecided() | Unreadable():
            pass
    return fields


def _seen(witness: Witness | None) -> dict[str, Any]:
    return {"how": "witness", "witness": witness.as_dict()} if witness else {}


def sentence(verdict: Verdict) -> str:
    """What the verdict means, in words for a person; plain, without colour."""
    from tutor.show import pretty

    match verdict:
        case Correct("proved", _, remark):
            return f"Correct, proved{f' {remark}' if remark else ''}."
        case Correct(_, by, remark):
            return f"Correct{f' {remark}' if remark else ''}: it agrees at {by}; a proof was not found."
        case CorrectOnPart(part, None):
            return f"Right for {part}; elsewhere it has no real value." if part else "Right where it has a real value."
        case CorrectOnPart(part, Witness() as witness):
            where = f"Right for {part}" if part else "Right on a part of the domain"
            return f"{where}, but {_compared(witness)}."
        case Rounded(None):
            return "Right, but rounded: write the exact numbers."
        case Rounded(exact) if exact is not None:
            return f"Right, but rounded: exactly it is {pretty(exact)}."
        case Unfinished(part):
            return f"Right so far: {pretty(part)} is still open."
        case KnownMistake(_, Witness() as witness) | Wrong(Witness() as witness):
            return f"Not yet: {_compared(witness)}."
        case KnownMistake() | Wrong():
            return "Not yet: it has no real value where the right answer has one."
        case Undecided(why):
            return why
        case Unreadable(error):
            return f"{error.message}; {error.hint}" if error.hint else error.message
        case _:
            raise AssertionError(verdict)


def equal_sentence(verdict: Verdict) -> str:
    """The same for two expressions of which neither is an answer."""
    from tutor.show import pretty

    match verdict:
        case Correct("proved", _, remark):
            return f"Equal, proved{f' {remark}' if remark else ''}."
        case Correct(_, by, _):
            return f"Equal: they agree at {by}; a proof was not found."
        case CorrectOnPart(part, witness):
            where = f"Equal for {part}" if part else "Equal on a part of the domain"
            return f"{where}, {'but ' + _both(witness) if witness else 'elsewhere one of them has no real value'}."
        case Rounded(exact):
            return f"Equal but for rounding{f': exactly it is {pretty(exact)}' if exact is not None else ''}."
        case Wrong(Witness() as witness) | KnownMistake(_, Witness() as witness):
            return f"Different: {_both(witness)}."
        case Wrong() | KnownMistake():
            return "Different: nowhere do both have a real value."
        case _:
            return sentence(verdict)


def _both(witness: Witness) -> str:
    at = f"at {witness.place} " if witness.place else ""
    return f"{at}the first is {witness.expected}, the second {witness.yours}"


def _compared(witness: Witness) -> str:
    at = f"at {witness.place} " if witness.place else ""
    return f"{at}{witness.compared} is {witness.expected}, yours is {witness.yours}"
