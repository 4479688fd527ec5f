"""Tokens to tree: what binds what, between two brackets.

    sum       = {sign} term { (+ | -) {sign} term }
    term      = power { * {sign} power | / {sign} power | power }    from the left; no sign binds like *
    power     = piece [ ^ {sign} power ]                             so e^2x is e^2 x, and x^x^2 is x^(x^2)
    piece     = atom { ' | ! }
    atom      = number | letter | group | function | root | fraction | derivative
    group     = ( sum ) | [ sum ] | { sum } | bar sum bar
    function  = name { ' } [ _ base ] [ ^ power ] argument
    argument  = ( sum { , sum } ) | bare
    bare      = [-] ( number [ group | letters ] | letters | function | root | e ^ power | bar sum bar )
    letters   = letter [ ^ power ] { letter [ ^ power ] }            up to a number, a name, e ^ or a bar
    root      = √ {sign} power
    fraction  = \\frac group group
    derivative = d/dx group

`brackets` reads the innermost brackets first and hands every pair on as one token, so no bracket costs a
level of Python's stack. `application` reads functions and roots, `letters` letters with what belongs to them.
"""

from __future__ import annotations

from collections.abc import Callable

from tutor.expr import Add, Call, D, Div, Expr, Neg, Pow, product
from tutor.reading import application, doubts, letters, refusals
from tutor.reading.cursor import SIGNS, STARTS, Cursor
from tutor.reading.limits import is_zero
from tutor.reading.tokens import Token

__all__ = ["Grammar"]

_GOES_ON = STARTS | {"*", "/"}  # what makes a term longer
_AFTER_ATOM = frozenset("'!^")


class Grammar(Cursor):
    """Reads one line of tokens after the other; a line is what stands between two brackets."""

    def line(self, items: list[Token]) -> Expr:
        """The tree of a whole line that ends in an `end` token; `deepest` then says how deeply it is nested."""
        self.items, self.i, self.level, self.deepest = items, 0, 0, 0
        # One token alone is most of what stands in brackets: (x), e^(2), ^ⁿ.
        alone = len(items) == 2 and items[0].kind in STARTS
        tree = self.atom() if alone else self.sum()
        if items[self.i].kind != "end":
            refusals.leftover(self, items[self.i])
        return tree

    def sum(self) -> Expr:
        items = self.items
        minus = self.signs() if items[self.i].kind in SIGNS else 0
        first = negated(self.term(), minus)
        if items[self.i].kind not in SIGNS:
            return first
        terms = [first]
        while items[self.i].kind in SIGNS:
            minus = self.signs()
            terms.append(negated(self.term(), minus))
        return Add(tuple(terms))

    def signs(self) -> int:
        """Step over the signs here; how many of them are minus."""
        minus = 0
        while (kind := self.items[self.i].kind) in SIGNS:
            minus += kind == "-"
            self.i += 1
        if minus > 1:
            self.nest(minus)
        return minus

    def term(self) -> Expr:
        items = self.items
        start = place = self.i
        first = self.power()
        if items[self.i].kind not in _GOES_ON:
            return first
        factors, divisions = [first], 0
        while (kind := items[self.i].kind) in _GOES_ON:
            if kind == "*":
                self.i += 1
                place = self.i
                factors.append(self.signed())
            elif kind == "/":
                slash, place = self.i, self.i + 1
                self.i += 1
                factors = [self.quotient(product(tuple(factors)), self.signed(), items[place].at)]
                divisions += 1
                self.nest(divisions)
                if self.doubts is not None and items[self.i].kind in STARTS:
                    doubts.after_quotient(self, start, slash)
            else:
                if kind == "num":
                    refusals.number(self, items[self.i], factors[-1], place)
                place = self.i
                factors.append(self.power())
        return product(tuple(factors))

    def signed(self) -> Expr:
        if self.items[self.i].kind not in SIGNS:
            return self.power()
        minus = self.signs()
        return negated(self.power(), minus)

    def quotient(self, above: Expr, below: Expr, at: int) -> Expr:
        if not self.scope.own and is_zero(below):
            self.fail("this divides by 0", at)
        return Div(above, below)

    def power(self) -> Expr:
        start = self.i
        base = self.atom()
        kind = self.items[self.i].kind
        if kind not in _AFTER_ATOM:
            return base
        if kind != "^":
            base = self.marked(base, start)
            if self.items[self.i].kind != "^":
                return base
        hat = self.i
        self.i += 1
        self.level += 1
        self.nest(0)
        exponent = self.signed()
        self.level -= 1
        at = self.items[start].at
        if not self.scope.own and is_zero(base) and isinstance(exponent, Neg):
            self.fail("this divides by 0", at)
        tree = Pow(base, exponent)
        self.refuse_large(tree, at)
        if self.doubts is not None:
            doubts.after_power(self, start, hat)
        return tree

    def marked(self, tree: Expr, start: int) -> Expr:
        """The piece that begins at `start`: an atom with the ' and ! that stand here."""
        while (kind := self.items[self.i].kind) in ("'", "!"):
            tree = letters.primed(self, tree, start) if kind == "'" else self.factorial(tree, start)
        return tree

    def factorial(self, tree: Expr, start: int) -> Expr:
        self.i += 1
        here = self.items[self.i]
        if here.kind == "!":
            self.fail("two ! in a row are another function", here.at, "for (n!)! type the brackets")
        tree = Call("factorial", (tree,))
        self.refuse_large(tree, self.items[start].at)
        return tree

    def atom(self) -> Expr:
        token = self.items[self.i]
        if token.node is not None:  # a number, or a value
            self.i += 1
            return token.node
        return _ATOMS.get(token.kind, refusals.missing)(self)

    def inside(self) -> Expr:
        """The one expression of the group that stands here."""
        token = self.items[self.i]
        self.i += 1
        self.nest(token.level)
        if not token.parts:
            self.fail("nothing stands between these brackets", token.at)
        if len(token.parts) > 1:
            refusals.comma(self, self.commas[token.at][0])
        return token.parts[0]

    def fraction(self) -> Expr:
        r"""`\frac` and its two parts."""
        self.i += 1
        parts = []
        for _ in range(2):
            token = self.items[self.i]
            if token.kind not in ("group", "num", "name"):
                self.fail(r"\frac needs two parts in braces", token.at, r"type \frac{1}{x}")
            parts.append(self.atom())
        return self.quotient(parts[0], parts[1], self.items[self.i - 1].at)

    def derivative(self) -> Expr:
        """`d/dx` and the bracket it needs."""
        token = self.items[self.i]
        self.i += 1
        if self.items[self.i].kind != "group":
            refusals.derivative(self, token)
        tree = self.inside()
        for _ in range(token.level):
            tree = D(tree, token.text)
        return tree

    def ahead(self, start: int) -> int:
        """The place behind the factor that begins at `start`; nothing is kept of this look ahead."""
        kept = self.i, self.doubts, self.level
        self.i, self.doubts = start, None
        self.power()
        end = self.i
        self.i, self.doubts, self.level = kept
        return end


_ATOMS: dict[str, Callable[[Grammar], Expr]] = {
    "name": letters.letter,
    "group": Grammar.inside,
    "func": application.function,
    "root": application.root,
    "frac": Grammar.fraction,
    "d": Grammar.derivative,
}


def negated(tree: Expr, times: int) -> Expr:
    for _ in range(times):
        tree = Neg(tree)
    return tree
