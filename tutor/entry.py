"""A problem as it stands in its file, and from its texts to formulas, with the place of every fault."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tutor.errors import ReadError
from tutor.expr import Call, D, Expr, walk
from tutor.expr import letters as letters_of
from tutor.faults import Fault
from tutor.fields import form_text, span
from tutor.form import Form, read_form
from tutor.functions import BY_NAME, base_name
from tutor.nodes import Mapping, Node, Scalar, Sequence
from tutor.problem import Problem
from tutor.scope import Scope
from tutor.signs import GREEK
from tutor.topics import BY_ID

if TYPE_CHECKING:
    from tutor.values import Interval

__all__ = ["Entry", "column_of", "fault_at", "read_entry"]

_GREEK_NAMES = {sign: name for name, sign in GREEK.items()}


class Entry(NamedTuple):
    """A problem before its formulas are read; `fields` are the nodes of the file by name."""

    id: str
    topic: str
    title: str
    kind: str
    difficulty: int | None
    file: str
    line: int
    fields: dict[str, Node]

    @property
    def level(self) -> int:
        return BY_ID[self.topic].level

    def text(self, name: str, default: str = "") -> str:
        """The text of a field, or the default where it is not given."""
        node = self.fields.get(name)
        return node.text.strip() if isinstance(node, Scalar) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a field that is a list."""
        node = self.fields.get(name)
        return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def read_entry(entry: Entry) -> tuple[Problem | None, list[Fault]]:
    """The problem with its formulas read (None where one cannot be), and every fault met on the way."""
    faults: list[Fault] = []
    letters, functions = _read_letters(entry, faults)
    wrt, order = entry.text("wrt", "x"), int(entry.text("order", "1"))
    function = _read_function(entry, wrt, functions, frozenset(dict(letters)), faults)
    if function is None:
        return None, faults
    problem = Problem(
        entry.id, entry.kind, function, entry.topic, entry.difficulty, letters, functions, wrt, order,
        None, entry.texts("hints"), entry.texts("covers"), entry.text("source"), entry.text("note"),
        entry.title, _read_form(entry, function, wrt, frozenset(dict(letters)) | functions, faults),
    )  # fmt: skip
    answer = _read_answer(entry, problem, faults)
    if faults:
        return None, faults
    return replace(problem, answer=answer), []


def _read_letters(entry: Entry, faults: list[Fault]) -> tuple[tuple[tuple[str, Interval], ...], frozenset[str]]:
    from tutor.values import REAL, read_assumption

    node = entry.fields.get("letters")
    letters: list[tuple[str, Interval]] = []
    functions = set()
    for key, value in node.pairs if isinstance(node, Mapping) else ():
        assert isinstance(value, Scalar)
        letter, said = _GREEK_NAMES.get(key.text, key.text), value.text.strip()
        if said == "function":
            functions.add(letter)
            continue
        try:
            named, interval = read_assumption(said)
        except ReadError as error:
            faults.append(_unreadable(entry, value, error))
            named, interval = "", REAL
        if named not in ("", letter):
            message = f'this is said of "{named}", not of "{letter}"'
            faults.append(fault_at(entry, value, "bad-value", message))
        letters.append((letter, interval))
    return tuple(letters), frozenset(functions)


def _read_function(
    entry: Entry, wrt: str, functions: frozenset[str], declared: frozenset[str], faults: list[Fault]
) -> Expr | None:
    from tutor.read import read

    node, text = entry.fields["function"], entry.text("function")
    try:
        function = read(text, Scope(wrt=wrt, letters=declared | {wrt}, functions=functions))
        if not any(map(_is_open, walk(function))):
            return function
        faults.append(fault_at(entry, node, "open-derivative", "there is a derivative in the function already"))
        return None
    except ReadError as error:
        fault = _unreadable(entry, node, error)
        letter = _undeclared(text, error.at, Scope(wrt=wrt, functions=functions), declared | {wrt})
        if letter:
            said = "function" if text[error.at + len(letter) :].lstrip().startswith("(") else "real"
            message = f'the letter "{letter}" is not declared'
            fault = replace(fault, code="undeclared-letter", message=message, width=len(letter))
            meant = f"{error.hint} Else " if error.hint.startswith("did you mean") else ""
            fault = replace(fault, help=f"{meant}add  letters: {{{letter}: {said}}}, or what else is known of it")
        faults.append(fault)
        return None


def _read_form(entry: Entry, function: Expr, wrt: str, declared: frozenset[str], faults: list[Fault]) -> Form | None:
    """The form that is asked for; a letter that names the function has no other meaning in the problem."""
    node = entry.fields.get("form")
    if node is None:
        return None
    form = read_form(form_text(node))
    form = replace(form, letter=_GREEK_NAMES.get(form.letter, form.letter))
    if form.letter in letters_of(function) | declared | {wrt}:
        message = f'the letter "{form.letter}" stands in the problem already'
        help_text = "choose another one for the function itself"
        faults.append(fault_at(entry, node, "bad-value", message, "", help_text))
    return form


def _is_open(e: Expr) -> bool:
    """Is it a derivative still to be taken: (x^2)', or sin' of something?"""
    name, primes = base_name(e.name) if isinstance(e, Call) else ("", 0)
    return isinstance(e, D) or (primes > 0 and name in BY_NAME)


def _undeclared(text: str, at: int, scope: Scope, known: frozenset[str]) -> str:
    """The letter at this column, if all that is wrong is that it was not declared."""
    from tutor.read import read

    try:
        unknown = letters_of(read(text, scope)) - known
    except ReadError:
        return ""
    return max((name for name in unknown if text.startswith(name, at)), key=len, default="")


def _read_answer(entry: Entry, problem: Problem, faults: list[Fault]) -> Expr | None:
    from tutor.read import read

    node = entry.fields.get("answer")
    if node is None:
        return None
    try:
        return read(entry.text("answer"), problem.scope)
    except ReadError as error:
        faults.append(_unreadable(entry, node, error))
        return None


def _unreadable(entry: Entry, node: Node, error: ReadError) -> Fault:
    """The reader's caret, put under the character in the file."""
    fault = fault_at(entry, node, "unreadable", error.message)
    blanks = len(node.text) - len(node.text.lstrip()) if isinstance(node, Scalar) else 0
    column = column_of(node, error.at + blanks) if isinstance(node, Scalar) else None
    if column is not None:
        fault = replace(fault, column=column, width=1)
    return replace(fault, help=error.hint)


def fault_at(entry: Entry, node: Node, code: str, message: str, remark: str = "", help: str = "") -> Fault:
    """A fault of this problem, at this node of its file."""
    width = span(node) if isinstance(node, Scalar) else 1
    function = entry.fields.get("function")
    above = function.line if isinstance(function, Scalar) and function is not node else 0
    return Fault(code, message, entry.file, node.line, node.column, width, remark, help, entry.id, above)


def column_of(node: Scalar, at: int) -> int | None:
    """The column (from 1) of character `at` of the text of a scalar; None where quoting hides it."""
    if node.line != node.end_line:
        return None
    if node.style == "":
        return node.column + at
    if node.style == "'":
        return node.column + 1 + at + node.text[:at].count("'")
    if node.style == '"' and node.end_column - node.column == len(node.text) + 2:
        return node.column + 1 + at
    return None
