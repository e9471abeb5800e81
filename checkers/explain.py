"""A proof for a person: what was found, why the step preserves it, what was checked by hand, in text and LaTeX."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import frozen

from bounds.encoding import expression_from_json
from bounds.expression import Expression
from bounds.language import claim_to_latex, print_claim, print_comparison, print_expression, to_latex
from bounds.recurrence import LANDAU
from checkers.verdict import Verdict


@frozen
class Explanation:
    """The same proof twice: as plain text and as LaTeX that compiles in any article."""

    text: str
    latex: str


@frozen
class Line:
    """One step of the proof, with the formulas in it apart: {} in `words` stands for each in turn."""

    words: str
    formulas: tuple[Expression | str, ...] = ()

    def text(self) -> str:
        return self.words.format(*(f if isinstance(f, str) else print_expression(f) for f in self.formulas))

    def latex(self) -> str:
        shown = (_escape(f) if isinstance(f, str) else f"${to_latex(f)}$" for f in self.formulas)
        return self.words.format(*shown).replace(">=", r"$\ge$").replace("<=", r"$\le$").replace("==", "$=$")


def _escape(text: str) -> str:
    for mark in "_%&#":
        text = text.replace(mark, "\\" + mark)
    return text


def explain(verdict: Verdict) -> Explanation:
    """Explain a verdict from its certificate alone.

    Shape    any verdict of `decide`
    Gives    the claim, the invariant or closed form found, the step, the base window, the comparison with the claim
    """
    claim = verdict.claim
    heading = f"{verdict.decision}: {print_claim(claim)}"
    rests = f"rests on: {', '.join(verdict.rests_on)}; method: {verdict.method}" if verdict.rests_on else "no verdict"
    lines = list(_proof(verdict.certificate["proof"], verdict)) if verdict.certificate else list(_blocked(verdict))
    text = "\n".join([heading, rests, "", *(f"  {i}. {line.text()}" for i, line in enumerate(lines, 1))])
    items = "\n".join(rf"  \item {line.latex()}" for line in lines)
    word = {"proved": "Proved", "refuted": "Refuted", "unknown": "Unknown"}[verdict.decision]
    latex = "\n".join([
        rf"\paragraph{{{word}.}} ${claim_to_latex(claim)}$", r"\begin{enumerate}", items, r"\end{enumerate}",
    ])  # fmt: skip
    return Explanation(text, latex)


def _blocked(verdict: Verdict) -> Iterator[Line]:
    for b in verdict.blocked:
        yield Line("{}: {}" + (" (found: {})" if b.attempt else ""), (b.method, b.reason, b.attempt[:200]))
    for bound in verdict.strongest:
        formulas = (bound.claim.subject, bound.claim.bound)
        relation = bound.claim.relation
        shape = "{} in " + relation + "({})" if relation in LANDAU else "{} " + relation + " {}"
        where = " for " + ", ".join(map(print_comparison, bound.claim.range)) if bound.claim.range else ""
        yield Line("Proved instead, by {}: " + shape + where + ".", (bound.method, *formulas))


def _proof(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    relation = verdict.claim.relation
    if proof["rule"] == "witness":
        yield Line("Both sides are evaluated exactly from the equations at {}.", (verdict.witness,))
        return
    if proof["rule"] == "iterate":
        yield Line("With X(n) = ({})^({}^(n - {})), T stays on one side of a polynomial in X, as X(n) = X(n-1)^{}.",
                   (proof["base"], str(proof["degree"]), str(proof["from"]), str(proof["degree"])))  # fmt: skip
        return
    if proof["rule"] == "scaled":
        yield Line("Every equation is homogeneous of degree {} in a size a: T = a^{} U. The claim about U is by "
                   "rule {}.", (str(proof["degree"]), str(proof["degree"]), proof["proof"]["rule"]))  # fmt: skip
        return
    if proof["rule"] == "bound":
        yield from _premise(proof["premise"], verdict)
        form, start = expression_from_json(_form(proof["premise"])), proof["from"]
        if form == verdict.claim.bound:
            yield Line("This is the claim itself.")
        else:
            shifted = _shifted(form, proof["premise"].get("shift", "0"))
            yield Line("For n >= {} the form {} " + relation + " {}, by comparing their expansions.",
                       (str(start), shifted, verdict.claim.bound))  # fmt: skip
        if start > 0:
            yield Line("Sizes below {} in the claim's range are evaluated exactly, one by one.", (str(start),))
        return
    if proof["rule"] == "posynomial":
        yield from _formulas(proof, verdict)
        return
    for premise in proof["premises"]:
        yield from _premise(premise, verdict)
    yield Line(
        "Orders are compared exactly, monomial against monomial; the claim's bound is {}.", (verdict.claim.bound,)
    )
    if verdict.witness:
        yield Line("{}.", (verdict.witness,))


def _formulas(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """A claim between formulas in several variables: what was shown of monomials, or where it fails."""
    yield Line("Both sides are quotients of sums of monomials; every variable grows but {}.",
               (", ".join(p.name for p in verdict.claim.recurrence.parameters) or "none",))  # fmt: skip
    if proof["signed"]:
        yield Line("Negative terms of smaller order than positive ones: {}.", (str(len(proof["signed"])),))
    if "upper" not in proof:
        yield Line("Along the curve {}.", (verdict.witness,))
        return
    for side, words in (("upper", "above"), ("lower", "below")):
        if proof[side]:
            words = f"Bounded from {words} by weighted geometric means of the other side's monomials: {{}} monomials."
            yield Line(words, (str(len(proof[side])),))
    yield Line("There are sizes, all growing, that meet the assumptions.")


def _shifted(form: Expression, shift: str) -> Expression | str:
    """The form, or how it is used when it is used at another size."""
    return form if shift == "0" else f"F(n + {shift})"


def _form(premise: dict[str, Any]) -> Any:
    """What a premise compares T with."""
    return premise[premise["side"]] if premise["rule"] == "nested" else premise["form"]


def _premise(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    if premise["rule"] == "nested":
        lower, upper = (expression_from_json(premise[side]) for side in ("lower", "upper"))
        words = "From {} on T lies between {} and {}: the step preserves both, with an integer for each value of T."
        yield Line(words, (str(premise["low"]), lower, upper))
        return
    form = expression_from_json(premise["form"])
    subject = verdict.claim.subject
    if premise["rule"] == "closed-form":
        yield Line("Closed form: {} = {} for n >= {}.", (subject, form, str(premise["low"])))
        yield Line("Put into the step, both sides have the same normal form; base values agree.")
        for s in premise["sums"]:
            words = "The sum over smaller sizes is {}, which starts at 0 and rises by the closed form."
            yield Line(words, (expression_from_json(s),))
        return
    if premise["rule"] == "polynomial":
        words = "Invariant ({} bound), for all values of the parameters: {}."
        yield Line(words, (premise["side"], form))
        words = (
            "Step, n >= {}: with an integer for each rounding, every inequality is an identity between the goal and a "
        )
        yield Line(words + "sum of products of hypotheses with coefficients >= 0; sizes from {} on.",
                   (str(premise["from"]), str(premise["low"])))  # fmt: skip
        return
    upper, shift = premise["side"] == "upper", premise["shift"]
    name = f"F(n) = {print_expression(form)}" + (f", used at n + {shift}" if shift != "0" else "")
    yield Line("Invariant ({} bound): {}, logarithms to base {}.", (premise["side"], name, str(premise["base"])))
    sign = "<=" if upper else ">="
    yield Line("Step: for every n >= {} calls and toll stay " + sign + " F(n). Each call's size is at least {} "
               "and below n; the difference is expanded with Lagrange's remainder to order {}; its sign follows from "
               "its leading monomial.", (str(premise["from"]), str(premise["low"]), str(premise["order"])))  # fmt: skip
    if premise["mode"] == "window":
        yield Line("Base window: {} sizes from {} to {} are compared with F by exact evaluation.",
                   (str(premise["from"] - premise["low"]), str(premise["low"]), str(premise["from"] - 1)))  # fmt: skip
        return
    first, last = premise["sign"]["first"], premise["sign"]["last"]
    what = "O(F)" if upper else "Omega(F)"
    yield Line("Base window: F > 0 from {} on; T keeps its sign from {} on (evaluated to {}, then terms and toll are "
               "never negative); a constant factor covers the sizes before {}. Hence T is in {}.",
               (str(premise["low"]), str(first), str(last), str(premise["from"]), what))  # fmt: skip
