"""What was done, by topic."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from tutor.errors import Exit
from tutor.home import home
from tutor.progress import Progress
from tutor.results import SCHEMA
from tutor.sitting import Outcome, Result, results
from tutor.topics import BY_ID, TOPICS

__all__ = ["print_stats"]


@dataclass(frozen=True, slots=True)
class Row:
    """One topic: how many problems ended how, and the seconds spent on them."""

    topic: str
    title: str
    level: int
    problems: int
    at_once: int
    mended: int
    hinted: int
    shown: int
    skipped: int
    seconds: float


def print_stats(as_json: bool, plain: bool = False) -> Exit:
    """Print the table, or its object; a sentence where nothing was done yet."""
    progress = Progress(home(), datetime.now(UTC).date())
    try:
        rows = by_topic(results(progress.attempts()))
        trouble = progress.trouble
    finally:
        progress.close()
    if as_json:
        print(json.dumps(_object(rows, trouble), ensure_ascii=False))
        return Exit.FINE
    if trouble:
        print(trouble)
    if not rows:
        print("Nothing was practised yet. Begin with: tutor")
        return Exit.FINE
    _print_table(rows, plain)
    return Exit.FINE


def by_topic(done: Sequence[Result]) -> list[Row]:
    """A row for each topic that was practised, lowest level first."""
    rows = []
    for topic in [t.id for t in TOPICS] + sorted({r.topic for r in done} - BY_ID.keys()):
        mine = [result for result in done if result.topic == topic and result.outcome is not Outcome.OPEN]
        if mine:
            known = BY_ID.get(topic)
            ended = [result.outcome for result in mine]
            rows.append(
                Row(
                    topic=topic,
                    title=known.title if known else "functions of your own",
                    level=known.level if known else 0,
                    problems=len(mine),
                    at_once=ended.count(Outcome.AT_ONCE),
                    mended=ended.count(Outcome.MENDED),
                    hinted=ended.count(Outcome.HINTED),
                    shown=ended.count(Outcome.SHOWN),
                    skipped=ended.count(Outcome.SKIPPED),
                    seconds=round(sum(result.seconds for result in mine), 1),
                )
            )
    return rows


def _object(rows: Sequence[Row], trouble: str) -> dict[str, Any]:
    topics = [{name: getattr(row, name) for name in Row.__slots__} for row in rows]
    problems = sum(row.problems for row in rows)
    return {"schema": SCHEMA, "problems": problems, "topics": topics, "trouble": trouble or None}


def _print_table(rows: Sequence[Row], plain: bool) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table

    from tutor.ui.summary import duration
    from tutor.ui.theme import WIDEST, Settings

    settings = Settings.detect(plain=plain)
    look = settings.look()
    if look.words:
        for row in rows:
            print(
                f"{row.title}: {row.problems} problems, {row.at_once} right at once, {row.hinted} with a hint, "
                f"{row.mended} after a mistake, {row.shown} shown, {row.skipped} skipped, {duration(row.seconds)}."
            )
        return
    table = Table(box=box.ASCII_DOUBLE_HEAD if look.ascii else box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("topic")
    for heading in ("problems", "at once", "hint", "mended", "shown", "skipped", "time"):
        table.add_column(heading, justify="right")
    for row in rows:
        counts = (row.problems, row.at_once, row.hinted, row.mended, row.shown, row.skipped)
        table.add_row(
            row.title,
            *(str(n) if n else "·" if not look.ascii else "." for n in counts),
            duration(row.seconds),
        )
    console = Console(width=min(look.width, WIDEST), no_color=not look.colour, highlight=False)
    console.print(table)
