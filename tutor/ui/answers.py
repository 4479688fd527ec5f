"""What `read`, `steps`, `check` and `equal` print for a person."""

from __future__ import annotations

import sys
from enum import StrEnum

from tutor.block import beside, block, wrap
from tutor.block import text as one_line
from tutor.errors import ReadError, TutorError
from tutor.expr import Expr
from tutor.lines import Curve, Equation
from tutor.read import Reading
from tutor.results import Result
from tutor.show import pretty
from tutor.ui import formats
from tutor.ui.theme import Look, Settings, whole_formulas

__all__ = ["Shape", "print_reading", "print_steps", "print_verdict"]


def print_reading(result: Result, settings: Settings) -> None:
    """The text in two dimensions, and what there is to remark about the reading."""
    if _refused(result.error):
        return
    assert isinstance(result.reading, Reading)
    look = settings.look()
    lines = _drawn("", result.reading.expr, "x", look)
    lines += _notes(result, look)
    _put(settings, lines)


NO_AUDIT = "none: SymPy goes over single formulas, and this answer is of another kind."


class Shape(StrEnum):
    """What a derivation is printed as."""

    LIST = "list"
    BRIEF = "brief"
    TREE = "tree"
    HIDE = "hide"
    LATEX = "latex"
    MARKDOWN = "markdown"


def print_steps(result: Result, shape: Shape, settings: Settings) -> None:
    """The function, and its derivation in the shape asked for; a table where there are several."""
    look = settings.look()
    if result.table:
        _put(settings, _table(result, shape, look))
        return
    derived = result.derivation
    assert derived is not None
    match shape:
        case Shape.LATEX:
            _put(settings, formats.latex_of(derived, "f"))
        case Shape.MARKDOWN:
            _put(settings, formats.markdown(derived, "f"))
        case Shape.HIDE:
            _one_by_one(result, settings)
        case _:
            _put(settings, [*_stated(result, look), "", *_worked(result, shape, look), *_remarks(result, look)])


def _worked(result: Result, shape: Shape, look: Look) -> list[str]:
    from tutor.ui.steps import derivation

    derived = result.derivation
    assert derived is not None
    if shape is Shape.BRIEF:
        return formats.brief(derived, "f", look)
    if shape is Shape.TREE:
        if isinstance(derived.function, Equation | Curve) or derived.order > 1:
            raise TutorError("--tree is for the first derivative of a function by the rules")
        return formats.tree(derived.function, derived.wrt, look)
    return derivation(derived, f"f({derived.wrt})", look)


def _stated(result: Result, look: Look) -> list[str]:
    """What is differentiated."""
    derived = result.derivation
    assert derived is not None
    match derived.function:
        case Equation() as curve:
            if look.words:
                from tutor.words import words

                return look.wrap(f"{words(curve.left)} equals {words(curve.right)}.")
            return [f"   {formats.line_text(curve, derived.wrt, look)}"]
        case Curve(x, y, t):
            return [*_drawn(f"x({t}) = ", x, t, look), *_drawn(f"y({t}) = ", y, t, look)]
        case f:
            return _drawn(f"f({derived.wrt}) = ", f, derived.wrt, look)


def _remarks(result: Result, look: Look) -> list[str]:
    derived = result.derivation
    said = formats.remarks(derived) if derived is not None else []
    return ["", *(row for text in said for row in look.wrap(text))] if said else []


def _one_by_one(result: Result, settings: Settings) -> None:
    """One step, then another for each Enter; q or the end of the input stops. Everything at once on a pipe."""
    from tutor.ui.steps import step_lines

    derived = result.derivation
    assert derived is not None
    look = settings.look()
    _put(settings, [*_stated(result, look), ""])
    groups = step_lines(derived, f"f({derived.wrt})", look)
    waits = settings.stdin.isatty()
    for number, lines in enumerate(groups, start=1):
        _put(settings, lines)
        if waits and number < len(groups):
            settings.write(look.paint("dim", look.text(" Enter shows the next step, q stops ")))
            if settings.stdin.readline().strip().lower() in ("q", ":q"):
                return
    _put(settings, _remarks(result, look))


def _table(result: Result, shape: Shape, look: Look) -> list[str]:
    """Gradient, Hessian or Jacobian: every entry with its derivation, then the entries together."""
    from tutor.ui.steps import derivation

    lines: list[str] = []
    second = result.json["order"] == 2
    if shape not in (Shape.LIST, Shape.BRIEF):
        raise TutorError(f"--{shape.value} is for a single derivation; name one letter with --wrt")
    for index, row in enumerate(result.table):
        for derived in row:
            by = derived.wrt
            inner = result.json["wrt"][index] if second else ""
            name = look.text(f"∂²f/∂{inner}∂{by}" if second else f"∂f/∂{by}" if len(result.table) == 1 else f"∂/∂{by}")
            of = f"∂/∂{by} of ∂f/∂{inner} =" if second else f"∂/∂{by} of"
            lines += [look.paint("strong", look.text(f" {of} {formats.line_text(derived.function, by, look)}"))]
            if shape is Shape.BRIEF:
                lines += formats.brief(derived, name, look)
            else:
                lines += derivation(derived, name, look)
            lines.append("")
    head = f"{result.json['kind']} by {', '.join(result.json['wrt'])}"
    cells = [[formats.line_text(derived.line, derived.wrt, look) for derived in row] for row in result.table]
    widths = [max(len(row[i]) for row in cells) for i in range(len(cells[0]))]
    rows = ["   ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in cells]
    return [*lines, f" {head[0].upper()}{head[1:]}", *(f"   {row}" for row in rows)]


def print_verdict(result: Result, why: bool, settings: Settings) -> None:
    """How the answer was read if that needs saying, the verdict in a sentence, and the evidence if asked for."""
    if _refused(result.error):
        return
    look = settings.look()
    lines = _notes(result, look)
    right = result.json["verdict"] in ("correct", "equal")
    said = str(result.json["message"])
    if not look.words:
        said = whole_formulas(look.text(said), look.width - 3)
    mark = "" if look.words else f"{look.paint('right', look.text('✓'))} " if right else ""
    first, *rest = look.wrap(said, " ", "   " if mark else " ")
    lines += [f"{'' if look.words else ' '}{mark}{first.strip()}", *rest]
    if why:
        lines += _evidence(result, look)
    _put(settings, lines)


def _evidence(result: Result, look: Look) -> list[str]:
    """Every field that says how the verdict was reached, a line each; then the stages, and what SymPy thinks."""
    from tutor.audit import sentence

    found = result.json
    lines = [("read as", str(found["read_as"]))]
    if found.get("by"):
        lines.append(("proved", f"by {found['by']}") if found["how"] == "proved" else ("agrees", f"at {found['by']}"))
    witness = found.get("witness")
    if witness:
        place = ", ".join(f"{k} = {v}" for k, v in witness.items() if k not in ("expected", "yours"))
        lines.append(("witness", f"at {place}: {witness['expected']} expected, {witness['yours']} found"))
    for number, note in enumerate(result.stages):
        lines.append(("" if number else "tried", f"{note.stage}: {note.said}, {1000 * note.seconds:.1f} ms"))
    if said := sentence(result.audit):
        lines.append(("audit", said))
    elif found["verdict"] == "correct":
        lines.append(("audit", NO_AUDIT))
    lines.append(("time", f"{found['ms']} ms"))
    return [look.paint("dim", row) for name, said in lines for row in _labelled(name, said, look)]


def _labelled(name: str, said: str, look: Look) -> list[str]:
    if look.words:
        return look.wrap(f"{name} {said}".strip())
    return look.wrap(said, f"   {name:<10}", " " * 13)


def _notes(result: Result, look: Look) -> list[str]:
    notes = result.reading.notes if result.reading else ()
    return [look.paint("dim", row) for note in notes for row in look.wrap(note.text, "   ")]


def _drawn(left: str, e: Expr, wrt: str, look: Look) -> list[str]:
    """A formula with its left side, in two dimensions where there is room."""
    if look.words:
        from tutor.words import words

        return look.wrap(f"{left.replace('(', ' of ').replace(')', '').replace(' = ', ' equals ')}{words(e, wrt)}")
    if look.linear:
        return look.wrap(f"{left}{pretty(e, wrt)}", "  ", "    ")
    picture = beside(one_line(f"   {look.text(left)}"), block(e, wrt, ascii=look.ascii))
    return [line.rstrip() for row in wrap(picture, look.width - 1) for line in row.lines]


def _refused(error: TutorError | None) -> bool:
    """Say why a text could not be read, with a caret under the place."""
    if error is None:
        return False
    if isinstance(error, ReadError):
        print("\n".join(f"  {line}" for line in str(error).splitlines()), file=sys.stderr)
    else:
        print(error, file=sys.stderr)
    return True


def _put(settings: Settings, lines: list[str]) -> None:
    settings.write("".join(f"{line}\n" for line in lines))
