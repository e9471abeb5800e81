"""`tightbound draw`: the structure of a decomposition, or the call graph of one execution, as text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, TypeAlias

from bounds.decomposition import Decomposition
from bounds.drawing import drawn
from bounds.picture import Picture, picture_to_graphviz, picture_to_mermaid
from checkers.executions import call_graph
from checkers.executions.costs import NoValue
from checkers.interfaces.bad_input import BadInput
from checkers.interfaces.decompositions import place, read_values

WHO = "tightbound draw"
Format: TypeAlias = Literal["mermaid", "graphviz"]
MOST = 5000
"""Calls of a graph that is drawn; a larger one is no picture any more."""
MERMAID_EDGES, MERMAID_LENGTH = 500, 50_000
"""What Mermaid draws unless it is configured otherwise."""


def unrolled(decomposition: Decomposition, values: Sequence[str], seed: int) -> Picture:
    """The picture of the call graph at these values.

    Raises   BadInput: a value that is missing or wrong, too many calls, no networkx
    """
    at = place(WHO, decomposition, read_values(WHO, values))
    try:
        graph = call_graph.unroll(decomposition, at.sizes, at.parameters, seed=seed, most=MOST)
    except NoValue as why:
        raise BadInput(WHO, need="a decomposition that speaks of these sizes", have=str(why)[:400]) from None
    except call_graph.TooManyCalls:
        raise BadInput(WHO, need=f"at most {MOST} calls", have=f"more at {at.shown}", attempt="smaller sizes") from None
    except call_graph.MissingPackage:
        raise BadInput(
            WHO, need="the package networkx for --unroll", have="none", attempt="pip install 'tightbound[graphs]'"
        ) from None
    title = f"{decomposition.name or decomposition.main} at {at.shown}" if at.shown else decomposition.name
    return call_graph.drawn(graph, title)


def text(decomposition: Decomposition, form: Format, values: Sequence[str] | None, seed: int) -> tuple[str, str]:
    """The text of the structure, or of the call graph where values are given; and a note, or ""."""
    picture = drawn(decomposition) if values is None else unrolled(decomposition, values, seed)
    if form == "graphviz":
        return picture_to_graphviz(picture), ""
    found = picture_to_mermaid(picture)
    if len(picture.edges) <= MERMAID_EDGES and len(found) <= MERMAID_LENGTH:
        return found, ""
    note = (
        f"Mermaid draws {MERMAID_EDGES} arrows and {MERMAID_LENGTH} characters at most unless maxEdges and maxTextSize"
    )
    return found, f"{note} are raised; try --format graphviz"
