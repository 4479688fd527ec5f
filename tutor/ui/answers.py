"""What `read`, `steps`, `check` and `equal` print for a person."""

from __future__ import annotations

import sys

from tutor.block import beside, block, wrap
from tutor.block import text as one_line
from tutor.errors import ReadError, TutorError
from tutor.expr import Expr
from tutor.results import Result
from tutor.show import pretty
from tutor.ui.theme import Look, Settings

__all__ = ["print_reading", "print_steps", "print_verdict"]


def print_reading(result: Result, settings: Settings) -> None:
    """The text in two dimensions, and what there is to remark about the reading."""
    if _refused(result.error):
        return
    assert result.reading is not None
    look = settings.look()
    lines = _drawn("", result.reading.expr, "x", look)
    lines += _notes(result, look)
    _put(settings, lines)


def print_steps(result: Result, settings: Settings) -> None:
    """The function, and its derivation as a numbered list."""
    from tutor.ui.steps import derivation

    derived = result.derivation
    assert derived is not None
    look = settings.look()
    left = f"f({derived.wrt})"
    lines = [*_drawn(f"{left} = ", derived.function, derived.wrt, look), ""]
    _put(settings, [*lines, *derivation(derived, left, look)])


def print_verdict(result: Result, why: bool, settings: Settings) -> None:
    """How the answer was read if that needs saying, the verdict in a sentence, and the evidence if asked for."""
    if _refused(result.error):
        return
    look = settings.look()
    lines = _notes(result, look)
    right = result.json["verdict"] in ("correct", "equal")
    said = str(result.json["message"])
    mark = "" if look.words else f"{look.paint('right', look.text('✓'))} " if right else ""
    first, *rest = look.wrap(said, " ", "   " if mark else " ")
    lines += [f" {mark}{first.strip()}", *rest]
    if why:
        lines += _evidence(result, look)
    _put(settings, lines)


def _evidence(result: Result, look: Look) -> list[str]:
    """Every field that says how the verdict was reached, a line each."""
    found = result.json
    lines = [f"read as   {found['read_as']}"]
    if found.get("by"):
        lines.append(
            f"{found['how']:<9} by {found['by']}" if found["how"] == "proved" else f"agrees at {found['by']}"
        )
    witness = found.get("witness")
    if witness:
        place = ", ".join(f"{k} = {v}" for k, v in witness.items() if k not in ("expected", "yours"))
        lines.append(f"witness   at {place}: {witness['expected']} expected, {witness['yours']} found")
    lines.append(f"time      {found['ms']} ms")
    return [look.paint("dim", row) for line in lines for row in look.wrap(line, "   ")]


def _notes(result: Result, look: Look) -> list[str]:
    notes = result.reading.notes if result.reading else ()
    return [look.paint("dim", row) for note in notes for row in look.wrap(note.text, "   ")]


def _drawn(left: str, e: Expr, wrt: str, look: Look) -> list[str]:
    """A formula with its left side, in two dimensions where there is room."""
    if look.words:
        from tutor.words import words

        return look.wrap(
            f"{left.replace('(', ' of ').replace(')', '').replace(' = ', ' equals ')}{words(e, wrt)}"
        )
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
    settings.write("\n".join(lines) + "\n")
