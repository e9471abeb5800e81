"""The text of decompositions: what parses back to the equal object."""

from __future__ import annotations

import re

from bounds.decomposition import (
    Ask,
    Best,
    Both,
    Choose,
    Chunks,
    Decomposition,
    Each,
    Either,
    Lead,
    Loop,
    Nothing,
    Over,
    Parts,
    Procedure,
    Range,
    Recurse,
    Retry,
    Step,
    Then,
    Vote,
)
from bounds.expression import Call, Expression, number
from bounds.language.printer import print_comparison, print_expression, print_parameter
from bounds.language.statements import KEYWORDS
from bounds.primitive import Primitive


def print_decomposition(d: Decomposition) -> str:
    """The text of a decomposition, a statement a line.

    >>> from bounds.language import parse_decomposition
    >>> text = "S(n) = loop(x in n by 8 overlap 2: call(refine, x + 4, 4)) for n >= 1"
    >>> print(print_decomposition(parse_decomposition(text)))
    S(n) = loop(x in n by 8 overlap 2: call(refine, x + 4, 4)) for n >= 1
    """
    name = d.name if re.fullmatch(r"[A-Za-z_][A-Za-z0-9_]*", d.name) and d.name not in KEYWORDS else _quoted(d.name)
    lines = [f"decomposition {name}"] if d.name else []
    lines += [f"parameters {', '.join(map(print_parameter, d.parameters))}"] if d.parameters else []
    lines += [print_primitive(p) for p in d.primitives]
    return "\n".join([*lines, *map(print_procedure, d.procedures)])


def print_primitive(p: Primitive) -> str:
    """The text of a declared primitive: `primitive summarise: model = "m", window = 8000`."""
    given = [f"model = {_quoted(p.model)}"] if p.model else []
    given += [f"size = {print_expression(p.size)}"] if p.size != number(1) or not given else []
    for key, value in (("window", p.window), ("price_in", p.price_in), ("price_out", p.price_out)):
        given += [f"{key} = {print_expression(number(value))}"] if value is not None else []
    return f"primitive {p.name}: {', '.join(given)}"


def print_procedure(p: Procedure) -> str:
    """The text of one case of a procedure."""
    tail = f" for {', '.join(map(print_comparison, p.range))}" if p.range else ""
    return f"{print_expression(Call(p.name, p.patterns))} = {print_step(p.body)}{tail}"


def print_step(step: Step) -> str:
    """The text of a step."""
    match step:
        case Nothing():
            return "nothing"
        case Ask(name, reads, writes):
            return f"call({name})" if reads == writes == number(1) else _applied("call", name, reads, writes)
        case Then(steps):
            return _applied("then", *steps)
        case Both(steps):
            return _applied("both", *steps)
        case Either(cases):
            return _applied("either", *cases)
        case Each(over, body):
            return f"each({print_over(over)}: {print_step(body)})"
        case Loop(over, body):
            return f"loop({print_over(over)}: {print_step(body)})"
        case Recurse(name, sizes):
            return _applied(name, *sizes)
        case Retry(valid, body, at_most):
            return _applied("retry", valid, *(() if at_most is None else (at_most,)), body)
        case Vote(samples, body):
            return _applied("vote", samples, body)
        case Lead(by, right, body):
            return _applied("lead", by, right, body)
        case Best(of, body, judge):
            return _applied("best", of, body, judge)
        case Choose(cases):
            return _applied("choose", *(part for case in cases for part in case))


def _applied(word: str, *parts: Expression | Step | str) -> str:
    return f"{word}({', '.join(map(_part, parts))})"


def _part(part: Expression | Step | str) -> str:
    if isinstance(part, str):
        return part
    steps = Nothing | Ask | Then | Both | Each | Loop | Recurse | Retry | Vote | Lead | Best | Either | Choose
    return print_step(part) if isinstance(part, steps) else print_expression(part)


def print_over(over: Over) -> str:
    """The text of what `each` and `loop` go through: `i=1..n`, `x in n by w overlap s`, `x in n into k`."""
    match over:
        case Range(x, lower, upper):
            return f"{x}={print_expression(lower)}..{print_expression(upper)}"
        case Chunks(x, size, window, overlap):
            shared = "" if overlap == number(0) else f" overlap {print_expression(overlap)}"
            return f"{x} in {print_expression(size)} by {print_expression(window)}{shared}"
        case Parts(x, size, parts):
            return f"{x} in {print_expression(size)} into {print_expression(parts)}"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
