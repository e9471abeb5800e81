"""LlamaIndex CompactAndRefine, the default: texts packed 4 to a prompt, then refined; packed as TreeSummarize packs."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words

TEXT, ANSWER = 50, 50
WINDOW = 754  # 200 tokens beside the longer template, 50 of output and the padding of 500

CLAIMS = """
source "llama-index-core 0.14.25, CompactAndRefine: 4 texts of 50 words fill a prompt, answers of 50 words"
recurrence llama_index_compact_and_refine
calls(n) = 1                                     for n >= 1, n <= 4
calls(n) = floor(n/4) + 1                        for n >= 5
claim compact_order: calls in Theta(n)
claim compact_upper: calls(n) <= n/4 + 1         for n >= 1
claim compact_windows_are_full: calls(n) == ceil(n/4)   for n >= 1   expect refuted
recurrence llama_index_compact_and_refine_tokens
tokens_in(n) = 50*n + 3                          for n >= 1, n <= 4
tokens_in(n) = 50*n + 3 + 54*floor(n/4)          for n >= 5
claim compact_tokens: tokens_in(n) <= 127/2*n + 3   for n >= 1
"""


def run(n: int, server: Server) -> None:
    """Answer from n texts, packed."""
    from llama_index.core.indices.prompt_helper import PromptHelper
    from llama_index.core.prompts import PromptTemplate
    from llama_index.core.response_synthesizers import CompactAndRefine
    from llama_index.llms.openai_like import OpenAILike

    settings = {"model": "mock", "api_base": server.url, "api_key": "mock", "is_chat_model": True}
    CompactAndRefine(
        llm=OpenAILike(**settings, context_window=WINDOW, max_tokens=ANSWER),
        prompt_helper=PromptHelper(WINDOW, ANSWER, chunk_overlap_ratio=0.0, tokenizer=str.split),
        text_qa_template=PromptTemplate("Answer {query_str} from {context_str}"),
        refine_template=PromptTemplate("Improve {existing_answer} on {query_str} by {context_msg}"),
    ).get_response("this", [words(TEXT)] * n)


PROGRAM = Program(
    "llama_index_compact_and_refine",
    "texts",
    ("llama-index-core", "llama-index-llms-openai-like"),
    CLAIMS,
    Mock,
    run,
)
