"""Reading what people type: `typed.tsv` has what is meant, `echoes.tsv` what is said of second readings."""

from __future__ import annotations

import ast
import subprocess
import sys
from fractions import Fraction

import pytest

from tests.scopes import scope
from tests.tables import rows
from tutor.expr import Call, D, Div, Expr, Neg, Num, Pow, Sym, product, total
from tutor.functions import TABLE
from tutor.read import Scope, read, read_answer


def full(text: str) -> Expr:
    """The tree of a line with every bracket and sign written: a second reading, by Python's own parser."""
    source = text.replace("^", "**").replace("'", "ʹ").replace("lambda", "lambda_")
    return _tree(ast.parse(source, mode="eval").body, source)


def _tree(node: ast.expr, source: str) -> Expr:
    match node:
        case ast.Constant():
            text = ast.get_source_segment(source, node) or ""
            return Num(Fraction(text))
        case ast.Name(name):
            return Sym(name.rstrip("_"))
        case ast.UnaryOp(ast.USub(), arg):
            return Neg(_tree(arg, source))
        case ast.BinOp(left, ast.Div(), right):
            return Div(_tree(left, source), _tree(right, source))
        case ast.BinOp(left, ast.Pow(), right):
            return Pow(_tree(left, source), _tree(right, source))
        case ast.BinOp(_, ast.Mult(), _):
            return product(tuple(_members(node, source, ast.Mult)))
        case ast.BinOp():
            return total(tuple(_members(node, source, ast.Add, ast.Sub)))
        case ast.Call(ast.Name("D"), [arg, ast.Name(wrt)]):
            return D(_tree(arg, source), wrt)
        case ast.Call(ast.Name(name), args):
            return Call(name.replace("ʹ", "'"), tuple(_tree(arg, source) for arg in args))
        case _:
            raise AssertionError(f"not a plain line: {source}")


def _members(node: ast.expr, source: str, *signs: type[ast.operator]) -> list[Expr]:
    """The members of a product or sum; a left part in brackets, which begins later, stays one member."""
    if not isinstance(node, ast.BinOp) or not isinstance(node.op, signs):
        return [_tree(node, source)]
    bracketed = node.left.col_offset != node.col_offset
    first = [_tree(node.left, source)] if bracketed else _members(node.left, source, *signs)
    last = _tree(node.right, source)
    return [*first, Neg(last) if isinstance(node.op, ast.Sub) else last]


@pytest.mark.parametrize(("typed", "means", "problem", "notes"), rows("typed.tsv"))
def test_a_typed_answer_is_read_as_meant(typed: str, means: str, problem: str, notes: str) -> None:
    reading = read_answer(typed, scope(problem))
    assert reading.expr == full(means)
    assert " ".join(note.kind for note in reading.notes) == notes
    assert reading.typed == typed
    assert read(typed, scope(problem)) == reading.expr


@pytest.mark.parametrize(("typed", "note", "other", "problem"), rows("echoes.tsv"))
def test_an_echo_names_the_second_reading(typed: str, note: str, other: str, problem: str) -> None:
    said = {each.text: each.other for each in read_answer(typed, scope(problem)).notes}
    assert note in said
    assert said[note] == (full(other) if other else None)


def test_the_constants_of_the_tree_are_what_is_read() -> None:
    assert read("e + pi") == total((Sym("e"), Sym("pi")))
    assert read("0.50") == Num(Fraction(1, 2))
    assert repr(read("0.50")) == repr(Num(Fraction(1, 2), "0.50"))
    assert repr(read("50")) == repr(Num(Fraction(50)))


def test_a_second_reading_settles_every_place_of_its_kind() -> None:
    reading = read_answer("1/2x + e^2x + 1/3x")
    assert [note.kind for note in reading.notes] == ["one-over-product", "exponent-run"]
    assert reading.notes[0].other == full("(1/(2*x)) + ((e^2)*x) + (1/(3*x))")
    assert reading.notes[1].other == full("((1/2)*x) + (e^(2*x)) + ((1/3)*x)")


def test_a_line_of_ours_is_read_without_notes_and_without_limits() -> None:
    own = Scope(own=True)
    assert read_answer("1/2x", own).notes == ()
    assert read("x" + " + x" * 500, own) == total((Sym("x"),) * 501)
    assert read("7" * 100, own) == Num(Fraction("7" * 100))
    assert read("9^9^9^9 + x/0", own)
    deep = read("-(" * 900 + "x" + ")" * 900, own)
    for _ in range(900):
        assert isinstance(deep, Neg)
        deep = deep.arg
    assert deep == Sym("x")


def test_rules_are_read_in_their_own_letters() -> None:
    rule = Scope(functions=frozenset({"f"}), dependent=frozenset({"u", "v", "w"}), own=True)
    assert read("(u' v - u v')/v^2", rule) == full("((D(u, x)*v) - (u*D(v, x)))/(v^2)")
    assert read("f'(u) u'", rule) == full("f'(u)*D(u, x)")
    assert read("f'(u')", rule) == full("f'(D(u, x))")
    assert read("a^u ln(a) u'", rule) == full("(a^u)*ln(a)*D(u, x)")
    assert read("log_a(u)", rule) == full("log(u, a)")


def test_every_function_is_read_by_each_of_its_spellings() -> None:
    for line in TABLE:
        arguments = ", ".join("xyz"[: line.arity[0]])
        wanted = Call(line.name, tuple(Sym(letter) for letter in "xyz"[: line.arity[0]]))
        for spelling in (line.name, *line.aliases):
            assert read(f"{spelling}({arguments})") == wanted, spelling


def test_importing_the_reader_loads_nothing_heavy() -> None:
    heavy = ("sympy", "mpmath", "difflib", "unicodedata", "yaml", "rich", "typer")
    code = f"import sys, tutor.read; print(*[name for name in {heavy!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
