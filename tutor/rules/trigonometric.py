"""Trigonometric functions and their inverses, with x for whatever the argument is."""

from __future__ import annotations

from tutor.rules.model import MalRule, Rule

TRIGONOMETRIC = (
    Rule(
        "sine", "sine", "sin(x)", "cos(x)", "trigonometric", say="The derivative of sine is cosine.",
        example="sin(x)",
        mal=(
            MalRule("TRG-02", "sign-invented", "-cos(x)", "put a minus sign before the cosine",
                    "Sine rises from 0, so its slope there is positive; the minus belongs to integrating.",
                    "Go round the circle: sine, cosine, minus sine, minus cosine.", "A,ST", there="put a minus sign in front of the derivative of {here}"),
        ),
    ),
    Rule(
        "cosine", "cosine", "cos(x)", "-sin(x)", "trigonometric", say="The derivative of cosine is minus sine.",
        example="cos(x)",
        mal=(
            MalRule("TRG-01", "sign-lost", "sin(x)", "lose the minus sign of the cosine",
                    "Just right of 0 cosine falls while sine is positive, so a minus is needed.",
                    "Go round the circle: sine, cosine, minus sine, minus cosine.", "A,ST", there="lose the minus sign in the derivative of {here}"),
        ),
    ),
    Rule(
        "tangent", "tangent", "tan(x)", "sec(x)^2", "trigonometric",
        say="The derivative of tangent is secant squared, which is 1 over cosine squared.", example="tan(x)",
        mal=(
            MalRule("TRG-06", "quotient-of-derivatives", "-cos(x)/sin(x)", "differentiate sine over cosine piece by piece",
                    "Tangent is a quotient, and a quotient is not differentiated above and below.",
                    "Use the quotient rule on sine over cosine.", "L", mistake=2, there="differentiate {here} above and below the bar"),
            MalRule("TRG-03", "square-lost", "sec(x)", "lose the square of the secant",
                    "Tangent is sine over cosine, and the quotient rule squares what stands below.",
                    "Use the quotient rule on sine over cosine, and keep the square.", "T", there="lose the square in the derivative of {here}"),
            MalRule("TRG-04", "row-of-secant", "sec(x) tan(x)", "take the row of the secant",
                    "Secant times tangent is the derivative of the secant.",
                    "Use the quotient rule on sine over cosine, or the row of the tangent.", "T", there="take the row of the secant for {here}"),
            MalRule("TRG-05", "row-of-cotangent", "-csc(x)^2", "take the row of the cotangent",
                    "Minus cosecant squared is the derivative of the cotangent.",
                    "Tangent goes with the secant, and without a minus.", "T", there="take the row of the cotangent for {here}"),
            MalRule("TRG-25", "sign-invented", "-sec(x)^2", "put a minus in front",
                    "Tangent rises wherever it is defined, so its slope is positive.",
                    "Leave the minus to the functions that begin with co.", "ST", there="put a minus in front of the derivative of {here}"),
        ),
    ),
    Rule(
        "secant", "secant", "sec(x)", "sec(x) tan(x)", "trigonometric",
        say="The derivative of secant is secant times tangent.", example="sec(x)",
        mal=(
            MalRule("TRG-07", "row-of-tangent", "sec(x)^2", "take the row of the tangent",
                    "Secant squared is the derivative of the tangent.",
                    "Write the secant as one over cosine and use the reciprocal rule.", "T", there="take the row of the tangent for {here}"),
            MalRule("TRG-08", "sign-invented", "-sec(x) tan(x)", "put a minus in front",
                    "Only the functions that begin with co have a minus.", "Leave the minus out.", "T", there="put a minus in front of the derivative of {here}"),
        ),
    ),
    Rule(
        "cosecant", "cosecant", "csc(x)", "-csc(x) cot(x)", "trigonometric",
        say="The derivative of cosecant is minus cosecant times cotangent.", example="csc(x)",
        mal=(
            MalRule("TRG-09", "sign-lost", "csc(x) cot(x)", "lose the minus sign",
                    "The functions that begin with co have a minus, and the cosecant is one of them.",
                    "Put the minus in front.", "T", there="lose the minus sign in the derivative of {here}"),
            MalRule("TRG-11", "reciprocal-in-place", "sec(x)", "differentiate the sine under the fraction bar",
                    "One over sine is a fraction, and a fraction is not differentiated by differentiating below.",
                    "Use the reciprocal rule on one over sine.", "T", mistake=2, there="differentiate the sine below in {here}"),
        ),
    ),
    Rule(
        "cotangent", "cotangent", "cot(x)", "-csc(x)^2", "trigonometric",
        say="The derivative of cotangent is minus cosecant squared.", example="cot(x)",
        mal=(
            MalRule("TRG-10", "sign-lost", "csc(x)^2", "lose the minus sign",
                    "The cotangent falls wherever it is defined, so its slope is negative.",
                    "Put the minus in front.", "T", there="lose the minus sign in the derivative of {here}"),
        ),
    ),
)  # fmt: skip


def _read_as_reciprocal(result: str) -> MalRule:
    return MalRule("INV-01", "read-as-reciprocal", result, "read the inverse function as a reciprocal",
                   "The exponent −1 at the name of a function means the way back, not one over it.",
                   "Look up the row of the inverse function.", "Sc", there="read {here} as a reciprocal")  # fmt: skip


INVERSE = (
    Rule(
        "arcsine", "arcsine", "arcsin(x)", "1/sqrt(1-x^2)", "inverse-trigonometric",
        say="arcsin differentiates to 1 over the root of 1 − u².", example="arcsin(x)",
        mal=(
            MalRule("INV-02", "sign-under-the-root", "1/sqrt(1+x^2)", "write a plus under the root",
                    "The graph of arcsin ends upright at 1, so the root has to become 0 there.",
                    "Put a minus under the root.", "T", there="write a plus under the root in the derivative of {here}"),
            MalRule("INV-08", "inverse-of-the-derivative", "arccos(x)", "take the inverse of the derivative",
                    "The slope of the way back is one over the slope of the way there, not its inverse function.",
                    "Write one over the cosine, taken at the arcsine.", "M", there="take the inverse of the derivative for {here}"),
            _read_as_reciprocal("-cos(x)/sin(x)^2"),
        ),
    ),
    Rule(
        "arccosine", "arccosine", "arccos(x)", "-1/sqrt(1-x^2)", "inverse-trigonometric",
        say="arccos is like arcsin with a minus.", example="arccos(x)",
        mal=(
            MalRule("INV-05", "sign-lost", "1/sqrt(1-x^2)", "lose the minus sign",
                    "arccos falls all the way, so its slope is negative.",
                    "Put a minus in front.", "T", there="lose the minus sign in the derivative of {here}"),
            _read_as_reciprocal("sin(x)/cos(x)^2"),
        ),
    ),
    Rule(
        "arctangent", "arctangent", "arctan(x)", "1/(1+x^2)", "inverse-trigonometric",
        say="arctan differentiates to 1 over 1 + u².", example="arctan(x)",
        mal=(
            MalRule("INV-03", "sign-below", "1/(1-x^2)", "write a minus below",
                    "arctan has a slope everywhere, so what stands below never becomes 0.",
                    "Put a plus below.", "T", there="write a minus below in the derivative of {here}"),
            MalRule("INV-04", "root-of-arcsine", "1/sqrt(1+x^2)", "take a root below",
                    "The root belongs to the rows of arcsin and arsinh.", "Leave the root out.", "T", there="take a root below in the derivative of {here}"),
            _read_as_reciprocal("-1/sin(x)^2"),
        ),
    ),
    Rule("arccotangent", "arccotangent", "arccot(x)", "-1/(1+x^2)", "inverse-trigonometric",
         say="arccot is like arctan with a minus.", example="arccot(x)"),
    Rule(
        "arcsecant", "arcsecant", "arcsec(x)", "1/(abs(x) sqrt(x^2-1))", "inverse-trigonometric",
        say="arcsec differentiates to 1 over |u| times the root of u² − 1.", example="arcsec(x)",
        mal=(
            MalRule("INV-09", "bars-lost", "1/(x sqrt(x^2-1))", "leave out the bars",
                    "arcsec rises on both sides of 0, so its slope is positive on the left as well.",
                    "Put bars around the factor before the root.", "N", there="leave out the bars in the derivative of {here}"),
        ),
    ),
    Rule("arccosecant", "arccosecant", "arccsc(x)", "-1/(abs(x) sqrt(x^2-1))", "inverse-trigonometric",
         say="arccsc is like arcsec with a minus.", example="arccsc(x)",
         mal=(
             MalRule("INV-09", "bars-lost", "-1/(x sqrt(x^2-1))", "leave out the bars",
                     "arccsc falls on both sides of 0, so its slope is negative on the left as well.",
                     "Put bars around the factor before the root.", "N", there="leave out the bars in the derivative of {here}"),
         )),
)  # fmt: skip
