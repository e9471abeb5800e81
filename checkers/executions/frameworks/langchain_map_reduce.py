"""LangChain map_reduce: n documents of 30 words, answers of 20 words, groups of at most 100 tokens.

The documentation of the chain speaks of one call a document and one to combine them. Answers that do not fit together
are first collapsed in groups of 4 (9 words of the prompt and 4*20 make 89 tokens), level by level: what is left after
a level is again a list of documents, of which ceil(n/4) were calls already. A comment in the
source says that the first step "is parallelized and so it is fast"; `invoke` makes its calls one after another.
"""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words
from checkers.executions.scripted_models import says

CLAIMS = """
source "langchain-classic 1.0.8, load_summarize_chain(map_reduce): documents of 30, answers of 20, token_max 100"
recurrence langchain_map_reduce
calls(n) = n + 1                                 for n >= 1, n <= 4
calls(n) = n + calls(ceil(n/4))                  for n >= 5
claim map_reduce_order: calls in Theta(n)
claim map_reduce_one_a_document: calls(n) == n + 1   for n >= 1   expect refuted
claim map_reduce_upper: calls(n) <= 3/2*n + 2    for n >= 1
claim map_reduce_least: calls(n) >= 4/3*n - 1/3   for n >= 1
recurrence langchain_map_reduce_depth
calls(n) = n + 1                                 for n >= 1, n <= 4
calls(n) = n + calls(ceil(n/4))                  for n >= 5
depth(n) = n + 1                                 for n >= 1, n <= 4
depth(n) = n + depth(ceil(n/4))                  for n >= 5
claim map_reduce_in_parallel: depth(n) <= calls(n) - n + 1   for n >= 1   expect refuted
recurrence langchain_map_reduce_tokens
tokens_in(n) = 59*n + 9                          for n >= 1, n <= 4
tokens_in(n) = 59*n - 30*ceil(n/4) + tokens_in(ceil(n/4))   for n >= 5
claim map_reduce_tokens: tokens_in in Theta(n)
claim map_reduce_tokens_least: tokens_in(n) >= 59*n   for n >= 1
"""


def run(n: int, server: Server) -> None:
    """Summarise n documents."""
    from langchain_classic.chains.summarize import load_summarize_chain
    from langchain_core.documents import Document
    from langchain_openai import ChatOpenAI

    by_words = {"custom_get_token_ids": lambda text: list(range(len(text.split())))}
    llm = ChatOpenAI(model="mock", base_url=server.url, api_key="mock", **by_words)
    chain = load_summarize_chain(llm, chain_type="map_reduce", token_max=100)
    chain.invoke({"input_documents": [Document(page_content=words(30)) for _ in range(n)]})


PROGRAM = Program(
    "langchain_map_reduce",
    "documents",
    ("langchain-classic", "langchain-openai"),
    CLAIMS,
    lambda: Mock(task=says(20)),
    run,
)
