"""A problem as it stands in its file, and from its texts to formulas, with the place of every fault."""

from __future__ import annotations

from collections.abc import Container
from collections.abc import Mapping as Fields
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from tutor.errors import ReadError
from tutor.expr import ZERO, Call, D, Expr, walk
from tutor.expr import letters as letters_of
from tutor.faults import Fault
from tutor.form import Form, read_form
from tutor.functions import BY_NAME, base_name
from tutor.kinds import DIFFERENTIATE, SPOT
from tutor.nodes import Mapping, Node, Scalar, Sequence
from tutor.problem import Problem
from tutor.scope import Scope
from tutor.signs import GREEK
from tutor.structure import form_text
from tutor.topics import BY_ID

if TYPE_CHECKING:
    from tutor.values import Interval

__all__ = ["Entry", "column_of", "fault_at", "is_endless", "read_entry", "unreadable"]

_PASSED_ON = frozenset({"id", "function", "letters", "wrt", "on", "curve", "functions", "variables", "graph", "values"})
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
    fields: Fields[str, Node]

    @property
    def level(self) -> int:
        return BY_ID[self.topic].level

    @property
    def is_template(self) -> bool:
        """Has it parameters, so that there are many problems in it?"""
        return "params" in self.fields

    @property
    def is_drawn(self) -> bool:
        """Does the program choose the mistake in it?"""
        return self.kind == SPOT and "mistake" not in self.fields

    @property
    def is_endless(self) -> bool:
        """Does every seed make another problem of it?"""
        return is_endless(self.kind, self.fields)

    def parts(self) -> tuple[Entry, ...]:
        """The parts of a problem that asks one thing after the other; what they do not say, the problem says."""
        node = self.fields.get("parts")
        found = []
        for number, item in enumerate(node.items if isinstance(node, Sequence) else (), start=1):
            assert isinstance(item, Mapping)
            own = {key.text: value for key, value in item.pairs}
            kind = own.get("kind")
            name = kind.text if isinstance(kind, Scalar) else DIFFERENTIATE
            passed = {field: value for field, value in self.fields.items() if field in _PASSED_ON}
            part = self._replace(id=f"{self.id}:{number}", kind=name, line=item.line, fields={**passed, **own})
            found.append(part)
        return tuple(found)

    def text(self, name: str, default: str = "") -> str:
        """The text of a field, or the default where it is not given."""
        node = self.fields.get(name)
        return node.text.strip() if isinstance(node, Scalar) else default

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a field that is a list."""
        node = self.fields.get(name)
        return tuple(item.text for item in node.items if isinstance(item, Scalar)) if isinstance(node, Sequence) else ()


def is_endless(kind: str, fields: Container[str]) -> bool:
    """Does every seed make another problem of one of this kind that has fields of these names?"""
    return "params" in fields or (kind == SPOT and "mistake" not in fields)


def read_entry(entry: Entry) -> tuple[Problem | None, list[Fault]]:
    """The problem with its formulas read (None where one cannot be), and every fault met on the way."""
    if "parts" in entry.fields:
        return _read_parts(entry)
    return _read_derivative(entry) if entry.kind == DIFFERENTIATE else _read_task(entry)


def _read_parts(entry: Entry) -> tuple[Problem | None, list[Fault]]:
    """A problem that asks one thing after the other."""
    found = [read_entry(part) for part in entry.parts()]
    faults = [fault for _, wrong in found for fault in wrong]
    parts = tuple(part for part, _ in found if part is not None)
    if faults:
        return None, faults
    first = parts[0]
    return Problem(
        entry.id, entry.kind, first.function, entry.topic, entry.difficulty, first.letters, first.functions, first.wrt,
        covers=entry.texts("covers"), source=entry.text("source"), note=entry.text("note"), title=entry.title,
        parts=parts,
    ), []  # fmt: skip


def _read_task(entry: Entry) -> tuple[Problem | None, list[Fault]]:
    """A problem of another kind than `differentiate`: the kind reads what is its own."""
    from tutor.kinds import KINDS
    from tutor.kinds.draft import Draft
    from tutor.kinds.task import Setting

    faults: list[Fault] = []
    letters, functions = _read_letters(entry, faults)
    draft = Draft(entry, Setting(entry.text("wrt", "x"), letters, functions), faults)
    task = KINDS[entry.kind].task().build(draft)
    written = draft.value("answer", task.shape(), task.scope) if not faults else None
    if faults:
        return None, faults
    function = next((f for f, _ in task.differentiated), ZERO)
    return Problem(
        entry.id, entry.kind, function, entry.topic, entry.difficulty, letters, functions, draft.setting.wrt, 1,
        None, entry.texts("hints"), entry.texts("covers"), entry.text("source"), entry.text("note"), entry.title,
        task=task, written=written,
    ), []  # fmt: skip


def _read_derivative(entry: Entry) -> tuple[Problem | None, list[Fault]]:
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
        mistakes=entry.texts("mistakes"),
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
            faults.append(unreadable(entry, value, error))
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
        faults.append(unreadable(entry, node, error, Scope(wrt, declared | {wrt}, functions)))
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
        faults.append(unreadable(entry, node, error))
        return None


def unreadable(entry: Entry, node: Node, error: ReadError, scope: Scope | None = None) -> Fault:
    """The reader's caret, put under the character in the file; with a scope, undeclared letters are named."""
    fault = _pointed(entry, node, error)
    if scope is None or scope.letters is None:
        return fault
    letter = _undeclared(error.text, error.at, Scope(wrt=scope.wrt, functions=scope.functions), scope.letters)
    if not letter:
        return fault
    said = "function" if error.text[error.at + len(letter) :].lstrip().startswith("(") else "real"
    message = f'the letter "{letter}" is not declared'
    meant = f"{error.hint} Else " if error.hint.startswith("did you mean") else ""
    help_text = f"{meant}add  letters: {{{letter}: {said}}}, or what else is known of it"
    return replace(fault, code="undeclared-letter", message=message, width=len(letter), help=help_text)


def _pointed(entry: Entry, node: Node, error: ReadError) -> Fault:
    fault = fault_at(entry, node, "unreadable", error.message)
    blanks = len(node.text) - len(node.text.lstrip()) if isinstance(node, Scalar) else 0
    column = column_of(node, error.at + blanks) if isinstance(node, Scalar) else None
    if column is not None:
        fault = replace(fault, column=column, width=1)
    return replace(fault, help=error.hint)


def fault_at(entry: Entry, node: Node, code: str, message: str, remark: str = "", help: str = "") -> Fault:
    """A fault of this problem, at this node of its file."""
    width = node.width if isinstance(node, Scalar) else 1
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
