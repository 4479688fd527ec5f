"""The fields of a bank file: one table, from which files are checked and authors are told what is wanted."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache

from tutor.form import IN_TERMS_OF
from tutor.form import KINDS as FORMS
from tutor.kinds import KINDS
from tutor.nodes import Mapping as MappingNode
from tutor.nodes import Scalar, Sequence
from tutor.topics import BY_ID

__all__ = [
    "FIELDS", "FILE_FIELDS", "FIXED", "INHERITED", "LIST", "OF_ALL", "OF_A_CHAIN", "OF_PARTS", "TEXT", "WORDS",
    "Field", "Shape", "is_letter", "table_of",
]  # fmt: skip


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
    Field("reasons", LIST, "for each wrong option, in their order, a sentence on why it is not that one"),
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

# Beside those of its kind: what a problem has, a part, and a problem with parts; and what parts need not say again.
OF_ALL = ("id", "topic", "kind", "params", "where", "difficulty", "answer", "hints", "source", "covers", "note")
OF_PARTS = ("kind", "answer", "hints")
OF_A_CHAIN = ("id", "topic", "params", "where", "difficulty", "parts", "source", "covers", "note")
INHERITED = ("function", "letters", "wrt", "on", "curve", "functions", "variables", "graph", "values")


@cache
def table_of(
    common: tuple[str, ...], own: str, given: frozenset[str] = frozenset(), filled: bool = False
) -> tuple[Field, ...]:
    """The fields that are in common with others, and the kind's own, in the order of `FIELDS`.

    Those `given` above a part need not be there, and braces may be `filled` later.
    """
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
