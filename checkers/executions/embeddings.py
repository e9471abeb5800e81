"""Embeddings of the mock: vectors made of a text's words, so that texts which share words are near each other."""

from __future__ import annotations

import base64
import hashlib
import math
import struct
from collections.abc import Mapping
from typing import Any

from attrs import frozen

from checkers.executions.http_messages import RefusedRequest
from checkers.executions.mock import tokens
from checkers.executions.wire_requests import named, read_text

DIMENSIONS = 1536
DIMENSIONS_LIMIT = 16_384
_MARKS = 8
"""Places of the vector that a word marks."""


@frozen
class AskedVectors:
    """Texts, or lists of numbered tokens, to be embedded."""

    model: str
    texts: tuple[str, ...]
    dimensions: int
    packed: bool

    def tokens_in(self) -> int:
        """Tokens read."""
        return sum(tokens(t) for t in self.texts)


def read_vectors(body: Mapping[str, Any]) -> AskedVectors:
    """What a request for embeddings asks for.

    Raises   RefusedRequest naming the field, need and have
    """
    model = read_text(body, "model")
    given: Any = body.get("input")
    listed = given if isinstance(given, list) and given and not _is_numbers(given) else [given]
    texts: tuple[Any, ...] = tuple(" ".join(map(str, item)) if _is_numbers(item) else item for item in listed)
    if not all(isinstance(t, str) for t in texts):
        raise RefusedRequest("input a text, a list of token numbers, or a list of these", named(given), param="input")
    size = body.get("dimensions")
    size = DIMENSIONS if size is None else size
    if type(size) is not int or not 1 <= size <= DIMENSIONS_LIMIT:
        raise RefusedRequest(f"dimensions an integer from 1 to {DIMENSIONS_LIMIT}", named(size), param="dimensions")
    form = body.get("encoding_format") or "float"
    if form not in ("float", "base64"):
        raise RefusedRequest("encoding_format float or base64", named(form), param="encoding_format")
    return AskedVectors(model, texts, size, form == "base64")


def _is_numbers(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(type(q) is int for q in item)


def vector(text: str, dimensions: int) -> list[float]:
    """The text's vector of length 1; the same for the same words, in any order.

    >>> vector("a b", 8) == vector("b a", 8), vector("a b", 8) == vector("a c", 8)
    (True, False)
    """
    marks = [0] * dimensions
    for word in text.split() or [""]:
        digest = hashlib.sha256(word.encode("utf-8", "surrogatepass")).digest()
        for (q,) in struct.iter_unpack("<I", digest[: 4 * _MARKS]):
            marks[(q >> 1) % dimensions] += 1 if q & 1 else -1
    length = math.sqrt(sum(m * m for m in marks))
    if length == 0:  # the marks cancelled out
        return [1.0] + [0.0] * (dimensions - 1)
    return [m / length for m in marks]


def embedded(asked: AskedVectors) -> dict[str, Any]:
    """The answer as the wire has it."""
    found = [vector(t, asked.dimensions) for t in asked.texts]
    data = [
        {"object": "embedding", "index": k, "embedding": _packed(v) if asked.packed else v} for k, v in enumerate(found)
    ]
    billed = {"prompt_tokens": asked.tokens_in(), "total_tokens": asked.tokens_in()}
    return {"object": "list", "data": data, "model": asked.model, "usage": billed}


def _packed(values: list[float]) -> str:
    return base64.b64encode(struct.pack(f"<{len(values)}f", *values)).decode()
