"""A typed answer taken apart: pieces of the text that know their columns, and the expressions in them.

Every fault is a `ReadError` at a column of the whole text, whatever piece it lies in.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tutor.answers.model import End, Infinity, Value
from tutor.errors import ReadError
from tutor.expr import Expr, letters
from tutor.read import MAX_LENGTH, read, read_answer
from tutor.reading.leibniz import ONLY_THE_DERIVATIVE
from tutor.scope import Note, Scope

__all__ = ["Alternative", "Reading", "Span", "Typed", "opens", "without_latex"]

_OPENING, _CLOSING = "([{", ")]}"
_WIDE = str.maketrans("（）［］｛｝，；：＝＜＞｜⟨⟩", "()[]{},;:=<>|()")
_LATEX = (
    (re.compile(r"\\begin\{[a-z]*matrix\}"), "["),
    (re.compile(r"\\end\{[a-z]*matrix\}"), "]"),
    (re.compile(r"\\\\"), ";"),
    (re.compile(r"\\(?:left|right)\b"), ""),
    (re.compile(r"\\[{]"), "{"),
    (re.compile(r"\\[}]"), "}"),
    (re.compile(r"\\infty\b"), "oo"),
    (re.compile(r"\\cup\b"), "∪"),
    (re.compile(r"\\(?:varnothing|emptyset)\b"), "∅"),
    (re.compile(r"\\pm\b"), "±"),
    (re.compile(r"\\leq?\b"), "≤"),
    (re.compile(r"\\geq?\b"), "≥"),
    (re.compile(r"\\neq?\b"), "≠"),
    (re.compile(r"\\l?dots\b"), "…"),
    (re.compile(r"\\[,;:! ]"), ""),
)
NO_EQUALS, BEHIND_EQUALS = "no equals sign is needed here", "type only what comes after ="
_SAYS_MORE = re.compile(r" is asked for$|\) = says what ")  # of another order, or of f(2)
_INFINITE = re.compile(r"\s*([-+−–]?)\s*(?:oo|inf|infty|infinity|∞)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Alternative:
    """A second reading that a note named, as a whole answer."""

    note: Note
    value: Value

    @property
    def other(self) -> Value:
        return self.value


@dataclass(frozen=True, slots=True)
class Reading:
    """A typed answer, the value it stands for, and what should be said about how it was read."""

    value: Value
    notes: tuple[Note, ...]
    typed: str
    others: tuple[Alternative, ...] = ()


def without_latex(text: str) -> str:
    """The text with the macros that stand between expressions in plain signs, every character in its column."""
    text = text.translate(_WIDE)
    if "\\" not in text:
        return text
    for macro, sign in _LATEX:
        text = macro.sub(lambda found, sign=sign: sign.ljust(len(found[0])), text)  # type: ignore[misc]
    return text.replace("&", ",") if "[" in text else text


@dataclass(frozen=True, slots=True)
class Span:
    """The part of a text from `start` up to `end`, without the blanks at its ends."""

    whole: str
    start: int
    end: int

    @classmethod
    def of(cls, whole: str, start: int = 0, end: int | None = None) -> Span:
        end = len(whole) if end is None else end
        piece = whole[start:end]
        begin = start + len(piece) - len(piece.lstrip())
        return cls(whole, begin, max(begin, start + len(piece.rstrip())))

    @property
    def text(self) -> str:
        return self.whole[self.start : self.end]

    def __bool__(self) -> bool:
        return self.end > self.start

    def part(self, start: int, end: int | None = None) -> Span:
        """A part of it, counted from its own start."""
        return Span.of(self.whole, self.start + start, self.end if end is None else self.start + end)

    def split(self, separator: re.Pattern[str]) -> list[Span]:
        """The parts between separators that stand outside all brackets; also empty ones."""
        cuts = [(0, 0)]
        depth, at = 0, 0
        text = self.text
        while at < len(text):
            depth += (text[at] in _OPENING) - (text[at] in _CLOSING)
            found = separator.match(text, at) if depth <= 0 else None
            if found is not None and found.end() > at:
                cuts.append((at, found.end()))
                at = found.end()
                depth = 0
            else:
                at += 1
        ends = [start for start, _ in cuts[1:]] + [len(text)]
        return [self.part(begin, end) for (_, begin), end in zip(cuts, ends, strict=True)]

    def bracketed(self, kinds: str = "([{") -> Span | None:
        """What stands in the brackets that enclose all of it; None where none do."""
        text = self.text
        if len(text) < 2 or text[0] not in kinds or text[-1] not in _CLOSING:
            return None
        depth = 0
        for at, sign in enumerate(text):
            depth += (sign in _OPENING) - (sign in _CLOSING)
            if depth == 0 and at < len(text) - 1:
                return None
        return self.part(1, len(text) - 1) if depth == 0 else None

    def error(self, message: str, hint: str = "", at: int | None = None) -> ReadError:
        """A refusal that points at its first column, or at one counted from it."""
        return ReadError(message, self.whole, self.start + (at or 0), hint)


def opens(span: Span) -> bool:
    """Is a bracket opened in it and never closed?"""
    return sum((sign in _OPENING) - (sign in _CLOSING) for sign in span.text) > 0


@dataclass
class Typed:
    """The text of an answer while it is read: `expr` reads the expressions in it and keeps the notes.

    `instead` has the expressions that are to be put where a note named a second reading, by their column.
    """

    text: str
    scope: Scope
    instead: Mapping[int, Expr] = field(default_factory=dict)
    notes: list[tuple[int, Note]] = field(default_factory=list)

    @property
    def whole(self) -> Span:
        """All of it. Raises ReadError where there is nothing, or too much."""
        if len(self.text) > MAX_LENGTH:
            raise ReadError(f"longer than {MAX_LENGTH} characters", self.text, MAX_LENGTH)
        span = Span.of(self.text)
        if not span:
            raise ReadError("nothing is typed yet", self.text, len(self.text))
        return span

    def expr(self, span: Span, missing: str = "a number or letter is missing") -> Expr:
        """The expression in a part of the text. Raises ReadError at a column of the whole text."""
        if not span:
            raise span.error(missing)
        if span.start in self.instead:
            return self.instead[span.start]
        try:
            reading = read_answer(self.text[span.start : span.end], self.scope)
        except ReadError as error:
            self._refuse_unknown(span)
            at = min(span.start + error.at, len(self.text))
            if error.hint == ONLY_THE_DERIVATIVE:  # in these answers it need not be one that is asked for
                said = error.message if _SAYS_MORE.search(error.message) else NO_EQUALS
                raise ReadError(said, self.text, at, BEHIND_EQUALS) from None
            raise ReadError(error.message, self.text, at, error.hint) from None
        self._refuse_letters(span, reading.expr)
        self.notes += [(span.start, note) for note in reading.notes]
        return reading.expr

    def _refuse_letters(self, span: Span, e: Expr) -> None:
        """The reader lets the variable stand everywhere; where a number is asked for it has no place."""
        if self.scope.letters is None:
            return
        for name in sorted(letters(e) - self.scope.letters):
            raise span.error(f"a number is asked for here, without {name}", at=max(0, span.text.find(name)))

    def _refuse_unknown(self, span: Span) -> None:
        """Where no letter at all may stand, that is what to say, and not which letters the problem has."""
        if self.scope.letters:
            return
        try:
            e = read(span.text)
        except ReadError:
            return
        self._refuse_letters(span, e)

    def end(self, span: Span) -> End:
        """The same, or plus or minus infinity."""
        found = _INFINITE.fullmatch(span.text)
        return Infinity(found[1] not in ("", "+")) if found else self.expr(span)

    def swapped(self) -> Sequence[tuple[Note, dict[int, Expr]]]:
        """The second readings that the notes name: what to put where."""
        return [(note, {at: note.other}) for at, note in self.notes if note.other is not None]
