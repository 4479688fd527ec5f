"""A problem on the screen: where the sitting stands, the function, what is asked, and the prompt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tutor.block import Block, beside, block, wrap
from tutor.block import text as one_line
from tutor.expr import Expr
from tutor.show import pretty, show
from tutor.sitting import Outcome
from tutor.ui.theme import Look, capital

if TYPE_CHECKING:
    from tutor.answers.model import Value
    from tutor.answers.prose import Sentence
    from tutor.kinds.task import Given, Statement

__all__ = ["answer_prompt", "drawn", "equation", "formula", "header", "prose", "statement"]

_MARKS = {Outcome.SKIPPED: "–", Outcome.SHOWN: "×"}


def header(topic: str, number: int, of: int, ended: Iterable[Outcome], look: Look) -> list[str]:
    """The topic, where the sitting stands, and a mark for each problem."""
    if look.words:
        return look.wrap(f"Problem {number} of {of}, {topic}.")
    marks = [_MARKS.get(outcome, "✓") for outcome in ended]
    line = f" {look.text(topic)} {'-' if look.ascii else '·'} {number} of {of}"
    row = " ".join(marks + ["·"] * (of - len(marks)))
    row = row.replace("×", "x").replace("·", ".").replace("–", "-").replace("✓", "+") if look.ascii else row
    painted = look.paint("strong", line)
    return [(of > 1 and look.apart(line, row, painted=painted)) or painted]


def statement(stated: Statement, wrt: str, look: Look) -> list[str]:
    """What is given, in two dimensions where there is room, what is asked about it, and what there is to choose."""
    if look.words:
        return _spoken(stated, wrt, look)
    rows = [row for given in stated.given for row in equation(_left(given), given.value, wrt, look)]
    ask = prose(stated.ask, wrt, look)
    lines = [line.rstrip() for row in rows for line in row.lines]
    if len(rows) == 1 and not stated.options:
        baseline = len(rows[0].lines) - rows[0].height + rows[0].baseline
        if beside_it := look.apart(lines[baseline], ask):
            lines[baseline] = beside_it
            return lines
    strong = not stated.given  # then the question is all there is
    asked = [line if strong else look.paint("dim", line) for line in look.wrap(ask, " " * 3)]
    return [*lines, *([""] if lines else []), *asked, *([""] if stated.options else []), *_options(stated, wrt, look)]


def _left(given: Given) -> str:
    return f"   {given.left} = " if given.left else "   "


def _options(stated: Statement, wrt: str, look: Look) -> list[str]:
    lines: list[str] = []
    before = ""
    for mark, option in stated.options:
        lines += [""] if before.isdigit() and mark.isalpha() else []  # things, and then their partners
        before, begin = mark, f"   {mark}  "
        lines += look.wrap(prose(option, wrt, look), begin, " " * len(begin))
    return lines


def _spoken(stated: Statement, wrt: str, look: Look) -> list[str]:
    """One line for all that is given and asked, and one for each option."""
    said = []
    for left, value in stated.given:
        name = look.text(left.replace("(", " of ").replace(")", ""))
        said.append(f"{name} equals {formula(value, wrt, look)}." if name else f"{formula(value, wrt, look)}.")
    ask = prose(stated.words or stated.ask, wrt, look)
    said.append(capital(ask if ask.endswith((".", "?")) else f"{ask}."))
    lines = look.wrap(" ".join(said))
    for mark, option in stated.options:
        lines += look.wrap(f"{mark}: {prose(option, wrt, look)}.")
    return lines


def equation(left: str, value: Value, wrt: str, look: Look) -> list[Block]:
    """The left side and the formula, in as many rows as the window needs."""
    if look.linear:
        line = f"{look.text(left.strip())} {formula(value, wrt, look)}"
        return [one_line(row) for row in look.wrap(line, hang="   ")]
    rows = wrap(beside(one_line(look.text(left)), drawn(value, wrt, look)), look.width - 1)
    if max(row.width for row in rows) < look.width:
        return rows
    # A matrix, a list of points or a fraction too wide to be drawn is a line, which can be broken.
    return [one_line(row) for row in look.wrap(f"{left}{formula(value, wrt, look)}", "   ", "     ")]


def drawn(value: Value, wrt: str, look: Look) -> Block:
    """The picture of a formula, or of a value of another kind."""
    if isinstance(value, Expr):
        return block(value, wrt, ascii=look.ascii)
    from tutor.answers import writing

    return writing.block(value, wrt, ascii=look.ascii)


def answer_prompt(stated: Statement, look: Look) -> str:
    """What stands before the typed answer."""
    return "Answer: " if look.words else f" {look.text(stated.prompt)} "


def formula(value: Value, wrt: str, look: Look) -> str:
    """A formula or another value inside a sentence: for people, in typewriter characters, or in words."""
    if isinstance(value, Expr):
        if look.words:
            from tutor.words import words

            return words(value, wrt)
        return look.text(show(value, wrt) if look.ascii else pretty(value, wrt))
    from tutor.answers import writing

    if look.words:
        return writing.words(value, wrt)
    return look.text(writing.show(value, wrt) if look.ascii else writing.pretty(value, wrt))


def prose(sentence: Sentence, wrt: str, look: Look) -> str:
    """A sentence with its formulas as this screen wants them."""
    if isinstance(sentence, str):
        return look.text(sentence)
    parts = [look.text(part) if isinstance(part, str) else formula(part, wrt, look) for part in sentence]
    return "".join(parts)
