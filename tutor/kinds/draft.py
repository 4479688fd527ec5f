"""A problem as its kind reads it from the file: fields to formulas, numbers and sentences, faults with their places."""

from __future__ import annotations

import re
from collections.abc import Sequence as Several
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeVar

from tutor.entry import Entry, fault_at, unreadable
from tutor.errors import ReadError, TutorError
from tutor.expr import ZERO, D, Expr, letters, walk
from tutor.faults import Fault
from tutor.kinds.task import Setting
from tutor.nodes import Mapping, Node, Scalar, Sequence
from tutor.scope import Scope

if TYPE_CHECKING:
    from tutor.answers.model import Equation, Interval, Value
    from tutor.answers.prose import Sentence
    from tutor.answers.shapes import Shape

__all__ = ["Draft"]

_NAME = re.compile(r"[^\W\d_]+\d*(?:_\w+)?")


def _words(text: str) -> set[str]:
    """The names in a text that are not those of functions or constants."""
    from tutor.functions import SPELLINGS

    return {name for name in _NAME.findall(text) if name not in SPELLINGS and name not in ("e", "pi", "exp", "log")}


S = TypeVar("S", bound="Shape")


@dataclass
class Draft:
    """The fields of a problem; what cannot be read is noted in `faults` and stands as 0 until the end."""

    entry: Entry
    setting: Setting
    faults: list[Fault] = field(default_factory=list)

    def has(self, name: str) -> bool:
        return name in self.entry.fields

    def text(self, name: str, default: str = "") -> str:
        return self.entry.text(name, default)

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a list."""
        return self.entry.texts(name)

    def whole(self, name: str, default: int) -> int:
        """A whole number; the table of fields has seen to it that it is one."""
        return int(self.text(name, str(default)))

    def pairs(self, name: str) -> tuple[tuple[str, str], ...]:
        """The names and texts of a group."""
        node = self.entry.fields.get(name)
        pairs = node.pairs if isinstance(node, Mapping) else []
        return tuple((key.text.strip(), value.text.strip()) for key, value in pairs if isinstance(value, Scalar))

    def fault(self, name: str, message: str, help: str = "", code: str = "bad-value") -> None:
        """Note a fault at a field, or at the id where the field is not given."""
        node = self.entry.fields.get(name, self.entry.fields["id"])
        self.faults.append(fault_at(self.entry, node, code, message, "", help))

    def one_of(self, name: str, choices: Several[str]) -> str:
        """The text of a field that is one of these; the first where it is not given."""
        found = self.text(name, choices[0])
        if found not in choices:
            self.fault(name, f'"{name}" cannot be "{found}"', f"wanted: {', '.join(choices)}")
            return choices[0]
        return found

    # Formulas

    def function(self, name: str = "function", extra: Several[str] = ()) -> Expr:
        """A formula in the variable and the declared letters (and `extra` ones); no derivative is open in it."""
        e = self._formula(name, self.setting.parameters | {self.setting.wrt} | frozenset(extra))
        if any(isinstance(node, D) for node in walk(e)):
            self.fault(name, "there is a derivative in the function already", code="open-derivative")
            return ZERO
        return e

    def formula(self, name: str) -> Expr:
        """A formula in whatever letters stand in it."""
        return self.function(name, extra=tuple(_words(self.text(name))))

    def functions(self, name: str, letters: Several[str]) -> tuple[Expr, ...]:
        """The formulas of a list."""
        node = self.entry.fields.get(name)
        items = node.items if isinstance(node, Sequence) else []
        known = self.setting.parameters | frozenset(letters)
        return tuple(self._read(item, item.text, known) for item in items if isinstance(item, Scalar))

    def constant(self, name: str, default: Expr = ZERO) -> Expr:
        """A formula without the variable: a place, a bound."""
        return self._formula(name, self.setting.parameters) if self.has(name) else default

    def constants(
        self, name: str, known: frozenset[str] = frozenset(), dependent: frozenset[str] = frozenset()
    ) -> tuple[tuple[str, Expr], ...]:
        """The letters of a group and their values: numbers, or formulas in the letters that are known.

        Of the letters in `dependent` there may be derivatives.
        """
        node = self.entry.fields.get(name)
        pairs = node.pairs if isinstance(node, Mapping) else []
        return tuple(
            (key.text.strip(), self._read(value, value.text, known, dependent))
            for key, value in pairs
            if isinstance(value, Scalar)
        )

    def definitions(self, name: str) -> tuple[tuple[str, Expr], ...]:
        """The lines of a list, each a name and what it is computed from: "z = w x + b"."""
        node = self.entry.fields.get(name)
        items = node.items if isinstance(node, Sequence) else []
        texts = [(item, *item.text.partition("=")) for item in items if isinstance(item, Scalar)]
        known = frozenset(_words(" ".join(text for *_, text in texts)) | {left.strip() for _, left, *_ in texts})
        found: list[tuple[str, Expr]] = []
        later = [left.strip() for _, left, *_ in texts]
        for item, left, sign, text in texts:
            own = left.strip()
            later.remove(own)
            if not sign or _words(own) != {own}:
                self.faults.append(
                    fault_at(self.entry, item, "bad-value", "a line begins with a name and an equals sign")
                )
            elif own in later or own in dict(found):
                self.faults.append(fault_at(self.entry, item, "bad-value", f'"{own}" is computed twice'))
            else:
                e = self._read(item, text, known)
                if ahead := letters(e) & {own, *later}:
                    message = f'"{min(ahead)}" is not computed yet'
                    self.faults.append(fault_at(self.entry, item, "bad-value", message))
                found.append((own, e))
        return tuple(found)

    def parameter_formula(self, name: str) -> Expr:
        """A formula in the variable and the declared letters: the mean of a law, by its parameter."""
        return self._formula(name, self.setting.parameters | {self.setting.wrt})

    def fraction(self, name: str) -> Fraction | None:
        """A number between 0 and a million; None where the field is not given."""
        from tutor.show import exact

        if not self.has(name):
            return None
        value = exact(self._formula(name, frozenset()))
        if value is None or value <= 0:
            self.fault(name, f'"{name}" cannot be "{self.text(name)}"', "wanted: a number above 0, such as 0.001")
            return Fraction(1)
        return value

    def equation(self, name: str, letters: Several[str]) -> Equation:
        """A formula with an equals sign; without one, = 0 is meant."""
        from tutor.answers.model import Equation
        from tutor.lines import read_equation

        node, text = self.entry.fields[name], self.text(name)
        scope = Scope(wrt=self.setting.wrt, letters=self.setting.parameters | frozenset(letters))
        try:
            return read_equation(text, scope) if "=" in text else Equation(self._read(node, text, letters), ZERO)
        except ReadError as error:
            self.faults.append(unreadable(self.entry, node, error))
            return Equation(ZERO, ZERO)

    def interval(self, name: str) -> Interval | None:
        """An interval whose ends are numbers; None where the field is not given."""
        from tutor.answers.model import Interval
        from tutor.answers.sets import Intervals

        if not self.has(name):
            return None
        value = self.value(name, Intervals(self.setting.wrt, single=True), Scope(letters=frozenset()))
        return value if isinstance(value, Interval) else None

    def value(self, name: str, shape: Shape, scope: Scope) -> Value | None:
        """A value of another kind, as a student would type it; None where it is not given or cannot be read."""
        node = self.entry.fields.get(name)
        if node is None:
            return None
        try:
            return shape.read(self.text(name), scope).value
        except ReadError as error:
            self.faults.append(unreadable(self.entry, node, error))
            return None

    def sentence(self, name: str) -> Sentence:
        """A text with formulas between backquotes."""
        node = self.entry.fields.get(name)
        return self._sentence(node, node.text.strip()) if isinstance(node, Scalar) else ""

    def sentences(self, name: str) -> tuple[Sentence, ...]:
        """The texts of a list, with formulas between backquotes."""
        node = self.entry.fields.get(name)
        items = node.items if isinstance(node, Sequence) else []
        return tuple(self._sentence(item, item.text.strip()) for item in items if isinstance(item, Scalar))

    def grouped(self, name: str) -> tuple[tuple[Sentence, Sentence], ...]:
        """The names and texts of a group, with formulas between backquotes."""
        node = self.entry.fields.get(name)
        pairs = node.pairs if isinstance(node, Mapping) else []
        return tuple(
            (self._sentence(key, key.text.strip()), self._sentence(value, value.text.strip()))
            for key, value in pairs
            if isinstance(value, Scalar)
        )

    def _formula(self, name: str, known: frozenset[str]) -> Expr:
        node = self.entry.fields.get(name)
        if node is None:
            return ZERO
        return self._read(node, self.text(name), known)

    def _read(
        self,
        node: Node,
        text: str,
        known: Several[str] | frozenset[str],
        dependent: frozenset[str] = frozenset(),
    ) -> Expr:
        from tutor.read import read

        scope = Scope(self.setting.wrt, frozenset(known), self.setting.functions, dependent)
        try:
            return read(text.strip(), scope)
        except ReadError as error:
            self.faults.append(unreadable(self.entry, node, error, scope))
            return ZERO

    def _sentence(self, node: Node, text: str) -> Sentence:
        from tutor.answers.prose import read_sentence

        try:
            return read_sentence(text, Scope(functions=self.setting.functions))
        except ReadError as error:
            self.faults.append(unreadable(self.entry, node, error))
            return text

    # What a place has to be

    def place(self, name: str, f: Expr) -> Expr:
        """A place at which f has a value; where letters stand in it that is not looked at."""
        from tutor.evaluate import value

        a = self.constant(name)
        if not letters(a) and not letters(f) - {self.setting.wrt}:
            try:
                here = value(f, {self.setting.wrt: value(a, {})})
            except (ValueError, KeyError, TutorError):
                return a
            if here != here:
                self.fault(name, f"the function has no value at {self.setting.wrt} = {self.text(name)}")
        return a
