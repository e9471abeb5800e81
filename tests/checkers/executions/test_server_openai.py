"""The OpenAI SDK against the mock server; left out where the SDK is not installed."""

import asyncio
from random import Random

import pytest

from checkers.executions.mock import Mock, Request
from checkers.executions.scripts import Scripted, ToolCall, tool_calls
from checkers.executions.server import MockServer
from checkers.executions.server_faults import ServerFault
from tests.checkers.executions.server_client import USER

openai = pytest.importorskip("openai")

TOOL = {"type": "function", "function": {"name": "add", "parameters": {"type": "object", "properties": {}}}}


@pytest.fixture
def environment(monkeypatch):
    """Points the SDK to a server by the environment alone."""

    def point(server: MockServer):
        for name, value in server.environment().items():
            monkeypatch.setenv(name, value)
        return openai.OpenAI()

    return point


def last_word(request: Request, chance: Random) -> str:
    return "you said " + request.prompt.split()[-1]


def test_chat_in_one_piece_and_streamed_has_one_text_and_one_usage(environment):
    with MockServer(Mock(task=last_word)) as server, environment(server) as client:
        whole = client.chat.completions.create(model="m", messages=USER)
        chunks = list(
            client.chat.completions.create(
                model="m", messages=USER, stream=True, stream_options={"include_usage": True}
            )
        )
    assert whole.choices[0].message.content == "you said words"
    assert "".join(c.choices[0].delta.content or "" for c in chunks if c.choices) == "you said words"
    assert whole.usage.total_tokens == chunks[-1].usage.total_tokens == 6


def test_completions_and_embeddings_are_read(environment):
    with MockServer() as server, environment(server) as client:
        assert client.completions.create(model="m", prompt="a", max_tokens=3).choices[0].text == "x x x"
        vectors = client.embeddings.create(model="e", input=["a b", "b a", "c"], dimensions=64).data
        assert [m.id for m in client.models.list()] == ["mock"]
        assert (server.trace().calls(), server.embeddings().calls()) == (1, 1)
    assert vectors[0].embedding == vectors[1].embedding != vectors[2].embedding
    assert len(vectors[0].embedding) == 64


def test_responses_in_one_piece_and_streamed_are_the_same(environment):
    with MockServer(Mock(task=last_word)) as server, environment(server) as client:
        whole = client.responses.create(model="m", input="hello you")
        with client.responses.stream(model="m", input="hello you") as stream:
            kinds = [event.type for event in stream]
            streamed = stream.get_final_response()
        assert server.trace().by_primitive() == {"responses": 2}
    assert whole.output_text == streamed.output_text == "you said you"
    assert whole.usage.total_tokens == streamed.usage.total_tokens == 5
    assert kinds[0] == "response.created"
    assert kinds[-1] == "response.completed"


def test_an_agent_that_calls_a_tool_d_times_makes_d_plus_1_calls(environment):
    task = Scripted([tool_calls(ToolCall("add", {"a": 1, "b": 2}))] * 3 + ["3"])
    messages, results = list(USER), 0
    with MockServer(Mock(task=task)) as server, environment(server) as client:
        while True:
            message = client.chat.completions.create(model="m", messages=messages, tools=[TOOL]).choices[0].message
            messages.append(message)
            if not message.tool_calls:
                break
            for call in message.tool_calls:
                assert (call.function.name, call.function.arguments) == ("add", '{"a":1,"b":2}')
                messages.append({"role": "tool", "tool_call_id": call.id, "content": "3"})
                results += 1
        assert (server.trace().calls(), server.trace().depth(), results) == (4, 4, 3)
    assert message.content == "3"


def test_streamed_tool_calls_are_put_together_by_the_sdk(environment):
    with MockServer(Mock(task=lambda *_: tool_calls(ToolCall("add", {"a": "x y"})))) as server:  # noqa: SIM117
        with (
            environment(server) as client,
            client.chat.completions.stream(model="m", messages=USER, tools=[TOOL]) as stream,
        ):
            (call,) = stream.get_final_completion().choices[0].message.tool_calls
    assert (call.function.name, call.function.arguments) == ("add", '{"a":"x y"}')


def test_functions_of_a_response_go_round(environment):
    tool = {"type": "function", "name": "add", "parameters": {"type": "object", "properties": {}}, "strict": False}
    task = Scripted([tool_calls(ToolCall("add", {"a": 1}))] * 2 + ["done"])
    items = [{"role": "user", "content": "go"}]
    with MockServer(Mock(task=task)) as server, environment(server) as client:
        for _ in range(3):
            response = client.responses.create(model="m", input=items, tools=[tool])
            items += response.output
            items += [
                {"type": "function_call_output", "call_id": c.call_id, "output": "1"}
                for c in response.output
                if c.type == "function_call"
            ]
        assert server.trace().calls() == 3
    assert response.output_text == "done"


@pytest.mark.parametrize("kind", ["error", "dropped"])
def test_a_retry_of_the_sdk_is_a_request_and_not_another_call(environment, kind):
    with MockServer(faults=[ServerFault(kind, first=2)]) as server, environment(server) as client:
        client.chat.completions.create(model="m", messages=USER)
        trace = server.trace()
    assert [(r.attempt, r.outcome) for r in trace] == [(0, kind), (1, kind), (2, "ok")]
    assert (trace.requests(), trace.retries(), trace.requests() - trace.retries(), trace.calls()) == (3, 2, 1, 1)


def test_a_client_turned_away_comes_again_when_it_was_told(environment):
    from checkers.executions.faults import RateLimited

    with MockServer(Mock(faults=[RateLimited(1)]), retry_after=0.01) as server, environment(server) as client:
        for _ in range(3):
            client.chat.completions.create(model="m", messages=USER)
        trace = server.trace()
    assert [(r.attempt, r.outcome) for r in trace] == [
        (0, "ok"), (0, "rate_limited"), (1, "ok"), (0, "rate_limited"), (1, "ok"),
    ]  # fmt: skip


def test_errors_arrive_as_the_exceptions_of_the_sdk(environment):
    with MockServer(Mock(window=2)) as server, environment(server) as client:
        with pytest.raises(openai.BadRequestError) as over:
            client.chat.completions.create(model="m", messages=USER)
        with pytest.raises(openai.NotFoundError):
            client.models.retrieve("other")
        assert server.trace().requests() == 1
    assert over.value.code == "context_length_exceeded"


def test_calls_gathered_by_an_asynchronous_client_are_of_depth_1():
    async def gathered(url: str) -> None:
        async with openai.AsyncOpenAI(base_url=url, api_key="none") as client:
            asked = (client.chat.completions.create(model="m", messages=USER) for _ in range(4))
            await asyncio.gather(*asked)

    with MockServer(delay=0.5) as server:
        asyncio.run(gathered(server.url))
        assert (server.trace().calls(), server.trace().depth()) == (4, 1)
