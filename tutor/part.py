"""The name of the part of the domain on which two expressions are equal: "x > 0", "-1 < x < 1", "sin(x) > 0".

One letter: the ends are closed in on between a point inside and one outside, and named if they are
numbers with a name. Several letters, or many ends: a sign that all points inside share and no point outside
has. A name is a claim about all points, so it is tried at many more before it is given: arsinh(tan(x)) is
artanh(sin(x)) for x < pi/2, but not for all such x.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from itertools import combinations, pairwise
from math import e, isfinite, pi, sqrt
from typing import NamedTuple

from tutor.evaluate import columns
from tutor.expr import is_longer
from tutor.points import Point, Sample
from tutor.trial import Finding, Look, Row, Trial

__all__ = ["name_part"]

Columns = Sequence[Sequence[float]]  # of points, one for each letter


class _Name(NamedTuple):
    """A part in words, and which of some points lie in it."""

    said: str
    holds: Callable[[Columns], list[bool]]


_MOST_ENDS = 2
_SECTIONS, _PER_SECTION = 40, 16  # an end is closed in on by a sixteenth at a time
_TIGHT = 1e-14  # relative: an end that floats see no closer
_NO_SIZE = 1e-8  # an end this near 0 is 0: arcsin loses half of the digits at its ends
_ENOUGH = 3
_ATTEMPTS = 4  # to name it
_MOST_DOUBTFUL = 6  # points looked at closely
_LOOSE = 1e-12
_MOST_NODES = 40  # of a part whose sign is named


def name_part(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    """The part in words; "" if it has no short name."""
    inside, outside = list(inside), list(outside)
    for _ in range(_ATTEMPTS):
        name = _name(trial, inside, outside)
        if name is None:
            return ""
        against = _against(trial, name)
        if not against:
            return name.said
        for point, finding in against:
            (inside if finding is Finding.SAME else outside).append(point)
    return ""


def _name(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    """The first name that fits these points."""
    if not inside or not outside:
        return None
    # Of one letter the exact interval is wanted, of several the sign of one.
    ways = (_by_interval, _by_sign_of_letter) if len(trial.letters) == 1 else (_by_sign_of_letter, _by_interval)
    return (
        ways[0](trial, inside, outside)
        or ways[1](trial, inside, outside)
        or _by_product(trial, inside, outside)
        or _by_sign_of_part(trial, inside, outside)
        or _by_shared_signs(trial, inside, outside)
    )


def _against(trial: Trial, name: _Name) -> list[tuple[Point, Finding]]:
    """Points at which the name is certainly wrong, with what is certain about them."""
    rows = trial.dense_rows()
    held = name.holds(Sample([row.point for row in rows]).columns) if rows else []
    doubtful = [
        (row, is_inside)
        for row, is_inside in zip(rows, held, strict=True)
        if row.look in ((Look.GAP, Look.HOLE) if is_inside else (Look.CLOSE,)) or (is_inside and _nearly_agree(row))
    ]
    found: list[tuple[Point, Finding]] = []
    for row, is_inside in doubtful[:: 1 + len(doubtful) // _MOST_DOUBTFUL]:
        # Two graphs may cross at a point outside.
        points = [row.point] if is_inside else [row.point, *trial.fresh_points(row.point, 1)]
        findings = {trial.judge(point).finding for point in points}
        finding = findings.pop() if len(findings) == 1 else Finding.UNSURE
        if finding is not Finding.UNSURE and (finding is Finding.SAME) != is_inside:
            found.append((row.point, finding))
    return found


def _nearly_agree(row: Row) -> bool:
    """Do floats agree by less than they could? e^x and e^x + x do for large x."""
    return row.look is Look.CLOSE and abs(row.right - row.answer) > _LOOSE * abs(row.right)


# An interval of one letter ----------------------------------------------------------------------------------


def _by_interval(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    """The interval of one letter in which all points inside lie and none outside."""
    if not trial.is_free or (len(trial.letters) > 1 and not _is_seen(trial)):
        return None
    for j in range(len(trial.letters)):
        marked = sorted([(p[j], True, p) for p in inside] + [(p[j], False, p) for p in outside])
        changes = [(a, b) if a[1] else (b, a) for a, b in pairwise(marked) if a[1] != b[1]]
        if len(changes) > _MOST_ENDS:
            continue
        starts_inside = marked[0][1]
        if trial.known[j].whole:
            steps = [_last(trial, j, within[2], beyond[0]) for within, beyond in changes]
            bounds: list[float] = [step + (0.5 if within < beyond else -0.5)
                                   for step, (within, beyond) in zip(steps, changes, strict=True)]  # fmt: skip
            said = _steps(trial.letters[j], steps, starts_inside)
        else:
            ends = [_end(trial, j, within[2], beyond[0]) for within, beyond in changes]
            bounds = [end for end in ends if end is not None]
            if len(bounds) < len(ends):
                continue
            said = _interval(trial.letters[j], _names(bounds), starts_inside)
        return _Name(said, partial(_between, j, bounds, starts_inside))
    return None


def _is_seen(trial: Trial) -> bool:
    """Are there points of several letters, some inside and some outside, at which an interval of one can be tried?"""
    looks = [row.look for row in trial.dense_rows()]
    return looks.count(Look.CLOSE) >= _ENOUGH and looks.count(Look.GAP) + looks.count(Look.HOLE) >= _ENOUGH


def _between(j: int, bounds: Sequence[float], starts_inside: bool, columns: Columns) -> list[bool]:
    """Which points lie inside, where each bound is passed from one side to the other."""
    return [(sum(x > bound for bound in bounds) % 2 == 0) == starts_inside for x in columns[j]]


def _interval(letter: str, ends: Sequence[str], starts_inside: bool) -> str:
    match ends, starts_inside:
        case [end], True:
            return f"{letter} < {end}"
        case [end], False:
            return f"{letter} > {end}"
        case [low, high], True:
            return f"{letter} != {low}" if low == high else f"{letter} < {low} or {letter} > {high}"
        case [low, high], False:
            return f"{low} < {letter} < {high}"
    return ""


def _steps(letter: str, ends: Sequence[int], starts_inside: bool) -> str:
    """The same for a letter that stands for whole numbers: the ends are the last of those within."""
    match ends, starts_inside:
        case [end], True:
            return f"{letter} <= {end}"
        case [end], False:
            return f"{letter} >= {end}"
        case [low, high], True:
            return f"{letter} <= {low} or {letter} >= {high}"
        case [low, high], False:
            return f"{low} <= {letter} <= {high}" if low < high else f"{letter} = {low}"
    return ""


def _last(trial: Trial, j: int, inside: Point, beyond: Fraction) -> int:
    """The last whole number at which the two agree, on the way from a point inside to one outside."""
    good, bad = int(inside[j]), int(beyond)
    while abs(bad - good) > 1:
        middle = (good + bad) // 2
        (agrees,) = _agree(trial, [(*inside[:j], Fraction(middle), *inside[j + 1 :])])
        good, bad = (middle, bad) if agrees else (good, middle)
    return good


def _end(trial: Trial, j: int, inside: Point, beyond: Fraction) -> float | None:
    """Where the agreement ends as one letter moves from a point inside; None if it does not end."""

    def agree(xs: list[float]) -> list[bool | None]:
        return _agree(trial, [(*inside[:j], Fraction(x), *inside[j + 1 :]) for x in xs])

    good, bad = float(inside[j]), float(beyond)
    if agree([bad])[0]:
        return None
    for _ in range(_SECTIONS):
        ends = [good + (bad - good) * k / _PER_SECTION for k in range(_PER_SECTION)] + [bad]
        known = [True, *agree(ends[1:-1]), False]
        last = next(i for i, agrees in enumerate(known) if not agrees) - 1
        first = known.index(False)
        if first - last > 1:  # too large for floats between
            middle = (last + first) // 2
            point = (*inside[:j], Fraction(ends[middle]), *inside[j + 1 :])
            is_same = trial.judge(point).finding is Finding.SAME
            last, first = (middle, first) if is_same else (last, middle)
        good, bad = ends[last], ends[first]
        if abs(bad - good) <= _TIGHT * max(abs(good), abs(bad)) or max(abs(good), abs(bad)) < _NO_SIZE / 10:
            break
    return bad


def _agree(trial: Trial, points: Sequence[Point]) -> list[bool | None]:
    """At which of these points do the two agree? None where something is too large for floats."""
    return [
        None if row.look is Look.OVER else row.look in (Look.CLOSE, Look.FAINT) for row in trial.rows(Sample(points))
    ]


_NAMED = {
    "pi": pi,
    "e": e,
    "sqrt(2)": sqrt(2),
    "sqrt(3)": sqrt(3),
    "sqrt(5)": sqrt(5),
    "pi^2": pi * pi,
    "1/e": 1 / e,
}


def _names(ends: Sequence[float]) -> list[str]:
    """The ends in words, with as many figures as it takes to tell them apart; of a single hole both are the same."""
    names: list[str] = []
    for figures in (4, 7, 10):
        names = [_number(end, figures) for end in ends]
        if len(set(names)) == len(ends):
            break
    return names


def _number(x: float, figures: int = 4) -> str:
    """The number if it has a short name, else its first figures."""
    if abs(x) < _NO_SIZE:
        return "0"
    for unit, size in {"": 1.0, **_NAMED}.items():
        for largest, error in ((12, 1e-6), (1000, 1e-9)):  # arcsin loses half of the digits at its ends
            ratio = Fraction(x / size).limit_denominator(largest)
            is_short = not unit or (largest == 12 and abs(ratio.numerator) <= 12)
            if ratio and is_short and abs(float(ratio) * size - x) < error * abs(x):
                return _times(ratio, unit)
    return f"{x:.{figures}g}"


def _times(ratio: Fraction, unit: str) -> str:
    sign = "-" if ratio < 0 else ""
    above, below = abs(ratio.numerator), ratio.denominator
    if not unit:
        text = str(above)
    elif above == 1:
        text = unit
    else:
        text = f"{above} {unit}"
    return f"{sign}{text}/{below}" if below > 1 else sign + text


# A sign -----------------------------------------------------------------------------------------------------


def _by_sign_of_letter(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    for j, letter in enumerate(trial.letters):
        if name := _split(letter, lambda columns, j=j: list(columns[j]), inside, outside):  # type: ignore[misc]
            return name
    return None


def _by_product(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    for (i, a), (j, b) in combinations(enumerate(trial.letters), 2):

        def product(columns: Columns, i: int = i, j: int = j) -> list[float]:
            return [x * y for x, y in zip(columns[i], columns[j], strict=True)]

        if name := _split(f"{a} {b}", product, inside, outside):
            return name
    return None


def _by_shared_signs(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    """No single sign tells them apart: all signs that the points inside share."""
    shared = [j for j in range(len(trial.letters)) if all(p[j] > 0 for p in inside)]
    if not 0 < len(shared) <= 3 or any(all(p[j] > 0 for j in shared) for p in outside):
        return None
    said = " and ".join(f"{trial.letters[j]} > 0" for j in shared)
    return _Name(said, lambda columns: [all(point[j] > 0 for j in shared) for point in zip(*columns, strict=True)])


def _by_sign_of_part(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> _Name | None:
    """A part of the expressions whose sign decides: what stands in an absolute value, a root, a logarithm."""
    from tutor.show import show

    points = Sample([*inside, *outside])
    table = columns(trial.program, dict(zip(trial.letters, points.columns, strict=True)))
    for index in _deciding(trial):
        source = trial.program.sources.get(index)
        if source is None or is_longer(source, _MOST_NODES) or not _tells_apart(table[index], len(inside)):
            continue

        def values(found: Columns, index: int = index) -> list[float]:
            return columns(trial.program, dict(zip(trial.letters, map(list, found), strict=True)))[index]

        if name := _split(show(source), values, inside, outside):
            return name
    return None


def _deciding(trial: Trial) -> Iterable[int]:
    """The operations under an absolute value, a root, a logarithm; then what is squared; then all others."""
    ops = trial.program.ops
    tried: dict[int, None] = {}
    for names in (("abs", "sign", "step", "relu", "root", "ln", "log", "pow"), ("power",)):
        for op in ops:
            if op.name in names and ops[op.args[0]].name != "number":
                tried[op.args[0]] = None
    for index, op in enumerate(ops):
        if op.args:
            tried.setdefault(index, None)
    return list(tried)[:40]


def _split(
    said: str, values: Callable[[Columns], list[float]], inside: Sequence[Point], outside: Sequence[Point]
) -> _Name | None:
    """Is it positive at all points inside and at none outside, or the other way round?"""
    found = values(Sample([*inside, *outside]).columns)
    sign = _tells_apart(found, len(inside))
    if not sign:
        return None
    return _Name(f"{said} {'>' if sign > 0 else '<'} 0", lambda columns: [x * sign > 0 for x in values(columns)])


def _tells_apart(values: Sequence[float], count: int) -> int:
    """The sign that the first values have, `count` of them, and none of the others; 0 if there is none."""
    inside, outside = values[:count], values[count:]
    if all(map(isfinite, inside)):
        for sign in (1, -1):
            if all(x * sign > 0 for x in inside) and not any(x * sign > 0 for x in outside):
                return sign
    return 0
