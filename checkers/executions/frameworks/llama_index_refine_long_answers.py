"""LlamaIndex Refine where the answer so far is longer than `response_padding_size`: texts that fit are cut in two.

Room for the answer is kept by a padding (500 tokens unless set). A text that fits beside the padding may not fit
beside the answer; it is then cut again, so "one call for each text" is false.
"""

from __future__ import annotations

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, words

TEXT, ANSWER, PADDING = 50, 50, 5
WINDOW = 139  # 80 tokens for a text beside the padding, 30 beside an answer

CLAIMS = """
source "llama-index-core 0.14.25, Refine: answers of 50 words, response_padding_size 5, texts of 50 words"
recurrence llama_index_refine_long_answers
calls(1) = 1
calls(n) = calls(n-1) + 2                        for n >= 2
claim long_answers_calls: calls(n) == 2*n - 1    for n >= 1
claim long_answers_one_a_text: calls(n) <= n     for n >= 1   expect refuted
# A text of 50 words is read as 30 and 20, each time with 4 words of the template and an answer.
recurrence llama_index_refine_long_answers_tokens
tokens_in(1) = 53
tokens_in(n) = tokens_in(n-1) + 158              for n >= 2
claim long_answers_tokens: tokens_in(n) == 158*n - 105   for n >= 1
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
        response_padding_size=PADDING,
    ).get_response("this", [words(TEXT)] * n)


PROGRAM = Program(
    "llama_index_refine_long_answers",
    "texts",
    ("llama-index-core", "llama-index-llms-openai-like"),
    CLAIMS,
    Mock,
    run,
)
