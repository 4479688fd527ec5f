"""Mal-rules of other kinds of problems than differentiating a function, with their words.

They are followed by no derivation here: implicit differentiation, curves with a parameter, the definition, and values at
a point ask for other answers. The kinds of problems that ask for them name them where an answer shows them.
"""

from __future__ import annotations

from tutor.rules.model import MalRule

__all__ = ["ELSEWHERE"]

IMPLICIT = (
    MalRule("IMP-01", "y-taken-for-the-variable", "(y^n)' -> n y^(n-1)", "differentiate y as if it were x",
            "y depends on x, so it moves at a speed of its own.", "Multiply by y′ each time y is differentiated.", "M", mistake=3),
    MalRule("IMP-02", "only-y-differentiated", "(x y)' -> y'", "differentiate one factor of x y only",
            "The product x y has two factors that move.", "Use the product rule: y plus x y′.", "M", mistake=1),
    MalRule("IMP-03", "constant-of-the-other-side-kept", "(25)' -> 25", "leave the number on the other side standing",
            "Both sides are differentiated, and a number does not change.", "Write 0 for it.", "T"),
    MalRule("IMP-04", "sign-lost-in-solving", "2x + 2y y' = 0 -> y' = x/y", "lose the minus when a term crosses over",
            "A term that changes sides changes its sign.", "Solve for y′ again, one move at a time.", "T"),
    MalRule("IMP-05", "turned-upside-down", "y' -> dx/dy", "give dx/dy",
            "Asked for is how y changes with x, and this is the other way round.", "Solve for y′, the derivative of y.", "T,ST"),
    MalRule("IMP-06", "y-held-in-the-second-derivative", "(-x/y)' -> -1/y", "hold y while differentiating a second time",
            "y still depends on x in the second derivative.",
            "Use the quotient rule with y′ in it, then put in what y′ is.", "T"),
)  # fmt: skip

Y_HELD = IMPLICIT[-1]

PARAMETRIC = (
    MalRule("PAR-01", "second-derivatives-divided", "y''(t)/x''(t)", "divide the two second derivatives",
            "The slope is a function of t, and how it changes with x has to be worked out again.",
            "Differentiate the slope by t, then divide by x′(t).", "N"),
    MalRule("PAR-02", "turned-upside-down", "x'(t)/y'(t)", "turn the fraction upside down",
            "The slope is rise over run, and y is the rise.", "Put y′(t) above and x′(t) below.", "T,ST"),
    MalRule("PAR-03", "not-divided-again", "(dy/dx)'", "stop at the derivative of the slope by t",
            "This says how the slope changes with t, and asked for is how it changes with x.",
            "Divide by x′(t) once more.", "T"),
    MalRule("PAR-04", "derivative-of-y-alone", "y'(t)", "give the derivative of y by t",
            "This says how y changes with t, and x changes with t as well.", "Divide by x′(t).", "ST"),
    MalRule("PAR-05", "derivative-of-x-alone", "x'(t)", "give the derivative of x by t",
            "This is how fast x moves, and asked for is the slope of the curve.", "Divide y′(t) by it.", "ST"),
)  # fmt: skip

DEFINITION = (
    MalRule("DEF-01", "h-added-outside", "f(x+h) -> f(x) + h", "add h to the value of the function",
            "At x + h the function has a new value, which is not the old one plus h.",
            "Put x + h, in brackets, wherever the formula has x.", "T"),
    MalRule("DEF-02", "function-split", "f(x+h) -> f(x) + f(h)", "split f(x + h) into f(x) and f(h)",
            "The value at a sum is not the sum of the values.", "Put x + h, in brackets, wherever the formula has x.", "L"),
    MalRule("DEF-03", "power-of-each-term", "(x+h)^2 -> x^2 + h^2", "square x and h by themselves",
            "Multiplied out, the square of a sum has a mixed term as well.", "Write x² + 2xh + h².", "L"),
    MalRule("DEF-04", "limit-too-early", "h -> 0 before cancelling", "put h = 0 while it still stands below",
            "That leaves 0/0, which says nothing yet.", "Cancel h first, then let it go to 0.", "T"),
)  # fmt: skip

AT_A_POINT = (
    MalRule("PNT-01", "number-put-in-too-early", "f'(a) -> (f(a))'", "put the number in before differentiating",
            "With the number in it, the function is a constant, and its derivative is always 0.",
            "Differentiate first, then put the number in.", "T"),
    MalRule("PNT-02", "value-in-place-of-slope", "f'(a) -> f(a)", "give the value of the function",
            "This is how high the graph is there, and asked for is how steep.", "Differentiate first, then put the number in.", "T"),
    MalRule("PNT-03", "slope-left-open", "y = f'(x) (x - a) + f(a)", "leave the slope as a function of x",
            "A tangent is straight, so its slope is one number.", "Put a into the derivative first.", "T"),
    MalRule("PNT-04", "point-not-used", "y = f'(a) x + f(a)", "use the value at a as the place where the line crosses the axis",
            "The line goes through the point at a, and not through f(a) at 0.", "Write y = f(a) + f′(a) (x − a).", "T"),
    MalRule("PNT-05", "only-the-sign-changed", "normal slope -> -f'(a)", "change only the sign of the slope",
            "At a right angle rise and run change places, and one of them its sign.", "Take −1 over the slope.", "T"),
    MalRule("INV-11", "inverse-at-the-wrong-place", "1/f'(b)", "take the slope of the function at b",
            "The slope is needed at the place that f sends to b, and not at b itself.",
            "Find a with f(a) = b first, then take 1 over f′(a).", "M", mistake=10),
)  # fmt: skip

ELSEWHERE: tuple[MalRule, ...] = (*IMPLICIT, *PARAMETRIC, *DEFINITION, *AT_A_POINT)
