"""What a problem expects as its answer: how it is typed, and how what was typed is compared with the right one.

A shape is a value. `read` gives the answer a text stands for, or a ReadError that says what was expected and where the
typed text left it; `judge` compares it part by part. Formulas inside are read by the one reader and compared by the one
judge of expressions, which is handed in as `ask`.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tutor.answers.model import (
    NONE,
    Equation,
    Infinity,
    Labelled,
    Listing,
    Matrix,
    Point,
    Row,
    Truth,
    Value,
    Vector,
    Word,
)
from tutor.answers.outcome import Ask, Outcome, certain, together, wrong
from tutor.answers.typed import Alternative, Reading, Span, Typed, without_latex
from tutor.answers.writing import pretty
from tutor.differential import derivative
from tutor.errors import ReadError, TutorError
from tutor.expr import ONE, ZERO, Add, Div, Expr, Mul, Neg, Sym, depends_on, substitute
from tutor.scope import Scope
from tutor.verdict import Correct, Wrong, is_right

__all__ = [
    "ANumber", "APoint", "AVector", "Formula", "LabelledPoints", "ListOf", "MatrixOf", "Shape", "Slots", "StraightLine",
    "TrueOrFalse", "listed", "no_word", "undefined_word",
]  # fmt: skip

_UNDEFINED = re.compile(
    r"undefined|undef|not defined|dne|d\.n\.e\.|does not exist|doesn'?t exist|no value|not differentiable",
    re.IGNORECASE,
)
_NO = re.compile(
    r"none|nothing|empty|no|\{\s*\}|∅|there (?:is|are) none|no (?:points?|solutions?|values?)", re.IGNORECASE
)
_BETWEEN = re.compile(r"\s*(?:[,;\n]|\band\b|\bor\b)\s*(?:and\b)?", re.IGNORECASE)
_DECIMAL_COMMA = re.compile(r"[-+−]?\d+,\d+")  # which the reader has a word for
_COMMAS = re.compile(r"[,;\n]")


def undefined_word(text: str) -> bool:
    """Does it say that there is no such number?"""
    return _UNDEFINED.fullmatch(text.strip()) is not None


def no_word(text: str) -> bool:
    """Does it say that there are none?"""
    return _NO.fullmatch(text.strip()) is not None


class Shape(ABC):
    """`wants` says in a few words what is expected, with an example: "a point, such as (3, -5)"."""

    is_pick = False  # is an answer picked, and not worked out?

    @property
    @abstractmethod
    def wants(self) -> str: ...

    @abstractmethod
    def value(self, typed: Typed, span: Span) -> Value:
        """The value that a part of the text stands for. Raises ReadError."""

    @abstractmethod
    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        """Is what was typed the right value? Both come from this shape."""

    def read(self, text: str, scope: Scope) -> Reading:
        """The answer that a text stands for, with notes on what could have been meant otherwise. Raises ReadError."""
        plain = without_latex(text)
        typed = Typed(plain, scope)
        try:
            value = self.value(typed, typed.whole)
        except ReadError as error:
            raise ReadError(error.message, text, error.at, error.hint) from None
        others = []
        for note, instead in typed.swapped():
            again = Typed(plain, scope, instead)
            others.append(Alternative(note, self.value(again, again.whole)))
        notes = tuple(dict.fromkeys(note for _, note in typed.notes))
        return Reading(value, notes, text, tuple(others))

    def refuse(self, span: Span, message: str, at: int = 0) -> ReadError:
        """A refusal at a place of the text, with what is wanted."""
        return span.error(message, f"wanted: {self.wants}", at)


@dataclass(frozen=True, slots=True)
class Formula(Shape):
    """Any expression, compared wherever the right one has a value."""

    @property
    def wants(self) -> str:
        return "a formula, such as 2x cos(x)"

    def value(self, typed: Typed, span: Span) -> Value:
        return typed.expr(span)

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return Outcome(ask(_formula(expected), _formula(given)))


@dataclass(frozen=True, slots=True)
class ANumber(Shape):
    """An exact number, or one within a tolerance; plus or minus infinity; the word where there may be no number.

    `tolerance` is absolute, or a part of the right number if `relative`. `named` may stand in front: "c = 3".
    """

    tolerance: Fraction | None = None
    relative: bool = False
    can_be_undefined: bool = False
    named: str = ""

    @property
    def wants(self) -> str:
        if self.tolerance is not None:
            return "a number, such as 0.125"
        return f"a number, such as sqrt(2)/3{', or undefined' if self.can_be_undefined else ''}"

    def value(self, typed: Typed, span: Span) -> Value:
        if undefined_word(span.text):
            if self.can_be_undefined:
                return Word("undefined")
            raise self.refuse(span, "there is a number here")
        if no_word(span.text):
            raise self.refuse(span, f"{span.text} is no number")
        found = re.match(rf"{re.escape(self.named)}\s*=\s*(?!=)", span.text) if self.named else None
        rest = span.part(found.end()) if found else span
        parts = rest.split(_BETWEEN)
        if len(parts) > 1 and not _DECIMAL_COMMA.fullmatch(rest.text):
            raise rest.error("one number is asked for", f"wanted: {self.wants}", parts[1].start - rest.start)
        return typed.end(rest)

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        if not _is_finite(expected) or not _is_finite(given):
            return certain(expected == given, _about_infinity(expected, given))
        right, answer = _formula(expected), _formula(given)
        if self.tolerance is not None:
            near = _is_within(right, answer, self.tolerance, self.relative)
            return Outcome(Correct("proved", "the tolerance")) if near else wrong()
        verdict = ask(right, answer)
        if isinstance(verdict, Wrong):
            return wrong("The size is right; look at the sign." if is_right(ask(right, Neg(answer))) else "")
        return Outcome(verdict)


def _is_finite(value: Value) -> bool:
    return not isinstance(value, Infinity | Word)


def _about_infinity(expected: Value, given: Value) -> str:
    match expected, given:
        case Infinity(), Infinity():
            return "It grows without bound; look at the direction."
        case Word(), _:
            return "There is no such number."
        case _, Word():
            return "There is a value here."
        case _, Infinity():
            return "It does not grow without bound."
        case _:
            return ""


def _is_within(right: Expr, answer: Expr, tolerance: Fraction, relative: bool) -> bool:
    """Are two numbers as near as that? Worked out with 50 digits."""
    from tutor.evaluate import value50

    a, b = value50(right, {}), value50(answer, {})
    if a is None or b is None:
        return False
    bound = tolerance.numerator * (abs(a) if relative else 1)
    return bool(abs(a - b) * tolerance.denominator <= bound)


def _formula(value: Value) -> Expr:
    """A value that is an expression."""
    assert isinstance(value, Expr)
    return value


# Equations of lines and planes


@dataclass(frozen=True, slots=True)
class StraightLine(Shape):
    """Any equation of a line (of a plane in three letters): `y = 2x - 1`, `2x - y = 1`, `y - 1 = 2(x - 1)`."""

    letters: tuple[str, ...] = ("x", "y")
    example: str = "y = 3x + 5"

    @property
    def wants(self) -> str:
        return f"an equation, such as {self.example}"

    def value(self, typed: Typed, span: Span) -> Value:
        sides = span.split(re.compile("="))
        if len(sides) == 1:
            raise self.refuse(span, "there is no equals sign in this")
        if len(sides) > 2:
            raise self.refuse(span, "an equation has one equals sign", sides[2].start - span.start - 1)
        left = self._left(typed, sides[0])
        equation = Equation(left, typed.expr(sides[1], "nothing stands after ="))
        if _coefficients(equation, self.letters) is None:
            what = "a straight line" if len(self.letters) == 2 else "a plane"
            raise self.refuse(span, f"this is not the equation of {what}")
        return equation

    def _left(self, typed: Typed, side: Span) -> Expr:
        """The left side; f(x), L(x) and the like are the last letter."""
        first, last = self.letters[0], self.letters[-1]
        inside = r"\s*,\s*".join(map(re.escape, self.letters[:-1]))
        if re.fullmatch(rf"[A-Za-z]\s*\(\s*{inside}\s*\)", side.text) and not side.text.startswith(first):
            return Sym(last)
        return typed.expr(side, "nothing stands before =")

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Equation) and isinstance(given, Equation)
        right, answer = _coefficients(expected, self.letters), _coefficients(given, self.letters)
        assert right is not None and answer is not None
        # The last letter that the right one has: y, but x for an upright line.
        pivot = max(i for i in range(len(self.letters)) if isinstance(ask(ZERO, right[i]), Wrong))
        if is_right(ask(ZERO, answer[pivot])):
            return wrong("It goes in another direction.")
        verdicts = [
            ask(Div(a, right[pivot]), Div(b, answer[pivot]))
            for i, (a, b) in enumerate(zip(right, answer, strict=True))
            if i != pivot
        ]
        *slopes, height = (is_right(v) for v in verdicts)
        said = ""
        if len(self.letters) == 2 and not all((*slopes, height)):
            said = "The slope is right; look at where the line lies." if all(slopes) else ""
        return Outcome(together(verdicts), said)


def _coefficients(equation: Equation, letters: Sequence[str]) -> tuple[Expr, ...] | None:
    """The a, b, c of a x + b y + c = 0; None if it has another form. (y - 4)/(x - 2) = 3 is a line too."""
    whole = Add((equation.left, Neg(equation.right)))
    found = _linear(whole, letters)
    if found is None and any(isinstance(side, Div) for side in (equation.left, equation.right)):
        (a, b), (c, d) = _fraction(equation.left), _fraction(equation.right)
        found = _linear(Add((Mul((a, d)), Neg(Mul((c, b))))), letters)
    return found


def _fraction(e: Expr) -> tuple[Expr, Expr]:
    return (e.num, e.den) if isinstance(e, Div) else (e, ONE)


def _linear(e: Expr, letters: Sequence[str]) -> tuple[Expr, ...] | None:
    from tutor.check import compare

    origin: dict[str, Expr] = dict.fromkeys(letters, ZERO)
    slopes = []
    for letter in letters:
        try:
            slope = derivative(e, letter)
        except (ValueError, TutorError):
            return None
        level = substitute(slope, origin)
        if depends_on(slope, set(letters)) and not isinstance(compare(slope, level), Correct):
            return None
        slopes.append(level)
    if all(is_right(compare(ZERO, slope)) for slope in slopes):
        return None
    return (*slopes, substitute(e, origin))


# Lists and points


@dataclass(frozen=True, slots=True)
class ListOf(Shape):
    """Several values in any order, or the word none: `-1, 1`, `{0, 2}`, `x = ±1`."""

    item: Shape
    letter: str = "x"
    example: str = "-3, 1/2"
    what: str = "the values"

    @property
    def wants(self) -> str:
        return f"{self.what}, such as {self.example}, or none"

    def value(self, typed: Typed, span: Span) -> Value:
        if no_word(span.text):
            return NONE
        inside = span.bracketed("{[")
        round_ = span.bracketed("(")
        if round_ is not None and isinstance(self.item, ANumber) and len(round_.split(_COMMAS)) > 1:
            raise self.refuse(span, "in round brackets this is a point")
        rest = span if inside is None or not isinstance(self.item, ANumber) else inside
        items: list[Value] = []
        for part in _parts(rest, self):
            items += self._items(typed, part)
        return Listing(tuple(items))

    def _items(self, typed: Typed, part: Span) -> list[Value]:
        """One value; two for `±1`."""
        named = re.match(rf"{re.escape(self.letter)}(?:_?\d)?\s*=\s*(?!=)", part.text)
        part = part.part(named.end()) if named else part
        signed = re.match(r"(?:±|\+/?-|\+-)\s*", part.text) if isinstance(self.item, ANumber) else None
        if signed:
            e = _formula(self.item.value(typed, part.part(signed.end())))
            return [Neg(e), e]
        return [self.item.value(typed, part)]

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Listing) and isinstance(given, Listing)
        return judge_list(self.item, expected.items, given.items, ask)


def _parts(span: Span, shape: Shape) -> list[Span]:
    """The parts of a list; one separator at its end is forgiven."""
    parts = span.split(_BETWEEN)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    empty = next((i for i, part in enumerate(parts) if not part), None)
    if empty is not None:
        raise shape.refuse(span, "something is missing here", parts[empty].start - span.start)
    return parts


def judge_list(item: Shape, expected: Sequence[Value], given: Sequence[Value], ask: Ask) -> Outcome:
    """Several values in any order: each is found among the right ones, or not."""
    if not expected:
        return certain(not given, _said_of_list((), [(value, "") for value in given], 0))
    if not given:
        return wrong("There is at least one.")
    left = list(expected)
    found: list[tuple[Value, Outcome]] = []
    strange: list[tuple[Value, str]] = []
    for value in given:
        outcome = None
        for right in left:
            outcome = item.judge(right, value, ask)
            if outcome.right:
                found.append((value, outcome))
                left.remove(right)
                break
        else:
            again = any(item.judge(value, seen, ask).right for seen, _ in found)
            if not again:
                strange.append((value, _near(item, left, value, ask)))
    if not left and not strange:
        return Outcome(together(outcome.verdict for _, outcome in found))
    return wrong(_said_of_list([value for value, _ in found], strange, len(left)))


def _near(item: Shape, left: Sequence[Value], value: Value, ask: Ask) -> str:
    """What is said of a value that is not right, if it comes near one that is missing."""
    return next((said for right in left if (said := item.judge(right, value, ask).said) and _is_placed(item)), "")


def _is_placed(item: Shape) -> bool:
    return isinstance(item, LabelledPoints | APoint)


def _said_of_list(right: Sequence[Value], strange: Sequence[tuple[Value, str]], missing: int) -> str:
    sentences = []
    if right:
        sentences.append(f"{_listed(right)} {'is' if len(right) == 1 else 'are'} right")
    near = [said for _, said in strange if said]
    far = [value for value, said in strange if not said]
    if far:
        sentences.append(f"{_listed(far)} {'does' if len(far) == 1 else 'do'} not belong here")
    said = "; ".join(sentences)
    said = f"{said}." if said else ""
    if near:
        said = f"{said} {' '.join(near)}".strip()
    if missing > len(near):
        gap = missing - len(near)
        counted = {1: "One is", 2: "Two are", 3: "Three are"}.get(gap, "Several are")
        said = f"{said} {counted} missing." if right else said
    return said.strip()


def _listed(values: Sequence[Value]) -> str:
    return listed([pretty(value) for value in values])


@dataclass(frozen=True, slots=True)
class APoint(Shape):
    """A point in brackets: `(1, -2)`."""

    size: int = 2

    @property
    def wants(self) -> str:
        return f"a point, such as ({', '.join(('3', '-5', '7')[: self.size])})"

    def value(self, typed: Typed, span: Span) -> Point:
        inside = span.bracketed("(")
        if inside is None:
            raise self.refuse(span, _UNCLOSED if span.text.startswith("(") else "a point begins with a bracket")
        parts = inside.split(re.compile("[,;|]"))
        if len(parts) != self.size:
            raise self.refuse(span, f"a point has {_count(self.size)} coordinates, here {_are(len(parts))}")
        return Point(tuple(typed.expr(part, "a coordinate is missing") for part in parts))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Point) and isinstance(given, Point)
        verdicts = [ask(a, b) for a, b in zip(expected.coordinates, given.coordinates, strict=True)]
        fine = [not isinstance(v, Wrong) for v in verdicts]
        said = ""
        if fine[0] and not all(fine):
            said = f"The first coordinate of {pretty(given)} is right; look at the other{'s' * (self.size > 2)}."
        return Outcome(together(verdicts), said)


_UNCLOSED = "this bracket is never closed"
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


def _count(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def _are(n: int) -> str:
    return f"is {_count(n)}" if n == 1 else f"are {_count(n)}"


@dataclass(frozen=True, slots=True)
class LabelledPoints(Shape):
    """One point with its label; a `ListOf` them is the usual answer. `labels` are (name, other spellings)."""

    labels: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def wants(self) -> str:
        first, second = self.labels[0][0], self.labels[1][0]
        return f"points and their labels, such as (-7, 3) {first}; (9, 0) {second}"

    def value(self, typed: Typed, span: Span) -> Labelled:
        text = span.text
        start = text.find("(")
        if start < 0:
            raise self.refuse(span, "a point begins with a bracket")
        end = _closing(text, start)
        if end is None:
            raise self.refuse(span, _UNCLOSED, start)
        point = APoint().value(typed, span.part(start, end))
        before, after = span.part(0, start), span.part(end)
        label = self._label(before if before.text.strip(" :=") else after, span, end)
        if before.text.strip(" :=") and after.text.strip(" :=.,"):
            raise self.refuse(after, "one label is enough for a point")
        return Labelled(point, label)

    def _label(self, words: Span, whole: Span, end: int) -> str:
        plain = _FILLING.sub(" ", words.text.lower())
        plain = " ".join(plain.split())
        if not plain:
            raise self.refuse(whole, f"a label is missing: {_either([name for name, _ in self.labels])}", end)
        for name, others in self.labels:
            if plain == name or plain in others:
                return name
        raise self.refuse(words, f'there is no label "{words.text.strip(" :=")}" here')

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Labelled) and isinstance(given, Labelled)
        outcome = APoint().judge(expected.point, given.point, ask)
        if outcome.right and expected.label != given.label:
            return wrong(f"The point {pretty(given.point)} is right; look at its label.")
        return outcome


_FILLING = re.compile(r"\b(?:a|an|the|is|at|in|local|relative|rel|loc|global|absolute|abs|point|strict)\b|[:=.,]")


def _either(names: Sequence[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} or {last}" if most else last


def _closing(text: str, start: int) -> int | None:
    """Where the bracket at `start` has been closed."""
    depth = 0
    for at in range(start, len(text)):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0:
            return at + 1
    return None


# Vectors, matrices, rows of answers


@dataclass(frozen=True, slots=True)
class AVector(Shape):
    """Entries in order: `(y, x)`, `[y, x]`, `<y, x>` or bare; a name may stand in front."""

    size: int
    names: tuple[str, ...] = ()  # of the entries, for what is said of them

    @property
    def wants(self) -> str:
        return f"{_count(self.size)} entries in order, such as ({', '.join(('2x', 'y', '3z', 'w')[: self.size])})"

    def value(self, typed: Typed, span: Span) -> Vector:
        inside = _unbracketed(_unnamed(span), self)
        parts = _entries(inside, self)
        if len(parts) == 1 and self.size > 1 and (again := parts[0].bracketed()) is not None:
            parts = _entries(again, self)
        if len(parts) != self.size:
            raise self.refuse(span, f"{_count(self.size)} entries are asked for, here {_are(len(parts))}")
        return Vector(tuple(typed.expr(_column(part), "an entry is missing") for part in parts))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Vector) and isinstance(given, Vector)
        verdicts = [ask(a, b) for a, b in zip(expected.entries, given.entries, strict=True)]
        fine = [not isinstance(v, Wrong) for v in verdicts]
        names = self.names or tuple(f"the {_ordinal(i)} entry" for i in range(1, self.size + 1))
        said = _said_of_parts(names, fine)
        if not any(fine) and judge_list(Formula(), expected.entries, given.entries, ask).right:
            said = "These are the right entries, in another order."
        return Outcome(together(verdicts), said)


_NAME = re.compile(r"\s*(?:∇\s*\w*|grad(?:ient)?\s*\w*|[JHj]\w*|Df|[a-zA-Z]')\s*(?:\([^()]*\))?\s*=\s*(?!=)")


def _unnamed(span: Span) -> Span:
    """Without `∇f =`, `J =` in front."""
    found = _NAME.match(span.text)
    return span.part(found.end()) if found else span


def _unbracketed(span: Span, shape: Shape) -> Span:
    text = span.text
    if len(text) > 1 and text[0] == "<" and text[-1] == ">":
        return span.part(1, len(text) - 1)
    inside = span.bracketed()
    if inside is None and text[:1] in "([" and sum((c in "([{") - (c in ")]}") for c in text) > 0:
        raise shape.refuse(span, _UNCLOSED)
    # (x + 1)(x - 1) is no list, and (x + 1) alone may be one entry.
    return span if inside is None else inside


def _entries(span: Span, shape: Shape) -> list[Span]:
    parts = span.split(_COMMAS)
    if len(parts) > 1 and not parts[-1]:
        parts.pop()
    return parts


def _column(part: Span) -> Span:
    """An entry of a column: `[a]`."""
    inside = part.bracketed("[")
    return part if inside is None else inside


def _ordinal(n: int) -> str:
    return ("", "first", "second", "third", "fourth", "fifth", "sixth")[n] if n < 7 else f"{n}th"


def _said_of_parts(names: Sequence[str], fine: Sequence[bool]) -> str:
    """Which parts are right; "" where all or none are."""
    if all(fine) or not any(fine):
        return ""
    right = [name for name, good in zip(names, fine, strict=True) if good]
    open_ = [name for name, good in zip(names, fine, strict=True) if not good]
    said = f"{listed(right)} {'is' if len(right) == 1 else 'are'} right; look at {listed(open_)}."
    return said[0].upper() + said[1:]


def listed(names: Sequence[str]) -> str:
    """ "a, b and c"."""
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


@dataclass(frozen=True, slots=True)
class MatrixOf(Shape):
    """Rows of entries: `[[a, b], [c, d]]`, or rows split by semicolons: `a, b; c, d`."""

    rows: int
    columns: int

    @property
    def wants(self) -> str:
        return f"{_count(self.rows)} rows of {_count(self.columns)}, such as {self._example()}"

    def _example(self) -> str:
        row = ", ".join(("1", "x", "y", "0")[: self.columns])
        return f"[{', '.join([f'[{row}]'] * self.rows)}]"

    def value(self, typed: Typed, span: Span) -> Matrix:
        inside = _unbracketed(_unnamed(span), self)
        parts = [part for part in inside.split(_COMMAS) if part]
        if all(part.bracketed("([{") is not None for part in parts) and (len(parts) > 1 or self.rows == 1):
            lines = [bracketed for part in parts if (bracketed := part.bracketed()) is not None]
        else:
            lines = [part for part in inside.split(re.compile("[;\n]")) if part]
        if len(lines) != self.rows:
            raise self.refuse(span, f"{_count(self.rows)} rows are asked for, here {_are(len(lines))}")
        table = []
        for number, line in enumerate(lines, start=1):
            entries = line.split(re.compile(","))
            if len(entries) != self.columns:
                reason = f"row {number} should have {_count(self.columns)} entries, here {_are(len(entries))}"
                raise line.error(reason, f"wanted: {self.wants}")
            table.append(tuple(typed.expr(entry, "an entry is missing") for entry in entries))
        return Matrix(tuple(table))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Matrix) and isinstance(given, Matrix)
        places = [(i, j) for i in range(self.rows) for j in range(self.columns)]
        verdicts = [ask(expected.rows[i][j], given.rows[i][j]) for i, j in places]
        open_ = [place for place, verdict in zip(places, verdicts, strict=True) if isinstance(verdict, Wrong)]
        if not open_ or len(open_) == len(places):
            transposed = self.rows == self.columns and bool(open_)
            return Outcome(together(verdicts), self._transposed(expected, given, ask) if transposed else "")
        said = self._transposed(expected, given, ask) or self._said(open_)
        return Outcome(together(verdicts), said)

    def _said(self, open_: Sequence[tuple[int, int]]) -> str:
        named = [f"row {i + 1}, column {j + 1}" for i, j in open_]
        count = self.rows * self.columns - len(open_)
        right = "One entry is" if count == 1 else f"{_count(count).capitalize()} entries are"
        return f"{right} right; look at {'; '.join(named)}."

    def _transposed(self, expected: Matrix, given: Matrix, ask: Ask) -> str:
        if self.rows != self.columns:
            return ""
        turned = [
            is_right(ask(expected.rows[j][i], given.rows[i][j])) for i in range(self.rows) for j in range(self.columns)
        ]
        return "Rows and columns have changed places." if all(turned) else ""


@dataclass(frozen=True, slots=True)
class TrueOrFalse(Shape):
    """`true`, `t`, `yes`; `false`, `f`, `no`."""

    is_pick = True

    @property
    def wants(self) -> str:
        return "true or false"

    def value(self, typed: Typed, span: Span) -> Truth:
        word = span.text.lower().rstrip(".")
        for true, words in ((True, _TRUE), (False, _FALSE)):
            if word in words:
                return Truth(true)
        raise self.refuse(span, "this is neither true nor false")

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return certain(expected == given)


_TRUE = frozenset({"true", "t", "yes", "y", "right", "correct", "1"})
_FALSE = frozenset({"false", "f", "no", "n", "wrong", "incorrect", "0"})


@dataclass(frozen=True, slots=True)
class Slots(Shape):
    """Several answers one after the other, each with its name and its own shape: `-1, 1, no`."""

    slots: tuple[tuple[str, Shape], ...]
    example: str

    @property
    def wants(self) -> str:
        return f"{', '.join(name for name, _ in self.slots)}, such as {self.example}"

    def value(self, typed: Typed, span: Span) -> Row:
        parts = _entries(span, self)
        items: list[Value] = []
        for (name, shape), part in zip(self.slots, parts, strict=False):
            if not part:
                raise self.refuse(span, f"{name} is missing", part.start - span.start)
            items.append(shape.value(typed, part))
        if len(parts) < len(self.slots):
            raise self.refuse(span, f"{self.slots[len(parts)][0]} is missing", len(span.text))
        if len(parts) > len(self.slots):
            raise self.refuse(span, "this is one too many", parts[len(self.slots)].start - span.start)
        return Row(tuple(items))

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        assert isinstance(expected, Row) and isinstance(given, Row)
        outcomes = [
            shape.judge(a, b, ask) for (_, shape), a, b in zip(self.slots, expected.items, given.items, strict=True)
        ]
        said = _said_of_parts([name for name, _ in self.slots], [outcome.right for outcome in outcomes])
        return Outcome(together(outcome.verdict for outcome in outcomes), said)
