"""The rules that take a function apart: constants, sums, products, quotients, and the chain rule."""

from __future__ import annotations

from tutor.expr import Add, D, Div, Expr, Mul, Neg, product, total
from tutor.rules.model import Constant, MalRule, Rule


def term_by_term(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u + v − w → u' + v' − w', for any number of terms."""
    if not isinstance(e, Add):
        return None
    return total(tuple(Neg(D(t.arg, wrt)) if isinstance(t, Neg) else D(t, wrt) for t in e.terms))


def one_factor_at_a_time(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u v w → u' v w + u v' w + u v w', for three factors or more that all move."""
    if not isinstance(e, Mul) or len(e.factors) < 3 or any(map(constant, e.factors)):
        return None
    turns = range(len(e.factors))
    return total(tuple(Mul(tuple(D(g, wrt) if i == turn else g for i, g in enumerate(e.factors))) for turn in turns))


def only_the_first_term(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u + v → u' + v."""
    return total((D(e.terms[0], wrt), *e.terms[1:])) if isinstance(e, Add) else None


def signs_changed(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u + v → u' − v': every sign after the first term turned round."""
    right = term_by_term(e, wrt, constant)
    if not isinstance(right, Add):
        return None
    return total((right.terms[0], *(t.arg if isinstance(t, Neg) else Neg(t) for t in right.terms[1:])))


def derivatives_multiplied(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u v w → u' v' w'."""
    return product(tuple(D(g, wrt) for g in e.factors)) if isinstance(e, Mul) else None


def last_factor_held(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u v w → u' v w + u v' w."""
    right = one_factor_at_a_time(e, wrt, constant)
    return total(right.terms[:-1]) if isinstance(right, Add) else None


CONSTANT = Rule(
    "constant", "constant", "c", "0", "constant-rule",
    say="{c} does not change with the variable, so its derivative is 0.", example="7", notation="(c)' = 0",
    mal=(
        MalRule("CON-02", "constant-gets-slope-one", "1", "take 1 for the derivative of a constant",
                "The derivative 1 belongs to x; a constant is a flat line.", "A constant differentiates to 0.", "T"),
        MalRule("CON-01", "constant-carried-along", "c", "carry a constant along",
                "A constant is a flat line: its slope is 0.", "A constant differentiates to 0.", "T"),
    ),
)  # fmt: skip

IDENTITY = Rule(
    "identity", "identity", "x", "1", "power-rule", say="The variable itself has slope 1.", example="x",
    notation="(x)' = 1",
    mal=(
        MalRule("CON-09", "variable-kept", "x", "leave the variable standing", "x is x^1, so 1 times x^0 is left.",
                "The variable differentiates to 1.", "T"),
        MalRule("CON-10", "variable-taken-for-constant", "0", "take the variable for a constant",
                "The line y = x rises with slope 1.", "The variable differentiates to 1.", "T"),
    ),
)  # fmt: skip

SUM = Rule(
    "sum", "sum", "u + v", term_by_term, "sum-rule", say="Sum rule: each term is differentiated by itself.",
    example="x^3 + sin(x)", notation="(u + v)' = u' + v'",
    mal=(
        MalRule("CON-12", "only-the-first-term", only_the_first_term, "stop after the first term",
                "The second term was left as it is.", "Every term is differentiated.", "T"),
        MalRule("CON-08", "sign-between-terms", signs_changed, "change the sign between the terms",
                "Differentiating does not change the sign before a term.", "Keep each sign with its term.", "S,ST"),
    ),
)  # fmt: skip

MULTIPLES = (
    Rule("negative-multiple", "constant multiple", "-c u", "-c u'", "constant-multiple",
         say="The constant factor −{c} stays; only {u} is differentiated.", example="-3 sin(x)",
         notation="(c u)' = c u'", same_line="elementary"),
    Rule("minus", "constant multiple", "-u", "-u'", "constant-multiple", say="The minus sign stays in front.",
         example="-sin(x)", notation="(-u)' = -u'", same_line="elementary"),
    Rule(
        "constant-multiple", "constant multiple", "c u", "c u'", "constant-multiple",
        say="The constant factor {c} stays; only {u} is differentiated.", example="7 sin(x)", same_line="elementary",
        notation="(c u)' = c u'",
        mal=(
            MalRule("CON-03", "factor-lost", "u'", "drop the constant factor",
                    "Only added constants vanish; a factor stays.", "Keep the factor.", "T,ST"),
            MalRule("CON-04", "factor-differentiated-away", "0", "differentiate the constant factor to 0",
                    "The factor is a number that multiplies; it stays.", "Keep the factor.", "T"),
            MalRule("CON-05", "factor-added", "c + u'", "add the constant factor",
                    "The factor multiplies before and after.", "Keep the factor as a factor.", "I"),
        ),
    ),
    Rule(
        "divided-by-constant", "constant multiple", "u/c", "u'/c", "constant-multiple",
        say="Dividing by the constant {c} is a constant factor: it stays, and no quotient rule is needed.",
        example="sin(x)/5", same_line="elementary", notation="(u/c)' = u'/c",
        mal=(
            MalRule("CON-13", "division-turned-into-multiplication", "c u'", "multiply by the constant",
                    "The constant divides before and after.", "Divide by the constant.", "I"),
        ),
    ),
)  # fmt: skip


def constant_below(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u/(c v) → (u/v)'/c: a constant factor below the fraction bar is taken out of the quotient."""
    if not isinstance(e, Div) or not isinstance(e.den, Mul):
        return None
    fixed = tuple(filter(constant, e.den.factors))
    moving = tuple(g for g in e.den.factors if not constant(g))
    return Div(D(Div(e.num, product(moving)), wrt), product(fixed)) if fixed and moving else None


CONSTANT_BELOW = Rule(
    "constant-below", "constant multiple", "", constant_below, "constant-multiple",
    say="The constant factor below the fraction bar is taken out; the rest is differentiated.",
    example="sin(x)/(2x)", notation="(u/(c v))' = (u/v)'/c", same_line="elementary",
)  # fmt: skip

RECIPROCAL = Rule(
    "reciprocal", "reciprocal", "c/v", "-c v'/v^2", "reciprocal-rule",
    say="Reciprocal rule with v = {v}: minus the derivative of v, over v squared.",
    example="5/(x^2 + 1)", notation="(c/v)' = -c v'/v^2", same_line="variable",
    mal=(
        MalRule("QUO-08", "reciprocal-of-derivative", "c/v'", "put the derivative under the fraction bar",
                "A fraction is not differentiated by differentiating below.", "Write −v' over v squared.", "T",
                mistake=2),
        MalRule("QUO-09", "inner-derivative-missing", "-c/v^2", "forget the derivative of v",
                "v moves too, and its derivative is missing above.", "Multiply by v'.", "T", mistake=3),
        MalRule("QUO-13", "sign-lost", "c v'/v^2", "lose the minus sign",
                "When v grows, 1/v falls.", "Put a minus in front.", "T"),
        MalRule("QUO-10", "logarithm-pattern", "c ln(v)", "answer with a logarithm",
                "The logarithm is the antiderivative of 1/v, and only where v' = 1.", "Write −v' over v squared.", "T"),
        MalRule("QUO-12", "constant-gets-slope-one", "(v - c v')/v^2", "take 1 for the derivative of the constant above",
                "The numerator is constant: its derivative is 0.", "Only −c v' stays above.", "T"),
    ),
)  # fmt: skip

PRODUCTS = (
    Rule(
        "product-of-several", "product", "u v w", one_factor_at_a_time, "product-rule",
        say="Product rule with {count} factors: one term for each, and in each term one factor is differentiated.",
        example="x^2 sin(x) ln(x)", notation="(u v w)' = u' v w + u v' w + u v w'",
        mal=(
            MalRule("PRD-08", "product-of-derivatives", derivatives_multiplied, "multiply the derivatives",
                    "All factors move; each takes its turn while the others are held.",
                    "Write one term for each factor.", "T", mistake=1),
            MalRule("PRD-09", "last-term-missing", last_factor_held, "leave out the last term",
                    "The last factor moves too.", "Write one term for each factor.", "T"),
        ),
    ),
    Rule(
        "product", "product", "u v", "u' v + u v'", "product-rule",
        say="Product rule with u = {u} and v = {v}.", example="x^2 sin(x)", notation="(u v)' = u' v + u v'",
        mal=(
            MalRule("PRD-01", "product-of-derivatives", "u' v'", "multiply the two derivatives",
                    "Both factors change, and each change is felt through the other factor: there are two terms.",
                    "Write u' v + u v'.", "Sy,W,B,ST", mistake=1),
            MalRule("PRD-03", "second-term-missing", "u' v", "leave out the second term",
                    "v moves too.", "Each factor takes a turn: add u v'.", "T,ST"),
            MalRule("PRD-04", "first-term-missing", "u v'", "leave out the first term",
                    "u moves too.", "Each factor takes a turn: add u' v.", "T,ST"),
            MalRule("PRD-02", "minus-between-terms", "u' v - u v'", "write a minus between the terms",
                    "The minus belongs to the quotient rule.", "The product rule adds.", "T,ST"),
            MalRule("PRD-05", "sum-of-derivatives", "u' + v'", "add the two derivatives",
                    "That is the rule for a sum.", "Write u' v + u v'.", "D,ST"),
            MalRule("PRD-06", "each-with-its-own", "u' u + v' v", "multiply each factor by its own derivative",
                    "Each derivative is multiplied by the other factor.", "Write u' v + u v'.", "I,ST"),
            MalRule("PRD-07", "formula-garbled", "u' v' + u v", "differentiate both in one term and none in the other",
                    "Each term has exactly one derivative.", "Write u' v + u v'.", "I"),
            MalRule("PRD-10", "terms-multiplied", "u' v u v'", "multiply the two terms",
                    "The two terms are added.", "Write u' v + u v'.", "I"),
        ),
    ),
)  # fmt: skip

QUOTIENTS = (
    Rule(
        "quotient", "quotient", "u / v", "(u' v - u v')/v^2", "quotient-rule",
        say="Quotient rule with u = {u} and v = {v}.", example="sin(x)/x", notation="(u/v)' = (u' v - u v')/v^2",
        mal=(
            MalRule("QUO-01", "quotient-of-derivatives", "u'/v'", "divide the two derivatives",
                    "The denominator's change enters with a minus, and divided by the square.",
                    "Write (u' v − u v')/v².", "Sy,ST", mistake=2),
            MalRule("QUO-02", "numerator-the-wrong-way-round", "(u v' - u' v)/v^2", "turn the numerator round",
                    "u' v comes first; the other way round every sign is wrong.",
                    "Write (u' v − u v')/v².", "T"),
            MalRule("QUO-03", "plus-in-the-numerator", "(u' v + u v')/v^2", "write a plus in the numerator",
                    "The plus belongs to the product rule.", "Write (u' v − u v')/v².", "D,ST"),
            MalRule("QUO-04", "bottom-not-squared", "(u' v - u v')/v", "forget to square the denominator",
                    "The denominator comes squared.", "Divide by v².", "T,ST"),
            MalRule("QUO-05", "denominator-missing", "u' v - u v'", "leave out the denominator",
                    "The numerator is only half of the rule.", "Divide by v².", "T"),
            MalRule("QUO-06", "derivative-squared-below", "(u' v - u v')/(v')^2", "square v' below",
                    "Below stands v itself, squared.", "Divide by v².", "T"),
            MalRule("QUO-11", "one-factor-cancelled", "(u' - u v')/v", "cancel v against one term only",
                    "v would have to divide every term above.", "Keep v in both places, or cancel it in every term.",
                    "Sc"),
            MalRule("QUO-14", "derivatives-multiplied-above", "u' v'/v^2", "multiply the derivatives above",
                    "Above stand two terms.", "Write (u' v − u v')/v².", "I"),
            MalRule("QUO-15", "numerator-squared-below", "(u' v - u v')/u^2", "square the numerator's function below",
                    "Below stands the old denominator, squared.", "Divide by v².", "ST"),
        ),
    ),
)  # fmt: skip

CHAIN = Rule(
    "chain", "chain", "f(u)", "f'(u) u'", "chain-rule",
    say="Chain rule with u = {u}: the outer derivative at u, times the derivative of u.",
    example="sin(x^3)", notation="(f(u))' = f'(u) u'",
    mal=(
        MalRule("CHN-01", "inner-derivative-missing", "f'(u)", "stop after the outer derivative",
                "The inside moves too, and its own derivative is missing.",
                "Multiply by the derivative of the inside.", "B,MM,N,ST", mistake=3),
        MalRule("CHN-03", "outer-derivative-at-the-wrong-place", "f'(u') u'",
                "put the inner derivative in the place of the inside",
                "The outer derivative is taken at the inside as it stands.",
                "Keep the inside, and multiply by its derivative.", "T", mistake=10),
        MalRule("CHN-02", "differentiated-in-place", "f'(u')", "differentiate the inside where it stands",
                "The outer derivative is taken at the inside as it stands, and the inner derivative is a factor.",
                "Keep the inside, and multiply by its derivative.", "T", mistake=10),
        MalRule("CHN-04", "outer-not-differentiated", "f(u) u'", "leave the outer function as it is",
                "The outer function is differentiated too.", "Differentiate the outer function, keep the inside.", "T"),
        MalRule("CHN-06", "derivatives-added", "f'(u) + u'", "add the inner derivative",
                "The inner derivative multiplies.", "Multiply by the derivative of the inside.", "T"),
        MalRule("CHN-07", "inside-in-place-of-its-derivative", "f'(u) u", "multiply by the inside itself",
                "The factor is the derivative of the inside.", "Multiply by u'.", "MM"),
        MalRule("CHN-19", "divided-by-inner-derivative", "f'(u)/u'", "divide by the inner derivative",
                "Dividing by it is a habit from integration.", "Multiply by u'.", "I"),
        MalRule("CHN-10", "inner-derivative-twice", "f'(u) u' u'", "multiply by the inner derivative twice",
                "Each layer gives its factor once.", "Multiply by u' once.", "I"),
    ),
)  # fmt: skip

# Mistake 3 again, hidden in a power of a function: it has a number of its own because so many fall for it.
POWER_OF_A_FUNCTION = MalRule(
    "TRG-12", "inner-derivative-missing-in-a-power", "n u^(n-1)",
    "stop at the power: what is raised moves too, so its derivative is a factor",
    "The power was differentiated, but not what is raised.", "Multiply by the derivative of the inside.", "T", mistake=5,
)  # fmt: skip

VARIABLE_POWER = Rule(
    "variable-power", "logarithmic differentiation", "u^v", "u^v (v ln(u))'", "logarithmic-differentiation",
    say="Base and exponent both vary. Take logarithms: ln y = {v} ln({u}), so y' is y times the derivative of that.",
    example="x^x", notation="(u^v)' = u^v (v ln(u))'",
    mal=(
        MalRule("EXP-11", "exponent-taken-for-constant", "v u^(v-1)", "use the power rule",
                "The power rule is for a constant exponent.", "Take logarithms first.", "H"),
        MalRule("EXP-12", "base-taken-for-constant", "u^v ln(u)", "use the rule for a^x",
                "That rule is for a constant base.", "Take logarithms first.", "H"),
        MalRule("EXP-14", "factor-y-forgotten", "(v ln(u))'", "stop at y'/y",
                "This is y' divided by y.", "Multiply by y, the function itself.", "T"),
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
