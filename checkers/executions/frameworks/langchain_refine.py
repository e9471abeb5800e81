"""LangChain refine: a chain of n calls; the default prompt for a further document has 55 words of its own."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words
from checkers.executions.scripted_models import says

CLAIMS = """
source "langchain-classic 1.0.8, load_summarize_chain(refine): documents of 30 words, answers of 20"
recurrence langchain_refine
calls(0) = 0
calls(n) = calls(n-1) + 1                        for n >= 1
claim langchain_refine_calls: calls(n) == n
recurrence langchain_refine_depth
depth(0) = 0
depth(n) = depth(n-1) + 1                        for n >= 1
claim langchain_refine_depth: depth(n) == n
recurrence langchain_refine_tokens
tokens_in(1) = 39
tokens_in(n) = tokens_in(n-1) + 55 + 20 + 30     for n >= 2
claim langchain_refine_tokens: tokens_in(n) == 105*n - 66   for n >= 1
"""


def run(n: int, server: Server) -> None:
    """Summarise n documents."""
    from langchain_classic.chains.summarize import load_summarize_chain
    from langchain_core.documents import Document
    from langchain_openai import ChatOpenAI

    chain = load_summarize_chain(ChatOpenAI(model="mock", base_url=server.url, api_key="mock"), chain_type="refine")
    chain.invoke({"input_documents": [Document(page_content=words(30)) for _ in range(n)]})


PROGRAM = Program(
    "langchain_refine",
    "documents",
    ("langchain-classic", "langchain-openai"),
    CLAIMS,
    lambda: Mock(task=says(20)),
    run,
)
