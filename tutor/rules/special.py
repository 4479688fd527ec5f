"""Names that mal-rules have in special places, for which the catalogue has rows of their own."""

from __future__ import annotations

from collections.abc import Callable

from tutor.expr import Call, Neg, Pow
from tutor.rules.model import Layer, Special

__all__ = ["SPECIAL"]

Layers = tuple[Layer, ...]


def with_rule(*rules: str) -> Callable[[Layers], bool]:
    """Was it followed where one of these entries is?"""
    return lambda layers: bool({*rules} & {*layers[-1].rules})


def inside_chain(layers: Layers) -> bool:
    """Was it followed on the inside of another function?"""
    return any("chain" in layer.rules for layer in layers[:-1])


def power_of_a_function(layers: Layers) -> bool:
    return "power" in layers[-1].rules and isinstance(layers[-1].where, Pow) and isinstance(layers[-1].where.base, Call)


def minus_inside(layers: Layers) -> bool:
    return inside_chain(layers) and isinstance(layers[-1].where, Neg)


SPECIAL: tuple[Special, ...] = (
    Special("TRG-12", "inner-derivative-missing-in-a-power", "n u^(n-1)",
            "stop at the power: what is raised moves too, so its derivative is a factor",
            "The power was differentiated, but not what is raised.", "Multiply by the derivative of the inside.", "T",
            mistake=5, of=("CHN-01",), fits=power_of_a_function),
    Special("CHN-08", "innermost-derivative-missing", "f'(u)", "stop one layer too early",
            "The innermost layer moves too.", "Peel every layer, down to the variable.", "MN", mistake=3,
            of=("CHN-01",), fits=inside_chain),
    Special("LOG-01", "inner-derivative-missing", "1/u", "stop at one over the argument",
            "The argument moves too.", "Write u'/u.", "T", mistake=3, of=("CHN-01",), fits=with_rule("natural-logarithm")),
)  # fmt: skip
