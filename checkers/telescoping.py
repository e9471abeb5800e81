"""First-order recurrences T(n) = p(n)*T(n-1) + q(n): a product, then a sum of what is left.

With P(n) = p(low+1)*...*p(n), T(n)/P(n) rises by q(n)/P(n). Products of linear factors are factorials; sums are
polynomials, harmonic numbers (from partial fractions, or by parts), and hypergeometric terms by Gosper's algorithm.
Search only: sympy is used, nothing here is trusted.

Source   Gosper 1978; Graham, Knuth, Patashnik, Concrete Mathematics, 2.2, 2.6 and 5.7
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import sympy as sp
from sympy.concrete.gosper import gosper_term

from checkers.sympy_form import NoForm


def solution(p: Any, q: Any, n: Any, low: int, first: Any) -> Any:
    """T(n) for T(low) = first. Raises NoForm when product or sum has no form.

    >>> n = sp.Symbol("n")
    >>> solution(n, sp.Integer(0), n, 0, sp.Integer(1))
    factorial(n)
    """
    if not p.has(n) and p.free_symbols:
        return _steady(p, q, n, low, first)
    product = indefinite_product(p, n, low)
    if q == 0:
        return first * product
    rise = sp.powsimp(sp.expand(q / product), deep=True)
    return _tidy(product, first + sum_between(rise, n, low + 1))


def _steady(p: Any, q: Any, n: Any, low: int, first: Any) -> Any:
    """T(n) = p*T(n-1) + q(n) with p a sum in parameters: y(n) + (T(low) - y(low))*p^(n-low), y = sum of Y_r(n)*r^n."""
    particular = sp.Integer(0)
    for term in sp.Add.make_args(sp.expand(q)):
        if term == 0:
            continue
        power, rest = sp.Integer(1), term
        for factor in sp.Mul.make_args(sp.powsimp(term)):
            if factor.is_Pow and factor.exp.has(n):
                power, rest = power * factor, sp.powsimp(rest / factor)
        ratio = sp.powsimp(sp.simplify(power.subs(n, n + 1) / power))
        if ratio.has(n) or not rest.is_polynomial(n) or sp.cancel(ratio - p) == 0:
            raise NoForm(f"{term} under the multiplier {p}")
        particular += power * _polynomial_response(p / ratio, sp.Poly(rest, n))
    offset = sp.factor(first - particular.subs(n, low))
    return particular + sp.Add(*(part * p ** (n - low) for part in sp.Add.make_args(offset)))


def _polynomial_response(ratio: Any, forced: Any) -> Any:
    """The polynomial Y with Y(n) = ratio*Y(n-1) + forced(n), by its coefficients from the highest down."""
    n, degree = forced.gen, forced.degree()
    found: dict[int, Any] = {}
    for d in range(degree, -1, -1):
        carried = sum((found[j] * sp.binomial(j, d) * (-1) ** (j - d) for j in found), sp.Integer(0))
        found[d] = sp.factor((forced.coeff_monomial(n**d) + ratio * carried) / (1 - ratio))
    return sp.Add(*(c * n**d for d, c in found.items()))


def _tidy(product: Any, total: Any) -> Any:
    """product * total, multiplied out so that exponentials cancel."""
    terms = sp.Add.make_args(sp.expand(total, power_base=False, power_exp=False))
    return sp.Add(*(sp.powsimp(sp.powsimp(product * term), combine="exp", force=True) for term in terms))


def indefinite_product(p: Any, n: Any, low: int) -> Any:
    """P(n) with P(low) = 1 and P(n) = p(n)*P(n-1): powers, quadratic exponents and factorials."""
    result, rational = sp.Integer(1), sp.Integer(1)
    for factor in sp.Mul.make_args(sp.factor(sp.powsimp(p))):
        base, exponent = factor.as_base_exp()
        if not base.has(n) and exponent.has(n):
            result *= _exponential_product(base, exponent, n, low)
        else:
            rational *= factor
    return result * _rational_product(rational, n, low)


def _exponential_product(base: Any, exponent: Any, n: Any, low: int) -> Any:
    slope, constant = sp.Poly(exponent, n).coeff_monomial(n), sp.Poly(exponent, n).coeff_monomial(1)
    if sp.expand(exponent - slope * n - constant) != 0:
        raise NoForm(f"the product of {base}^({exponent})")
    total = slope * (n * (n + 1) - low * (low + 1)) / 2 + constant * (n - low)
    return base ** sp.expand(total)


def _rational_product(p: Any, n: Any, low: int) -> Any:
    """The product of a rational function whose roots are integers or half-integers: of (k + j) for k = low+1..n."""
    numerator, denominator = sp.fraction(sp.together(p))
    result, steady, degrees = sp.Integer(1), sp.Integer(1), [0, 0]
    for part, sign in ((numerator, 1), (denominator, -1)):
        constant, factors = sp.factor_list(part, n) if part.has(n) else (part, [])
        steady *= constant**sign
        for factor, times in factors:
            lead, *rest = sp.Poly(factor, n).all_coeffs()
            if len(rest) != 1 or not sp.Rational(2 * rest[0], lead).is_Integer:
                raise NoForm(f"the product of {factor}")
            half, power = int(2 * rest[0] / lead) % 2, sign * times
            steady *= lead**power
            degrees[half] += power
            result *= _shifted(n, low, (int(2 * rest[0] / lead) + half) // 2, sp.Rational(half, 2)) ** power
    if any(degrees) and low < 0:
        raise NoForm("a product from a negative size")
    if degrees[0]:
        result *= (sp.factorial(n) / sp.factorial(low)) ** degrees[0]
    if degrees[1]:
        halves = sp.factorial(2 * n) * sp.factorial(low) / sp.factorial(2 * low) / sp.factorial(n)
        result, steady = result * halves ** degrees[1], steady / 4 ** degrees[1]
    return result * steady ** (n - low)


def _shifted(n: Any, low: int, j: int, half: Any) -> Any:
    """The product of (k + j - half) over that of (k - half), k = low+1..n."""
    steps = range(1, j + 1) if j > 0 else range(j + 1, 1)
    top = sp.Mul(*((n + i - half) for i in steps))
    bottom = sp.Mul(*((low + i - half) for i in steps))
    if bottom == 0:
        raise NoForm("a product that starts at 0")
    return top / bottom if j > 0 else bottom / top


def sum_between(term: Any, n: Any, first: int) -> Any:
    """The sum of term(k) for k = first..n, as a function of n. Raises NoForm."""
    rational, others = sp.Integer(0), []
    for part in sp.Add.make_args(sp.expand(term)):
        if part.is_rational_function(n):
            rational += part
        else:
            others.append(part)
    result = _rational_sum(rational, n, first)
    for part in others:
        result += _harmonic_sum(part, n, first) if part.has(sp.harmonic) else sp.Integer(0)
    groups = [part for part in others if not part.has(sp.harmonic)]
    if groups:
        result += _hypergeometric_sums(groups, n, first)
    return result


def _rational_sum(term: Any, n: Any, first: int) -> Any:
    if term == 0:
        return term
    result, harmonics = sp.Integer(0), sp.Integer(0)
    for part in sp.Add.make_args(sp.apart(sp.together(term), n)):
        if part.is_polynomial(n):
            result += _polynomial_sum(part, n, first)
            continue
        numerator, denominator = sp.fraction(sp.together(part))
        if numerator.has(n) or sp.degree(denominator, n) != 1:
            return _gosper(term, n, first)
        lead, rest = sp.Poly(denominator, n).all_coeffs()
        shift, weight = rest / lead, numerator / lead
        if not shift.is_Integer or first + shift <= 0:
            raise NoForm(f"the sum of {part}")
        steps = range(1, int(shift) + 1) if shift > 0 else range(int(shift) + 1, 1)
        moved = sp.Add(*(1 / (n + i) for i in steps))
        result += weight * ((moved if shift > 0 else -moved) - sp.harmonic(first - 1 + shift))
        harmonics += weight
    return result + sp.factor(harmonics) * sp.harmonic(n)


def _polynomial_sum(term: Any, n: Any, first: int) -> Any:
    """Sums of falling powers: k(k-1)...(k-d+1) sums to its successor / (d+1)."""
    poly, total = sp.Poly(term, n), sp.Integer(0)
    rising = sp.Poly(n + 1, n)
    values = [poly.eval(i) for i in range(poly.degree() + 1)]
    for d in range(poly.degree() + 1):
        total += values[0] * rising.as_expr() / sp.factorial(d + 1)
        rising = rising * sp.Poly(n - d, n)
        values = [b - a for a, b in pairwise(values)]
    return sp.expand(total - total.subs(n, first - 1))


def _harmonic_sum(term: Any, n: Any, first: int) -> Any:
    """The sum of f(k)*H(k) with f polynomial, by parts: with Q(k) - Q(k-1) = f(k), it is [(Q*H)] - sum of Q(k-1)/k."""
    f = sp.cancel(term / sp.harmonic(n))
    if not f.is_polynomial(n) or first < 0:
        raise NoForm(f"the sum of {term}")
    q = _polynomial_sum(f, n, 1)
    before = q.subs(n, n - 1)
    start = first - 1
    edge = (q * sp.harmonic(n)).subs(n, start) if start > 0 else sp.Integer(0)
    return q * sp.harmonic(n) - edge - _rational_sum(sp.cancel(before / n), n, max(first, 1))


def _hypergeometric_sums(parts: list[Any], n: Any, first: int) -> Any:
    """Gosper on each group of terms whose quotients are rational."""
    groups: list[list[Any]] = []
    for part in parts:
        for group in groups:
            if sp.combsimp(sp.powsimp(part / group[0])).is_rational_function(n):
                group.append(part)
                break
        else:
            groups.append([part])
    return sp.Add(*(_gosper(sp.Add(*group), n, first) for group in groups))


def _gosper(term: Any, n: Any, first: int) -> Any:
    try:
        term = sp.factor(term)
        factor = gosper_term(term, n)
    except (ValueError, TypeError, NotImplementedError, sp.PolynomialError) as e:
        raise NoForm(str(e)) from None
    if factor is None:
        raise NoForm(f"the sum of {term}")
    upper = (term * factor).subs(n, n + 1)
    upper = sp.factor(upper) if upper.has(sp.factorial) else sp.powsimp(sp.expand(upper))
    return upper - (term * factor).subs(n, first)
