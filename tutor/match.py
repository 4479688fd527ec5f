"""Does an expression have the shape of a pattern, and what do the pattern's letters stand for?

The matcher knows no mathematics beyond the kinds of letters (see `rules/model.py`) and one convention: in a product,
the constant letters take all constant factors and the others share the rest in order.
"""

from __future__ import annotations

from tutor.expr import Call, Expr, Mul, Num, Sym, children, product
from tutor.rules.model import ANY_LETTERS, CONSTANT_LETTERS, Constant


def match(pattern: Expr, e: Expr, constant: Constant) -> dict[str, Expr] | None:
    """What each letter of the pattern stands for in `e`; None if the shape is another.

    `constant` tells whether an expression is free of the variable. A letter that occurs twice must stand for the
    same expression both times. The letter x stands for anything that is not constant.
    """
    letters: dict[str, Expr] = {}
    return letters if _match(pattern, e, constant, letters) else None


def _match(pattern: Expr, e: Expr, constant: Constant, letters: dict[str, Expr]) -> bool:
    match pattern:
        case Sym(name):
            return _letter(name, e, constant, letters)
        case Num(value):
            return isinstance(e, Num) and e.value == value
        case Mul(wanted):
            return isinstance(e, Mul) and _factors(wanted, e.factors, constant, letters)
        case Call("f", (argument,)):
            return isinstance(e, Call) and len(e.args) == 1 and _match(argument, e.args[0], constant, letters)
        case _:
            if type(e) is not type(pattern) or (isinstance(e, Call) and e.name != getattr(pattern, "name", None)):
                return False
            wanted, found = children(pattern), children(e)
            return len(wanted) == len(found) and all(
                _match(p, part, constant, letters) for p, part in zip(wanted, found, strict=True)
            )


def _letter(name: str, e: Expr, constant: Constant, letters: dict[str, Expr]) -> bool:
    if name in letters:
        return letters[name] == e
    if name in CONSTANT_LETTERS:
        fits = constant(e)
    elif name == "x":
        fits = not constant(e)
    elif name in ANY_LETTERS:
        fits = True
    else:  # e and pi stand for themselves
        return isinstance(e, Sym) and e.name == name
    if fits:
        letters[name] = e
    return fits


def _factors(wanted: tuple[Expr, ...], found: tuple[Expr, ...], constant: Constant, letters: dict[str, Expr]) -> bool:
    """Constant letters take the constant factors, the last of the other patterns takes what is left."""
    fixed = tuple(factor for factor in found if constant(factor))
    moving = tuple(factor for factor in found if not constant(factor))
    for pattern in wanted:
        if isinstance(pattern, Sym) and pattern.name in CONSTANT_LETTERS:
            if not fixed or not _letter(pattern.name, product(fixed), constant, letters):
                return False
            fixed = ()
    rest = [p for p in wanted if not (isinstance(p, Sym) and p.name in CONSTANT_LETTERS)]
    if fixed or len(moving) < len(rest):
        return False
    *first, last = rest
    for pattern, factor in zip(first, moving, strict=False):
        if not _match(pattern, factor, constant, letters):
            return False
    return _match(last, product(moving[len(first) :]), constant, letters)
