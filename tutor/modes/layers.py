"""A function taken apart into functions one inside the other, from the outside."""

from __future__ import annotations

from tutor.errors import TutorError
from tutor.expr import Add, Call, Div, Expr, Mul, Neg, Pow, Sym, depends_on

__all__ = ["peeled", "taken_apart"]


def taken_apart(f: Expr, wrt: str, depth: int) -> list[Expr]:
    """`depth` functions whose composition is f, the outermost first; all but the last are functions of u.

    Raises TutorError where f has not as many layers.
    """
    found: list[Expr] = []
    rest = f
    for _ in range(depth - 1):
        layer = peeled(rest, wrt)
        if layer is None:
            raise TutorError(f"the function has no {depth} layers")
        outer, rest = layer
        found.append(outer)
    return [*found, rest]


def peeled(f: Expr, wrt: str) -> tuple[Expr, Expr] | None:
    """The outermost function, of u, and what stands inside; None where the variable itself does."""
    u, x = Sym("u"), Sym(wrt)

    def moves(e: Expr) -> bool:
        return depends_on(e, {wrt})

    match f:
        case Call(name, (arg,)) if moves(arg) and arg != x:
            return Call(name, (u,)), arg
        case Pow(base, exp) if moves(base) and not moves(exp) and base != x:
            return Pow(u, exp), base
        case Pow(base, exp) if moves(exp) and not moves(base) and exp != x:
            return Pow(base, u), exp
        case Div(above, below) if not moves(above) and moves(below) and below != x:
            within = peeled(below, wrt) if not isinstance(below, Add) else None
            return (Div(above, within[0]), within[1]) if within else (Div(above, u), below)
        case Div(above, below) if not moves(below) and (within := peeled(above, wrt)):
            return Div(within[0], below), within[1]
        case Neg(arg) if within := peeled(arg, wrt):
            return Neg(within[0]), within[1]
        case Add(parts) | Mul(parts) if sum(map(moves, parts)) == 1:
            (place,) = (i for i, part in enumerate(parts) if moves(part))
            if within := peeled(parts[place], wrt):
                whole = (*parts[:place], within[0], *parts[place + 1 :])
                return (Add(whole) if isinstance(f, Add) else Mul(whole)), within[1]
    return None
