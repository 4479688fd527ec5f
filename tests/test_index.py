"""The index of the bank: as fast as it is invisible, and never believed when it is not of this file and this program."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tutor import index as index_module
from tutor.bank import Bank, bank_folder, load_bank
from tutor.choose import draw, plan
from tutor.entry import Entry
from tutor.index import FOLDER, Index
from tutor.nodes import packed, unpacked
from tutor.sitting import Sitting
from tutor.yamltree import parse

TEXT = """\
title: mine
problems:
  - {id: a, function: x^2, topic: power-int, answer: 2x, hints: ['', 'Which power, “this”?']}
  - {id: b, function: 'x^{n}', params: {n: 2..9}, topic: power-int, difficulty: 3}
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of its own, with a bank of two problems in it."""
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


def mine() -> Bank:
    return load_bank(["mine.yaml"])


def kept(folder: Path) -> list[Path]:
    return sorted((folder / FOLDER).iterdir())


def unread(*_: object) -> None:
    raise AssertionError("the YAML was read again")


def test_a_file_that_was_read_before_is_not_read_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = mine()
    monkeypatch.setattr("tutor.yamltree.parse", unread)
    again = mine()
    assert again.entries == first.entries
    assert [entry.is_template for entry in again.entries] == [False, True]
    assert [dict(entry.fields) for entry in again.entries] == [dict(entry.fields) for entry in first.entries]
    assert [again.problem(id) for id in ("a", "b@3")] == [first.problem(id) for id in ("a", "b@3")]
    assert again.problem("a").hints == ("", "Which power, “this”?")


def test_the_own_bank_is_the_same_from_the_index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = load_bank()
    monkeypatch.setattr("tutor.yamltree.parse", unread)
    again = load_bank()
    assert again.entries == first.entries
    assert [dict(entry.fields) for entry in again.entries] == [dict(entry.fields) for entry in first.entries]


@pytest.mark.parametrize(
    "given", [{}, {"topics": ["product", "chain-general"]}, {"levels": (3, 9)}, {"kinds": ["choice"]}]
)
def test_what_is_drawn_is_the_same_with_the_index_and_without(folder: Path, given: dict[str, Any]) -> None:
    load_bank()
    bank = load_bank()
    for seed in range(4):
        plans = [plan(known, bank.problem, seed=seed, **given) for known in (bank.pool, bank.entries)]
        sittings = [Sitting(12, seed)] * 2
        for _ in range(12):
            sittings = [draw(sitting, wanted, []) for sitting, wanted in zip(sittings, plans, strict=True)]
        assert sittings[0] == sittings[1]
        assert len(set(sittings[0].drawn)) == 12


def test_a_file_that_changes_is_read_anew_even_if_size_and_time_stay(folder: Path) -> None:
    mine()
    path = folder / "mine.yaml"
    before = path.stat()
    path.write_text(TEXT.replace("x^2", "x^3").replace("2x", "9x"), encoding="utf-8")
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert path.stat().st_size == before.st_size
    assert str(mine().problem("a").function) == str(load_bank(["mine.yaml"]).problem("a").function)
    assert "x^3" in mine().entries[0].text("function")


def test_a_problem_is_added_and_one_is_taken_away(folder: Path) -> None:
    mine()
    path = folder / "mine.yaml"
    path.write_text(TEXT + "  - {id: c, function: x^5, topic: power-int}\n", encoding="utf-8")
    assert [entry.id for entry in mine().entries] == ["a", "b", "c"]
    path.write_text(TEXT[: TEXT.index("  - {id: b")], encoding="utf-8")
    assert [entry.id for entry in mine().entries] == ["a"]
    path.write_text(TEXT, encoding="utf-8")
    assert [entry.id for entry in mine().entries] == ["a", "b"]


def test_the_same_text_under_another_name_has_the_other_name(folder: Path) -> None:
    mine()
    (folder / "other.yaml").write_text(TEXT, encoding="utf-8")
    assert {entry.file for entry in load_bank(["other.yaml"]).entries} == {"other.yaml"}


def test_a_file_with_a_fault_is_read_each_time(folder: Path) -> None:
    (folder / "mine.yaml").write_text(TEXT.replace("power-int, answer", "powers, answer"), encoding="utf-8")
    assert mine().found == mine().found != ()
    assert not (folder / FOLDER).exists()


def test_another_state_of_the_program_believes_nothing(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mine()
    monkeypatch.setattr(index_module, "_stamp", lambda: "another")
    monkeypatch.setattr("tutor.yamltree.parse", unread)
    with pytest.raises(AssertionError):
        mine()


def test_the_stamp_is_another_one_when_a_file_of_the_program_is_touched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("", "kinds", "form"):
        (tmp_path / name).mkdir(exist_ok=True)
    source = tmp_path / "kinds" / "choice.py"
    source.write_text("1", encoding="utf-8")
    monkeypatch.setattr(index_module, "__file__", str(tmp_path / "index.py"))
    before = index_module._stamp()
    assert before == index_module._stamp() != ""
    source.write_text("12", encoding="utf-8")
    assert index_module._stamp() != before
    monkeypatch.setattr(index_module, "__file__", str(tmp_path / "an.archive" / "index.py"))
    assert index_module._stamp() == ""


def spoilt(line: int, change: Callable[[list[Any]], object]) -> Callable[[bytes], bytes]:
    def spoil(whole: bytes) -> bytes:
        lines = whole.split(b"\n")
        known = json.loads(lines[line])
        change(known)
        lines[line] = json.dumps(known).encode()
        return b"\n".join(lines)

    return spoil


SPOILT: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda whole: b"",
    "cut": lambda whole: whole[:-5],
    "no text": lambda whole: b"\xff" + whole,
    "a letter changed": lambda whole: whole.replace(b"x^2", b"x^7"),
    "a list": lambda whole: b"[]\n",
    "another format": spoilt(0, lambda head: head.__setitem__(0, 0)),
    "another program": spoilt(0, lambda head: head.__setitem__(1, "another")),
    "a checksum short": spoilt(0, lambda head: head.pop()),
    "an id missing": spoilt(1, lambda names: names.__setitem__(2, "a")),
    "an id changed": spoilt(1, lambda names: names.__setitem__(2, "a\nc")),
    "an unknown sort": spoilt(1, lambda names: names.__setitem__(1, "0007")),
    "a line changed": spoilt(2, lambda places: places[0].__setitem__(0, 1)),
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_spoilt_index_is_made_anew(folder: Path, spoil: Callable[[bytes], bytes]) -> None:
    first = mine()
    (path,) = kept(folder)
    whole = path.read_bytes()
    path.write_bytes(spoil(whole))
    again = mine()
    assert again.entries == first.entries
    assert [again.problem(id) for id in ("a", "b@3")] == [first.problem(id) for id in ("a", "b@3")]
    assert path.read_bytes() == whole


def test_what_is_spoilt_or_gone_after_it_was_opened_is_read_from_the_bank(folder: Path) -> None:
    first = mine()
    (path,) = kept(folder)
    for spoil in (lambda: path.write_bytes(path.read_bytes().replace(b"x^2", b"x^7")), path.unlink):
        opened = mine()
        spoil()
        assert opened.problem("a") == first.problem("a")


def test_problems_are_chosen_from_the_index_without_a_look_at_their_fields(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = mine()

    def unwanted(*_: object) -> None:
        raise AssertionError("the rest of the index was read")

    monkeypatch.setattr(index_module, "_rest", unwanted)
    again = mine()
    assert list(again.pool.ids()) == list(first.pool.ids())
    assert again.pool.sorts == first.pool.sorts
    assert [sort.is_endless for sort in again.pool.sorts_of(["a", "b"]).values()].count(True) == 1
    assert draw(Sitting(2, 1), plan(again.pool, again.problem, seed=1), []).drawn == ("a",)


def test_a_file_of_all_sorts_is_read_each_time(tmp_path: Path) -> None:
    entry = Entry("a", "power-int", "", "differentiate", None, "mine.yaml", 1, {})
    index = Index(tmp_path)
    index.add(b"text", [entry._replace(id=str(n), title=f"title {n}") for n in range(257)])
    index.add(b"text", [entry._replace(id="a\nb")])
    assert index.get(b"text", "mine.yaml", list) is None
    index.add(b"text", [entry])
    assert index.get(b"text", "mine.yaml", list) is not None


def test_no_folder_is_made_where_the_program_keeps_nothing(tmp_path: Path) -> None:
    Index(tmp_path / "none").add(b"text", [])
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_written_to_is_no_hindrance(folder: Path) -> None:
    (folder / FOLDER).write_text("", encoding="utf-8")
    assert len(mine().entries) == len(mine().entries) == 2


def test_what_is_kept_does_not_grow_for_ever(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "_MOST", 6)
    for n in range(20):
        (folder / "mine.yaml").write_text(TEXT.replace("mine", f"mine {n}"), encoding="utf-8")
        mine()
        assert len(kept(folder)) <= 6


@pytest.mark.parametrize("file", sorted(bank_folder().glob("*.yaml")), ids=lambda file: file.stem)
def test_every_file_of_the_bank_survives_packing(file: Path) -> None:
    root, faults = parse(file.read_text(encoding="utf-8"), "mine.yaml")
    assert root is not None and not faults
    assert unpacked(packed(root)) == root
