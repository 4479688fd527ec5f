"""How long an instance of a template takes, from id and seed to a problem that can be set."""

from __future__ import annotations

from time import perf_counter

from tests.bench.timing import say, spread
from tutor.bank import load_bank

SEEDS = 9


def run() -> None:
    """Print the times of nine seeds of every template, after one that pays for what has to be imported."""
    bank = load_bank()
    for entry in bank.templates:
        bank.problem(entry.id, 0)
    times = []
    for entry in bank.templates:
        for seed in range(1, 1 + SEEDS):
            started = perf_counter()
            bank.problem(entry.id, seed)
            times.append(perf_counter() - started)
    say(f"an instance of one of {len(bank.templates)} templates", spread(times), "median 3 ms")
