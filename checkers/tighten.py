"""Tighten a claim: the best constant that can be proved, the best that can be refuted, and what lies between.

Exact values give a first constant (`checkers.attained_ratio`): every smaller one is refuted at that size. From there
the simplest rationals are tried, then the interval is halved, each time at the simplest rational near its middle. Every
probe is a claim of its own, decided by `checkers.decide` with a time limit; that smaller constants make stronger claims
only orders the probes. What is reported as proved or refuted carries its own certificate.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Literal

from attrs import define, field, frozen

from bounds.claim import Claim
from bounds.encoding import claim_to_json
from checkers import kernel
from checkers.attained_ratio import Attained, attained_level, last_failure
from checkers.decide import certificate_of, decide
from checkers.found import Found
from checkers.kernel.refusal import Rejected
from checkers.methods.counterexample import scan
from checkers.varied_bound import CannotTighten, Varied, VariedBound, VariedStart, vary_bound, vary_start
from checkers.verdict import Verdict

__all__ = ["CannotTighten", "Probe", "Tightened", "all_tightened", "tighten"]

Decider = Callable[[Claim, float], Verdict]
Stopped = Literal["optimum", "precision", "time", "exhausted", "never", "searching"]
LATEST_START = 10**6
SHORT = 1 << 40
"""Largest denominator of an attained ratio that is tried as a constant."""
WITNESS_STEPS = 400_000
PROBE_SHARE, VALUES_SHARE = 0.25, 0.15
"""The part of the whole time that one probe, and the exact values, may take."""


@frozen
class Probe:
    """A constant, the claim that has it, and its verdict with certificate: proved or refuted."""

    constant: Fraction
    claim: Claim
    verdict: Verdict


@frozen
class Tightened:
    """What is known of the best constant.

    claim     as it was given; `pattern` shows where the constant stands, `name` says what it is
    proved    the strongest claim proved, None when none was
    refuted   the weakest claim refuted, None when none was
    optimum   the proved constant is the best there is: `reason` says why every stronger claim is false
    reason    why nothing better exists, or why no constant at all can do
    probes    claims decided so far
    stopped   optimum, precision (the interval is as narrow as asked), time, exhausted (nothing left to try),
              never (false at one size whatever the constant), searching (more will follow)
    """

    claim: Claim
    pattern: str
    name: str
    proved: Probe | None = None
    refuted: Probe | None = None
    optimum: bool = False
    reason: str = ""
    probes: int = 0
    seconds: float = 0.0
    stopped: Stopped = "searching"


def _decide_here(claim: Claim, timeout: float) -> Verdict:
    return decide(claim, timeout=timeout)


def tighten(
    claim: Claim,
    vary: int | Literal["start"] | None = None,
    *,
    seconds: float = 20.0,
    precision: Fraction = Fraction(1, 1000),
    decider: Decider = _decide_here,
) -> Tightened:
    """The best constant that can be proved for a claim, and the best that can be refuted.

    Shape    T(n) <= f(n) or T(n) >= f(n); any recurrence that `decide` knows
    Needs    vary: None for c*f, k for the coefficient of the k-th term of f (from 1), "start" for the size from which
             the claim is said to hold (then also ==); precision > 0, relative to the constant
    Units    seconds of wall time for the whole, looked at between probes
    Gives    the last of `all_tightened`
    Raises   CannotTighten for a growth claim, a claim without that term, a term that is negative somewhere

    >>> from bounds.language import parse_claim, parse_recurrence, print_claim
    >>> r = parse_recurrence("T(1) = 0; T(n) = 2*T(floor(n/2)) + n for n >= 2")
    >>> best = tighten(parse_claim("T(n) <= 3*n*log2(n)", r))
    >>> print_claim(best.proved.claim), best.optimum
    ('T(n) <= n*log2(n)', True)
    >>> best.refuted.verdict.decision, best.reason
    ('refuted', 'equality at n = 2, so every smaller constant fails there')
    """
    *_, last = all_tightened(claim, vary, seconds=seconds, precision=precision, decider=decider)
    return last


def all_tightened(
    claim: Claim,
    vary: int | Literal["start"] | None = None,
    *,
    seconds: float = 20.0,
    precision: Fraction = Fraction(1, 1000),
    decider: Decider = _decide_here,
) -> Iterator[Tightened]:
    """What is known after each probe; each is at least as good as the one before, the last says why it stopped."""
    varied = vary_start(claim) if vary == "start" else vary_bound(claim, vary)
    search = _Search(varied, seconds, precision, decider)
    steps = search.all_starts() if isinstance(varied, VariedStart) else search.all_constants()
    for _ in steps:
        yield search.state("searching")
        if search.left() <= 0:
            yield search.state("time")
            return
    yield search.state(search.stopped)


@define
class _Search:
    """The state of a search, in levels: a higher level is a weaker claim."""

    varied: Varied
    seconds: float
    precision: Fraction
    decider: Decider
    began: float = field(factory=time.perf_counter)
    proved: Probe | None = None
    refuted: Probe | None = None
    tried: dict[Fraction, str] = field(factory=dict)
    optimum: bool = False
    reason: str = ""
    stopped: Stopped = "exhausted"

    def left(self) -> float:
        return self.seconds - (time.perf_counter() - self.began)

    def state(self, stopped: Stopped) -> Tightened:
        v = self.varied
        return Tightened(
            v.claim, v.pattern(), v.name, self.proved, self.refuted, self.optimum, self.reason,
            len(self.tried), time.perf_counter() - self.began, "optimum" if self.optimum else stopped,
        )  # fmt: skip

    def level(self, probe: Probe | None) -> Fraction | None:
        return probe.constant * self.varied.sign if probe is not None else None

    def probe(self, level: Fraction, size: int | None = None, *, only: bool = False) -> str:
        """Decide the claim at a level, first (or only) by the witness at a size that is expected to refute it."""
        if level not in self.tried:
            c = level * self.varied.sign
            claim = self.varied.at(c)
            verdict = _witnessed(claim, size)
            if verdict is None and only:
                return "unknown"
            verdict = verdict or self.decider(claim, self.time_for_one())
            self.tried[level] = verdict.decision
            self.note(Probe(c, claim, verdict), level)
        return self.tried[level]

    def time_for_one(self) -> float:
        return max(0.05, min(self.left(), max(self.seconds * PROBE_SHARE, 0.5)))

    def note(self, probe: Probe, level: Fraction) -> None:
        best, worst = self.level(self.proved), self.level(self.refuted)
        if probe.verdict.decision == "proved" and (best is None or level < best):
            self.proved = probe
        if probe.verdict.decision == "refuted" and (worst is None or level > worst):
            self.refuted = probe

    def all_constants(self) -> Iterator[None]:
        """Probe after probe; returns when there is nothing left to do."""
        if not isinstance(self.varied, VariedBound):
            raise TypeError("a search for a constant varies the bound")
        given = self.varied.current * self.varied.sign
        attained = attained_level(self.varied, max(self.seconds * VALUES_SHARE, 0.2))
        if attained.never:
            self.stopped, self.reason = "never", f"false at {attained.point} whatever the constant"
            self.probe(given, attained.size)
            yield
            return
        floor = attained.level
        if floor is not None and attained.exactly and floor.denominator < SHORT:
            self.probe(floor)
            yield
        for level in _candidates(floor, given, self.precision) if self.proved is None else ():
            self.probe(level)
            yield
            if self.proved is not None:
                break
        yield from self.all_refutations(attained)
        self.settle(attained)
        if self.optimum:
            return
        yield from self.all_halvings(floor)

    def all_refutations(self, attained: Attained) -> Iterator[None]:
        """Refute just below the highest level seen; the kernel may find its size too large, then a smaller one."""
        if attained.level is None:
            return
        limit: float = float("inf")
        for size, level in reversed(attained.records):
            if size is None or size <= limit:
                if self.probe(_just_below(level, self.precision), size, only=size is not None) == "refuted":
                    return
                limit = (size or 0) / 2
                yield

    def settle(self, attained: Attained) -> None:
        """The proved constant is best when equality is attained and the kernel saw a smaller one fail at that size."""
        refuted = self.refuted
        if refuted is None or self.proved is None or self.level(self.proved) != attained.level:
            return
        proof = refuted.verdict.certificate["proof"] if refuted.verdict.certificate else {}
        same = proof.get("parameters") == {x: str(q) for x, q in attained.parameters} and not proof.get("base")
        here = attained.size is not None and list(proof.get("sizes", {}).values()) == [attained.size]
        self.optimum = attained.exactly and here and same
        word = "smaller" if self.varied.sign > 0 else "larger"
        self.reason = f"equality at {attained.point}, so every {word} constant fails there" if self.optimum else ""

    def all_halvings(self, floor: Fraction | None) -> Iterator[None]:
        """Narrow the interval between what is not proved and what is, at the simplest rational near the middle."""
        low = floor
        while self.proved is not None:
            high = self.level(self.proved) or Fraction(0)
            below = [x for x, d in self.tried.items() if d != "proved" and x < high] + (
                [low] if low is not None else []
            )
            if not below:
                level = high - max(abs(high), Fraction(1))  # nothing is known from below: step down
            else:
                low = max(below)
                if high - low <= self.precision * max(abs(high), abs(low)) or (high - low) < self.precision**3:
                    self.stopped = "precision"
                    return
                level = simplest_between(low + (high - low) / 3, high - (high - low) / 3)
            if len(self.tried) > 400:
                return
            self.probe(level)
            yield

    def all_starts(self) -> Iterator[None]:
        """The same for the size from which a claim holds: whole numbers, from the last failure seen."""
        if not isinstance(self.varied, VariedStart):
            raise TypeError("a search for a start varies the range")
        lowest = self.varied.lowest
        failed, seen = last_failure(self.varied, max(self.seconds * VALUES_SHARE, 0.2))
        if failed is not None:
            self.probe(Fraction(failed), failed)
            yield
        if failed is not None and failed == seen:
            self.reason = f"it still fails at {self.varied.variable} = {failed}, the largest size looked at"
            self.probe(self.varied.current)
            yield
            return
        first, step = (failed + 1 if failed is not None else lowest), 1
        start = first
        while self.proved is None and start <= LATEST_START:
            self.probe(Fraction(start))
            yield
            start, step = start + step, 4 * step
        while self.proved is not None and self.proved.constant > first:
            high = int(self.proved.constant)
            low = max((int(x) for x, d in self.tried.items() if d != "proved" and x < high), default=first - 1)
            if high - low <= 1:
                break
            self.probe(Fraction((low + high) // 2))
            yield
        if self.proved is not None and self.proved.constant == first:
            at = f"{self.varied.variable} = {failed}"
            known = self.refuted is not None and self.refuted.constant == failed
            self.optimum = failed is None or known
            self.reason = f"it fails at {at}" if known else f"{lowest} is where the recurrence's sizes begin"


def _witnessed(claim: Claim, size: int | None) -> Verdict | None:
    """Refuted by the kernel at this size, or None."""
    if size is None:
        return None
    began = time.perf_counter()
    found = scan(claim, [size], WITNESS_STEPS)
    if not isinstance(found, Found):
        return None
    claim_json = claim_to_json(claim)
    certificate = certificate_of(claim_json, found.verdict, found.proof)
    before = time.perf_counter()
    try:
        decision = kernel.check(claim_json, certificate)
    except Rejected:
        return None
    if decision != "refuted":
        return None
    now = time.perf_counter()
    return Verdict(
        claim, "refuted", ("kernel",), "counterexample", found.witness, certificate, (), now - began, now - before
    )


def _just_below(level: Fraction, precision: Fraction) -> Fraction:
    """A short rational below a level, by less than the precision."""
    gap = precision * abs(level) if level else precision
    return simplest_between(level - gap, level - gap / 4)


def _candidates(floor: Fraction | None, given: Fraction, precision: Fraction) -> Iterator[Fraction]:
    """Levels to try until one is proved: the simplest just above the floor, then further and further up."""
    if floor is None:
        yield given
        floor = given
    scale = abs(floor) or Fraction(1)
    seen = {floor}
    widths = map(Fraction, ("1/10000", "1/100", "1/4", "1", "3", "15", "100", "10000"))
    for width in (w for w in widths if w >= precision / 10):
        nearest = floor + scale * width / 3 if width > 1 else floor + scale / 10**60
        level = simplest_between(nearest, floor + scale * width)
        if level not in seen:
            seen.add(level)
            yield level
        if width == 1 and given > level and given not in seen:
            seen.add(given)
            yield given


def simplest_between(low: Fraction, high: Fraction) -> Fraction:
    """The rational of least denominator (then least size) with low <= x <= high, by continued fractions.

    >>> simplest_between(Fraction(314, 100), Fraction(315, 100))
    Fraction(22, 7)
    """
    if low > high:
        raise ValueError(f"an interval needs low <= high, found {low} and {high}")
    if low <= 0 <= high:
        return Fraction(0)
    if high < 0:
        return -simplest_between(-high, -low)
    whole = -(-low // 1)
    if whole <= high:
        return Fraction(whole)
    whole -= 1
    return whole + 1 / simplest_between(1 / (high - whole), 1 / (low - whole))
