"""The server's HTTP, by the byte: connections kept open, bodies in chunks, and what is no HTTP."""

import re
import socket

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from checkers.executions.server import MockServer
from tests.checkers.executions.server_client import address, chat, exchange

BODY = b'{"model":"m","prompt":"a b"}'
PATH = b"/v1/completions"


def post(*headers: bytes, body: bytes = BODY, version: bytes = b"HTTP/1.1") -> bytes:
    return b"\r\n".join([b"POST " + PATH + b" " + version, *headers]) + b"\r\n\r\n" + body


LENGTH = b"Content-Length: %d" % len(BODY)
CLOSE = b"Connection: close"


@pytest.fixture(scope="module")
def server():
    with MockServer() as running:
        yield running


def test_requests_sent_behind_one_another_are_answered_in_order_on_one_connection(server):
    received = exchange(server.url, post(LENGTH) + post(LENGTH) + post(LENGTH, CLOSE))
    said = re.findall(rb"(HTTP/1.1 .*|Connection: .*)\r\n", received)
    assert said == [
        b"HTTP/1.1 200 OK", b"Connection: keep-alive", b"HTTP/1.1 200 OK", b"Connection: keep-alive",
        b"HTTP/1.1 200 OK", b"Connection: close",
    ]  # fmt: skip
    numbers = [int(k) for k in re.findall(rb"cmpl_mock_(\d+)", received)]
    assert numbers == list(range(numbers[0], numbers[0] + 3))


def test_a_body_in_chunks_is_read_whole(server):
    chunks = b"5\r\n" + BODY[:5] + b"\r\n%x;note=1\r\n" % len(BODY[5:]) + BODY[5:] + b"\r\n0\r\nTrailer: x\r\n\r\n"
    received = exchange(server.url, post(b"Transfer-Encoding: chunked", CLOSE, body=chunks))
    assert received.startswith(b"HTTP/1.1 200 OK\r\n")
    assert b'"prompt_tokens":2' in received


def test_a_client_that_asks_first_is_told_to_go_on(server):
    received = exchange(server.url, post(LENGTH, CLOSE, b"Expect: 100-continue"))
    assert received.startswith(b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n")


def test_an_old_client_is_answered_once_unless_it_asks_for_more(server):
    assert exchange(server.url, post(LENGTH, version=b"HTTP/1.0")).count(b"200 OK") == 1
    twice = post(LENGTH, b"Connection: keep-alive", version=b"HTTP/1.0") + post(LENGTH, version=b"HTTP/1.0")
    assert exchange(server.url, twice).count(b"200 OK") == 2


@pytest.mark.parametrize(
    ("sent", "status", "said"),
    [
        (b"hello\r\n\r\n", 400, b"a request line METHOD PATH HTTP/1.1"),
        (b"GET / HTTP/2\r\n\r\n", 400, b"a request line"),
        (post(b"no colon"), 400, b"headers NAME: VALUE"),
        (post(b"Name : x"), 400, b"headers NAME: VALUE"),
        (post(LENGTH, LENGTH), 400, b"one header Content-Length"),
        (post(LENGTH, b"Transfer-Encoding: chunked"), 400, b"Transfer-Encoding: chunked, or Content-Length"),
        (post(b"Transfer-Encoding: gzip"), 400, b"Transfer-Encoding: chunked, or Content-Length"),
        (post(b"Content-Length: -5"), 400, b"a size in bytes"),
        (post(b"Content-Length: +5"), 400, b"a size in bytes"),
        (post(b"Content-Length: 9999999999"), 413, b"a body of at most 67108864 bytes"),
        (post(b"Transfer-Encoding: chunked", body=b"zz\r\n"), 400, b"a size in bytes"),
        (post(b"X: " + b"x" * 70_000), 431, b"lines of at most 65536 bytes"),
    ],
)
def test_what_is_no_http_is_refused_and_the_connection_closed(server, sent, status, said):
    received = exchange(server.url, sent)
    assert received.startswith(b"HTTP/1.1 %d " % status)
    assert said in received
    assert b"Connection: close" in received


def test_a_client_that_leaves_in_the_middle_harms_nobody(server):
    for cut in (b"", b"PO", post(LENGTH)[:-3], post(b"Transfer-Encoding: chunked", body=b"5\r\nab")):
        assert exchange(server.url, cut, half_close=True) == b""
    assert chat(server.url).status == 200


def test_nothing_waits_for_more_bytes_before_it_is_sent(server):
    with socket.create_connection(address(server.url), timeout=30) as connection:
        for _ in range(3):
            connection.sendall(post(LENGTH))
            assert connection.recv(1 << 16).endswith(b"}")


@given(st.binary(max_size=200))
@settings(max_examples=50, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_at_all_leave_the_server_running(server, sent):
    received = exchange(server.url, sent + b"\r\n\r\n", half_close=True)
    assert received == b"" or received.startswith(b"HTTP/1.1 ")
    assert chat(server.url).status == 200
