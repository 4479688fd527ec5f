"""What an equation asks: y′ where it makes y a function of x, and when it asks nothing."""

from __future__ import annotations

from dataclasses import dataclass

from tutor.differential import derivative, first_open, functions_as_letters, implicit_derivatives
from tutor.errors import TutorError
from tutor.expr import ZERO, Add, Expr, Neg, children, letters, substitute
from tutor.identity import proves_equal
from tutor.lines import Equation, dependent
from tutor.trial import Finding, Look, Trial

__all__ = ["Implicit", "implicit", "primes", "tied", "variables"]

MOST_ORDER = 4
_LONGEST = 20_000  # parts of a derivative that is still worked with


@dataclass(frozen=True, slots=True)
class Implicit:
    """`y` as a function of `x`, where `zero` is 0."""

    equation: Equation
    x: str
    y: str
    zero: Expr

    def slope(self, order: int = 1) -> Expr:
        """y′, y″ … in terms of x and y. Raises ValueError where that is too long to work with."""
        found = implicit_derivatives(self.zero, self.x, self.y, order)[-1] if order <= MOST_ORDER else None
        if found is None or _weight(found, {}) > _LONGEST:
            raise ValueError(f"I could not settle this: {self.y}{primes(order)} is too long here for me to work with.")
        return found

    def put_in(self, e: Expr) -> Expr:
        """The expression with the letters y′, y″ … replaced by what they are on the curve."""
        named = {self.y + "'" * n: n for n in range(1, 10)}
        used = letters(e) & named.keys()
        return substitute(e, {name: self.slope(named[name]) for name in used}) if used else e


def variables(equation: Equation, wrt: str | None = None) -> tuple[str, str]:
    """The letter an equation is differentiated by, and the one that depends on it.

    Raises TutorError where the equation has no such letters.
    """
    found = letters(equation.left) | letters(equation.right)
    if wrt is not None and wrt not in found:
        listed = ", ".join(sorted(found)) or "none"
        raise TutorError(f"the equation has no letter {wrt}; it has {listed}")
    x = wrt or _independent(found)
    if x not in found:
        if not found:
            raise TutorError("the equation has no letters, so there is nothing to differentiate")
        if len(found) == 1:
            raise TutorError(f"the equation has no {x}, so {min(found)} does not change with it")
        raise TutorError(f"the equation has no {x}; name the letter to differentiate by with --wrt")
    y = dependent(equation, x)
    if found == {"y"} == {x}:
        raise TutorError("the equation has no letter but y, so nothing depends on it")
    if y not in found:
        raise TutorError(f"the equation has no {y}, so there is no {y}′ to mark")
    return x, y


def _independent(found: frozenset[str]) -> str:
    others = found - {"y"}
    if "x" in found:
        return "x"
    return "t" if "t" in found else next(iter(others)) if len(others) == 1 else "x"


def implicit(equation: Equation, x: str, y: str) -> Implicit:
    """y as the function of x that the equation makes it.

    Raises TutorError where the equation says nothing of how y changes with x.
    """
    sides = (equation.left, equation.right)
    if any(first_open(side) is not None for side in sides):
        raise TutorError("an equation with a derivative in it is no curve, so it cannot be marked")
    return Implicit(equation, x, y, tied(equation, x, y))


def tied(equation: Equation, x: str, y: str) -> Expr:
    """What is 0 on the curve. Raises TutorError where the equation says nothing of how y changes with x."""
    if _same_everywhere(equation.left, equation.right):
        raise TutorError(f"the equation holds whatever {x} and {y} are, so it does not tie {y} to {x}")
    zero = Add((equation.left, Neg(equation.right)))
    try:
        across = derivative(zero, y)
    except ValueError as error:
        raise TutorError(str(error)) from None
    if _same_everywhere(across, ZERO):
        raise TutorError(f"{y} cancels out of the equation, so {y} is no function of {x}")
    return zero


def _same_everywhere(a: Expr, b: Expr) -> bool:
    """Are the two proved equal? Where values tell them apart no proof is tried."""
    left, right = functions_as_letters(a, b)
    trial = Trial(left, right, {})
    rows = [row for row in trial.plain_rows() if row.look >= Look.GAP]
    apart = (trial.judge(row.point, floats_only=True) for row in rows if row.look is Look.GAP)
    if any(judged.finding is Finding.APART for judged in apart):
        return False
    return proves_equal(trial.program, trial.course, rows)


def _weight(e: Expr, known: dict[int, int]) -> int:
    """The number of nodes of a tree whose parts are shared, without walking through any of them twice."""
    found = known.get(id(e))
    if found is None:
        found = known[id(e)] = 1 + sum(_weight(part, known) for part in children(e))
    return found


def primes(order: int) -> str:
    """What stands behind the letter of a derivative: ′, ″, ‴, ⁽⁴⁾."""
    return ("", "′", "″", "‴", *(f"⁽{n}⁾" for n in "⁴⁵⁶⁷⁸⁹"))[order]
