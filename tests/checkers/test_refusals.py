"""Every refusal of the kernel is seen to happen: in a reject file, or in a call of kernel/direct.py."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from checkers import kernel
from checkers.kernel.refusal import Rejected
from tests.checkers.case_files import REJECT, Site, all_cases, all_sites, site_of, sites_of
from tests.checkers.kernel.direct import DIRECT


@cache
def seen() -> dict[Site | None, list[str]]:
    """The refusals that happened, each with the cases that showed it."""
    sites = all_sites()
    found: dict[Site | None, list[str]] = {}
    for case in all_cases(REJECT):
        try:
            kernel.check(case.claim, case.certificate)
        except Rejected as e:
            found.setdefault(site_of(e, sites), []).append(case.name)
    for direct in DIRECT:
        try:
            direct.call()
        except Rejected as e:
            found.setdefault(site_of(e, sites), []).append(direct.name)
    return found


def test_every_refusal_of_the_kernel_has_a_test():
    missing = [s for s in all_sites() if s not in seen()]
    assert [str(s) for s in missing] == []


def test_every_refusal_that_happens_is_one_of_those_listed():
    assert seen().get(None, []) == []


@pytest.mark.parametrize("direct", DIRECT, ids=lambda d: d.name)
def test_a_call_is_refused_for_the_reason_given(direct):
    with pytest.raises(Rejected) as refused:
        direct.call()
    assert (refused.value.rule, refused.value.need) == (direct.rule, direct.need)


def test_a_new_refusal_is_seen_to_have_no_test(tmp_path, monkeypatch):
    monkeypatch.setattr("tests.checkers.case_files.KERNEL", tmp_path)
    path = Path(tmp_path) / "rule.py"
    path.write_text("def f(x):\n    require(x > 0, 'rule',\n        'x > 0', x)\n    raise outside('rule', 'a y', x)\n")
    new = sites_of(path)
    assert [str(s) for s in new] == ["rule.py:2 require: 'x > 0'", "rule.py:4 outside: 'a y'"]
    assert not set(new) & set(seen())


def test_require_outside_and_their_exceptions_are_the_only_ways_to_refuse():
    """An OutsideRing becomes a Rejected where the ring is asked; a bare `raise` passes a refusal on."""
    raised = {s.text.split(":")[0] for s in all_sites()}
    assert raised == {"require", "outside", "Rejected", "Needs"}
