"""The README's own screens: what its commands print now. `python -m tests.readme` writes them into it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.terminal import Terminal

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
RUN = re.compile(r"<!-- run -->\n```console\n\$ (?P<command>.*)\n(?P<output>(?:.*\n)*?)```\n")
SCREEN = re.compile(r"<!-- screen: (?P<command>.*) -->\n```text\n(?P<output>(?:.*\n)*?)```\n")


def printed(command: str) -> str:
    """What a command of the README prints, standard error included."""
    with tempfile.TemporaryDirectory() as home:
        env = {**os.environ, "TUTOR_HOME": home, "COLUMNS": "80", "LC_ALL": "C.UTF-8", "PYTHON": sys.executable}
        line = f'tutor() {{ "$PYTHON" -m tutor "$@"; }}\n{command}'
        done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, env=env, cwd=ROOT, check=False)
        return re.sub(r'"ms": [\d.]+|\b[\d.]+ ms\b', _timed, done.stdout + done.stderr)


def _timed(found: re.Match[str]) -> str:
    """Any time as the same time."""
    return '"ms": 1.9' if found[0].startswith('"') else "1.9 ms"


def screen(command: str) -> str:
    """The screen of a drill after a wrong answer, a hint, and while the right one is being typed."""
    with tempfile.TemporaryDirectory() as home:
        Path(home, "tutor").mkdir()
        with Terminal(["-m", "tutor", *command.split()], Path(home), rows=30, answers=True) as terminal:
            terminal.until("\n f′(x) =")
            terminal.enter(WRONG)
            terminal.until("Not yet")
            terminal.send("F1")
            terminal.until(" 1  ")
            terminal.send("\x15" + RIGHT)
            terminal.until(f" f′(x) = {RIGHT}")
            terminal.until_it_waits()
            lines = terminal.lines
    begin = next(i for i, line in enumerate(lines) if " of " in line and "·" in line)
    return "\n".join(lines[begin:]).rstrip() + "\n"


WRONG, RIGHT = "cos(x^3)", "3x^2 cos(x^3)"


def renewed(text: str) -> str:
    """The README with every screen as it is now."""
    text = RUN.sub(lambda m: f"<!-- run -->\n```console\n$ {m['command']}\n{printed(m['command'])}```\n", text)
    return SCREEN.sub(lambda m: f"<!-- screen: {m['command']} -->\n```text\n{screen(m['command'])}```\n", text)


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
