"""LlamaIndex Refine: one call for each text, as long as the answer so far is no longer than the padding kept for it."""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words

TEXT, ANSWER = 50, 50
WINDOW = 754

CLAIMS = """
source "llama-index-core 0.14.25, Refine: texts of 50 words, answers of 50 words"
recurrence llama_index_refine
calls(0) = 0
calls(n) = calls(n-1) + 1                        for n >= 1
claim llama_refine_calls: calls(n) == n
# The first prompt is the template's 3 words and a text; each other one 4 words, the answer so far, a text.
recurrence llama_index_refine_tokens
tokens_in(1) = 53
tokens_in(n) = tokens_in(n-1) + 104              for n >= 2
claim llama_refine_tokens: tokens_in(n) == 104*n - 51   for n >= 1
recurrence llama_index_refine_depth
depth(0) = 0
depth(n) = depth(n-1) + 1                        for n >= 1
claim llama_refine_depth: depth(n) == n
"""


def run(n: int, server: Server) -> None:
    """Refine an answer by n texts."""
    from llama_index.core.indices.prompt_helper import PromptHelper
    from llama_index.core.prompts import PromptTemplate
    from llama_index.core.response_synthesizers import Refine
    from llama_index.llms.openai_like import OpenAILike

    settings = {"model": "mock", "api_base": server.url, "api_key": "mock", "is_chat_model": True}
    Refine(
        llm=OpenAILike(**settings, context_window=WINDOW, max_tokens=ANSWER),
        prompt_helper=PromptHelper(WINDOW, ANSWER, chunk_overlap_ratio=0.0, tokenizer=str.split),
        text_qa_template=PromptTemplate("Answer {query_str} from {context_str}"),
        refine_template=PromptTemplate("Improve {existing_answer} on {query_str} by {context_msg}"),
    ).get_response("this", [words(TEXT)] * n)


PROGRAM = Program(
    "llama_index_refine", "texts", ("llama-index-core", "llama-index-llms-openai-like"), CLAIMS, Mock, run
)
