"""A problem on the screen: where the sitting stands, the function, what is asked, and the prompt."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from tutor.block import Block, beside, block, wrap
from tutor.block import text as one_line
from tutor.show import pretty, show
from tutor.sitting import Outcome
from tutor.ui.theme import Look

if TYPE_CHECKING:
    from tutor.expr import Expr
    from tutor.kinds import Statement

__all__ = ["answer_prompt", "equation", "formula", "header", "statement"]

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
    """The function, in two dimensions where there is room, and what is asked about it."""
    if look.words:
        left = look.text(stated.left.replace("(", " of ").replace(")", ""))
        return look.wrap(f"{left} equals {formula(stated.formula, wrt, look)}. {stated.words}")
    rows = equation(f"   {stated.left} = ", stated.formula, wrt, look)
    ask = look.text(stated.ask)
    baseline = len(rows[0].lines) - rows[0].height + rows[0].baseline
    lines = [line.rstrip() for row in rows for line in row.lines]
    beside_it = look.apart(lines[baseline], ask)
    if len(rows) == 1 and beside_it:
        lines[baseline] = beside_it
        return lines
    return [*lines, "", *(look.paint("dim", line) for line in look.wrap(ask, " " * 3))]


def equation(left: str, e: Expr, wrt: str, look: Look) -> list[Block]:
    """The left side and the formula, in as many rows as the window needs."""
    if look.linear:
        return [one_line(line) for line in look.wrap(f"{left.strip()} {formula(e, wrt, look)}", hang="   ")]
    return wrap(beside(one_line(look.text(left)), block(e, wrt, ascii=look.ascii)), look.width - 1)


def answer_prompt(stated: Statement, look: Look) -> str:
    """What stands before the typed answer."""
    return "Answer: " if look.words else f" {look.text(stated.prompt)} = "


def formula(e: Expr, wrt: str, look: Look) -> str:
    """An expression inside a sentence: for people, in typewriter characters, or in words."""
    if look.words:
        from tutor.words import words

        return words(e, wrt)
    return look.text(show(e, wrt) if look.ascii else pretty(e, wrt))
