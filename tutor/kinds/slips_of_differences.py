"""What the usual slips make of a numerical derivative, of its error and of its order."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING

from tutor.expr import TWO, Add, Div, Expr, Mul, Neg, Pow, Sym, number
from tutor.kinds.schemes import SCHEMES, estimate
from tutor.kinds.slips import Slip
from tutor.kinds.wording import at, value_of
from tutor.surds import worked_out

if TYPE_CHECKING:
    from tutor.kinds.numerical_error import AboutErrors
    from tutor.kinds.numerical_estimate import Estimate, Excess

__all__ = ["IN_FRONT", "slips_of_an_error", "slips_of_an_estimate", "slips_of_an_excess", "slips_of_an_order"]

IN_FRONT = "All is right but the number in front."
_DERIVATIVE = "This is the derivative itself. The estimate is a little off it, and that is what is asked for."
_H = "h"


def slips_of_an_estimate(task: Estimate) -> Iterator[Slip]:
    """Another scheme, the derivative itself, a division that is left out or done twice."""
    used = task.used
    yield _DERIVATIVE, lambda: task.slope(used.divided)
    if task.scheme == "richardson":
        yield from _parts_of_richardson(task)
    for other, scheme in SCHEMES.items():
        if scheme.divided == used.divided and other != task.scheme:
            yield f"This is {scheme.name}; {used.name} is asked for.", partial(task.estimate, other)
    if task.scheme == "centred":
        twice = "This is twice the estimate: the two points are 2h apart."
        yield twice, lambda: worked_out(Mul((TWO, task.estimate())))
    if used.divided == 2:
        yield (
            "That is divided by h alone; the formula has h² below.",
            lambda: worked_out(Mul((task.step, task.estimate()))),
        )
    above = Pow(task.step, number(used.divided)) if used.divided > 1 else task.step
    below = {"centred": "2h", "second": "h²"}.get(task.scheme, "h")
    whole = Mul((number(2 if task.scheme == "centred" else 1), above, task.estimate()))
    yield f"That is the difference alone. Divide it by {below}.", lambda: worked_out(whole)
    place = at(task.setting.wrt, task.place)
    yield (
        f"That is the value of {task.name} at {place}; asked is an estimate of its slope.",
        lambda: value_of(task.f, task.setting.wrt, task.place),
    )
    yield "The size is right; look at the sign. The later point comes first.", lambda: worked_out(Neg(task.estimate()))


def _parts_of_richardson(task: Estimate) -> Iterator[Slip]:
    wrt = task.setting.wrt
    coarse = estimate(task.f, wrt, task.place, task.step, SCHEMES["centred"])
    fine = estimate(task.f, wrt, task.place, worked_out(Div(task.step, TWO)), SCHEMES["centred"])
    yield "This is A, with the step h. B with h/2 is still to be mixed in.", lambda: coarse
    yield "This is B, with the step h/2. A is still to be mixed in.", lambda: fine
    third = number(Fraction(1, 3))
    yield (
        "A and B have changed places: B, with the shorter step, counts four times.",
        lambda: worked_out(Mul((third, Add((Mul((number(4), coarse)), Neg(fine)))))),
    )
    yield (
        "That is the mean of A and B. Their errors cancel only in the mixture of the formula.",
        lambda: worked_out(Div(Add((coarse, fine)), TWO)),
    )


def slips_of_an_excess(task: Excess) -> Iterator[Slip]:
    """One of the two numbers alone, or their difference the other way round."""
    yield "This is the estimate. Take the derivative away from it.", task.estimate
    yield "This is the derivative. Take it away from the estimate.", lambda: task.slope(task.used.divided)
    order = "The size is right; look at the sign: it is the estimate minus the derivative."
    yield order, lambda: worked_out(Add((task.slope(task.used.divided), Neg(task.estimate()))))


def slips_of_an_order(task: AboutErrors) -> Iterator[Slip]:
    """The power before the division, or that of what Richardson mixes."""
    used = task.used
    divided = f"That is the power of h before the division by {'h²' if used.divided == 2 else 'h'}."
    yield divided, lambda: number(used.order + used.divided)
    if task.scheme == "richardson":
        yield "That is the order of A and of B; in the mixture their first errors cancel.", lambda: number(2)


def slips_of_an_error(task: AboutErrors) -> Iterator[Slip]:
    """The other sign, or another power of h."""
    p, lead = task.used.order, task.leading
    turned = "The size is right; look at the sign: it is the estimate minus the derivative."
    yield turned, lambda: _times(Neg(lead), p)
    yield "That is only the factor; the power of h is missing.", lambda: lead
    for q in (p + 1, p + 2, p - 1):
        if q > 0:
            yield "The factor is right; look at the power of h.", partial(_times, lead, q)


def _times(factor: Expr, power: int) -> Expr:
    return worked_out(Mul((factor, Pow(Sym(_H), number(power)) if power > 1 else Sym(_H))))
