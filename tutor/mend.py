"""Lines that YAML cannot read: what an author did there, said in his words, and the line taken out.

YAML gives `|`, `*`, `[` and others a meaning of its own, and complains in the words of a parser. Nearly
always a formula lacks its quotes.
"""

from __future__ import annotations

import re

from tutor.faults import Fault

__all__ = ["control_character", "located", "take_out"]

Place = tuple[int, int]  # line and column, from 1

_FIELD = r"^(?P<head>\s*(?:- +)?(?:(?P<name>[^\s:#'\"\[{][^:#]*?)\s*:|-)\s+)(?P<value>\S.*?)\s*$"

_OPEN_QUOTE = "a quote is opened here and not closed on its line"
_BACKSLASH = 'inside double quotes YAML reads "\\" as a command'
# What is at fault in a value, in the order in which it is looked for, and what it does in YAML. Patterns are
# compiled when a file is faulty, not at start-up.
_AILMENTS: tuple[tuple[str, str], ...] = (
    (r"\|", '"|" begins a block of text in YAML'),
    (r">", '">" begins a block of text in YAML'),
    (r"[%@`]", '"{0}" cannot begin a value in YAML'),
    (r"\*", '"*" begins a reference in YAML'),
    (r"&", '"&" begins a label in YAML'),
    (r"!", '"!" begins a type in YAML'),
    (r"[-?:](?= )", '"{0} " cannot begin a value in YAML'),
    (r"[\],}]", '"{0}" cannot begin a value in YAML'),
    (r"'(?:[^']|'')*$|\"(?:[^\"\\]|\\.)*$", _OPEN_QUOTE),
    (r"'(?:[^']|'')*'(?=.)|\"(?:[^\"\\]|\\.)*\"(?=.)", "text goes on after the closing quote"),
    (r"\"", _BACKSLASH),
    (r"\[[^\]]*$", '"[" begins a list in YAML, and it is never closed'),
    (r"\{[^}]*$", '"{{" begins a group in YAML, and it is never closed'),
    (r"[\[{].*[\]}](?=\s*[^\s#])", "text goes on after the closing bracket"),
)
# Where no value is at fault: what stands in the line (^) or in YAML's own words, and how we say it.
_OTHERWISE: tuple[tuple[str, str, str], ...] = (
    (r"^ *\t", "a tab stands here", "indent with blanks"),
    (r"mapping values are not allowed", '": " ends a field name in YAML', "if text is meant, quote it"),
    (
        r"could not find expected ':'",
        "a line of its own should be a field",
        "write a name, a colon and a blank first",
    ),
    (
        r"did not find expected (key|'-' indicator)|expected <block end>",
        "this line is indented unlike those above",
        "",
    ),
)
_COLON = r":(?= |$)"


def located(problem: str, places: list[Place], lines: list[str], file: str) -> tuple[Fault, int]:
    """The fault behind what YAML says, in an author's words, and the line to take out.

    `places` are those YAML names (lines and columns from 1), where it stopped first.
    """
    for line in _suspects(places, len(lines)):
        ailment = _ailment(lines, line)
        if ailment is not None:
            return _quotes_fault(lines[line - 1], ailment, file, line), line
    line, column = places[0]
    line = min(line, len(lines))
    for pattern, said, help_text in _OTHERWISE:
        if re.search(pattern, lines[line - 1] if pattern.startswith("^") else problem):
            return Fault("yaml", said, file, line, column, 1, "", help_text), line
    return Fault("yaml", f"YAML cannot read on from here: {problem}", file, line, column), line


def control_character(position: int, lines: list[str], file: str) -> tuple[Fault, int]:
    """The fault of a character that no text should have, at this position of the text, and its line."""
    for line, text in enumerate(lines, start=1):
        if position <= len(text):
            return Fault("yaml", "a control character stands here", file, line, position + 1), line
        position -= len(text) + 1
    return Fault("yaml", "a control character stands in this file", file), 0


def _suspects(places: list[Place], last: int) -> list[int]:
    """Lines that may be the cause, likeliest first: those YAML names, then upwards."""
    named = [line for line, _ in places if line <= last]
    return [*named, *range(min(places[0][0], last), 0, -1)]


def _ailment(lines: list[str], line: int) -> tuple[int, str] | None:
    """Column (from 0) and words for what is wrong with the value on this line; None where it looks well."""
    field = re.match(_FIELD, lines[line - 1])
    if field is None:
        return None
    value, at = field["value"], field.start("value")
    for pattern, said in _AILMENTS:
        found = re.match(pattern, value)
        if found is None:
            continue
        if value[0] in "|>" and re.fullmatch(r"[|>][-+]?[1-9]?", value):
            continue  # a block of text, rightly begun
        if said is _OPEN_QUOTE and not _quote_runs_on("\n".join([lines[line - 1][at:], *lines[line:]])):
            continue  # closed on a later line, where nothing follows
        if said is _BACKSLASH and not re.search(r"\\[^\"\\/nt]", value):
            continue
        return at + (found.end() if "goes on" in said else 0), said.format(value[0])
    if value[0] not in "'\"[{#" and (colon := re.search(_COLON, value)):
        return at + colon.start(), '": " ends a field name in YAML'
    return None


def _quote_runs_on(text: str) -> bool:
    """Does the quote that opens this text end in the middle of a later line, or nowhere?"""
    closed = re.match(r"'(?:[^']|'')*'|\"(?:[^\"\\]|\\.)*\"", text, re.DOTALL)
    if closed is None:
        return True
    rest = text[closed.end() :].split("\n", 1)[0].strip()
    return bool(rest) and not rest.startswith("#")


def _quotes_fault(text: str, ailment: tuple[int, str], file: str, line: int) -> Fault:
    column, said = ailment
    field = re.match(_FIELD, text)
    assert field is not None
    name, value = field["name"], field["value"]
    if "never closed" in said and name in {"letters", "hints", "covers"}:
        return Fault("yaml", said, file, line, column + 1, 1, "", "close it on the same line")
    if value[0] == '"':
        value = value.replace('"', "")
    elif value[0] == "'":
        value = value[1:].rstrip("'")
    quoted = "'" + value.replace("'", "''") + "'"
    return Fault("quotes-needed", said, file, line, column + 1, 1, "", f"write  {f'{name}:' if name else '-'} {quoted}")


def take_out(lines: list[str], line: int, mended: set[int]) -> bool:
    """Replace the value on this line (or, the second time, the line) so that the rest can be read."""
    text = lines[line - 1]
    field = re.match(_FIELD, text)
    if line not in mended and text.lstrip(" ").startswith("\t"):
        lines[line - 1] = text.replace("\t", "    ")
    elif line not in mended and field is not None:
        lines[line - 1] = f"{field['head']}''"
    elif text.strip():
        lines[line - 1] = ""
    else:
        return False
    mended.add(line)
    return True
