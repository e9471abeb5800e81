"""Embeddings of the mock: deterministic, near where words are shared, and metered apart from the calls."""

import base64
import math
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checkers.executions.embeddings import vector
from checkers.executions.server import MockServer
from checkers.executions.trace import read_trace
from tests.checkers.executions.server_client import chat, request


def embed(url: str, given: object, **more: object):
    return request(url, "/embeddings", {"model": "e", "input": given, **more})


def product(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


@given(st.text(max_size=40), st.integers(1, 64))
def test_a_vector_has_length_1_and_is_the_same_again(text, dimensions):
    found = vector(text, dimensions)
    assert len(found) == dimensions
    assert math.isclose(product(found, found), 1)
    assert found == vector(text, dimensions)


def test_texts_that_share_words_are_nearer():
    asked, near, far = (vector(t, 1536) for t in ("the price of tea", "tea has a price", "boats sail north"))
    assert product(asked, near) > 0.4 > abs(product(asked, far)) + 0.2


def test_embeddings_are_metered_apart_from_calls(tmp_path):
    sink = tmp_path / "calls.jsonl"
    with MockServer(sink=sink, clock="ticks") as server:
        found = embed(server.url, ["a b", "c"]).json()
        chat(server.url)
        assert [(r.primitive, r.tokens_in, r.model) for r in server.embeddings()] == [("embedding", 3, "e")]
        assert [r.primitive for r in server.trace()] == ["chat"]
    assert found["usage"] == {"prompt_tokens": 3, "total_tokens": 3}
    assert [d["index"] for d in found["data"]] == [0, 1]
    beside = (tmp_path / "calls.embeddings.jsonl").read_text().splitlines()
    assert [r.primitive for r in read_trace(beside)] == ["embedding"]
    assert len(sink.read_text().splitlines()) == 1


def test_embeddings_are_calls_where_they_are_asked_to_be():
    with MockServer(embeddings_are_calls=True) as server:
        embed(server.url, "a")
        chat(server.url)
        assert server.trace().by_primitive() == {"chat": 1, "embedding": 1}
        assert len(server.embeddings()) == 0


def test_packed_vectors_are_the_same_numbers():
    with MockServer() as server:
        (plain,) = embed(server.url, "a b", dimensions=16).json()["data"]
        (packed,) = embed(server.url, "a b", dimensions=16, encoding_format="base64").json()["data"]
        (numbers,) = embed(server.url, [5, 6], dimensions=16).json()["data"]
    unpacked = struct.unpack("<16f", base64.b64decode(packed["embedding"]))
    assert all(math.isclose(p, q, rel_tol=1e-6) for p, q in zip(plain["embedding"], unpacked, strict=True))
    assert numbers["embedding"] == vector("5 6", 16) != plain["embedding"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ({"input": "a"}, "need  model a text"),
        ({"model": "e"}, "need  input a text, a list of token numbers, or a list of these\n  have  null"),
        ({"model": "e", "input": []}, "have  []"),
        ({"model": "e", "input": ["a", 1.5]}, 'have  ["a", 1.5]'),
        ({"model": "e", "input": "a", "dimensions": 0}, "need  dimensions an integer from 1 to 16384\n  have  0"),
        ({"model": "e", "input": "a", "encoding_format": "hex"}, "need  encoding_format float or base64"),
    ],
)
def test_a_bad_request_for_embeddings_is_told_need_and_have(body, said):
    with MockServer() as server:
        answered = request(server.url, "/embeddings", body)
        assert [r.outcome for r in server.embeddings()] == ["error"]
        assert len(server.trace()) == 0
    assert answered.status == 400
    assert said in answered.error()["message"]
