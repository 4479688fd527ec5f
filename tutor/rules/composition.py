"""The rules that take a function apart: reciprocals, products, quotients, compositions, powers that move twice."""

from __future__ import annotations

from functools import partial

from tutor.expr import Add, Call, D, Expr, Mul, product, total
from tutor.rules.model import Constant, MalRule, Rule, in_each_way
from tutor.rules.places import minus_inside


def one_factor_at_a_time(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u v w → u' v w + u v' w + u v w', for three factors or more that all move."""
    if not isinstance(e, Mul) or len(e.factors) < 3 or any(map(constant, e.factors)):
        return None
    turns = range(len(e.factors))
    return total(tuple(Mul(tuple(D(g, wrt) if i == turn else g for i, g in enumerate(e.factors))) for turn in turns))


def derivatives_multiplied(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u v w → u' v' w'."""
    return product(tuple(D(g, wrt) for g in e.factors)) if isinstance(e, Mul) else None


def one_term_missing(which: int, e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u v w → u' v w + u v' w; `which` counts from the last term."""
    right = one_factor_at_a_time(e, wrt, constant)
    if not isinstance(right, Add) or which >= len(right.terms):
        return None
    return total(tuple(t for i, t in enumerate(reversed(right.terms)) if i != which)[::-1])


RECIPROCAL = Rule(
    "reciprocal", "reciprocal", "c/v", "-c v'/v^2", "reciprocal-rule",
    say="Reciprocal rule with v = {v}: minus the derivative of v, over v squared.",
    example="5/(x^2 + 1)", notation="(c/v)' = -c v'/v^2", same_line="variable",
    mal=(
        MalRule("QUO-08", "reciprocal-of-the-derivative", "c/v'", "put the derivative under the fraction bar",
                "A fraction is not differentiated by differentiating what stands below.",
                "Write minus the derivative of {v} above, and {v} squared below.", "T", mistake=2),
        MalRule("QUO-09", "derivative-above-missing", "-c/v^2", "forget the derivative of what stands below",
                "{v} moves too, and its own derivative is missing above.",
                "Multiply by the derivative of {v}.", "T", mistake=3),
        MalRule("QUO-13", "sign-lost", "c v'/v^2", "lose the minus sign",
                "One over something falls when that something grows, so a minus is needed.",
                "Put a minus in front.", "T"),
        MalRule("QUO-10", "answered-with-a-logarithm", "c ln(v)", "answer with a logarithm",
                "The logarithm belongs to integrating one over {v}, which is the way back.",
                "Write minus the derivative of {v} above, and {v} squared below.", "T"),
        MalRule("QUO-12", "constant-above-gets-slope-one", "(v - c v')/v^2", "take 1 for the derivative of the constant above",
                "{c} above does not move, so its term of the quotient rule is 0.",
                "Only the second term of the numerator is left: minus {c} times the derivative of {v}.", "T"),
    ),
)  # fmt: skip

PRODUCTS = (
    Rule(
        "product-of-several", "product", "u v w", one_factor_at_a_time, "product-rule",
        say="Product rule for {count} factors: each takes its turn while the others are held.",
        example="x^2 sin(x) ln(x)", notation="(u v w)' = u' v w + u v' w + u v w'",
        mal=(
            MalRule("PRD-08", "product-of-derivatives", derivatives_multiplied, "multiply the derivatives",
                    "Each factor moves while the others stand beside it, so every factor makes a term of its own.",
                    "Write one term for each factor, and differentiate only that factor in it.", "T", mistake=1),
            *in_each_way(
                MalRule("PRD-09", "term-missing", partial(one_term_missing, 0), "leave out a term",
                        "There is one factor whose turn never came, and it moves too.",
                        "Count the factors: there are as many terms.", "T"),
                partial(one_term_missing, 1), partial(one_term_missing, 2),
            ),
        ),
    ),
    Rule(
        "product", "product", "u v", "u' v + u v'", "product-rule",
        say="Product rule with u = {u} and v = {v}.", example="x^2 sin(x)", notation="(u v)' = u' v + u v'",
        mal=(
            MalRule("PRD-01", "product-of-derivatives", "u' v'", "multiply the two derivatives",
                    "Both factors change, and each change is felt through the other factor, so there are two terms.",
                    "Write u′ v + u v′ with u = {u} and v = {v}.", "Sy,W,B,ST", mistake=1),
            MalRule("PRD-03", "second-term-missing", "u' v", "leave out the second term",
                    "{v} moves too, and its turn is missing.",
                    "Add the term in which {u} is held and {v} is differentiated.", "T"),
            MalRule("PRD-04", "first-term-missing", "u v'", "leave out the first term",
                    "{u} moves too, and its turn is missing.",
                    "Add the term in which {u} is differentiated and {v} is held.", "T"),
            MalRule("PRD-02", "minus-between-terms", "u' v - u v'", "write a minus between the two terms",
                    "The minus belongs to the quotient rule; in a product both changes add up.",
                    "Put a plus between the two terms.", "T,ST"),
            MalRule("PRD-05", "sum-of-derivatives", "u' + v'", "add the two derivatives",
                    "That is the rule for {u} plus {v}, but here they are multiplied.",
                    "Multiply each derivative by the other factor, then add.", "D,ST"),
            MalRule("PRD-06", "each-with-its-own", "u' u + v' v", "multiply each factor by its own derivative",
                    "Each derivative was paired with the factor it came from.",
                    "Cross them: the derivative of {u} goes with {v}, and the other way round.", "I,ST"),
            MalRule("PRD-07", "both-or-none-differentiated", "u' v' + u v", "differentiate both factors in one term and none in the other",
                    "In each term exactly one factor is differentiated.",
                    "Write u′ v + u v′ with u = {u} and v = {v}.", "I"),
            MalRule("PRD-10", "terms-multiplied", "u' v u v'", "multiply the two terms",
                    "The two changes add up; they do not multiply.", "Put a plus between the two terms.", "I"),
            MalRule("MIX-05", "product-read-as-composition", "u' v v'", "treat a product as one function inside another",
                    "Neither stands inside the other: {u} and {v} are factors, side by side.",
                    "Use the product rule with u = {u} and v = {v}.", "HS"),
        ),
    ),
)  # fmt: skip

QUOTIENTS = (
    Rule(
        "quotient", "quotient", "u / v", "(u' v - u v')/v^2", "quotient-rule",
        say="Quotient rule with u = {u} and v = {v}.", example="sin(x)/x", notation="(u/v)' = (u' v - u v')/v^2",
        mal=(
            MalRule("QUO-01", "quotient-of-derivatives", "u'/v'", "divide the two derivatives",
                    "A change below works against the fraction, so its term has a minus, and the square of {v} stands below.",
                    "Write (u′ v − u v′)/v² with u = {u} and v = {v}.", "Sy,ST", mistake=2),
            MalRule("QUO-02", "numerator-the-wrong-way-round", "(u v' - u' v)/v^2", "turn the numerator round",
                    "The two terms above have changed places, so every sign is turned.",
                    "Start with the derivative of the top: u′ v first, then minus u v′.", "T"),
            MalRule("QUO-03", "plus-in-the-numerator", "(u' v + u v')/v^2", "write a plus between the terms above",
                    "The plus belongs to the product rule; what happens below counts against the fraction.",
                    "Put a minus between the two terms above.", "D,ST"),
            MalRule("QUO-04", "bottom-not-squared", "(u' v - u v')/v", "forget to square the denominator",
                    "In the quotient rule the denominator comes squared.",
                    "Divide by the square of {v}.", "T,ST"),
            MalRule("QUO-05", "bottom-missing", "u' v - u v'", "leave out the denominator",
                    "What stands here is the numerator alone, which is half of the rule.", "Divide by the square of {v}.", "T"),
            MalRule("QUO-06", "derivative-squared-below", "(u' v - u v')/(v')^2", "square the derivative of the denominator",
                    "Below the bar nothing is differentiated.", "Divide by the square of {v} itself.", "T"),
            MalRule("QUO-11", "cancelled-from-one-term", "(u' - u v')/v", "cancel the denominator against one term only",
                    "What cancels has to be a factor of everything above, and {v} stands in one term only.",
                    "Leave the fraction as it is, or take out what both terms share.", "Sc"),
            MalRule("QUO-14", "derivatives-multiplied-above", "u' v'/v^2", "multiply the two derivatives above",
                    "Above there are two terms, and in each only one part is differentiated.",
                    "Write u′ v − u v′ above, with u = {u} and v = {v}.", "I"),
            MalRule("QUO-15", "top-squared-below", "(u' v - u v')/u^2", "square the top instead of the bottom",
                    "The square below is that of the old numerator.",
                    "Divide by the square of {v}, the old denominator.", "ST"),
            MalRule("QUO-16", "product-rule-on-a-quotient", "u' v + u v'", "use the product rule on a quotient",
                    "{u} is divided by {v} and not multiplied, so what happens below works the other way.",
                    "Use the quotient rule with u = {u} and v = {v}.", "I"),
        ),
    ),
)  # fmt: skip

CHAIN = Rule(
    "chain", "chain", "f(u)", "f'(u) u'", "chain-rule",
    say="Chain rule with u = {u}: the outer derivative at u, times the derivative of u.",
    example="sin(x^3)", notation="(f(u))' = f'(u) u'",
    mal=(
        MalRule("CHN-01", "inner-derivative-missing", "f'(u)", "stop after the outer derivative",
                "The outer derivative is right, but {u} moves too, and its own derivative is missing.",
                "Multiply by the derivative of {u}.", "B,MM,N,ST", mistake=3),
        MalRule("CHN-03", "inner-derivative-inside", "f'(u') u'", "put the inner derivative in the place of the inside",
                "The factor outside is right, but the outer derivative has to be taken at {u} itself.",
                "Put {u} back inside, and keep its derivative as the factor.", "T", mistake=10),
        MalRule("CHN-02", "differentiated-in-place", "f'(u')", "differentiate the inside where it stands",
                "The outer derivative has to be taken at {u} itself; its derivative comes along as a factor.",
                "Put {u} back inside, and multiply by its derivative.", "T", mistake=10),
        MalRule("CHN-05", "outer-derivative-at-the-variable", "f'(x) u'", "take the outer derivative at the bare variable",
                "The inner derivative is there, but inside the outer derivative {u} got lost.",
                "Put {u} back inside the outer derivative.", "HS", mistake=10),
        MalRule("CHN-04", "outer-not-differentiated", "f(u) u'", "leave the outer function as it is",
                "The inner derivative is right, but the outer function was copied, not differentiated.",
                "Differentiate the outer function too, and leave {u} inside.", "T"),
        MalRule("CHN-06", "derivatives-added", "f'(u) + u'", "add the inner derivative",
                "Both derivatives are right, but the speed of the inside scales the outer one.",
                "Multiply the two instead of adding.", "T"),
        MalRule("CHN-07", "inside-as-factor", "f'(u) u", "multiply by the inside itself",
                "The factor is there, but {u} has not been differentiated in it.",
                "Differentiate {u} where it stands as a factor.", "MM"),
        MalRule("CHN-09", "middle-derivative-missing", "f'(u) w'", "jump from the outermost layer to the innermost",
                "There are three layers, and the one in the middle moves as well.",
                "Peel one layer at a time, and write a factor for each.", "MN", mistake=3),
        MalRule("CHN-12", "inner-sign-lost", "-f'(u) u'", "lose the minus sign of the inside",
                "There is a minus in {u}, and it belongs to the inner derivative too.",
                "Differentiate {u} once more, with its signs.", "MM,ST", only=minus_inside),
        MalRule("CHN-19", "divided-by-inner-derivative", "f'(u)/u'", "divide by the inner derivative",
                "Dividing by it is a habit from integration; here the speeds multiply.",
                "Multiply by the derivative of {u}.", "T"),
        MalRule("CHN-10", "inner-derivative-twice", "f'(u) u' u'", "multiply by the inner derivative twice",
                "Every layer gives its factor exactly once.", "Keep one factor for {u}.", "I"),
        MalRule("LOG-11", "composition-read-as-product", "f'(x) u + f(x) u'", "use the product rule on a function of a function",
                "The name of the function is not a factor: the function is applied to {u}.",
                "Use the chain rule: the outer derivative at {u}, times the derivative of {u}.", "HS",
                only=lambda e: isinstance(e, Call)),
    ),
)  # fmt: skip

VARIABLE_POWER = Rule(
    "variable-power", "logarithmic differentiation", "u^v", "u^v (v ln(u))'", "logarithmic-differentiation",
    say="Base and exponent both vary. Take logarithms: ln y = {v} ln({u}), so y' is y times the derivative of that.",
    example="x^x", notation="(u^v)' = u^v (v ln(u))'",
    mal=(
        *in_each_way(
            MalRule("EXP-13", "power-rule-with-a-moving-exponent", "v u^(v-1) u'", "use the power rule when the exponent moves",
                    "The power rule is for a fixed exponent, and {v} moves.",
                    "Take logarithms first: ln y is {v} times ln of {u}.", "N"),
            "v u^(v-1)",
        ),
        *in_each_way(
            MalRule("EXP-12", "base-taken-for-a-constant", "u^v ln(u)", "use the rule for a fixed base",
                    "That rule is for a number to a power, and the base {u} moves too.",
                    "Take logarithms first: ln y is {v} times ln of {u}.", "H"),
            "u^v ln(u) v'",
        ),
        MalRule("EXP-14", "factor-y-forgotten", "(v ln(u))'", "stop at y′/y",
                "This is the derivative of ln y, which is y′ divided by y.",
                "Multiply by y, the function you started with.", "T"),
    ),
)  # fmt: skip

LARGER_OR_SMALLER = (
    Rule("maximum", "maximum", "max(u, v)", "step(u - v) u' + step(v - u) v'", "pieces",
         say="The larger of {u} and {v} decides, and its slope counts; step picks it. Where they meet there may be a corner.",
         example="max(0, x)", notation="(max(u, v))' = step(u - v) u' + step(v - u) v'"),
    Rule("minimum", "minimum", "min(u, v)", "step(v - u) u' + step(u - v) v'", "pieces",
         say="The smaller of {u} and {v} decides, and its slope counts; step picks it. Where they meet there may be a corner.",
         example="min(x, x^2)", notation="(min(u, v))' = step(v - u) u' + step(u - v) v'"),
)  # fmt: skip
