"""LlamaIndex TreeSummarize where two answers do not fit into one prompt: it goes on until the model writes less.

"Recursively merges text chunks" needs room for two. Here the texts are always two, of 50 words, with room for 60
tokens; the model writes 50 words in each of n - 1 rounds and one word after that. Nothing but the model ends it: a
model that never writes less is called until Python's stack is full.
"""

from __future__ import annotations

import re
from random import Random

from attrs import define

from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock, Request, words
from checkers.executions.scripted_models import turns

TEXT, ROOM = 50, 60
PROMPT, PADDING = 4, 5  # words of the template; tokens that LlamaIndex keeps free

CLAIMS = """
source "llama-index-core 0.14.25, TreeSummarize: two texts of 50 words, 60 tokens fill a prompt; n rounds"
recurrence llama_index_tree_summarize_no_room
calls(1) = 3
calls(n) = calls(n-1) + 2                        for n >= 2
claim no_room_calls: calls(n) == 2*n + 1         for n >= 1
claim no_room_bounded: calls in O(1)             expect refuted
"""


@define
class Verbose:
    """Writes 50 words in each of the n - 1 rounds of two calls that `turns n` asks for, then one word."""

    seen: int = 0

    def __call__(self, request: Request, chance: Random) -> str:
        wanted = re.search(r"turns (\d+)", request.prompt)
        self.seen += 1
        return words(TEXT if wanted is not None and self.seen <= 2 * (int(wanted[1]) - 1) else 1)


def run(n: int, server: Server) -> None:
    """Summarise two texts with a model that writes too much for n - 1 rounds."""
    from llama_index.core.indices.prompt_helper import PromptHelper
    from llama_index.core.prompts import PromptTemplate
    from llama_index.core.response_synthesizers import TreeSummarize
    from llama_index.llms.openai_like import OpenAILike

    window = ROOM + PROMPT + TEXT + PADDING
    settings = {"model": "mock", "api_base": server.url, "api_key": "mock", "is_chat_model": True}
    TreeSummarize(
        llm=OpenAILike(**settings, context_window=window, max_tokens=TEXT),
        prompt_helper=PromptHelper(window, TEXT, chunk_overlap_ratio=0.0, tokenizer=str.split),
        summary_template=PromptTemplate("Answer {query_str} from {context_str}"),
    ).get_response(turns(n), [words(TEXT)] * 2)


PROGRAM = Program(
    "llama_index_tree_summarize_no_room",
    "rounds",
    ("llama-index-core", "llama-index-llms-openai-like"),
    CLAIMS,
    lambda: Mock(task=Verbose()),
    run,
)
