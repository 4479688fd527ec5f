"""Run the benchmarks: `python -m tests.bench [NAME…]`; without a name, all of them."""

from __future__ import annotations

import sys

from tests.bench import bank, batch, corpus, derive, diagnose, equal, plots, quiz, reading, start, stuck, templates

BENCHES = {
    "start": start.run,
    "read": reading.run,
    "derive": derive.run,
    "diagnose": diagnose.run,
    "equal": equal.run,
    "corpus": corpus.run,
    "templates": templates.run,
    "bank": bank.run,
    "batch": batch.run,
    "stuck": stuck.run,
    "quiz": quiz.run,
    "plots": plots.run,
}


def main(names: list[str]) -> int:
    """Print the figures of the named benchmarks; 2 for a name that is none."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no benchmark {unknown[0]!r}; there are {', '.join(BENCHES)}")
        return 2
    for name, run in BENCHES.items():
        if not names or name in names:
            print(f"# {name}")
            run()
            print()
    return 0


sys.exit(main(sys.argv[1:]))
