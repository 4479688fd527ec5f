"""Brackets and bars: which belong together, and their insides read from the innermost outwards."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NoReturn

from tutor.errors import ReadError
from tutor.expr import ONE, Call, D, Expr
from tutor.reading.cursor import MAX_NESTING, STARTS
from tutor.reading.grammar import Grammar
from tutor.reading.tokens import Token

__all__ = ["fold"]

_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ENDS = frozenset({"num", "name", "value", "group", "'", "!"})  # after these something is complete
_MAX_FLIPS = 6  # how many bars are tried the other way round


@dataclass(slots=True)
class _Frame:
    """What was read since a bracket that is still open."""

    opener: Token | None
    items: list[Token] = field(default_factory=list)
    parts: list[Expr] = field(default_factory=list)
    commas: list[int] = field(default_factory=list)
    level: int = 0


def fold(tokens: list[Token], grammar: Grammar, flip: int = -1) -> tuple[Expr, list[int]]:
    """The tree of the whole text, and the columns of bars that closed a pair but could have opened one.

    The bar at column `flip` opens a pair though it could close one.
    """
    return _Folder(tokens, grammar, flip).whole()


class _Folder:
    def __init__(self, tokens: list[Token], grammar: Grammar, flip: int) -> None:
        self.tokens = tokens
        self.grammar = grammar
        self.flip = flip
        self.frames = [_Frame(None)]
        self.fault: ReadError | None = None  # the leftmost fault inside brackets
        self.flippable: list[int] = []

    def whole(self) -> tuple[Expr, list[int]]:
        i = 0
        tokens = self.tokens
        frame = self.frames[-1]
        while i < len(tokens):
            token = tokens[i]
            i += 1
            match token.kind:
                case "open":
                    self.open(token)
                case "close":
                    i = self.close(token, i)
                case "|":
                    self.bar(token, tokens[i])
                case ",":
                    self.comma(token)
                case "=":
                    self.fail("= stands only after the derivative that is asked for", token.at)
                case _:
                    frame.items.append(token)
                    continue
            frame = self.frames[-1]
        if frame.opener is not None:
            self.unclosed(frame.opener)
        tree = self.line(frame)
        if self.fault is not None:
            raise self.fault
        return tree, self.flippable

    def open(self, token: Token) -> None:
        if len(self.frames) > MAX_NESTING and not self.grammar.scope.own:
            self.fail(f"nested more than {MAX_NESTING} deep", token.at)
        self.frames.append(_Frame(token))

    def close(self, token: Token, i: int) -> int:
        frame = self.frames[-1]
        if frame.opener is None:
            self.fail("this bracket was never opened", token.at)
        if frame.opener.kind == "|":
            self.unclosed(frame.opener)
        wanted = _CLOSING[frame.opener.text]
        if wanted != token.text:
            self.fail(f"this {token.text} meets a {frame.opener.text}", token.at, f"close it with {wanted}")
        self.frames.pop()
        if frame.items or frame.parts:
            self.part(frame, token)
        self.group(frame, frame.opener, token, tuple(frame.parts))
        return self.derivative(i)

    def bar(self, token: Token, following: Token) -> None:
        """A bar closes when one is open and something complete stands before it."""
        frame = self.frames[-1]
        complete = bool(frame.items) and frame.items[-1].kind in _ENDS
        if frame.opener is None or frame.opener.kind != "|" or not complete or token.at == self.flip:
            self.open(token)
            return
        if following.kind in STARTS or following.kind in ("open", "|", "+", "-"):
            self.flippable.append(token.at)
        self.frames.pop()
        self.part(frame, token)
        self.group(frame, frame.opener, token, (Call("abs", tuple(frame.parts)),))

    def comma(self, token: Token) -> None:
        frame = self.frames[-1]
        if frame.opener is None or frame.opener.kind == "|":
            if frame.opener is None:
                self.attempt(frame, token)
            from tutor.reading.refusals import comma

            comma(self.grammar, token.at)
        self.part(frame, token)
        frame.commas.append(token.at)

    def attempt(self, frame: _Frame, token: Token) -> None:
        """A fault left of a comma comes first."""
        if frame.items:
            self.part(frame, token)
        if self.fault is not None:
            raise self.fault

    def part(self, frame: _Frame, closer: Token) -> None:
        """Read what stands since the bracket or the last comma."""
        frame.parts.append(self.line(frame, closer.at))
        frame.items.clear()

    def line(self, frame: _Frame, at: int = -1) -> Expr:
        if self.fault is not None and frame.items and frame.items[0].at > self.fault.at:
            return ONE  # nothing here can be the leftmost fault
        if at >= 0:
            frame.items.append(Token("end", "", at, at))
        try:
            tree, level = self.grammar.line(frame.items)
        except ReadError as fault:
            if self.fault is None or fault.at < self.fault.at:
                self.fault = fault
            return ONE
        frame.level = max(frame.level, level)
        return tree

    def group(self, frame: _Frame, opener: Token, closer: Token, parts: tuple[Expr, ...]) -> None:
        self.grammar.commas[opener.at] = frame.commas
        text = opener.text
        token = Token("group", text, opener.at, closer.end, opener.spaced, parts=parts, level=frame.level + 1)
        self.frames[-1].items.append(token)

    def derivative(self, i: int) -> int:
        """`d(x^2)/dx`: the bracket just closed, with a d before it and /dx after it."""
        items, tokens = self.frames[-1].items, self.tokens
        group = items[-1]
        if len(items) < 2 or items[-2].kind != "name" or items[-2].text not in ("d", "∂") or group.spaced:
            return i
        after = tokens[i : i + 3]
        kinds = [token.kind for token in after]
        if kinds != ["/", "name", "name"] or after[1].text not in ("d", "∂") or len(group.parts) != 1:
            return i
        start = items[-2]
        items[-2:] = [
            Token(
                "value",
                "",
                start.at,
                after[2].end,
                start.spaced,
                D(group.parts[0], after[2].text),
                level=group.level,
            )
        ]
        return i + 3

    def unclosed(self, opener: Token) -> NoReturn:
        if opener.kind == "|":
            self.fail("this bar has no partner", opener.at, "type abs( ) to say what it encloses")
        self.fail("this bracket is never closed", opener.at)

    def fail(self, message: str, at: int, hint: str = "") -> NoReturn:
        fault = ReadError(message, self.grammar.text, at, hint)
        raise fault if self.fault is None or at < self.fault.at else self.fault
