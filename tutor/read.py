"""Text to tree: what a person types for a formula, read as SYNTAX says; nothing is evaluated.

`reading/` holds the parts: signs, tokens, brackets, grammar. Here is the order they work in, and the notes an
answer gets where it could have been meant otherwise. A text that cannot be read ends in a `ReadError` with a
column of the typed text. The grammar itself stands in `reading/grammar.py`.
"""

from __future__ import annotations

from tutor.errors import ReadError
from tutor.expr import Expr, Sym
from tutor.reading.brackets import Folded, fold
from tutor.reading.grammar import Grammar
from tutor.reading.leibniz import ONLY_THE_DERIVATIVE, join_derivatives, left_side
from tutor.reading.lexer import tokenize
from tutor.reading.names import COMMANDS, OTHER_KINDS, vocabulary
from tutor.reading.tokens import Doubt, Edit, Token
from tutor.scope import Note, Reading, Scope

__all__ = ["MAX_LENGTH", "Note", "Reading", "Scope", "read", "read_answer"]

_ANY = Scope()
MAX_LENGTH = 500
_SECOND_READINGS = 250  # tokens read again for second readings: what keeps a long text within its time


def read(text: str, scope: Scope = _ANY) -> Expr:
    """The tree of a formula. Raises ReadError with a column, a reason and a suggestion."""
    return _Attempt(text, scope).tree()


def read_answer(text: str, scope: Scope = _ANY) -> Reading:
    """The tree of an answer, with notes on every place that could have been meant otherwise.

    Raises ReadError with a column, a reason and a suggestion.
    """
    found: list[Doubt] = []
    attempt = _Attempt(text, scope, None if scope.own else found)
    tree = attempt.tree()
    notes = attempt.notes
    if found or (attempt.folded and attempt.folded.flippable):
        notes = [*notes, *_notes(attempt, found, tree)]
    return Reading(tree, tuple(notes), text)


class _Attempt:
    """One reading of a text; `choice` names a kind of doubt to settle the other way."""

    def __init__(self, text: str, scope: Scope, found: list[Doubt] | None = None, choice: str = "") -> None:
        self.text = text
        self.scope = scope
        self.words = vocabulary(scope)
        self.doubts = found
        self.choice = choice
        self.notes: list[Note] = []
        self.tokens: list[Token] = []
        self.folded: Folded | None = None

    def tree(self) -> Expr:
        text, scope = self.text, self.scope
        if not scope.own:
            _refuse_at_sight(text, scope)
        tokens, line = tokenize(text, scope, self.words, [] if self.doubts is None else self.doubts, self.choice)
        equals = _equals(tokens, text) if "=" in line else 0
        if "d" in line or "∂" in line or "\\" in line:
            tokens = join_derivatives(tokens, text, scope, equals)
        if equals:
            equals = next(i for i, token in enumerate(tokens) if token.kind == "=")
            typed = left_side(tokens, equals, text, scope)
            self.notes.append(Note(f"{typed} = is left out: the rest is the answer", "dropped-left-side"))
            tokens = tokens[equals + 1 :]
        self.tokens = self.constant_of_integration(tokens)
        try:
            self.folded = fold(self.tokens, Grammar(text, scope, self.words.known, self.doubts, self.choice))
        except RecursionError:
            # Only a line of ours can be this deep: x^x^x^… without brackets.
            raise ReadError("nested too deeply", text, 0) from None
        return self.folded.tree

    def constant_of_integration(self, tokens: list[Token]) -> list[Token]:
        """Let `+ C` at the end pass as a letter, with a note, where the problem has no C."""
        known = self.words.known
        if known is None or len(tokens) < 3 or tokens[-3].kind != "+" or tokens[-2].text not in ("C", "c"):
            return tokens
        name = tokens[-2].text
        if name in known:
            return tokens
        self.notes.append(
            Note(
                f"+ {name} is not needed: differentiating leaves no constant of integration",
                "constant-of-integration",
            )
        )
        at, end, spaced = tokens[-2].at, tokens[-2].end, tokens[-2].spaced
        return [*tokens[:-2], Token("value", name, at, end, spaced, Sym(name)), tokens[-1]]

    def again(self, tokens: list[Token], flip: int = -1) -> Folded | None:
        """Changed tokens read once more, None when they make no sense."""
        try:
            return fold(tokens, Grammar(self.text, self.scope, self.words.known, None), flip)
        except ReadError:
            return None


def _refuse_at_sight(text: str, scope: Scope) -> None:
    """Refuse what is no formula at all."""
    if len(text) > MAX_LENGTH:
        raise ReadError(f"longer than {MAX_LENGTH} characters", text, MAX_LENGTH)
    word = text.strip()
    if not word:
        raise ReadError("nothing is typed yet", text, len(text))
    if len(word) > 10 or word in (scope.letters or ()):
        return
    low = word.lower()
    if low in COMMANDS:
        purpose, key = COMMANDS[low]
        raise ReadError(f"{word} is a word, not a formula", text, text.index(word), f"{purpose} type {key}")
    if low in OTHER_KINDS:
        raise ReadError(f"{word} is a word, not a formula", text, text.index(word), "a formula is asked for here")


def _equals(tokens: list[Token], text: str) -> int:
    """The place of the one = outside brackets; 0 when there is none."""
    places = [i for i, token in enumerate(tokens) if token.kind == "="]
    if not places:
        return 0
    if len(places) > 1:
        second = tokens[places[1]]
        if places[1] == places[0] + 1:
            raise ReadError("a comparison is not asked for here", text, tokens[places[0]].at)
        raise ReadError("only one = can stand in an answer", text, second.at, "type only what comes last")
    if places[0] == 0:
        raise ReadError("nothing stands before =", text, tokens[0].at, ONLY_THE_DERIVATIVE)
    return places[0]


def _notes(attempt: _Attempt, found: list[Doubt], tree: Expr) -> list[Note]:
    """One note for each kind of doubt; its second reading settles all places of that kind the other way."""
    notes = []
    budget = _SECOND_READINGS
    for kind in dict.fromkeys(doubt.kind for doubt in found):
        same = [doubt for doubt in found if doubt.kind == kind]
        other = None
        if (same[0].edits or same[0].choice) and budget >= len(attempt.tokens):
            budget -= len(attempt.tokens)
            other = _other_reading(attempt, same)
        notes.append(Note(same[0].text, kind, None if other == tree else other))
    notes.extend(_bars_note(attempt, budget))
    return notes


def _other_reading(attempt: _Attempt, same: list[Doubt]) -> Expr | None:
    if same[0].choice:
        try:
            return _Attempt(attempt.text, attempt.scope, choice=same[0].choice).tree()
        except ReadError:
            return None
    folded = attempt.again(_edited(attempt.tokens, [edit for doubt in same for edit in doubt.edits]))
    return None if folded is None else folded.tree


def _edited(tokens: list[Token], edits: list[Edit]) -> list[Token]:
    """The tokens with brackets put in, each before the first token at or after its column."""
    waiting = sorted(edits, key=lambda edit: (edit.at, edit.bracket != ")"), reverse=True)
    result: list[Token] = []
    for token in tokens:
        while waiting and (waiting[-1].at <= token.at or token.kind == "end"):
            at, bracket = waiting.pop()
            opening = bracket == "("
            result.append(Token("open" if opening else "close", bracket, at, at, opening and token.spaced))
        result.append(token)
    return result


def _bars_note(attempt: _Attempt, budget: int) -> list[Note]:
    """`|2|x|+1|`: bars that could pair otherwise."""
    first = attempt.folded
    if first is None:
        return []
    for flip in first.flippable[: min(4, budget // len(attempt.tokens))]:
        other = attempt.again(attempt.tokens, flip)
        if other is not None and other.tree != first.tree:
            said = f"read as {_with_abs(attempt, first)}; for {_with_abs(attempt, other)} type abs( )"
            return [Note(said, "bars", other.tree)]
    return []


def _with_abs(attempt: _Attempt, folded: Folded) -> str:
    """The typed text with each pair of bars as `abs( )`."""
    written, at = "", attempt.tokens[0].at
    for bar in attempt.tokens:
        if bar.kind == "|":
            written += attempt.text[at : bar.at]
            blank = " " if written[-1:].isalnum() else ""
            written += ")" if folded.bars[bar.at] == "closes" else f"{blank}abs("
            at = bar.end
    return (written + attempt.text[at:]).strip()
