"""Constants, the variable itself, sums and constant factors: what every derivation does first and last."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from tutor.expr import CONSTANTS, Add, D, Div, Expr, Mul, Neg, Pow, Sym, as_fraction, number, product, total
from tutor.rules.model import Constant, Formula, MalRule, Rule, in_each_way

_MOST_TERMS = 6  # of a longer sum, wrong moves are looked for in the first terms only


def term_by_term(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u + v − w → u' + v' − w', for any number of terms."""
    if not isinstance(e, Add):
        return None
    return total(tuple(Neg(D(t.arg, wrt)) if isinstance(t, Neg) else D(t, wrt) for t in e.terms))


# Wrong moves that letters cannot say ------------------------------------------------------------------------


def only_the_first_term(e: Expr, wrt: str, _: Constant) -> Expr | None:
    """u + v → u' + v."""
    return total((D(e.terms[0], wrt), *e.terms[1:])) if isinstance(e, Add) else None


def all_but_one(which: int, e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u + v + w → u' + v + w': one term that moves is left as it is."""
    right = term_by_term(e, wrt, constant)
    if not isinstance(e, Add) or not isinstance(right, Add) or which >= len(e.terms) or constant(e.terms[which]):
        return None
    return total((*right.terms[:which], e.terms[which], *right.terms[which + 1 :]))


def signs_lost(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u − v − w → u' + v' + w'."""
    right = term_by_term(e, wrt, constant)
    if not isinstance(right, Add):
        return None
    return total(tuple(t.arg if isinstance(t, Neg) else t for t in right.terms))


def sign_changed(which: int, e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u − v + w → u' + v' + w': the sign before one term is changed."""
    right = term_by_term(e, wrt, constant)
    if not isinstance(e, Add) or not isinstance(right, Add) or which >= len(e.terms) or constant(e.terms[which]):
        return None
    term = right.terms[which]
    turned = term.arg if isinstance(term, Neg) else Neg(term)
    return total((*right.terms[:which], turned, *right.terms[which + 1 :]))


def power_of_a_number(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """π^3 → 3π^2: the power rule on a constant."""
    return _power_rule(e) if isinstance(e, Pow) and not _is_letter(e.base) else None


def parameter_differentiated(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """k^2 → 2k."""
    return _power_rule(e) if isinstance(e, Pow) and _is_letter(e.base) else None


def factor_differentiated_too(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """k^2 u → 2k u': a letter in the constant factor is differentiated as well."""
    factors = e.factors if isinstance(e, Mul) else ()
    fixed = [g for g in factors if constant(g)]
    moved = [_power_rule(g) if isinstance(g, Pow) and _is_letter(g.base) else None for g in fixed]
    if not any(moved):
        return None
    return product((*(m or g for m, g in zip(moved, fixed, strict=True)), D(_moving(e, constant), wrt)))


def _power_rule(e: Pow) -> Expr | None:
    n = as_fraction(e.exp)
    return None if n is None else product((e.exp, e.base if n == 2 else Pow(e.base, number(n - 1))))


def _is_letter(e: Expr) -> bool:
    return isinstance(e, Sym) and e.name not in CONSTANTS


def _moving(e: Expr, constant: Constant) -> Expr:
    return product(tuple(g for g in e.factors if not constant(g))) if isinstance(e, Mul) else e


def constant_below(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u/(c v) → (u/v)'/c: a constant factor below the fraction bar is taken out of the quotient."""
    taken = _taken_out(e, constant)
    return None if taken is None else Div(D(taken[0], wrt), taken[1])


def factor_below_lost(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u/(c v) → (u/v)'."""
    taken = _taken_out(e, constant)
    return None if taken is None else D(taken[0], wrt)


def factor_below_lifted(e: Expr, wrt: str, constant: Constant) -> Expr | None:
    """u/(c v) → c (u/v)'."""
    taken = _taken_out(e, constant)
    return None if taken is None else product((taken[1], D(taken[0], wrt)))


def _taken_out(e: Expr, constant: Constant) -> tuple[Expr, Expr] | None:
    """u/(c v) as u/v and c."""
    if not isinstance(e, Div) or not isinstance(e.den, Mul):
        return None
    fixed = tuple(filter(constant, e.den.factors))
    moving = tuple(g for g in e.den.factors if not constant(g))
    return (Div(e.num, product(moving)), product(fixed)) if fixed and moving else None


def _of_each_term(move: Callable[[int, Expr, str, Constant], Expr | None]) -> tuple[Formula, ...]:
    return tuple(partial(move, which) for which in range(_MOST_TERMS))


# The entries ------------------------------------------------------------------------------------------------

CONSTANT = Rule(
    "constant", "constant", "c", "0", "constant-rule",
    say="{c} does not change with the variable, so its derivative is 0.", example="7", notation="(c)' = 0",
    mal=(
        MalRule("CON-02", "constant-gets-slope-one", "1", "take 1 for the derivative of a constant",
                "Slope 1 belongs to the variable; {c} stays the same whatever the variable does.",
                "Ask how steep the graph of {c} is, a flat line.", "T", there="take 1 for the derivative of {here}"),
        MalRule("CON-01", "constant-carried-along", "c", "carry a constant along",
                "{c} never changes, so as a graph it is a flat line.", "Ask how steep that flat line is.", "T", there="carry the constant {here} along"),
        MalRule("CON-06", "power-rule-on-a-number", power_of_a_number, "use the power rule on a number",
                "{c} is one fixed number, and there is no variable in it.", "Ask how steep its graph is, a flat line.", "T", there="use the power rule on {here}, which is a number"),
        MalRule("CON-11", "parameter-differentiated", parameter_differentiated, "differentiate a letter that is not the variable",
                "Only one letter moves here; every other letter stands for a fixed number.",
                "Treat {c} as a fixed number, whose graph is a flat line.", "K"),
    ),
)  # fmt: skip

IDENTITY = Rule(
    "identity", "identity", "x", "1", "power-rule", say="The variable itself has slope 1.", example="x",
    notation="(x)' = 1",
    mal=(
        MalRule("CON-09", "variable-kept", "x", "leave the variable standing",
                "The variable is a first power, and lowering its exponent leaves power 0.",
                "Bring the exponent 1 down, then lower it to 0.", "T", there="leave {here} as it is"),
        MalRule("CON-10", "variable-taken-for-a-constant", "0", "let the variable vanish like a constant",
                "The variable does change: one step to the right is one step up.",
                "Ask how steep a line is that climbs like that.", "T", there="let {here} vanish like a constant"),
    ),
)  # fmt: skip

SUM = Rule(
    "sum", "sum", "u + v", term_by_term, "sum-rule", say="Sum rule: each term is differentiated by itself.",
    example="x^3 + sin(x)", notation="(u + v)' = u' + v'",
    mal=(
        MalRule("CON-12", "term-not-differentiated", only_the_first_term, "stop after the first term",
                "What comes after the first term was copied, not differentiated.",
                "Differentiate every term, one after the other.", "T"),
        *(
            MalRule("CON-12", "term-not-differentiated", move, "leave a term as it is",
                    "One term was copied, not differentiated.",
                    "Differentiate every term, one after the other.", "T")
            for move in _of_each_term(all_but_one)
        ),
        *in_each_way(
            MalRule("CON-08", "sign-between-terms", signs_lost, "change a sign between two terms",
                    "Differentiating does not change the sign in front of a term.",
                    "Copy the sign first, then differentiate the term.", "S,ST"),
            *_of_each_term(sign_changed),
        ),
    ),
)  # fmt: skip


def _factor_lost(*results: str | Formula) -> tuple[MalRule, ...]:
    return in_each_way(
        MalRule("CON-03", "factor-lost", results[0], "drop the constant factor",
                "Only an added constant vanishes; a factor stretches the whole graph, and its slopes too.",
                "Keep the factor in front.", "T,ST"),
        *results[1:],
    )  # fmt: skip


def _differentiated_away(result: str) -> MalRule:
    return MalRule("CON-04", "factor-differentiated-away", result, "let the whole product vanish with its factor",
                   "The factor is constant, but what it multiplies is not.",
                   "Keep the factor, and differentiate the rest.", "T", there="let all of {here} vanish with its factor")  # fmt: skip


def _factor_added(result: str) -> MalRule:
    return MalRule("CON-05", "factor-added", result, "add the factor",
                   "The factor multiplies the function, so it multiplies the derivative.",
                   "Keep the factor, and multiply it by the derivative of the rest.", "I")  # fmt: skip


def _minus_lost(result: str) -> MalRule:
    return MalRule("INP-12", "sign-lost", result, "lose the minus sign",
                   "The minus in front turns the graph upside down, and its slopes with it.",
                   "Put the minus back in front.", "Sc")  # fmt: skip


def _multiplied(*results: str | Formula) -> tuple[MalRule, ...]:
    return in_each_way(
        MalRule("CON-13", "division-turned-into-multiplication", results[0], "multiply by what divides",
                "The function is divided by the constant, and so is every slope.",
                "Divide the derivative by the same constant.", "I"),
        *results[1:],
    )  # fmt: skip


MULTIPLES = (
    Rule("negative-multiple", "constant multiple", "-c u", "-c u'", "constant-multiple",
         say="The constant factor −{c} stays; only {u} is differentiated.", example="-3 sin(x)",
         notation="(c u)' = c u'", same_line="elementary",
         mal=(*_factor_lost("-u'", "u'"), _differentiated_away("0"), _factor_added("-c + u'"), _minus_lost("c u'"))),
    Rule("minus", "constant multiple", "-u", "-u'", "constant-multiple", say="The minus sign stays in front.",
         example="-sin(x)", notation="(-u)' = -u'", same_line="elementary", mal=(_minus_lost("u'"),)),
    Rule(
        "constant-multiple", "constant multiple", "c u", "c u'", "constant-multiple",
        say="The constant factor {c} stays; only {u} is differentiated.", example="7 sin(x)", same_line="elementary",
        notation="(c u)' = c u'",
        mal=(
            *_factor_lost("u'"), _differentiated_away("0"), _factor_added("c + u'"),
            MalRule("CON-11", "parameter-differentiated", factor_differentiated_too,
                    "differentiate a letter that is not the variable",
                    "Only one letter moves here; {c} stands for a fixed number.",
                    "Keep {c} as it is, and differentiate {u}.", "K"),
        ),
    ),
    Rule(
        "divided-by-constant", "constant multiple", "u/c", "u'/c", "constant-multiple",
        say="Dividing by the constant {c} is a constant factor: it stays, and no quotient rule is needed.",
        example="sin(x)/5", same_line="elementary", notation="(u/c)' = u'/c",
        mal=(*_factor_lost("u'"), _differentiated_away("0"), *_multiplied("c u'")),
    ),
)  # fmt: skip

CONSTANT_MULTIPLE = next(rule for rule in MULTIPLES if rule.id == "constant-multiple")

CONSTANT_BELOW = Rule(
    "constant-below", "constant multiple", "", constant_below, "constant-multiple",
    say="The constant factor below the fraction bar is taken out; the rest is differentiated.",
    example="sin(x)/(2x)", notation="(u/(c v))' = (u/v)'/c", same_line="elementary",
    mal=(*_factor_lost(factor_below_lost), *_multiplied(factor_below_lifted)),
)  # fmt: skip
