"""The bank: YAML files to problems, quickly, with a place for every fault.

Loading checks the structure of the files and reads no formula. The formulas of a problem are read when it is
asked for. A faulty file or problem stops no other: `Bank.faults` says what was left out and why.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from tutor.entry import Entry, read_entry
from tutor.errors import BankError, TutorError
from tutor.faults import Fault, in_order, shown_path
from tutor.fields import FILE_FIELDS
from tutor.home import home
from tutor.index import Index
from tutor.kinds import DIFFERENTIATE
from tutor.nodes import Mapping, Node, Scalar
from tutor.nodes import Sequence as Items
from tutor.pool import Batch, Pool, batch_of
from tutor.problem import Problem, instance_of
from tutor.sentences import nearest
from tutor.structure import check_fields, check_problem

if TYPE_CHECKING:
    from tutor.spots import Spots

__all__ = ["FIRST_SEED", "Bank", "Entry", "bank_folder", "load_bank"]

FIRST_SEED = 1  # of a template where nobody says which


class Part(Protocol):
    """The problems of one file, in its order: to choose from, and to be had one by one."""

    @property
    def batch(self) -> Batch: ...
    def entry(self, number: int) -> Entry: ...


@dataclass(frozen=True, slots=True)
class Listed:
    """Problems that were read just now."""

    entries: Sequence[Entry]

    @property
    def batch(self) -> Batch:
        return batch_of(self.entries)

    def entry(self, number: int) -> Entry:
        return self.entries[number]


@dataclass(slots=True)
class Bank:
    """`pool` are the problems whose structure is sound, in file order; `found` are all faults.

    `damaged` are those that have a fault of structure, for the linter alone: their formulas may have more.
    """

    parts: tuple[Part, ...]
    found: tuple[Fault, ...] = ()
    damaged: tuple[Entry, ...] = ()
    files: tuple[str, ...] = ()
    pool: Pool = field(init=False)
    _entries: tuple[Entry, ...] | None = None
    _read: dict[tuple[str, int | None], Problem] = field(default_factory=dict)
    _spots: tuple[Spots, ...] | None = None

    def __post_init__(self) -> None:
        self.pool = Pool.of(*(part.batch for part in self.parts))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """All of them, in file order."""
        if self._entries is None:
            counted = zip(self.parts, self.pool.batches, strict=True)
            self._entries = tuple(part.entry(i) for part, batch in counted for i in range(len(batch.ids)))
        return self._entries

    def entry(self, id: str) -> Entry | None:
        """The one of this id."""
        for part, batch in zip(self.parts, self.pool.batches, strict=True):
            if id in batch.ids:
                return part.entry(batch.ids.index(id))
        return None

    @property
    def faults(self) -> tuple[BankError, ...]:
        """Every fault of structure, in file order."""
        return tuple(fault.error() for fault in self.found)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Every problem that can be read, in file order; of templates there is no end, so they are not among them."""
        return tuple(self._readable())

    @property
    def spots(self) -> tuple[Spots, ...]:
        """Mistakes to be spotted without end, an entry a topic: nobody has written them, so they are asked for."""
        if self._spots is None:
            from tutor.spots import spots_in

            self._spots = spots_in(self.entries)
        return self._spots

    @property
    def templates(self) -> tuple[Entry, ...]:
        """The entries of which a seed makes a problem."""
        return tuple(entry for entry in self.entries if entry.is_template)

    def problem(self, id: str, seed: int | None = None) -> Problem:
        """The problem of this id, the part "id:2" of it, or the instance "id@7" of a template.

        The seed may also stand by itself; where none is given it is 1. A problem of which there is only one has no use
        for it.
        Raises TutorError if there is none, BankError if it cannot be read.
        """
        name, found = instance_of(id)
        given = seed if found is None else found
        name, _, part = name.partition(":")
        if part:
            parts = self.problem(name, given).parts
            if not part.isdigit() or not 0 < int(part) <= len(parts):
                has = f"{len(parts)} parts" if parts else "no parts"
                raise TutorError(f'the problem "{name}" has {has}')
            return parts[int(part) - 1]
        name, found = instance_of(name)
        entry = self.entry(name)
        if entry is None and (spots := next((each for each in self._spots_of(name) if each.id == name), None)):
            from tutor.spots import spotted

            return spotted(spots, FIRST_SEED if given is None else given, self.problem)
        if entry is None:
            near = nearest(name, tuple(self.pool.ids()))
            meant = f', did you mean "{near}"?' if near else ""
            raise TutorError(f'the bank has no problem "{name}"{meant}')
        given = given if found is None else found
        if entry.is_template and given is None:
            given = FIRST_SEED
        key = name, given if entry.is_endless else None
        if key not in self._read:
            self._read[key] = _read(entry, key[1])
        return self._read[key]

    def _spots_of(self, name: str) -> tuple[Spots, ...]:
        return self.spots if name.startswith("spot-") else ()

    def _readable(self) -> Iterator[Problem]:
        for entry in self.entries:
            if entry.is_template:
                continue
            try:
                yield self.problem(entry.id)
            except BankError:
                continue


class _Found(NamedTuple):
    """The problems of a file whose structure is sound, those with a fault of structure, and the faults of the file."""

    part: Part
    damaged: Sequence[Entry] = ()
    faults: Sequence[Fault] = ()


def _read(entry: Entry, seed: int | None) -> Problem:
    if entry.is_template:
        from tutor.template import read_instance

        problem, faults = read_instance(entry, FIRST_SEED if seed is None else seed)
    else:
        problem, faults = read_entry(entry)
    if problem is None:
        raise faults[0].error()
    if seed is None or problem.task is None:
        return problem
    return replace(problem, seed=seed, task=problem.task.drawn(f"{entry.id}@{seed}"))


def bank_folder() -> Path:
    """The project's own problems: in the installed package, else beside it (an editable install)."""
    package = Path(__file__).parent
    inside = package / "problems"
    return inside if inside.is_dir() else package.parent / "problems"


def load_bank(paths: Iterable[Path | str] | None = None) -> Bank:
    """The problems of these files and folders, or the project's own; no formula is read yet."""
    collecting = gc.isenabled()
    gc.disable()  # thousands of small nodes that all stay: collecting among them is lost time
    try:
        return _load([bank_folder()] if paths is None else [Path(path) for path in paths])
    finally:
        if collecting:
            gc.enable()


def _load(paths: list[Path]) -> Bank:
    index = Index(home())
    parts: list[Part] = []
    damaged: list[Entry] = []
    faults: list[Fault] = []
    files: list[str] = []
    for path in paths:
        listed, missing = _files(path)
        faults.extend(missing)
        for file, name in listed:
            if name in files:
                continue  # named twice, or named beside its folder
            files.append(name)
            found = _load_file(file, name, index)
            parts.append(found.part)
            damaged += found.damaged
            faults += found.faults
    bank = Bank(tuple(parts), tuple(in_order(faults)), tuple(damaged), tuple(files))
    ids = {entry.id for entry in damaged}.union(*(batch.ids for batch in bank.pool.batches))
    return bank if len(ids) == bank.pool.size + len(damaged) else _without_doubles(bank)


def _files(path: Path) -> tuple[list[tuple[Path, str]], list[Fault]]:
    """The bank files at this path, by name, and how each is shown."""
    if path.is_dir():
        shown = shown_path(path).removesuffix("/")
        start = "" if shown == "." else f"{shown}/"
        listed = sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml"})
        if listed:
            return [(file, shown_path(file) if file.is_symlink() else start + file.name) for file in listed], []
        return [], [Fault("no-file", "there is no bank file (*.yaml) in this folder", shown_path(path))]
    if path.exists():
        return [(path, shown_path(path))], []
    return [], [Fault("no-file", "there is no such file or folder", shown_path(path))]


def _load_file(path: Path, name: str, index: Index) -> _Found:
    """The problems of a file and its faults; from the index where the same text was read before."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {(error.strerror or 'no reason given').lower()}"
        return _nothing(Fault("no-file", message, name))

    def read_again() -> Sequence[Entry]:
        entries = _read_file(content.decode("utf-8-sig"), name).entries
        index.add(content, entries)
        return entries

    kept = index.get(content, name, read_again)
    if kept is not None:
        return _Found(kept)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _nothing(_not_utf8(error, name))
    sound, damaged, faults = _read_file(text, name)
    if not faults:
        index.add(content, sound)
    return _Found(Listed(sound), damaged, faults)


def _nothing(*faults: Fault) -> _Found:
    return _Found(Listed(()), (), faults)


class _Entries(NamedTuple):
    entries: list[Entry]
    damaged: list[Entry]
    faults: list[Fault]


def _read_file(text: str, name: str) -> _Entries:
    from tutor.yamltree import parse

    root, faults = parse(text.replace("\r\n", "\n"), name)
    source = text.splitlines()
    if not isinstance(root, Mapping):
        if not faults:
            message = "the file is empty" if root is None else "the file should begin with a title"
            wanted = "wanted: title: …, then problems: and a list"
            faults.append(Fault("wrong-shape", message, name, 1, 1, 1, "", wanted))
        return _Entries([], [], faults)
    found, wrong = check_fields(root, FILE_FIELDS, name, source)
    faults.extend(wrong)
    title, problems = found.get("title"), found.get("problems")
    if not isinstance(problems, Items):
        return _Entries([], [], faults)
    if not problems.items:
        faults.append(Fault("bad-value", "there is no problem in this file", name, problems.line, problems.column))
        return _Entries([], [], faults)
    titled = title.text if isinstance(title, Scalar) else ""
    bad_lines = {fault.line for fault in faults}
    sound: list[Entry] = []
    damaged: list[Entry] = []
    ends = [item.line for item in problems.items[1:]] + [len(source) + 2]
    for item, end in zip(problems.items, ends, strict=True):
        entry, wrong = _entry(item, titled, name, source)
        if any(item.line <= line < end for line in bad_lines):
            # A line of it could not be read: what seems to be missing may have stood there.
            faults.extend(fault for fault in wrong if fault.code != "missing-field")
            continue
        faults.extend(wrong)
        if entry is not None:
            (damaged if wrong else sound).append(entry)
    return _Entries(sound, damaged, faults)


def _not_utf8(error: UnicodeDecodeError, name: str) -> Fault:
    before = error.object[: error.start]
    line = before.count(b"\n") + 1
    column = error.start - (before.rfind(b"\n") + 1) + 1
    return Fault("no-file", "the file is not text in UTF-8 from here on", name, line, column)


def _entry(item: Node, title: str, file: str, source: list[str]) -> tuple[Entry | None, list[Fault]]:
    """The light entry of one problem (None where it has no id or topic to go by) and its faults."""
    if not isinstance(item, Mapping):
        wanted = "a problem begins with - id:, and its other fields stand below"
        return None, [Fault("wrong-shape", "this is not a problem", file, item.line, item.column, 1, "", wanted)]
    found, faults = check_problem(item, file, source)
    if faults:
        id_node = found.get("id")
        label = id_node.text if isinstance(id_node, Scalar) else f"{file}:{item.line}"
        faults = [_about(fault, label, item) for fault in faults]
    id_text, topic = found.get("id"), found.get("topic")
    kind, difficulty = found.get("kind"), found.get("difficulty")
    if not isinstance(id_text, Scalar) or not isinstance(topic, Scalar) or "?" in (id_text.style, topic.style):
        return None, faults  # a fault of notation is noted already
    return Entry(
        id_text.text,
        topic.text,
        title,
        kind.text if isinstance(kind, Scalar) else DIFFERENTIATE,
        int(difficulty.text) if isinstance(difficulty, Scalar) and difficulty.text.isdigit() else None,
        file,
        item.line,
        found,
    ), faults


def _about(fault: Fault, id: str, item: Mapping) -> Fault:
    return replace(fault, problem=id, above=item.line)


def _without_doubles(bank: Bank) -> Bank:
    """The bank without the problems whose id came before, and a fault for each of these, damaged ones too."""
    first: dict[str, Entry] = {}
    faults = []
    for entry in (*bank.entries, *bank.damaged):
        other = first.setdefault(entry.id, entry)
        if other is not entry:
            node = entry.fields["id"]
            place = f"in line {other.line}" if other.file == entry.file else f"by {other.file}:{other.line}"
            message = f'the id "{entry.id}" is taken {place}'
            # The id is that of a sound problem, so the fault is counted under its place.
            label = f"{entry.file}:{entry.line}"
            faults.append(
                Fault("duplicate-id", message, entry.file, node.line, node.column, len(entry.id), "", "", label)
            )
    sound = {id(entry) for entry in bank.entries}
    kept = [entry for entry in first.values() if id(entry) in sound]
    return Bank((Listed(kept),), tuple(in_order([*bank.found, *faults])), bank.damaged, bank.files)
