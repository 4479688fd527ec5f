"""Derivatives as values, for the judge alone: no steps, no words, nothing tidied.

On purpose this is not the rule table: an entry that is wrong there would otherwise approve of itself. Tests
hold the two together. Three things are made into trees that have a value at a point:

* an open derivative, `(x^2)'` or `sin'(u)`, becomes the derivative itself (`closed`);
* y' of a letter that depends on the variable becomes a letter of its own;
* a function of the problem, f(x), and f'(x), become a smooth function and its derivative (`stand_in`).
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

from tutor.budget import TOO_LONG, Budget, GivenUpError
from tutor.expr import (
    ONE,
    TWO,
    ZERO,
    Add,
    Call,
    D,
    Div,
    E,
    Expr,
    Mul,
    Neg,
    Num,
    Pow,
    Sym,
    as_fraction,
    children,
    depends_on,
    mapped,
    number,
    product,
    substitute,
    total,
    walk,
    walk_once,
)
from tutor.functions import BY_NAME, base_name

__all__ = [
    "closed", "derivative", "first_open", "functions_as_letters", "implicit_derivatives",
    "problem_functions", "stand_in",
]  # fmt: skip

# f'(u) for every function of one argument in functions.py.
_TABLE = {
    "sqrt": "1/(2 sqrt(u))",
    "cbrt": "1/(3 cbrt(u)^2)",
    "abs": "sign(u)",
    "sign": "0",
    "step": "0",
    "ln": "1/u",
    "sin": "cos(u)",
    "cos": "-sin(u)",
    "tan": "1/cos(u)^2",
    "cot": "-1/sin(u)^2",
    "sec": "sin(u)/cos(u)^2",
    "csc": "-cos(u)/sin(u)^2",
    "arcsin": "1/sqrt(1 - u^2)",
    "arccos": "-1/sqrt(1 - u^2)",
    "arctan": "1/(1 + u^2)",
    "arccot": "-1/(1 + u^2)",
    "arcsec": "1/(|u| sqrt(u^2 - 1))",
    "arccsc": "-1/(|u| sqrt(u^2 - 1))",
    "sinh": "cosh(u)",
    "cosh": "sinh(u)",
    "tanh": "1/cosh(u)^2",
    "coth": "-1/sinh(u)^2",
    "sech": "-sinh(u)/cosh(u)^2",
    "csch": "-cosh(u)/sinh(u)^2",
    "arsinh": "1/sqrt(u^2 + 1)",
    "arcosh": "1/sqrt(u^2 - 1)",
    "artanh": "1/(1 - u^2)",
    "arcoth": "1/(1 - u^2)",
    "arsech": "-1/(u sqrt(1 - u^2))",
    "arcsch": "-1/(|u| sqrt(1 + u^2))",
    "erf": "2 e^(-u^2)/sqrt(pi)",
    "Phi": "phi(u)",
    "phi": "-u phi(u)",
    # sigmoid(-u) is 1 - sigmoid(u) without cancelling
    "sigmoid": "sigmoid(u) sigmoid(-u)",
    "softplus": "sigmoid(u)",
    "relu": "step(u)",
    "gelu": "Phi(u) + u phi(u)",
    "swish": "sigmoid(u) + u sigmoid(u) sigmoid(-u)",
    "mish": "tanh(softplus(u)) + u sigmoid(u)/cosh(softplus(u))^2",
}

_MOST_NESTED = 6  # open derivatives within each other; each makes the tree several times as large
_MOST_PARTS = 10_000  # different parts of a tree that is differentiated, a twentieth of a second's work
_MOST_PRIMES = 15  # of one function: ln has a hundred thousand parts then
_MOST_FACTORS = 4  # of a product that is differentiated factor by factor

# Two smooth functions for each letter f, both bounded and positive, so that f^g, ln f and 1/f have values
# too.
_STAND_INS = (
    "a + sin(b u + c) + 1/(1 + (u - d)^2)",
    "2 + a + arctan(b u - c) + cos(d u)/2",
)


@cache
def _formula(text: str) -> Expr:
    from tutor.read import Scope, read

    return read(text, Scope(own=True))


@cache
def _known(name: str, order: int) -> Expr:
    """The derivative of a function of the table, as a tree in u."""
    if order > _MOST_PRIMES:
        raise GivenUpError(TOO_LONG)
    e: Expr = Call(name, (Sym("u"),))
    for _ in range(order):
        e = derivative(e, "u")
    return e


def derivative(e: Expr, wrt: str, along: frozenset[str] = frozenset(), budget: Budget | None = None) -> Expr:
    """The derivative by `wrt`; letters in `along` depend on it, all others are constant.

    It is right where `e` is differentiable; elsewhere it may have a value all the same (ln gives 1/u for u <
    0). Raises ValueError for a factorial and for a function of several arguments that is known only by its
    letter, GivenUpError for a tree of too many parts and when the budget is used up.
    """
    return _Derivative(wrt, along, budget).of(e)


def implicit_derivatives(zero: Expr, x: str, y: str, order: int = 1) -> tuple[Expr, ...]:
    """y', y'' … up to `order` where `zero` is 0, in terms of x and y: y' is -zero_x/zero_y."""
    slope = _minus(_over(derivative(zero, x), derivative(zero, y)))
    found = [slope]
    while len(found) < order:
        found.append(_sum(derivative(found[-1], x), _times(derivative(found[-1], y), slope)))
    return tuple(found)


class _Derivative:
    def __init__(self, wrt: str, along: frozenset[str], budget: Budget | None) -> None:
        self.budget = budget
        self.wrt = wrt
        self.along = along
        self.moving = along | {wrt}
        # Trees made here share their parts, so each part is differentiated once. The part is kept with its
        # result: an id may be given out again.
        self.done: dict[int, tuple[Expr, Expr]] = {}

    def of(self, e: Expr) -> Expr:
        found = self.done.get(id(e))
        if found is None:
            if len(self.done) > _MOST_PARTS:
                raise GivenUpError(TOO_LONG)
            if self.budget is not None:
                self.budget.check()
            found = self.done[id(e)] = (e, self.node(e))
        return found[1]

    def node(self, e: Expr) -> Expr:
        match e:
            case Sym(name) if name == self.wrt:
                return ONE
            case Sym(name) if name in self.along:
                return D(e, self.wrt)
            case Num() | Sym():
                return ZERO
            case Add(terms):
                return _sum(*map(self.of, terms))
            case Neg(arg):
                return _minus(self.of(arg))
            case Mul(factors) if len(factors) > _MOST_FACTORS:
                # By halves: each of n factors times all others would be n^2 parts, and n^3 the next time.
                half = len(factors) // 2
                return self.of(Mul((product(factors[:half]), product(factors[half:]))))
            case Mul(factors):
                others = [factors[:i] + factors[i + 1 :] for i in range(len(factors))]
                slopes = map(self.of, factors)
                return _sum(*(_times(slope, *rest) for slope, rest in zip(slopes, others, strict=True)))
            case Div(num, den):
                above = _sum(_times(self.of(num), den), _minus(_times(num, self.of(den))))
                return _over(self.of(num), den) if self.of(den) == ZERO else _over(above, Pow(den, TWO))
            case Pow(base, exp):
                return self.power(e, base, exp)
            case Call("log", (arg, base)):
                return self.of(Div(Call("ln", (arg,)), Call("ln", (base,))))
            case Call(name, args):
                return self.call(name, args)
            case D(arg, wrt):
                if _letter_of(e) in self.along and wrt == self.wrt:
                    return D(e, self.wrt)
                return self.of(derivative(arg, wrt, self.along, self.budget))

    def power(self, e: Expr, base: Expr, exp: Expr) -> Expr:
        if not depends_on(exp, self.moving):
            n = as_fraction(exp)
            lower: Expr = number(n - 1) if n is not None else Add((exp, Neg(ONE)))
            factor = base if n == 2 else ONE if n == 1 else Pow(base, lower)
            return _times(exp, factor, self.of(base))
        if base == E:
            return _times(e, self.of(exp))
        log = Call("ln", (base,))
        if not depends_on(base, self.moving):
            return _times(e, log, self.of(exp))
        return _times(e, _sum(_times(self.of(exp), log), _times(exp, _over(self.of(base), base))))

    def call(self, name: str, args: tuple[Expr, ...]) -> Expr:
        plain, order = base_name(name)
        if name in ("max", "min"):
            return self.extreme(name, args)
        if all(self.of(arg) == ZERO for arg in args):
            return ZERO
        if len(args) != 1 or plain == "factorial":
            raise ValueError(f"I know no derivative of {name}.")
        (arg,) = args
        if plain not in BY_NAME:
            return _times(Call(name + "'", args), self.of(arg))
        outer = _formula(_TABLE[plain]) if order == 0 else _known(plain, order + 1)
        return _times(substitute(outer, {"u": arg}), self.of(arg))

    def extreme(self, name: str, args: tuple[Expr, ...]) -> Expr:
        """max(u, v) = (u + v + |u - v|)/2: where the two are one and the same, its slope is theirs."""
        u, v = (args[0], args[1]) if len(args) == 2 else (Call(name, args[:-1]), args[-1])
        both = _sum(self.of(u), self.of(v))
        turned = _times(Call("sign", (Add((u, Neg(v))),)), _sum(self.of(u), _minus(self.of(v))))
        return _over(_sum(both, turned if name == "max" else _minus(turned)), TWO)


def _sum(*terms: Expr) -> Expr:
    return total(tuple(term for term in terms if term != ZERO))


def _minus(e: Expr) -> Expr:
    return ZERO if e == ZERO else Neg(e)


def _times(*factors: Expr) -> Expr:
    if ZERO in factors:
        return ZERO
    return product(tuple(factor for factor in factors if factor != ONE))


def _over(above: Expr, below: Expr) -> Expr:
    return ZERO if above == ZERO else Div(above, below)


def _letter_of(e: Expr) -> str:
    """The letter whose derivative this is: y of y''; "" for a derivative of anything else."""
    while isinstance(e, D):
        e = e.arg
    return e.name if isinstance(e, Sym) else ""


def first_open(e: Expr, along: frozenset[str] = frozenset()) -> Expr | None:
    """The first derivative in it that is still to be taken: (sin x)', sin'(x^2); None if there is none.

    y' of a letter that depends on the variable is final, and so is f' of a function known only by its letter.
    """
    for node in walk(e):
        kind = type(node)  # a test of the class is four times as fast as a `match`, and this is asked of every answer
        if kind is D:
            if _letter_of(node) not in along:
                return node
        elif kind is Call:
            name: str = node.name  # type: ignore[union-attr]
            if name not in BY_NAME and base_name(name)[0] in BY_NAME:
                return node
    return None


def closed(e: Expr, along: frozenset[str] = frozenset(), budget: Budget | None = None) -> Expr:
    """The tree with every open derivative taken and y' made a letter.

    What is differentiated stays in it, times 0: (ln x)' has no value where ln x has none.
    """
    nested = _open_depth(e)
    if nested > _MOST_NESTED:
        raise ValueError("So many derivatives within each other are more than I can take.")
    return _closed(e, along, budget) if nested else e


def _open_depth(e: Expr) -> int:
    """How many derivatives stand within each other in it."""
    if not any(isinstance(node, D) or (isinstance(node, Call) and "'" in node.name) for node in walk_once(e)):
        return 0
    depths: dict[int, int] = {}
    stack = [e]
    while stack:
        node = stack[-1]
        parts = children(node)
        waiting = [part for part in parts if id(part) not in depths]
        if waiting:
            stack += waiting
            continue
        own = 1 if isinstance(node, D) else node.name.count("'") if isinstance(node, Call) else 0
        depths[id(node)] = own + max((depths[id(part)] for part in parts), default=0)
        stack.pop()
    return depths[id(e)]


def _closed(e: Expr, along: frozenset[str], budget: Budget | None) -> Expr:
    def taken(node: Expr) -> Expr | None:
        match node:
            case D(arg, wrt):
                name = _letter_of(node)
                if name in along:
                    return Sym(name + "'" * sum(isinstance(inner, D) for inner in walk(node)))
                inner = closed_inside(arg, along, budget)
                slope = derivative(inner, wrt, along, budget)
                return Add((closed(slope, along, budget), Mul((ZERO, closed(inner, along, budget)))))
            case Call(name, (arg,)) if name not in BY_NAME and base_name(name)[0] in BY_NAME:
                plain, order = base_name(name)
                u = closed(arg, along, budget)
                return Add((substitute(_known(plain, order), {"u": u}), Mul((ZERO, Call(plain, (u,))))))
        return None

    return mapped(e, taken)


def closed_inside(e: Expr, along: frozenset[str], budget: Budget | None = None) -> Expr:
    """What stands under a derivative: its own open derivatives taken, y' left to be differentiated again."""

    def taken(node: Expr) -> Expr | None:
        match node:
            case D(arg, wrt) if _letter_of(node) not in along:
                return derivative(closed_inside(arg, along, budget), wrt, along, budget)
            case Call(name, (arg,)) if name not in BY_NAME and base_name(name)[0] in BY_NAME:
                plain, order = base_name(name)
                return substitute(_known(plain, order), {"u": closed_inside(arg, along, budget)})
        return None

    return mapped(e, taken)


def problem_functions(*trees: Expr) -> frozenset[str]:
    """The letters that are functions of the problem: f and g in f'(g(x))."""
    names = (base_name(node.name)[0] for e in trees for node in walk_once(e) if isinstance(node, Call))
    return frozenset(names).difference(BY_NAME)


def functions_as_letters(*trees: Expr) -> tuple[Expr, ...]:
    """The trees with f(x), f'(x), g(f(x)) … made letters, one for each different one.

    What is equal for any numbers in their place is equal for the functions.
    """
    made: dict[Expr, Expr] = {}

    def letter(node: Expr) -> Expr | None:
        if isinstance(node, Call) and base_name(node.name)[0] not in BY_NAME:
            return made.setdefault(node, Sym(f"{node.name}#{len(made)}"))
        return None

    return tuple(mapped(e, letter) for e in trees)


def stand_in(e: Expr, which: int) -> Expr:
    """The tree with functions known only by their letters made smooth functions; `which` is 0 or 1."""

    def smooth(node: Expr) -> Expr | None:
        if not isinstance(node, Call) or base_name(node.name)[0] in BY_NAME:
            return None
        name, order = base_name(node.name)
        parts = [stand_in(part, which) for part in node.args]
        # Of several arguments: a function of one mixture of them.
        weighed = [Mul((number(Fraction(7 + i, 7)), part)) if i else part for i, part in enumerate(parts)]
        return substitute(_stand_in(name, order, which), {"u": total(tuple(weighed))})

    return mapped(e, smooth)


@cache
def _stand_in(name: str, order: int, which: int) -> Expr:
    """The derivative of the function that stands for a letter, as a tree in u."""
    seed = sum((i + 1) * ord(sign) for i, sign in enumerate(name))
    letters = {c: number(Fraction(3 * (seed % m) + 2 * m, 2 * m)) for c, m in zip("abcd", (7, 11, 13, 17), strict=True)}
    letters["a"] = number(Fraction(2 + seed % 5))
    e = substitute(_formula(_STAND_INS[which]), letters)
    for _ in range(order):
        e = derivative(e, "u")
    return e
