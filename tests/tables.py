"""The tables in tests/data: tab separated, one case a row, lines that begin with # are remarks."""

from __future__ import annotations

from pathlib import Path

DATA = Path(__file__).parent / "data"
RULES = Path(__file__).parent.parent / "tutor" / "rules"


def rows(name: str, folder: Path = DATA, *, may_be_empty: bool = False) -> list[tuple[str, ...]]:
    """The rows of a table as tuples of texts, all of the same length."""
    lines = (folder / name).read_text(encoding="utf-8").splitlines()
    found = [tuple(line.split("\t")) for line in lines if line.strip() and not line.startswith("#")]
    assert found or may_be_empty, f"{name}: no rows"
    assert len({len(row) for row in found}) <= 1, f"{name}: rows of different length"
    return found
