"""Constants near the best: what pays for toll and roundings is found, and just beyond the best nothing is proved."""

import pytest

from bounds.language import parse_claim, parse_recurrence
from checkers.decide import decide

MERGE_SORT = "T(1) = 0; T(n) = T(floor(n/2)) + T(ceil(n/2)) + n - 1 for n >= 2"
KARATSUBA = "T(1) = 1; T(n) = 3*T(ceil(n/2)) + n for n >= 2"
NEAR = [
    (KARATSUBA, "T(n) <= 7.5*n^log2(3)", "proved"),  # F(n-1) with the toll seen from n - 1
    (KARATSUBA, "T(n) <= 7.499*n^log2(3)", "refuted"),
    (MERGE_SORT, "T(n) <= n*log2(n) - 9/10*n + 1", "proved"),  # a lower power pays for the constant
    (MERGE_SORT, "T(n) <= n*log2(n) - 9/10*n + 2", "proved"),
    (MERGE_SORT, "T(n) <= n*log2(n) - 92/100*n + 2", "refuted"),
    (MERGE_SORT, "T(n) <= 95/100*n*log2(n)", "refuted"),  # only from sizes near 400,000 on
]


@pytest.mark.parametrize(("text", "claim", "verdict"), NEAR)
def test_constants_near_the_best_are_decided(text, claim, verdict):
    assert decide(parse_claim(claim, parse_recurrence(text))).decision == verdict
