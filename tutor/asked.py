"""What the FUNCTION of a command says: a function, an equation, a curve, or a vector of functions."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tutor.errors import ReadError, TutorError
from tutor.expr import Expr, Sym, letters
from tutor.lines import Curve, Equation, read_equation
from tutor.read import Scope, read


@dataclass(frozen=True, slots=True)
class Vector:
    """Several functions of the same letters."""

    components: tuple[Expr, ...]


Asked = Expr | Equation | Curve | Vector

# f(x) = … and y = … in front of a formula only give it a name.
_NAMED = re.compile(r"\s*[A-Za-z](?:\s*\(\s*[A-Za-z]\w*\s*\))?\s*=(?!=)")


_CALLED = re.compile(r"(?<![A-Za-z])([fghFGH])'*\s?\(")


def functions_in(text: str) -> frozenset[str]:
    """The letters that a text uses as functions, as in f(g(x)): f, g and h in front of a bracket."""
    named = _NAMED.match(text)
    return frozenset(_CALLED.findall(text[named.end() :] if named else text))


def read_function(text: str) -> Expr:
    """The function that a text names. Raises ReadError, and TutorError for an equation, a curve or a vector."""
    asked = read_asked(text)
    if isinstance(asked, Equation | Curve | Vector):
        raise TutorError("a single function is asked for here; tutor steps takes the others")
    return asked


def read_markable(text: str) -> Expr | Equation:
    """The function or the equation that a text names, of which an answer can be marked.

    Raises ReadError, and TutorError for a curve given by coordinates or a vector.
    """
    asked = read_asked(text)
    if isinstance(asked, Curve | Vector):
        raise TutorError("only a function or an equation can be marked; see tutor steps for the others")
    return asked


def read_asked(text: str, scope: Scope | None = None) -> Asked:
    """What the text asks about. Raises ReadError with the column in the whole text."""
    known = scope or Scope(functions=functions_in(text))
    if ";" in text:
        return _curve(text, known)
    if "=" in text:
        return _equation(text, known)
    parts = _components(text)
    if len(parts) > 1:
        return Vector(tuple(_part(text, start, end, known) for start, end in parts))
    return read(text, known)


def _equation(text: str, scope: Scope) -> Expr | Equation:
    named = _NAMED.match(text)
    if named:
        right = _part(text, named.end(), len(text), scope)
        name = named[0].strip(" =")
        if len(name) > 1 or name not in letters(right):
            return right
    return read_equation(text, scope)


def _curve(text: str, scope: Scope) -> Curve:
    """x = …; y = …, in either order."""
    coordinates: dict[str, Expr] = {}
    start = 0
    for piece in text.split(";"):
        end = start + len(piece)
        side = _part(text, start, start + piece.find("="), scope) if "=" in piece else None
        if not isinstance(side, Sym) or side.name not in ("x", "y") or side.name in coordinates:
            raise ReadError("a curve is written x = …; y = …", text, min(start, len(text) - 1), "x = t^2; y = t^3")
        coordinates[side.name] = _part(text, start + piece.find("=") + 1, end, scope)
        start = end + 1
    if len(coordinates) != 2:
        raise ReadError("a curve needs both coordinates", text, len(text), "x = t^2; y = t^3")
    parameters = sorted(letters(coordinates["x"]) | letters(coordinates["y"]))
    parameter = "t" if "t" in parameters or not parameters else parameters[-1]
    return Curve(coordinates["x"], coordinates["y"], parameter)


def _components(text: str) -> list[tuple[int, int]]:
    """Where the components of a vector "(…, …)" stand; one span for anything else."""
    begin, end = len(text) - len(text.lstrip()), len(text.rstrip())
    whole = [(0, len(text))]
    if end - begin < 2 or text[begin] != "(" or text[end - 1] != ")":
        return whole
    depth, cuts = 0, [begin]
    for at in range(begin, end):
        depth += (text[at] in "([{") - (text[at] in ")]}")
        if depth == 0 and at < end - 1:
            return whole  # the first bracket closes before the end: (a)(b)
        if depth == 1 and text[at] == ",":
            cuts.append(at)
    return [(a + 1, b) for a, b in zip(cuts, [*cuts[1:], end - 1], strict=True)]


def _part(text: str, start: int, end: int, scope: Scope) -> Expr:
    try:
        return read(text[start:end], scope)
    except ReadError as error:
        raise ReadError(error.message, text, min(start + error.at, len(text)), error.hint) from None
