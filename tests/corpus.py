"""Thousands of pairs to measure the judge with: derivatives in many forms, slips, and identities filled in.

    corpus()                         the pairs, always the same; kept in the temporary folder once made
    python -m tests.corpus           how many there are of each
    python -m tests.corpus --write   makes tests/data/corpus.tsv anew: what SymPy makes of every derivative

No verdict of ours is in it. Whether a pair is equal is decided by values of mpmath (`tests/oracle.py`), and what the
two sides come from says the same: a form of the derivative, a slip, a law. What the two disagree about is left out.
"""

from __future__ import annotations

import hashlib
import json
import re
import signal
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.families import Asked, families
from tests.oracle import tally
from tests.slips import slipped
from tests.tables import DATA, rows
from tests.whole_bank import whole_bank
from tutor.derive import derive
from tutor.differential import derivative
from tutor.expr import Call, Expr, letters, size, substitute, walk
from tutor.problem import Problem
from tutor.read import MAX_LENGTH, Scope, read
from tutor.show import show
from tutor.values import Interval, read_assumptions

__all__ = ["Pair", "corpus", "functions"]

_FORMS = DATA / "corpus.tsv"
_POINTS, _MANY_POINTS = 10, 28
_SWITCHES = frozenset(
    ("abs", "sign", "step", "relu", "max", "min", "sqrt", "ln", "arctan", "arcsin", "arccos", "arccot", "arcosh")
)
_LONGEST = 110  # of a form that SymPy makes: longer ones say no more
_MOST_FORMS = 3
# Names that only a problem can declare: where none does, x1 is taken for a slip.
_NUMBERED = re.compile(r"[xyzt]\d")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two texts and the truth: "equal", "equal-on-part" or "different".

    `source` says where it comes from: "form combined", "engine quotient", "slip sign", "law", "mistake"…
    """

    a: str
    b: str
    assume: str
    truth: str
    source: str


@cache
def corpus() -> tuple[Pair, ...]:
    """All pairs, each only once."""
    kept = Path(tempfile.gettempdir(), f"tutor-corpus-{_key()}.json")
    with suppress(OSError, ValueError):
        return tuple(Pair(*fields) for fields in json.loads(kept.read_text(encoding="utf-8")))
    made = tuple({(pair.a, pair.b, pair.assume): pair for pair in _made()}.values())
    with suppress(OSError):
        kept.write_text(json.dumps([astuple(pair) for pair in made]), encoding="utf-8")
    return made


def _key() -> str:
    """Changes whenever the corpus may."""
    here = Path(__file__).parent
    texts = [*(here / f"{name}.py" for name in ("corpus", "families", "slips", "oracle")), DATA / "identities.tsv"]
    texts += [_FORMS, DATA / "separates.tsv", here.parent / "tutor" / "differential.py"]
    return hashlib.sha256(b"".join(path.read_bytes() for path in texts if path.exists())).hexdigest()[:16]


def _made() -> Iterator[Pair]:
    yield from _derivatives()
    yield from _mal_rules()
    yield from _identities()


def _pair(a: Expr, b: Expr, assume: str, source: str, expected: tuple[str, ...]) -> Iterator[Pair]:
    """The pair, if both texts can be typed and the values of what is read are as they must be."""
    texts = show(a), show(b)
    if a != b and max(map(len, texts)) <= MAX_LENGTH:
        typed = read(texts[0]), read(texts[1])
        points = _MANY_POINTS if any(map(_can_switch, typed)) else _POINTS
        truth = tally(*typed, read_assumptions(assume), points).verdict
        if truth in expected:
            yield Pair(*texts, assume, truth, source)


def _can_switch(e: Expr) -> bool:
    """Can it follow one law here and another there?"""
    return any(isinstance(node, Call) and node.name in _SWITCHES for node in walk(e))


# Derivatives ------------------------------------------------------------------------------------------------


def functions() -> tuple[Asked, ...]:
    """What is differentiated: every problem of the bank, the curriculum's, and the families."""
    found = [*map(_of_the_bank, _problems()), *_of_the_curriculum(), *families()]
    typed = [asked for asked in found if not _NUMBERED.search(asked.function)]
    return tuple({(asked.function, asked.wrt, asked.order): asked for asked in typed}.values())


def _problems() -> list[Problem]:
    bank = whole_bank()
    problems = bank.problems
    return [problem for problem in problems if not problem.functions]


def _of_the_bank(problem: Problem) -> Asked:
    assume = ", ".join(filter(None, (_condition(name, known) for name, known in problem.letters)))
    return Asked(problem.topic, show(problem.function, problem.wrt), problem.wrt, problem.order, assume)


def _condition(name: str, known: Interval) -> str:
    if known.whole:
        return f"{name}: integer"
    ends = [
        f"{end} {sign} {name}" if end is known.lo else f"{name} {sign} {end}"
        for end, closed in ((known.lo, known.lo_closed), (known.hi, known.hi_closed))
        if end is not None
        for sign in ("<=" if closed else "<",)
    ]
    return ", ".join(ends)


def _of_the_curriculum() -> Iterator[Asked]:
    for line in (DATA / "inventory.jsonl").read_text(encoding="utf-8").splitlines():
        item = json.loads(line)
        check = item.get("check") or {}
        if check.get("t") == "diff" and isinstance(check.get("x", "x"), str):
            assume = ", ".join(f"{name} > 0" for name in check.get("positive", ()) if name != check.get("x", "x"))
            yield Asked(item["topic"], check["f"], check.get("x", "x"), check.get("n", 1), assume)


def _right(asked: Asked) -> Expr:
    f = _read(asked.function)
    for _ in range(asked.order):
        f = derivative(f, asked.wrt)
    return f


def _read(text: str) -> Expr:
    return read(text, Scope(own=True))


def _derivatives() -> Iterator[Pair]:
    """The judge's own derivative beside the last line of the engine and SymPy's forms, and slips in one of them."""
    forms = dict(_kept_forms())
    for index, asked in enumerate(functions()):
        rng = Random(f"{asked.function} {index}")
        right = _right(asked)
        line = derive(_read(asked.function), asked.wrt, order=asked.order).line
        yield from _pair(right, line, asked.assume, f"engine {asked.topic}", ("equal",))
        others = [read(text) for text in forms.get(_head(asked), ())]
        for other in others:
            yield from _pair(line, other, asked.assume, f"form {asked.topic}", ("equal", "equal-on-part"))
        for typed in (line, *others[:1]):
            for kind, wrong in slipped(typed, rng, 2 if others else 3):
                yield from _pair(right, wrong, asked.assume, f"slip {kind}", ("different",))


def _mal_rules() -> Iterator[Pair]:
    """What wrong rules give on the problems of the bank."""
    bank = whole_bank()
    for id, mal_rule, wrong in rows("separates.tsv"):
        problem = bank.problem(id)
        if not problem.functions:
            asked = _of_the_bank(problem)
            yield from _pair(_right(asked), read(wrong), asked.assume, f"mal-rule {mal_rule}", ("different",))


# Identities -------------------------------------------------------------------------------------------------

_INSIDE = (
    "x", "2x", "x/2", "3x-1", "x^2", "x^2+1", "1-x", "1/x", "x^3", "sqrt(x)", "e^x", "ln(x)", "sin(x)", "x y", "a x",
    "x/(x+1)", "x+y", "-x", "e^(-x)", "cos(2x)", "x^2-x", "sqrt(x^2+1)", "a x+b", "x/3", "tan(x)", "1+e^x", "arctan(x)",
)  # fmt: skip
_AROUND = ("w", "w", "w", "3w-2x", "x^2 w", "w/(x^2+1)", "e^x*(w)", "1-w", "w^2", "x-w/4", "w cos(x)", "1/(4+w)")
_FILLED = 7


def _identities() -> Iterator[Pair]:
    for left, right, kind in rows("identities.tsv"):
        rng = Random(left + right)
        a, b = read(left), read(right)
        for index in range(_FILLED):
            inside = ["x", rng.choice(_INSIDE)] if not index else rng.sample(_INSIDE, 2)
            filled = {"u": read(inside[0]), "v": read(inside[1])}
            around = read(_AROUND[0] if not index else rng.choice(_AROUND))
            sides = [substitute(around, {"w": substitute(side, filled)}) for side in (a, b)]
            expected = ("equal",) if kind == "law" else ("different",)
            yield from _pair(sides[0], sides[1], "", kind, expected)


# SymPy's forms, which take long and are kept ----------------------------------------------------------------


def _head(asked: Asked) -> str:
    return "\t".join((asked.function, asked.wrt, str(asked.order), asked.assume))


def _kept_forms() -> Iterator[tuple[str, list[str]]]:
    lines = _FORMS.read_text(encoding="utf-8").splitlines() if _FORMS.exists() else []
    for line in lines:
        if not line.startswith("#"):
            cells = line.split("\t")
            yield "\t".join(cells[:4]), cells[4:]


_HEADER = """\
# What SymPy makes of derivatives: function, variable, order, assumptions, and up to three forms that are equal to the
# derivative, at least on a part of where it is defined. Written by python -m tests.corpus --write."""


def _write() -> None:
    """Make corpus.tsv anew."""
    lines = [_HEADER]
    for asked in functions():
        right = _right(asked)
        forms: list[str] = []
        for form in _sympy_forms(asked):
            text = show(form)
            known = read_assumptions(asked.assume)
            if len(text) > _LONGEST or text in forms or form == right:
                continue
            if tally(right, form, known).verdict in ("equal", "equal-on-part"):
                forms.append(text)
            if len(forms) == _MOST_FORMS:
                break
        if forms:
            lines.append("\t".join((_head(asked), *forms)))
            print(lines[-1], flush=True)
    _FORMS.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _sympy_forms(asked: Asked) -> Iterator[Expr]:
    """SymPy's derivative as it comes, then simplified, factored and rewritten, each form at most once."""
    import sympy

    from tutor import cas

    f = _read(asked.function)
    known = read_assumptions(asked.assume)
    names = {safe: name for name, safe in cas.safe_names(letters(f) | {asked.wrt} | known.keys()).items()}
    safe = {name: mark for mark, name in names.items()}
    rng = Random(asked.function)
    found: set[Any] = set()
    for signs in ({}, {safe[asked.wrt]: 1}):
        asked_of = cas.question(f, assume=known)
        asked_of["letters"].setdefault(safe[asked.wrt], {"whole": 0, "sign": 0, "zero": 1})
        variable = cas.parse(safe[asked.wrt], asked_of["letters"], signs)
        try:
            with _limited(5):
                first = sympy.diff(cas.parse(asked_of["texts"][0], asked_of["letters"], signs), variable, asked.order)
        except Exception:
            continue
        first = first.replace(sympy.DiracDelta, lambda *_: sympy.Integer(0))
        rewritings = list(_rewritings())
        rng.shuffle(rewritings)
        for rewrite in (lambda e: e, sympy.simplify, *rewritings):
            try:
                with _limited(5):
                    form = rewrite(first)
                if form not in found:
                    found.add(form)
                    tree = cas.from_sympy(form, names)
                    if size(tree) < 200:
                        yield tree
            except Exception:  # whatever SymPy raises, or what cannot be written here
                continue


def _rewritings() -> Iterable[Callable[[Any], Any]]:
    import sympy

    return (
        sympy.expand, sympy.factor, sympy.together, sympy.trigsimp, sympy.cancel, sympy.radsimp, sympy.powsimp,
        lambda e: sympy.logcombine(sympy.expand_log(e)), lambda e: e.rewrite(sympy.exp), lambda e: e.rewrite(sympy.sin),
        lambda e: e.rewrite(sympy.tan), lambda e: sympy.expand_trig(sympy.expand(e)), lambda e: e.rewrite(sympy.cos),
        lambda e: sympy.apart(sympy.together(e)), lambda e: sympy.collect(sympy.expand(e), sympy.exp(sympy.Wild("w"))),
        lambda e: sympy.factor(sympy.expand(e.rewrite(sympy.exp))), sympy.nsimplify, sympy.ratsimp,
    )  # fmt: skip


@contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Break off what takes longer; only where the system has an alarm clock."""

    def ring(*_: object) -> None:
        raise TimeoutError

    signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _main(args: list[str]) -> int:
    if args == ["--write"]:
        _write()
    counted = Counter((pair.source.split()[0], pair.truth) for pair in corpus())
    for (source, truth), count in sorted(counted.items()):
        print(f"{source:10} {truth:15} {count:5}")
    total = Counter(pair.truth for pair in corpus())
    print(f"{len(corpus())} pairs: {', '.join(f'{count} {truth}' for truth, count in total.items())}")
    return 0


if __name__ == "__main__":
    sys.exit(_main(sys.argv[1:]))
