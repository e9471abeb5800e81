"""Faults between a model and its client: what the client sees, and what is metered."""

import http.client
import json
from fractions import Fraction

import pytest

from checkers.executions.mock import Mock
from checkers.executions.server import MockServer
from checkers.executions.server_faults import ServerFault, Strike, Striking
from tests.checkers.executions.server_client import chat


def is_whole(body: bytes) -> bool:
    """Whether a body is JSON, or a stream that says it is done."""
    try:
        return body.endswith(b"data: [DONE]\n\n") or bool(json.loads(body))
    except ValueError:
        return False


def outcomes(server: MockServer) -> list[str]:
    return [r.outcome for r in server.trace()]


def test_the_first_requests_fail_with_500_and_the_model_is_not_asked():
    asked = []
    mock = Mock(task=lambda r, _: asked.append(r) or "fine")
    with MockServer(mock, faults=[ServerFault("error", first=2)]) as server:
        answered = [chat(server.url) for _ in range(3)]
        assert outcomes(server) == ["error", "error", "ok"]
        assert server.trace().calls() == 1
    assert [a.status for a in answered] == [500, 500, 200]
    assert answered[0].error()["type"] == "server_error"
    assert len(asked) == 1


def test_a_dropped_connection_has_no_answer():
    with MockServer(faults=[ServerFault("dropped", first=1)]) as server:
        with pytest.raises(http.client.RemoteDisconnected):
            chat(server.url)
        assert chat(server.url).status == 200
        assert outcomes(server) == ["dropped", "ok"]


@pytest.mark.parametrize("stream", [False, True])
def test_a_body_cut_in_half_is_no_json_and_the_call_is_billed(stream):
    with MockServer(Mock(task=lambda *_: "a b c d"), faults=[ServerFault("invalid_json", first=1)]) as server:
        cut, whole = chat(server.url, stream=stream), chat(server.url, stream=stream)
        assert outcomes(server) == ["malformed", "ok"]
        assert server.trace().tokens_out() == 8
    assert 0 < len(cut.body) < len(whole.body)
    assert (is_whole(cut.body), is_whole(whole.body)) == (False, True)


def test_a_slow_answer_takes_its_seconds():
    with MockServer(faults=[ServerFault("slow", first=1, seconds=0.2)]) as server:
        chat(server.url)
        chat(server.url)
        slow, quick = server.trace()
    assert slow.end - slow.start >= 200_000_000 > quick.end - quick.start


def test_faults_strike_at_about_their_rate_and_alike_in_every_order_of_requests():
    def struck(prompts):
        striking = Striking([ServerFault("error", Fraction(1, 4))], seed=3)
        return sorted((p, striking.next(p).refused is not None) for p in prompts)

    prompts = [f"p{k % 50}" for k in range(2000)]
    found = struck(prompts)
    assert found == struck(reversed(prompts))
    assert 400 <= sum(s for _, s in found) <= 600
    assert Striking([ServerFault("error", 0)], 3).next("p") == Strike()
    assert Striking([ServerFault("error", 1)], 3).next("p") == Strike("error")


def test_faults_come_together_and_the_first_refusal_wins():
    faults = [ServerFault("slow", 1, seconds=2), ServerFault("dropped", 1), ServerFault("error", 1),
              ServerFault("invalid_json", 1), ServerFault("slow", 1, seconds=1)]  # fmt: skip
    assert Striking(faults, 0).next("p") == Strike("dropped", 3, True)
