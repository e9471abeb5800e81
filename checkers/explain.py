"""A proof for a person: what was found, why the step preserves it, what was checked by hand, in text and LaTeX."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from attrs import frozen

from bounds.encoding import expression_from_json
from bounds.expression import Apply, Expression, Fold, all_subexpressions, has_call
from bounds.language import claim_to_latex, print_claim, print_comparison, print_expression
from bounds.recurrence import LANDAU
from checkers.explain_problems import problem_lines
from checkers.proof_line import Line
from checkers.verdict import Verdict


@frozen
class Explanation:
    """The same proof twice: as plain text and as LaTeX that compiles in any article."""

    text: str
    latex: str


def explain(verdict: Verdict) -> Explanation:
    """Explain a verdict from its certificate alone.

    Shape    any verdict of `decide`
    Gives    the claim, the invariant or closed form found, the step, the base window, the comparison with the claim
    """
    claim = verdict.claim
    heading = f"{verdict.decision}: {print_claim(claim)}"
    rests = f"rests on: {', '.join(verdict.rests_on)}; method: {verdict.method}" if verdict.rests_on else "no verdict"
    lines = list(proof_lines(verdict.certificate["proof"], verdict)) if verdict.certificate else list(_blocked(verdict))
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


def proof_lines(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """The steps of a proof; a rule that nothing more is said of is named."""
    if verdict.claim.setting is not None:
        yield from problem_lines(proof, verdict, proof_lines)
        return
    if any(e.relation != "==" for e in verdict.claim.recurrence.equations):
        yield Line("Right sides rise with T, so the solution with == in place of the inequalities is the extreme one.")
    told = VERDICTS.get(proof["rule"])
    yield from told(proof, verdict) if told else _named(proof, verdict)


def _named(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield Line("By rule {} of the kernel, as stated and proved in paper/rules.tex.", (proof["rule"],))
    if verdict.witness:
        yield Line("{}.", (verdict.witness,))


def _points(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield Line("Both sides are evaluated exactly at every point of the claim's range.")


def _witness(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield Line("Both sides are evaluated exactly from the equations at {}.", (verdict.witness,))


def _subsequence(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    words = "Along n = {}*{}^m + {}, the step calls sizes of this kind alone, and T is exactly {}, with {} for m."
    form = expression_from_json(proof["form"])
    yield Line(words, (proof["scale"], str(proof["base"]), str(proof["shift"]), form, _variable(verdict)))
    yield Line("{}.", (verdict.witness,))


def _bound(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """An explicit claim from a premise about T."""
    relation, start = verdict.claim.relation, proof["from"]
    yield from _premise(proof["premise"], verdict)
    outer = proof["premise"].get("above", proof["premise"])
    form = expression_from_json(outer["form"]) if "form" in outer else None
    if form == verdict.claim.bound or form is None:
        yield Line("This is the claim itself." if form else "The claim follows.")
    else:
        shifted = _shifted(form, outer.get("shift", "0"))
        yield Line("For n >= {} the form {} " + relation + " {}, by comparing their expansions.",
                   (str(start), shifted, verdict.claim.bound))  # fmt: skip
    if start > 0:
        yield Line("Sizes below {} in the claim's range are evaluated exactly, one by one.", (str(start),))


def _order(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    for premise in proof["premises"]:
        yield from _premise(premise, verdict)
    yield Line(
        "Orders are compared exactly, monomial against monomial; the claim's bound is {}.", (verdict.claim.bound,)
    )
    if verdict.witness:
        yield Line("{}.", (verdict.witness,))


def _system(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """Closed forms of all functions at once, as a verdict or a premise."""
    for form in proof["forms"]:
        head = f"{form['function']}({', '.join(form['variables'])})"
        rows = ", ".join(f"{print_expression(expression_from_json(row))} >= 0" for row in form["domain"])
        yield Line("Closed form: " + head + " = {} where {}.", (expression_from_json(form["form"]), rows))
    yield Line("Put into every equation, both sides agree; calls stay where the forms hold, and a measure falls.")


def _several(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """Forms that every equation keeps T on one side of, and what they are compared with."""
    for side in proof["sides"]:
        sign = "<=" if side["side"] == "upper" else ">="
        for form in side["forms"]:
            head = f"{form['function']}({', '.join(form['variables'])})"
            yield Line("{} " + sign + " {}, where the sizes are in the form's domain.",
                       (head, expression_from_json(form["form"])))  # fmt: skip
    yield Line("No equation falls when a call rises, and with the forms for the calls it keeps to that side.")
    for comparison in proof["comparisons"]:
        yield Line("The {} form is compared with the claim's bound by rule posynomial: {}.",
                   (comparison["side"], comparison["relation"]))  # fmt: skip


def _posynomial(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
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


def _variable(verdict: Verdict) -> str:
    """The name of the claim's size."""
    return print_expression(verdict.claim.subject).partition("(")[2].rstrip(")")


def _blocks(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """One formula on each block of sizes between powers of a base."""
    form = expression_from_json(premise["form"])
    scale, base = premise["scale"], str(premise["base"])
    yield Line("Form: T(n) " + premise["relation"] + " {} for n >= {}.", (form, str(premise["low"])))
    words = "It is one formula on each block {}*{}^l <= n - {} < {}*{}^(l+1), l >= {}; sizes before are evaluated."
    yield Line(words, (scale, base, str(premise["shift"]), scale, base, str(premise["level"])))
    yield Line("Put into the step, for each residue of n mod {}, both sides compare as they should, within a block "
               "and at its ends.", (str(premise["modulus"]),))  # fmt: skip


def _splits(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    """How each sum over T, max and min of the step was read."""
    bodies = [e for equation in verdict.claim.recurrence.equations for e in all_subexpressions(equation.body)]
    nodes = [e for e in bodies if isinstance(e, Fold | Apply) and _kind(e) in ("sum", "max", "min") and has_call(e)]
    for choice, node in zip(premise["splits"], nodes, strict=False):
        kind = _kind(node)
        if isinstance(choice, list):
            yield from _history(choice, verdict)
            continue
        if (kind == "max") != (premise["side"] == "upper"):
            at = f"argument {choice['pick'] + 1}" if "pick" in choice else expression_from_json(choice["at"])
            yield Line("The " + kind + " over values of T is bounded on this side by one instance of it: {}.", (at,))
        elif "pick" in choice:
            yield Line("Each argument of the " + kind + " is a case of its own.")
        else:
            half = "on half the range, by symmetry, " if choice["half"] == "yes" else ""
            where = "at an end" if (kind == "max") == (choice["curve"] == "convex") else "in the middle"
            words = f"F is {choice['curve']}, so {half}the {kind} of the sums lies {where}; "
            words += "the first {} and the last {} indices are cases of their own."
            yield Line(words, tuple(map(str, choice["peel"])))


def _history(choice: list[Any], verdict: Verdict) -> Iterator[Line]:
    """By which differences a sum over earlier values is bounded."""
    n = _variable(verdict)
    for u, v, s in (part for call in choice for part in call):
        rise = f"F({n})" if v == "1" else f"{print_expression(expression_from_json(v))}*F({n})"
        of = "" if u == "1" else f"; it counts {print_expression(expression_from_json(u))} times"
        yield Line(f"A sum over earlier values telescopes: S({n}) = {{}}, and S({n}+1) - S({n}) is on the side needed "
                   f"of {rise}{of}.", (expression_from_json(s),))  # fmt: skip


def _kind(e: Fold | Apply) -> str:
    return e.kind if isinstance(e, Fold) else e.function


def _premise(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    told = PREMISES.get(premise["rule"])
    yield from told(premise, verdict) if told else _named(premise, verdict)


def _squeeze(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield from _premise(premise["above"], verdict)
    yield from _premise(premise["below"], verdict)
    yield Line("Bounded by the same form from both sides, T is that form.")


def _definition(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield Line("The step calls no cost: {} is what it says, a formula.", (verdict.claim.subject,))


def _formula(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    yield from _definition(proof, verdict)
    yield from _posynomial(proof["proof"], verdict)


def _closed_form(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    form = expression_from_json(premise["form"])
    yield Line("Closed form: {} = {} for n >= {}.", (verdict.claim.subject, form, str(premise["low"])))
    yield Line("Put into the step, both sides have the same normal form; base values agree.")
    for s in premise["sums"]:
        words = "The sum over smaller sizes is {}, which starts at 0 and rises by the closed form."
        yield Line(words, (expression_from_json(s),))


def _polynomial(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    words = "Invariant ({} bound), for all values of the parameters: {}."
    yield Line(words, (premise["side"], expression_from_json(premise["form"])))
    words = "Step, n >= {}: with an integer for each rounding, every inequality is an identity between the goal and a "
    yield Line(words + "sum of products of hypotheses with coefficients >= 0; sizes from {} on.",
               (str(premise["from"]), str(premise["low"])))  # fmt: skip


def _thinning(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    words = "T(n) is {} plus the mean of T over the number of items that stay, each with probability {}."
    yield Line(words, (expression_from_json(premise["toll"]), premise["p"]))
    jensen = "Jensen's inequality" if premise["side"] == "upper" else "ln(x/y) >= 1 - y/x"
    words = (
        "Invariant ({} bound): F(n) = {}; by " + jensen + " the mean keeps it for n >= {}; smaller sizes: evaluated."
    )
    yield Line(words, (premise["side"], expression_from_json(premise["form"]), str(premise["from"])))


def _induction(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    form = expression_from_json(premise["form"])
    upper, shift = premise["side"] == "upper", premise["shift"]
    name = f"F(n) = {print_expression(form)}" + (f", used at n + {shift}" if shift != "0" else "")
    yield Line("Invariant ({} bound): {}, logarithms to base {}.", (premise["side"], name, str(premise["base"])))
    yield from _splits(premise, verdict)
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


def _nested(premise: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    lower, upper = expression_from_json(premise["lower"]), expression_from_json(premise["upper"])
    yield Line("Invariant: T(n) is an integer from {} to {} for n >= {}.", (lower, upper, str(premise["low"])))
    yield Line("Step, n >= {}: with an integer for each inner call, known to lie in its bounds, every size called is "
               "below n and the right side lies in them again, by identities between polynomials; sizes before are "
               "evaluated.", (str(premise["from"]),))  # fmt: skip


def _iterate(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    x = f"{proof['base']}^({proof['degree']}^(n - {proof['from']}))"
    for side in proof["sides"]:
        terms = [f"{q}*X^{i}" for i, q in enumerate(side["form"]) if q != "0"]
        yield Line("T(n) " + side["relation"] + " {} with X(n) = {}, for n >= {}.",
                   (" + ".join(terms) or "0", x, str(proof["from"])))  # fmt: skip
    yield Line("X(n) is a power of X(n-1), and the step keeps these sides: polynomials in X without negative "
               "coefficients beyond its first value.")  # fmt: skip
    if verdict.witness:
        yield Line("{}.", (verdict.witness,))


def _scaled(proof: dict[str, Any], verdict: Verdict) -> Iterator[Line]:
    words = "Every equation is homogeneous of degree {} in size {}, so T is that power of it times U of the other size."
    yield Line(words, (str(proof["degree"]), str(proof["place"] + 1)))
    yield Line("The claim about U, by rule {}:", (proof["proof"]["rule"],))
    yield from proof_lines(proof["proof"], verdict)


Told = Callable[[dict[str, Any], Verdict], Iterator[Line]]
VERDICTS: dict[str, Told] = {
    "witness": _witness, "points": _points, "bound": _bound, "order": _order, "subsequence": _subsequence,
    "posynomial": _posynomial, "system": _system, "iterate": _iterate, "scaled": _scaled,
    "several": _several,
    "definition": _formula,
}  # fmt: skip
PREMISES: dict[str, Told] = {
    "closed-form": _closed_form, "induction": _induction, "polynomial": _polynomial, "blocks": _blocks,
    "squeeze": _squeeze, "system": _system, "thinning": _thinning, "nested": _nested,
    "definition": _definition,
}  # fmt: skip
