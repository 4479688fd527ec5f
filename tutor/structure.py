"""Whether the structure of a bank file is what the table of fields says: names, shapes and values, each fault told."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from tutor.faults import Fault
from tutor.fields import (
    FIELDS,
    INHERITED,
    LIST,
    OF_A_CHAIN,
    OF_ALL,
    OF_PARTS,
    TEXT,
    Field,
    is_letter,
    table_of,
)
from tutor.form import IN_TERMS_OF, split_form
from tutor.form import KINDS as FORMS
from tutor.functions import SPELLINGS
from tutor.kinds import DIFFERENTIATE, KINDS
from tutor.nodes import Mapping as MappingNode
from tutor.nodes import Node, Scalar, Sequence
from tutor.sentences import listed, nearest
from tutor.signs import GREEK
from tutor.topics import meant_topics

__all__ = ["check_fields", "check_problem", "form_text"]

_RUNGS = 8  # of a hint ladder at most: the four that are made, and as many more


def check_problem(node: MappingNode, file: str, source: list[str]) -> tuple[dict[str, Node], list[Fault]]:
    """The fields of a problem by name, and every fault of its structure: those of its kind are looked for."""
    given = {key.text for key, _ in node.pairs}
    if "parts" in given:
        return _check_chain(node, given, file, source)
    table = table_of(OF_ALL, KINDS[_kind_of(node)].fields, filled="params" in given)
    found, faults = check_fields(node, table, file, source)
    faults += _check_where(found, file)
    return found, [*faults, *_check_letters(found.get("letters"), file), *_check_form(found.get("form"), file)]


def _check_chain(
    node: MappingNode, given: set[str], file: str, source: list[str]
) -> tuple[dict[str, Node], list[Fault]]:
    """A problem with parts: what it has itself, and what each part has."""
    is_template = "params" in given
    found, faults = check_fields(node, table_of(OF_A_CHAIN, " ".join(INHERITED), filled=is_template), file, source)
    faults += [*_check_letters(found.get("letters"), file), *_check_where(found, file)]
    parts = found["parts"]
    if not isinstance(parts, Sequence):
        return found, faults
    if len(parts.items) < 2:
        faults.append(_fault(parts, file, "bad-value", "a problem with parts has two of them or more"))
    passed = frozenset(given.intersection(INHERITED))
    for part in parts.items:
        if not isinstance(part, MappingNode):
            faults.append(_fault(part, file, "wrong-shape", "this is not a part", "a part begins with - kind:"))
            continue
        # A form is asked for in a problem by itself: it keeps a right answer open.
        own = " ".join(name for name in KINDS[_kind_of(part)].fields.split() if name != "form")
        has, wrong = check_fields(part, table_of(OF_PARTS, own, passed, is_template), file, source)
        faults += [*wrong, *_check_letters(has.get("letters"), file)]
    return found, faults


def _check_where(found: dict[str, Node], file: str) -> Iterator[Fault]:
    """A condition needs parameters; both are read by `template`, with the formulas."""
    if "where" in found and "params" not in found:
        message = "there are no parameters that this condition could be about"
        yield _fault(found["where"], file, "bad-value", message, "add  params: {a: 2..9}")


def _kind_of(node: MappingNode) -> str:
    """The kind that a problem names, the usual one where it names none or one that there is not."""
    kind = next((value for key, value in node.pairs if key.text == "kind"), None)
    return kind.text if isinstance(kind, Scalar) and kind.text in KINDS else DIFFERENTIATE


# Names that authors try, and what stands for them here.
_OTHER_NAMES: Mapping[str, str] = {
    "level": "the topic fixes the level",
    "f": 'write "function"', "ask": 'write "function"', "question": 'write "function"',
    "expression": 'write "function"',
    "derivative": 'write "answer"', "solution": 'write "answer"', "hint": 'write "hints", a list',
    "variable": 'write "wrt"', "parameters": 'write "params" or "letters"', "condition": 'write "where"',
    "assume": 'write "letters"', "domain": 'write "letters"', "comment": 'write "note"',
    "interval": 'write "on"', "place": 'write "at"', "equation": 'write "curve"', "choices": 'write "options"',
}  # fmt: skip

_SHAPE_OF: Mapping[type, str] = {Scalar: "a text", Sequence: "a list", MappingNode: "a group"}


def check_fields(
    node: MappingNode, table: tuple[Field, ...], file: str, source: list[str]
) -> tuple[dict[str, Node], list[Fault]]:
    """The fields that are there, by name, and every fault of their names, shapes and values."""
    found, faults = _fields_of(node, file)
    known = {field.name: field for field in table}
    for key, _ in node.pairs:
        if key.style != "?" and key.text not in known:
            faults.append(_unknown(key, tuple(known), file))
    for field in table:
        value = found.get(field.name)
        if value is not None:
            faults.extend(_check_value(field, value, file, source))
        elif field.required:
            faults.append(_fault(node, file, "missing-field", f'"{field.name}" is missing', field.wants))
    return found, faults


def _fields_of(node: MappingNode, file: str) -> tuple[dict[str, Node], list[Fault]]:
    """The values by name; a name that comes twice is a fault, and the first one counts."""
    found: dict[str, Node] = {}
    first: dict[str, int] = {}
    faults = []
    for key, value in node.pairs:
        if key.text in found:
            message = f'"{key.text}" is given twice, first in line {first[key.text]}'
            faults.append(_fault(key, file, "duplicate-field", message))
        else:
            found[key.text] = value
            first[key.text] = key.line
    return found, faults


def _check_letters(node: Node | None, file: str) -> Iterator[Fault]:
    """The faults in the names of the declared letters; what is said of them is read with the formulas."""
    if not isinstance(node, MappingNode):
        return
    yield from _fields_of(node, file)[1]
    for key, value in node.pairs:
        if key.style == "?":
            continue
        if not _can_be_declared(key.text):
            yield _fault(key, file, "bad-value", f'"{key.text}" cannot be a letter of a problem')
        if not isinstance(value, Scalar) or not value.text:
            wanted = f'say what is known of it, such as "{key.text}: {key.text} > 0", or "real"'
            yield _fault(value, file, "bad-value", f'nothing is said of "{key.text}"', wanted)


def _check_form(node: Node | None, file: str) -> Iterator[Fault]:
    """The faults in the name of a form, and in the letter that goes with one of them."""
    text = form_text(node)
    if node is None or not text:
        return
    kind, letter = split_form(text)
    if kind not in FORMS:
        near = nearest(kind, FORMS)
        meant = f', did you mean "{near}"?' if near else ""
        wanted = "" if near else next(field.wants for field in FIELDS if field.name == "form")
        yield _fault(node, file, "bad-value", f'"form" cannot be "{_short(text)}"{meant}', wanted)
    elif kind == IN_TERMS_OF and not letter:
        wanted = f"write  form: {{{IN_TERMS_OF}: s}}  with a letter that the problem does not have"
        yield _fault(node, file, "bad-value", f'"{kind}" names no letter', wanted)
    elif letter and not _can_be_declared(letter):
        yield _fault(node, file, "bad-value", f'"{letter}" cannot be a letter of a problem')


def form_text(node: Node | None) -> str:
    """What a field says about the form, on one line: "factored", "in-terms-of: s"; "" where it says nothing."""
    match node:
        case Scalar(text, style=style) if style != "?":
            return text.strip()
        case MappingNode([(Scalar() as key, Scalar() as value)]):
            return f"{key.text}: {value.text.strip()}"
        case MappingNode():
            return "a group"
        case _:
            return ""


def _can_be_declared(name: str) -> bool:
    # sigma and phi are letters too, though there are functions of these names.
    is_greek = name in GREEK or name in GREEK.values()
    return is_letter(name) and name not in {"e", "pi", "π", "i"} and (is_greek or name not in SPELLINGS)


def _unknown(key: Scalar, known: tuple[str, ...], file: str) -> Fault:
    message = f'unknown field "{key.text}"'
    near = nearest(key.text, known)
    if key.text in _EVERY_NAME:
        having = [name for name, kind in KINDS.items() if key.text in kind.fields.replace("!", "").split()]
        of = f'"{key.text}" belongs to problems of the kind {listed(having[:4], "or")}' if having else ""
        return _fault(key, file, "unknown-field", f'"{key.text}" is no field of this kind of problem', of)
    other = _OTHER_NAMES.get(key.text if near else nearest(key.text, tuple(_OTHER_NAMES)), "")
    if other:
        return _fault(key, file, "unknown-field", message, other)
    if near:
        return _fault(key, file, "unknown-field", f'{message}, did you mean "{near}"?')
    return _fault(key, file, "unknown-field", message, f"the fields are {', '.join(known)}")


_EVERY_NAME = frozenset(field.name for field in FIELDS)


def _check_value(field: Field, value: Node, file: str, source: list[str]) -> Iterator[Fault]:
    if isinstance(value, Scalar) and value.style == "?":
        return  # its own fault has been noted
    if not isinstance(value, field.shape.node):
        yield _wrong_shape(field, value, file)
        return
    texts = _texts(field, value)
    for text in texts:
        if not isinstance(text, Scalar):
            message = f'"{field.name}" should be a list of texts, here is {_SHAPE_OF[type(text)]} in it'
            yield _fault(text, file, "wrong-shape", message, "quote a text that has brackets")
        elif text.style != "?":
            yield from _check_text(field, text, file, source)
    if field.name == "hints" and len(texts) > _RUNGS:
        message = f"a hint ladder has at most {_RUNGS} rungs, here are {len(texts)} hints"
        yield _fault(texts[_RUNGS], file, "bad-value", message)


def _texts(field: Field, value: Node) -> list[Node]:
    if isinstance(value, Scalar):
        return [value]
    return value.items if isinstance(value, Sequence) and field.shape is LIST else []


def _check_text(field: Field, text: Scalar, file: str, source: list[str]) -> Iterator[Fault]:
    if tail := _swallowed(text, source):
        whole = f"{text.text} {tail}".strip().replace("'", "''")
        help_text = f"write  {field.name}: '{whole}'" if field.shape is TEXT else "quote the text"
        message = 'a "#" begins a comment, so the rest of this line is not read'
        yield Fault("comment-cuts", message, file, text.line, text.end_column, len(tail) + 1, "", help_text)
    elif not text.text.strip():
        if field.name == "hints" and text.style:
            return  # '' keeps the rung that is made from the derivation
        yield _fault(text, file, "bad-value", f'"{field.name}" is empty', field.wants)
    elif not field.accepts(text.text):
        message = f'"{field.name}" cannot be "{_short(text.text)}"'
        near = meant_topics(text.text) if field.name == "topic" else nearest(text.text, field.choices)
        if near:
            meant = f'"{near}"' if near in field.choices else near
            yield _fault(text, file, field.code, f"{message}, did you mean {meant}?")
        else:
            yield _fault(text, file, field.code, message, field.wants)


def _wrong_shape(field: Field, value: Node, file: str) -> Fault:
    should = f'"{field.name}" should be {field.shape.said}'
    if isinstance(value, Scalar):
        return _fault(value, file, "wrong-shape", f'{should}, here is "{_short(value.text)}"', field.wants)
    help_text = "brackets begin lists and groups in YAML: quote the text" if field.shape is TEXT else field.wants
    return _fault(value, file, "wrong-shape", f"{should}, here is {_SHAPE_OF[type(value)]}", help_text)


def _fault(node: Node, file: str, code: str, message: str, help: str = "") -> Fault:
    width = node.width if isinstance(node, Scalar) else 1
    return Fault(code, message, file, node.line, node.column, max(1, width), "", help)


_WORD = re.compile(r"[^\W\d_]{3,}")


def _swallowed(text: Scalar, source: list[str]) -> str:
    """What a comment took from a plain scalar, if it looks like mathematics; words are a comment indeed."""
    if text.style or not 0 < text.end_line <= len(source):
        return ""
    line = source[text.end_line - 1]
    if "#" not in line:
        return ""
    rest = line[text.end_column - 1 :].strip()
    if not rest.startswith("#") or not rest[1:].strip():
        return ""
    return "" if any(word not in SPELLINGS for word in _WORD.findall(rest)) else rest


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
