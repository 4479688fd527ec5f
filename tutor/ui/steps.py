"""A derivation on the screen: each step with its rule, what it was applied to, and the line after it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tutor.block import Block, beside, block
from tutor.block import text as one_line
from tutor.derive import DerivationOf, StepOf
from tutor.expr import D, Div, Expr, Path, Sym, at, walk
from tutor.lines import Equation, Limit, Line, left_side
from tutor.rules import RULES
from tutor.show import pretty, show
from tutor.tidy import is_open
from tutor.ui.theme import Look

__all__ = ["derivation", "primed", "step_lines"]

Group = tuple[StepOf[Any], ...]  # the steps of one number

_BY_ID = {rule.id: rule for rule in RULES}
_COLUMN = 16  # where the lines of the derivation begin
RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_TALLEST = 5  # rows of a picture; beyond that a line is easier to read


def derivation(derived: DerivationOf[Any, Any], left: str, look: Look) -> list[str]:
    """The derivation of the function called `left` ("f(x)"), as whole lines."""
    return [line for group in step_lines(derived, left, look) for line in group]


def step_lines(derived: DerivationOf[Any, Any], left: str, look: Look) -> list[list[str]]:
    """The same step by step: the lines of each numbered step."""
    name = left.partition("(")[0]
    groups = derived.numbered()
    if look.words:
        return [_said(group, name, derived.wrt, look) for group in groups]
    return [
        [*_head(group, derived.wrt, look), *_line(group, name, derived.wrt, look, last=group is groups[-1])]
        for group in groups
    ]


def primed(name: str, order: int) -> str:
    """f′, f″, f‴, f⁽⁴⁾; a name of several letters, such as ∂f/∂x, is left as it is."""
    if len(name) > 1:
        return name
    return name + ("", "′", "″", "‴")[order] if order < 4 else f"{name}⁽{str(order).translate(RAISED)}⁾"


# In words


def _said(group: Group, name: str, wrt: str, look: Look) -> list[str]:
    rule = " and ".join(dict.fromkeys(step.rule for step in group))
    said = " ".join(dict.fromkeys(step.say for step in group))
    line = group[-1].line
    spoken = _spoken(line, wrt)
    whole = spoken if isinstance(line, Equation) else f"{primed(name, group[0].order)} equals {spoken}"
    return look.wrap(f"Step {group[0].number}, {rule}. {said} {whole}.")


def _spoken(line: Line, wrt: str) -> str:
    from tutor.words import words

    if isinstance(line, Equation):
        return f"{words(line.left, wrt)} equals {words(line.right, wrt)}"
    if isinstance(line, Limit):
        return f"the limit, as {line.letter} goes to 0, of {words(line.of, wrt)}"
    return words(line, wrt)


# In signs


def _head(group: Group, wrt: str, look: Look) -> list[str]:
    """The number, the rules, what they were applied to, and the formula on the right."""
    names = look.text(", ".join(dict.fromkeys(step.rule for step in group)))
    head = f" {group[0].number}  {names}".ljust(_COLUMN - 2) + "  "
    formula = _formula(group, look)
    applied = _applied(group, wrt, look)
    line = look.apart(head + applied, formula)
    if line:
        return [line.rstrip()]
    if len(head) + len(applied) <= look.width and not formula:
        return [(head + applied).rstrip()]
    rows = look.wrap((head + applied).strip(), " ", " " * (_COLUMN if look.width >= 60 else 4))
    return [*rows, *(look.paint("dim", row) for row in look.wrap(formula, " " * 4))]


def _applied(group: Group, wrt: str, look: Look) -> str:
    """ "(x²)′ = 2x" where the step was done with, "u = x², v = sin(x)" where it opened others, else its sentence."""
    written = _writer(look)
    first, last = group[0], group[-1]
    # The x of a table entry that is taken at the variable itself says nothing.
    letters = [(letter, e) for step in group for letter, e in step.letters if (letter, e) != ("x", Sym(wrt))]
    if first.part is not None and last.line != first.part and (not letters or not is_open(first.part, wrt)):
        return look.text(f"{written(D(first.where, wrt), wrt)} = {written(first.part, wrt)}")
    if letters:
        return look.text(",  ".join(dict.fromkeys(f"{letter} = {written(e, wrt)}" for letter, e in letters)))
    return "" if _formula(group, look) else look.text(last.say.rstrip("."))


def _formula(group: Group, look: Look) -> str:
    """The formula of the rule in the characters there are: "(xⁿ)′ = n xⁿ⁻¹"; of the outer function, for a chain."""
    if group[0].id == "parametric":
        return look.text("dy/dx = y′(t)/x′(t)")
    known = [_BY_ID[step.id] for step in group if step.id in _BY_ID and step.rule != "rewrite"]
    shown = known[:2] if known and known[0].id == "chain" else known[:1]
    return look.text(",  ".join(rule.formula.replace("'", "′") if look.ascii else rule.pretty for rule in shown))


def _writer(look: Look) -> Callable[[Expr, str], str]:
    return show if look.ascii else pretty


def _line(group: Group, name: str, wrt: str, look: Look, *, last: bool) -> list[str]:
    """The line after the step, the part just rewritten marked; in two dimensions if it has a fraction and is low."""
    step = group[-1]
    line = step.line
    indent = " " * (_COLUMN if look.width >= 60 else 4)
    written = _writer(look)
    if isinstance(line, Equation):
        head, e = look.text(f"{left_side(line.left, wrt, written)} = "), line.right
    elif isinstance(line, Limit):
        head, e = look.text(f"{primed(name, step.order)} = lim {line.letter}→0  "), line.of
    else:
        head, e = look.text(f"{primed(name, step.order)} = "), line
    mark = None if isinstance(line, Equation | Limit) or not step.path else step.path
    # Without colours a mark is an underline, and an underline needs a line: then only the last is drawn.
    drawn = look.emphasis or last or isinstance(line, Limit)
    if not look.linear and drawn and any(isinstance(node, Div) for node in walk(e)):
        picture = beside(one_line(indent + head), block(e, wrt, ascii=look.ascii, mark=mark))
        if picture.height <= _TALLEST and picture.width < look.width:
            return [*_painted(picture, look), ""]
    text = written(e, wrt)
    if len(indent + head + text) > look.width:
        return look.wrap(head + text, indent, indent + " " * 5)
    return [indent + head + text, *_underline(e, mark, text, len(indent + head), written, wrt, look)]


def _underline(
    e: Expr, mark: Path | None, text: str, start: int, written: Callable[[Expr, str], str], wrt: str, look: Look
) -> list[str]:
    """A row of strokes under the part at the path, if it can be found in the text."""
    part = written(at(e, mark), wrt) if mark else ""
    if not part or text.count(part) != 1 or part == text:
        return []
    place = text.index(part)
    return [" " * (start + place) + look.paint("dim", look.text("‾") * len(part))]


def _painted(picture: Block, look: Look) -> list[str]:
    """The rows of the picture, what is marked in it standing out."""
    spans = {row: (start, end) for row, start, end in picture.marked}
    rows = []
    for number, row in enumerate(picture.lines):
        start, end = spans.get(number, (0, 0))
        rows.append((row[:start] + look.paint("strong", row[start:end]) + row[end:]).rstrip())
    return rows
