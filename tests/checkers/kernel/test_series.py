"""The sign test and the expansions, against numbers: random series, at many sizes, with random roundings."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from checkers.kernel import exponent as ex
from checkers.kernel import interval as iv
from checkers.kernel import series as sr
from checkers.kernel.exponent import NIL, UNIT
from checkers.kernel.refusal import Rejected
from checkers.kernel.series import CONSTANT, KAPPA, Frame, Key
from tests.checkers.kernel.real import context, exponent_value, is_within, monomial_value, real, series_value

F = Fraction
WIDTHS = {"d": F(1), "e": F(2, 3)}
exponents = st.sampled_from([F(k, 2) for k in range(-6, 7)]).map(ex.rational)
irrational = st.sampled_from([ex.logarithm(F(3), F(2)), ex.scale(ex.logarithm(F(5), F(2)), -1)])
orders = st.sampled_from([F(-1), F(0), F(0), F(1), F(1, 2), F(2)]).map(ex.rational)
roundings = st.sampled_from([(), (), (("d", 1),), (("d", 2),), (("e", 1),), (("d", 1), ("e", 1)), KAPPA.rounding])
bases = st.sampled_from([(), (), (), (("2", F(1)),), (("2", F(-1)),), (("2", F(-2)), ("3", F(1))), (("e", F(-1, 2)),)])
plain_keys = st.builds(
    Key,
    st.just(()),
    st.just(0),
    bases,
    st.one_of(exponents, irrational),
    orders,
    st.sampled_from([NIL, NIL, UNIT, ex.rational(-1)]),
)
keys = st.builds(lambda k, r: k._replace(rounding=r), plain_keys, roundings)
polynomial_keys = st.builds(lambda n, s, r: Key(r, 0, (), n, s), exponents, orders, roundings)
coefficients = st.fractions(-9, 9, max_denominator=6)
enclosures = st.one_of(coefficients.map(iv.exact), st.tuples(coefficients, coefficients).map(sorted).map(tuple))
frames = st.builds(
    Frame, st.sampled_from([F(5), F(9), F(33, 2), F(64), F(1 << 20)]), st.sampled_from([2, 3, 10]), st.integers(1, 5)
)
chosen = st.fixed_dictionaries({d: st.fractions(0, w, max_denominator=6) for d, w in WIDTHS.items()})
GROWTH = [F(0), F(1, 3), F(7), F(100), F(10**9)]


def ready(frame: Frame) -> Frame:
    frame.range.update({d: (F(0), w) for d, w in WIDTHS.items()})
    return frame


def sizes(frame: Frame) -> list[Fraction]:
    """Sizes from the start on, integers or not."""
    return [frame.start * (1 + g) for g in GROWTH]


def not_too_large(a: sr.Series) -> list[Fraction]:
    return [g for g in GROWTH if g <= 100 or not any(k.bases for k in a)]


def all_values(a: sr.Series, frame: Frame, at: dict[str, Fraction]):
    for g in not_too_large(a):
        yield series_value(a, real(frame.start * (1 + g)), frame, at)


lower = st.builds(
    Key,
    roundings,
    st.just(0),
    st.sampled_from([(), (), (), (("2", F(-1)),)]),
    st.sampled_from([F(0), F(0), F(-1, 2), F(-1), F(-2), F(1)]).map(ex.rational),
    orders,
    st.sampled_from([NIL, NIL, NIL, UNIT]),
)


@st.composite
def series_to_judge(draw):
    """A negative monomial, and others that are mostly of lower order."""
    lead = draw(plain_keys)
    others = draw(st.dictionaries(lower, enclosures, max_size=4))
    return {**{sr.product(k, lead): c for k, c in others.items()}, lead: iv.exact(-draw(st.integers(1, 60)))}


SHOWN = []


@settings(max_examples=300)
@given(series_to_judge(), frames, chosen, st.booleans())
def test_a_series_said_to_be_nonpositive_is_so_at_every_size_and_rounding(a, frame, choice, strict):
    try:
        SHOWN.append(sr.nonpositive(a, ready(frame), strict))
    except Rejected:
        return
    for at in [{d: F(0) for d in WIDTHS}, dict(WIDTHS), choice] if SHOWN[-1] else []:
        for _, high in all_values(a, frame, at):
            assert high <= context.mpf(2) ** -200 if not strict else high < 0


def test_enough_of_those_series_were_said_to_be_nonpositive():
    assert not SHOWN or sum(SHOWN) > len(SHOWN) / 10


def test_nonpositive_is_not_always_false():
    """A control: series of which it is shown, and next to each one that is positive somewhere."""
    n, log = Key(n=UNIT), Key(log=UNIT)
    d = Key((("d", 1),), n=UNIT)
    shown = [
        {},
        {n: iv.exact(-1)},
        {n: iv.exact(-1), log: iv.exact(1)},
        {n: iv.exact(-1), d: iv.exact(1)},
        {n: iv.exact(-1), CONSTANT: iv.exact(5)},
        {d: iv.exact(-1), Key((("d", 2),), n=UNIT): iv.exact(1)},
    ]
    wrong = [
        {n: iv.exact(1)},
        {n: iv.exact(-1), log: iv.exact(6)},
        {n: iv.exact(-1), d: iv.exact(F(9, 8))},
        {n: iv.exact(-1), CONSTANT: iv.exact(F(51, 10))},
        {d: iv.exact(-1), Key((("d", 2),), n=UNIT): iv.exact(F(9, 8))},
    ]
    frame = ready(Frame(F(5), 2, 3))
    assert [sr.nonpositive(a, frame) for a in shown] == [True] * len(shown)
    assert [sr.nonpositive(a, frame) for a in wrong] == [False] * len(wrong)
    assert [sr.nonpositive(a, frame, strict=True) for a in shown] == [False, True, True, False, False, False]


@settings(max_examples=200)
@given(plain_keys, frames)
def test_a_monomial_said_never_to_grow_never_grows(k, frame):
    try:
        assume(frame.never_grows(k))
        if k.loglog != NIL:
            frame.loglog_start()
    except Rejected:
        assume(False)
    near = [frame.start * (1 + F(i, 7)) for i in range(8)]
    values = [
        monomial_value(k, real(n), frame, {})
        for n in [*near, *(s for s in sizes(frame)[2:] if s <= 10**6 or not k.bases)]
    ]
    assert all(right <= left * (1 + context.mpf(2) ** -200) for left, right in pairwise(values))


@pytest.mark.parametrize(
    ("k", "start", "never"),
    [
        (Key(n=ex.rational(-1), log=UNIT), 3, True),  # log(n)/n falls from e on
        (Key(n=ex.rational(-1), log=UNIT), F(27, 10), False),
        (Key(n=ex.rational(-1), log=ex.rational(5)), 149, True),
        (Key(n=ex.rational(-1), log=ex.rational(5)), 148, False),
        (Key(bases=(("2", F(-1)),), n=ex.rational(9)), 13, True),  # n^9/2^n falls from 9/ln 2 = 12.98 on
        (Key(bases=(("2", F(-1)),), n=ex.rational(9)), 12, False),
        (Key(n=UNIT), 5, False),
        (Key(factorial=1), 5, False),
        (Key(factorial=-1), 5, True),
        (Key(factorial=-1, bases=(("2", F(3)),)), 8, True),  # 8^n/n! falls from n + 1 = 8 on
        (Key(factorial=-1, bases=(("2", F(3)),)), 6, False),
        (Key(factorial=-1, n=ex.rational(9)), 5, False),  # 5^9/5! < 6^9/6!
        (Key(factorial=-1, n=ex.rational(9)), 6, True),
        (Key(factorial=-2, n=ex.rational(9)), 4, True),
        (Key(n=ex.minus(ex.logarithm(F(3), F(2)), ex.rational(2))), 5, True),
    ],
)
def test_never_grows_holds_from_the_maximum_on(k, start, never):
    assert Frame(F(start), 2, 3).never_grows(k) is never


@settings(max_examples=300)
@given(
    st.integers(-4, -1),
    st.sampled_from([(), (("2", F(1)),), (("2", F(-1)),), (("2", F(4)), ("3", F(-1))), (("3", F(5, 2)),)]),
    st.sampled_from([F(x) for x in (-7, -1, 0, 1, 3, 12, F(5, 2))]),
    st.sampled_from([F(x) for x in (-2, 0, 1, 4)]),
    st.integers(2, 40),
)
def test_what_is_divided_by_a_factorial_falls_over_the_integers_when_it_is_said_to(factorial, bases, n, log, start):
    k = Key(factorial=factorial, bases=bases, n=ex.rational(n), log=ex.rational(log))
    frame = Frame(F(start), 2, 3)
    plain = k._replace(factorial=0)
    values = [
        monomial_value(plain, real(m), frame, {}) * context.factorial(m) ** factorial for m in range(start, start + 60)
    ]
    rising = [i for i, (left, right) in enumerate(pairwise(values)) if right > left * (1 + context.mpf(2) ** -200)]
    assert not rising or not frame.never_grows(k)
    low, high = frame.at_start(k)
    assert is_within(values[0], (real(low), real(high)))


@settings(max_examples=100)
@given(st.dictionaries(keys, enclosures, max_size=4), frames, chosen)
def test_bounds_contain_the_series_from_the_start_on(a, frame, at):
    try:
        low, high = sr.bounds(a, ready(frame))
    except Rejected:
        assume(False)
    for ends in all_values(a, frame, at):
        assert is_within(ends[0], (real(low), real(high)))
        assert is_within(ends[1], (real(low), real(high)))


@settings(max_examples=100)
@given(st.dictionaries(keys, enclosures, max_size=4), st.dictionaries(keys, enclosures, max_size=3), frames, chosen)
def test_sums_and_products_enclose_those_of_the_numbers(a, b, frame, at):
    frame = ready(frame)
    n = real(frame.start * 3)
    (a0, a1), (b0, b1) = (series_value(x, n, frame, at) for x in (a, b))
    ends = series_value(sr.plus(a, b), n, frame, at)
    assert is_within(a0 + b0, ends)
    assert is_within(a1 + b1, ends)
    ends = series_value(sr.times(a, b), n, frame, at)
    assert all(is_within(x * y, ends) for x in (a0, a1) for y in (b0, b1))
    assert is_within(-a0, series_value(sr.minus(a), n, frame, at))


@st.composite
def positive_series(draw):
    """c*M plus terms of lower order: what powers and logarithms are taken of."""
    lead = draw(plain_keys.filter(lambda k: not k.n.irrational and k.loglog == NIL))
    steps = st.sampled_from([F(-1, 2), F(-1), F(-2), F(-3)]).map(ex.rational)
    lower = draw(
        st.dictionaries(
            st.builds(lambda n, s, r: Key(r, 0, (), n, s), steps, orders, roundings),
            coefficients.map(iv.exact),
            max_size=3,
        )
    )
    return {
        lead: iv.exact(draw(st.fractions(F(1, 4), 9, max_denominator=4))),
        **{sr.product(k, lead): c for k, c in lower.items()},
    }


powers = st.sampled_from(
    [F(-3), F(-2), F(-1), F(-1, 2), F(1, 3), F(1, 2), F(3, 2), F(0), F(1), F(2), F(3), F(13), F(5, 2)]
).map(ex.rational)


@settings(max_examples=150)
@given(positive_series(), st.one_of(powers, irrational), frames, chosen)
def test_a_power_of_a_series_is_enclosed(a, e, frame, at):
    frame = ready(frame)
    try:
        raised = sr.power(a, e, frame)
    except Rejected:
        assume(False)
    for g in not_too_large(a):
        n = real(frame.start * (1 + g))
        x, _ = series_value(a, n, frame, at)
        assert is_within(context.mpf(x) ** exponent_value(e), series_value(raised, n, frame, at))


@settings(max_examples=150)
@given(positive_series(), st.sampled_from([None, F(2), F(3), F(10), F(5, 2), F(1, 2)]), frames, chosen)
def test_a_logarithm_of_a_series_is_enclosed(a, base, frame, at):
    frame = ready(frame)
    try:
        log = sr.log(a, base, frame)
        if any(k.loglog != NIL for k in log):
            frame.loglog_start()
    except Rejected:
        assume(False)
    for g in not_too_large(a):
        n = real(frame.start * (1 + g))
        x, _ = series_value(a, n, frame, at)
        true = context.log(x) / (context.log(real(base)) if base else 1)
        assert is_within(true, series_value(log, n, frame, at))


def test_an_expansion_gets_closer_with_its_order():
    a = {Key(n=UNIT): iv.exact(1), Key((("d", 1),)): iv.exact(-1)}
    widths = []
    for order in range(1, 6):
        frame = ready(Frame(F(64), 2, order))
        low, high = series_value(sr.power(a, ex.rational(F(1, 2)), frame), real(64), frame, {"d": F(1, 3)})
        widths.append(high - low)
    assert widths[0] < context.mpf("0.001")
    assert all(right * 50 < left for left, right in pairwise(widths))


@settings(max_examples=100)
@given(plain_keys, plain_keys)
def test_the_order_of_monomials_is_that_of_their_values_far_out(a, b):
    frame = Frame(F(1 << 64), 2, 3)
    gap = sr.compare(a, b)
    if a.bases == b.bases:  # what decides is slower than an exponential: it shows at sizes where 2^n cannot be written
        a, b = a._replace(bases=()), b._replace(bases=())
    far = [real(3000), real(30000)] if a.bases or b.bases else [context.ldexp(1, k) for k in (4000, 400000)]
    with context.workprec(600):
        ratios = [monomial_value(a, n, frame, {}) / monomial_value(b, n, frame, {}) for n in far]
    assert sr.compare(b, a) == -gap
    if gap == 0:
        assert ratios[0] == ratios[1] == 1
    else:
        assert context.sign(ratios[1] - ratios[0]) == gap


def test_the_factorial_outgrows_every_exponential():
    assert sr.compare(Key(factorial=1), Key(bases=(("7", F(99)),))) == 1
    assert sr.compare(Key(factorial=-1), Key(bases=(("7", F(-99)),))) == -1


def test_kappa_is_one_over_the_logarithm_of_the_base():
    frame = Frame(F(9), 3, 2)
    low, high = series_value({KAPPA: iv.ONE}, real(9), frame, {})
    assert low == high == 1 / context.log(3)
    assert frame.range[sr.INVERSE_LN][0] < F(91023922663, 10**11) < frame.range[sr.INVERSE_LN][1] + F(1, 10**10)
