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

from tutor.expr import Call, D, Div, Expr, Neg, Pow, product, total
from tutor.reading import application, doubts, letters, refusals
from tutor.reading.cursor import SIGNS, STARTS, Cursor
from tutor.reading.limits import is_zero
from tutor.reading.tokens import Token

__all__ = ["Grammar"]


class Grammar(Cursor):
    """Reads one line of tokens after the other; a line is what stands between two brackets."""

    def line(self, items: list[Token]) -> tuple[Expr, int]:
        """The tree of a whole line that ends in an `end` token, and how deeply it is nested."""
        self.items, self.i, self.level, self.deepest = items, 0, 0, 0
        # One token alone is most of what stands in brackets: (x), e^(2), ^ⁿ.
        alone = len(items) == 2 and items[0].kind in STARTS
        tree = self.atom() if alone else self.sum()
        if self.items[self.i].kind != "end":
            refusals.leftover(self, self.items[self.i])
        return tree, self.deepest

    def sum(self) -> Expr:
        terms = []
        while True:
            minus = self.signs()
            terms.append(negated(self.term(), minus))
            if self.items[self.i].kind not in SIGNS:
                return total(tuple(terms))

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
        start = place = self.i
        factors = [self.power()]
        divisions = 0
        while True:
            token = self.items[self.i]
            if token.kind in STARTS:
                if token.kind == "num":
                    refusals.number(self, token, factors[-1], place)
                place = self.i
                factors.append(self.power())
            elif token.kind == "*":
                self.i += 1
                place = self.i
                factors.append(self.signed())
            elif token.kind == "/":
                slash, place = self.i, self.i + 1
                self.i += 1
                factors = [self.quotient(product(tuple(factors)), self.signed(), self.items[place].at)]
                divisions += 1
                self.nest(divisions)
                if self.doubts is not None and self.items[self.i].kind in STARTS:
                    doubts.after_quotient(self, start, slash)
            else:
                return product(tuple(factors))

    def signed(self) -> Expr:
        minus = self.signs()
        return negated(self.power(), minus)

    def quotient(self, above: Expr, below: Expr, at: int) -> Expr:
        if not self.scope.own and is_zero(below):
            self.fail("this divides by 0", at)
        return Div(above, below)

    def power(self) -> Expr:
        start = self.i
        base = self.piece()
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

    def piece(self) -> Expr:
        start = self.i
        tree = self.atom()
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
        match token.kind:
            case "num" | "value" if token.node is not None:
                self.i += 1
                return token.node
            case "name":
                return letters.letter(self)
            case "group":
                return self.inside()
            case "func":
                return application.function(self)
            case "root":
                return application.root(self)
            case "frac":
                return self.fraction()
            case "d":
                return self.derivative()
            case _:
                return refusals.missing(self, token)

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


def negated(tree: Expr, times: int) -> Expr:
    for _ in range(times):
        tree = Neg(tree)
    return tree
