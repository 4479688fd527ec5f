"""Where steps of gradient descent lead that are made by one of the usual slips."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from tutor.expr import ONE, TWO, ZERO, Add, Div, Expr, Mul, Neg, number, substitute
from tutor.kinds.slips import Slip, just
from tutor.kinds.wording import primed
from tutor.show import pretty
from tutor.surds import worked_out

if TYPE_CHECKING:
    from tutor.kinds.descent_rates import DescentRates
    from tutor.kinds.descent_steps import DescentSteps

__all__ = [
    "UPHILL",
    "slips_of_a_step",
    "slips_of_steps",
    "slips_of_the_best",
    "slips_of_the_end",
    "slips_of_the_factor",
]

UPHILL = "This step goes uphill: the slope times the rate is taken away."


def slips_of_a_step(task: DescentSteps) -> Iterator[Slip]:
    """Those of one step in one variable."""
    wrt, start, rate, name = task.variables[0], task.start[0], task.rate, task.name
    here = {wrt: start}
    slope, height = substitute(task.gradient[0], here), substitute(task.f, here)
    new, step = task.positions()[-1][0], Mul((rate, slope))
    a = pretty(start)
    yield UPHILL, lambda: _from(start, Neg(step))
    yield "The slope has to be scaled by the rate.", lambda: _from(start, slope)
    yield (
        f"The slope {primed(name)}({a}) is needed where you took the height {name}({a}).",
        lambda: _from(start, Mul((rate, height))),
    )
    yield f"That is the step alone, rate times slope. Take it away from {a}.", lambda: step
    yield f"That is the way from {a} to the new place; asked is the place itself.", lambda: Neg(step)
    yield f"That is the slope {primed(name)}({a}). Scale it by the rate, and take it away from {a}.", lambda: slope
    yield (
        f"That is the height {name} has at the new place; asked is the place itself.",
        lambda: substitute(task.f, {wrt: new}),
    )


def slips_of_steps(task: DescentSteps) -> Iterator[Slip]:
    """Those of several steps in one variable."""
    start, steps = task.start[0], number(task.count)
    slope = substitute(task.gradient[0], {task.variables[0]: start})
    done = f"So far it is right; {task.count} steps are asked for."
    for here in task.positions()[1:-1]:
        yield done, just(here[0])
    if task.momentum == ZERO:
        again = "The slope is another one at each new place: work it out again there."
        yield again, lambda: _from(start, Mul((steps, task.rate, slope)))
    else:
        plain = "That is where it leads without momentum: a part of the step before is kept each time."
        yield plain, lambda: replace(task, momentum=ZERO).positions()[-1][0]
    more = replace(task, count=task.count + 1)
    yield f"That is one step too many; {task.count} are asked for.", lambda: more.positions()[-1][0]


def slips_of_the_factor(task: DescentRates) -> Iterator[Slip]:
    """Those of the factor by which a step multiplies the distance to the minimum."""
    c = task.curvatures()[-1]
    rate_c = Mul((task.rate, c))
    yield "The factor keeps its sign, which tells whether a step goes past the minimum.", lambda: Neg(task.factor)
    yield "That is the rate times the second derivative. The factor is 1 minus it.", lambda: worked_out(rate_c)
    yield "The sign is lost: a step goes against the slope.", lambda: worked_out(Add((ONE, rate_c)))
    slow = "The slope is a multiple of the distance, by the second derivative: that number is missing."
    yield slow, lambda: worked_out(Add((ONE, Neg(task.rate))))


def slips_of_the_end(task: DescentRates) -> Iterator[Slip]:
    """Those of the end of the rates that converge."""
    c = task.curvatures()[-1]
    yield "Up to there the factor 1 − η c is above 0; it may be negative too.", lambda: worked_out(Div(ONE, c))
    yield "That is the second derivative c itself; what has to stay small is 1 − η c.", lambda: c
    yield "Turn it over: the more the graph bends, the smaller a step has to be.", lambda: worked_out(Div(c, TWO))


def slips_of_the_best(task: DescentRates) -> Iterator[Slip]:
    """Those of the best rate."""
    c = task.curvatures()[-1]
    yield "That is the second derivative itself. The more the graph bends, the smaller the rate.", lambda: c
    yield "With that rate a step goes too far, as far past the minimum as it was before.", lambda: task.limit


def _from(start: Expr, step: Expr) -> Expr:
    """Where a step leads that is taken away."""
    return Add((start, Neg(step)))
