"""A derivation on the screen: each step with its rule, its letters and its line."""

from __future__ import annotations

from tutor.block import Block, beside, block
from tutor.block import text as one_line
from tutor.derive import Derivation, Step
from tutor.errors import TutorError
from tutor.expr import D, Div, Expr, Path, children, walk
from tutor.rules import RULES
from tutor.rules.model import formula as read
from tutor.show import pretty, show
from tutor.ui.theme import Look

__all__ = ["derivation"]

_BY_ID = {rule.id: rule for rule in RULES}
_COLUMN = 16  # where the lines of the derivation begin
_TALLEST = 5  # rows of a picture; beyond that a line is easier to read


def derivation(derived: Derivation, left: str, look: Look) -> list[str]:
    """The derivation of the function called `left` ("f(x)"), as whole lines."""
    name = left.partition("(")[0] + "′" * min(derived.order, 3)
    groups = derived.numbered()
    lines = []
    for at, group in enumerate(groups):
        following = groups[at + 1][0] if at + 1 < len(groups) else None
        if look.words:
            lines += _said(group, name, derived.wrt, look)
        else:
            lines += [
                *_rule(group, derived.wrt, look),
                *_line(group[-1].line, following, name, derived.wrt, look),
            ]
    return lines


def _said(group: tuple[Step, ...], name: str, wrt: str, look: Look) -> list[str]:
    from tutor.words import words

    rule = " and ".join(dict.fromkeys(step.rule for step in group))
    said = " ".join(step.say for step in group)
    return look.wrap(f"Step {group[0].number}, {rule}. {said} {name} equals {words(group[-1].line, wrt)}.")


def _rule(group: tuple[Step, ...], wrt: str, look: Look) -> list[str]:
    """The number, the rule, what its letters stand for, and its formula on the right."""
    names = ", ".join(dict.fromkeys(step.rule for step in group))
    written = show if look.ascii else pretty
    pairs = ((letter, e) for step in group for letter, e in step.letters if letter != wrt)
    letters = dict.fromkeys(f"{letter} = {written(e, wrt)}" for letter, e in pairs)
    head = f" {group[0].number}  {look.text(names)}"
    head = head.ljust(_COLUMN - 2) + "  " + look.text(",  ".join(letters))
    formula = _formula(group[0].id, look)
    line = look.apart(head.rstrip(), formula).rstrip()
    if line:
        return [line]
    rows = look.wrap(head.strip(), " ", " " * 4)
    return [*rows, *(look.paint("dim", row) for row in look.wrap(formula, " " * 4))]


def _formula(rule: str, look: Look) -> str:
    """The formula of a rule in the characters there are: "(xⁿ)′ = n xⁿ⁻¹"."""
    known = _BY_ID.get(rule)
    written = known.formula if known is not None else ""
    try:
        sides = [read(side) for side in written.split(" = ")]
    except TutorError:  # words, or a condition beside the formula
        return look.text(written.replace("'", "′"))
    return look.text(" = ".join(show(side) if look.ascii else pretty(side) for side in sides))


def _line(e: Expr, following: Step | None, name: str, wrt: str, look: Look) -> list[str]:
    """The line after the step, what comes next marked; a fraction in two dimensions if that is low."""
    indent = _COLUMN if look.width >= 60 else 4
    head = " " * indent + look.text(f"{name} = ")
    target = D(following.where, wrt) if following is not None else None
    if not look.linear and any(isinstance(node, Div) for node in walk(e)):
        drawn = block(e, wrt, ascii=look.ascii, mark=_place(e, target))
        picture = beside(one_line(head), drawn)
        if picture.height <= _TALLEST and picture.width < look.width:
            return [*_painted(picture, look), ""]
    written = show if look.ascii else pretty
    line = head + written(e, wrt)
    if len(line) > look.width:
        return look.wrap(line.strip(), " " * indent, " " * (indent + 5))
    part = written(target, wrt) if target is not None else ""
    at = line.find(part, len(head))
    return [line, " " * at + look.paint("dim", look.text("‾") * len(part))] if part and at >= 0 else [line]


def _painted(picture: Block, look: Look) -> list[str]:
    """The rows of the picture, what is marked in it standing out."""
    spans = {row: (start, end) for row, start, end in picture.marked}
    rows = []
    for number, row in enumerate(picture.lines):
        start, end = spans.get(number, (0, 0))
        rows.append((row[:start] + look.paint("strong", row[start:end]) + row[end:]).rstrip())
    return rows


def _place(e: Expr, target: Expr | None) -> Path | None:
    """The way to the part that equals the target; None if there is none."""
    if e == target:
        return ()
    for index, part in enumerate(children(e)):
        found = _place(part, target)
        if found is not None:
            return (index, *found)
    return None
