"""The name of the part of the domain on which two expressions are equal: "x > 0", "-1 < x < 1", "sin(x) > 0".

One letter: the ends are closed in on between a point inside and one outside, and named if they are
numbers with a name. Several letters, or many ends: a sign that all points inside share and no point outside
has.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from math import e, isfinite, pi, sqrt

from tutor.evaluate import columns
from tutor.expr import is_longer
from tutor.points import Point, Sample
from tutor.trial import Look, Trial

__all__ = ["name_part"]

_MOST_ENDS = 2
_SECTIONS, _PER_SECTION = 20, 16  # an end is closed in on by a sixteenth at a time
_TIGHT = 1e-14  # relative: an end that floats see no closer
_NO_SIZE = 1e-8  # an end this near 0 is 0: arcsin loses half of the digits at its ends
_MOST_NODES = 40  # of a part whose sign is named


def name_part(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    """The part in words; "" if it has no short name."""
    if not inside or not outside:
        return ""
    # Of one letter the exact interval is wanted, of several the sign of one.
    ways = (_by_interval, _by_sign_of_letter) if len(trial.letters) == 1 else (_by_sign_of_letter, _by_interval)
    return (
        ways[0](trial, inside, outside)
        or ways[1](trial, inside, outside)
        or _by_product(trial, inside, outside)
        or _by_sign_of_part(trial, inside, outside)
        or _by_shared_signs(trial, inside, outside)
    )


# An interval of one letter ----------------------------------------------------------------------------------


def _by_interval(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    """The interval of one letter in which all points inside lie and none outside."""
    if not trial.is_free:
        return ""
    for j in range(len(trial.letters)):
        marked = sorted([(p[j], True, p) for p in inside] + [(p[j], False, p) for p in outside])
        changes = [(a, b) if a[1] else (b, a) for a, b in pairwise(marked) if a[1] != b[1]]
        if len(changes) > _MOST_ENDS:
            continue
        ends = [_end(trial, j, within[2], beyond[0]) for within, beyond in changes]
        if any(end is None for end in ends):
            continue
        names = _names([end for end in ends if end is not None])
        return _interval(trial.letters[j], names, starts_inside=marked[0][1])
    return ""


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


def _end(trial: Trial, j: int, inside: Point, beyond: Fraction) -> float | None:
    """Where the agreement ends as one letter moves from a point inside; None if it does not end."""

    def looks(xs: list[float]) -> list[bool]:
        rows = trial.rows(Sample([(*inside[:j], Fraction(x), *inside[j + 1 :]) for x in xs]))
        return [row.look in (Look.CLOSE, Look.FAINT) for row in rows]

    good, bad = float(inside[j]), float(beyond)
    if looks([bad])[0]:
        return None
    for _ in range(_SECTIONS):
        between = [good + (bad - good) * k / _PER_SECTION for k in range(1, _PER_SECTION)]
        agree = [True, *looks(between), False]
        first = agree.index(False)
        ends = [good, *between, bad]
        good, bad = ends[first - 1], ends[first]
        if abs(bad - good) <= _TIGHT * max(abs(good), abs(bad)) or max(abs(good), abs(bad)) < _NO_SIZE / 10:
            break
    return bad


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


def _by_sign_of_letter(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    for j, letter in enumerate(trial.letters):
        said = _split(letter, [float(p[j]) for p in inside], [float(p[j]) for p in outside])
        if said:
            return said
    return ""


def _by_product(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    for (i, a), (j, b) in combinations(enumerate(trial.letters), 2):
        said = _split(
            f"{a} {b}", [float(p[i]) * float(p[j]) for p in inside], [float(p[i]) * float(p[j]) for p in outside]
        )
        if said:
            return said
    return ""


def _by_shared_signs(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    """No single sign tells them apart: all signs that the points inside share."""
    shared = [j for j in range(len(trial.letters)) if all(p[j] > 0 for p in inside)]
    if not 0 < len(shared) <= 3 or any(all(p[j] > 0 for j in shared) for p in outside):
        return ""
    return " and ".join(f"{trial.letters[j]} > 0" for j in shared)


def _by_sign_of_part(trial: Trial, inside: Sequence[Point], outside: Sequence[Point]) -> str:
    """A part of the expressions whose sign decides: what stands in an absolute value, a root, a logarithm."""
    from tutor.show import show

    table = columns(
        trial.program,
        {name: [float(p[j]) for p in (*inside, *outside)] for j, name in enumerate(trial.letters)},
    )
    count = len(inside)
    for index in _deciding(trial):
        values = table[index]
        source = trial.program.sources.get(index)
        if (
            source is not None
            and not is_longer(source, _MOST_NODES)
            and (said := _split(show(source), values[:count], values[count:]))
        ):
            return said
    return ""


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


def _split(name: str, inside: Sequence[float], outside: Sequence[float]) -> str:
    """Is it positive at all points inside and at none outside, or the other way round?"""
    sides: dict[str, Callable[[float], bool]] = {">": lambda x: x > 0, "<": lambda x: x < 0}
    if not all(map(isfinite, inside)):
        return ""
    for sign, holds in sides.items():
        if all(map(holds, inside)) and not any(map(holds, outside)):
            return f"{name} {sign} 0"
    return ""
