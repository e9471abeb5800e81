"""A sequential test of a mean: is the average of what is drawn the number claimed, with a stated error?

The test bets against the claim. A capital starts at 1 and is multiplied by 1 + b*(x/m - 1) for each x drawn; if the
mean is m it never grows by a factor 1/error but with probability `error` at most, however long it is watched (Ville's
inequality). A bet b > 0 says that the mean is above m, a bet b < 0 that it is below, and the capital must never fall
under 0: -b is at most 1/(M/m - 1) for draws that are never above M. Where no M is known, draws count as CAP*m at most,
and a mean within `SLACK` of m passes for m: exponential tails lose far less, and nothing can be said of heavier ones.
Source: Waudby-Smith, Ramdas, Estimating means of bounded random variables by betting, JRSS B 86 (2024).
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from math import log, log1p

from bounds.value import Exact, exact

BETS = (0.9, 0.5, 0.2, 0.05, 0.01)
"""Parts of the largest bet, above and below."""
CAP = 10
SLACK = 0.002
"""What the cap may take away from a mean of m, as a part of m."""


def mean_differs(
    drawn: Iterable[Exact], claimed: Fraction, *, error: float = 1e-9, most: int = 600, largest: Exact | None = None
) -> Exact | None:
    """The average that contradicts the claimed mean, or None when `most` draws do not.

    Shape    nonnegative numbers, drawn independently, none above `largest` where that is given
    Needs    claimed >= 0; without `largest`, tails that fall at least exponentially
    Gives    the average so far, once the capital of a bet exceeds 1/error

    >>> mean_differs([1] * 400, Fraction(1)) is None, mean_differs([2, 3] * 200, Fraction(2))
    (True, Fraction(5, 2))
    """
    above, below = [0.0] * len(BETS), [0.0] * len(BETS)
    total, limit = Fraction(0), log(1 / error) + log(2 * len(BETS))
    reach = 1.0 if not claimed else CAP - 1.0 if largest is None else max(float(largest / claimed) - 1, 0.01)
    slack = SLACK if largest is None else 0.0
    for turn, x in enumerate(islice(drawn, most), 1):
        total += x
        if (claimed == 0 and x) or (largest is not None and x > largest):
            return exact(total / turn)
        if claimed == 0:
            continue
        gain = float(x / claimed) - 1
        for i, bet in enumerate(BETS):
            above[i] += log1p(bet * gain)
            below[i] += log1p(-bet / reach * (min(gain, reach) + slack))
        if max(above) > limit or max(below) > limit:
            return exact(total / turn)
    return None
