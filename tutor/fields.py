"""The fields of a bank file: one table, from which files are checked and authors are told what is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from tutor.faults import Fault
from tutor.form import IN_TERMS_OF, split_form
from tutor.form import KINDS as FORMS
from tutor.functions import SPELLINGS
from tutor.kinds import DIFFERENTIATE, KINDS
from tutor.nodes import Mapping as MappingNode
from tutor.nodes import Node, Scalar, Sequence
from tutor.sentences import listed, nearest
from tutor.signs import GREEK
from tutor.topics import BY_ID

__all__ = [
    "FIELDS", "FILE_FIELDS", "FIXED", "WORDS", "Field", "Shape", "check_fields", "check_form", "check_letters",
    "check_problem", "fields_of", "form_text", "table_of",
]  # fmt: skip

RUNGS = 8  # of a hint ladder at most: the four that are made, and as many more


@dataclass(frozen=True, slots=True)
class Shape:
    """`said` finishes "… should be"; `node` is what the tree has there."""

    said: str
    node: type[Scalar] | type[Sequence] | type[MappingNode] | tuple[type[Scalar], type[MappingNode]]


TEXT = Shape("a text", Scalar)
LIST = Shape("a list", Sequence)
PROBLEMS = Shape("a list of problems", Sequence)
GROUP = Shape("a group of names", MappingNode)
FORM = Shape("a text", (Scalar, MappingNode))  # or {in-terms-of: s}
PARTS = Shape("a list of parts", Sequence)


@dataclass(frozen=True, slots=True)
class Field:
    """`wanted` says in words what its value may be; `accepts` decides for one text (of a list, for each)."""

    name: str
    shape: Shape
    wanted: str
    accepts: Callable[[str], bool] = bool
    required: bool = False
    code: str = "bad-value"
    choices: tuple[str, ...] = ()

    @property
    def wants(self) -> str:
        """The help for whoever gave something else."""
        return f"wanted: {self.wanted}{': ' if self.choices else ''}{', '.join(self.choices)}"


def _is_id(text: str) -> bool:
    return text.isascii() and all(part.isalnum() and part == part.lower() for part in text.split("-"))


def _is_item(text: str) -> bool:
    """Can this be an id of the curriculum? There capitals occur, as in s1-dLda."""
    return _is_id(text.lower())


def is_letter(text: str) -> bool:
    """Can this be the name of a variable, a parameter or a function of a problem?"""
    return re.fullmatch(r"[^\W\d_]+\d*(_\w+)?", text) is not None


_SCHEMES = ("forward", "backward", "centred", "second", "richardson", "complex-step")
_KIND = Field("kind", TEXT, "one of the kinds", KINDS.__contains__, choices=tuple(KINDS))
# Every field there is; what those of a kind are stands with the kind, in `kinds.KINDS`.
FIELDS: tuple[Field, ...] = (
    Field("id", TEXT, "small letters, digits and hyphens, such as sin-of-x2", _is_id, True),
    Field("function", TEXT, "a formula, such as x^2 sin(x)"),
    Field("topic", TEXT, "one of the topics", BY_ID.__contains__, True, "unknown-topic", tuple(BY_ID)),
    _KIND,
    Field("parts", PARTS, "a list of parts, each with the fields of its kind"),
    Field("difficulty", TEXT, "a whole number from 1 to 5", frozenset("12345").__contains__),
    Field("params", GROUP, "what each parameter may be, such as {a: 2..9, f: [sin, cos]}"),
    Field("where", TEXT, "a condition on the parameters, such as a != b and gcd(a, b) = 1"),
    Field("letters", GROUP, "what is known of each letter, such as {a: a > 0, f: function}"),
    Field("wrt", TEXT, "the variable, one letter such as t", is_letter),
    Field("order", TEXT, "which derivative is asked, 1 to 9", frozenset("123456789").__contains__),
    Field("form", FORM, f"{', '.join(FORMS[:-1])} or {{{IN_TERMS_OF}: s}}"),
    Field("at", TEXT, "a place, such as 2, pi/3 or a"),
    Field("on", TEXT, "an interval, such as [0, 2pi)"),
    Field("tolerance", TEXT, "how far a decimal answer may be off, such as 0.001"),
    Field("which", TEXT, "which of them is asked for", choices=("increasing", "decreasing", "up", "down")),
    Field("curve", TEXT, "an equation in x and y, such as x^2 + y^2 = 25"),
    Field("point", TEXT, "a point, such as (3, 4)"),
    Field("functions", LIST, "formulas, such as [x y, x + y]"),
    Field("variables", LIST, "letters in order, such as [x, y]", is_letter),
    Field("question", TEXT, "a question; formulas stand between backquotes"),
    Field("mistake", TEXT, "the id of a wrong rule, such as CHN-01"),
    Field("options", LIST, "two answers or more to choose from"),
    Field("items", LIST, "the items in their right order"),
    Field("pairs", GROUP, "each thing and its partner, such as {sine: cosine}"),
    Field("scheme", TEXT, "the formula that is used", frozenset(_SCHEMES).__contains__, choices=_SCHEMES),
    Field("step", TEXT, "how far apart values are taken, such as 0.1"),
    Field("rounding", TEXT, "the relative error of a rounded number, such as 1e-16"),
    Field("graph", LIST, "lines that are computed in this order, such as [z = w x + b, a = sigmoid(z)]"),
    Field("of", TEXT, "the letter that is differentiated, such as L", is_letter),
    Field("by", TEXT, "the letter by which it is differentiated, such as w", is_letter),
    Field("values", GROUP, "a number for each letter, such as {x: 2, w: 3}"),
    Field("rate", TEXT, "the learning rate, such as 0.1 or eta"),
    Field("count", TEXT, "a whole number, how many steps are taken", str.isdecimal),
    Field("momentum", TEXT, "the part of the step before that is kept, such as 0.9"),
    Field("claimed", LIST, "a gradient by formulas, such as [2x, 3y^2]"),
    Field("numeric", LIST, "a gradient by numbers, such as [3, 4.1]"),
    Field("threshold", TEXT, "a number that an error is compared with, such as 0.00001"),
    Field("classes", TEXT, "2 or 3", frozenset("23").__contains__),
    Field("labels", LIST, "numbers or letters that add up to 1, such as [0, 1, 0]"),
    Field("logits", LIST, "numbers, such as [0, ln(3)]"),
    Field("support", TEXT, "what x can be: binary, counts, positive, real or unit"),
    Field("mean", TEXT, "the mean of x, such as 1/lambda"),
    Field("variance", TEXT, "the variance of x, such as p (1 - p)"),
    Field("asked", TEXT, "which of the things that the kind can ask for"),
    Field("estimate", TEXT, "a number near the place, such as 4.1"),
    Field("relation", TEXT, "an equation between letters that change in time, such as V = r^3"),
    Field("rates", GROUP, "how fast each letter changes, such as {r: 2}"),
    Field("from", TEXT, "the place that the function sends to the number, such as 1"),
    Field("depth", TEXT, "how many functions there are one inside the other, 2 to 4", frozenset("234").__contains__),
    Field("because", TEXT, "why it is so, in a sentence"),
    Field("answer", TEXT, "the answer, as a student would type it"),
    Field("hints", LIST, "texts, the gentlest first; a fifth and more come after the four"),
    Field("mistakes", LIST, "ids of mistakes to expect, the likeliest first, such as [CHN-01, PRD-01]"),
    Field("source", TEXT, "where the problem comes from"),
    Field("covers", LIST, "ids of the curriculum, such as [ex1a]", _is_item),
    Field("note", TEXT, "a sentence for whoever reads the bank"),
)  # fmt: skip

# What a template has the same for all its instances.
FIXED = frozenset({"id", "topic", "kind", "difficulty", "params", "where", "covers"})
# Fields for which a few texts will do, and formulas will not: of templates they are looked at when they are filled.
WORDS = {field.name: field for field in FIELDS if field.accepts is not bool or field.choices}

FILE_FIELDS: tuple[Field, ...] = (
    Field("title", TEXT, "the title of the file", required=True),
    Field("problems", PROBLEMS, "a list of problems, each beginning with - id:", required=True),
)

_OF_ALL = ("id", "topic", "kind", "params", "where", "difficulty", "answer", "hints", "source", "covers", "note")
_OF_PARTS = ("kind", "answer", "hints")
_OF_A_CHAIN = ("id", "topic", "params", "where", "difficulty", "parts", "source", "covers", "note")
_INHERITED = ("function", "letters", "wrt", "on", "curve", "functions", "variables", "graph", "values")


def table_of(kind: str) -> tuple[Field, ...]:
    """The fields of a problem of this kind, in the order of `FIELDS`."""
    return _table(_OF_ALL, KINDS[kind].fields)


@cache
def _table(
    common: tuple[str, ...], own: str, given: frozenset[str] = frozenset(), filled: bool = False
) -> tuple[Field, ...]:
    """The fields of a problem or a part; those `given` above need not be, and braces may be `filled` later."""
    required = {name.rstrip("!"): name.endswith("!") for name in own.split()}
    return tuple(
        replace(
            _filled(field) if filled else field,
            required=required.get(field.name, field.required) and field.name not in given,
        )
        for field in FIELDS
        if field.name in required or field.name in common
    )


def _filled(field: Field) -> Field:
    """The field as a template has it: with braces, anything may come of it."""
    if field.name in FIXED or field.name not in WORDS:
        return field
    return replace(field, accepts=lambda text: "{" in text or field.accepts(text))


def check_problem(node: MappingNode, file: str, source: list[str]) -> tuple[dict[str, Node], list[Fault]]:
    """The fields of a problem by name, and every fault of its structure: those of its kind are looked for."""
    given = {key.text for key, _ in node.pairs}
    if "parts" in given:
        return _check_chain(node, given, file, source)
    table = _table(_OF_ALL, KINDS[_kind_of(node)].fields, filled="params" in given)
    found, faults = check_fields(node, table, file, source)
    faults += _check_where(found, file)
    return found, [*faults, *check_letters(found.get("letters"), file), *check_form(found.get("form"), file)]


def _check_chain(
    node: MappingNode, given: set[str], file: str, source: list[str]
) -> tuple[dict[str, Node], list[Fault]]:
    """A problem with parts: what it has itself, and what each part has."""
    is_template = "params" in given
    found, faults = check_fields(node, _table(_OF_A_CHAIN, " ".join(_INHERITED), filled=is_template), file, source)
    faults += [*check_letters(found.get("letters"), file), *_check_where(found, file)]
    parts = found["parts"]
    if not isinstance(parts, Sequence):
        return found, faults
    if len(parts.items) < 2:
        faults.append(_fault(parts, file, "bad-value", "a problem with parts has two of them or more"))
    passed = frozenset(given.intersection(_INHERITED))
    for part in parts.items:
        if not isinstance(part, MappingNode):
            faults.append(_fault(part, file, "wrong-shape", "this is not a part", "a part begins with - kind:"))
            continue
        # A form is asked for in a problem by itself: it keeps a right answer open.
        own = " ".join(name for name in KINDS[_kind_of(part)].fields.split() if name != "form")
        has, wrong = check_fields(part, _table(_OF_PARTS, own, passed, is_template), file, source)
        faults += [*wrong, *check_letters(has.get("letters"), file)]
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
    found, faults = fields_of(node, file)
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


def fields_of(node: MappingNode, file: str) -> tuple[dict[str, Node], list[Fault]]:
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


def check_letters(node: Node | None, file: str) -> Iterator[Fault]:
    """The faults in the names of the declared letters; what is said of them is read with the formulas."""
    if not isinstance(node, MappingNode):
        return
    yield from fields_of(node, file)[1]
    for key, value in node.pairs:
        if key.style == "?":
            continue
        if not _can_be_declared(key.text):
            yield _fault(key, file, "bad-value", f'"{key.text}" cannot be a letter of a problem')
        if not isinstance(value, Scalar) or not value.text:
            wanted = f'say what is known of it, such as "{key.text}: {key.text} > 0", or "real"'
            yield _fault(value, file, "bad-value", f'nothing is said of "{key.text}"', wanted)


def check_form(node: Node | None, file: str) -> Iterator[Fault]:
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
    if field.name == "hints" and len(texts) > RUNGS:
        message = f"a hint ladder has at most {RUNGS} rungs, here are {len(texts)} hints"
        yield _fault(texts[RUNGS], file, "bad-value", message)


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
        if near := nearest(text.text, field.choices):
            yield _fault(text, file, field.code, f'{message}, did you mean "{near}"?')
        else:
            yield _fault(text, file, field.code, message, field.wants)


def _wrong_shape(field: Field, value: Node, file: str) -> Fault:
    should = f'"{field.name}" should be {field.shape.said}'
    if isinstance(value, Scalar):
        return _fault(value, file, "wrong-shape", f'{should}, here is "{_short(value.text)}"', field.wants)
    help_text = "brackets begin lists and groups in YAML: quote the text" if field.shape is TEXT else field.wants
    return _fault(value, file, "wrong-shape", f"{should}, here is {_SHAPE_OF[type(value)]}", help_text)


def _fault(node: Node, file: str, code: str, message: str, help: str = "") -> Fault:
    width = span(node) if isinstance(node, Scalar) else 1
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


def span(text: Scalar) -> int:
    """How many characters a scalar takes on its first line."""
    return text.end_column - text.column if text.end_line == text.line else max(1, len(text.text))


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
