"""What `@pytest.mark.bound(...)` says of a test: its claims, its values, and what a metered run says of them.

The plug-in imports this file only when a test carries the marker: the claim language is not loaded before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import product
from typing import Any

from attrs import evolve, field, frozen

from bounds.language import LanguageError
from bounds.value import Exact
from checkers.executions.observed import Observation, ObservedClaim
from checkers.executions.trace import CallRecord, Trace

WHO = "pytest.mark.bound"
ONE_CALL = Trace([CallRecord(0, "call", 1, 1, 0, 1)])
"""The least run that calls a model: a claim that such a run breaks, and no call keeps, allows no call."""


class BadMarker(Exception):
    """A marker that says nothing that can be measured: who, need, have, try."""

    def __init__(self, *, need: str, have: str, attempt: str = "") -> None:
        self.need, self.have, self.attempt = need, have, attempt
        lines = [f"{WHO}: refused", f"  need  {need}", f"  have  {have}"]
        super().__init__("\n".join([*lines, f"  try   {attempt}"] if attempt else lines))


@frozen
class Bound:
    """All bound markers of one test: the claims, the values that stay, and those that vary."""

    claims: tuple[ObservedClaim, ...]
    constants: Mapping[str, Exact]
    varied: Mapping[str, tuple[Exact, ...]]
    needed: tuple[str, ...] = field(default=())

    def points(self) -> list[dict[str, Exact]]:
        """Every combination of the values, the first name slowest."""
        names = [*self.constants, *self.varied]
        columns = [*((v,) for v in self.constants.values()), *self.varied.values()]
        return [dict(zip(names, row, strict=True)) for row in product(*columns)]

    def check(self, arguments: Sequence[str]) -> None:
        """Refuse what can be refused before the test runs; `arguments` are those of the test.

        Raises   BadMarker: a size without a value, a value nobody uses, a claim that speaks of none of the values
        """
        given = {*self.constants, *self.varied}
        missing = [name for name in self.needed if name not in given and name not in arguments]
        if missing:
            raise BadMarker(
                need=f"a value for {', '.join(missing)}", have=f"{', '.join(sorted(given)) or 'none'}",
                attempt=f"{missing[0]}=range(1, 50) in the marker, or an argument {missing[0]} of the test",
            )  # fmt: skip
        unused = sorted(name for name in given if name not in self.needed and name not in arguments)
        if unused:
            raise BadMarker(
                need="values for the names in the claims and for arguments of the test",
                have=f"{', '.join(unused)}, which neither has",
            )
        for claim in self.claims:
            if set(claim.names()) <= given and all(is_outside(claim, point) for point in self.points()):
                raise BadMarker(need="a value within the claim's range", have=f"none for {claim.text}")


def read_marks(marks: Iterable[tuple[Sequence[Any], Mapping[str, Any]]]) -> Bound:
    """The claims and values of stacked markers, each given by its positional and its keyword arguments.

    Raises   BadMarker, LanguageError
    """
    texts: list[Any] = []
    values: dict[str, Exact | tuple[Exact, ...]] = {}
    for args, kwargs in marks:
        texts += args
        for name, given in kwargs.items():
            read = _read_values(name, given)
            if values.setdefault(name, read) != read:
                raise BadMarker(need=f"{name} once", have=f"{name} in two markers, with different values")
    if not texts:
        raise BadMarker(need="a claim", have="none", attempt='@pytest.mark.bound("calls(n) <= 2*n", n=range(1, 50))')
    claims = tuple(_parse(text) for text in dict.fromkeys(texts))
    needed = tuple(dict.fromkeys(name for claim in claims for name in claim.names()))
    constants = {k: v for k, v in values.items() if not isinstance(v, tuple)}
    return Bound(claims, constants, {k: v for k, v in values.items() if isinstance(v, tuple)}, needed)


def _parse(text: Any) -> ObservedClaim:
    if not isinstance(text, str):
        raise BadMarker(need="claims as texts", have=repr(text), attempt='"calls(n) <= 2*n"')
    return _parse_text(text)


@lru_cache(maxsize=1024)
def _parse_text(text: str) -> ObservedClaim:
    return ObservedClaim.parse(text)


def read_value(name: str, given: Any) -> Exact:
    """An integer or a Fraction; raises BadMarker for anything else, a float above all."""
    if isinstance(given, int | Fraction) and not isinstance(given, bool):
        return given
    attempt = f"Fraction({str(given)!r})" if isinstance(given, float) else ""
    raise BadMarker(need=f"an integer or a Fraction for {name}", have=repr(given)[:80], attempt=attempt)


def _read_values(name: str, given: Any) -> Exact | tuple[Exact, ...]:
    if isinstance(given, str) or not isinstance(given, Iterable):
        return read_value(name, given)
    if iter(given) is given:
        have = f"{type(given).__name__}, which is empty after the first test"
        raise BadMarker(need=f"values for {name} to be gone through again", have=have, attempt="a range or a list")
    values = tuple(read_value(name, v) for v in given)
    if not values:
        raise BadMarker(need=f"at least one value for {name}", have=repr(given)[:80])
    return values


def is_outside(claim: ObservedClaim, values: Mapping[str, Exact]) -> bool:
    """Whether the claim says nothing about these values, by its own range."""
    if not claim.conditions or claim.observe(ONE_CALL, values).holds is not None:
        return False
    return evolve(claim, conditions=()).observe(ONE_CALL, values).holds is not None


def judge(claims: Sequence[ObservedClaim], trace: Trace, values: Mapping[str, Exact]) -> str:
    """Why a run at these values fails its test, as a text; "" when every claim that speaks of them holds."""
    spoken = [claim for claim in claims if not is_outside(claim, values)]
    observed = [claim.observe(trace, values) for claim in spoken]
    wrong = [str(o) for o in observed if o.holds is not True]
    if not trace and spoken and (wrong or _says_nothing(spoken, values)):
        wrong.insert(0, _unmetered(observed, values))
    return "\n".join(wrong)


def _says_nothing(claims: Sequence[ObservedClaim], values: Mapping[str, Exact]) -> bool:
    """Whether a run without a call keeps claims that have an upper bound, and a bound that leaves room for calls."""
    if all(claim.relation == ">=" for claim in claims):
        return False  # where the sizes allow no call, an upper bound says so; elsewhere a lower one breaks by itself
    return not any(claim.observe(ONE_CALL, values).holds is False for claim in claims)


def _unmetered(observed: Sequence[Observation], values: Mapping[str, Exact]) -> str:
    at = ", ".join(f"{k} = {v}" for k, v in values.items())
    return "\n".join(
        [
            "not measured: no request passed the test's meter",
            f"  at    {at}" if at else "  at    the claim's sizes",
            f"  need  calls to compare with {'; '.join(o.claim for o in observed)}",
            "  have  none, so the claim was not tested",
            "  try   the fixture mock_llm or mock_server in place of the model, or metered(client) around your own;",
            "        where the program rightly calls nothing, a claim that allows nothing: calls(n) == 0",
        ]
    )


REFUSALS = (BadMarker, LanguageError)
