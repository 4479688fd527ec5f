"""What a function is built of, by its outline alone: the second opinion on which rules it needs.

Used by the tests alone.
"""

from __future__ import annotations

from tutor.expr import Add, Call, Div, Expr, Mul, Pow, Sym, children, depends_on

__all__ = ["shapes"]


def shapes(f: Expr, x: str) -> list[str]:
    """What a function is built of, from the outside: no rule table is asked."""
    own = []
    moving = [part for part in children(f) if depends_on(part, {x})]
    match f:
        case Mul() if len(moving) > 1:
            own = ["product"]
        case Div(_, below) if depends_on(below, {x}) and len(moving) > 1:
            own = ["quotient"]
        case Pow() if len(moving) > 1:
            own = ["logarithmic differentiation"]
        case Call() | Pow() if moving and moving[0] != Sym(x):
            own = ["chain"]
        case Add():
            own = ["sum"]
    return own + [name for part in moving for name in shapes(part, x)]
