"""What became of one answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.answers.typed import Alternative
    from tutor.answers.typed import Reading as ValueReading
    from tutor.diagnose import Mistake
    from tutor.errors import ReadError
    from tutor.form import FormVerdict
    from tutor.read import Note, Reading
    from tutor.verdict import Verdict

__all__ = ["Begun", "Marking", "Told"]


class Begun(NamedTuple):
    """The right beginning of an answer: what is still asked for, and the text that it is typed after."""

    said: str
    text: str


class Told(NamedTuple):
    """What there is to say about a wrong answer: which part of it is wrong, and the mistakes that lead to it."""

    said: str = ""
    mistakes: tuple[Mistake, ...] = ()


@dataclass(frozen=True, slots=True)
class Marking:
    """What became of one answer: how it was read, and the verdict; or why it could not be read.

    `meant` is a second reading that the echo named and that would have been right, None if there is none; `blame` says
    which part of a wrong answer is right and which is not, empty where that cannot be told. `mistakes` are the wrong
    steps that give the answer, the likeliest first; a rounded answer may have some too. `form` is about the form that
    the problem asks for, if it asks for one, and has no part in the verdict. `begun` is there where the answer is
    right as far as it goes, which costs nothing; `added` is what there is to say about a right one. `step` is how to go
    on, where nothing else can be said of a wrong one.
    """

    text: str
    verdict: Verdict
    reading: Reading | ValueReading | None = None
    error: ReadError | None = None
    meant: Note | Alternative | None = None
    blame: str = ""
    mistakes: tuple[Mistake, ...] = ()
    form: FormVerdict | None = None
    begun: Begun | None = None
    added: Sentence = ""
    step: str = ""

    @property
    def value(self) -> Value | None:
        """What was read; None where nothing could be."""
        return None if self.reading is None else self.reading.value

    @property
    def says_why(self) -> bool:
        """Is there anything to say of it but that it is wrong?"""
        from tutor.verdict import Wrong

        return self.verdict != Wrong(None) or bool(self.blame)

    @property
    def lacks_form(self) -> bool:
        """Is it a right value in another form than the problem asks for?"""
        from tutor.verdict import is_right

        return self.form is not None and not self.form.met and is_right(self.verdict)
