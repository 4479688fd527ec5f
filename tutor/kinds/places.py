"""What is said of wrong answers about the course of a graph: of places, of points with labels, of signs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from tutor.answers.model import Infinity, Interval, Labelled, Union, Value
from tutor.answers.shape import still_missing
from tutor.errors import TutorError
from tutor.expr import ZERO, Expr, depends_on, letters, substitute
from tutor.kinds.marking import Told
from tutor.kinds.wording import at, primed
from tutor.surds import size

if TYPE_CHECKING:
    from tutor.budget import Budget
    from tutor.diagnose import Mistake
    from tutor.kinds.critical_points import OfAGraph

__all__ = ["about_places", "about_points", "about_signs"]

_NEAR = 1e-9
_ABOUT_ZERO = 1e-9


def about_places(task: OfAGraph, given: Iterable[Expr], right: Sequence[Expr], said: str, budget: Budget) -> Told:
    """One sentence more on the first place that does not belong, or on what sort of place is missing."""
    known = [size(place) for place in right]
    strange = [place for place in given if not letters(place) and not _is_among(place, known)]
    if strange:
        told = _about_place(task, strange[0], budget)
        return Told(f"{said} {told.said}".strip(), told.mistakes)
    found = [size(place) for place in given if not letters(place)]
    missing = [place for place in right if not _is_among(place, found)]
    if missing and not any(map(task.graph.is_smooth, missing)):
        return Told(f"{said} Look also for places where {primed(task.name)} does not exist.".strip())
    return Told(said)


def _about_place(task: OfAGraph, place: Expr, budget: Budget) -> Told:
    graph, name, wrt = task.graph, task.name, task.setting.wrt
    here, slope, bend = at(wrt, place), primed(name), primed(name, 2)
    lo, hi = graph.bounds
    x = size(place)
    if not lo <= x <= hi:
        return Told(f"{here} lies outside the interval.")
    if not graph.has_value(place):
        return Told(f"At {here} the function has no value, so there is no point of the graph.")
    if x in (lo, hi):
        return Told(f"{here} is an end of the interval, and a critical point lies between the ends.")
    if graph.ends_at(place):
        return Told(f"{here} is an end of the domain, and a critical point lies inside it.")
    if _vanishes(graph.f, wrt, place):
        return Told(f"At {here} it is {name} that is 0; asked for is where {slope} is.")
    if mistakes := _of_a_wrong_slope(task, place, budget):
        return Told(f"At {here} a wrong {slope} would be 0.", mistakes)
    if depends_on(graph.bend, {wrt}) and _vanishes(graph.bend, wrt, place):
        return Told(f"At {here} it is {bend} that is 0; asked for is where {slope} is.")
    return Told(f"Put {here} into {slope}({wrt}): it has a value there, and not 0.")


def _of_a_wrong_slope(task: OfAGraph, place: Expr, budget: Budget) -> tuple[Mistake, ...]:
    """The likely wrong steps whose derivative is 0 at the place."""
    from tutor.at_point import Place, diagnose_value
    from tutor.rules.elsewhere import AT_A_POINT
    from tutor.rules.priors import is_likely

    found = diagnose_value(task.f, ZERO, Place(task.setting.wrt, place), budget=budget)
    return tuple(mistake for mistake in found if mistake.mal not in AT_A_POINT and is_likely(mistake.mal))


def about_points(task: OfAGraph, given: Sequence[Value], right: Sequence[Labelled], said: str, budget: Budget) -> Told:
    """The same for points with labels: labels that changed places, heights, places that are none."""
    points = [item for item in given if isinstance(item, Labelled) and not any(map(letters, item.point.coordinates))]
    by_place = {size(item.point.coordinates[0]): item for item in right}
    pairs = [(item, _nearest(by_place, size(item.point.coordinates[0]))) for item in points]
    met = [(item, other) for item, other in pairs if other is not None]
    exact = [(item, other) for item, other in met if _is_as_high(item, other)]
    wrong = [(item, other) for item, other in exact if item.label != other.label]
    swapped = sorted(item.label for item in points) == sorted(item.label for item in right)
    if swapped and len(wrong) == len(points) > 1:
        return Told(f"The points are right; the labels have changed places. {_how_to_label(task)}")
    if met and not exact and len(met) == len(points):
        named = "The places are" if len(met) > 1 else "The place is"
        missing = f" {still_missing(len(right) - len(met))}" if len(right) > len(met) else ""
        return Told(f"{named} right. The height of a point is the value of {task.name} itself.{missing}")
    if len(exact) < len(met):
        return Told(f"{said} The height of a point is the value of {task.name} itself.".strip())
    if len(met) == len(points):
        return Told(f"{said} {_how_to_label(task)}".strip() if wrong else said)
    places = [item.point.coordinates[0] for item in points]
    known = [item.point.coordinates[0] for item in right]
    return about_places(task, places, known, said, budget)


def _how_to_label(task: OfAGraph) -> str:
    slope = primed(task.name)
    if task.on is not None and task.on.lo_closed and task.on.hi_closed:
        return "The largest height belongs to the maximum."
    return f"Where {slope} goes from + to −, the graph goes up and then down."


def about_signs(
    task: OfAGraph,
    given: Value,
    said: str,
    order: int,
    meanings: Iterator[tuple[str, Callable[[], tuple[Interval, ...]]]],
    budget: Budget,
) -> Told:
    """Whether the intervals are right for another question; `meanings` are sentences, each with its intervals.

    `order` is that of the derivative whose sign is asked for.
    """
    for sentence, intervals in meanings:
        try:
            other = Union(intervals())
            if other.parts and task.shape().judge(other, given, task.asking(budget=budget.aside())).right:
                return Told(sentence)
        except TutorError:
            continue
    if isinstance(given, Union) and given.parts and "right." not in said:
        return Told(
            f"{said} An interval ends where {primed(task.name, order)} changes its sign, or has no value.".strip()
        )
    return Told(said)


def intervals_where_positive(task: OfAGraph, sign: int) -> tuple[Interval, ...]:
    """Where f itself is above 0 (1) or below (-1)."""
    from tutor.solve import in_order, zeros

    graph = task.graph
    cuts = in_order((*zeros(graph.f, graph.wrt, graph.bounds), *graph.breaks))
    return tuple(Interval(cell.lo, cell.hi) for cell in graph.cells(graph.f, cuts) if cell.sign == sign)


def _is_among(place: Expr, known: Sequence[float]) -> bool:
    x = size(place)
    return any(abs(x - other) <= _NEAR * (1 + abs(x)) for other in known)


def _nearest(by_place: dict[float, Labelled], x: float) -> Labelled | None:
    return next((item for place, item in by_place.items() if abs(place - x) <= _NEAR * (1 + abs(x))), None)


def _is_as_high(a: Labelled, b: Labelled) -> bool:
    return _is_among(a.point.coordinates[1], [size(b.point.coordinates[1])])


def _vanishes(e: Expr, wrt: str, place: Expr) -> bool:
    from tutor.evaluate import value

    return abs(value(substitute(e, {wrt: place}), {})) < _ABOUT_ZERO


def is_an_end(end: object, task: OfAGraph) -> bool:
    """Is it the place of an end of the interval?"""
    lo, hi = task.graph.bounds
    return not isinstance(end, Infinity) and isinstance(end, Expr) and size(end) in (lo, hi)
