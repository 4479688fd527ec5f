"""The cache of bank files: as fast as it is invisible."""

from __future__ import annotations

from pathlib import Path

import pytest

from tutor.bank import bank_folder, load_bank
from tutor.nodes import Node, packed, unpacked
from tutor.treecache import FILE, TreeCache
from tutor.yamltree import parse

TEXT = b"title: mine\nproblems:\n  - {id: a, function: x^2, topic: power-int}\n"


def tree(text: bytes = TEXT) -> Node:
    root, faults = parse(text.decode(), "mine.yaml")
    assert root is not None and not faults
    return root


def test_a_tree_comes_back_as_it_was(tmp_path: Path) -> None:
    with TreeCache(tmp_path) as trees:
        assert trees.get(TEXT) is None
        trees.add(TEXT, tree())
    with TreeCache(tmp_path) as trees:
        assert trees.get(TEXT) == tree()


@pytest.mark.parametrize("file", sorted(bank_folder().glob("*.yaml")), ids=lambda file: file.stem)
def test_every_file_of_the_bank_survives_packing(file: Path) -> None:
    root = tree(file.read_bytes())
    assert unpacked(packed(root)) == root


def test_a_changed_file_is_another_file(tmp_path: Path) -> None:
    with TreeCache(tmp_path) as trees:
        trees.add(TEXT, tree())
    with TreeCache(tmp_path) as trees:
        assert trees.get(TEXT.replace(b"x^2", b"x^3")) is None


@pytest.mark.parametrize(
    "broken", ["", "{", "[]", '{"format": 1}', '{"format": 1, "trees": {"%s": 7}}', '{"format": 0}']
)
def test_a_broken_cache_is_ignored(tmp_path: Path, broken: str) -> None:
    (tmp_path / FILE).write_text(broken, encoding="utf-8")
    with TreeCache(tmp_path) as trees:
        assert trees.get(TEXT) is None


def test_no_folder_is_made_for_it(tmp_path: Path) -> None:
    with TreeCache(tmp_path / "none") as trees:
        trees.add(TEXT, tree())
    assert not (tmp_path / "none").exists()


def test_the_bank_is_the_same_from_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TUTOR_HOME", str(tmp_path))
    first = load_bank()
    assert (tmp_path / FILE).exists()
    again = load_bank()
    assert again.entries == first.entries
    assert again.problem("chain-ex2a") == first.problem("chain-ex2a")
