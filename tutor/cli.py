"""The commands: what is typed at the shell, turned into calls, and what comes back, turned into text and exit codes.

Each body imports what it needs, so `tutor --help` loads typer alone. What goes wrong is turned into messages by
`__main__`.
"""

from __future__ import annotations

import os
import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

# Typer would draw its help with rich: 60 ms for boxes that a screen reader spells out.
os.environ.setdefault("TYPER_USE_RICH", "0")

import typer
from typer.core import TyperCommand

from tutor.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tutor.results import Result


class Motion(StrEnum):
    """What moves in a picture."""

    SECANT = "secant"
    TANGENT = "tangent"
    DESCENT = "descent"


class Method(StrEnum):
    """How a derivation is worked out."""

    RULES = "rules"
    LOG = "log"
    DEFINITION = "definition"
    INVERSE = "inverse"


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
bank_app = typer.Typer(help="Look at a bank of problems, and prove it.", rich_markup_mode=None)
app.add_typer(bank_app, name="bank", rich_help_panel=AUTHORS)


class TextCommand(TyperCommand):
    """A command whose arguments are formulas: one that begins with a minus is text, not an option."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Put the options first and everything else behind `--`."""
        takes_value: dict[str, bool] = {"-h": False, "--help": False}
        for parameter in self.params:
            for name in (*parameter.opts, *parameter.secondary_opts):
                if name.startswith("-"):
                    takes_value[name] = not getattr(parameter, "is_flag", False)
        options: list[str] = []
        texts: list[str] = []
        rest = list(args)
        while rest:
            word = rest.pop(0)
            name = word.partition("=")[0]
            if word == "--":
                texts += rest
                break
            if name in takes_value and name.startswith("-"):
                options.append(word)
                if takes_value[name] and "=" not in word and rest:
                    options.append(rest.pop(0))
            elif name.startswith("--") and name[2:].replace("-", "").isalpha() and len(name) > 4:
                options.append(word)  # a misspelt option: click says which was meant
            else:
                texts.append(word)
        return super().parse_args(ctx, [*options, "--", *texts])


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
Name = Annotated[list[str] | None, typer.Argument(metavar="[NAME]")]
Banks = Annotated[list[Path] | None, typer.Option("--bank", metavar="PATH", help="A bank file or folder of your own.")]


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
    from tutor.ui.session import practise

    raise typer.Exit(practise())


def run(args: Sequence[str]) -> int:
    """Run one command line and give back its exit code. Raises what `__main__` turns into messages."""
    try:
        return int(app(args=list(args), prog_name="tutor", standalone_mode=False) or 0)
    except Exception as error:
        if hasattr(error, "format_message"):  # what click raises for wrong usage
            error.show()  # type: ignore[attr-defined]
            return int(getattr(error, "exit_code", Exit.USAGE))
        if type(error).__name__ == "Abort":
            return Exit.INTERRUPTED
        raise


def _print_json(result: Result) -> None:
    import json

    print(json.dumps(result.json, ensure_ascii=False))


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def read(
    text: Annotated[str | None, typer.Argument(metavar="TEXT")] = None,
    json: Json = False,
    batch: Batch = None,
) -> None:
    """How a text is read.

    \b
    tutor read "2xcosx"
    tutor read "1/2x" --json
    """
    from tutor.results import read_result

    if batch:
        from tutor.batch import run_batch

        raise typer.Exit(run_batch(batch, "read"))
    result = read_result(_needed(text, "TEXT"))
    if json:
        _print_json(result)
    else:
        from tutor.ui.answers import print_reading
        from tutor.ui.theme import Settings

        print_reading(result, Settings.detect())
    raise typer.Exit(result.code)


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def steps(
    function: Annotated[str | None, typer.Argument(metavar="FUNCTION")] = None,
    wrt: Wrt = None,
    order: Order = 1,
    method: Annotated[
        Method, typer.Option("--method", help="The rules, ln y, the definition, or the inverse function.")
    ] = Method.RULES,
    at: Annotated[str | None, typer.Option("--at", metavar="A", help="The value at A.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="One line a step.")] = False,
    tree: Annotated[bool, typer.Option("--tree", help="The sub-problems as a tree.")] = False,
    hide: Annotated[bool, typer.Option("--hide", help="One step, then another for each Enter.")] = False,
    latex: Annotated[bool, typer.Option("--latex", help="An align* environment.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="A numbered list for a worksheet.")] = False,
    json: Json = False,
    batch: Batch = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """The derivation of a function, rule by rule.

    \b
    tutor steps "x^2 e^-x"
    tutor steps "a t^3" --wrt t --order 2
    tutor steps "x^3 + y^3 = 6xy"              implicit, y depends on x
    tutor steps "x = t^2; y = t^3"             the slope of a curve
    tutor steps "x^2 y" --wrt x,y              gradient; with --order 2 the Hessian
    tutor steps "(x y, sin(xy))"               Jacobian
    tutor steps "x^2" --method definition
    tutor steps "x^3 + x" --method inverse --at 2
    """
    from tutor.results import steps_result

    if batch:
        from tutor.batch import run_batch

        raise typer.Exit(run_batch(batch, "steps"))
    result = steps_result(_needed(function, "FUNCTION"), wrt, order, method.value, at)
    if json:
        _print_json(result)
    elif result.error is not None:
        raise result.error
    else:
        from tutor.ui.answers import Shape, print_steps
        from tutor.ui.theme import Settings

        wanted = {"brief": brief, "tree": tree, "hide": hide, "latex": latex, "markdown": markdown}
        chosen = [name for name, given in wanted.items() if given]
        if len(chosen) > 1:
            raise typer.BadParameter(f"choose one of --{' and --'.join(chosen)}")
        shape = Shape(chosen[0]) if chosen else Shape.LIST
        print_steps(result, shape, Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader))
    raise typer.Exit(result.code)


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def hint(
    function: Annotated[str, typer.Argument(metavar="FUNCTION")],
    rung: Annotated[int | None, typer.Option("--rung", min=1, max=4, help="Only this rung.")] = None,
    wrt: Wrt = None,
) -> None:
    """The hint ladder of a function, without a drill.

    \b
    tutor hint "sin(x^3)"
    tutor hint "x^2 ln x" --rung 2
    """
    from tutor.asked import read_function
    from tutor.hints import first_rule, ladder
    from tutor.results import variable

    f = read_function(function)
    for number, text in enumerate(ladder(f, variable(f, wrt)), start=1):
        if rung in (None, number):
            print(f" {number}  {text}")
    if rung in (None, 2):
        print(f"    On a card: tutor rules {first_rule(f, variable(f, wrt))}")


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def check(
    texts: Annotated[list[str] | None, typer.Argument(metavar="FUNCTION ANSWER")] = None,
    id: Annotated[str | None, typer.Option("--id", help="A problem of the bank instead of FUNCTION.")] = None,
    seed: Annotated[int | None, typer.Option("--seed", help="Which instance, where that is a template.")] = None,
    wrt: Wrt = None,
    order: Order = 1,
    assume: Assume = "",
    why: Why = False,
    audit: Audited = False,
    bank: Banks = None,
    json: Json = False,
    batch: Batch = None,
) -> None:
    """Mark one answer and explain it.

    \b
    tutor check "sin(x^3)" "3x^2 cos(x^3)"
    tutor check "cos x" "-sin x" --why
    tutor check "x^2 + y^2 = 25" "-x/y"        implicit, y depends on x
    tutor check --batch answers.jsonl --audit
    tutor check --id product-x-sin "sin x + x cos x"
    """
    from tutor.results import check_problem, check_result, wanted
    from tutor.worker import Worker

    if batch:
        from tutor.batch import run_batch

        raise typer.Exit(run_batch(batch, "check", bank, audit=audit))
    given = texts or []
    if len(given) != (1 if id else 2):
        raise typer.BadParameter("give one ANSWER with --id" if id else "give a FUNCTION and an ANSWER")
    if seed is not None and not id:
        raise typer.BadParameter("--seed goes with --id")
    with Worker() as prover:
        if id:
            from tutor.bank import load_bank

            result = check_problem(load_bank(bank).problem(id, seed), given[0], prover, wanted(prover, why, audit))
        else:
            result = check_result(given[0], given[1], wrt, order, assume, prover, wanted(prover, why, audit))
    _print_verdict(result, json, why or audit)


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def equal(
    texts: Annotated[list[str] | None, typer.Argument(metavar="A B")] = None,
    assume: Assume = "",
    why: Why = False,
    audit: Audited = False,
    json: Json = False,
    batch: Batch = None,
) -> None:
    """Are two expressions the same real function?

    \b
    tutor equal "2cos(x)^2 - 1" "cos 2x"
    tutor equal "(1/B) sqrt(u)" "sqrt(u/B^2)" --assume "B>0"
    """
    from tutor.results import equal_result, wanted
    from tutor.worker import Worker

    if batch:
        from tutor.batch import run_batch

        raise typer.Exit(run_batch(batch, "equal", audit=audit))
    given = texts or []
    if len(given) != 2:
        raise typer.BadParameter("give two expressions, A and B")
    with Worker() as prover:
        result = equal_result(given[0], given[1], assume, prover, wanted(prover, why, audit))
    _print_verdict(result, json, why or audit)


def _print_verdict(result: Result, as_json: bool, why: bool) -> None:
    from tutor.home import home
    from tutor.unsettled import keep

    keep(home(), result.unsettled)
    if as_json:
        _print_json(result)
    else:
        from tutor.ui.answers import print_verdict
        from tutor.ui.theme import Settings

        print_verdict(result, why, Settings.detect())
    raise typer.Exit(result.code)


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def mistakes(
    name: Annotated[str | None, typer.Argument(metavar="[1-12 or ID]")] = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """The common mistakes: what is done, why it fails, what to do, how often you made it.

    \b
    tutor mistakes
    tutor mistakes 3
    tutor mistakes QUO-02
    """
    from tutor.ui.cards import print_mistakes
    from tutor.ui.theme import Settings

    print_mistakes(name, Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader))


@app.command(cls=TextCommand, rich_help_panel=LOOK)
def plot(
    what: Annotated[str | None, typer.Argument(metavar="[FUNCTION or NAME]")] = None,
    at: Annotated[str | None, typer.Option("--at", metavar="A", help="The tangent at A; where a film begins.")] = None,
    from_: Annotated[str | None, typer.Option("--from", metavar="A", help="The left end.")] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="B", help="The right end.")] = None,
    animate: Annotated[Motion | None, typer.Option("--animate", help="A picture that moves.")] = None,
    rate: Annotated[float | None, typer.Option("--rate", metavar="R", help="The learning rate of a descent.")] = None,
    wrt: Wrt = None,
    json: Json = False,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """A function and its derivative in the terminal, or a figure of the curriculum.

    \b
    tutor plot                                 the figures by name
    tutor plot sigmoid
    tutor plot "x^3 - 3x"                      f and f' on one axis
    tutor plot "x^2" --at 1                    the tangent at 1
    tutor plot "tan x" --from -pi --to pi
    tutor plot "x^2" --at -1 --animate secant
    tutor plot "x^4/4 - x^2" --at 0.5 --animate descent --rate 0.1
    """
    from tutor.ui.plot import Wish, print_plot
    from tutor.ui.theme import Settings

    settings = Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader)
    wish = Wish(what, at, from_, to, animate.value if animate else None, wrt, rate)
    raise typer.Exit(print_plot(wish, settings, as_json=json))


@app.command(rich_help_panel=PRACTISE)
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


@app.command(rich_help_panel=PRACTISE)
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


@app.command(rich_help_panel=PRACTISE)
def stats(json: Json = False) -> None:
    """What was done, by topic."""
    from tutor.ui.stats import print_stats

    raise typer.Exit(print_stats(json))


@app.command(rich_help_panel=PRACTISE)
def doctor(json: Json = False) -> None:
    """Versions, terminal, paths, database, timings: made to be pasted into a question."""
    from tutor.doctor import print_report

    raise typer.Exit(print_report(json))


@bank_app.command("lint")
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


@app.command(rich_help_panel=LOOK)
def rules(
    name: Name = None, json: Json = False, plain: Plain = False, ascii: Ascii = False, screen_reader: Reader = False
) -> None:
    """The rules, elementary derivatives, theorems and methods, one card each.

    \b
    tutor rules
    tutor rules product
    tutor rules lo d-hi
    tutor rules theorems
    """
    _look_up("rules", name, json, plain, ascii, screen_reader)


@app.command(rich_help_panel=LOOK)
def terms(
    name: Name = None, json: Json = False, plain: Plain = False, ascii: Ascii = False, screen_reader: Reader = False
) -> None:
    """What the words of the subject mean.

    \b
    tutor terms
    tutor terms critical point
    """
    _look_up("terms", name, json, plain, ascii, screen_reader)


@app.command(rich_help_panel=LOOK)
def notation(
    name: Name = None, json: Json = False, plain: Plain = False, ascii: Ascii = False, screen_reader: Reader = False
) -> None:
    """How a derivative is written: Lagrange, Leibniz, Newton and others.

    \b
    tutor notation
    tutor notation leibniz
    """
    _look_up("notation", name, json, plain, ascii, screen_reader)


@app.command(rich_help_panel=LOOK)
def topics(
    name: Name = None, json: Json = False, plain: Plain = False, ascii: Ascii = False, screen_reader: Reader = False
) -> None:
    """The ladder of topics with what the bank has of each, and the course as a whole.

    \b
    tutor topics
    tutor topics product
    tutor topics review          what to look at when you are stuck
    """
    _look_up("topics", name, json, plain, ascii, screen_reader)


def _look_up(shelf: str, name: list[str] | None, json: bool, plain: bool, ascii: bool, screen_reader: bool) -> None:
    from tutor.ui.reference import print_reference
    from tutor.ui.theme import Settings

    print_reference(shelf, name or (), json, Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader))


def _needed(value: str | None, name: str) -> str:
    if value is None:
        raise typer.BadParameter(f"say which {name} is meant, or give --batch FILE")
    return value
