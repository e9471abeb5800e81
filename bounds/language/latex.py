"""Expressions and claims as LaTeX, for a paper: `n*log2(n)` is `n \\log_{2}(n)`."""

from __future__ import annotations

import re
from typing import TypeAlias

from bounds.claim import Claim
from bounds.expression import (
    Add,
    Apply,
    Call,
    Constant,
    Div,
    Expression,
    Fold,
    Mul,
    Neg,
    Number,
    Pow,
    Root,
    Variable,
    fold_up,
)
from bounds.language.printer import print_expression
from bounds.recurrence import Comparison

SUM, PRODUCT, POWER, ATOM = range(4)
Part: TypeAlias = tuple[str, int]

_GREEK = (
    "alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu", "xi", "rho",
    "sigma", "tau", "chi", "psi", "omega",
)  # fmt: skip
_RELATIONS = {"<=": r"\le", ">=": r"\ge", "==": "=", "<": "<", ">": ">", "!=": r"\ne", "~": r"\sim"}
_LANDAU = {"O": "O", "Omega": r"\Omega", "Theta": r"\Theta", "o": "o", "omega": r"\omega"}
_NAMED = {"log": r"\log", "log2": r"\log_{2}", "exp": r"\exp", "logstar": r"\log^{*}", "sin": r"\sin", "cos": r"\cos",
          "max": r"\max", "min": r"\min"}  # fmt: skip


def to_latex(e: Expression) -> str:
    r"""The LaTeX of an expression, for math mode.

    >>> from bounds.language.parser import parse_expression
    >>> to_latex(parse_expression("2*T(floor(n/2)) + n*log2(n)"))
    '2\\,T(\\lfloor \\frac{n}{2} \\rfloor) + n\\,\\log_{2}(n)'
    """
    return fold_up(e, _part)[0]


def claim_to_latex(claim: Claim) -> str:
    r"""The LaTeX of a claim: `T(n) \in \Theta(n \log n) \quad (n \ge 1)`."""
    text = _comparison(Comparison(claim.subject, claim.relation, claim.bound))
    if claim.uniform:
        text += rf" \text{{ uniformly in }} {', '.join(map(_name, claim.uniform))}"
    if claim.range:
        text += rf" \quad ({', '.join(map(_comparison, claim.range))})"
    if claim.assuming:
        text += rf" \quad \text{{assuming }} {', '.join(map(_comparison, claim.assuming))}"
    return text


def _comparison(c: Comparison) -> str:
    left, right = to_latex(c.left), to_latex(c.right)
    if c.relation in _LANDAU:
        return rf"{left} \in {_LANDAU[c.relation]}{_grouped(right)}"
    return f"{left} {_RELATIONS[c.relation]} {right}"


def _grouped(text: str) -> str:
    tall = any(mark in text for mark in (r"\frac", r"\sum", r"\binom", r"\max_", r"\min_"))
    return rf"\left({text}\right)" if tall and r"\lfloor" not in text and r"\lceil" not in text else f"({text})"


def _at(part: Part, level: int) -> str:
    text, holds = part
    return text if holds >= level else _grouped(text)


def _name(name: str) -> str:
    match = re.fullmatch(r"([A-Za-z]+)_?([0-9]+|[A-Za-z0-9]+(?=\Z))?", name)
    stem, index = (match[1], match[2]) if match else (name, None)
    if match and index and not index.isdigit() and f"{stem}_{index}" != name:
        stem, index = name, None
    shown = stem if len(stem) == 1 else rf"\mathit{{{stem}}}".replace("_", r"\_")
    if stem in _GREEK:
        shown = f"\\{stem}"
    return f"{shown}_{{{index}}}" if index else shown


def _part(e: Expression, parts: list[Part]) -> Part:
    texts = [text for text, _ in parts]
    match e:
        case Number():
            above, _, below = print_expression(e).partition("/")
            return (rf"\frac{{{above}}}{{{below}}}", PRODUCT) if below else (above, ATOM)
        case Constant(name):
            return {"pi": r"\pi", "phi": r"\varphi"}.get(name, name), ATOM
        case Variable(name):
            return _name(name), ATOM
        case Add():
            joined = texts[0] + "".join(f" - {t[1:]}" if t.startswith("-") else f" + {t}" for t in texts[1:])
            return joined, SUM
        case Mul():
            return _product([_at(parts[0], PRODUCT), *(_at(p, POWER) for p in parts[1:])]), PRODUCT
        case Div():
            return rf"\frac{{{texts[0]}}}{{{texts[1]}}}", PRODUCT
        case Neg():
            return f"-{_at(parts[0], PRODUCT)}", SUM
        case Pow():
            return f"{_at(parts[0], ATOM)}^{{{texts[1]}}}", POWER
        case Apply(function, _):
            return _apply(function, parts)
        case Call(function, _):
            return f"{_name(function)}{_grouped(', '.join(texts))}", ATOM
        case Fold(kind, variable, _, _, _):
            under = f"{_name(variable)}={texts[0]}"
            sign = rf"\sum_{{{under}}}^{{{texts[1]}}}"
            if kind != "sum":
                sign = rf"\{kind}_{{{texts[0]} \le {_name(variable)} \le {texts[1]}}}"
            return f"{sign} {_at(parts[2], PRODUCT)}", SUM
        case Root(variable, _):
            return rf"\operatorname{{root}}_{{{_name(variable)}}}{_grouped(texts[0] + ' = 1')}", ATOM


def _product(texts: list[str]) -> str:
    joined = texts[0]
    for text in texts[1:]:
        joined += (r" \cdot " if text[0].isdigit() else r"\,") + text
    return joined


def _apply(function: str, parts: list[Part]) -> Part:
    texts = [text for text, _ in parts]
    match function:
        case "floor" | "ceil":
            return rf"\l{function} {texts[0]} \r{function}", ATOM
        case "sqrt":
            return rf"\sqrt{{{texts[0]}}}", ATOM
        case "factorial":
            return f"{_at(parts[0], ATOM)}!", POWER
        case "binomial":
            return rf"\binom{{{texts[0]}}}{{{texts[1]}}}", ATOM
        case "H":
            return f"H_{{{texts[0]}}}", POWER
        case "Fib":
            return f"F_{{{texts[0]}}}", POWER
        case "log" if len(texts) == 2:
            return rf"\log_{{{texts[1]}}}{_grouped(texts[0])}", POWER
        case _:
            return f"{_NAMED[function]}{_grouped(', '.join(texts))}", POWER
