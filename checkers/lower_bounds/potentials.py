"""Potentials over items that never met (u), only won (w), only lost (l), did both (b): the ones a person tries out.

>>> synthesised("min_and_max by compare, best_and_worst(5) at 5").bound
'7/5*n - 2'
>>> print(potential("min_and_max by compare", u="3/2", w=1, l=1).prove().verdict())
  proved; rests on kernel
"""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any, Literal, TypeAlias

from attrs import evolve, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json, expression_from_json, expression_to_json
from bounds.expression import Variable, number
from bounds.language import parse_document, parse_expression, print_expression
from bounds.recurrence import Comparison, Parameter, Recurrence
from bounds.setting import ZERO, Setting
from checkers import kernel
from checkers.kernel import decode
from checkers.kernel.problems.comparison import Derived, encoded
from checkers.kernel.problems.rules import win_loss
from checkers.kernel.refusal import Rejected
from checkers.lower_bounds.acceptance import accept
from checkers.lower_bounds.follow import derived_by
from checkers.lower_bounds.proving import drawn_row, prove
from checkers.lower_bounds.synthesis import size_parameter
from checkers.lower_bounds.templates import bound
from checkers.lower_bounds.tick_list import Tick, TickList
from checkers.lower_bounds.win_loss import weights
from checkers.lower_bounds.win_loss_template import potential_text, win_loss_template
from checkers.optima.search import Contradiction
from checkers.positivity import polynomial

Weight: TypeAlias = int | Fraction | str
"""A number, or the text of one, or of a polynomial in the size k."""


@frozen
class Potential:
    """Weights over a scale for a setting, and the claim `cost >= 0` about it, which gives its parameters."""

    about: Claim
    proof: dict[str, Any]

    @property
    def setting(self) -> Setting:
        """The setting."""
        if self.about.setting is None:
            raise ValueError("potential: need a claim about a problem")
        return self.about.setting

    def derived(self) -> Derived:
        """What the rule derives.

        Raises   Rejected when it refuses the weights
        """
        return derived_by(json.dumps(claim_to_json(self.about)), win_loss.RULE, json.dumps(self.proof))

    @property
    def bound(self) -> str:
        """The bound that these weights give if they are right, as text."""
        fixed = self._numbers()
        if fixed is not None:
            return drawn_row(bound(win_loss_template(self.setting), potential_text(self.setting.family, fixed)))
        return print_expression(expression_from_json(encoded(self.derived().body or Fraction(0))))

    def claim(self) -> Claim:
        """The claim that the kernel checks: cost >= bound.

        Raises   Rejected when the rule refuses the weights
        """
        derived = self.derived()
        where = (Comparison(Variable("n"), ">=", number(derived.start)),)
        body = expression_from_json(encoded(derived.body or Fraction(0)))
        return evolve(self.about, relation=">=", bound=body, range=where)

    def certificate(self) -> dict[str, Any]:
        """The certificate, once the kernel has checked it and the bound was compared with exact optima.

        Raises   Rejected when the rule refuses the weights, Contradiction when they contradict an optimum
        """
        claim = self.claim()
        about = claim_to_json(claim)
        whole = {"rule": win_loss.RULE, "proof": self.proof, "follows": {"by": "same"}}
        found = {"format": "tightbound/certificate/1", "claim": about, "verdict": "proved", "proof": whole}
        kernel.check(about, found)
        refusal = accept(claim, whole)
        if refusal is not None:
            raise Contradiction(refusal.reason)
        return found

    def prove(self) -> TickList:
        """Every obligation with a tick: by solvers where sizes are numbers, then by the kernel, which decides.

        Raises   Contradiction when weights that the kernel accepted contradict an exact optimum
        """
        ticks: list[Tick] = []
        fixed = self._numbers()
        if fixed is not None:
            text = potential_text(self.setting.family, fixed)
            shown = prove(win_loss_template(self.setting), text, add_up=False)
            ticks += shown.ticks
        decision: Literal["proved", "unknown"] = "unknown"
        try:
            self.certificate()
        except Rejected as e:
            ticks.append(Tick("rule win-loss", "no", "kernel", (f"need  {e.need}", f"have  {e.have}")))
        else:
            decision = "proved"
            ticks.append(Tick("rule win-loss", "yes", "kernel, for every n and every value of the parameters"))
            ticks.append(Tick("exact optima at small n, and posets of few items, agree", "yes", "exact search"))
        try:
            shown_bound = f"{self.setting.cost} >= {self.bound} for n >= 2"
        except Rejected:
            shown_bound = "none: the rule refuses the weights"
        title = f"potential {', '.join(f'{x}: {_shown(self.proof[x])}' for x in self.proof)}"
        return TickList(title, shown_bound, tuple(ticks), decision, ("kernel",) if decision == "proved" else ())

    def _numbers(self) -> tuple[Fraction, Fraction, Fraction, Fraction] | None:
        """The weights as numbers; None where a size is a parameter."""
        if size_parameter(self.setting) is not None or any(len(v) > 1 for v in self.proof.values()):
            return None
        (u,), (w,), (lost,), (b,), (scale,) = (map(Fraction, self.proof[x]) for x in ("u", "w", "l", "b", "scale"))
        return (u / scale, w / scale, lost / scale, b / scale) if scale else None


def potential(
    setting: Setting | str,
    *,
    u: Weight,
    w: Weight,
    l: Weight,  # noqa: E741  the kernel's name
    b: Weight = 0,
    scale: Weight = 1,
    parameters: str = "",
) -> Potential:
    """A potential by its weights; each is divided by `scale`.

    Needs    a setting, or its text as after `problem`; `parameters` as in a claims file, "k integer >= 2"
    Raises   LanguageError; NotPolynomial, ValueError for a weight that is none

    >>> p = potential("min_and_max by sort(k)", u="k + 1", w="k", l="k", scale="k*(k - 1)", parameters="k integer >= 2")
    >>> p.prove().decision
    'proved'
    """
    about = _about(setting, parameters)
    name = size_parameter(about.setting) if about.setting else None
    named = {"u": u, "w": w, "l": l, "b": b, "scale": scale}
    return Potential(about, {x: _coefficients(v, name) for x, v in named.items()})


def synthesised(setting: Setting | str, *, parameters: str = "") -> Potential:
    """The potential with the largest bound for a setting, as `synthesis` finds it.

    Raises   LanguageError; ValueError when none was found that the kernel accepts
    """
    about = _about(setting, parameters)
    for proof in weights(about, about.setting) if about.setting else ():
        found = Potential(about, proof)
        try:
            found.derived()
        except Rejected:
            continue
        return found
    raise ValueError("synthesised: need max or min_and_max by calls that compare, have a setting without such weights")


def _about(setting: Setting | str, parameters: str) -> Claim:
    if isinstance(setting, str):
        declared = f"\nparameters {parameters}" if parameters else ""
        return parse_document(f"problem {setting}{declared}\nclaim calls >= 0 for n >= 2")[0].claim
    known: tuple[Parameter, ...] = ()
    if parameters:
        text = f"problem max by compare\nparameters {parameters}\nclaim calls >= 0 for n >= 2"
        known = parse_document(text)[0].claim.recurrence.parameters
    where = (Comparison(Variable("n"), ">=", number(2)),)
    return Claim(Recurrence((), known), setting.subject, ">=", ZERO, where, setting=setting)


def _coefficients(weight: Weight, name: str | None) -> list[str]:
    """The coefficients of 1, k, k^2, ... as the kernel reads them."""
    terms = polynomial(decode.expression(expression_to_json(parse_expression(str(weight)))))
    if not all(set(m) <= {name} for m in terms):
        raise ValueError(f"potential: need numbers, or polynomials in the size that is a parameter, have {weight}")
    degree = max(map(len, terms), default=0)
    return [str(terms.get((name,) * i if name else (), Fraction(0))) for i in range(degree + 1)]


def _shown(coefficients: list[str]) -> str:
    k = decode.expression(["var", "k"])
    return print_expression(expression_from_json(encoded(win_loss.formula(tuple(map(Fraction, coefficients)), k))))
