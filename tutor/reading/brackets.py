"""Brackets and bars: which belong together, and their insides read from the innermost outwards."""

from __future__ import annotations

from typing import NamedTuple, NoReturn

from tutor.errors import ReadError
from tutor.expr import ONE, Call, D, Expr
from tutor.reading import refusals
from tutor.reading.cursor import MAX_NESTING, STARTS
from tutor.reading.grammar import Grammar
from tutor.reading.tokens import Token

__all__ = ["Folded", "fold"]

_DIFFERENTIALS = frozenset("d∂")
_CLOSING = {"(": ")", "[": "]", "{": "}"}
_ENCLOSING = frozenset({"open", "close", "|", ","})
_ENDS = frozenset({"num", "name", "value", "group", "'", "!"})  # after these something is complete


class Folded(NamedTuple):
    """The tree of a text, what each bar does (by its column: opens or closes), and the bars that could do both."""

    tree: Expr
    bars: dict[int, str]
    flippable: tuple[int, ...]


class _Frame:
    """What was read since a bracket that is still open: a part between two commas is read when it ends."""

    __slots__ = ("commas", "items", "level", "opener", "parts")

    def __init__(self, opener: Token | None) -> None:
        self.opener = opener
        self.items: list[Token] = []
        self.parts: list[Expr] = []
        self.commas: list[int] = []
        self.level = 0


def fold(tokens: list[Token], grammar: Grammar, flip: int = -1) -> Folded:
    """The tree of the whole text; the bar at column `flip` opens a pair though it could close one."""
    return _Folder(tokens, grammar, flip).whole()


class _Folder:
    def __init__(self, tokens: list[Token], grammar: Grammar, flip: int) -> None:
        self.tokens = tokens
        self.grammar = grammar
        self.flip = flip
        self.frames = [_Frame(None)]
        self.fault: ReadError | None = None  # the leftmost fault inside brackets
        self.bars: dict[int, str] = {}
        self.flippable: list[int] = []

    def whole(self) -> Folded:
        tokens, last = self.tokens, len(self.tokens) - 1
        i, frame = 0, self.frames[-1]
        put = frame.items.append
        while i < last:
            token = tokens[i]
            i += 1
            if token.kind not in _ENCLOSING:
                put(token)
                continue
            match token.kind:
                case "open":
                    self.open(token)
                case "close":
                    i = self.close(token, i)
                case "|":
                    self.bar(token, tokens[i])
                case ",":
                    self.comma(token)
            frame = self.frames[-1]
            put = frame.items.append
        if frame.opener is not None:
            self.unclosed(frame.opener)
        self.part(frame, tokens[last])
        if self.fault is not None:
            raise self.fault
        return Folded(frame.parts[0], self.bars, tuple(self.flippable))

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
        items = self.frames[-1].items
        return self.derivative(i) if len(items) > 1 and items[-2].text in _DIFFERENTIALS else i

    def bar(self, token: Token, following: Token) -> None:
        """A bar closes when one is open and something complete stands before it."""
        frame = self.frames[-1]
        complete = bool(frame.items) and frame.items[-1].kind in _ENDS
        if frame.opener is None or frame.opener.kind != "|" or not complete or token.at == self.flip:
            self.bars[token.at] = "opens"
            self.open(token)
            return
        self.bars[token.at] = "closes"
        if following.kind in STARTS or following.kind in ("open", "|", "+", "-"):
            self.flippable.append(token.at)
        self.frames.pop()
        self.part(frame, token)
        self.group(frame, frame.opener, token, (Call("abs", tuple(frame.parts)),))

    def comma(self, token: Token) -> None:
        """A comma between arguments; anywhere else it is refused, unless a fault left of it comes first."""
        frame = self.frames[-1]
        if frame.opener is not None and frame.opener.kind != "|":
            self.part(frame, token)
            frame.commas.append(token.at)
            return
        if frame.items:
            self.part(frame, token)
        if self.fault is not None:
            raise self.fault
        refusals.comma(self.grammar, token.at)

    def part(self, frame: _Frame, closer: Token) -> None:
        """Read what stands since the bracket or the last comma."""
        items, grammar = frame.items, self.grammar
        tree: Expr = ONE
        items.append(Token("end", "", closer.at, closer.at))
        # Right of a fault nothing can be the leftmost one.
        if self.fault is None or items[0].at <= self.fault.at:
            try:
                tree = grammar.line(items)
            except ReadError as fault:
                if self.fault is None or fault.at < self.fault.at:
                    self.fault = fault
            else:
                frame.level = max(frame.level, grammar.deepest)
        frame.parts.append(tree)
        items.clear()

    def group(self, frame: _Frame, opener: Token, closer: Token, parts: tuple[Expr, ...]) -> None:
        if frame.commas:
            self.grammar.commas[opener.at] = frame.commas
        at, end, level = opener.at, closer.end, frame.level + 1
        self.frames[-1].items.append(Token("group", opener.text, at, end, opener.spaced, None, parts, level))

    def derivative(self, i: int) -> int:
        """`d(x^2)/dx`: the bracket just closed, with a d before it and /dx after it."""
        items, known = self.frames[-1].items, self.grammar.known
        start, group = items[-2:]
        if start.kind != "name" or group.spaced or len(group.parts) != 1:
            return i
        after = self.tokens[i : i + 3]
        if [token.kind for token in after] != ["/", "name", "name"] or after[1].text != start.text:
            return i
        wrt = after[2]
        if known is not None and ("d" in known or wrt.text not in known):
            return i
        tree = D(group.parts[0], wrt.text)
        items[-2:] = [Token("value", "", start.at, wrt.end, start.spaced, tree, level=group.level)]
        return i + 3

    def unclosed(self, opener: Token) -> NoReturn:
        if opener.kind == "|":
            self.fail("this bar has no partner", opener.at, "type abs( ) to say what it encloses")
        self.fail("this bracket is never closed", opener.at)

    def fail(self, message: str, at: int, hint: str = "") -> NoReturn:
        fault = ReadError(message, self.grammar.text, at, hint)
        raise fault if self.fault is None or at < self.fault.at else self.fault
