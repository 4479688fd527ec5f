"""The figures of the curriculum: reachable by name, and at every kind of terminal as they were stored."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from tests.coverage_of_curriculum import items
from tests.figures import EVERY, SCREENS, file_of, screen
from tutor.errors import TutorError
from tutor.plot.canvas import plain
from tutor.plot.figures import FIGURES, Figure, figure
from tutor.plot.model import Film, Scene
from tutor.plot.panel import Pen
from tutor.plot.picture import picture
from tutor.plot.ticks import ticks
from tutor.ui.film import Reel, frame
from tutor.ui.plot import Wish, print_plot, wished
from tutor.ui.theme import Look

NAMES = [each.name for each in EVERY]
MADE = {each.name: each.made() for each in EVERY}
DRAWN = re.compile("[─-╿⠀-⣿▲-◯]")


def stills(made: Scene | Film) -> list[Scene]:
    return [still.scene for still in made.stills] if isinstance(made, Film) else [made]


@pytest.mark.parametrize("each", EVERY, ids=NAMES)
def test_a_figure_looks_as_it_was_stored(each: Figure) -> None:
    """After a change: `python -m tests.figures`, and a look at the difference."""
    stored = file_of(each).read_text(encoding="utf-8")
    for name, look in SCREENS.items():
        assert f"# {name}\n{screen(each, look)}\n" in stored


def test_every_figure_of_the_inventory_has_a_name() -> None:
    wanted = [id for id, item in items().items() if item["kind"] == "figure"]
    assert len(wanted) == 17
    assert sorted(each.item for each in FIGURES) == sorted(wanted)
    for id in wanted:
        assert figure(id) in FIGURES  # by its id too
    assert len(set(NAMES)) == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("look", SCREENS.values(), ids=list(SCREENS))
def test_no_row_is_too_wide_and_no_sign_is_foreign(name: str, look: Look) -> None:
    text = screen(next(each for each in EVERY if each.name == name), look)
    assert max(map(len, text.splitlines())) <= look.width
    assert not text.isspace()
    if look.ascii or look.words:
        assert text.isascii()
    if look.words:
        assert not DRAWN.search(text)


@pytest.mark.parametrize("name", NAMES)
def test_every_axis_has_two_numbers_on_it(name: str) -> None:
    for scene in stills(MADE[name])[:1]:
        for panel in scene.panels:
            assert len(ticks(panel.y, 2)) >= 2
            assert len(ticks(panel.x, 3)) >= 2
        if scene.panels and scene.diagram is None:
            rows = [plain(row) for row in picture(scene, 80, 23, Pen())]
            assert sum(len(re.findall(r"[\dπ⁰-⁹][^┤\d]*┤", row)) for row in rows) >= 2 * len(scene.rows)
            assert any(re.fullmatch(r"[\s\d−.πθxyh/⁰-⁹⁻¹²]+", row) and re.search(r"\d.*\d", row) for row in rows)


@pytest.mark.parametrize("name", [each.name for each in EVERY if each.moves])
@pytest.mark.parametrize("size", [(80, 24), (40, 15), (30, 10), (200, 60)])
def test_a_frame_fits_the_window(name: str, size: tuple[int, int]) -> None:
    film = MADE[name]
    assert isinstance(film, Film)
    look = Look(min(size[0], 88), size[1])
    count = len(film.stills)
    for at in (0, count // 2, count - 1):
        for runs in (True, False):
            lines = frame(film, Reel(count, at, runs), look)
            assert len(lines) < size[1]
            assert max(map(len, lines)) <= look.width
            assert len(lines) > 5


@pytest.mark.parametrize("each", EVERY, ids=NAMES)
def test_a_figure_as_data(each: Figure, capsys: pytest.CaptureFixture[str]) -> None:
    data = printed(each.name, capsys)
    assert list(data)[:2] == ["schema", "name"]
    assert (data["schema"], data["name"]) == (1, each.name)
    assert data["words"]
    assert ("frames" in data) == each.moves


def printed(what: str | None, capsys: pytest.CaptureFixture[str], **wish: Any) -> dict[str, Any]:
    """What `--json` prints."""
    from tutor.ui.theme import Settings

    print_plot(Wish(what, **wish), Settings.detect({}), as_json=True)
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    return json.loads(out, parse_constant=pytest.fail)  # type: ignore[no-any-return]


def test_the_list_of_figures(capsys: pytest.CaptureFixture[str]) -> None:
    listed = printed(None, capsys)["figures"]
    assert [each["name"] for each in listed] == NAMES


@pytest.mark.parametrize(
    ("wish", "said"),
    [
        (Wish("sigmiod"), 'there is no figure "sigmiod", did you mean "sigmoid"? tutor plot lists the figures'),
        (
            Wish("secants", at="1"),
            'the figure "secants" has its own place and interval; give a function to choose them',
        ),
        (Wish("bakprop"), 'there is no figure "bakprop", did you mean "backprop"? tutor plot lists the figures'),
        (Wish("uvwz"), 'there is no figure "uvwz"; tutor plot lists the figures'),
        (Wish("a x^2"), "the letter a beside x has no number here, and a line needs one: write a number for it"),
        (
            Wish("a x + b"),
            "the letters a, b beside x have no numbers here, and a line needs them: write a number for each",
        ),
        (Wish("sqrt(-1-x^2)"), "the function has no real value anywhere: there is nothing to draw"),
        (Wish("ln x", lo="-3", hi="-1"), "the function has no real value anywhere from −3 to −1; try another interval"),
        (
            Wish("x^2", lo="3", hi="3"),
            "the interval from 3 to 3 is empty: the first end has to be the smaller one, as in --from −2 --to 2",
        ),
        (
            Wish("x^2", lo="5", hi="1"),
            "the interval from 5 to 1 is empty: the first end has to be the smaller one, as in --from −2 --to 2",
        ),
        (Wish("x^2", lo="1", hi="1+10^-12"), "the interval is too short to be drawn: take ends that are further apart"),
        (Wish("x^2", at="z"), "--at wants a number, as in --at 2 or --at pi/2; found z"),
        (Wish("x^2", lo="1/0"), "--from wants a number, as in --from 2 or --from pi/2; found 1/0"),
        (Wish("x^2", at="9", lo="0", hi="1"), "x = 9 lies outside the interval that is drawn"),
        (Wish("sqrt(x)", at="-1"), "the function has no value at x = −1: choose another place"),
        (Wish("1/x", at="0"), "the function has no value at x = 0: choose another place"),
        (Wish("1/x", at="0", animate="secant"), "the function has no value at x = 0: choose another place"),
        (
            Wish("sqrt(x) sqrt(-x)", at="0", animate="secant"),
            "the function has a value at x = 0, and none beside it: choose another place",
        ),
        (Wish("x^2", rate=0.1), "--rate goes with --animate descent"),
        (Wish("x^2", rate=-1, animate="descent"), "the learning rate is a number above 0, as in --rate 0.1"),
        (Wish("f(x)"), "f has no value here: only a function written out can be drawn"),
        (Wish("x!"), "a factorial has values at whole numbers only: there is no line to draw"),
        (Wish("x^2 + y^2 = 1"), "a single function is asked for here; tutor steps takes the others"),
        (Wish("x^2", wrt="t"), "the function has no letter t; it has x"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_a_sentence(wish: Wish, said: str) -> None:
    with pytest.raises(TutorError) as refused:
        wished(wish)
    assert str(refused.value) == said


def test_nothing_to_draw_is_said_as_data_too() -> None:
    with pytest.raises(TutorError, match="say what to draw"):
        print_plot(Wish(None, at="1"), settings())


def settings() -> Any:
    from tutor.ui.theme import Settings

    return Settings.detect({})
