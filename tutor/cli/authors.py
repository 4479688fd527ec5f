"""The commands for authors: `tutor bank`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tutor.cli.options import Json

app = typer.Typer(help="Look at a bank of problems, and prove it.", rich_markup_mode=None)


@app.command("lint")
def lint(
    paths: Annotated[list[Path] | None, typer.Argument(metavar="[PATH]...")] = None,
    json: Json = False,
    notes: Annotated[bool, typer.Option("--notes", help="Say which wrong steps a problem does not show.")] = False,
) -> None:
    """Every fault of a bank at once, and a proof of every answer.

    \b
    tutor bank lint              the bank that came with the program
    tutor bank lint mine.yaml
    tutor bank lint mine.yaml --notes
    """
    from tutor.ui.lint import print_findings

    raise typer.Exit(print_findings(tuple(paths or ()), json, notes))
