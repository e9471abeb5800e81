"""Exploring a problem: exact costs of small sizes as they are found, conjectures, and proofs for every size.

    from checkers.exploration import explore
    session = explore("second", "sort-3")
    for row in session.rows(seconds=10): print(row)       # Ctrl-C keeps what was found
    session.table(); session.gap(); session.conjecture(); session.prove("(n - 1)/2"); session.why(7, 3).ask(0, 1, 2)

session       Session and its rows; what follows from them is a module each
naming        settings by short names
reach         which sizes can be written down
proved        bounds for every size, and the largest at one (logarithms: their values; screening: where to look)
certain       costs that are enough at every size
forms         the formulas that are tried; conjecture: which fit, where they differ, where they are false
gaps          a decomposition beside the least cost
proving       a formula decided as a claim
why           the adversary as a game
certificates  proofs of exact costs as files
sheet, plot   what is seen
"""

from checkers.exploration.refusal import CannotExplore
from checkers.exploration.session import Row, Session, explore

__all__ = ["CannotExplore", "Row", "Session", "explore"]
