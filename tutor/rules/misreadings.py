"""Wrong moves before the derivation: the function is read or rewritten as another one, which is then differentiated.

A `result` that is a function gets a part of the function and gives back what it is taken for, None where it does not fit.
"""

from __future__ import annotations

from collections.abc import Callable

from tutor.expr import ONE, Add, Call, Div, Expr, Neg, Pow, as_fraction, total
from tutor.rules.model import Constant, Slip

__all__ = ["MISREADINGS"]


def power_moved_inside(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(x)^2 → sin(x^2)."""
    match e:
        case Pow(Call(name, (inside,)), exponent) if name != "ln" and constant(exponent) and not constant(inside):
            return Call(name, (Pow(inside, exponent),))
    return None


def power_moved_outside(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(x^2) → sin(x)^2."""
    match e:
        case Call(name, (Pow(inside, exponent),)) if constant(exponent) and not constant(inside):
            return Pow(Call(name, (inside,)), exponent)
    return None


def of_each_term(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sin(u + v) → sin(u) + sin(v)."""
    match e:
        case Call(name, (Add(terms),)) if name not in ("ln", "log", "sqrt", "abs") and not constant(e):
            return Add(tuple(_odd(name, term) for term in terms))
    return None


def _odd(name: str, term: Expr) -> Expr:
    """sin(−u) is written −sin(u) where the sum is split."""
    return Neg(Call(name, (term.arg,))) if isinstance(term, Neg) else Call(name, (term,))


def logarithm_of_each_term(all_move: bool) -> Callable[[Expr, str, Constant], Expr | None]:
    """ln(u + v) → ln(u) + ln(v), for sums in which every term moves, or for those with a number in them."""

    def split(e: Expr, _: str, constant: Constant) -> Expr | None:
        match e:
            case Call("ln", (Add(terms),)) if not constant(e) and all_move is not any(map(constant, terms)):
                return Add(tuple(_odd("ln", term) for term in terms))
        return None

    return split


def root_of_each_term(e: Expr, _: str, constant: Constant) -> Expr | None:
    """sqrt(x^2 + 1) → x + 1."""
    match e:
        case Call("sqrt", (Add(terms),)) if not constant(e):
            return Add(tuple(Neg(_root(t.arg)) if isinstance(t, Neg) else _root(t) for t in terms))
    return None


def _root(e: Expr) -> Expr:
    match e:
        case Pow(base, exponent) if as_fraction(exponent) == 2:
            return base
    return e if e == ONE else Call("sqrt", (e,))


def power_of_each_term(e: Expr, _: str, constant: Constant) -> Expr | None:
    """(u + v)^n → u^n + v^n."""
    match e:
        case Pow(Add(terms), exponent) if constant(exponent) and (as_fraction(exponent) or 2) > 1:
            return Add(tuple(Neg(Pow(t.arg, exponent)) if isinstance(t, Neg) else Pow(t, exponent) for t in terms))
    return None


def reciprocal_of_each_term(e: Expr, _: str, constant: Constant) -> Expr | None:
    """c/(u + v) → c/u + c/v."""
    match e:
        case Div(c, Add(terms)) if constant(c) and not constant(e):
            return Add(tuple(Neg(Div(c, t.arg)) if isinstance(t, Neg) else Div(c, t) for t in terms))
        case Pow(Add(terms), Neg(n)) if not constant(e):
            return Add(tuple(Pow(t, Neg(n)) for t in terms))
    return None


def term_cancelled(e: Expr, _: str, constant: Constant) -> Expr | None:
    """(u + v)/v → u."""
    match e:
        case Div(Add(terms), below) if below in terms and not constant(below):
            return total(tuple(term for term in terms if term != below))
    return None


MISREADINGS: tuple[Slip, ...] = (
    Slip("LOG-09", "power-of-the-logarithm-read-inside", "ln(u^n)", "take the power outside for one inside",
         "What is raised is the whole logarithm, so its exponent does not come down in front.",
         "Use the power rule on the logarithm as a whole, then differentiate the logarithm.", "T", pattern="ln(u)^n", there="take the power in {here} for one inside the logarithm"),
    Slip("TRG-14", "power-read-inside", power_moved_inside, "move the exponent into the function",
         "The exponent belongs to the value of the function, not to its argument.",
         "Use the power rule first, with the whole function as what is raised.", "Sy", there="move the exponent in {here} into the function"),
    Slip("TRG-15", "power-read-outside", power_moved_outside, "move the exponent out of the function",
         "The exponent belongs to what stands inside, not to the value of the function.",
         "Differentiate the function first, with the power left inside.", "Sy", there="move the exponent in {here} out of the function"),
    Slip("TRG-24", "function-taken-apart", of_each_term, "split a function of a sum into two",
         "The function of a sum is not the sum of the functions.",
         "Keep the sum together as the inside, and use the chain rule.", "L", there="split {here} into two"),
    Slip("LOG-13", "logarithm-of-each-term", logarithm_of_each_term(True), "split the logarithm of a sum",
         "Only the logarithm of a product can be split; here a sum stands inside.",
         "Keep the sum together as the inside, and use the chain rule.", "L", there="split {here} into two"),
    Slip("ALG-09", "logarithm-of-each-term", logarithm_of_each_term(False), "split the logarithm of a sum",
         "Only the logarithm of a product can be split; here something is added.",
         "Keep the sum together as the inside, and use the chain rule.", "L", there="split {here} into two"),
    Slip("ALG-02", "power-of-each-term", power_of_each_term, "raise each term by itself",
         "Multiplied out, a power of a sum has mixed terms as well.",
         "Keep the bracket and use the chain rule, or multiply it out in full.", "ST,L"),
    Slip("ALG-04", "root-of-each-term", root_of_each_term, "take the root of each term",
         "The root of a sum is not the sum of the roots: try it with 9 and 16.",
         "Keep the sum together under the root, and use the chain rule.", "L"),
    Slip("ALG-06", "reciprocal-of-each-term", reciprocal_of_each_term, "split what stands below a fraction bar",
         "A fraction can be split above the bar, never below it.",
         "Keep the denominator together, and use the reciprocal rule.", "L", there="split what stands below in {here}"),
    Slip("ALG-08", "coefficient-not-raised", "c u^n", "raise the variable and leave its coefficient alone",
         "The bracket is raised as a whole, and the coefficient is in it.",
         "Raise the coefficient as well, or keep the bracket and use the chain rule.", "LM", pattern="(c u)^n"),
    Slip("ALG-10", "root-index-as-exponent", "u^n", "take the index of a root for an exponent",
         "A root undoes a power: the third root is the power 1/3.",
         "Write the root as a power with a fraction in the exponent.", "LM", pattern="u^(1/n)", there="take the index of the root in {here} for an exponent"),
    Slip("ALG-10", "root-index-as-exponent", "u^3", "take the index of a root for an exponent",
         "A root undoes a power: the third root is the power 1/3.",
         "Write the root as a power with a fraction in the exponent.", "LM", pattern="cbrt(u)", there="take the index of the root in {here} for an exponent"),
    Slip("ALG-10", "root-index-as-exponent", "u^2", "take the index of a root for an exponent",
         "A root undoes a power: the square root is the power 1/2.",
         "Write the root as a power with a fraction in the exponent.", "LM", pattern="sqrt(u)", there="take the index of the root in {here} for an exponent"),
    Slip("ALG-13", "cancelled-from-one-term", term_cancelled, "cancel against one term only",
         "What stands below divides every term above, so it cannot go with one of them.",
         "Split the fraction: divide each term above by what stands below.", "Sc"),
    Slip("ALG-14", "exponents-divided", "u^(a/b)", "divide the exponents",
         "Each factor below cancels one factor above, so the exponents are counted down.",
         "Subtract the lower exponent from the upper one.", "LM", pattern="u^a/u^b"),
)  # fmt: skip
