"""A YAML text as a tree in which every node knows its place and every scalar is the text that was written.

PyYAML's events, read by its C parser, are put together here instead of being loaded: `on` stays `on`,
`012` stays `012`, no key is lost to a later one of the same name, and aliases, anchors and tags are faults.
A line that YAML cannot read is noted and taken out, and the rest is read again: it hides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from tutor.faults import Fault
from tutor.mend import control_character, located, take_out
from tutor.nodes import Mapping, Node, Scalar, Sequence

__all__ = ["Mapping", "Node", "Scalar", "Sequence", "parse"]

_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the C parser is missing on a few platforms
_MENDS = 40  # unreadable lines that are taken out of a file before it is given up


def parse(text: str, file: str) -> tuple[Node | None, list[Fault]]:
    """The tree of the text's only document (None: nothing in it) and the faults of its notation, by place."""
    lines = text.split("\n")
    faults: list[Fault] = []
    mended: set[int] = set()
    for _ in range(_MENDS):
        try:
            root, tree_faults = _tree("\n".join(lines), mended, file)
        except yaml.YAMLError as error:
            fault, line = _placed(error, lines, file)
            if line not in mended:
                faults.append(fault)
            if not line or not take_out(lines, line, mended):
                return None, faults
        else:
            return root, faults + tree_faults
    return None, faults


def _placed(error: yaml.YAMLError, lines: list[str], file: str) -> tuple[Fault, int]:
    """The fault behind an error, and its line."""
    if not isinstance(error, yaml.MarkedYAMLError):  # a ReaderError: a control character
        return control_character(getattr(error, "position", 0), lines, file)
    marks = [mark for mark in (error.problem_mark, error.context_mark) if mark is not None]
    return located(str(error.problem), [(mark.line + 1, mark.column + 1) for mark in marks], lines, file)


def _tree(text: str, mended: set[int], file: str) -> tuple[Node | None, list[Fault]]:
    """The tree from the events of one pass; raises yaml.YAMLError."""
    builder = _Builder(mended, file)
    for event in yaml.parse(text, Loader=_LOADER):
        take = builder.actions.get(type(event))
        if take is not None:
            take(event)
    return builder.root, builder.faults


class _Builder:
    """A tree in the making. PyYAML's events are typed loosely, hence `Any`."""

    def __init__(self, mended: set[int], file: str) -> None:
        self.mended = mended
        self.file = file
        self.root: Node | None = None
        self.faults: list[Fault] = []
        self.documents = 0
        self.key: Scalar | None = None  # of the innermost mapping: it waits for its value
        self.open: list[tuple[Mapping | Sequence, Scalar | None]] = []  # with the key around it
        self.actions: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: lambda event: self.begin(event, Mapping),
            yaml.SequenceStartEvent: lambda event: self.begin(event, Sequence),
            yaml.MappingEndEvent: self.end,
            yaml.SequenceEndEvent: self.end,
            yaml.AliasEvent: self.alias,
            yaml.DocumentStartEvent: self.document,
        }

    def scalar(self, event: Any) -> None:
        start, end, style = event.start_mark, event.end_mark, event.style or ""
        line = start.line + 1
        if line in self.mended:
            style = "?"
        elif event.anchor or event.tag:
            style = "?"
            self.faults.append(_decorated(event, self.file))
        self.place(Scalar(event.value, line, start.column + 1, end.line + 1, end.column + 1, style))

    def begin(self, event: Any, kind: type[Mapping] | type[Sequence]) -> None:
        if event.anchor or event.tag:
            self.faults.append(_decorated(event, self.file))
        start = event.start_mark
        self.open.append((kind([], start.line + 1, start.column + 1), self.key))
        self.key = None

    def end(self, event: Any) -> None:
        node, self.key = self.open.pop()
        self.place(node)

    def alias(self, event: Any) -> None:
        self.faults.append(_decorated(event, self.file))
        start, end = event.start_mark, event.end_mark
        self.place(Scalar("", start.line + 1, start.column + 1, end.line + 1, end.column + 1, "?"))

    def document(self, event: Any) -> None:
        self.documents += 1
        if self.documents == 2:
            mark = event.start_mark
            message = "a second document begins here; a file of the bank is one document"
            self.faults.append(Fault("yaml", message, self.file, mark.line + 1, mark.column + 1, 3))

    def place(self, node: Node) -> None:
        """Put a finished node where it belongs."""
        if not self.open:
            self.root = self.root or node
            return
        parent = self.open[-1][0]
        if isinstance(parent, Sequence):
            parent.items.append(node)
        elif self.key is not None:
            parent.pairs.append((self.key, node))
            self.key = None
        elif isinstance(node, Scalar):
            self.key = node
        else:
            message = "a field name has to be a word"
            self.faults.append(Fault("wrong-shape", message, self.file, node.line, node.column))
            self.key = Scalar("", node.line, node.column, node.line, node.column, "?")


def _decorated(event: Any, file: str) -> Fault:
    """An alias, an anchor or a tag: a formula that lacks its quotes, or a trick that a bank does not need."""
    mark = event.start_mark
    if isinstance(event, yaml.AliasEvent):
        sign, what = f"*{event.anchor}", "a reference"
    elif event.anchor:
        sign, what = f"&{event.anchor}", "a label"
    else:
        sign, what = str(event.tag), "a type"
    message = f'"{sign}" is {what} in YAML, and a bank has none'
    return Fault(
        "quotes-needed",
        message,
        file,
        mark.line + 1,
        mark.column + 1,
        len(sign),
        "",
        "if text is meant, quote it",
    )
