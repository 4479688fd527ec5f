"""The form in which an answer is asked for: whether it is written so, and if not, what is missing.

This is a question of its own, apart from whether the answer is right: it looks at the tree as it was typed, at nothing
else, and what it cannot tell counts as met. `judge_form` is asked about answers of any value and raises nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from tutor.expr import Expr, children
from tutor.signs import letter as in_print

__all__ = ["IN_TERMS_OF", "KINDS", "Form", "FormVerdict", "Lack", "judge_form", "read_form", "split_form"]

IN_TERMS_OF = "in-terms-of"


@dataclass(frozen=True, slots=True)
class _Words:
    """`asked` follows "find f′(x)", `wanted` follows "the problem asks for", `done` follows "Correct, proved,"."""

    asked: str
    wanted: str
    done: str


_WORDS: Mapping[str, _Words] = {
    "factored": _Words(", factored", "it factored", "and factored"),
    "expanded": _Words(", multiplied out", "it multiplied out", "and multiplied out"),
    "single-fraction": _Words(" as a single fraction", "a single fraction", "and a single fraction"),
    "no-negative-exponents": _Words(
        " without negative exponents", "it without negative exponents", "and without negative exponents"
    ),
    IN_TERMS_OF: _Words(" in terms of {}", "it in terms of {}", "and in terms of {}"),
}
KINDS: tuple[str, ...] = tuple(_WORDS)


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked of an answer besides its value. `letter` is that of `in-terms-of`, a name for the function."""

    kind: str
    letter: str = ""

    def __str__(self) -> str:
        return f"{self.kind}: {self.letter}" if self.letter else self.kind

    @property
    def asked(self) -> str:
        """What follows "find f′(x)"."""
        return _WORDS[self.kind].asked.format(in_print(self.letter))

    @property
    def done(self) -> str:
        """What follows "Correct, proved,"."""
        return _WORDS[self.kind].done.format(in_print(self.letter))

    @property
    def wanted(self) -> str:
        """What follows "the problem asks for"."""
        return _WORDS[self.kind].wanted.format(in_print(self.letter))


@dataclass(frozen=True, slots=True)
class Lack:
    """What is missing, as a clause with a place for each of its parts: "{} stands in both terms"."""

    clause: str
    parts: tuple[Expr, ...] = ()

    def said(self, written: Callable[[Expr], str]) -> str:
        """The clause with its parts written so."""
        return self.clause.format(*map(written, self.parts))


@dataclass(frozen=True, slots=True)
class FormVerdict:
    """The form that was asked for, and what an answer lacks; None where it is met."""

    asked: Form
    lack: Lack | None = None

    @property
    def met(self) -> bool:
        return self.lack is None

    def as_dict(self) -> dict[str, Any]:
        """`{"asked": "factored", "met": false}`"""
        return {"asked": str(self.asked), "met": self.met}

    def sentence(self, written: Callable[[Expr], str]) -> str:
        """What to say about a right value in another form; "" where the form is met."""
        if self.lack is None:
            return ""
        return f"Right value. The problem asks for {self.asked.wanted}: {self.lack.said(written)}."


def read_form(text: str) -> Form:
    """The form that a bank file names: "factored", "in-terms-of: s". Raises ValueError for anything else."""
    kind, letter = split_form(text)
    if kind not in _WORDS or (kind == IN_TERMS_OF) != bool(letter):
        raise ValueError(f"no form is called {text}")
    return Form(kind, letter)


def split_form(text: str) -> tuple[str, str]:
    """The kind that a text names and its letter, both perhaps none that there is: ("in-terms-of", "s")."""
    found = re.fullmatch(rf"{IN_TERMS_OF}(?:\s*:\s*|\s+|$)(\S*)", text.strip())
    return (IN_TERMS_OF, found[1]) if found else (text.strip(), "")


def judge_form(form: Form, answer: Expr, f: Expr, wrt: str = "x") -> FormVerdict:
    """Is the answer, an expression for a derivative of f by `wrt`, written in this form?"""
    if _depth(answer) > _DEEPEST:
        return FormVerdict(form)
    return FormVerdict(form, _lack(form, answer, f, wrt))


_DEEPEST = 120  # levels of a tree; what a student can type has half of them


def _lack(form: Form, answer: Expr, f: Expr, wrt: str) -> Lack | None:
    match form.kind:
        case "factored":
            from tutor.form.factored import factored

            return factored(answer, wrt)
        case "expanded":
            from tutor.form.expanded import expanded

            return expanded(answer)
        case "single-fraction":
            from tutor.form.fraction import single_fraction

            return single_fraction(answer)
        case "no-negative-exponents":
            from tutor.form.fraction import no_negative_exponents

            return no_negative_exponents(answer)
        case _:
            from tutor.form.terms_of import in_terms_of

            return in_terms_of(answer, f, wrt, form.letter)


def _depth(e: Expr) -> int:
    """The number of levels of the tree."""
    levels, level = 0, [e]
    while level:
        levels, level = levels + 1, [part for node in level for part in children(node)]
    return levels
