"""A plain client of the mock server: standard library only, so that the tests see the bytes that clients see."""

import http.client
import json
import socket
from typing import Any
from urllib.parse import urlsplit

from attrs import frozen

USER = [{"role": "user", "content": "say three words"}]
"""A conversation of one message, three tokens."""


@frozen
class Answered:
    """A response as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)

    def error(self) -> dict[str, Any]:
        (key,) = self.json()
        assert key == "error"
        return self.json()["error"]

    def events(self) -> list[tuple[str, Any]]:
        """The name and the data of each event of a stream; "[DONE]" is kept as it is."""
        found = []
        for block in self.body.decode().removesuffix("\n\n").split("\n\n"):
            fields = dict(line.split(": ", 1) for line in block.split("\n"))
            data = fields["data"]
            found.append((fields.get("event", ""), data if data == "[DONE]" else json.loads(data)))
        return found


def address(url: str) -> tuple[str, int]:
    parts = urlsplit(url)
    return str(parts.hostname), int(parts.port or 0)


def request(url: str, path: str, body: object = None, *, method: str = "POST", **headers: str) -> Answered:
    """One request on a connection of its own; header names with _ for -."""
    connection = http.client.HTTPConnection(*address(url), timeout=30)
    try:
        raw = body if isinstance(body, bytes | None) else json.dumps(body).encode()
        connection.request(method, urlsplit(url).path + path, raw, {k.replace("_", "-"): v for k, v in headers.items()})
        response = connection.getresponse()
        return Answered(response.status, {k.lower(): v for k, v in response.getheaders()}, response.read())
    finally:
        connection.close()


def chat(url: str, messages: object = USER, *, retry: int = 0, primitive: str = "", **more: object) -> Answered:
    """One chat completion."""
    headers = {"x_stainless_retry_count": str(retry)} | ({"x_tightbound_primitive": primitive} if primitive else {})
    return request(url, "/chat/completions", {"model": "m", "messages": messages, **more}, **headers)


def plain_post(*headers: str) -> bytes:
    """The bytes of a request for a completion of "a b"."""
    body = '{"model":"m","prompt":"a b"}'
    return "\r\n".join(["POST /v1/completions HTTP/1.1", f"Content-Length: {len(body)}", *headers, "", body]).encode()


def exchange(url: str, sent: bytes, *, half_close: bool = False) -> bytes:
    """What comes back for these bytes until the server closes the connection."""
    with socket.create_connection(address(url), timeout=30) as connection:
        connection.sendall(sent)
        if half_close:
            connection.shutdown(socket.SHUT_WR)
        received = b""
        while piece := connection.recv(1 << 16):
            received += piece
        return received
