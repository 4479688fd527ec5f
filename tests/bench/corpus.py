"""Our verdicts on the corpus: what is wrong, undecided or only agreed on, and what proved the rest."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from tests.bench.judged import Judged, judge, sympy_ready
from tests.bench.timing import say, spread
from tests.corpus import Pair, corpus

__all__ = ["run"]

_SHOWN = 40
_SLOW = 2.0

Found = list[tuple[Pair, Judged]]


def run() -> None:
    """Print the verdicts that are not the truth, the stages of the proofs, the times, and what is unproved."""
    pairs = corpus()
    with sympy_ready() as worker:
        texts = [(pair.a, pair.b, pair.assume) for pair in pairs]
        judge(texts[::200], worker, 1)
        found = list(zip(pairs, judge(texts, worker, 3), strict=True))
    for truth in ("equal", "different", "equal-on-part"):
        _say_truth(truth, [(pair, judged) for pair, judged in found if pair.truth == truth])
    say("SymPy was asked", f"in {sum(judged.asked for _, judged in found)} of {len(found)}")
    say("all", spread([judged.seconds for _, judged in found]))
    _say_stages(found)
    _list("slower than 2 s", [(pair, judged) for pair, judged in found if judged.seconds > _SLOW])
    _list("wrong or undecided", [(pair, judged) for pair, judged in found if judged.word != pair.truth])
    _list("unproved", [(pair, judged) for pair, judged in found if judged.how == "agrees"])


def _say_truth(truth: str, found: Found) -> None:
    wrong = Counter(judged.word for _, judged in found if judged.word != truth)
    said = ", ".join(f"{count} {word}" for word, count in wrong.most_common()) or "all right"
    say(f"{truth}: {len(found)}", said)
    if truth == "equal":
        proved = sum(judged.how == "proved" for _, judged in found)
        say("", f"{proved} proved, {100 * proved / max(1, len(found)):.1f}%")
    say("", spread([judged.seconds for _, judged in found]))


def _say_stages(found: Found) -> None:
    stages = Counter(judged.by if judged.how == "proved" else "agrees" for _, judged in found if judged.word == "equal")
    for stage, count in stages.most_common():
        times = [
            j.seconds for _, j in found if j.word == "equal" and (j.by == stage or (stage, j.how) == ("agrees",) * 2)
        ]
        say(f"  {stage}", f"{count:5}  {spread(times)}")


def _list(what: str, found: Sequence[tuple[Pair, Judged]]) -> None:
    """The first of them; all of them in a file."""
    say(what, str(len(found)))
    lines = [
        f"{pair.source}\t{pair.truth}\t{judged.word}\t{1000 * judged.seconds:.1f}\t{pair.a}\t{pair.b}\t{pair.assume}"
        for pair, judged in found
    ]
    for line in lines[:_SHOWN]:
        print("   ", line.replace("\t", " | "))
    if lines:
        kept = Path(tempfile.gettempdir(), f"tutor-bench-{what.replace(' ', '-')}.tsv")
        kept.write_text("\n".join(lines) + "\n", encoding="utf-8")
        print(f"    all {len(lines)} in {kept}")
