"""The cards: made from the engine's tables, confirmed by SymPy, found by any name, and fit for every screen."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import cache
from typing import Any

import pytest
import sympy
from sympy.parsing.sympy_parser import parse_expr
from typer.testing import CliRunner

from tutor.cards import card as mistake
from tutor.cli import app
from tutor.errors import TutorError
from tutor.evaluate import value
from tutor.expr import Call, D, Expr, letters, walk
from tutor.lines import Curve, read_equation
from tutor.modes.definition import derive_from_definition
from tutor.modes.implicit import derive_implicitly
from tutor.modes.inverse import derive_inverse
from tutor.modes.parametric import derive_along
from tutor.read import Scope, read
from tutor.reference import Card, Row, Shelf, find, load
from tutor.reference.make import entries, every_card
from tutor.reference.model import BLANK, SHELVES
from tutor.reference.shelf import FILE, lines
from tutor.reference.source import Block, blocks
from tutor.reference.writing import SCOPE, sides
from tutor.rules import RULES
from tutor.rules.detours import DETOURS
from tutor.rules.model import formula
from tutor.show import explicit
from tutor.topics import BY_ID, TOPICS
from tutor.ui.reference import card_lines, list_lines
from tutor.ui.theme import Look

CARDS = load()
PLACES = {card.place: card for card in CARDS}
BLOCKS = [block for file in ("rules", "facts", "terms", "notation", "topics") for block in blocks(file)]


def shown(*words: str, columns: int = 80) -> str:
    return CliRunner().invoke(app, [*words], env={"COLUMNS": str(columns)}, catch_exceptions=False).stdout


def rows_of(card: Card, *labels: str) -> list[str]:
    return [row.text.replace(BLANK, " ") for row in card.rows if row.label in labels]


# --- the cards and the engine ---


def test_the_cards_are_those_that_the_tables_make() -> None:
    """If this fails: python -m tutor.reference."""
    assert FILE.read_text(encoding="utf-8").splitlines() == list(lines(every_card()))


def test_every_rule_of_the_engine_is_on_one_card_and_every_card_has_its_rule() -> None:
    on_cards = Counter(each.entry for card in CARDS for each in card.formulas)
    engine = {rule.id for rule in (*RULES, *(each for rules in DETOURS.values() for each in rules))}
    assert set(on_cards) == engine
    assert [entry for entry, times in on_cards.items() if times > 1] == []
    written = {block.name for block in blocks("rules")}
    assert written == set(entries()) | methods()


def methods() -> set[str]:
    """The names of steps that are no entries of the table, as the other ways of deriving print them."""
    from tutor.derive import derive

    derivations: list[Any] = [
        derive_implicitly(read_equation("x^3 + y^3 = 6xy")),
        derive_along(Curve(read("t^2"), read("t^3"))),
        derive_inverse(read("x^3 + x"), read("2")),
        derive_from_definition(read("x^2")),
        derive(read("x^2 e^(-x)")),
        derive(read("arctan(1/x)")),
    ]
    return {step.rule for each in derivations for step in each.steps} - set(entries())


def test_a_card_names_the_mistakes_of_its_rules_and_each_has_a_card_of_its_own() -> None:
    for card in CARDS:
        rules = [rule for rule in entries().get(card.name, []) if card.formulas]
        assert set(card.mistakes) == {mal.id for rule in rules for mal in rule.mal}, card.name
        said = " ".join(rows_of(card, "mistakes"))
        assert all(id in said and mistake(id).id == id for id in card.mistakes), card.name


def test_every_pointer_leads_somewhere() -> None:
    for card in CARDS:
        assert [each for each in card.also if each not in PLACES] == [], card.place
        assert card.place not in card.also
        assert all(topic in BY_ID for topic in (*card.review, *filter(None, [card.topic])))
        for row in card.rows:
            for shelf, name in re.findall(rf"tutor{BLANK}(rules|terms|notation){BLANK}([^;,.]+)", row.text):
                assert f"{shelf} {name.replace(BLANK, ' ')}" in PLACES, row


def test_nothing_is_an_island() -> None:
    """Each card but the last of the ladder is pointed at, or is reached by a list."""
    listed = {card.place for shelf in SHELVES for card in CARDS if card.shelf == shelf}
    assert listed == set(PLACES)
    assert len(PLACES) == len(CARDS)


def test_every_topic_has_a_card_and_every_rule_a_topic() -> None:
    assert [card.name for card in CARDS if card.group == "ladder"] == [topic.id for topic in TOPICS]
    assert [card.place for card in CARDS if card.shelf == "rules" and not card.topic] == []


def test_every_topic_names_cards_to_read() -> None:
    assert [topic.id for topic in TOPICS if not rows_of(PLACES[f"topics {topic.id}"], "cards")] == []


def test_a_topic_leads_to_those_that_need_it() -> None:
    for topic in TOPICS:
        card = PLACES[f"topics {topic.id}"]
        for needed in card.review:
            assert topic.id in rows_of(PLACES[f"topics {needed}"], "leads to")[0].split(", ")


# --- the mathematics, by SymPy ---

X = sympy.Symbol("x", real=True)
STAND_INS: dict[str, Any] = {
    "x": X, "u": X**2 + X + sympy.Rational(1, 3), "v": sympy.sin(X) + 2, "w": sympy.exp(X / 3) + 1, "f": sympy.sin,
    "c": sympy.Rational(7, 5), "a": sympy.Rational(9, 4), "n": sympy.Rational(5, 3), "b": sympy.Rational(2, 3),
}  # fmt: skip
POINTS = [Fraction(k, 7) for k in (-31, -17, -9, -5, -2, 1, 2, 3, 5, 6, 9, 17, 32)]


def symbolic(e: Expr, names: dict[str, Any]) -> Any:
    """The tree as SymPy understands it, with these meanings of the letters, derivatives taken."""
    text = re.sub(r"Derivative\(f\(u\), u\)", "cos(u)", explicit(e))
    own = {name: sympy.Symbol(name, real=True) for name in letters(e)}
    return parse_expr(text, local_dict=own | names | {"real_root": sympy.real_root}).doit()


def same(left: Any, right: Any, at_least: int = 3, inside: Any = 0) -> None:
    """Do the two agree wherever both are real and the function `inside` is too?"""
    others = sorted((left.free_symbols | right.free_symbols) - {X}, key=str)
    seen = 0
    for point in POINTS:
        given = {X: sympy.Rational(point)} | {s: sympy.Rational(k + 2, 7 + k) for k, s in enumerate(others)}
        a, b = (complex(sympy.N(side.subs(given), 20)) for side in (left, right))
        f = complex(sympy.N(sympy.sympify(inside).subs(given), 20))
        if any(abs(z.imag) > 1e-12 or z != z for z in (a, b, f)):
            continue
        assert abs(a - b) <= 1e-9 * max(1, abs(a)), f"{left} and {right} at {point}: {a}, {b}"
        seen += 1
    assert seen >= at_least, f"{left}: too few points"


ENTRIES = [pytest.param(each, id=each.entry) for card in CARDS for each in card.formulas]


@pytest.mark.parametrize("each", ENTRIES)
def test_sympy_finds_the_formula_of_every_entry(each: Any) -> None:
    rule = next(r for rules in entries().values() for r in rules if r.id == each.entry)
    left, right = (formula(side) for side in rule.formula.split(" = "))
    # An elementary entry has u for the variable itself; u' stands in all others.
    is_elementary = not any(isinstance(node, D) for node in walk(right)) and letters(left) <= {"u", "a"}
    names = STAND_INS | ({"u": X} if is_elementary else {})
    if rule.id == "sum":
        assert rule.formula == "(u + v)' = u' + v'"
    same(symbolic(left, names), symbolic(right, names), inside=whole(left, names))


def whole(left: Expr, names: dict[str, Any]) -> Any:
    """The function that is differentiated: arcosh has none left of 1, and its formula has a value there."""
    return symbolic(left.arg, names) if isinstance(left, D) and letters(left) <= names.keys() - {"f"} else 0


PRINTED = [
    pytest.param(text, id=f"{card.name}: {text}")
    for card in CARDS
    for text in rows_of(card, "rule", "or", "example", "power", "exponential", "logarithm", "product", "quotient")
    if card.shelf == "rules" and text.count(" = ") == 1 and "′" in text and ":" not in text and "(g(x))" not in text
    for text in text.split(",  ")
]  # fmt: skip


@pytest.mark.parametrize("text", PRINTED)
def test_sympy_finds_every_derivative_that_is_printed(text: str) -> None:
    """What stands on the card is read back, and worked out again."""
    left, right = (
        read(side, Scope(functions=frozenset("f"), dependent=frozenset("uvw"), own=True)) for side in text.split(" = ")
    )
    by_heart = "u′" not in text and "v" not in text and letters(left) <= {"u", "a"}
    names = STAND_INS | ({"u": X} if by_heart else {})
    same(symbolic(left, names), symbolic(right, names), 2, whole(left, names))


GIVEN = [
    pytest.param(block, label, text, id=f"{block.name}: {text}")
    for block in BLOCKS
    for label, text in block.fields
    if label in ("limit", "expansion") or (label == "derivative" and "->" in text)
]


@pytest.mark.parametrize("block, label, text", GIVEN)
def test_sympy_finds_the_limits_derivatives_and_errors(block: Block, label: str, text: str) -> None:
    if label == "limit":
        letter, place, rest = text.split(" ", 2)
        of, limit = (symbolic(side, {}) for side in sides(rest))
        assert sympy.limit(of, sympy.Symbol(letter, real=True), sympy.Rational(place)) == limit
    elif label == "derivative":
        wrt, rest = text.split(": ", 1)
        of, slope = (symbolic(side, {}) for side in sides(rest))
        same(sympy.diff(of, sympy.Symbol(wrt, real=True)), slope)
    else:
        quotient, error = text.split(" ; ")
        order = 2 if "h^2 " in error and "''''" in error else 1
        h = sympy.Symbol("h", positive=True)
        f = X**7 - 3 * X**5 + 2 * X**4
        parts = {f"f{chr(39) * k}(x)": sympy.diff(f, X, k) for k in range(5)}

        def worked_out(said: str) -> Any:
            for name in sorted(parts, key=len, reverse=True):
                said = said.replace(name, f"({parts[name]})")
            said = re.sub(r"f\(x ([+-]) h\)", lambda m: f"({f.subs(X, X + (h if m[1] == '+' else -h))})", said)
            said = re.sub(r"(?<=\d)(?=[h(])|(?<=h)(?= \()|(?<=\d)(?= \()", "*", said.replace("^", "**"))
            return parse_expr(said, local_dict={"x": X, "h": h})

        left = worked_out(quotient) - sympy.diff(f, X, order)
        assert sympy.simplify(sympy.limit((left / worked_out(error)).subs(X, sympy.Rational(1, 3)), h, 0)) == 1


EQUATIONS = [
    pytest.param(text, id=f"{block.name}: {text}")
    for block in BLOCKS
    for _, said in block.fields
    for text in said.split("`")[1::2]
    if re.search(r" (?:=|<=|<) ", text) and not re.search(r"[fgk]\(|[fgky]'|theta", text)
]


@pytest.mark.parametrize("text", EQUATIONS)
def test_an_identity_in_a_sentence_holds(text: str) -> None:
    if text == "h = cbrt(3 epsilon F/M)":  # a choice, not an identity: the error h^2 M/6 + epsilon F/h is least there
        h, m, f, e = sympy.symbols("h M F epsilon", positive=True)
        assert sympy.simplify(sympy.diff(h**2 * m / 6 + e * f / h, h).subs(h, sympy.cbrt(3 * e * f / m))) == 0
        return
    left, right = (symbolic(side, {k: v for k, v in STAND_INS.items() if k not in "ab"}) for side in sides(text))
    same(left, right)


def test_the_worked_examples_of_the_methods_are_right() -> None:
    x, y, t = sympy.symbols("x y t", real=True)
    curve = x**3 + y**3 - 6 * x * y
    results = {
        "implicit": -sympy.diff(curve, x) / sympy.diff(curve, y),
        "parametric": sympy.diff(t**3, t) / sympy.diff(t**2, t),
        "inverse function": 1 / sympy.diff(x**3 + x, x).subs(x, 1),
        "definition": sympy.limit(((x + t) ** 2 - x**2) / t, t, 0),
    }
    for name, result in results.items():
        printed = rows_of(PLACES[f"rules {name}"], "example")[0].rpartition(" = ")[2]
        assert sympy.simplify(symbolic(read(printed, SCOPE), {"x": x, "y": y, "t": t}) - result) == 0, printed


CONDITIONED = [card for card in CARDS if card.formulas and rows_of(card, "where")]
# Where u and v are any functions the condition is that of the formula: a divisor is not 0, ln wants what is positive.
GENERAL = {"quotient": "v ≠ 0", "reciprocal": "v ≠ 0", "logarithmic differentiation": "u > 0", "maximum": "u ≠ v",
           "minimum": "u ≠ v"}  # fmt: skip
CONDITIONS = [pytest.param(card, id=card.name) for card in CONDITIONED if card.name not in GENERAL]


def test_the_condition_of_a_general_rule() -> None:
    assert {card.name: rows_of(card, "where")[0] for card in CONDITIONED if card.name in GENERAL} == GENERAL


@pytest.mark.parametrize("card", CONDITIONS)
def test_the_condition_is_where_the_derivative_is(card: Card) -> None:
    """At each point of a grid the formula has a value exactly where the card says so."""
    condition = next(block.one("where") for block in blocks("rules") if block.name == card.name)
    letter = "a" if "a" in condition else "u"
    entry = next(each for each in card.formulas if letter in re.findall("[a-z]+", each.function))
    function, derivative = (read(text, SCOPE) for text in (entry.function, entry.derivative))
    for k in range(-40, 41):
        given: dict[str, Fraction] = {"u": Fraction(k, 8), "a": Fraction(k, 8), "v": Fraction(1), "c": Fraction(1)}
        both = [real(each, given) for each in (function, derivative)]
        is_there = all(both) and not (card.name in JUMPS and k == 0)
        assert is_there == holds(condition, given), (card.name, k)


JUMPS = ("step", "relu", "absolute value", "sign")  # where the formula has a value and f has no slope


def real(e: Expr, given: dict[str, Fraction]) -> bool:
    try:
        found = value(e, {name: float(given[name]) for name in letters(e)})
    except (TutorError, ValueError, ZeroDivisionError, OverflowError):
        return False
    return found == found and abs(found) < 1e12


def holds(condition: str, given: dict[str, Fraction]) -> bool:
    parts = re.split(r" (=|<=|>=|<|>|!=) ", condition)
    numbers = [value(read(part, SCOPE), {k: float(v) for k, v in given.items()}) for part in parts[::2]]
    tests: dict[str, Callable[[float, float], bool]] = {
        "<": lambda a, b: a < b, ">": lambda a, b: a > b, "!=": lambda a, b: abs(a - b) > 1e-12,
    }  # fmt: skip
    return all(tests[sign](a, b) for sign, a, b in zip(parts[1::2], numbers, numbers[1:], strict=False))


RANGES = [pytest.param(card, id=card.name) for card in CARDS if rows_of(card, "range")]


def number_in(text: str) -> list[float]:
    return [float(Fraction(found.replace("−", "-"))) for found in re.findall(r"−?\d+(?:\.\d+|/\d+)?", text)]


@pytest.mark.parametrize("card", RANGES)
def test_the_range_and_the_slope_at_0_of_an_activation(card: Card) -> None:
    said, at_0 = rows_of(card, "range")[0], rows_of(card, "at 0")[0]
    if card.name == "leaky relu":
        assert (said, at_0) == ("of the derivative: only α and 1", "no derivative: a corner")
        return
    slope = read(card.formulas[0].derivative, SCOPE)
    values = [value(slope, {"u": k / 32}) for k in range(-32 * 8, 32 * 8 + 1) if k]
    low, high = number_in(said)
    assert min(values) == pytest.approx(low, abs=1e-4 if "about −0.0" in said else 1e-3)
    assert max(values) == pytest.approx(high, abs=1e-4 if "about −0.0" in said else 1e-3)
    if at_0.startswith("no derivative"):
        assert value(slope, {"u": -1e-9}) != value(slope, {"u": 1e-9})
    else:
        assert value(slope, {"u": 0.0}) == pytest.approx(number_in(at_0)[0])


def test_the_lowest_point_of_swish() -> None:
    swish = read("swish(x)")
    lowest = min((value(swish, {"x": -k / 10_000}), -k / 10_000) for k in range(12_000, 14_000))[1]
    assert lowest == pytest.approx(number_in(rows_of(PLACES["rules swish"], "watch")[0])[0], abs=6e-4)


# --- finding one ---


@cache
def _all_names() -> tuple[tuple[Card, str], ...]:
    return tuple((card, name) for card in CARDS for name in (card.name, *card.names))


def test_every_name_and_synonym_finds_its_card() -> None:
    wrong = [(name, card.place) for card, name in _all_names() if find(card.shelf, name) != card]
    assert wrong == []


def test_no_two_cards_of_a_shelf_share_a_name() -> None:
    counted = Counter((card.shelf, name) for card, name in _all_names())
    assert [each for each, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    ("shelf", "asked", "place"),
    [
        ("rules", "chain rule", "rules chain"),
        ("rules", "the Chain Rule", "rules chain"),
        ("rules", "lo d-hi", "rules quotient"),
        ("rules", "ln", "rules logarithm"),
        ("rules", "quot", "rules quotient"),
        ("rules", "SIN", "rules sine"),
        ("rules", "sin(x)", "rules sine"),
        ("rules", "ln x", "rules logarithm"),
        ("rules", "Phi", "rules Phi"),
        ("rules", "phi", "rules phi"),
        ("rules", "f' > 0", "rules monotonicity"),
        ("rules", "hospital", "rules L'Hospital's rule"),
        ("rules", "L’Hôpital", "rules L'Hospital's rule"),
        ("rules", "newton", "notation Newton"),
        ("rules", "learning rate", "terms learning rate"),
        ("terms", "centered difference", "terms centred difference"),
        ("terms", "chain", "rules chain"),
        ("notation", "dy/dx", "notation Leibniz"),
        ("notation", "∂", "notation curly d"),
        ("topics", "13", "topics chain-general"),
        ("topics", "quotient rule", "topics quotient"),
        ("topics", "stuck", "topics review"),
    ],
)
def test_what_people_type_finds_the_card(shelf: str, asked: str, place: str) -> None:
    found = find(shelf, asked)
    assert isinstance(found, Card)
    assert found.place == place


@pytest.mark.parametrize(("asked", "group"), [("theorems", "theorems"), ("Losses and networks", "losses")])
def test_a_group_is_found_by_its_name(asked: str, group: str) -> None:
    found = find("rules", asked)
    assert isinstance(found, Shelf)
    assert found.name == group


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("rules", "quotinet"), 'there is no rule "quotinet"; did you mean quotient?'),
        (("rules", "xyzzy"), 'there is no rule "xyzzy"; tutor rules lists them'),
        (("terms", "grdient"), 'there is no term "grdient"; did you mean gradient?'),
        (("notation", "lagrnge"), 'there is no notation "lagrnge"; did you mean Lagrange?'),
        (("topics", "prodct"), 'there is no topic "prodct"; did you mean product?'),
        (
            ("rules", "arc"),
            '"arc" may be arcsine, arccosine, arctangent, arccotangent, arcsecant, arccosecant and 6 more; say which one',
        ),
        (
            ("rules", "value"),
            '"value" may be absolute value, mean value theorem, Cauchy\'s mean value theorem; say which one',
        ),
    ],
)
def test_what_is_not_there_is_one_sentence(args: tuple[str, str], said: str) -> None:
    from tutor.__main__ import guarded

    with pytest.raises(TutorError) as caught:
        find(*args)
    assert str(caught.value) == said
    assert guarded(args) == 2


def test_what_is_not_there_is_an_object_too(capsys: pytest.CaptureFixture[str]) -> None:
    from tutor.__main__ import guarded

    assert guarded(["rules", "quotinet", "--json"]) == 2
    assert json.loads(capsys.readouterr().out)["error"]["message"].endswith("did you mean quotient?")


# --- on the screen ---

LOOKS = {
    "80": Look(80, 24), "40": Look(40, 15), "24": Look(24, 15), "ascii": Look(80, 24, ascii=True),
    "ascii 40": Look(40, 15, ascii=True), "words": Look(80, 24, words=True),
}  # fmt: skip
SIGNS = re.compile(r"[′″‴²³√∛⁰-ₜ]")


def every_screen(look: Look) -> Iterator[tuple[str, list[str]]]:
    yield from ((card.place, card_lines(card, look)) for card in CARDS if card.group != "ladder")
    yield "topics product", card_lines(PLACES["topics product"], look)
    yield from ((shelf, list_lines(shelf, look)) for shelf in SHELVES)


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_a_card_fits_the_window(look: Look) -> None:
    for place, screen in every_screen(look):
        if look.width >= 40 and not look.words:
            assert [line for line in screen if len(line) > look.width] == [], place
        if look.ascii or look.words:
            assert [line for line in screen if look.ascii and not line.isascii()] == [], place
        assert [line for line in screen if BLANK in line or "\0" in line or "`" in line] == [], place
        if look.width == 80 and not look.words and place != "rules rewrite" and place not in SHELVES:
            assert len(screen) <= 23, place


def test_a_screen_reader_hears_words() -> None:
    for place, screen in every_screen(LOOKS["words"]):
        assert [line for line in screen if SIGNS.search(line)] == [], place
        assert [line for line in screen if not line.strip()] == [], place


PRODUCT = """\
 product                                                                   rule

   rule       (u v)′ = u′ v + u v′
              (u v w)′ = u′ v w + u v′ w + u v w′
   example    (x² sin(x))′ = 2x sin(x) + x² cos(x)
              (x² sin(x) ln(x))′ = 2x sin(x) ln(x) + x² cos(x) ln(x) + x sin(x)
   idea       Both factors move. Let each take its turn while the other stands
              still, and add. For n factors there are n terms.
   aid        "Change one, keep the other; then swap." A rectangle with sides u
              and v grows at both edges.
   mistakes   product of derivatives (PRD-01, PRD-08; mistake 1)
              second term missing (PRD-03)
              first term missing (PRD-04)
              minus between terms (PRD-02)
              and PRD-05, PRD-06, PRD-07, PRD-10, MIX-05, PRD-09
   see also   quotient, constant multiple, chain, logarithmic differentiation
   practise   tutor drill product
   if stuck   first tutor drill exp-log-basic trig-basic
"""

RELU_40 = """\
 relu                              rule

   rule: (relu(u))′ = step(u)
   example: (relu(3x))′ = 3 step(3x)
   where: u ≠ 0
   idea: relu(x) = max(0, x): 0 on the
     left, x on the right. Its slope is
     0 or 1, nothing between; step says
     which.
"""

SMOOTH_ASCII = """\
 smooth                                                                    term

   says       Derivatives of all orders exist and are continuous. Written C^oo.
   see also   differentiable; tutor rules smoothness
   practise   tutor drill concepts
"""

QUOTIENT_SAID = """\
Quotient, rule.
Rule: the derivative of, the fraction u over v, end fraction, end derivative
equals the fraction u prime times v minus u times v prime over v squared, end
fraction.
"""


def test_a_card_word_for_word() -> None:
    assert shown("rules", "product") == PRODUCT
    assert shown("rules", "relu", columns=40).startswith(RELU_40)
    assert shown("terms", "smooth", "--ascii") == SMOOTH_ASCII
    assert shown("rules", "quotient", "--screen-reader").startswith(QUOTIENT_SAID)


def test_the_list_of_rules_has_the_table_of_the_course() -> None:
    listed = shown("rules")
    assert listed.startswith(
        " The rules\n   constant                     c′ = 0\n   identity                     (x)′ = 1\n"
    )
    for text in ("(eᵘ)′ = eᵘ", "(ln(u))′ = 1/u", "(cos(u))′ = −sin(u)", "(arctan(u))′ = 1/(1 + u²)", "1/f′(a)"):
        assert text in listed


def test_the_ladder_counts_what_the_bank_has() -> None:
    from tutor.bank import load_bank

    counted = Counter((entry.topic, entry.is_template) for entry in load_bank().entries)
    said = json.loads(shown("topics", "--json"))
    for card in said["cards"]:
        if card["group"] == "ladder":
            assert (card["problems"], card["templates"]) == (counted[card["name"], False], counted[card["name"], True])
    lines = shown("topics").splitlines()
    for topic in TOPICS:
        assert any(line.split()[:2] == [str(topic.level), topic.id] and topic.title in line[23:] for line in lines)
    line = next(line for line in lines if " product " in line)
    assert line.split()[-2:] == [str(counted["product", False]), str(counted["product", True])]


def test_a_card_as_an_object() -> None:
    said = json.loads(shown("rules", "quotient", "--json"))
    assert next(iter(said)) == "schema"
    assert said["schema"] == 1
    assert (said["shelf"], said["name"], said["topic"], said["review"]) == (
        "rules",
        "quotient",
        "quotient",
        ["product"],
    )
    assert said["formulas"] == [{"entry": "quotient", "function": "u/v", "derivative": "(u' v - u v')/v^2"}]
    assert "QUO-02" in said["mistakes"]
    assert said["see_also"] == ["rules reciprocal", "rules product", "rules rewrite"]
    assert said["rows"][0] == {"label": "rule", "text": "(u/v)′ = (u′ v − u v′)/v²"}
    assert json.loads(shown("rules", "theorems", "--json"))["cards"][1]["name"] == "Rolle's theorem"
    assert {card["name"] for card in json.loads(shown("terms", "--json"))["cards"]} >= {"gradient", "secant"}


# --- the words ---


def test_the_texts_are_ours_and_plain() -> None:
    for card in CARDS:
        assert card.rows, card.place
        for row in card.rows:
            assert row.text and "!" not in row.text, (card.place, row)
            assert len(row.label) <= 14, (card.place, row)


def test_a_faulty_text_is_refused() -> None:
    from tutor.reference.writing import row

    assert row("idea", "Here `x^2 = 4` holds.") == Row(
        "idea", f"Here x²{BLANK}={BLANK}4 holds.", "Here, x squared equals 4, holds."
    )
    with pytest.raises(TutorError):
        row("idea", "`x^2 + `")


def test_a_call_in_a_formula_is_a_known_function() -> None:
    known = {node.name for each in entries().values() for rule in each for side in rule.formula.split(" = ")
             for node in walk(formula(side)) if isinstance(node, Call)}  # fmt: skip
    assert known >= {"sin", "ln", "relu"}
