"""The commands that look at one thing: `read`, `steps`, `hint`, `check`, `equal`, `mistakes` and `plot`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from tutor.cli.options import Ascii, Assume, Audited, Banks, Batch, Json, Order, Plain, Reader, Why, Wrt

if TYPE_CHECKING:
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


def read(
    text: Annotated[str | None, typer.Argument(metavar="TEXT")] = None,
    json: Json = False,
    batch: Batch = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """How a text is read.

    \b
    tutor read "2xcosx"
    tutor read "1/2x" --json
    """
    from tutor.results import read_result

    if batch:
        from tutor.batch import run_batch

        _stands_in_each_line(TEXT=text)
        raise typer.Exit(run_batch(batch, "read"))
    result = read_result(_needed(text, "TEXT"))
    if json:
        _print_json(result)
    else:
        from tutor.ui.answers import print_reading
        from tutor.ui.theme import Settings

        print_reading(result, Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader))
    raise typer.Exit(result.code)


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

        by = "" if method is Method.RULES else method.value
        _stands_in_each_line(**{"FUNCTION": function, "--wrt": wrt, "--method": by, "--at": at}, **_asked(order))
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


def hint(
    function: Annotated[str, typer.Argument(metavar="FUNCTION")],
    rung: Annotated[int | None, typer.Option("--rung", min=1, max=4, help="Only this rung.")] = None,
    wrt: Wrt = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
) -> None:
    """The hint ladder of a function, without a drill.

    \b
    tutor hint "sin(x^3)"
    tutor hint "x^2 ln x" --rung 2
    """
    from tutor.asked import read_function
    from tutor.hints import first_rule, ladder
    from tutor.results import variable
    from tutor.ui.render import hint_lines
    from tutor.ui.theme import Settings

    settings = Settings.detect(plain=plain, ascii=ascii, screen_reader=screen_reader)
    look, f = settings.look(), read_function(function)
    lines: list[str] = []
    for number, text in enumerate(ladder(f, variable(f, wrt)), start=1):
        if rung in (None, number):
            lines += hint_lines(number, text, look)
    if rung in (None, 2):
        lines += look.wrap(f"On a card: tutor rules {first_rule(f, variable(f, wrt))}", "" if look.words else "    ")
    settings.write("".join(f"{line}\n" for line in lines))


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
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
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

        fields = {"FUNCTION ANSWER": texts, "--id": id, "--seed": seed, "--wrt": wrt, "--assume": assume}
        _stands_in_each_line(**fields, **_asked(order))
        raise typer.Exit(run_batch(batch, "check", bank, why=why, audit=audit))
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
    _print_verdict(result, json, why or audit, Looks(plain, ascii, screen_reader))


def equal(
    texts: Annotated[list[str] | None, typer.Argument(metavar="A B")] = None,
    assume: Assume = "",
    why: Why = False,
    audit: Audited = False,
    json: Json = False,
    batch: Batch = None,
    plain: Plain = False,
    ascii: Ascii = False,
    screen_reader: Reader = False,
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

        _stands_in_each_line(**{"A B": texts, "--assume": assume})
        raise typer.Exit(run_batch(batch, "equal", why=why, audit=audit))
    given = texts or []
    if len(given) != 2:
        raise typer.BadParameter("give two expressions, A and B")
    with Worker() as prover:
        result = equal_result(given[0], given[1], assume, prover, wanted(prover, why, audit))
    _print_verdict(result, json, why or audit, Looks(plain, ascii, screen_reader))


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


class Looks(NamedTuple):
    """How what is printed is to look."""

    plain: bool
    ascii: bool
    screen_reader: bool


def _print_verdict(result: Result, as_json: bool, why: bool, looks: Looks) -> None:
    from tutor.home import home
    from tutor.unsettled import keep

    keep(home(), result.unsettled)
    if as_json:
        _print_json(result)
    else:
        from tutor.ui.answers import print_verdict
        from tutor.ui.theme import Settings

        print_verdict(result, why, Settings.detect(**looks._asdict()))
    raise typer.Exit(result.code)


def _print_json(result: Result) -> None:
    import json

    print(json.dumps(result.json, ensure_ascii=False))


def _asked(order: int) -> dict[str, object]:
    """The option for which derivative, if it says more than the default."""
    return {"--order": order} if order != 1 else {}


def _stands_in_each_line(**given: object) -> None:
    """With --batch nothing of this has a meaning. Raises BadParameter for what was given all the same."""
    for name, value in given.items():
        if value not in (None, "", []):
            raise typer.BadParameter(f"leave out {name} with --batch: it stands in each line of FILE")


def _needed(value: str | None, name: str) -> str:
    if value is None:
        raise typer.BadParameter(f"say which {name} is meant, or give --batch FILE")
    return value
