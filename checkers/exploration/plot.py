"""The optimum, the proved bound and the upper end against n, drawn by matplotlib (the extra `plots`)."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from checkers.exploration.refusal import CannotExplore

if TYPE_CHECKING:
    from checkers.exploration.session import Session

SUFFIXES = (".png", ".svg", ".pdf")


def draw(session: Session, path: Path) -> Path:
    """Write the drawing; the suffix says in which format.

    Raises   CannotExplore without matplotlib, without rows, or for another suffix
    """
    if path.suffix.lower() not in SUFFIXES:
        raise CannotExplore("plot", need=f"a file name with {', '.join(SUFFIXES)}", have=path, attempt="optima.svg")
    rows = [row for _, row in sorted(session.known.items()) if row.upper is not None or row.proved is not None]
    if not rows:
        raise CannotExplore("plot", need="at least one row", have="none", attempt="session.run(seconds=10) before")
    try:
        from matplotlib.figure import Figure
        from matplotlib.ticker import MaxNLocator
    except ImportError:
        raise CannotExplore(
            "plot", need="matplotlib", have="no such package", attempt="pip install 'tightbound[plots]'"
        ) from None
    figure = Figure(figsize=(7, 4.5), layout="constrained")
    axes = figure.subplots()
    proved = [(row.n, row.proved.value) for row in rows if row.proved]
    lines: list[tuple[str, str, list[tuple[int, Fraction]]]] = [
        ("cost of the best strategy", "ko-", [(row.n, row.cost) for row in rows if row.cost is not None]),
        ("proved for every size", "C0s--", proved),
        ("upper end", "C3^", [(row.n, row.upper) for row in rows if row.upper is not None and not row.is_exact]),
        ("lower end", "C2v", [(row.n, row.least) for row in rows if row.least is not None and not row.is_exact]),
    ]
    for label, style, points in lines:
        if points:
            axes.plot([n for n, _ in points], [float(v) for _, v in points], style, label=label, markersize=4)
    axes.set_xlabel("n")
    axes.set_ylabel(session.setting.cost.replace("_", " "))
    axes.set_title(session.text.replace("$", r"\$"), fontsize="medium")
    axes.xaxis.set_major_locator(MaxNLocator(integer=True))
    axes.grid(visible=True, alpha=0.3)
    axes.legend()
    figure.savefig(path)
    return path
