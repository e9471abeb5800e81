"""HTTP/1.1 as far as clients of a model API speak it: requests read from a stream, responses as bytes."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from attrs import field, frozen

HEAD_LIMIT = 1 << 16
BODY_LIMIT = 1 << 26
"""The largest head and the largest body of a request, in bytes."""

HttpHeaders = Mapping[str, str]


class RefusedRequest(Exception):
    """A request that is not answered; it becomes a response with an error body as OpenAI writes it."""

    def __init__(
        self, need: str, have: str, *, attempt: str = "", status: int = 400, code: str | None = None,
        param: str | None = None, kind: str = "invalid_request_error", headers: HttpHeaders | None = None,
    ) -> None:  # fmt: skip
        lines = ["mock server: refused", f"  need  {need}", f"  have  {have}"]
        super().__init__("\n".join([*lines, f"  try   {attempt}"] if attempt else lines))
        self.need, self.have, self.attempt = need, have, attempt
        self.status, self.code, self.param, self.kind = status, code, param, kind
        self.headers = headers or {}

    def response(self) -> HttpResponse:
        """What the client is told."""
        error = {"message": str(self), "type": self.kind, "param": self.param, "code": self.code}
        return HttpResponse(to_json({"error": error}), self.status, headers=self.headers)


@frozen
class HttpRequest:
    """One request; the names of its headers are in small letters."""

    method: str
    path: str
    headers: HttpHeaders
    body: bytes = b""
    version: str = "HTTP/1.1"

    def keeps_alive(self) -> bool:
        """Whether the client wants to use the connection again."""
        wish = self.headers.get("connection", "").lower()
        return "close" not in wish if self.version == "HTTP/1.1" else "keep-alive" in wish


@frozen
class HttpResponse:
    """One response, whole: a stream of events is sent at once as well."""

    body: bytes
    status: int = 200
    media: str = "application/json"
    headers: HttpHeaders = field(factory=dict)

    def encode(self, *, keep: bool) -> bytes:
        """The bytes on the wire; `keep` says whether the connection stays open."""
        head = [
            f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}",
            f"Content-Type: {self.media}",
            f"Content-Length: {len(self.body)}",
            f"Connection: {'keep-alive' if keep else 'close'}",
            *(f"{name}: {value}" for name, value in self.headers.items()),
        ]
        return ("\r\n".join(head) + "\r\n\r\n").encode("latin-1") + self.body


def to_json(data: Any) -> bytes:
    """Compact JSON."""
    return json.dumps(data, separators=(",", ":")).encode()


async def read_request(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> HttpRequest | None:
    """The next request of a connection; None where the client closed it, also in the middle of a request.

    Raises   RefusedRequest for what is no HTTP; nothing more can be read from the connection then
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
        method, path, version, headers = _read_head(head)
        if headers.get("expect", "").lower() == "100-continue":
            writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        body = await _read_body(reader, headers)
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    except asyncio.LimitOverrunError:
        raise RefusedRequest(f"lines of at most {HEAD_LIMIT} bytes", "more", status=431) from None
    return HttpRequest(method, path, headers, body, version)


def _read_head(head: bytes) -> tuple[str, str, str, dict[str, str]]:
    lines = head[:-4].decode("latin-1").split("\r\n")
    first = lines[0].split(" ")
    if len(first) != 3 or first[2] not in ("HTTP/1.1", "HTTP/1.0"):
        raise RefusedRequest("a request line METHOD PATH HTTP/1.1", repr(lines[0][:80]))
    headers: dict[str, str] = {}
    for line in lines[1:]:
        name, colon, value = line.partition(":")
        if not colon or not name or name != name.strip():
            raise RefusedRequest("headers NAME: VALUE", repr(line[:80]))
        if name.lower() in headers and name.lower() in ("content-length", "transfer-encoding"):
            raise RefusedRequest(f"one header {name}", "two")
        headers[name.lower()] = value.strip()
    return first[0], first[1].partition("?")[0], first[2], headers


async def _read_body(reader: asyncio.StreamReader, headers: HttpHeaders) -> bytes:
    if "transfer-encoding" in headers:
        if headers["transfer-encoding"].lower() != "chunked" or "content-length" in headers:
            raise RefusedRequest("Transfer-Encoding: chunked, or Content-Length", headers["transfer-encoding"])
        return await _read_chunks(reader)
    return await reader.readexactly(_size(headers.get("content-length", "0"), 10))


async def _read_chunks(reader: asyncio.StreamReader) -> bytes:
    body = bytearray()
    while size := _size((await reader.readuntil(b"\r\n")).partition(b";")[0].decode("latin-1").strip(), 16, len(body)):
        body += (await reader.readexactly(size + 2))[:-2]
    while await reader.readuntil(b"\r\n") != b"\r\n":
        pass  # trailers
    return bytes(body)


def _size(text: str, radix: int, already: int = 0) -> int:
    if not text.isalnum() or not text.isascii():
        raise RefusedRequest("a size in bytes", repr(text[:80]))
    try:
        size = int(text, radix)
    except ValueError:
        raise RefusedRequest("a size in bytes", repr(text[:80])) from None
    if size + already > BODY_LIMIT:
        raise RefusedRequest(f"a body of at most {BODY_LIMIT} bytes", f"{size + already} or more", status=413)
    return size
