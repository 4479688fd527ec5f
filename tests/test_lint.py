"""The linter: every kind of fault, each with its place, word for word."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tables import DATA
from tutor.bank import bank_folder, load_bank
from tutor.faults import report
from tutor.fields import FIELDS
from tutor.kinds import KINDS
from tutor.lint import CHECKS, examine, lint
from tutor.topics import TOPICS

FAULTY = DATA / "faulty-banks"
README = Path(__file__).parent.parent / "problems" / "README.md"
ROWS = [
    [cell.strip().strip("`") for cell in line.strip("|\n ").split(" | ")]
    for line in README.read_text(encoding="utf-8").splitlines()
    if line.startswith("| ")
]


@pytest.mark.parametrize("path", sorted(FAULTY.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_faulty_bank_is_reported_word_for_word(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FAULTY)
    found = examine([path.name])
    assert report(found.findings, found.fine) + "\n" == path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", sorted(FAULTY.glob("*.yaml")), ids=lambda path: path.stem)
def test_a_caret_stands_under_the_column_that_is_named(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    for found in lint([path]):
        assert 1 <= found.line <= len(lines)
        shown, carets = found.snippet.splitlines()[-2:]
        assert shown.split(" | ", 1)[1] == lines[found.line - 1].replace("\t", " ")
        assert carets.split(" | ", 1)[1].index("^") == found.column - 1


# Every third file: `tutor bank lint problems` examines all of them, and so does `-m long`.
FILES = sorted(bank_folder().glob("*.yaml"), key=lambda path: (path.stem.startswith("templates-"), path))
IN_SHORT = [path for path in FILES if not path.stem.startswith("templates-")][::3]
MARKED = [pytest.param(path, marks=[pytest.mark.long] * (path not in IN_SHORT)) for path in FILES]


@pytest.mark.parametrize("path", MARKED, ids=lambda path: path.stem)
def test_own_bank_has_no_finding_and_every_answer_is_proved(path: Path) -> None:
    found = examine([path])
    assert report(found.findings, found.fine) == report((), found.fine)
    assert found.fine == len(load_bank([path]).entries) > 0


def test_own_bank_is_sound_as_a_whole() -> None:
    assert load_bank().found == ()
    assert len(load_bank().entries) >= 900


def test_a_long_line_is_cut_around_its_caret(tmp_path: Path) -> None:
    path = tmp_path / "long.yaml"
    sum_of_many = " + ".join(f"x^{n}" for n in range(2, 60))
    fields = f"id: long\n    topic: linearity\n    function: {sum_of_many} + sen(x)\n"
    path.write_text(f"title: T\nproblems:\n  - {fields}")
    (found,) = lint([path])
    shown, carets = found.snippet.splitlines()
    assert len(shown) < 100
    assert shown[carets.index("^") :].startswith("sen(x)")


def test_several_files_are_counted_together(tmp_path: Path) -> None:
    for name in ("a", "b"):
        text = f"title: T\nproblems:\n  - {{id: {name}, topic: linearity, function: 5x^2, answer: 5x}}\n"
        (tmp_path / f"{name}.yaml").write_text(text)
    found = examine([tmp_path])
    assert report(found.findings, found.fine).splitlines()[-1] == " 2 faults in 2 files, 0 problems fine"


def test_every_check_says_what_it_demands() -> None:
    assert all(check.__doc__ for check in CHECKS)


# --- the guide for authors ---


def test_the_guide_lists_the_fields_and_the_topics() -> None:
    named = [row[0] for row in ROWS]
    assert {field.name for field in FIELDS} <= set(named)
    required = {row[0] for row in ROWS if len(row) == 3 and row[1] == "required"}
    assert required == {field.name for field in FIELDS if field.required}
    fields = {row[0]: row[2].partition(";") for row in ROWS if len(row) == 4 and row[0] in KINDS}
    assert {kind: (needed.split(), may.split()) for kind, (needed, _, may) in fields.items()} == {
        kind: (
            [name.rstrip("!") for name in registered.fields.split() if name.endswith("!")],
            [name for name in registered.fields.split() if not name.endswith("!")],
        )
        for kind, registered in KINDS.items()
    }
    assert [(row[0], row[1]) for row in ROWS if row[0].isdigit()] == [(str(t.level), t.id) for t in TOPICS]


def test_the_examples_of_the_guide_are_sound(tmp_path: Path) -> None:
    """The first is a whole file, the others are problems."""
    blocks = [block.split("```")[0] for block in README.read_text(encoding="utf-8").split("```yaml\n")[1:]]
    assert len(blocks) >= 4
    path = tmp_path / "guide.yaml"
    path.write_text(blocks[0] + "".join(blocks[1:]), encoding="utf-8")
    assert [str(found) for found in lint([path])] == []
