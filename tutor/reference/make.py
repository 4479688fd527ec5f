"""The cards from the rule table and the texts: `python -m tutor.reference` writes them into `cards.jsonl`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tutor.derive import derive
from tutor.expr import Call, D, Expr, Mul, Num, Pow, Sym, number, substitute
from tutor.lines import Curve, Equation, Limit, Line, read_equation
from tutor.modes.definition import derive_from_definition
from tutor.modes.implicit import derive_implicitly
from tutor.modes.inverse import derive_inverse
from tutor.modes.parametric import derive_along
from tutor.read import read
from tutor.reference.model import BLANK, Card, Formula, Row
from tutor.reference.source import Block, blocks
from tutor.reference.writing import equation, row, several, sides
from tutor.rules import RULES, Rule
from tutor.rules.detours import DETOURS
from tutor.rules.model import MalRule, formula
from tutor.show import pretty
from tutor.topics import BY_ID, TOPICS
from tutor.words import words

__all__ = ["entries", "every_card"]

_ELEMENTARY = frozenset(
    {"exponential", "logarithm", "trigonometric", "inverse-trigonometric", "hyperbolic", "absolute-value",
     "error-function", "pieces"}
)  # fmt: skip
_NOT_ROWS = frozenset({"names", "topic", "also", "group", "method", "at", "lead", "sample"})
_MOST_OTHERS = 4  # formulas that get a line each
_MOST_MISTAKES = 4  # named on the card; the others by their ids


def every_card() -> list[Card]:
    """All cards, in the order of the lists. Raises ValueError, or ReadError for a formula that cannot be read."""
    return [
        *(_of_rules(block) for block in blocks("rules")),
        *(_plain("rules", block) for block in blocks("facts")),
        *(_plain("terms", block) for block in sorted(blocks("terms"), key=lambda block: block.name.casefold())),
        *(_plain("notation", block) for block in blocks("notation")),
        *_of_topics(),
        *(_plain("topics", block) for block in blocks("topics")),
    ]


def entries() -> dict[str, list[Rule]]:
    """The entries of the rule table by the name they are printed with: those of the table, then the other ways."""
    found: dict[str, list[Rule]] = {}
    seen = set[str]()
    for rule in (*RULES, *(each for rules in DETOURS.values() for each in rules)):
        if rule.id not in seen:
            found.setdefault(rule.name, []).append(rule)
            seen.add(rule.id)
    return found


def _of_rules(block: Block) -> Card:
    """A rule, or a method that is no entry of the table."""
    rules = sorted(entries().get(block.name, []), key=lambda rule: rule.id != block.one("lead"))
    mal = {mal.id: mal for rule in rules for mal in rule.mal}
    formulas = tuple(Formula(rule.id, *_two_sides(rule)) for rule in rules)
    first, *_ = (rule.skill for rule in rules) if rules else ("",)
    shown = list(_formula_rows(rules))
    worked = [each for each in _examples(block, rules) if each.text not in {one.text for one in shown}]
    texts = list(_texts(block, rules))
    stated = [each for each in texts if each.label == "formula"]
    rows = [*stated, *shown, *worked, *(each for each in texts if each not in stated), *_mistakes(mal.values())]
    group = "elementary" if first in _ELEMENTARY else "activations" if first == "activation" else "rules"
    return _card("rules", group, block, rows, formulas, tuple(mal))


def _plain(shelf: str, block: Block) -> Card:
    group = block.one("group") or shelf
    if shelf == "topics":
        group = "overview"
    return _card(shelf, group, block, [each for label, text in _rest(block) for each in _row(label, text)])


def _of_topics() -> Iterator[Card]:
    """A card for each step of the ladder, from the ladder and the rules."""
    for topic in TOPICS:
        needs = [other for other in TOPICS if other.level in topic.needs]
        leads = [other for other in TOPICS if topic.level in other.needs]
        rows = [Row("level", str(topic.level))]
        if topic.example:
            rows.append(equation("for example", (read(topic.example), "")))
        rows.append(Row("needs", ", ".join(other.id for other in needs) or "nothing: begin here"))
        if leads:
            rows.append(Row("leads to", ", ".join(other.id for other in leads)))
        mine = [
            block.name for file in ("rules", "facts") for block in blocks(file) if topic.id in block.listed("topic")
        ]
        if mine:
            rows.append(Row("cards", ", ".join(mine)))
        rows.append(Row("practise", f"tutor{BLANK}drill{BLANK}{topic.id}"))
        names = tuple(name for name in (topic.title, str(topic.level)) if name != topic.id)
        yield Card("topics", "ladder", topic.id, names, tuple(rows), topic=topic.id, review=tuple(n.id for n in needs))


def _card(
    shelf: str, group: str, block: Block, rows: list[Row], formulas: tuple[Formula, ...] = (), mal: tuple[str, ...] = ()
) -> Card:
    topics = block.listed("topic")
    for each in topics:
        if each not in BY_ID:
            raise ValueError(f"{block.file}.txt: {block.name}: there is no topic {each}")
    topic = topics[0] if topics else ""
    shelves = ("rules ", "terms ", "notation ", "topics ")
    also = tuple(each if each.startswith(shelves) else f"{shelf} {each}" for each in block.listed("also"))
    needs = tuple(other.id for other in TOPICS if topic and other.level in BY_ID[topic].needs)
    return Card(shelf, group, block.name, block.listed("names"), tuple(rows), formulas, mal, also, topic, needs)


# Rows


def _two_sides(rule: Rule) -> tuple[str, str]:
    """The function and its derivative as they are typed: "u v", "u' v + u v'"."""
    left, right = rule.formula.split(" = ")
    return left.removesuffix("'").removeprefix("(").removesuffix(")"), right


def _formula_rows(rules: list[Rule]) -> Iterator[Row]:
    """Those of the table, then the shorter ways for special functions, and the ways round a forgotten formula."""
    shown: dict[str, str] = {}
    for rule in rules:
        shown.setdefault(rule.formula, "rule" if rule in RULES else "or")
    rows = [
        equation(label, *zip(map(formula, text.split(" = ")), ("=", ""), strict=True))
        for text, label in sorted(shown.items(), key=lambda each: each[1] == "or")
    ]
    others = [each for each in rows if each.label == "or"]
    if len(others) <= _MOST_OTHERS:
        yield from rows
        return
    yield from (each for each in rows if each.label == "rule")
    yield Row("or", ",  ".join(each.text for each in others), ". ".join(each.said for each in others))


def _examples(block: Block, rules: list[Rule]) -> Iterator[Row]:
    """Worked by the engine, with something inside where the example would be the rule again."""
    if method := block.one("method"):
        yield _by_method(method, block.one("at"))
    elif rules and block.name != "rewrite":
        for rule in rules[:1] if block.name != "product" else rules[:2]:
            sample = block.one("sample")
            f = read(sample) if sample else _with_inside(read(rule.example))
            yield equation("example", (D(f, "x"), "="), (derive(f).line, ""))


def _with_inside(f: Expr) -> Expr:
    """sin(x) → sin(3x): at the variable itself the example would be the rule again."""
    match f:
        case Call(name, args) if all(isinstance(arg, Sym | Num) for arg in args) and name not in ("max", "min"):
            return substitute(f, {"x": Mul((number(3), Sym("x")))})
        case Pow(base, Sym()) if base != Sym("x"):
            return substitute(f, {"x": Mul((number(3), Sym("x")))})
        case _:
            return f


def _by_method(text: str, at: str) -> Row:
    if ";" in text:
        x, y = (read_equation(side.strip()).right for side in text.split(";"))
        slope = _result(derive_along(Curve(x, y)).line)
        return several("example", ("x", "x", x), ("y", "y", y), ("dy/dx", "d y by d x", slope))
    if "=" in text:
        curve = read_equation(text)
        slope = _result(derive_implicitly(curve).line)
        left = pretty(curve.left), words(curve.left)
        return several("example", (*left, curve.right), ("y′", "y prime", slope))
    f = read(text)
    if at:
        slope = _result(derive_inverse(f, read(at)).line)
        inverse = f"(f⁻¹)′({at})", f"the derivative of the inverse of f at {at}"
        return several("example", ("f(x)", "f of x", f), (*inverse, slope))
    return equation("example", (D(f, "x"), "="), (_result(derive_from_definition(f).line), ""))


def _result(line: Line) -> Expr:
    """What a derivation ends with: the right side, where that is an equation."""
    if isinstance(line, Limit):
        raise ValueError("a derivation has stopped at a limit")
    return line.right if isinstance(line, Equation) else line


def _texts(block: Block, rules: list[Rule]) -> Iterator[Row]:
    for label, text in _rest(block):
        if label == "where" and rules:
            yield row(label, f"`{text}`")
        else:
            yield from _row(label, text)


def _rest(block: Block) -> Iterator[tuple[str, str]]:
    return ((label, text) for label, text in block.fields if label not in _NOT_ROWS)


def _row(label: str, text: str) -> Iterator[Row]:
    match label:
        case "limit":
            letter, place, rest = text.split(" ", 2)
            of, value = sides(rest)
            yield equation(
                label, (of, "->"), (value, ""), end=f" as {letter} → {place}", said_end=f" as {letter} goes to {place}"
            )
        case "derivative" if "->" in text:
            wrt, rest = text.split(": ", 1)
            of, slope = sides(rest)
            yield equation(label, (D(of, wrt), "="), (slope, ""))
        case "expansion":
            of, error = (sides(side)[0] for side in text.split(" ; "))
            yield equation("formula", (of, ""))
            yield equation("error", (error, ""), end=", the leading term")
        case _:
            yield row(label, text)


def _mistakes(mal: Iterable[MalRule]) -> Iterator[Row]:
    """The common ones by name, numbered ones first, the others by their ids."""
    by_title: dict[str, list[MalRule]] = {}
    for each in sorted(mal, key=lambda each: each.mistake is None):
        by_title.setdefault(each.title, []).append(each)
    for name in list(by_title)[:_MOST_MISTAKES]:
        ids = ", ".join(sorted(each.id for each in by_title[name]))
        number = by_title[name][0].mistake
        yield Row("mistakes", f"{name} ({ids}{f'; mistake {number}' if number else ''})")
    others = [each.id for name in list(by_title)[_MOST_MISTAKES:] for each in by_title[name]]
    if others:
        yield Row("mistakes", "and " + ", ".join(others))
