"""`tutor plot`: what is asked for turned into a picture, and the picture into text."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tutor.errors import Exit, ReadError, TutorError
from tutor.expr import D, Expr, letters
from tutor.plot.canvas import Row
from tutor.plot.figures import EXTRA, FIGURES, figure, nearest_name
from tutor.plot.graphs import Asked, function_scene, only_letter
from tutor.plot.model import Film, Scene
from tutor.plot.panel import Pen
from tutor.plot.picture import picture
from tutor.ui.theme import Look, Mode, Settings, capital

if TYPE_CHECKING:
    from tutor.problem import Problem

__all__ = ["Wish", "drawn", "for_problem", "lines", "painted", "pictured", "print_plot", "wished"]

SCHEMA = 1
_NAME = re.compile(r"[a-z][a-z-]{3,}")
_LIST = "tutor plot lists the figures"
_ROWS_OF_THE_PROMPT = 10  # preview, line and keys
_TALLEST = 18
_ROWS_BELOW = 1  # where the prompt will stand


@dataclass(frozen=True, slots=True)
class Wish:
    """The arguments of the command as they were typed."""

    what: str | None = None
    at: str | None = None
    lo: str | None = None
    hi: str | None = None
    animate: str | None = None
    wrt: str | None = None
    rate: float | None = None

    @property
    def is_bare(self) -> bool:
        return (self.at, self.lo, self.hi, self.animate, self.wrt, self.rate) == (None,) * 6


def print_plot(wish: Wish, settings: Settings, *, as_json: bool = False) -> Exit:
    """The picture that is wished for, or the list of figures. Raises TutorError where there is none."""
    look = settings.look()
    if wish.what is None:
        if not wish.is_bare:
            raise TutorError('say what to draw, as in tutor plot "x^2" --at 1')
        settings.write("\n".join(_named() if as_json else _listed(look)) + "\n")
        return Exit.FINE
    shown = wished(wish)
    if as_json:
        settings.write(json.dumps(_object(wish, shown), ensure_ascii=False) + "\n")
    elif isinstance(shown, Film) and settings.mode is Mode.LIVE:
        from tutor.ui.film import play

        play(shown, settings)
    else:
        settings.write("\n".join(lines(shown, look)) + "\n")
    return Exit.FINE


def lines(shown: Scene | Film, look: Look) -> list[str]:
    """The picture as lines; of one that moves the frames that tell the story."""
    return _stills(shown, look) if isinstance(shown, Film) else drawn(shown, look)


# What is wished for


def wished(wish: Wish) -> Scene | Film:
    """The picture that is wished for. Raises TutorError where there is none."""
    assert wish.what is not None
    named = figure(wish.what)
    if named is not None:
        if not wish.is_bare:
            raise TutorError(
                f'the figure "{named.name}" has its own place and interval; give a function to choose them'
            )
        return named.made()
    asked = _asked(wish)
    match wish.animate:
        case None:
            if wish.rate is not None:
                raise TutorError("--rate goes with --animate descent")
            return function_scene(asked)
        case "secant":
            from tutor.plot.films import secant_film

            return secant_film(asked)
        case "tangent":
            from tutor.plot.films import tangent_film

            return tangent_film(asked)
        case _:
            from tutor.plot.films import descent_film

            return descent_film(asked, wish.rate)


def _asked(wish: Wish) -> Asked:
    """The function with its window. Raises TutorError for what is no function of one letter."""
    from tutor.results import variable

    assert wish.what is not None
    f = _function(wish.what)
    wrt = variable(f, wish.wrt)
    only_letter(f, wrt)
    at, lo, hi = (_number(text, name) for text, name in ((wish.at, "--at"), (wish.lo, "--from"), (wish.hi, "--to")))
    if wish.rate is not None and not wish.rate > 0:
        raise TutorError("the learning rate is a number above 0, as in --rate 0.1")
    return Asked(f, wrt, at, lo, hi)


def _function(text: str) -> Expr:
    from tutor.asked import read_function
    from tutor.derive import derive
    from tutor.differential import closed
    from tutor.program import compile_

    meant = nearest_name(text) if _NAME.fullmatch(text.strip().lower()) else ""
    suggestion = f'there is no figure "{text}", did you mean "{meant}"? {_LIST}'
    try:
        f = read_function(text)
        f = derive(f.arg, f.wrt).line if isinstance(f, D) else closed(f)
        compile_(f)
    except ReadError:
        if meant:
            raise TutorError(suggestion) from None
        raise
    except ValueError as error:
        raise TutorError(f"{error}: only a function written out can be drawn") from None
    if len(letters(f)) > 1 and _NAME.fullmatch(text.strip().lower()):
        raise TutorError(suggestion if meant else f'there is no figure "{text}"; {_LIST}')
    return f


def _number(text: str | None, name: str) -> float | None:
    """The value of a number that was typed, as in pi/2. Raises TutorError if it has none."""
    from math import isfinite

    from tutor.evaluate import value
    from tutor.read import Scope, read

    if text is None:
        return None
    try:
        e = read(text, Scope(letters=frozenset()))
        found = value(e, {}) if not letters(e) else float("nan")
    except (ReadError, ValueError):
        found = float("nan")
    if not isfinite(found):
        raise TutorError(f"{name} wants a number, as in {name} 2 or {name} pi/2; found {text}")
    return found


# Text


def drawn(scene: Scene, look: Look) -> list[str]:
    """The picture as lines: in dots, in a typewriter's signs, or in words."""
    if look.words:
        return [
            line for told in (scene.title and f"{scene.title}.", *scene.told) if told for line in _aloud(told, look)
        ]
    return pictured(scene, look, look.height - _ROWS_BELOW)


def for_problem(problem: Problem, answer: Expr | None, look: Look, *, tried: bool, over: bool) -> list[str]:
    """The picture of a problem in a drill, or the sentence that says why there is none."""
    from tutor.plot.problems import scene_of

    try:
        scene = scene_of(problem, answer, tried=tried, over=over)
    except TutorError as error:
        return look.wrap(capital(error.message).rstrip(".") + ".")
    if look.words:
        return drawn(scene, look)
    return pictured(scene, look, min(look.height - _ROWS_OF_THE_PROMPT, _TALLEST))


def pictured(scene: Scene, look: Look, height: int, *, fits: bool = False) -> list[str]:
    """The picture in at most so many rows, if it can be had in as few; at any rate if it `fits`."""
    rows = picture(scene, look.width, height, Pen(look.ascii, look.text), fits=fits)
    return [painted(row, look) for row in rows]


def painted(row: Row, look: Look) -> str:
    """A row with its styles, without blanks at its end."""
    return "".join(look.paint(style, text) if style and text.strip() else text for style, text in row).rstrip()


def _aloud(told: str, look: Look) -> list[str]:
    return look.wrap(_for_ears(told))


_RAISED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁻", "0123456789-")
_POWER_OF_TEN = re.compile("(?<![0-9])10([⁰¹²³⁴-⁹⁻]+)")
_SAID = ((" < ", " is less than "), (" × ", " times "), ("·", " times "), (" / ", " over "), ("±", "plus or minus "),
         ("½", "one half"), ("¼", "one quarter"), ("⁴/4", "⁴ over 4"))  # fmt: skip


def _for_ears(told: str) -> str:
    """Powers of ten and signs of comparison in words."""
    told = _POWER_OF_TEN.sub(lambda m: "10 to the " + m[1].translate(_RAISED).replace("-", "minus "), told)
    for sign, words in _SAID:
        told = told.replace(sign, words)
    return told


def _stills(film: Film, look: Look) -> list[str]:
    """The frames that tell the story, one under the other; in words, the story."""
    if look.words:
        return [line for told in film.words for line in _aloud(told, look)]
    found: list[str] = []
    keys = [still.scene for still in film.stills if still.key] or [film.stills[-1].scene]
    for scene in keys:
        found += [*pictured(scene, look, min(look.height - _ROWS_BELOW, _TALLEST)), ""]
    return found + [line for note in film.notes for line in look.wrap(note)]


def _listed(look: Look) -> list[str]:
    """The figures by name, those that move marked."""
    if look.words:
        listed = [f"{each.name}: {each.title}{', moving' if each.moves else ''}." for each in (*FIGURES, *EXTRA)]
        return [line for told in listed for line in look.wrap(told)]
    found = look.wrap("The figures of the curriculum: tutor plot NAME draws one; ▸ moves".replace("▸", _arrow(look)))
    found.append("")
    wide = max(len(each.name) for each in (*FIGURES, *EXTRA)) + 2
    for group in (FIGURES, EXTRA):
        for each in group:
            mark = _arrow(look) if each.moves else " "
            found += look.wrap(each.title, f" {mark} {each.name:<{wide}}", " " * (wide + 3))
        found.append("")
    return [*found, *look.wrap('Any function of your own: tutor plot "x^3 - 3x", with --at 1 its tangent there.')]


def _arrow(look: Look) -> str:
    return ">" if look.ascii else "▸"


# Data


def _named() -> list[str]:
    named = [
        {"name": each.name, "title": each.title, "item": each.item or None, "moves": each.moves}
        for each in (*FIGURES, *EXTRA)
    ]
    return [json.dumps({"schema": SCHEMA, "figures": named}, ensure_ascii=False)]


def _object(wish: Wish, shown: Scene | Film) -> dict[str, Any]:
    from tutor.plot.data import film_data, scene_data

    assert wish.what is not None
    named = figure(wish.what)
    data = film_data(shown) if isinstance(shown, Film) else scene_data(shown)
    return {"schema": SCHEMA, "name": named.name if named else None, **data}
