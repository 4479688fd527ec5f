"""Which words stand for something: functions, Greek letters, names of the problem, words from elsewhere."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from tutor.expr import CONSTANTS
from tutor.functions import SPELLINGS
from tutor.scope import Scope

__all__ = [
    "COMMANDS", "CYRILLIC", "EITHER", "FOREIGN", "FOREIGN_BARE", "GREEK", "OTHER_KINDS", "Vocabulary",
    "meant_function", "meant_letter", "vocabulary",
]  # fmt: skip

GREEK: dict[str, str] = {
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta", "η": "eta",
    "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "ν": "nu", "ξ": "xi",
    "ο": "omicron", "π": "pi", "ρ": "rho", "σ": "sigma", "ς": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "Gamma", "Δ": "Delta", "Θ": "Theta",
    "Λ": "Lambda", "Ξ": "Xi", "Π": "Pi", "Σ": "Sigma", "Υ": "Upsilon", "Φ": "Phi", "Ψ": "Psi", "Ω": "Omega",
}  # fmt: skip
_GREEK_WORDS: dict[str, str] = {name: name for name in GREEK.values()} | {
    "varepsilon": "epsilon", "vartheta": "theta", "varphi": "phi", "varrho": "rho", "varsigma": "sigma",
    "Pi": "pi", "PI": "pi",
}  # fmt: skip

# Letters when they stand alone, functions before a bracket. Their case tells them apart: Phi and phi.
EITHER: dict[str, str] = {"sigma": "sigmoid", "phi": "phi", "Phi": "Phi"}

# `exp` and the logarithms are functions to the eye, though the tree writes them with others.
_FUNCTIONS: dict[str, str] = {
    word.lower(): name for word, name in SPELLINGS.items() if word.isascii() and word not in EITHER
} | {"exp": "exp", "log": "log"}

# What other languages, other programs and hurried fingers call them.
_ELSEWHERE: dict[str, str] = {
    "sin": "sen seno sinus sine", "cos": "cosen coseno cosinus cosine",
    "tan": "tg tag tang tangens tangent", "cot": "ctg cotg cotan ctan cotangent", "sec": "secant",
    "csc": "cosecant", "arcsin": "arc asen arcsen", "arctan": "arctg atg", "arccot": "arcctg arcotg",
    "sinh": "sh senh", "cosh": "ch", "tanh": "th tgh", "coth": "cth", "arsinh": "arsh", "arcosh": "arch",
    "artanh": "arth", "log10": "lg", "log2": "ld lb", "ln": "in logn nlog natlog", "exp": "expo exponential",
    "sqrt": "sqr root squareroot sqroot raiz rad", "abs": "mod modulus fabs absolute", "sign": "signum",
    "factorial": "fact", "Phi": "normcdf", "phi": "normpdf",
}  # fmt: skip
FOREIGN: dict[str, str] = {word: name for name, words in _ELSEWHERE.items() for word in words.split()}

# Those that nobody means as a product, so that they are noticed without brackets too: `sen x`, `tgx`.
_NO_PRODUCT = (
    "sen", "seno", "sinus", "sine", "cosen", "coseno", "cosinus", "cosine", "tg", "tang", "tangens",
    "tangent", "ctg", "cotg", "cotan", "ctan", "cotangent", "secant", "cosecant", "arc", "arcsen", "asen",
    "in", "arctg", "atg", "arcctg", "arcotg", "senh", "tgh", "squareroot", "sqroot",
)  # fmt: skip
FOREIGN_BARE: dict[str, tuple[str, ...]] = {
    first: tuple(sorted((word for word in _NO_PRODUCT if word[0] == first), key=len, reverse=True))
    for first in {word[0] for word in _NO_PRODUCT}
}

# Functions whose name does not begin with a foreign one; that arctan begins with arc confuses nobody.
_PLAIN: dict[str, str] = {
    word: name
    for word, name in _FUNCTIONS.items()
    if not any(word.startswith(foreign) for foreign in FOREIGN_BARE.get(word[0], ()) if foreign != "arc")
}

# Words that are commands of a drill: what for, and the key.
COMMANDS: dict[str, tuple[str, str]] = {
    **dict.fromkeys(("hint", "hints", "tip"), ("for a hint", ":h")),
    **dict.fromkeys(("help", "?", "??", "syntax", "keys"), ("for help", ":?")),
    **dict.fromkeys(("quit", "exit", "bye", "stop", "end", "leave"), ("to leave", ":q")),
    **dict.fromkeys(("skip", "next", "pass"), ("to skip", ":s")),
    **dict.fromkeys(("undo", "back"), ("to undo", ":u")),
    **dict.fromkeys(("steps", "step", "solution", "solve", "answer", "show"), ("for the steps", ":steps")),
    "plot": ("for a plot", ":p"),
    "why": ("for the evidence", ":why"),
    "parts": ("for the parts", ":parts"),
}

# Answers of other kinds of problem: here a formula is wanted.
OTHER_KINDS = frozenset({
    "oo", "inf", "infinity", "undefined", "dne", "none", "true", "false", "yes", "no", "nan", "idk",
    "nothing", "const", "constant", "unknown",
})  # fmt: skip

CYRILLIC: dict[str, str] = dict(zip("аеорсухіАВЕКМНОРСТХ", "aeopcyxiABEKMHOPCTX", strict=True))

# Latin letters that are typed for a Greek one, and the other way round.
_ALIKE: dict[str, tuple[str, ...]] = {
    "a": ("alpha",), "b": ("beta",), "g": ("gamma",), "y": ("gamma", "psi"), "d": ("delta",),
    "e": ("epsilon", "eps"), "z": ("zeta",), "n": ("eta", "nu"), "h": ("eta",), "t": ("theta", "tau"),
    "o": ("theta", "omega", "sigma"), "k": ("kappa",), "l": ("lambda",), "m": ("mu",), "u": ("mu",),
    "v": ("nu",), "x": ("xi", "chi"), "p": ("rho", "phi"), "r": ("rho",), "s": ("sigma",), "f": ("phi",),
    "w": ("omega",),
}  # fmt: skip


class Vocabulary(NamedTuple):
    """What a run of letters can be split into.

    `words` gives the token kind and the name of words of two letters or more, `lengths` how long a word that
    begins with a letter can be, longest first; `functions` are words that can be nothing else where a whole
    run of letters is one; `odd` are names of the problem with a digit or an underscore; `known` are all its letters
    with e and pi, None when every letter will do.
    """

    words: dict[str, tuple[str, str]]
    lengths: dict[str, tuple[int, ...]]
    functions: dict[str, str]
    odd: tuple[str, ...]
    known: frozenset[str] | None


@lru_cache(maxsize=64)
def vocabulary(scope: Scope) -> Vocabulary:
    """The words that can stand in an answer to this problem."""
    known = None
    named = frozenset(scope.functions | scope.dependent | {scope.wrt})
    if scope.letters is not None:
        known = frozenset(GREEK.get(name, name) for name in scope.letters | named | CONSTANTS)
    words = {word: ("func", name) for word, name in _FUNCTIONS.items()}
    for word, name in _GREEK_WORDS.items():
        if name in EITHER:
            words[word] = ("either", name)
        elif name == "pi" or known is None or name in known or not _product_of(word, known):
            words[word] = ("name", name)
    ours = known if known is not None else named
    for name in ours:
        if len(name) > 1:
            words[name] = ("name", name)
    lengths: dict[str, set[int]] = {}
    for word in words:
        for first in {word[0], word[0].upper()}:
            lengths.setdefault(first, set()).add(len(word))
    odd = sorted((name for name in ours if not name.isalpha()), key=len, reverse=True)
    return Vocabulary(
        words,
        {first: tuple(sorted(sizes, reverse=True)) for first, sizes in lengths.items()},
        {} if odd else _sure_functions(words, known, scope.wrt),
        tuple(odd),
        known,
    )


def _sure_functions(words: dict[str, tuple[str, str]], known: frozenset[str] | None, wrt: str) -> dict[str, str]:
    """The functions whose name has one reading: neither a letter of the problem, nor a sin x, nor arc t."""
    with_a = known is not None and "a" in known
    return {
        word: name
        for word, name in _PLAIN.items()
        if words[word] == ("func", name) and word[3:] != wrt and not (with_a and word[0] == "a" and word[1:] in words)
    }


def _product_of(word: str, known: frozenset[str]) -> bool:
    """Is a Greek name (`nu`) a product of letters that the problem has?"""
    return all(letter in known for letter in word)


def meant_function(word: str) -> tuple[str, int]:
    """The known function somebody probably meant, and where in the word its name begins: `xsen` is x sin.

    "" when none comes near.
    """
    low = word.lower()
    if low in FOREIGN:
        return FOREIGN[low], 0
    if len(low) < 3:
        return "", 0
    from difflib import get_close_matches

    if near := get_close_matches(low, _FUNCTIONS, n=1, cutoff=0.8):
        return _FUNCTIONS[near[0]], 0
    for start in range(1, len(low) - 1):
        if low[start:] in FOREIGN:
            return FOREIGN[low[start:]], start
    words = [*_FUNCTIONS, *(word for word in FOREIGN if len(word) > 3)]
    near = get_close_matches(low, words, n=1, cutoff=0.6)
    return (FOREIGN.get(near[0]) or _FUNCTIONS[near[0]], 0) if near else ("", 0)


def meant_letter(name: str, known: frozenset[str]) -> str:
    """What to say about a letter the problem does not have: the one probably meant, or all it has."""
    other_case = {known_name for known_name in known if known_name.lower() == name.lower()}
    known -= CONSTANTS
    alike = {*_ALIKE.get(name, ())} | {latin for latin, greek in _ALIKE.items() if name in greek}
    digits = {known_name for known_name in known if known_name.replace("_", "") == name.replace("_", "")}
    for candidates in (other_case, digits, alike & known):
        if candidates:
            return f"did you mean {min(candidates)}?"
    if len(known) == 1:
        return f"its letter is {min(known)}"
    *most, last = sorted(known)
    return f"its letters are {', '.join(most)} and {last}" if most else ""
