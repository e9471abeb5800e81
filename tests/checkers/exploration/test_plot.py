"""Drawings, and what is said without matplotlib."""

import sys

import pytest

from checkers.exploration import CannotExplore, explore


@pytest.fixture(scope="module")
def session():
    return explore("second", "sort-3").run(upto=6, seconds=None)


@pytest.mark.parametrize(("name", "start"), [("x.png", b"\x89PNG"), ("x.svg", b"<?xml")])
def test_a_drawing_is_written_in_the_format_of_its_name(session, tmp_path, name, start):
    pytest.importorskip("matplotlib")
    path = session.plot(tmp_path / name)
    assert path.read_bytes().startswith(start)


def test_another_format_is_refused(session, tmp_path):
    with pytest.raises(CannotExplore, match=r"need  a file name with \.png, \.svg, \.pdf"):
        session.plot(tmp_path / "x.txt")


def test_a_drawing_of_nothing_is_refused(tmp_path):
    with pytest.raises(CannotExplore, match="need  at least one row"):
        explore("second").plot(tmp_path / "x.svg")


def test_without_matplotlib_the_extra_is_named(session, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    with pytest.raises(CannotExplore) as refused:
        session.plot(tmp_path / "x.svg")
    assert refused.value.attempt == "pip install 'tightbound[plots]'"
    assert not (tmp_path / "x.svg").exists()
