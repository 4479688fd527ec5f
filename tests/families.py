"""Functions to differentiate, made from templates: a family for each topic whose questions are a derivative.

Deterministic: the same functions in the same order for the same seed. They are for measuring, so they may be harder
than what the bank asks; none is an answer to anything.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

__all__ = ["Asked", "families"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Differentiate `function` by `wrt`, `order` times; `assume` as `tutor check --assume` takes it."""

    topic: str
    function: str
    wrt: str = "x"
    order: int = 1
    assume: str = ""


# In a template: {a} {b} {c} are different numbers from 2 to 9, {n} {m} exponents from 2 to 6, {p} a fraction, {t} {s}
# different trigonometric functions. Behind a bar: variable, order, assumptions, where they are not x, 1 and none.
_TEMPLATES = {
    "const-linear": "{a}x+{b} ; {b}-{a}x ; x/{a}+{b} ; {p} x-{a} ; ({a}x-{b})/{c}",
    "power-int": "x^{n} ; {a}x^{n} ; x^{n}/{a} ; -x^{n} ; {a}x^{n}/{b} ; {p} x^{n}",
    "linearity": "{a}x^{n}-{b}x^{m}+{c}x ; x^{n}/{a}-x^{m}/{b} ; {a}(x^{n}-{b}x) ; {p} x^2-{a}x+{b} ; (x-{a})(x+{b})",
    "power-neg-frac": "{a}/x^{n} ; x^({p}) ; {a}sqrt(x)-{b}/x ; x^(-{p}) ; {a}/({b}x^{n}) ; {a}cbrt(x)+{b}/sqrt(x)"
    " ; {a}/x^({p}) ; x^{n}-x^(-{n})",
    "rewrite-first": "(x^{n}+{a}x)/x^{m} ; (x+{a})^2/x ; ({a}x)^{n} ; sqrt(x)(x-{a}) ; x^{n} x^{m} ; (x^2-{a})/sqrt(x)"
    " ; x^{n}/cbrt(x) ; (sqrt(x)+{a})^2 ; {a}x^{n} sqrt(x)",
    "exp-log-basic": "{a}e^x-{b}ln(x) ; {a}^x+x^{n} ; log_{a}(x) ; ln({a}x) ; e^(x+{a}) ; {a}^x/{b} ; log10(x)+{a}^x"
    " ; {a}*{b}^x-ln(x)/{c} ; e^x/{a}+e^{a}",
    "trig-basic": "{a}{t}(x)+{b}{s}(x) ; {t}(x)-{a}{s}(x) ; {t}(x)/{a}+x^{n} ; {a}{t}(x)-e^x ; {t}(x)+{s}(x)-{a}x",
    "product": "x^{n} {t}(x) ; ({a}x+{b}) e^x ; {t}(x) {s}(x) ; x^{n} e^x {t}(x) ; x^{n} ln(x) ; sqrt(x) {t}(x)"
    " ; e^x {t}(x) ; (x^2+{a})(x^{n}-{b}x) ; {a}^x {t}(x) ; x ln(x) {t}(x)",
    "quotient": "{t}(x)/x^{n} ; (x^2+{a})/(x-{b}) ; e^x/(x^2+{a}) ; ln(x)/x^{n} ; {t}(x)/({a}+{s}(x))"
    " ; ({a}x+{b})/({c}x+1) ; sqrt(x)/(x+{a}) ; 1/({a}+e^x) ; x/({a}+ln(x)) ; {t}(x)/e^x ; (x^{n}-{a})/(x^2+{b})"
    " ; (e^x-{a})/(e^x+{b}) ; ({a}-{t}(x))/({a}+{t}(x))",
    "chain-linear": "({a}x+{b})^{n} ; {t}({a}x+{b}) ; e^({a}x-{b}) ; ln({a}x+{b}) ; sqrt({a}x+{b}) ; {a}^({b}x)"
    " ; 1/({a}x+{b})^{n} ; cbrt({a}x-{b}) ; e^(-x/{a}) ; {a}{t}(pi x/{b}) ; ({a}-{b}x)^({p})",
    "chain-general": "(x^{n}+{a})^{m} ; sqrt(x^2+{a}) ; e^(-{a}x^2) ; ln(x^2+{a}x+{b}) ; {t}(x^{n}) ; {t}(x)^{n}"
    " ; e^({t}(x)) ; ln({t}(x)) ; sqrt({t}(x)) ; {t}(sqrt(x)) ; {t}(ln(x)) ; ln(x)^{n} ; 1/sqrt(x^2+{a})"
    " ; (x^2+{a})^({p}) ; {t}(1/x) ; {a}^(x^2) ; ln({a}+e^x)",
    "chain-nested": "{t}({a}x)^{n} ; ln({t}(e^x)) ; sqrt({a}+{t}(x)^2) ; e^(sqrt(x^2+{a})) ; {t}({s}({a}x))"
    " ; ln(ln(x^2+{a})) ; ({a}+e^(-x^2))^{n} ; sqrt(x+sqrt(x+{a})) ; {t}(e^(-{a}x))^2 ; ln(x+sqrt(x^2+{a}))"
    " ; e^({t}(x^2)) ; {t}(x^2+{a})^{n}",
    "combined": "x^{n} e^({a}x) ; e^(-{a}x) {t}({b}x) ; x sqrt({a}-x^2) ; ((x-{a})/(x+{b}))^{n} ; x/sqrt(x^2+{a})"
    " ; ({a}x+1)^{n} (x^2-{b})^{m} ; ln((x+{a})/(x^2+{b})) ; {t}(x^2)/x ; x^{n} ln({a}x+{b}) ; e^(-x^2) {t}({a}x)"
    " ; sqrt((x+{a})/(x^2+{b})) ; x^2 {t}(1/x) ; {t}({a}x)/{s}({b}x) ; x^{n}/({a}+e^(-x))",
    "inverse-trig": "arcsin({a}x) ; arctan(x^{n}) ; arctan(x/{a}) ; x arctan({a}x) ; arcsin(sqrt(x)) ; arccos(x^2)"
    " ; arctan(e^({a}x)) ; arctan(sqrt(x)) ; arcsin(x)/x ; arcsec({a}x) ; arccot(x/{a}) ; x arcsin(x)+sqrt(1-x^2)"
    " ; arctan(({a}+x)/({a}-x)) ; arcsin(x/{a})^2 ; e^(arctan({a}x)) ; ln({a}+arctan(x)^2) ; arccsc(x+{a})"
    " ; arccos(x/{a}) ln(x) ; arctan({a}{t}(x))",
    "hyperbolic": "sinh({a}x) ; cosh(x^{n}) ; tanh(x)^{n} ; ln(cosh({a}x)) ; x sinh({a}x) ; sech({a}x) ; arsinh(x/{a})"
    " ; artanh({a}x) ; arcosh({a}x) ; csch(x)^{n} ; coth({a}x) ; e^x cosh({a}x) ; tanh(sqrt(x))"
    " ; sinh(x)/({a}+cosh(x)) ; arctan(sinh({a}x)) ; arsinh(sqrt(x)) ; arcoth({a}x) ; arsech(x/{a}) ; cosh(ln({a}x))",
    "log-diff": "x^({a}x) ; x^{t}(x) ; ln(x)^x ; {t}(x)^x ; x^({a}/x) ; x^sqrt(x) ; (x^2+{a})^x ; (1+{a}/x)^x"
    " ; x^{n} sqrt(x+{a})/(x^2+{b})^{m} ; (x+{a})^{n} (x-{b})^{m}/(x^2+{c}) ; x^(ln({a}x)) ; ({a}x+1)^({b}x)",
    "higher-order": "x^{n} e^x | x 2 ; ln(x^2+{a}) | x 2 ; e^(-{a}x^2) | x 2 ; {t}({a}x) | x 2 ; arctan(x/{a}) | x 2"
    " ; x^{n} ln(x) | x 2 ; sqrt(x^2+{a}) | x 2 ; 1/(x^2+{a}) | x 2 ; {t}(x)^2 | x 2 ; x/(x+{a}) | x 3"
    " ; e^x {t}({a}x) | x 2 ; tanh({a}x) | x 2 ; ({a}x+{b})^{n} | x 3 ; e^({a}x) x | x 3",
    "domain-care": "|x^2-{a}| ; x|x-{a}| ; ln|x-{a}| ; ln|{t}(x)| ; |{t}(x)| ; {a}sqrt(x^2) ; |x|^{n} ; x^{n} sign(x)"
    " ; sqrt|x-{a}| ; max(x^2, {a}x) ; |x-{a}|+|x+{b}| ; ln(x^{n}) ; e^(-{a}|x|) ; x/|x+{a}| ; sqrt(x^2-{a}x)"
    " ; {p} x |x|^{n} ; ln(x^2-{a})",
    "activations": "sigmoid({a}x) ; softplus({a}x+{b}) ; x sigmoid({a}x) ; tanh({a}x+{b}) ; gelu({a}x) ; mish(x)"
    " ; swish({a}x) ; ln(sigmoid({a}x)) ; relu({a}x-{b})^2 ; sigmoid(x)^{n} ; Phi({a}x) ; x phi({a}x) ; erf({a}x)"
    " ; max({p} x, x) ; softplus(x)^{n} ; x tanh(softplus(x)) ; sigmoid(x)(1-sigmoid(x)) ; -ln(1-sigmoid({a}x))",
    "partials": "sin(x y) ; x e^({a}x y) ; x^{n} y^{m}+{a}x y ; sqrt(x^2+y^2) ; ln(x^2+{a}y^2) ; arctan(y/x)"
    " ; x y/(x+y) | y ; x^y | x 1 x > 0 ; (x-{a}y)^{n} | y ; e^(-x^2-y^2) ; x e^(y/x) | y ; {t}(x/y) | y"
    " ; y ln(x/y) | y 1 x > 0, y > 0 ; x^2 {t}({a}x y) | y ; (x^2-y^2)/(x^2+y^2)",
    "parameters": "a x^2+b x+c ; e^(-k x) ; A sin(w x+p) ; (a x+b)^n ; x^n e^(a x) ; sqrt(a^2-x^2) ; 1/(x^2+a^2)"
    " ; ln(a x) ; a^x | x 1 a > 0 ; x^a ; arctan(x/a) ; (a x+b)/(c x+d) ; sigmoid(w x+b) ; ln(x+sqrt(x^2+a^2))"
    " ; a/(1+b e^(-k x)) ; e^(-(x-m)^2/(2s^2)) ; x/(x+k) ; (x^2+a^2)^n ; b sqrt(1-x^2/a^2) | x 1 a > 0 ; tanh(k x)^2"
    " ; arcsin(x/a) | x 1 a > 0 ; sqrt(x/a) | x 1 a > 0 ; x^n ln(x)^{n} ; e^(a x) cos(b x)",
    "losses-scores": "ln(1+e^(-y x)) ; (y-sigmoid(w x))^2/2 | w ; -y ln(sigmoid(w x))-(1-y) ln(1-sigmoid(w x)) | w"
    " ; e^x/(e^x+e^y+{a}) ; -ln(e^x/(e^x+e^y)) ; -(x-m)^2/(2s^2)-ln(s) | s ; n ln(p)+{a}ln(1-p) | p"
    " ; (y-w relu(x))^2/{a} | w ; x ln(x/y) | x 1 x > 0, y > 0 ; ln(e^x+e^y+{a}) ; (tanh(w x+b)-y)^2/2 | w"
    " ; e^(-{a}x)/(1+e^(-{a}x))^2 ; {a}ln(cosh(x-y))",
}  # fmt: skip
_TRIG = ("sin", "cos", "tan", "sec", "csc", "cot", "sin", "cos")
_FRACTIONS = ("1/2", "1/3", "2/3", "3/2", "5/2", "4/3", "3/4", "2/5", "0.5", "1.5")


def families(wanted: int = 20, seed: int = 2) -> Iterator[Asked]:
    """Up to this many different functions a topic."""
    for topic, line in _TEMPLATES.items():
        rng = Random(f"{topic} {seed}")
        templates = line.split(" ; ")
        found: dict[Asked, None] = {}
        for index in range(8 * wanted):
            if len(found) == wanted:
                break
            found[_filled(topic, templates[index % len(templates)], rng)] = None
        yield from found


def _filled(topic: str, template: str, rng: Random) -> Asked:
    text, _, rest = template.partition(" | ")
    a, b, c = rng.sample(range(2, 10), 3)
    n, m = rng.sample(range(2, 7), 2)
    t, s = rng.sample(_TRIG, 2)
    function = text.format(a=a, b=b, c=c, n=n, m=m, t=t, s=s, p=rng.choice(_FRACTIONS))
    wrt, order, assume = ([*rest.split(" ", 2), "", "", ""])[:3]
    return Asked(topic, function, wrt or "x", int(order or 1), assume)
