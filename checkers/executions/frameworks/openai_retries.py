"""The openai SDK against a model that turns away the 11th request of a row: it sends it again, and says nothing."""

from __future__ import annotations

from checkers.executions.faults import RateLimited
from checkers.executions.framework_runs import Program, Server
from checkers.executions.mock import Mock

CLAIMS = """
source "openai 3.54.0, default max_retries; status 429 after every 10 requests answered"
recurrence openai_retries
calls(n) = n                                     for n >= 0
reported(n) = n                                  for n >= 0
requests(n) = n                                  for n >= 0, n <= 10
requests(n) = requests(n-10) + 11                for n >= 11
claim retries_on_the_wire: requests(n) == reported(n)   for n >= 1   expect refuted
claim retries_upper: requests(n) <= 11/10*n      for n >= 1
claim retries_least: requests(n) >= n            for n >= 1
recurrence openai_retries_sent_again
retries(n) = 0                                   for n >= 0, n <= 10
retries(n) = retries(n-10) + 1                   for n >= 11
claim retries_exact: retries(n) == floor((n - 1)/10)   for n >= 1
"""


def run(n: int, server: Server) -> int:
    """The program's n calls, one after another; gives the number of answers."""
    from openai import OpenAI

    with OpenAI(base_url=server.url, api_key="mock") as client:
        messages = [{"role": "user", "content": "hello"}]
        return sum(bool(client.chat.completions.create(model="mock", messages=messages).choices) for _ in range(n))


PROGRAM = Program("openai_retries", "calls", ("openai",), CLAIMS, lambda: Mock(faults=[RateLimited(10)]), run)
