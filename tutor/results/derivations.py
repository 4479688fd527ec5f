"""What `steps` answers: a derivation line by line, or a table of derivations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from tutor.asked import Asked, Vector, read_asked
from tutor.errors import Exit, TutorError
from tutor.expr import Expr, letters
from tutor.lines import Curve, Equation, dependent, show_line
from tutor.read import read
from tutor.results.model import Result, error_object, line_for_sympy, made
from tutor.show import show

if TYPE_CHECKING:
    from tutor.results.model import AnyDerivation

__all__ = ["METHODS", "steps_result", "variable"]

METHODS = ("rules", "log", "definition", "inverse")


def variable(f: Expr, wrt: str | None) -> str:
    """The letter to differentiate by: the one named, else x, else the only letter there is.

    Raises TutorError when the named letter does not occur.
    """
    return variable_among(letters(f), wrt)


def variable_among(found: frozenset[str], wrt: str | None) -> str:
    """The same where the letters of the function are known."""
    if wrt is not None:
        if found and wrt not in found:
            listed = ", ".join(sorted(found))
            raise TutorError(f"the function has no letter {wrt}; it has {listed}")
        return wrt
    if "x" in found or len(found) != 1:
        return "x"
    return next(iter(found))


def steps_result(
    function: str, wrt: str | None = None, order: int = 1, method: str = "rules", at: str | None = None
) -> Result:
    """The derivation of a function, an equation or a curve; a table of derivations for several letters or functions."""
    try:
        asked = read_asked(function)
        if isinstance(asked, Vector) or (wrt is not None and "," in wrt):
            if at is not None:
                raise TutorError("--at gives one value; ask for one letter with --wrt")
            return _table(function, asked, wrt, order)
        derivation = _derivation(asked, wrt, order, method, at)
    except TutorError as error:
        return _no_steps(function, wrt, order, error)
    return Result(_steps_object(function, asked, derivation), Exit.FINE, derivation=derivation)


def _derivation(
    asked: Expr | Equation | Curve, wrt: str | None, order: int, method: str, at: str | None
) -> AnyDerivation:
    """The derivation by the method asked for."""
    from tutor.curve import tied
    from tutor.derive import derive
    from tutor.differential import first_open
    from tutor.modes.definition import derive_from_definition
    from tutor.modes.implicit import derive_implicitly
    from tutor.modes.inverse import derive_inverse
    from tutor.modes.logarithmic import derive_by_logarithm
    from tutor.modes.parametric import derive_along
    from tutor.modes.value import at_point

    if at is not None and isinstance(asked, Equation | Curve):
        raise TutorError("--at gives the value of the derivative of a function; put the point into the last line")
    if isinstance(asked, Equation):
        by = wrt or "x"
        y = dependent(asked, by)
        sides = (asked.left, asked.right)
        if any(y in letters(side) for side in sides) and all(first_open(side) is None for side in sides):
            tied(asked, by, y)  # or the last line would divide by 0
        return derive_implicitly(asked, by, y, order)
    if isinstance(asked, Curve):
        return derive_along(asked, order)
    by = variable(asked, wrt)
    place = None if at is None else _place(at)
    if method == "inverse":
        if place is None:
            raise TutorError("the inverse needs a place: add --at and the value of f there")
        return derive_inverse(asked, place, by)
    if method != "rules" and order > 1:
        raise TutorError(f"--method {method} works out the first derivative; leave --order away")
    ways: dict[str, Callable[[], AnyDerivation]] = {
        "rules": lambda: derive(asked, by, order=order),
        "log": lambda: derive_by_logarithm(asked, by),
        "definition": lambda: derive_from_definition(asked, by),
    }
    derivation = ways[method]()
    return derivation if place is None else at_point(derivation, asked, place)


def _place(text: str) -> Expr:
    """The number that --at names. Raises TutorError for anything else."""
    place = read(text)
    if letters(place):
        raise TutorError(f"--at takes a number; found {text}")
    return place


def _steps_object(function: str, asked: Expr | Equation | Curve, derivation: AnyDerivation) -> dict[str, Any]:
    by, line = derivation.wrt, derivation.line
    steps = [
        {
            "rule": step.rule,
            "say": step.say,
            "where": show(step.where, by),
            "letters": {name: show(e, by) for name, e in step.letters},
            "line": show_line(step.line, by),
        }
        for step in derivation.steps
    ]
    shown = function.strip() if isinstance(asked, Curve) else show_line(asked, by)
    return made(
        function=shown,
        wrt=by,
        order=derivation.order,
        derivative=show(line, by),
        explicit=line_for_sympy(line),
        steps=steps,
    )


def _table(function: str, asked: Asked, wrt: str | None, order: int) -> Result:
    """Gradient, Hessian or Jacobian: one derivation an entry."""
    from tutor.derive import derive

    if isinstance(asked, Equation | Curve):
        raise TutorError("a table of derivatives is for a function or a vector of functions")
    components = asked.components if isinstance(asked, Vector) else (asked,)
    found = sorted({name for f in components for name in letters(f)})
    named = [name.strip() for name in wrt.split(",")] if wrt else found
    for name in named:
        if name not in found:
            raise TutorError(f"the function has no letter {name}; it has {', '.join(found)}")
    if order > 2 or (order == 2 and len(components) > 1):
        raise TutorError("a table is worked out for first derivatives, and for the second ones of a single function")
    if order == 1:
        rows = [[derive(f, name) for name in named] for f in components]
    else:
        rows = [[derive(derive(components[0], a).line, b) for b in named] for a in named]
    kind = "Hessian" if order == 2 else "gradient" if len(components) == 1 else "Jacobian"
    objects = [[_steps_object(function, d.function, d) for d in row] for row in rows]
    table = [[show(d.line, d.wrt) for d in row] for row in rows]
    shown = made(function=function, wrt=named, order=order, kind=kind, table=table, entries=objects)
    return Result(shown, Exit.FINE, table=tuple(map(tuple, rows)))


def _no_steps(function: str, wrt: str | None, order: int, error: TutorError) -> Result:
    failed = made(function=function, wrt=wrt, order=order, derivative=None, explicit=None, steps=[])
    return Result({**failed, "error": error_object(error)}, Exit.USAGE, error=error)
