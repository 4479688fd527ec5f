"""Parameters that several commands have."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Wrt = Annotated[
    str | None, typer.Option("--wrt", metavar="LETTER", help="The variable (default: x, or the only letter).")
]
Order = Annotated[int, typer.Option("--order", min=1, max=9, help="Which derivative.")]
Assume = Annotated[str, typer.Option("--assume", metavar="CONDITIONS", help='What holds of the letters: "B>0, 0<p<1".')]
Batch = Annotated[
    Path | None, typer.Option("--batch", metavar="FILE", help="Objects line by line; - is standard input.")
]
Why = Annotated[bool, typer.Option("--why", help="Print the evidence, SymPy's opinion included.")]
Audited = Annotated[bool, typer.Option("--audit", help="Let SymPy go over every answer found right, and wait for it.")]
Plain = Annotated[bool, typer.Option("--plain", help="No colour, no redrawing.")]
Ascii = Annotated[bool, typer.Option("--ascii", help="Only the characters of a typewriter.")]
Reader = Annotated[bool, typer.Option("--screen-reader", help="Formulas in words, nothing redrawn.")]
Banks = Annotated[list[Path] | None, typer.Option("--bank", metavar="PATH", help="A bank file or folder of your own.")]
