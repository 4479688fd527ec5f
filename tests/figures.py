"""The stored screens of the figures: what each looks like at four kinds of terminal.

`python -m tests.figures` writes them into tests/data/figures anew. Look at the difference before it is committed.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.tables import DATA
from tutor.plot.figures import EXTRA, FIGURES, Figure
from tutor.ui.plot import Wish, lines, wished
from tutor.ui.theme import Look

__all__ = ["EVERY", "SCREENS", "file_of", "screens"]

FOLDER = DATA / "figures"
EVERY = (*FIGURES, *EXTRA)
SCREENS = {
    "80x24": Look(80, 24),
    "40x15": Look(40, 15),
    "ascii": Look(80, 24, ascii=True),
    "words": Look(80, 24, words=True),
}


def screen(figure: Figure, look: Look) -> str:
    """What the command prints where nothing can move."""
    return "\n".join(lines(wished(Wish(figure.name)), look)) + "\n"


def screens(figure: Figure) -> str:
    """All screens of a figure, each under its heading."""
    return "".join(f"# {name}\n{screen(figure, look)}\n" for name, look in SCREENS.items())


def file_of(figure: Figure) -> Path:
    """Where the screens of a figure are kept."""
    return FOLDER / f"{figure.name}.txt"


def main() -> Iterator[str]:
    """Write every file; gives back the names of those that have changed."""
    FOLDER.mkdir(exist_ok=True)
    for figure in EVERY:
        text, file = screens(figure), file_of(figure)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            yield file.name


if __name__ == "__main__":
    print("\n".join(main()) or "nothing has changed")
