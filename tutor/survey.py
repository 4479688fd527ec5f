"""What values alone can say of two expressions: nowhere different, different, or equal on part of the domain.

A difference counts only where it is certain, and a missing value only where it is certainly missing on a
whole interval. Agreement on a part counts when the two agree to many digits at a point and all around it, and
nothing was too small to be seen: 1 and 1 + e^(-1000x^2) agree at x = 5 to any number of digits one would care
to try.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest
from math import isnan, nan

from tutor.budget import GivenUpError
from tutor.identity import has_no_value_around, rows_proved_equal
from tutor.numeral import pair, plain_number
from tutor.points import Point, Sample
from tutor.trial import Finding, Judged, Look, Row, Trial
from tutor.verdict import Witness

__all__ = [
    "Differ", "NoValues", "OnPart", "Same", "closer", "glance", "has_values_for_certain", "plainly_apart",
    "some_points", "somewhere", "survey", "witness_at",
]  # fmt: skip

_FEW_STARTS, _STARTS = 3, 12
_ENOUGH = 6  # usable points; with fewer, more are tried
_NONE = (Look.OUT, Look.OVER)
_AGAINST = {Look.GAP, Look.HOLE}
_NO_DIFFERENCE = {Look.CLOSE, Look.FAINT, Look.OUT}
_FEW = 4  # points that stand for others like them
_MOST_CLOSELY = 12  # points that are looked at with digits, whether they are holes
_MANY = 8  # points that agree to 50 digits
_PATIENCE = 0.6  # seconds for a closer look, of the two that there are for everything
_CLEAR = 0.005  # a reader sees a relative difference of half a percent


@dataclass(frozen=True, slots=True)
class Same:
    """No certain difference anywhere. At `rows` both have a value, at `agreeing` of them the same 50 digits.

    `defined` are all points at which both may have a value, also one that is 0 or nearly so, or too large for floats.
    """

    rows: tuple[Row, ...]
    agreeing: int = 0
    defined: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Differ:
    """`witness` is None where the answer has no value wherever the right one has."""

    witness: Witness | None


@dataclass(frozen=True, slots=True)
class OnPart:
    """Certainly equal at the points `inside`; certainly different or undefined at the points `outside`."""

    inside: tuple[Point, ...]
    outside: tuple[Point, ...]
    witness: Witness | None


@dataclass(frozen=True, slots=True)
class NoValues:
    """The right answer has no real value at any point that was tried."""


Outcome = Same | Differ | OnPart | NoValues


def glance(trial: Trial) -> Same | Differ | None:
    """What four points say; None if that is not plain to see.

    Functions without parts are analytic wherever they have values, so four points are enough to show a difference.
    Whatever is the same at all of them is worth a proof: without one it must be looked at again with `survey`. It may
    have a value at none of them.
    """
    rows = trial.few_rows()
    looks = {row.look for row in rows}
    if looks <= _NO_DIFFERENCE:
        return Same(tuple(row for row in rows if row.look is Look.CLOSE), 0, _with_a_value(rows))
    found = _friendly_gap(trial) if Look.GAP in looks and not trial.has_parts else None
    return Differ(witness_at(trial, found[0].point, found[1])) if found else None


def somewhere(trial: Trial) -> Same | None:
    """Points at which two sides that are proved equal both have a value; None if floats see a difference there."""
    for rows_of in (trial.plain_rows, trial.more_rows, trial.narrow_rows):
        rows = rows_of()
        if not {row.look for row in rows} <= _NO_DIFFERENCE:
            return None
        if found := _with_a_value(rows):
            return Same(found, 0, found)
    return None


def has_values_for_certain(trial: Trial, same: Same, divides_by_no_zero: bool) -> bool:
    """Have both sides a value for certain at one of the points, not by rounding alone as 1/(ln(6) - ln(2) - ln(3))?

    They have where neither is divided by what may be 0 everywhere, if nothing else can keep them from having one.
    """
    if divides_by_no_zero and not trial.has_narrow_domain:
        return True
    judged = (trial.judge(row.point, floats_only=True) for row in same.defined[:_FEW])
    return any(each.right is not None and each.finding is not Finding.APART for each in judged)


def _with_a_value(rows: list[Row]) -> tuple[Row, ...]:
    return tuple(row for row in rows if row.look is not Look.OUT)


def plainly_apart(trial: Trial) -> bool:
    """Do the two differ at most of the plain points at which both have values, and for certain at one of them?"""
    rows = trial.plain_rows()
    looks = [row.look for row in rows]
    return looks.count(Look.GAP) > 2 * looks.count(Look.CLOSE) and bool(_apart(trial, rows))


def survey(trial: Trial) -> Outcome:
    """Compare the two at many points."""
    rows = trial.plain_rows()
    if sum(row.look not in _NONE for row in rows) < _ENOUGH or (trial.has_narrow_domain and trial.has_far_parts):
        rows += trial.more_rows()
    usable = sum(row.look not in _NONE for row in rows)
    if usable < _ENOUGH and trial.has_narrow_domain:
        rows += trial.narrow_rows(_STARTS if usable else _FEW_STARTS)
    if all(row.look in _NONE for row in rows):
        rows = _rows_beyond_floats(trial, rows)
        if not rows:
            return NoValues()
    elif all(row.look in _NONE or row.look is Look.HOLE for row in rows):
        # Undefined, or 0/0 where floats are too small: e^(10^9 x)/e^(10^9 x)?
        rows = _rows_beyond_floats(trial, rows) or rows
    looks = {row.look for row in rows}
    if trial.has_switches and (Look.CLOSE not in looks or not looks & _AGAINST):
        rows += trial.more_rows()  # is there a part on which it is otherwise?
    if trial.has_switches or trial.has_parts_of_its_own:
        close = _agreeing(rows)
        if (close or looks.isdisjoint({Look.GAP})) and not (close and _shows_a_difference(trial, rows)):
            start = min(close or [row for row in rows if row.look is not Look.OUT], key=_unfriendliness)
            rows += trial.rows_between_turns(start.point)  # also a short or a far one?
    return _concluded(trial, _with_holes_on_edges(trial, rows), _apart(trial, rows))


def _shows_a_difference(trial: Trial, rows: list[Row]) -> bool:
    """Is there a gap, or a hole that is not just too large for floats?"""
    if any(row.look is Look.GAP for row in rows):
        return True
    holes = [row for row in rows if row.look is Look.HOLE][:_FEW]
    return any(trial.judge(row.point, floats_only=True).finding is Finding.HOLE for row in holes)


def closer(trial: Trial, same: Same) -> Outcome:
    """The same once more with 75 and 420 digits: what floats take for equal may differ by 10^-30.

    Where that takes long it ends early, with fewer points: a proof may still be found. None agree where there is one of
    which 420 digits do not tell: sign(u)^2 is not 1 if u is 0 there.
    """
    agreeing = unsure = 0
    apart: list[tuple[Row, Judged]] = []
    soft = trial.budget.part(_PATIENCE)
    # A difference of 10^-12 may be all there is to see: those that floats find farthest apart come first.
    doubtful = sorted((row for row in same.rows if _relative_gap(row)), key=_relative_gap, reverse=True)[:_MANY]
    friendly = [row for row in sorted(same.rows, key=_unfriendliness) if row not in doubtful]
    # Of what is too large for floats nothing is known yet: 2^6000 and three times as much.
    over = {row.point: row for row in same.defined if row.look is Look.OVER}
    beyond = sorted(over.values(), key=_unfriendliness)
    for row in [*[*doubtful, *friendly][: 2 * _MANY], *beyond]:
        if agreeing >= _MANY and row.look is not Look.OVER:
            continue
        try:
            judged = trial.judge(row.point, budget=soft)
        except GivenUpError:
            trial.budget.check()
            break
        agreeing += judged.finding is Finding.SAME
        # The points of a curve are themselves not known to all digits.
        unsure += trial.is_free and judged.finding is Finding.UNSURE
        if judged.finding is Finding.APART:
            apart.append((row, judged))
        if len(apart) == 2:
            break
    if apart:
        return _concluded(trial, list(same.rows), apart)
    return replace(same, agreeing=0 if unsure else agreeing)


def some_points(trial: Trial, same: Same) -> list[Point]:
    """Eight points or fewer at which the two agree: one of each combination of signs before a second of any."""
    waiting: dict[tuple[bool, ...], list[Point]] = {}
    for row in sorted(same.rows, key=_unfriendliness):
        waiting.setdefault(tuple(x < 0 for x in row.point), []).append(row.point)
    rounds = zip_longest(*waiting.values())
    return [point for each in rounds for point in each if point is not None][:_MANY]


def witness_at(trial: Trial, point: Point, judged: Judged) -> Witness:
    """The point with both values, as a reader sees them."""
    expected, yours = pair(judged.right, judged.answer)
    named = tuple((name, plain_number(x)) for name, x in zip(trial.letters, point, strict=True))
    return Witness(named, expected, yours, trial.compared)


def _concluded(trial: Trial, rows: list[Row], apart: list[tuple[Row, Judged]]) -> Outcome:
    """What follows from the points certainly apart, and from those at which one side is undefined."""
    on_part = _can_be_on_part(trial)
    if apart and not on_part:
        return Differ(_witness(trial, apart))  # nothing can be added by points without a value
    holes = _holes(trial, rows)
    close = _agreeing(rows)
    if not apart and not holes:
        # Also where floats see a difference or a hole of which nothing is certain: a proof has to hold there too.
        defined = [row for row in rows if row.look >= Look.HOLE]
        return Same(tuple(close), 0, (*defined, *(row for row in rows if row.look is Look.OVER)))
    witness = _witness(trial, apart)
    # Of letters that count, a value here and there tells of no part; that it is missing does.
    inside = _certainly_equal(trial, close) if on_part or not apart else []
    if not inside or (apart and not _is_about_real_letters(trial, inside[0])):
        return Differ(witness)
    outside = [*(row.point for row, _ in apart), *holes]
    _complete(trial, rows, inside, outside)
    return OnPart(tuple(inside), tuple(outside), witness)


def _complete(trial: Trial, rows: list[Row], inside: list[Point], outside: list[Point]) -> None:
    """Add what is certain about all other points to those of a part, for its name; what there is time for.

    Floats may agree where the values do not, as with e^x and e^x + x for large x; and see a gap where they do, where
    nearly all digits cancel.
    """
    budget = trial.budget.part(_PATIENCE)
    known = {*inside, *outside}
    try:
        # All stretches count, also those between the first points.
        rows = [*rows, *(trial.rows_between_turns(inside[0]) if trial.has_switches else ())]
        left = {row.point: row for row in rows if row.look in (Look.CLOSE, Look.GAP, Look.HOLE)}
        left = {point: row for point, row in left.items() if point not in known}
        close = trial.provable([row for row in left.values() if row.look is Look.CLOSE])
        for row in rows_proved_equal(trial.program, trial.course, close, trial.whole, budget=budget):
            inside.append(row.point)
            del left[row.point]
        for point in left:
            finding = trial.judge(point, budget=budget).finding
            if finding is Finding.SAME:
                inside.append(point)
            elif finding in (Finding.APART, Finding.HOLE) or _divides_by_zero_around(trial, left[point]):
                outside.append(point)
    except GivenUpError:
        trial.budget.check()


def _can_be_on_part(trial: Trial) -> bool:
    return trial.has_parts and bool(trial.letters) and not all(known.whole for known in trial.known)


def _is_about_real_letters(trial: Trial, inside: Point) -> bool:
    """Do the two differ also where all whole letters stay as they are? (-1)^n is not 1 "for even n"."""
    if not trial.is_free or not any(known.whole for known in trial.known):
        return True
    pairs = [list(zip(point, inside, trial.known, strict=True)) for point in trial.plain_points()]
    moved = [tuple(same if known.whole else x for x, same, known in pair) for pair in pairs]
    return any(row.look in (Look.GAP, Look.HOLE) for row in trial.rows(Sample(moved)))


def _agreeing(rows: list[Row]) -> list[Row]:
    """The points that agree; those at which both are 0, or nearly so, only if there are no others."""
    close = [row for row in rows if row.look is Look.CLOSE]
    return close or [row for row in rows if row.look is Look.FAINT]


def _with_holes_on_edges(trial: Trial, rows: list[Row]) -> list[Row]:
    """The rows, with digits for those at which floats put something on the edge of where it has a value.

    All of them where one of the first few turns out to be a hole.
    """
    if not trial.has_parts_of_its_own:
        return rows
    doubtful = [row for row in rows if row.look in (Look.CLOSE, Look.FAINT) and trial.is_on_an_edge(row)]
    holes: set[Point] = set()
    for tried, row in enumerate(doubtful):
        if tried == _FEW and not holes:
            break
        if trial.judge(row.point).finding is Finding.HOLE:
            holes.add(row.point)
    return [row._replace(look=Look.HOLE) if row.point in holes else row for row in rows] if holes else rows


def _rows_beyond_floats(trial: Trial, rows: list[Row]) -> list[Row]:
    """The rows at which numbers of any size find a value though floats do not."""
    found = []
    looks = {Finding.HOLE: Look.HOLE, Finding.APART: Look.GAP, Finding.SAME: Look.CLOSE}
    for row in rows[:24]:
        finding = trial.judge(row.point).finding
        if finding in looks:
            found.append(row._replace(look=looks[finding], right=nan, answer=nan))
    return found


def _apart(trial: Trial, rows: list[Row]) -> list[tuple[Row, Judged]]:
    """Points at which the two certainly differ, friendly ones first."""
    gaps = [row for row in rows if row.look is Look.GAP]
    if not gaps:
        return []
    found: list[tuple[Row, Judged]] = []
    if friendly := _friendly_gap(trial):  # at most of the wrong answers this is all there is to do
        return [friendly]
    for row in _friendly_first(trial, gaps):
        judged = trial.judge(row.point, floats_only=True)
        if judged.finding is Finding.APART:
            found.append((row, judged))
            if len(found) >= 5 or _is_clear(judged):
                return found
    if found:
        return found
    widest = sorted(gaps, key=_relative_gap, reverse=True)[:3]
    found = [(row, trial.judge(row.point)) for row in widest]
    return [(row, judged) for row, judged in found if judged.finding is Finding.APART]


def _friendly_gap(trial: Trial) -> tuple[Row, Judged] | None:
    """One of the two friendliest points, if a reader sees a certain difference there."""
    for point in trial.friendly_points()[:2]:
        judged = trial.judge(point, floats_only=True)
        if judged.finding is Finding.APART and _is_clear(judged):
            return Row(point, Look.GAP, judged.right, judged.answer), judged
    return None


def _friendly_first(trial: Trial, gaps: list[Row]) -> Iterator[Row]:
    """Rows that show a gap, those that a reader can check in his head first."""
    yield from (row for row in trial.friendly_rows() if row.look is Look.GAP)
    yield from sorted(gaps, key=_unfriendliness)


def _witness(trial: Trial, apart: list[tuple[Row, Judged]]) -> Witness | None:
    """The friendliest point at which a reader sees the difference."""
    if not apart:
        return None
    row, judged = next((found for found in apart if _is_clear(found[1])), apart[0])
    return witness_at(trial, row.point, judged)


def _unfriendliness(row: Row) -> float:
    """Small for short numbers near 1 in size, positive before negative."""
    total = 0.0
    for fraction in row.point:
        x = float(fraction)
        size = abs(x)
        total += (size - 1 if size > 1 else 10 - 10 * size) + (0.5 if x < 0 else 0.0)
        total += 0.1 * fraction.denominator.bit_length()
    return total


def _relative_gap(row: Row) -> float:
    if isnan(row.right) or isnan(row.answer):
        return 0.0
    return abs(row.right - row.answer) / (max(abs(row.right), abs(row.answer)) or 1.0)


def _is_clear(judged: Judged) -> bool:
    """Can a reader see the difference, in numbers of a handy size?"""
    a, b = judged.right, judged.answer
    size = max(abs(a), abs(b))
    return bool(abs(a - b) > _CLEAR * size and 1e-3 < size < 1e6)


def _holes(trial: Trial, rows: list[Row]) -> list[Point]:
    """Points at which one side is undefined, and is so all around."""
    candidates = sorted((row for row in rows if row.look is Look.HOLE), key=_unfriendliness)
    if not candidates and trial.has_parts:
        over = sorted((row for row in rows if row.look is Look.OVER), key=_unfriendliness)
        candidates = [row for row in over[:12] if trial.may_be_hole(row.point)]
    found: list[Point] = []
    for number, row in enumerate(candidates):
        # Many may be what is too small for floats; a hole beyond the first is one that floats are certain of.
        if _is_hole(trial, row, floats_only=number >= _MOST_CLOSELY):
            found.append(row.point)
            if len(found) == 3:
                break
        if number >= _MOST_CLOSELY and found:
            break
    return found


def _is_hole(trial: Trial, row: Row, floats_only: bool) -> bool:
    """Is one side undefined at and around this point?"""
    finding = trial.judge(row.point, floats_only=floats_only).finding
    if finding is Finding.HOLE and _is_wide(trial, row.point):
        return True
    return finding in (Finding.HOLE, Finding.UNSURE) and not floats_only and _divides_by_zero_around(trial, row)


def _divides_by_zero_around(trial: Trial, row: Row) -> bool:
    """Is this a hole of which numbers do not tell? They do not know that x - |x| is 0 wherever x is positive."""
    if row.look is not Look.HOLE or trial.whole:
        return False
    right, answer, *_ = trial.program.roots
    missing, other = (right, answer) if isnan(row.right) else (answer, right)
    is_empty = [has_no_value_around(trial.program, trial.course, i, row, budget=trial.budget) for i in (missing, other)]
    return is_empty == [True, False]


def _is_wide(trial: Trial, point: Point) -> bool:
    """Is the hole more than an isolated point?"""
    around = trial.fresh_points(point, 4) or trial.points_beside(point)
    return not around or any(trial.judge(near).finding is Finding.HOLE for near in around)


def _certainly_equal(trial: Trial, close: list[Row]) -> list[Point]:
    """Of the points that agree in floats, those around which the two are proved equal, or agree to many digits."""
    close = _agreeing_around(trial, close)
    if close and trial.judge(close[0].point).finding is Finding.APART:  # by less than floats can see
        close = [row for row in close if trial.judge(row.point).finding is not Finding.APART]
    provable = trial.provable(close)
    if proved := rows_proved_equal(trial.program, trial.course, provable, trial.whole, budget=trial.budget):
        return [row.point for row in proved]
    found: list[Point] = []
    # Where both are too small for floats, many digits tell nothing: ln(1 + e^x) and ln(1 - e^x) at x = -570.
    seen = [row for row in close if row.look is Look.CLOSE]
    for row in sorted(seen, key=_unfriendliness)[:8]:
        if _agrees_around(trial, row.point):
            found.append(row.point)
            if len(found) == 4:
                break
    return found


def _agreeing_around(trial: Trial, close: list[Row]) -> list[Row]:
    """The rows without those at which the two agree as their graphs cross: where x + y happens to be 0."""
    around = [trial.fresh_points(row.point, 2) for row in close]
    looks = [row.look for row in trial.rows(Sample([point for points in around for point in points]))]
    ends = list(accumulate(map(len, around), initial=0))
    return [row for row, a, b in zip(close, ends, ends[1:], strict=False) if Look.GAP not in looks[a:b]]


def _agrees_around(trial: Trial, point: Point) -> bool:
    around = trial.fresh_points(point)
    if trial.judge(point).finding is not Finding.SAME:
        return False
    findings = [trial.judge(near).finding for near in around]
    return findings.count(Finding.SAME) >= 3 and Finding.APART not in findings
