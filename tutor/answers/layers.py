"""A function taken apart into others, one inside the other: `f(u) = sin(u), u = x^2`, or `sin(u); x^2`."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import NamedTuple

from tutor.answers.model import Equation, Row, Value
from tutor.answers.outcome import Ask, Outcome
from tutor.answers.shape import COMMAS, Shape, count_of, how_many
from tutor.answers.typed import Span, Typed
from tutor.expr import Call, E, Expr, Pow, Sym, letters, substitute

__all__ = ["LETTERS", "Layers", "composed", "layered"]

LETTERS = "uvwpqrs"  # that stand for what is inside
_WORD = re.compile(
    r"(?:the\s+)?(outer|outside|outermost|inner|inside|innermost|middle)(?:\s+function)?\s*[:=]?\s*", re.I
)
_NAME = re.compile(r"([A-Za-z])\s*(?:\(\s*([A-Za-z])\s*\))?\s*=\s*(?!=)")
_BARE = re.compile(r"[a-z]{2,}", re.I)
_IS_INNER = re.compile(r"inn|inside", re.I)


class _Part(NamedTuple):
    """One function as it was typed: the name it was given ("" if none), its letter, and its formula."""

    name: str
    letter: str
    e: Expr
    inner: bool


@dataclass(frozen=True, slots=True)
class Layers(Shape):
    """`depth` functions, the outermost first unless names say otherwise. `known` letters are constants."""

    depth: int
    wrt: str = "x"
    known: frozenset[str] = frozenset()

    @property
    def wants(self) -> str:
        middle = "u = 5 - v, v = " if self.depth == 3 else "u = 5 - v, v = w/3, w = " if self.depth == 4 else "u = "
        return f"{count_of(self.depth)} functions, such as f(u) = u^7, {middle}2 + {self.wrt}"

    def value(self, typed: Typed, span: Span) -> Value:
        parts = [part for part in span.split(COMMAS) if part]
        if len(parts) == 1:
            parts = [part for part in span.split(re.compile(r"\s+(?:and|with|where)\s+", re.I)) if part]
        if len(parts) != self.depth:
            what = f"{count_of(self.depth)} functions are asked for, the outermost first, here {how_many(len(parts))}"
            raise self.refuse(span, what)
        return layered([part.e for part in self._in_order([self._part(typed, part) for part in parts])], self)

    def _part(self, typed: Typed, span: Span) -> _Part:
        word = _WORD.match(span.text)
        rest = span.part(word.end()) if word else span
        named = _NAME.match(rest.text)
        rest = rest.part(named.end()) if named else rest
        e = self._formula(typed, rest, named[2] or "" if named else "")
        inside = sorted(letters(e) - self.known)
        if len(inside) != 1:
            said = f"here are {' and '.join(inside)}" if inside else "here is none"
            raise self.refuse(rest, f"each function has one letter of its own, {said}")
        inner = bool(word and _IS_INNER.match(word[1]))
        return _Part(named[1] if named else "", inside[0], e, inner)

    def _formula(self, typed: Typed, span: Span, letter: str) -> Expr:
        """The formula; the bare name of a function is that function of u."""
        from tutor.functions import BY_NAME, SPELLINGS

        name, u = span.text.lower(), Sym(letter or LETTERS[0])
        if name == "exp":
            return Pow(E, u)
        if _BARE.fullmatch(name) and BY_NAME.get(SPELLINGS.get(name, "")) is not None:
            return Call(SPELLINGS[name], (u,))
        scope = replace(typed.scope, letters=None)
        inner = Typed(typed.text, scope, typed.instead)
        e = inner.expr(span, "a function is missing")
        typed.notes += inner.notes
        return e

    def _in_order(self, parts: list[_Part]) -> list[_Part]:
        """The outermost first: u = … belongs inside what has the letter u; else as typed."""
        if parts[0].inner and len(parts) == 2:
            return parts[::-1]
        names = [part.name for part in parts]
        used = [part.letter for part in parts]
        outermost = [part for part in parts if not part.name or part.name not in used]
        if len(outermost) != 1 or len(set(names)) < len(names):
            return parts
        ordered = outermost
        while len(ordered) < len(parts):
            following = [part for part in parts if part.name == ordered[-1].letter and part not in ordered]
            if len(following) != 1:
                return parts
            ordered = [*ordered, *following]
        return ordered

    def judge(self, expected: Value, given: Value, ask: Ask) -> Outcome:
        return Outcome(ask(composed(expected), composed(given)))


def layered(functions: list[Expr], shape: Layers) -> Row:
    """Functions, the outermost first, each with a letter of its own: f(u) = sin(u), u = x^2."""
    taken = shape.known | {shape.wrt}
    names = [letter for letter in LETTERS if letter not in taken][: shape.depth - 1]
    lines: list[Value] = []
    left: Expr = Call(next(name for name in "fgh" if name not in taken), (Sym(names[0]),))
    for number, e in enumerate(functions):
        to = names[number] if number < len(names) else shape.wrt
        (own,) = letters(e) - shape.known
        lines.append(Equation(left, substitute(e, {own: Sym(to)})))
        left = Sym(to)
    return Row(tuple(lines))


def composed(value: Value) -> Expr:
    """All functions put into each other."""
    assert isinstance(value, Row)
    first, *inner = (line for line in value.items if isinstance(line, Equation))
    whole = first.right
    for line in inner:
        assert isinstance(line.left, Sym)
        whole = substitute(whole, {line.left.name: line.right})
    return whole
