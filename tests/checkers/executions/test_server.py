"""The mock server: what it answers and what it meters."""

import json
import socket
import threading
from collections import Counter

import pytest

from checkers.executions.faults import FailsFirst, Malformed, Noisy, RateLimited
from checkers.executions.mock import Mock, Request, words
from checkers.executions.replay import Recorded
from checkers.executions.scripts import Scripted, ToolCall, tool_calls
from checkers.executions.server import MockServer
from checkers.executions.trace import Trace, read_trace
from tests.checkers.executions.server_client import USER, address, chat, plain_post, request

TOOLS = [{"type": "function", "function": {"name": "f", "parameters": {}}}]


@pytest.fixture
def server():
    with MockServer(clock="ticks") as running:
        yield running


def lines(trace: Trace) -> list[str]:
    return list(trace.to_lines())


class TestAnswers:
    def test_a_chat_completion_has_the_fields_and_the_usage_of_the_api(self, server):
        answered = chat(server.url, max_tokens=2)
        assert (answered.status, answered.headers["content-type"]) == (200, "application/json")
        assert answered.json() == {
            "id": "chatcmpl_mock_0", "object": "chat.completion", "created": 0, "model": "m",
            "choices": [{
                "index": 0, "message": {"role": "assistant", "content": "x x", "refusal": None}, "logprobs": None,
                "finish_reason": "stop",
            }],
            "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
        }  # fmt: skip

    def test_a_completion_and_a_response_count_the_same_tokens(self, server):
        plain = request(server.url, "/completions", {"model": "m", "prompt": "a b c", "max_tokens": 2}).json()
        assert (plain["object"], plain["choices"][0]["text"]) == ("text_completion", "x x")
        assert plain["usage"] == {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5}
        body = {"model": "m", "instructions": "a", "input": "b c", "max_output_tokens": 2}
        found = request(server.url, "/responses", body).json()
        assert (found["object"], found["status"]) == ("response", "completed")
        assert [p["text"] for p in found["output"][0]["content"]] == ["x x"]
        assert [found["usage"][k] for k in ("input_tokens", "output_tokens", "total_tokens")] == [3, 2, 5]
        assert [(r.primitive, r.tokens_in, r.tokens_out) for r in server.trace()] == [
            ("completions", 3, 2), ("responses", 3, 2),
        ]  # fmt: skip

    def test_each_of_n_choices_is_written_and_the_prompt_is_read_once(self, server):
        found = chat(server.url, n=3, max_completion_tokens=4).json()
        assert [c["index"] for c in found["choices"]] == [0, 1, 2]
        assert found["usage"] == {"prompt_tokens": 3, "completion_tokens": 12, "total_tokens": 15}
        assert (server.trace().requests(), server.trace().tokens_out()) == (1, 12)

    def test_the_words_of_all_messages_are_read_in_order_and_roles_are_not(self):
        seen = []
        messages = [
            {"role": "system", "content": [{"type": "text", "text": "be"}, {"type": "text", "text": "kind"}]},
            {"role": "user", "content": "hi"},
            {"role": "assistant", "content": None, "tool_calls": [
                {"id": "1", "type": "function", "function": {"name": "f", "arguments": '{"x": "a b"}'}}]},
            {"role": "tool", "tool_call_id": "1", "content": "found it"},
        ]  # fmt: skip
        with MockServer(Mock(task=lambda r, _: seen.append(r) or "ok")) as server:
            found = chat(server.url, messages, tools=TOOLS).json()
        (asked,) = seen
        assert asked.prompt == f"be\nkind\nhi\n{tool_calls(ToolCall('f', {'x': 'a b'}))}\nfound it"
        assert found["usage"]["prompt_tokens"] == 7
        assert asked.body["tools"] == TOOLS
        assert asked.body["messages"] == messages

    def test_an_answer_longer_than_its_limit_is_cut_and_says_so(self):
        with MockServer(Mock(task=lambda *_: words(9))) as server:
            cut, whole = chat(server.url, max_tokens=4).json(), chat(server.url, max_tokens=9).json()
            response = request(server.url, "/responses", {"model": "m", "input": "a", "max_output_tokens": 4}).json()
            outcomes = [r.outcome for r in server.trace()]
        assert [c["choices"][0]["finish_reason"] for c in (cut, whole)] == ["length", "stop"]
        assert (cut["usage"]["completion_tokens"], whole["usage"]["completion_tokens"]) == (4, 9)
        assert (response["status"], response["incomplete_details"]) == ("incomplete", {"reason": "max_output_tokens"})
        assert outcomes == ["truncated", "ok", "truncated"]

    def test_models_are_listed_and_any_other_name_is_answered_too(self, server):
        listed = request(server.url, "/models", method="GET").json()
        assert [m["id"] for m in listed["data"]] == ["mock"]
        assert request(server.url, "/models/mock", method="GET").json()["id"] == "mock"
        assert request(server.url, "/models/other", method="GET").status == 404
        assert chat(server.url).json()["model"] == "m"
        assert server.trace().requests() == 1

    def test_the_environment_points_libraries_to_the_server(self, server):
        assert server.environment() == {
            "OPENAI_BASE_URL": server.url, "OPENAI_API_BASE": server.url, "OPENAI_API_KEY": "tightbound-mock",
        }  # fmt: skip
        assert server.url.startswith("http://127.0.0.1:")
        assert server.url.endswith("/v1")


class TestTools:
    def test_a_tool_is_called_d_times_and_then_there_is_an_answer(self):
        task = Scripted([tool_calls(ToolCall("f", {"x": 1}))] * 3 + ["all done"])
        messages, reasons = list(USER), []
        with MockServer(Mock(task=task)) as server:
            while not reasons or reasons[-1] == "tool_calls":
                choice = chat(server.url, messages, tools=TOOLS).json()["choices"][0]
                reasons.append(choice["finish_reason"])
                messages.append(choice["message"])
                for call in choice["message"].get("tool_calls", []):
                    assert call["function"] == {"name": "f", "arguments": '{"x":1}'}
                    messages.append({"role": "tool", "tool_call_id": call["id"], "content": "one"})
            assert server.trace().depth() == 4
        assert reasons == ["tool_calls"] * 3 + ["stop"]
        assert messages[-1]["content"] == "all done"
        identities = [m["tool_call_id"] for m in messages if m["role"] == "tool"]
        assert len(set(identities)) == 3

    def test_responses_ask_for_functions_in_items_of_their_own(self):
        task = Scripted([tool_calls(ToolCall("f", {"x": 1}), ToolCall("g")), "done"])
        tools = [{"type": "function", "name": name, "parameters": {}} for name in "fg"]
        with MockServer(Mock(task=task)) as server:
            first = request(server.url, "/responses", {"model": "m", "input": "hi", "tools": tools}).json()
            items = [{"role": "user", "content": "hi"}, *first["output"]]
            items += [{"type": "function_call_output", "call_id": c["call_id"], "output": "1"} for c in first["output"]]
            second = request(server.url, "/responses", {"model": "m", "input": items, "tools": tools}).json()
            read = [r.tokens_in for r in server.trace()]
        assert [(c["type"], c["name"], c["arguments"]) for c in first["output"]] == [
            ("function_call", "f", '{"x":1}'), ("function_call", "g", "{}"),
        ]  # fmt: skip
        assert second["output"][0]["content"][0]["text"] == "done"
        assert read == [1, 1 + first["usage"]["output_tokens"] + 2]

    def test_without_tools_the_same_text_is_an_answer(self):
        text = tool_calls(ToolCall("f"))
        with MockServer(Mock(task=lambda *_: text)) as server:
            asked = [chat(server.url), chat(server.url, tools=TOOLS, tool_choice="none"), chat(server.url, tools=TOOLS)]
        choices = [a.json()["choices"][0] for a in asked]
        assert [c["finish_reason"] for c in choices] == ["stop", "stop", "tool_calls"]
        assert [c["message"]["content"] for c in choices] == [text, text, None]


class TestRefusals:
    BAD = (
        (b"{", "a JSON object"),
        (b"[1]", "need  a JSON object\n  have  [1]"),
        (b'{"model": NaN}', "NaN is not JSON"),
        ({"messages": USER}, "need  model a text\n  have  nothing"),
        ({"model": "m"}, "need  messages a list of at least one\n  have  nothing"),
        ({"model": "m", "messages": []}, "messages a list of at least one\n  have  []"),
        ({"model": "m", "messages": ["x"]}, 'need  messages[0] an object\n  have  "x"'),
        ({"model": "m", "messages": [{"content": "x"}]}, "need  messages[0].role a text\n  have  nothing"),
        ({"model": "m", "messages": [{"role": "user"}]}, "need  messages[0].content a text"),
        ({"model": "m", "messages": [{"role": "user", "content": [{"type": "image_url"}]}]}, "a part with text"),
        ({"model": "m", "messages": USER, "n": 0}, "need  n an integer from 1 to 128\n  have  0"),
        ({"model": "m", "messages": USER, "n": True}, "need  n an integer from 1 to 128\n  have  true"),
        ({"model": "m", "messages": USER, "max_tokens": 1.5}, "max_tokens an integer from 1 to 1000000\n  have  1.5"),
        ({"model": "m", "messages": USER, "stream": "yes"}, 'need  stream true or false\n  have  "yes"'),
        ({"model": "m", "messages": USER, "stream_options": [1]}, "need  stream_options an object"),
    )  # fmt: skip

    @pytest.mark.parametrize(("body", "said"), BAD)
    def test_a_bad_request_is_told_need_and_have_and_is_metered_as_an_error(self, server, body, said):
        answered = request(server.url, "/chat/completions", body)
        assert (answered.status, answered.error()["type"]) == (400, "invalid_request_error")
        assert said in answered.error()["message"]
        assert [(r.outcome, r.tokens_in) for r in server.trace()] == [("error", 0)]
        assert server.trace().calls() == 0

    def test_a_whole_error_body_reads_so(self, server):
        assert request(server.url, "/responses", {"model": "m", "previous_response_id": "r"}).error() == {
            "message": "mock server: refused\n  need  the whole conversation in input\n"
            '  have  previous_response_id "r"\n'
            "  try   send the items again: the mock stores no answers",
            "type": "invalid_request_error", "param": "previous_response_id", "code": None,
        }  # fmt: skip

    def test_several_prompts_in_one_request_are_refused(self, server):
        answered = request(server.url, "/completions", {"model": "m", "prompt": ["a", "b"]})
        assert "need  prompt one text" in answered.error()["message"]
        assert request(server.url, "/completions", {"model": "m", "prompt": ["a"]}).status == 200

    def test_a_path_or_method_that_is_not_there_is_not_a_call(self, server):
        elsewhere = request(server.url.removesuffix("/v1"), "/chat/completions", {})
        assert (elsewhere.status, elsewhere.error()["code"]) == (404, "not_found")
        assert "try   a base URL that ends in /v1" in elsewhere.error()["message"]
        wrong = request(server.url, "/chat/completions", method="GET")
        assert (wrong.status, wrong.headers["allow"]) == (405, "POST")
        assert request(server.url, "/models", {}).headers["allow"] == "GET"
        assert server.trace().requests() == 0

    def test_a_prompt_over_the_window_is_refused_as_the_api_refuses_it(self):
        with MockServer(Mock(window=3)) as server:
            over, within = chat(server.url), chat(server.url, [{"role": "user", "content": "two words"}])
            outcomes = [r.outcome for r in server.trace()]
        assert (over.status, over.error()["code"]) == (400, "context_length_exceeded")
        assert "need  a prompt of fewer than 3 tokens\n  have  3 tokens" in over.error()["message"]
        assert within.status == 200
        assert outcomes == ["over_window", "ok"]

    def test_a_request_over_the_rate_limit_is_told_when_to_come_again(self):
        with MockServer(Mock(faults=[RateLimited(2)]), retry_after=0.25) as server:
            statuses = [chat(server.url) for _ in range(4)]
            trace = server.trace()
        assert [a.status for a in statuses] == [200, 200, 429, 200]
        assert (statuses[2].headers["retry-after"], statuses[2].headers["retry-after-ms"]) == ("1", "250")
        assert statuses[2].error()["code"] == "rate_limit_exceeded"
        assert (trace.requests(), trace.calls()) == (4, 3)

    @pytest.mark.parametrize("faults", [[RateLimited(0), Noisy(1)], [RateLimited(0), Malformed(1)]])
    def test_a_fault_after_a_refusal_does_not_undo_it(self, faults):
        assert Mock(faults=faults).reply(Request("a")).outcome == "rate_limited"

    def test_a_task_that_fails_is_named_and_not_tried_again(self):
        with MockServer(Mock(task=lambda r, _: str(r.body["missing"]))) as server:
            answered = chat(server.url)
            assert (answered.status, answered.headers["x-should-retry"]) == (500, "false")
            assert "KeyError: 'missing'" in answered.error()["message"]
            assert [r.outcome for r in server.trace()] == ["error"]
            assert chat(server.url).status == 500

    def test_an_answer_that_cannot_be_written_down_is_not_given(self, tmp_path):
        with MockServer(sink=tmp_path / "missing" / "calls.jsonl") as server:
            answered = chat(server.url)
        assert (answered.status, answered.error()["code"]) == (500, "sink_failed")


class TestMetering:
    def test_what_headers_say_is_in_the_record(self, server):
        chat(server.url, primitive="compare", retry=2, max_tokens=1)
        (record,) = server.trace()
        assert (record.primitive, record.attempt, record.model) == ("compare", 2, "m")
        assert server.trace().retries() == 1

    @pytest.mark.parametrize("said", ["", "-1", "x", "9" * 40])
    def test_a_count_of_retries_that_is_no_count_is_zero(self, server, said):
        assert request(server.url, "/completions", {"model": "m", "prompt": "a"}, x_stainless_retry_count=said).status
        assert [r.attempt for r in server.trace()] == [0]

    def test_malformed_answers_are_calls(self):
        with MockServer(Mock(faults=[FailsFirst(1)])) as server:
            texts = [chat(server.url).json()["choices"][0]["message"]["content"] for _ in range(2)]
            trace = server.trace()
        assert texts == ["<malformed>", "x"]
        assert [r.outcome for r in trace] == ["malformed", "ok"]
        assert trace.calls() == 2

    def test_requests_sent_at_once_overlap_and_requests_in_turn_do_not(self):
        with MockServer(delay=0.5, clock="ticks") as server:
            together(server.url, 3)
            assert (server.trace().calls(), server.trace().depth()) == (3, 1)
            server.clear()
            for _ in range(2):
                chat(server.url)
            assert (server.trace().calls(), server.trace().depth()) == (2, 2)

    def test_no_more_calls_run_at_once_than_there_are_workers(self):
        with MockServer(Mock(workers=1), delay=0.1) as server:
            together(server.url, 3)
            assert (server.trace().calls(), server.trace().depth()) == (3, 3)

    def test_two_sequential_runs_have_the_same_trace_to_the_byte(self, tmp_path):
        first, second, other = (sequential_run(tmp_path / name, seed) for name, seed in [("a", 1), ("b", 1), ("c", 2)])
        assert first == second
        assert first != other
        assert len(first.splitlines()) == 30

    def test_on_the_wall_clock_they_differ_in_their_times_only(self, tmp_path):
        first, second = (sequential_run(tmp_path / name, 1, "wall") for name in "ab")
        assert first != second
        untimed = [[{**json.loads(x), "start": 0, "end": 0} for x in run.splitlines()] for run in (first, second)]
        assert untimed[0] == untimed[1]

    def test_wall_times_never_go_back_and_calls_in_turn_do_not_overlap(self):
        with MockServer() as server:
            for _ in range(5):
                chat(server.url)
            times = [t for r in server.trace() for t in (r.start, r.end)]
        assert times == sorted(times)
        assert times[0] > 10**18

    def test_a_trace_with_texts_replays(self):
        task = Scripted([tool_calls(ToolCall("f")), "done"])
        follow = [*USER, {"role": "assistant", "content": "so"}, {"role": "user", "content": "and"}]
        with MockServer(Mock(task=task, keep_texts=True, faults=[RateLimited(2)])) as server:
            given = [chat(server.url, m, tools=TOOLS) for m in (USER, follow, USER)]
            recorded = server.trace()
        with MockServer(Mock(replay=Recorded.of(recorded))) as server:
            again = [chat(server.url, m, tools=TOOLS) for m in (USER, follow, USER)]
            beyond = chat(server.url, tools=TOOLS)
        assert [a.status for a in given] == [200, 200, 429]
        assert [a.status for a in again] == [200, 200, 429]
        assert [a.json()["choices"][0]["message"] for a in again[:2]] == [
            a.json()["choices"][0]["message"] for a in given[:2]
        ]
        assert (beyond.status, beyond.error()["code"]) == (400, "not_in_trace")

    def test_a_client_that_left_is_metered_as_dropped(self):
        with MockServer(delay=0.3) as server:
            with socket.create_connection(address(server.url)) as connection:
                connection.sendall(plain_post())
            chat(server.url)
            chat(server.url)
            outcomes = Counter(r.outcome for r in server.trace())
        assert outcomes == {"dropped": 1, "ok": 2}

    def test_calls_in_the_middle_are_metered_as_dropped_when_the_server_stops(self):
        begun = threading.Event()
        server = MockServer(Mock(task=lambda *_: begun.set() or "x"), delay=3600).start()
        with socket.create_connection(address(server.url)) as connection:
            connection.sendall(plain_post())
            assert begun.wait(30)
            server.stop()
            assert [(r.outcome, r.tokens_in) for r in server.trace()] == [("dropped", 2)]

    def test_the_sink_has_each_call_before_its_answer_is_read(self, tmp_path):
        sink = tmp_path / "calls.jsonl"
        with MockServer(sink=sink) as server:
            for k in range(1, 4):
                chat(server.url)
                assert len(read_trace(sink.read_text().splitlines(keepends=True))) == k


def together(url: str, many: int) -> None:
    """So many requests, all sent before the first answer is waited for."""
    connections = [socket.create_connection(address(url), timeout=30) for _ in range(many)]
    for connection in connections:
        connection.sendall(plain_post("Connection: close"))
    for connection in connections:
        with connection, connection.makefile("rb") as answer:
            assert answer.read().startswith(b"HTTP/1.1 200 ")


def sequential_run(sink, seed, clock="ticks") -> bytes:
    """The sink of a run of thirty requests, one after another, some turned away."""
    mock = Mock(
        seed=seed, faults=[RateLimited(7)], keep_texts=True, task=lambda r, chance: str(chance.randrange(10**6))
    )
    with MockServer(mock, sink=sink, clock=clock) as server:
        for k in range(30):
            chat(server.url, [{"role": "user", "content": f"item {k % 4}"}], retry=k % 2)
    return sink.read_bytes()


class TestLife:
    def test_a_server_starts_again_after_it_stopped_and_goes_on_counting(self):
        server = MockServer(clock="ticks")
        for _ in range(2):
            with server:
                chat(server.url)
        assert lines(server.trace())[1].startswith('{"end":3,"index":1,')

    def test_a_server_that_does_not_run_has_no_url(self):
        with pytest.raises(RuntimeError, match=r"need a server that runs, have one that does not"):
            MockServer().environment()
        MockServer().stop()

    def test_a_server_that_runs_does_not_start_again(self, server):
        with pytest.raises(RuntimeError, match=r"need a server that does not run"):
            server.start()

    def test_two_sinks_and_an_empty_host_are_refused(self, tmp_path):
        mock = Mock()
        MockServer(mock, sink=tmp_path / "a")
        with pytest.raises(ValueError, match=r"need one sink, have .*b and the mock's .*a"):
            MockServer(mock, sink=tmp_path / "b")
        with pytest.raises(ValueError, match=r"need a host to listen on, have ''; try 127\.0\.0\.1"):
            MockServer(host="")

    def test_a_port_in_use_is_refused_to_whoever_starts_the_server(self, server):
        with pytest.raises(OSError, match="in use"):
            MockServer(port=address(server.url)[1]).start()

    def test_an_open_connection_does_not_keep_the_server_from_stopping(self):
        server = MockServer().start()
        with socket.create_connection(address(server.url)) as idle:
            chat(server.url)
            server.stop()
            assert idle.recv(1) == b""
