"""The expansion of a formula encloses its value at every size from the start on, its roundings as they really are."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checkers.kernel import exponent as ex
from checkers.kernel import interval as iv
from checkers.kernel.expand import GAMMA, PI, Expander, constant_value
from checkers.kernel.exponent import NIL, UNIT
from checkers.kernel.exponential import prime_powers
from checkers.kernel.refusal import Rejected
from checkers.kernel.series import CONSTANT, Frame, Key
from tests.checkers.kernel.direct import read
from tests.checkers.kernel.real import context, encloses, exponent_value, is_within, rational, real, series_value

F = Fraction
N = ("var", "n")
SIZES = [0, 1, 2, 3, 5, 6, 7, 12, 31, 64, 1001, 99999]


def value(e, n: int):
    """A formula at an integer, as a real (a Fraction where it is one)."""
    if isinstance(e, Fraction):
        return e
    if e == N:
        return F(n)
    kind, parts = e[0], e[1:]
    if kind == "const":
        return {"e": context.e, "pi": context.pi, "phi": context.phi}[parts[0]] + context.mpf(0)
    if kind == "fn":
        return _function(parts[0], [value(p, n) for p in parts[1:]])
    if kind == "root":
        return exponent_value(constant_value(e))
    values = [value(p, n) for p in parts]
    if kind == "pow" and isinstance(values[1], Fraction) and values[1].denominator == 1 and abs(values[1]) < 10**6:
        return values[0] ** int(values[1])
    if not all(isinstance(v, Fraction) for v in values) or kind == "pow":
        values = [as_real(v) for v in values]
    match kind:
        case "add":
            return sum(values[1:], values[0])
        case "neg":
            return -values[0]
        case "mul":
            out = values[0]
            for v in values[1:]:
                out = out * v
            return out
        case "div":
            return values[0] / values[1]
    return values[0] ** values[1]


def as_real(v):
    return real(v) if isinstance(v, Fraction) else v


def _function(name, values):
    x = values[0]
    if name in ("floor", "ceil"):
        q = x if isinstance(x, Fraction) else rational(x)
        return F(floor(q) if name == "floor" else ceil(q))
    x = as_real(x)
    match name:
        case "sqrt":
            return context.sqrt(x)
        case "log2":
            return context.log(x) / context.log(2)
        case "log":
            return context.log(x) / context.log(as_real(values[1])) if len(values) == 2 else context.log(x)
        case "exp":
            return context.exp(x)
        case "H":
            return context.harmonic(x)
        case "factorial":
            return context.factorial(x)
    return {"sin": context.sin, "cos": context.cos}[name](x)


class Recording(Expander):
    """An expander that remembers which rounding stands for what."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.meaning = {}

    def _round(self, name, e):
        known = set(self.frame.range)
        out = super()._round(name, e)
        for k in out:
            for d, _ in k.rounding:
                if d not in known or d in self.meaning:
                    self.meaning.setdefault(d, []).append((name, e))
        return out

    def roundings(self, n: int) -> dict[str, Fraction]:
        """The value of each rounding at n, for which its first meaning stands."""
        return {d: self.moved(d, *meanings[0], n) for d, meanings in self.meaning.items()}

    def moved(self, d: str, name: str, e, n: int) -> Fraction:
        x = value(e, n)
        x = x if isinstance(x, Fraction) else rational(x)
        by = x - floor(x) if name == "floor" else ceil(x) - x
        return self.frame.range[d][1] - by if d.endswith("'") else by


def expanded(e, start: int, *, base: int = 2, order: int = 3, shift: Fraction = F(0), turned: tuple[str, ...] = ()):
    frame = Frame(start + shift, base, order)
    expand = Recording(frame, "n", shift, turned)
    return expand.expand(e), expand


def agrees(e, start: int, **more) -> None:
    """The expansion encloses the value at many sizes from the start on."""
    a, expand = expanded(e, start, **more)
    for step in SIZES:
        n = start + step
        if step > 100 and any(k.bases or k.factorial for k in a):
            continue
        ends = series_value(a, real(n + expand.shift), expand.frame, expand.roundings(n))
        assert is_within(as_real(value(e, n)), ends), (n, e)


FORMULAS = [
    "n",
    "3*n^2 - n + 1/2",
    "floor(n/2)",
    "ceil(n/2)",
    "floor(n/2) + ceil(n/2)",
    "floor((2*n+1)/3)",
    "ceil(7*n/10) - 6",
    "floor(sqrt(n))",
    "ceil(log2(n))",
    "floor(n/3)^2",
    "sqrt(floor(n/2) - 3)",
    "log2(floor(n/2))",
    "log(ceil(n/3) + 1)",
    "n*log2(n)",
    "log(n, 3)",
    "log(log(n))",
    "log(n)^2/n",
    "1/n + 1/(n+1)",
    "(n+1)^(1/2)",
    "(n+3)^log2(3)",
    "n^root(x: (1/2)^x + (1/3)^x)",
    "H(n)",
    "H(n+1) - H(n)",
    "H(floor(n/2))",
    "n!",
    "(n+2)!/n!",
    "(n-2)!*n",
    "2^n",
    "2^(n-1) + 3^(n/2)",
    "2^floor(n/2)",
    "(2/3)^(n + 1/n)",
    "e^n",
    "phi^n",
    "((1+sqrt(5))/2)^n",
    "((1-sqrt(5))/2)^n",
    "exp(-n/2)",
    "(-1)^n*n",
    "(-2)^n",
    "sin(n)*n",
    "cos(n) + pi",
    "e*n + phi",
    "floor(floor(n/2)/3)",
    "n/log(n)",
    "2*n*log2(n)/(n+7)",
    "sqrt(n)*log2(n)^(1/2)",
    "(n*log(n) + n)^2",
    "log2(2^n*n^2)",
    "log2(n*log2(n))",
]


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize(("start", "base"), [(16, 2), (40, 3)])
def test_an_expansion_encloses_the_formula(text, start, base):
    agrees(read(text), start, base=base)


@pytest.mark.parametrize("shift", [F(1), F(-2), F(5, 2), F(-1, 3)])
@pytest.mark.parametrize("text", [f for f in FORMULAS if "!" not in f and not f.startswith("((1-")])
def test_an_expansion_encloses_the_formula_when_the_variable_is_shifted(text, shift):
    agrees(read(text), 16, shift=shift)


@pytest.mark.parametrize("shift", [F(0), F(-1), F(3, 2)])
@pytest.mark.parametrize(
    "text", ["floor(n/2)", "ceil(n/2)^2", "floor(n/2) - ceil(n/3)", "log2(ceil(n/2))", "floor(sqrt(n))/2"]
)
def test_an_expansion_encloses_the_formula_when_roundings_are_turned(text, shift):
    names = tuple(expanded(read(text), 16, shift=shift)[1].meaning)
    a, _ = expanded(read(text), 16, shift=shift, turned=names)
    assert {d for k in a for d, _ in k.rounding if not d.startswith("~")} == {f"{d}'" for d in names}
    agrees(read(text), 16, shift=shift, turned=names)
    agrees(read(text), 16, shift=shift, turned=names[:1])


linear = st.builds(
    lambda q, c: ("add", ("mul", q, N), c),
    st.fractions(F(1, 9), 2, max_denominator=9),
    st.fractions(-3, 3, max_denominator=6),
)
rounded = st.builds(lambda f, x: ("fn", f, x), st.sampled_from(["floor", "ceil"]), linear)
leaves = st.one_of(st.just(N), rounded, st.fractions(F(1, 6), 6, max_denominator=6), st.just(("fn", "log2", N)))
formulas = st.recursive(
    leaves,
    lambda inner: st.one_of(
        st.builds(lambda kind, a, b: (kind, a, b), st.sampled_from(["add", "mul", "div"]), inner, inner),
        st.builds(lambda a: ("neg", a), inner),
        st.builds(lambda a, k: ("pow", a, F(k)), inner, st.integers(-2, 3)),
        st.builds(lambda a: ("pow", ("add", a, N), F(1, 2)), inner),
        st.builds(lambda a: ("fn", "log2", ("add", a, N)), inner),
    ),
    max_leaves=5,
)


@settings(max_examples=80)
@given(
    formulas, st.sampled_from([2, 10]), st.integers(1, 4), st.sampled_from([F(0), F(0), F(2), F(-3, 2)]), st.booleans()
)
def test_the_expansion_of_a_random_formula_encloses_it(e, base, order, shift, turn):
    try:
        names = tuple(expanded(e, 50, base=base, order=order, shift=shift)[1].meaning)
        expanded(e, 50, base=base, order=order, shift=shift, turned=names)
    except Rejected:
        return
    agrees(e, 50, base=base, order=order, shift=shift, turned=names if turn else ())


@given(linear, linear)
def test_roundings_share_a_name_only_where_they_are_equal(x, y):
    frame = Frame(F(64), 2, 2)
    expand = Recording(frame, "n", F(0))
    for e in (x, y):
        for name in ("floor", "ceil"):
            expand.expand(("fn", name, e))
    for d, meanings in expand.meaning.items():
        for n in range(64, 64 + 90):
            moved = {expand.moved(d, name, e, n) for name, e in meanings}
            assert len(moved) == 1
            assert 0 <= moved.pop() <= frame.range[d][1]


def test_the_width_of_a_rounding_is_reached():
    for text, width in [("floor(n/2)", F(1, 2)), ("ceil(2*n/3)", F(2, 3)), ("floor(7*n/10 + 1/2)", F(9, 10))]:
        expand = expanded(read(text), 16)[1]
        (d,) = expand.meaning
        assert expand.frame.range[d] == (0, width)
        assert max(expand.roundings(n)[d] for n in range(16, 40)) == width
    assert expanded(read("floor(3*n + 2)"), 16)[0] == expanded(read("3*n + 2"), 16)[0]


def test_floor_and_ceil_of_halves_add_up_exactly():
    assert expanded(read("floor(n/2) + ceil(n/2)"), 16)[0] == {Key(n=UNIT): iv.exact(1)}


def test_a_frame_knows_that_a_formula_was_only_enclosed():
    """Whatever varies with n inside an interval: a coefficient that stands for it is no constant."""
    for text, enclosed in [
        ("sin(n)", True),
        ("(-1)^n", True),
        ("H(n)", True),
        ("floor(n/2)", True),
        ("n*log2(n)", False),
        ("2^n", False),
    ]:
        a, expand = expanded(read(text), 16)
        rounded = any(d in expand.meaning for k in a for d, _ in k.rounding)
        assert (expand.frame.enclosed or rounded) is enclosed, text


@pytest.mark.parametrize(
    ("text", "exponent"),
    [
        ("1/2", ex.rational(F(1, 2))),
        ("log2(8)", ex.rational(3)),
        ("log(8, 4)", ex.rational(F(3, 2))),
        ("log(9)/log(3)", ex.rational(2)),
        ("2 - log2(3)", ex.minus(ex.rational(2), ex.logarithm(F(3), F(2)))),
        ("log2(3)/2", ex.scale(ex.logarithm(F(3), F(2)), F(1, 2))),
        ("-(1/2)*4", ex.rational(-2)),
        ("4^(1/2)", ex.rational(2)),
        ("log2(phi)", ex.logarithm("phi", F(2))),
        ("log((1+sqrt(5))/2, 2)", ex.logarithm("phi", F(2))),
        ("root(x: 3*(1/2)^x)", ex.logarithm(F(3), F(2))),
        ("root(x: (1/2)^x + 2*(1/4)^x)", UNIT),
        ("1 - 1", NIL),
    ],
)
def test_a_constant_in_an_exponent_is_exact(text, exponent):
    assert constant_value(read(text)) == exponent


@given(st.fractions(F(1, 10**4), 10**4, max_denominator=10**4))
def test_prime_powers_multiply_to_the_number(q):
    out = F(1)
    for p, k in prime_powers(q):
        assert all(int(p) % d for d in range(2, min(50, int(p))) if d < int(p))
        out *= F(int(p)) ** k
    assert out == q


def test_constants_are_enclosed():
    assert encloses(PI, +context.pi)
    assert encloses(GAMMA, +context.euler)
    for name in ("e", "phi"):
        assert encloses(expanded(("const", name), 16)[0][CONSTANT], value(("const", name), 0))


def test_a_value_outside_an_expansion_is_seen():
    """A control of the tests above: a formula against the expansion of another."""
    a, expand = expanded(read("floor(n/2)"), 16)
    assert not is_within(
        as_real(value(read("ceil(n/2)"), 17)), series_value(a, real(17), expand.frame, expand.roundings(17))
    )
    a, expand = expanded(read("log2(floor(n/2))"), 16)
    ends = series_value(a, real(17), expand.frame, expand.roundings(17))
    assert not is_within(as_real(value(read("log2(n/2)"), 17)), ends)
