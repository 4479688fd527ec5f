"""The README shows what the program prints, and its test command is the one that CI runs."""

from __future__ import annotations

import pytest

from tests.readme import README, ROOT, RUN, SCREEN, printed, screen

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.parametrize("block", list(RUN.finditer(TEXT)), ids=lambda block: block["command"])
def test_a_command_prints_what_the_readme_shows(block: object) -> None:
    assert printed(block["command"]) == block["output"]  # type: ignore[index]


@pytest.mark.parametrize("block", list(SCREEN.finditer(TEXT)), ids=lambda block: block["command"])
def test_the_drill_looks_as_the_readme_shows(block: object) -> None:
    assert screen(block["command"]) == block["output"]  # type: ignore[index]


def test_ci_ends_with_the_test_command_of_the_readme() -> None:
    last = (ROOT / ".ci" / "run").read_text(encoding="utf-8").rstrip().splitlines()[-1]
    assert f"```sh\n{last}\n```" in TEXT
