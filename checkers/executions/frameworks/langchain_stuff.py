"""LangChain stuff: one call, and a context that grows with the documents."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words
from checkers.executions.scripted_models import says

CLAIMS = """
source "langchain-classic 1.0.8, load_summarize_chain(stuff): documents of 30 words, answers of 20"
recurrence langchain_stuff
calls(n) = 1                                     for n >= 1
claim langchain_stuff_calls: calls in O(1)
recurrence langchain_stuff_peak
peak(0) = 29
peak(n) = peak(n-1) + 30                         for n >= 1
claim langchain_stuff_peak: peak(n) == 30*n + 29
claim langchain_stuff_bounded: peak in O(1)      expect refuted
"""


def run(n: int, server: Server) -> None:
    """Summarise n documents."""
    from langchain_classic.chains.summarize import load_summarize_chain
    from langchain_core.documents import Document
    from langchain_openai import ChatOpenAI

    chain = load_summarize_chain(ChatOpenAI(model="mock", base_url=server.url, api_key="mock"), chain_type="stuff")
    chain.invoke({"input_documents": [Document(page_content=words(30)) for _ in range(n)]})


PROGRAM = Program(
    "langchain_stuff", "documents", ("langchain-classic", "langchain-openai"), CLAIMS, lambda: Mock(task=says(20)), run
)
