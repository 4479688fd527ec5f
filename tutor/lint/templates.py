"""What the linter looks for in templates: that parameters and condition make sense, and that the instances are sound.

All instances are examined where there are few, else a sample, always the same. SymPy is asked about the first of them;
the others stand before our own rules and proofs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from itertools import islice

from tutor.check import equal
from tutor.derive import derive
from tutor.entry import Entry, fault_at, read_entry
from tutor.errors import TutorError
from tutor.expr import ZERO, depends_on, letters
from tutor.faults import Fault
from tutor.kinds import task_of
from tutor.params import Param
from tutor.template import Given, Template, about, not_worked_out, nothing_fulfils, read_template
from tutor.verdict import Correct

__all__ = ["ALL", "SAMPLE", "chosen_values", "examine_template"]

ALL = 60  # instances at most that are all examined
SAMPLE = 24  # of them where there are more
ASKED = 2  # of them SymPy is asked about
_LOOKED_AT = 20_000  # combinations, to find out whether there are more
_NUMBERS = frozenset({"const-linear"})  # topics in which a derivative may be a number

# An entry without parameters and whether to ask SymPy, to what is wrong with it.
Examine = Callable[[Entry, bool], list[Fault]]


def examine_template(entry: Entry, examine: Examine) -> list[Fault]:
    """The faults of a template; each is told of the first instance that has it."""
    template, faults = read_template(entry)
    if template is None:
        return faults
    try:
        chosen = chosen_values(template)
    except TutorError as error:
        return [not_worked_out(entry, error)]
    if not chosen:
        return [nothing_fulfils(entry)]
    found: dict[tuple[str, int, int], Fault] = {}
    for number, given in enumerate(chosen):
        for fault in _examine(template, given, examine, number < ASKED):
            found.setdefault((fault.code, fault.line, fault.column), about(given, fault))
    return list(found.values())


def _examine(template: Template, given: Given, examine: Examine, asked: bool) -> list[Fault]:
    try:
        entry = template.instance(given).entry
    except TutorError as error:
        return [not_worked_out(template.entry, error)]
    return [*examine(entry, asked), *_degenerate(entry)]


def chosen_values(template: Template) -> list[dict[str, Param]]:
    """The values of all instances where there are 60 at most, else of those with the first seeds.

    Raises TutorError where the condition cannot be worked out.
    """
    few = list(islice(template.every(), ALL + 1)) if template.combinations <= _LOOKED_AT else []
    if template.combinations <= _LOOKED_AT and len(few) <= ALL:
        return few
    drawn = (template.given(seed) for seed in range(1, SAMPLE + 1))
    return [given for given in drawn if given is not None]


def _degenerate(entry: Entry) -> Iterator[Fault]:
    """An instance whose derivative is a number asks for nothing, unless its topic is about that."""
    problem, _ = read_entry(entry)
    if problem is None or problem.topic in _NUMBERS:
        return
    for part in problem.parts or (problem,):
        if part.kind in ("backprop-graph", "subgradient"):
            continue  # one factor of a chain, or one piece, may well be a line
        order = part.order if part.task is None else 1
        for f, wrt in task_of(part).differentiated:
            if len(letters(f)) > 1 and part.task is not None:
                continue  # of several variables: x + 2y is a fair question
            with suppress(TutorError):  # that is another fault
                line = derive(f, wrt, order=order).line
                is_zero = line == ZERO or isinstance(equal(line, ZERO, assume=part.assume), Correct)
                if is_zero or (order == 1 and not depends_on(line, {wrt})):
                    value = "0" if is_zero else "a constant"
                    node = entry.fields.get("function", entry.fields["id"])
                    help_text = "exclude these values in  where:"
                    yield fault_at(entry, node, "degenerate", f"the derivative is {value}", "", help_text)
