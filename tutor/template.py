"""Templates: problems with parameters, of which a seed makes one problem, the same one everywhere.

An instance is an entry like any other, with the values in place of the braces, so nothing after it knows of templates.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice, product
from math import gcd, prod
from zlib import crc32

from tutor.entry import Entry, column_of, fault_at, read_entry
from tutor.errors import ReadError, TutorError
from tutor.faults import Fault
from tutor.fields import FIXED, WORDS
from tutor.filling import BRACES, filled, filled_sentence, said, spelled
from tutor.nodes import Mapping as Group
from tutor.nodes import Node, Scalar, Sequence
from tutor.params import Condition, Param, is_name, names_in, read_condition, read_part, read_values
from tutor.problem import Problem
from tutor.scope import Scope

__all__ = [
    "Given",
    "Instance",
    "Template",
    "about",
    "not_worked_out",
    "nothing_fulfils",
    "read_instance",
    "read_template",
]

Given = Mapping[str, Param]

_FEW = 400  # combinations that are gone through each time
_TRIES = 400  # draws until all combinations are gone through instead
_MOST = 200_000  # combinations that are gone through
_SENTENCES = frozenset({"question", "options", "items", "pairs", "because", "reasons", "hints", "note", "source"})


@dataclass(frozen=True)
class Template:
    """`values` are what each parameter may be; `holds` is the condition between them."""

    entry: Entry
    values: tuple[tuple[str, tuple[Param, ...]], ...]
    holds: Condition

    @property
    def combinations(self) -> int:
        """How many there are, whether the condition holds or not."""
        return prod(len(values) for _, values in self.values)

    def every(self) -> Iterator[dict[str, Param]]:
        """All combinations that fulfil the condition, the last parameter changing first."""
        names = [name for name, _ in self.values]
        for chosen in islice(product(*(values for _, values in self.values)), _MOST):
            given = dict(zip(names, chosen, strict=True))
            if self.holds(given):
                yield given

    def given(self, seed: int) -> dict[str, Param] | None:
        """The values that belong to a seed; None where nothing fulfils the condition.

        Where there are few instances, seeds in a row go through all of them before one comes again.
        """
        if self.combinations <= _FEW:
            few = list(self.every())
            return few[(crc32(self.entry.id.encode()) + seed * _stride(len(few))) % len(few)] if few else None
        draws = _draws(self.entry.id, seed)
        for _ in range(_TRIES):
            given = {name: values[next(draws) % len(values)] for name, values in self.values}
            if self.holds(given):
                return given
        return next(self.every(), None)

    def instance(self, given: Given) -> Instance:
        """The problem with these values in place of the braces. Raises TutorError where one cannot be worked out."""
        functions, wrt = _declared_functions(self.entry), spelled(self.entry.text("wrt", "x"), given)
        scope = Scope(wrt=wrt, functions=functions)
        # The answer to a question is one of its options, so both are filled as sentences.
        sentences = _SENTENCES | {"answer"} if "question" in self.entry.fields else _SENTENCES
        fields = {
            name: node if name in FIXED else _filled_node(node, name, given, scope, sentences)
            for name, node in self.entry.fields.items()
            if name not in ("params", "where")
        }
        return Instance(self.entry._replace(fields=fields), given)


@dataclass(frozen=True, slots=True)
class Instance:
    """One problem of a template."""

    entry: Entry
    given: Given


def about(given: Given, fault: Fault) -> Fault:
    """A fault of an instance as one of the template: "with a = 3, b = 3: …"."""
    values = ", ".join(f"{name} = {said(value)}" for name, value in given.items())
    return replace(fault, message=f"with {values}: {fault.message}")


def read_instance(entry: Entry, seed: int) -> tuple[Problem | None, list[Fault]]:
    """The problem that a seed makes of a template, or what is wrong with it."""
    template, faults = read_template(entry)
    if template is None:
        return None, faults
    try:
        given = template.given(seed)
        if given is None:
            return None, [nothing_fulfils(entry)]
    except TutorError as error:
        return None, [not_worked_out(entry, error)]
    try:
        instance = template.instance(given)
    except TutorError as error:
        return None, [about(given, not_worked_out(entry, error))]
    problem, faults = read_entry(instance.entry)
    if problem is None:
        return None, [about(given, fault) for fault in faults]
    parts = tuple(replace(part, seed=seed) for part in problem.parts)
    return replace(problem, seed=seed, parts=parts), []


def not_worked_out(entry: Entry, error: TutorError) -> Fault:
    """The fault of arithmetic that fails, in the condition or between braces."""
    return fault_at(entry, entry.fields.get("where", entry.fields["params"]), "bad-params", error.message)


def nothing_fulfils(entry: Entry) -> Fault:
    """The fault of a condition that no combination fulfils."""
    node = entry.fields.get("where", entry.fields["params"])
    return fault_at(entry, node, "no-instance", "no values of the parameters fulfil this condition")


def _stride(count: int) -> int:
    """A step that reaches all of so many places, and lands far from where it was."""
    return next(step for step in range(round(count * 0.618), 2 * count + 2) if gcd(step, count) == 1)


def _draws(name: str, seed: int) -> Iterator[int]:
    """Numbers of 64 bits that follow from name and seed (splitmix64): the same on every machine and in every Python."""
    mask = (1 << 64) - 1
    state = (crc32(name.encode()) * 0x9E3779B97F4A7C15 + seed * 0xD1342543DE82EF95) & mask
    while True:
        state = (state + 0x9E3779B97F4A7C15) & mask
        mixed = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & mask
        mixed = ((mixed ^ (mixed >> 27)) * 0x94D049BB133111EB) & mask
        yield mixed ^ (mixed >> 31)


def _filled_node(node: Node, name: str, given: Given, scope: Scope, sentences: frozenset[str]) -> Node:
    match node:
        case Scalar(text, line, column, end_line, end_column, _) if "{" in text:
            if name in WORDS:
                now = _chosen(name, text, given)
            else:
                now = (filled_sentence if name in sentences else filled)(text, given, scope)
            # The columns inside are those of another text now: a style of its own keeps carets from pointing there.
            return Scalar(now, line, column, end_line, end_column, "{")
        case Scalar():
            return node
        case Sequence(items, line, column):
            return Sequence([_filled_node(item, name, given, scope, sentences) for item in items], line, column)
        case Group(pairs, line, column):
            below = [
                # What stands in a part goes by the name of its own field.
                (_filled_key(key, name, given, scope, sentences),
                 _filled_node(value, key.text if name == "parts" else name, given, scope, sentences))
                for key, value in pairs
            ]  # fmt: skip
            return Group(below, line, column)


def _chosen(name: str, text: str, given: Given) -> str:
    """A field for which a few texts will do. Raises TutorError where these values make another one of it."""
    field, now = WORDS[name], spelled(text, given)
    if not (field.accepts(now) and (not field.choices or now in field.choices)):
        raise TutorError(f'"{name}" cannot be "{now}"; {field.wants}')
    return now


def _filled_key(key: Scalar, name: str, given: Given, scope: Scope, sentences: frozenset[str]) -> Scalar:
    found = _filled_node(key, name, given, scope, sentences) if name == "pairs" else key
    assert isinstance(found, Scalar)
    return found


def _declared_functions(entry: Entry) -> frozenset[str]:
    node = entry.fields.get("letters")
    pairs = node.pairs if isinstance(node, Group) else []
    return frozenset(key.text for key, value in pairs if isinstance(value, Scalar) and value.text == "function")


# --- reading ---


def read_template(entry: Entry) -> tuple[Template | None, list[Fault]]:
    """The template of an entry that has parameters, and every fault of its parameters, condition and braces."""
    faults: list[Fault] = []
    node = entry.fields["params"]
    pairs = node.pairs if isinstance(node, Group) else []
    values = tuple((key.text, _values(entry, key, value, faults)) for key, value in pairs)
    if not values:
        faults.append(fault_at(entry, node, "bad-params", "no parameter is named here", "", "such as {a: 2..9}"))
    known = frozenset(name for name, _ in values)
    used: set[str] = set()
    holds = _condition(entry, known, used, faults)
    for name, field in entry.fields.items():
        if name not in FIXED:
            _look_at_braces(entry, field, known, used, faults)
    for key, _ in pairs:
        if key.text not in used and is_name(key.text):
            message = f'the parameter "{key.text}" is not used'
            faults.append(fault_at(entry, key, "unused-param", message, "", f"write {{{key.text}}} where it belongs"))
    return (None, faults) if faults else (Template(entry, values, holds), [])


def _values(entry: Entry, key: Scalar, node: Node, faults: list[Fault]) -> tuple[Param, ...]:
    if not is_name(key.text):
        message = f'"{key.text}" cannot be the name of a parameter'
        faults.append(fault_at(entry, key, "bad-params", message, "", "wanted: a letter, such as a"))
    items = node.items if isinstance(node, Sequence) else [node]
    found: list[Param] = []
    before = len(faults)
    for item in items:
        if not isinstance(item, Scalar):
            message = "a value of a parameter is a number, a name or a formula"
            faults.append(fault_at(entry, item, "bad-params", message))
            continue
        try:
            found += read_values(item.text.strip())
        except ReadError as error:
            faults.append(_pointed(entry, item, error, "bad-params"))
    if not found and len(faults) == before:
        message = f'nothing is said of "{key.text}"'
        faults.append(fault_at(entry, key, "bad-params", message, "", f"such as {key.text}: 2..9"))
    return tuple(dict.fromkeys(found))


def _condition(entry: Entry, known: frozenset[str], used: set[str], faults: list[Fault]) -> Condition:
    node = entry.fields.get("where")
    if isinstance(node, Scalar):
        used |= names_in(node.text)
        try:
            return read_condition(node.text.strip(), known)
        except ReadError as error:
            faults.append(_pointed(entry, node, error, "bad-condition"))
    return lambda given: True


def _look_at_braces(entry: Entry, node: Node, known: frozenset[str], used: set[str], faults: list[Fault]) -> None:
    match node:
        case Scalar(text):
            for found in BRACES.finditer(text):
                used |= names_in(found[1])
                try:
                    read_part(found[1], known)
                except ReadError as error:
                    whole = ReadError(error.message, text, found.start(1) + error.at, error.hint)
                    faults.append(_pointed(entry, node, whole, "unknown-param"))
            rest = BRACES.sub("", text)
            if "{" in rest or "}" in rest:
                message = "a brace is open here: parameters stand between { and }"
                faults.append(fault_at(entry, node, "unknown-param", message))
        case Sequence(items):
            for item in items:
                _look_at_braces(entry, item, known, used, faults)
        case Group(pairs):
            for key, value in pairs:
                _look_at_braces(entry, key, known, used, faults)
                _look_at_braces(entry, value, known, used, faults)


def _pointed(entry: Entry, node: Scalar, error: ReadError, code: str) -> Fault:
    """The fault with its caret under the character in the file."""
    fault = fault_at(entry, node, code, error.message, "", error.hint)
    blanks = len(node.text) - len(node.text.lstrip()) if not node.text.startswith(error.text) else 0
    column = column_of(node, min(error.at, max(len(node.text) - 1, 0)) + blanks)
    word = re.match(r"\w*", error.text[error.at :])
    width = max(1, len(word[0])) if word is not None else 1
    return replace(fault, column=column, width=width) if column is not None else replace(fault, width=node.width)
