"""The commands: what is typed at the shell, turned into calls, and what comes back, turned into text and exit codes.

Each body imports what it needs, so `tutor --help` loads typer alone. What goes wrong is turned into messages by
`__main__`.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from copy import copy
from typing import Annotated

# Typer would draw its help with rich: 60 ms for boxes that a screen reader spells out.
os.environ.setdefault("TYPER_USE_RICH", "0")

import typer
from typer.core import TyperCommand

from tutor.cli import authors, look, practise, shelves
from tutor.cli.formulas import FormulaCommand
from tutor.errors import Exit

__all__ = ["app", "app_for", "run"]

PRACTISE, LOOK, AUTHORS = "Practise", "Look at one thing", "For authors"

HELP = """\b
Learn to differentiate at a terminal.

\b
Examples
  tutor                             practise now
  tutor drill chain-general         practise one topic
  tutor drill --function "x sin x"  practise a function of your own
  tutor quiz J.1                    test yourself, marked at the end
  tutor steps "x^2 e^-x"            a derivation, rule by rule
  tutor check "sin(x^3)" "3x^2 cos(x^3)"
  tutor equal "2cos(x)^2 - 1" "cos 2x"
  tutor rules chain                 a rule on a card; tutor rules lists them

\b
Exit codes: 0 fine or correct, 1 a negative result, 2 wrong usage or unreadable
text, 3 undecided, 70 our own fault (a report is saved), 130 interrupted.
"""

app = typer.Typer(
    help=HELP,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 88},
)

# In the order of the help.
COMMANDS: tuple[tuple[str, type[TyperCommand], tuple[Callable[..., None], ...]], ...] = (
    (
        LOOK,
        FormulaCommand,
        (look.read, look.steps, look.hint, look.check, look.equal, look.mistakes, look.plot),
    ),
    (
        PRACTISE,
        TyperCommand,
        (practise.drill, practise.quiz, practise.stats, practise.doctor),
    ),
)
for panel, kind, commands in COMMANDS:
    for command in commands:
        app.command(cls=kind, rich_help_panel=panel)(command)
for shelf, text in shelves.SHELVES.items():
    app.command(shelf, help=text, rich_help_panel=LOOK)(shelves.command_of(shelf))
app.add_typer(authors.app, name="bank", rich_help_panel=AUTHORS)


@app.callback(invoke_without_command=True)
def _start(
    ctx: typer.Context, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    if version:
        from tutor import __version__

        print(f"tutor {__version__}")
        raise typer.Exit
    if ctx.invoked_subcommand is not None:
        return
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        print(ctx.get_help())
        raise typer.Exit(Exit.USAGE)
    from tutor.ui import session

    raise typer.Exit(session.practise())


def run(args: Sequence[str]) -> int:
    """Run one command line and give back its exit code. Raises what `__main__` turns into messages."""
    try:
        return int(app_for(args)(args=list(args), prog_name="tutor", standalone_mode=False) or 0)
    except Exception as error:
        if hasattr(error, "format_message"):  # what click raises for wrong usage
            error.show()  # type: ignore[attr-defined]
            return int(getattr(error, "exit_code", Exit.USAGE))
        if type(error).__name__ == "Abort":
            return Exit.INTERRUPTED
        raise


def app_for(args: Sequence[str]) -> typer.Typer:
    """The application with the one command that these arguments begin with; with all of them where that is none.

    Typer makes every command anew in every process, which takes longer than a card does.
    """
    name = args[0] if args else ""
    commands = [each for each in app.registered_commands if name == (each.name or _called(each.callback))]
    groups = [each for each in app.registered_groups if each.name == name]
    if not commands and not groups:
        return app
    one = copy(app)
    one.registered_commands, one.registered_groups = commands, groups
    return one


def _called(command: Callable[..., object] | None) -> str:
    return command.__name__.strip("_").replace("_", "-") if command is not None else ""
