"""The error function, the bell curve, and the activation functions of neural networks."""

from __future__ import annotations

from tutor.rules.model import Rule


def _by_definition(name: str, pattern: str, result: str, say: str, skill: str = "activation") -> Rule:
    return Rule(name, name, pattern, result, skill, say, example=pattern)


ACTIVATIONS = (
    _by_definition("erf", "erf(x)", "2 e^(-x^2)/sqrt(pi)",
                   "The error function is an integral of e^(-t²), so its slope is that bell curve, times 2/√π.",
                   "error-function"),
    _by_definition("Phi", "Phi(x)", "phi(x)", "Φ adds up the bell curve φ, so its slope is φ.", "error-function"),
    _by_definition("phi", "phi(x)", "-x phi(x)", "The bell curve φ is e^(-u²/2) up to a constant: its slope is −u φ(u).",
                   "error-function"),
    _by_definition("sigmoid", "sigmoid(x)", "sigmoid(x) (1 - sigmoid(x))",
                   "The sigmoid s has the slope s (1 − s)."),
    _by_definition("softplus", "softplus(x)", "sigmoid(x)", "The slope of softplus is the sigmoid."),
    _by_definition("relu", "relu(x)", "step(x)", "relu has slope 0 for negative u and 1 for positive u; none at 0."),
    _by_definition("gelu", "gelu(x)", "Phi(x) + x phi(x)", "gelu is u Φ(u): by the product rule Φ(u) + u φ(u)."),
    _by_definition("swish", "swish(x)", "sigmoid(x) + x sigmoid(x) (1 - sigmoid(x))",
                   "swish is u σ(u): by the product rule σ(u) + u σ(u)(1 − σ(u))."),
    _by_definition("mish", "mish(x)", "tanh(softplus(x)) + x sech(softplus(x))^2 sigmoid(x)",
                   "mish is u tanh(softplus(u)): product rule, then the chain rule."),
    _by_definition("step", "step(x)", "0", "step is constant on either side of 0; at 0 it jumps and has no derivative."),
)  # fmt: skip
