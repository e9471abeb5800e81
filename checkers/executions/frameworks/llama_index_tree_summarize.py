"""LlamaIndex TreeSummarize: n texts of 50 words, answers of 50 words, room for exactly 4 texts in a prompt.

The documentation says that each level packs the window full; one would think of ceil(n/4) prompts. The splitter cuts
at spaces, and between two texts it has put an empty line: the last word of a text and the first of the next are one
piece of two tokens. A window that would end between them ends one word earlier, so from 5 texts on there are
floor(n/4) + 1 prompts: one more than ceil(n/4) whenever 4 divides n.
"""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words

TEXT, ANSWER, ROOM = 50, 50, 200
PROMPT, PADDING = 3, 5  # words of the template; tokens that LlamaIndex keeps free

CLAIMS = """
source "llama-index-core 0.14.25, TreeSummarize: 4 texts of 50 words fill a prompt, answers of 50 words"
recurrence llama_index_tree_summarize
calls(n) = 1                                                       for n >= 1, n <= 4
calls(n) = floor(n/4) + 1 + calls(floor(n/4) + 1)                  for n >= 5
claim tree_order: calls in Theta(n)
claim tree_upper: calls(n) <= n                                    for n >= 1
claim tree_least: calls(n) >= (n - 1)/4                            for n >= 1
claim tree_logarithmic: calls in O(log(n))                         expect refuted
recurrence llama_index_tree_summarize_full_windows
calls(n) = 1                                                       for n >= 1, n <= 4
calls(n) = floor(n/4) + 1 + calls(floor(n/4) + 1)                  for n >= 5
full(n) = 1                                                        for n >= 1, n <= 4
full(n) = ceil(n/4) + full(ceil(n/4))                              for n >= 5
claim tree_windows_are_full: calls(n) == full(n)                   for n >= 1   expect refuted
recurrence llama_index_tree_summarize_tokens
tokens_in(n) = 50*n + 3                                            for n >= 1, n <= 4
tokens_in(n) = 50*n + 3*(floor(n/4) + 1) + tokens_in(floor(n/4) + 1)   for n >= 5
claim tree_tokens: tokens_in in Theta(n)
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
    "llama_index_tree_summarize",
    "texts",
    ("llama-index-core", "llama-index-llms-openai-like"),
    CLAIMS,
    Mock,
    run,
)
