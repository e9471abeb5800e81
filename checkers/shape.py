"""The shape oracle: the growth a univariate recurrence is expected to have, and how it comes about.

A hint for the search of bounds, never a proof: nothing here is trusted, though comparisons are exact so that the
hint does not drift. Three families, by the sizes of the calls in T(n) = sum a_i*T(phi_i(n)) + g(n):

* divide    phi_i = b_i*n + O(1), 0 < b_i < 1: p with sum a_i*b_i^p = 1 against the toll's power (Akra and Bazzi);
* subtract  phi_i = n - k_i: the root beta of sum a_i*x^-k_i = 1 against the toll's base, by summation of g/beta^n;
* shrink    phi_i = n^e_i + O(1), 0 < e_i < 1: with m = log n the divide family, on exponents of log n.

Beyond these, a toll that beats its own recursive image, sum a_i(n)*g(phi_i(n)) = o(g(n)), is the growth itself.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal

from attrs import frozen

from bounds.expansion import series
from bounds.expansion.coefficient import OutOfScale
from bounds.expansion.series import Series
from bounds.expression import add
from bounds.growth import expand, leading_sign
from bounds.language import print_expression
from bounds.numbers import exponent
from bounds.numbers.exponent import Exponent, branching_exponent, compare_exponents
from bounds.numbers.logarithm import Undecided, log_of_characteristic, log_of_rational
from bounds.numbers.spelling import exponent_expression
from bounds.recurrence import Recurrence
from bounds.scale import LINEAR, LOG, LOGLOG, ONE, Growth, compare
from checkers.shape_terms import Size, Step, read_step

Family = Literal["divide", "subtract", "shrink", "other"]
Case = Literal["leaves", "balanced", "root"]


@frozen
class Term:
    """weight*n^degree * T(scale*n^power + [low, high]); the degree is 0 outside the shrink family."""

    weight: Fraction
    scale: Fraction
    power: Fraction
    low: Fraction
    high: Fraction
    degree: Exponent = exponent.ZERO


@frozen
class Shape:
    """What a recurrence is expected to grow like, and the numbers a bound is built from.

    family     divide, subtract, shrink (module text), or other: only "the toll dominates" was seen
    exponent   divide: p with sum a_i*b_i^p = 1; shrink: the same for powers of log n, after the front factor is taken
               out; subtract and other: None
    homogeneous  growth without a toll, None for other
    toll       growth of the toll, None when there is none (or it is 0)
    growth     predicted Theta
    case       leaves: the homogeneous part; root: the toll; balanced: the toll at the critical order
    gap        sign of (homogeneous order - toll order) in the leading measure: power of n, of log n, or base;
               None without a toll
    """

    variable: str
    family: Family
    terms: tuple[Term, ...]
    exponent: Exponent | None
    homogeneous: Growth | None
    toll: Growth | None
    growth: Growth
    case: Case
    gap: Literal[-1, 0, 1] | None

    def is_rational(self) -> bool:
        """Whether the critical exponent is rational, decided exactly."""
        return self.exponent is not None and self.exponent.is_rational()

    def describe(self) -> str:
        """The shape in one line: T in Theta(n*log(n)): balanced; p = 1, toll n."""

        def text(g: Growth) -> str:
            return print_expression(g.to_expression(self.variable))

        parts = [f"T in Theta({text(self.growth)}): {self.case} case of the {self.family} family"]
        if self.exponent is not None:
            parts.append(f"critical exponent {print_expression(exponent_expression(self.exponent))}")
        elif self.homogeneous is not None:
            parts.append(f"without toll {text(self.homogeneous)}")
        parts.append(f"toll {text(self.toll)}" if self.toll is not None else "no toll")
        return "; ".join(parts)


def predicted_shape(recurrence: Recurrence, function: str) -> Shape | None:
    """The expected growth of a univariate recurrence.

    Shape    one step equation, linear in calls of the function itself, weights positive (module text)
    Gives    the shape, exact in the scale; None for what is outside the families or the scale
    Needs    nothing: the hint is not trusted
    Source   Akra and Bazzi 1998; Leighton 1996; Cormen et al., 4th ed., chapter 4

    >>> from bounds.language import parse_recurrence
    >>> r = parse_recurrence("T(1) = 1; T(n) = 2*T(floor(n/2)) + n for n >= 2")
    >>> predicted_shape(r, "T").describe()
    'T in Theta(n*log(n)): balanced case of the divide family; critical exponent 1; toll n'
    """
    step = read_step(recurrence, function)
    if step is None:
        return None
    try:
        return _shape(step)
    except (OutOfScale, Undecided, ArithmeticError, RecursionError):
        return None


def _shape(step: Step) -> Shape | None:
    toll = _toll(step)
    sizes = [t.size for t in step.terms if t.size is not None]
    weights = [expand(t.weight, step.variable) for t in step.terms if t.size is not None]
    known = [w for w in weights if w is not None and leading_sign(w) == 1]
    if not sizes or len(known) < len(sizes):
        return None
    family = _family(sizes)
    found: Shape | None = None
    if family == "divide":
        found = _divide(step.variable, known, sizes, toll)
    elif family == "subtract":
        found = _subtract(step.variable, known, sizes, toll)
    elif family == "shrink":
        found = _shrink(step.variable, known, sizes, toll)
    return found or _dominating_toll(step.variable, known, sizes, toll)


def _toll(step: Step) -> Growth | None:
    """The growth of the toll; calls at constant sizes count as 1; a toll of unknown or negative sign is refused."""
    parts = [step.toll] if step.toll is not None else []
    total = expand(add(*parts), step.variable) if parts else series.of(0)
    if total is None:
        raise OutOfScale("the toll")
    constants = [expand(t.weight, step.variable) for t in step.terms if t.size is None]
    if any(c is None or leading_sign(c) != 1 for c in constants):
        raise OutOfScale("the weight of a call at a constant size")
    total = series.plus(total, *(c for c in constants if c is not None))
    sign = leading_sign(total)
    if sign == 0:
        return None
    if sign != 1:
        raise OutOfScale("a toll that is not eventually positive")
    return total.terms[0][0]


def _family(sizes: list[Size]) -> Family:
    if all(s.power == 1 and 0 < s.scale < 1 for s in sizes):
        return "divide"
    if all(s.power == 1 and s.scale == 1 and s.low == s.high < 0 and s.low.denominator == 1 for s in sizes):
        return "subtract"
    if all(0 < s.power < 1 and s.scale > 0 for s in sizes):
        return "shrink"
    return "other"


def _terms(weights: list[Series], sizes: list[Size]) -> tuple[Term, ...] | None:
    """The terms, for weights that are positive rationals times powers of n."""
    found: list[Term] = []
    for w, s in zip(weights, sizes, strict=True):
        g, c = w.terms[0]
        if not isinstance(c, Exponent) or not c.is_rational() or g != Growth(power=g.power):
            return None
        if w.error is not None or len(w.terms) > 1:
            return None
        found.append(Term(c.rational, s.scale, s.power, s.low, s.high, g.power))
    return tuple(found)


def _divide(variable: str, weights: list[Series], sizes: list[Size], toll: Growth | None) -> Shape | None:
    terms = _terms(weights, sizes)
    if terms is None or any(t.degree != exponent.ZERO for t in terms):
        return None
    p = branching_exponent(tuple((t.weight, t.scale) for t in terms))
    homogeneous = Growth(power=p)
    case, gap, growth = _akra_bazzi(p, homogeneous, toll, LINEAR)
    return Shape(variable, "divide", terms, p, homogeneous, toll, growth, case, gap)


def _akra_bazzi(
    p: Exponent, homogeneous: Growth, toll: Growth | None, measure: Growth
) -> tuple[Case, Literal[-1, 0, 1] | None, Growth]:
    """n^p*(1 + sum g/n^p dn/n) for measure n; the same for log n when the measure is log n."""
    if toll is None:
        return "leaves", None, homogeneous
    ratio = toll / homogeneous
    gap = _leading_gap(ratio, measure)
    if gap:
        return ("leaves", gap, homogeneous) if gap == 1 else ("root", gap, toll)
    summed = summation(ratio / measure) if measure == LINEAR else _log_summation(ratio)
    if summed is None:
        raise OutOfScale("a sum outside the scale")
    return ("leaves" if summed == ONE else "balanced"), 0, homogeneous * summed


def _leading_gap(ratio: Growth, measure: Growth) -> Literal[-1, 0, 1]:
    """The sign of the homogeneous minus the toll order, from toll/homogeneous: base first, then the measure."""
    if ratio.is_superpolynomial():
        return _opposite(compare(ratio, ONE))
    first = compare_exponents(ratio.power, exponent.ZERO)
    if not first and measure == LOG:
        first = compare_exponents(ratio.log, exponent.ZERO)
    return _opposite(first)


def _opposite(sign: int) -> Literal[-1, 0, 1]:
    return -1 if sign > 0 else 1 if sign < 0 else 0


def _log_summation(ratio: Growth) -> Growth | None:
    """sum over the levels of a recursion on log n: (log log n)^t summed over m = log n, dm/m."""
    if ratio.loglog == -1:
        return None
    return ONE if ratio.loglog < -1 else ratio * LOGLOG


def summation(g: Growth) -> Growth | None:
    """The growth of g(1) + ... + g(n), plus a positive constant; None when it leaves the scale.

    Source   the integral test; Abel summation for (log n)^-1
    """
    order = _sign(g.factorial) or (g.base.sign() if g.base.terms else 0)
    if order:
        return g if order > 0 else ONE
    power = compare_exponents(g.power, exponent.rational(-1))
    if power:
        return g * LINEAR if power > 0 else ONE
    log = compare_exponents(g.log, exponent.rational(-1))
    if log:
        return g * LINEAR * LOG if log > 0 else ONE
    if g.loglog == -1:
        return None
    return Growth(loglog=g.loglog + 1) if g.loglog > -1 else ONE


def _sign(q: Fraction) -> int:
    return (q > 0) - (q < 0)


def _subtract(variable: str, weights: list[Series], sizes: list[Size], toll: Growth | None) -> Shape | None:
    """T = P*(1 + sum g/P), P the solution without toll: beta^n, or the product of a single growing weight."""
    terms = _terms(weights, sizes) or ()
    if terms and all(t.degree == exponent.ZERO for t in terms):
        beta = log_of_characteristic(tuple((t.weight, -int(t.low)) for t in terms))
        homogeneous = Growth(base=beta)
    elif len(sizes) == 1 and sizes[0].low == -1:
        homogeneous = _product_growth(weights[0])
        beta = homogeneous.base
    else:
        return None
    if toll is None:
        return Shape(variable, "subtract", terms, None, homogeneous, None, homogeneous, "leaves", None)
    ratio = toll / homogeneous
    summed = summation(ratio)
    if summed is None:
        return None
    order = _sign(ratio.factorial) or (toll.base - beta).sign()
    case: Case = "leaves" if summed == ONE else "root" if order else "balanced"
    return Shape(variable, "subtract", terms, None, homogeneous, toll, homogeneous * summed, case, _opposite(order))


def _product_growth(weight: Series) -> Growth:
    """The growth of a(1)*...*a(n) for a(n) = c*n^d*(1 + r/n + O(1/n^2)), c, d, r rational: c^n*n!^d*n^r."""
    g, c = weight.lead()
    unit = series.scaled(weight, exponent.ONE, ONE / g)
    r, below = Fraction(0), LINEAR.to_power(Fraction(-2))
    if not isinstance(c, Exponent) or not c.is_rational() or g != Growth(power=g.power) or not g.power.is_rational():
        raise OutOfScale("a weight that is not a rational times a power of n")
    for m, k in unit.terms[1:]:
        if m == ONE / LINEAR and isinstance(k, Exponent) and k.is_rational():
            r = k.rational / c.rational
        elif compare(m, below) > 0:
            raise OutOfScale("a weight with a slow second term")
    if unit.error is not None and compare(unit.error, below) > 0:
        raise OutOfScale("a weight with a slow error")
    return Growth(g.power.rational, log_of_rational(c.rational), exponent.rational(r))


def _shrink(variable: str, weights: list[Series], sizes: list[Size], toll: Growth | None) -> Shape | None:
    """T = n^w*V with w = d_i/(1 - e_i) for all terms; V(n) = sum c_i*V(n^e_i) + g/n^w, in m = log n."""
    terms = _terms(weights, sizes)
    if terms is None:
        return None
    fronts = [t.degree.scaled(1 / (1 - t.power)) for t in terms]
    w = fronts[0]
    if any(f != w for f in fronts) or (w != exponent.ZERO and any(t.scale != 1 for t in terms)):
        return None
    p = branching_exponent(tuple((t.weight, t.power) for t in terms))
    homogeneous = Growth(power=w, log=p)
    case, gap, growth = _akra_bazzi(p, homogeneous, toll, LOG)
    return Shape(variable, "shrink", terms, p, homogeneous, toll, growth, case, gap)


def _dominating_toll(variable: str, weights: list[Series], sizes: list[Size], toll: Growth | None) -> Shape | None:
    """The toll itself, when sum a_i(n)*g(phi_i(n)) = o(g(n))."""
    if toll is None or compare(toll, ONE) < 0:
        return None
    for w, s in zip(weights, sizes, strict=True):
        image = _image(toll, s)
        top = w.top()
        if image is None or top is None or compare(top * image, toll) >= 0:
            return None
    return Shape(variable, "other", _terms(weights, sizes) or (), None, None, toll, toll, "root", -1)


def _image(g: Growth, size: Size) -> Growth | None:
    """An upper order of g at scale*n^power + high, for a growing g."""
    if size.power != 1:
        e = size.power
        if size.power > 1:
            return None
        growing = g.base.scaled(e / 2) if g.base.terms and g.base.sign() > 0 else ONE.base
        return Growth(g.factorial * e / 2, growing, g.power.scaled(e), g.log, g.loglog)
    b, f = size.scale, g.factorial
    if not 0 < b <= 1:
        return None
    stretch = log_of_rational(b).scaled(b * f)
    shift = exponent.rational((1 - b) * f / 2 + max(size.high, Fraction(0)) * abs(f))
    if b == 1:
        shift = exponent.rational(size.high * f)
    return Growth(f * b, g.base.scaled(b) + stretch, g.power + shift, g.log, g.loglog)
