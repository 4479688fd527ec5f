"""Who may import whom: the table of the architecture, enforced on the source itself."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent / "tutor"

# The table of the document is the table of the test.
ROW = re.compile(r"^\| (\w+) \| ((?:`\w+` ?)+) \|", re.MULTILINE)
DOCUMENT = (PACKAGE / "docs" / "architecture.md").read_text(encoding="utf-8")
LAYERS = [(layer, frozenset(re.findall(r"\w+", modules))) for layer, modules in ROW.findall(DOCUMENT)]
RANK = {module: rank for rank, (_, modules) in enumerate(LAYERS) for module in modules}

# Third parties, each at home in few modules.
HOMES: dict[str, frozenset[str]] = {
    "sympy": frozenset({"cas"}),
    "mpmath": frozenset({"ball", "evaluate", "numeral"}),
    "yaml": frozenset({"yamltree"}),
    "sqlite3": frozenset({"progress"}),
    "typer": frozenset({"cli"}),
    "rich": frozenset({"ui", "cli"}),
    "prompt_toolkit": frozenset({"ui"}),
}

MODULES = sorted(PACKAGE.rglob("*.py"))


def _name(path: Path) -> str:
    """`tutor/rules/model.py` belongs to `rules`."""
    return path.relative_to(PACKAGE).with_suffix("").parts[0]


@cache
def _imports(path: Path) -> list[tuple[str, bool]]:
    """Every module imported anywhere in the file, and whether only the type checker reads it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for_types = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    found = []
    for node in ast.walk(tree):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module:
            names = [f"tutor.{a.name}" for a in node.names] if node.module == "tutor" else [node.module]
        found += [(name, id(node) in for_types) for name in names]
    return found


def test_a_module_imports_only_from_its_row_or_above() -> None:
    here = {path: _name(path) for path in MODULES if _name(path) != "__init__"}
    assert {path: name for path, name in here.items() if name not in RANK} == {}, "no place in the table of layers"
    later = [
        f"{path.relative_to(PACKAGE)} imports {name}, a later layer"
        for path, rank in ((path, RANK[name]) for path, name in here.items())
        for name, for_types in _imports(path)
        if name.startswith("tutor.") and not for_types and RANK.get(name.split(".")[1], rank) > rank
    ]
    assert later == []


def test_third_parties_are_imported_where_they_are_at_home() -> None:
    elsewhere = [
        f"{path.relative_to(PACKAGE)} imports {name}"
        for path in MODULES
        for name, for_types in _imports(path)
        if not for_types and not _is_at_home(name.split(".")[0], _name(path))
    ]
    assert elsewhere == []


def _is_at_home(top: str, here: str) -> bool:
    anywhere = top in ("tutor", "__future__") or (top in sys.stdlib_module_names and top not in HOMES)
    return anywhere or here in HOMES.get(top, frozenset())


def test_the_table_names_no_module_that_is_gone() -> None:
    there = {_name(path) for path in MODULES}
    assert {module for _, row in LAYERS for module in row} == there - {"__init__"}
