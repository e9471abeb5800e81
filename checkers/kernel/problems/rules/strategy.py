"""Rule strategy: at one size, for some parameters, a strategy costs less than every strategy is said to cost.

Needs    mode worst, no noise and no error; >= or >; a size of the range, numbers for the parameters that fit
Checks   the table is a strategy for the problem of that size, of cost c at most (`optimum`); c < f(n), c <= f(n) for >
Gives    refuted
"""

from __future__ import annotations

from typing import Any

from checkers.kernel.decode import fields
from checkers.kernel.interval import exact
from checkers.kernel.problems import optimum
from checkers.kernel.problems.comparison import Check
from checkers.kernel.problems.optimum.reading import cost_of, listed
from checkers.kernel.problems.point import calls_at, instantiated, problem_at, require_below, size_in
from checkers.kernel.problems.setting import LowerBound
from checkers.kernel.refusal import require

RULE = "strategy"


def refute(claim: LowerBound, proof: Any, _: Check) -> None:
    size, parameters, cost, table = fields(proof, ("n", "parameters", "cost", "strategy"))
    s = claim.setting
    require(s.mode == "worst", RULE, "mode worst: a table shows what a strategy costs at most", s.mode)
    require(s.noise == 0 and s.error == 0, RULE, "no noise and no error", (s.noise, s.error))
    settled = instantiated(claim, parameters)
    n = size_in(settled, size)
    upper = cost_of(cost)
    require_below(settled, n, exact(upper), RULE)
    view = optimum.tables(problem_at(settled.setting, n), calls_at(settled.setting))
    view.check_strategy(listed(table), upper)
