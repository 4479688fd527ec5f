"""Other shapes of a derivation: one line a step, a tree of sub-problems, LaTeX, Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tutor.apply import apply_first
from tutor.derive import DerivationOf, derive
from tutor.errors import TutorError
from tutor.expr import D, Expr, walk
from tutor.latex import latex
from tutor.lines import Curve, Equation, Limit, Line, pretty_line, show_line
from tutor.modes.corners import corners
from tutor.modes.roads import other_roads
from tutor.show import pretty, show
from tutor.ui.steps import primed
from tutor.ui.theme import Look

__all__ = ["brief", "latex_of", "markdown", "remarks", "tree"]

AnyDerivation = DerivationOf[Any, Any]


def brief(derived: AnyDerivation, left: str, look: Look) -> list[str]:
    """One line a step: its number, its rules, the line after it."""
    groups = derived.numbered()
    names = [look.text(_names(group)) for group in groups]
    width = min(max((len(name) for name in names), default=0), 24)
    lines: list[str] = []
    for group, name in zip(groups, names, strict=True):
        line = group[-1].line
        written = line_text(line, derived.wrt, look)
        full = written if isinstance(line, Equation) else f"{primed(left, group[0].order)} = {written}"
        indent = f" {group[0].number:>2}  {name:<{width}}  "
        lines += look.wrap(full, indent, " " * len(indent))
    return lines


def _names(group: tuple[Any, ...]) -> str:
    return ", ".join(dict.fromkeys(step.rule for step in group))


def line_text(line: Line, wrt: str, look: Look) -> str:
    """A line of a derivation on one line of text."""
    return look.text(show_line(line, wrt) if look.ascii else pretty_line(line, wrt))


@dataclass(frozen=True, slots=True)
class _Branch:
    """A derivative to be taken, the rules that take it, its result, and what has to be derived for it."""

    f: Expr
    rules: str
    result: Expr
    parts: tuple[_Branch, ...]


def tree(f: Expr, wrt: str, look: Look) -> list[str]:
    """The derivation as a tree: under each derivative those that its rule leaves open."""
    return _drawn(_branch(f, wrt), wrt, look, " ", " ")


def _branch(f: Expr, wrt: str) -> _Branch:
    applied = apply_first(f, wrt)
    open_parts = dict.fromkeys(node.arg for node in walk(applied[-1].result) if isinstance(node, D))
    parts = tuple(_branch(part, wrt) for part in open_parts)
    rules = ", ".join(dict.fromkeys(a.rule.name for a in applied))
    return _Branch(f, rules, derive(f, wrt).line, parts)


def _drawn(branch: _Branch, wrt: str, look: Look, first: str, rest: str) -> list[str]:
    written = show if look.ascii else pretty
    equation = look.text(f"{written(D(branch.f, wrt), wrt)} = {written(branch.result, wrt)}")
    head = f"{first}{equation}"
    lines = [look.apart(head, branch.rules) or f"{head}   {branch.rules}"]
    fork, last, bar = ("|-- ", "`-- ", "|   ") if look.ascii else ("├─ ", "└─ ", "│  ")
    for index, part in enumerate(branch.parts):
        final = index == len(branch.parts) - 1
        lines += _drawn(part, wrt, look, rest + (last if final else fork), rest + (" " * len(bar) if final else bar))
    return lines


def latex_of(derived: AnyDerivation, left: str) -> list[str]:
    """An `align*` environment, a line a step, each with its rules."""
    lines = [r"\begin{align*}"]
    for group in derived.numbered():
        name = _latex_name(left, group[0].order, derived.wrt)
        before, _, after = _latex_line(group[-1].line, derived.wrt, name).partition(" = ")
        lines.append(rf"{before} &= {after} && \text{{{_names(group)}}} \\")
    return [*lines, r"\end{align*}"]


def _latex_name(name: str, order: int, wrt: str) -> str:
    """f'(x), f''(x), f^{(4)}(x)."""
    primes = "'" * order if order < 4 else f"^{{({order})}}"
    return f"{name}{primes}({wrt})"


def _latex_line(line: Line, wrt: str, left: str) -> str:
    if isinstance(line, Equation):
        return f"{latex(line.left, wrt)} = {latex(line.right, wrt)}"
    if isinstance(line, Limit):
        return rf"{left} = \lim_{{{line.letter} \to 0}} {latex(line.of, wrt)}"
    return f"{left} = {latex(line, wrt)}"


def markdown(derived: AnyDerivation, left: str) -> list[str]:
    """A numbered list for a worksheet, formulas between dollar signs."""
    lines: list[str] = []
    if isinstance(derived.function, Equation):
        lines += [f"${_latex_line(derived.function, derived.wrt, left)}$", ""]
    elif not isinstance(derived.function, Curve):
        lines += [f"$f({derived.wrt}) = {latex(derived.function, derived.wrt)}$", ""]
    for group in derived.numbered():
        said = " ".join(dict.fromkeys(step.say for step in group))
        lines += [f"{group[0].number}. **{_names(group)}.** {said}", ""]
        name = _latex_name(left, group[0].order, derived.wrt)
        lines += [f"   $${_latex_line(group[-1].line, derived.wrt, name)}$$", ""]
    return lines[:-1]


def remarks(derived: AnyDerivation) -> list[str]:
    """Where the function has a value but no derivative, and other roads to the same result, a sentence each."""
    f, wrt = derived.function, derived.wrt
    if isinstance(f, Equation | Curve) or derived.order > 1 or not derived.steps:
        return []
    try:
        by_rules = derive(f, wrt)
        return [*(corner.said(wrt) for corner in corners(f, by_rules.line, wrt)), *other_roads(by_rules)]
    except (TutorError, ValueError):  # functions known only by name have no values
        return []
