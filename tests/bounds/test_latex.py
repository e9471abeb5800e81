"""Formulas and claims as LaTeX."""

import re

import pytest

from bounds.language import claim_to_latex, parse_claim, parse_document, parse_expression, parse_recurrence, to_latex
from tests.bounds.public_texts import all_texts


@pytest.mark.parametrize(
    ("text", "latex"),
    [
        ("n*log2(n)", r"n\,\log_{2}(n)"),
        ("log(n)^2*n/2", r"\frac{(\log(n))^{2}\,n}{2}"),
        ("log(n, 3)", r"\log_{3}(n)"),
        ("2*3*n", r"2 \cdot 3\,n"),
        ("floor(n/2) + ceil(n/2)", r"\lfloor \frac{n}{2} \rfloor + \lceil \frac{n}{2} \rceil"),
        ("(n/2)^0.5", r"\left(\frac{n}{2}\right)^{0.5}"),
        ("a - (b - c)*d", r"a - (b - c)\,d"),
        ("a - (-b)*c", r"a - (-b)\,c"),
        ("-(a + b)*2", r"(-(a + b)) \cdot 2"),
        ("binomial(n, k)/n!", r"\frac{\binom{n}{k}}{n!}"),
        ("(n+1)!", r"(n + 1)!"),
        ("H(n) + Fib(n+1) + logstar(n)", r"H_{n} + F_{n + 1} + \log^{*}(n)"),
        ("max(a, b)", r"\max(a, b)"),
        ("sum(k=0..n-1: T(k))*2", r"\left(\sum_{k=0}^{n - 1} T(k)\right) \cdot 2"),
        ("max(k=1..n: k^2)", r"\max_{1 \le k \le n} k^{2}"),
        ("e + pi + phi", r"e + \pi + \varphi"),
        ("n0*alpha*m_d*calls", r"n_{0}\,\alpha\,m_{d}\,\mathit{calls}"),
        ("2^-n", r"2^{-n}"),
    ],
)
def test_an_expression_as_latex(text: str, latex: str) -> None:
    assert to_latex(parse_expression(text)) == latex


def test_a_claim_as_latex() -> None:
    r = parse_recurrence("T(0) = 0; T(n) = T(n-1) + 1 for n >= 1")
    claim = parse_claim("T in Theta(n) for n >= 1, n != 3 assuming n in omega(1)", r)
    assert (
        claim_to_latex(claim) == r"T(n) \in \Theta(n) \quad (n \ge 1, n \ne 3) \quad \text{assuming } n \in \omega(1)"
    )
    uniform = parse_document("parameters m real > 0, k real > 0; claim n in O(n*k) uniformly in m, k for n >= m")[
        0
    ].claim
    assert claim_to_latex(uniform) == r"n \in O(n\,k) \text{ uniformly in } m, k \quad (n \ge m)"
    [stated] = parse_document("claim a/b ~ 1")
    assert claim_to_latex(stated.claim) == r"\frac{a}{b} \sim 1"


def test_braces_and_delimiters_match_in_every_public_recurrence() -> None:
    for _, text in all_texts():
        for equation in parse_recurrence(text).equations:
            latex = to_latex(equation.body)
            assert latex.count("{") == latex.count("}")
            assert len(re.findall(r"\\left\b", latex)) == len(re.findall(r"\\right\b", latex))
