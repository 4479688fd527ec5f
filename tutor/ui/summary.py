"""The end of a sitting: what was done, what went well, what to look at again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from tutor.sitting import Outcome, Result
from tutor.ui.theme import Look, capital, unbroken

__all__ = ["duration", "remaining", "summary"]

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def summary(
    results: Sequence[Result],
    size: int,
    titles: Mapping[str, str],
    formulas: Mapping[tuple[str, int], str],
    outlook: str,
    look: Look,
) -> list[str]:
    """What was done, what went well, what to look at again.

    `titles` are those of the topics and `formulas` the functions to review, by problem and seed; `outlook` is a
    sentence on what comes next, or empty.
    """
    ended = [result for result in results if result.outcome is not Outcome.OPEN]
    lines = []
    if ended:
        done = len(ended)
        count = f"{_number(done)} problem{'s' * (done != 1)}" if done >= size else f"{done} of {size} problems"
        first = f"{count}, {duration(sum(result.seconds for result in results))}"
        counts = [(o.value, n) for o in Outcome if o is not Outcome.OPEN and (n := _count(ended, o))]
        lines += [*_tally(first, counts, look), *_blank(look)]
        for topic in dict.fromkeys(result.topic for result in ended):
            mine = [result for result in ended if result.topic == topic]
            lines += _topic_line(titles.get(topic, topic), mine, formulas, look)
    return [*lines, *(_blank(look) if lines and outlook else []), *look.wrap(outlook)]


def _blank(look: Look) -> list[str]:
    """A line to set things apart; a screen reader needs none."""
    return [] if look.words else [""]


def _count(results: Iterable[Result], outcome: Outcome) -> int:
    return sum(1 for result in results if result.outcome is outcome)


def _number(n: int) -> str:
    return _NUMBERS[n] if n < len(_NUMBERS) else str(n)


def _tally(first: str, counts: Sequence[tuple[str, int]], look: Look) -> list[str]:
    if look.words:
        listed = ", ".join(f"{what} {n}" for what, n in counts)
        return look.wrap(f"{capital(first)}. {capital(listed)}.")
    row = "    ".join(f"{what} {n}" for what, n in counts)
    head = look.paint("strong", f" {first}")
    line = look.apart(f" {first}", row, painted=head)
    return [line] if line else [head, *look.wrap(row.replace("    ", ",  "), "   ")]


def _topic_line(
    title: str, results: Sequence[Result], formulas: Mapping[tuple[str, int], str], look: Look
) -> list[str]:
    unaided = sum(1 for result in results if result.outcome.unaided)
    told = f"{unaided} of {len(results)} without help"
    missed = [(r.problem, r.seed) for r in results if not r.outcome.unaided]
    again = [formulas[key] for key in missed if key in formulas]
    if look.words:
        return look.wrap(f"{capital(title)}: {told}." + (f" To review: {'; '.join(again)}." if again else ""))
    line = f"{look.text(title):<28}  {told}" if look.width > 60 else f"{look.text(title)}: {told}"
    return look.wrap(line + ("    review  " + ",  ".join(map(unbroken, again)) if again else ""), hang="    ")


def duration(seconds: float) -> str:
    """A length of time in words: 14 s, 8 min, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 600:
        return f"{whole // 60} min {whole % 60} s" if whole % 60 else f"{whole // 60} min"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def remaining(seconds: float) -> str:
    """What is left of a time: "12 min left", and in the last ten minutes "4:31 left"."""
    whole = max(0, int(seconds + 0.999))
    return f"{whole // 60}:{whole % 60:02} left" if whole < 600 else f"{-(-whole // 60)} min left"
