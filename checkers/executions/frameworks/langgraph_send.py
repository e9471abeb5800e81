"""LangGraph map-reduce: one node sent to for each of n documents, 4 at once, and one that joins the answers."""

from __future__ import annotations

import operator
from typing import Annotated, Any, TypedDict

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words
from checkers.executions.scripted_models import says

CLAIMS = """
source "langgraph 1.2.22, Send: documents of 30 words, answers of 20, prompts of one word, max_concurrency 4"
recurrence langgraph_send
calls(n) = n + 1                                 for n >= 1
claim send_calls: calls in Theta(n)
recurrence langgraph_send_tokens
tokens_in(0) = 1
tokens_in(n) = tokens_in(n-1) + 31 + 20          for n >= 1
claim send_tokens: tokens_in(n) == 51*n + 1
"""


class Documents(TypedDict):
    """The state of the graph."""

    texts: list[str]
    answers: Annotated[list[str], operator.add]
    joined: str


def run(n: int, server: Server) -> None:
    """Summarise n documents, then the summaries."""
    from langchain_openai import ChatOpenAI
    from langgraph.graph import END, START, StateGraph
    from langgraph.types import Send

    llm = ChatOpenAI(model="mock", base_url=server.url, api_key="mock")

    def summarise(text: Any) -> Any:
        return {"answers": [llm.invoke(f"Summarise {text}").content]}

    def join(state: Any) -> Any:
        return {"joined": llm.invoke(f"Join {' '.join(state['answers'])}").content}

    graph = StateGraph(Documents)
    graph.add_node("summarise", summarise)
    graph.add_node("join", join)
    graph.add_conditional_edges(START, lambda s: [Send("summarise", t) for t in s["texts"]], ["summarise"])
    graph.add_edge("summarise", "join")
    graph.add_edge("join", END)
    graph.compile().invoke({"texts": [words(30)] * n}, {"max_concurrency": 4})


# Four calls at most overlap, so some chain has a quarter of them; how many more is up to the threads.
PROGRAM = Program(
    "langgraph_send",
    "documents",
    ("langgraph", "langchain-openai"),
    CLAIMS,
    lambda: Mock(task=says(20)),
    run,
    observed=("depth(n) >= ceil(n/4) + 1", "depth(n) <= n + 1"),
)
