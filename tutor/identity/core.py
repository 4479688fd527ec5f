"""Every function in terms of few: sin, cos, arcsin, arctan, arsinh, arcosh, artanh, erf, ln, powers, |u| and sign."""

from __future__ import annotations

from functools import cache

from tutor.expr import Call, Expr, children, substitute, with_children

__all__ = ["in_core_functions"]

_FORMULAS = {
    "tan": "sin(u)/cos(u)",
    "cot": "cos(u)/sin(u)",
    "sec": "1/cos(u)",
    "csc": "1/sin(u)",
    "arccos": "pi/2 - arcsin(u)",
    "arccot": "pi/2 - arctan(u)",
    "arcsec": "pi/2 - arcsin(1/u)",
    "arccsc": "arcsin(1/u)",
    "sinh": "(e^u - e^(-u))/2",
    "cosh": "(e^u + e^(-u))/2",
    "tanh": "(e^u - e^(-u))/(e^u + e^(-u))",
    "coth": "(e^u + e^(-u))/(e^u - e^(-u))",
    "sech": "2/(e^u + e^(-u))",
    "csch": "2/(e^u - e^(-u))",
    "arcoth": "artanh(1/u)",
    "arsech": "arcosh(1/u)",
    "arcsch": "arsinh(1/u)",
    "log": "ln(u)/ln(v)",
    "max": "(u + v + |u - v|)/2",
    "min": "(u + v - |u - v|)/2",
    "step": "(1 + sign(u))/2",
    "relu": "(u + |u|)/2",
    "Phi": "(1 + erf(u/sqrt(2)))/2",
    "phi": "e^(-u^2/2)/sqrt(2pi)",
    "sigmoid": "1/(1 + e^(-u))",
    "softplus": "ln(1 + e^u)",
    "gelu": "u (1 + erf(u/sqrt(2)))/2",
    "swish": "u/(1 + e^(-u))",
    "mish": "u ((1 + e^u)^2 - 1)/((1 + e^u)^2 + 1)",
}


@cache
def _formula(name: str) -> Expr:
    from tutor.read import Scope, read

    return read(_FORMULAS[name], Scope(own=True))


def in_core_functions(e: Expr) -> Expr:
    """The same value in core functions, wherever both forms have one."""
    return _rewritten(e, {})


def _rewritten(e: Expr, done: dict[int, tuple[Expr, Expr]]) -> Expr:
    # By identity, as parts are shared; the part is kept with its result, because an id may be given out again.
    found = done.get(id(e))
    if found is None:
        parts = tuple(_rewritten(part, done) for part in children(e))
        made = _call(e.name, parts) if isinstance(e, Call) and e.name in _FORMULAS else None
        found = done[id(e)] = (e, made or (with_children(e, parts) if parts else e))
    return found[1]


def _call(name: str, parts: tuple[Expr, ...]) -> Expr:
    first, *others = parts
    if not others:
        return substitute(_formula(name), {"u": first})
    for other in others:
        first = substitute(_formula(name), {"u": first, "v": other})
    return first
