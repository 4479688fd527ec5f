"""The commands to practise with: `drill`, `quiz`, `stats` and `doctor`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from tutor.cli.options import Ascii, Banks, Json, Plain, Reader, Wrt


def drill(
    topics: Annotated[list[str] | None, typer.Argument(metavar="[TOPIC]...")] = None,
    level: Annotated[str | None, typer.Option("--level", metavar="A-B", help="Topics of these levels.")] = None,
    count: Annotated[int | None, typer.Option("--count", min=1, help="How many problems.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Repeat a sitting, or an instance.")] = None,
    id: Annotated[
        list[str] | None, typer.Option("--id", metavar="ID", help="This problem of the bank; say it again for more.")
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="KIND", help="Problems of one kind alone.")] = None,
    bank: Banks = None,
    function: Annotated[str | None, typer.Option("--function", metavar="F", help="A function of your own.")] = None,
    wrt: Wrt = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """Practise. Answers may also come line by line on a pipe.

    \b
    tutor drill product quotient --count 5
    tutor drill --level 1-4
    tutor drill --function "x^2 sin x"
    tutor drill --kind spot-the-mistake        a derivation with one wrong line: new ones every time

    After a wrong answer :why shows where it left the right way.
    """
    from tutor.ui.session import practise

    raise typer.Exit(
        practise(
            topics=tuple(topics or ()), level=level, count=count, seed=seed, ids=tuple(id or ()),
            banks=tuple(bank or ()), kind=kind, function=function, wrt=wrt,
            plain=plain, ascii=ascii, screen_reader=screen_reader,
        )
    )  # fmt: skip


def quiz(
    name: Annotated[str | None, typer.Argument(metavar="[SET or TOPIC]")] = None,
    topic: Annotated[list[str] | None, typer.Option("--topic", help="Only problems of this topic.")] = None,
    count: Annotated[int | None, typer.Option("--count", min=1, max=200, help="How many problems.")] = None,
    time: Annotated[str | None, typer.Option("--time", metavar="20m", help="How long there is.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="The same quiz again.")] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="The report as Markdown.")] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over FILE.")] = False,
    new: Annotated[bool, typer.Option("--new", help="Begin anew, not where the last one was broken off.")] = False,
    resume: Annotated[
        Path | None, typer.Option("--resume", metavar="KEPT", help="Go on with a kept quiz, or print its report again.")
    ] = None,
    bank: Banks = None,
    json: Json = False,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """Test yourself: no hints and no verdicts until the end, then a marked report.

    \b
    tutor quiz                        the sets by name
    tutor quiz J.1
    tutor quiz 11 --count 10 --time 20m --out report.md
    tutor quiz product --topic quotient --seed 7

    Answers can be changed until :end. A quiz that was broken off goes on with the same command, and its time stands
    still meanwhile. When the time runs out, what stands on the line counts if there is no answer yet and it is right,
    and never against you; the report has it as it was typed. Answers may also come line by line on a pipe; there an
    empty line, or one that cannot be read, leaves its question empty.
    """
    from tutor.ui.self_test import print_sets, read_time, self_test, wish_of
    from tutor.ui.theme import Settings

    # The object is all that standard output is for: the screens of a person go where errors go.
    screens = sys.stderr if json else None
    settings = Settings.detect(stdout=screens, plain=plain, ascii=ascii, screen_reader=screen_reader)
    wish = wish_of(name, tuple(topic or ()), count, read_time(time) if time else None, seed, tuple(bank or ()))
    says_what = bool(name or topic or count or seed is not None or bank)
    if resume and says_what:
        raise typer.BadParameter("--resume goes on with a quiz that has its questions already")
    if not (says_what or resume):
        if time or out or new:
            raise typer.BadParameter("say which SET or TOPIC; tutor quiz lists them")
        raise typer.Exit(print_sets(settings, json))
    raise typer.Exit(self_test(wish, out=out, force=force, new=new, resume=resume, as_json=json, settings=settings))


def stats(json: Json = False) -> None:
    """What was done, by topic."""
    from tutor.ui.stats import print_stats

    raise typer.Exit(print_stats(json))


def doctor(json: Json = False) -> None:
    """Versions, terminal, paths, database, timings: made to be pasted into a question."""
    from tutor.doctor import print_report

    raise typer.Exit(print_report(json))
