"""LlamaIndex TreeSummarize where nothing divides: texts of 12 words, answers of 7 words, room for 47 tokens.

The exact packing, as a recurrence over the tokens r that are still to be packed: a prompt takes 47 of them, or 46 when
what is left after 47 would be whole texts. The splitter cuts at spaces only, and whole texts would begin at an
empty line. A recurrence over the number of texts cannot say it: it has to know how the tokens fall.
"""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words

TEXT, ANSWER, ROOM = 12, 7, 47
PROMPT, PADDING = 3, 5  # words of the template; tokens that LlamaIndex keeps free

CLAIMS = """
source "llama-index-core 0.14.25, TreeSummarize: texts of 12 words, answers of 7 words, 47 tokens fill a prompt"
recurrence llama_index_packing
P(r) = 1                                                                for r >= 1, r <= 47
P(r) = 1 + P(r - 47 + floor((r - 47)/12) - floor((r - 48)/12))          for r >= 48
claim packing_order: P in Theta(r)
claim packing_least: P(r) >= r/47                                       for r >= 1
claim packing_upper: P(r) <= r/46 + 1                                   for r >= 1
claim packing_not_full: P(r) == r/47 + 1                                 for r >= 611, r <= 611
recurrence llama_index_tree_summarize_unaligned
P(r) = 1                                                                for r >= 1, r <= 47
P(r) = 1 + P(r - 47 + floor((r - 47)/12) - floor((r - 48)/12))          for r >= 48
Q(r) = 1                                                                for r >= 1, r <= 47
Q(r) = 1 + Q(r - 47 + floor((r - 47)/7) - floor((r - 48)/7))            for r >= 48
A(m) = 1                                                                for m >= 1, m <= 6
A(m) = Q(7*m) + A(Q(7*m))                                               for m >= 7
calls(n) = 1                                                            for n >= 1, n <= 3
calls(n) = P(12*n) + A(P(12*n))                                         for n >= 4
claim unaligned_upper: calls(n) <= n                                    for n >= 1, n <= 200
claim unaligned_ceilings: calls(n) == ceil(12*n/47) + 1                 for n >= 4   expect refuted
"""


def run(n: int, server: Server) -> None:
    """Summarise n texts, one call after another."""
    from llama_index.core.indices.prompt_helper import PromptHelper
    from llama_index.core.prompts import PromptTemplate
    from llama_index.core.response_synthesizers import TreeSummarize
    from llama_index.llms.openai_like import OpenAILike

    window = ROOM + PROMPT + ANSWER + PADDING
    settings = {"model": "mock", "api_base": server.url, "api_key": "mock", "is_chat_model": True}
    TreeSummarize(
        llm=OpenAILike(**settings, context_window=window, max_tokens=ANSWER),
        prompt_helper=PromptHelper(window, ANSWER, chunk_overlap_ratio=0.0, tokenizer=str.split),
        summary_template=PromptTemplate("Answer {query_str} from {context_str}"),
    ).get_response("this", [words(TEXT)] * n)


PROGRAM = Program(
    "llama_index_tree_summarize_unaligned",
    "texts",
    ("llama-index-core", "llama-index-llms-openai-like"),
    CLAIMS,
    Mock,
    run,
)
