"""A small map-reduce program under real instrumentors, against a stub model on loopback; its spans go to a file.

    python -m tests.checkers.executions.instrumented openai_v2,openinference FILE [plain|stream|console]

Needs openai (2.x), opentelemetry-sdk, opentelemetry-exporter-otlp-proto-common and the instrumentors named; exits with
77 where one of them is not there. The files in spans/ were written by it (see spans/README.md).
"""

import asyncio
import base64
import json
import sys
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

NOT_THERE = 77
DOCUMENTS = 4
"""The program makes a call for each document, all at once, and one for the summaries: five calls of depth 2."""
REPLY = {
    "id": "mock-reply", "object": "chat.completion", "created": 1, "model": "mock-1",
    "choices": [{"index": 0, "message": {"role": "assistant", "content": "x x"}, "finish_reason": "stop"}],
    "usage": {"prompt_tokens": 7, "completion_tokens": 2, "total_tokens": 9},
}  # fmt: skip
CHUNK = {
    "id": "mock-reply", "object": "chat.completion.chunk", "created": 1, "model": "mock-1",
    "choices": [{"index": 0, "delta": {"role": "assistant", "content": "x x"}, "finish_reason": "stop"}],
}  # fmt: skip


class Stub(BaseHTTPRequestHandler):
    """Always the same answer of two tokens; one with room for one token is cut; "flaky" is turned away once."""

    protocol_version = "HTTP/1.1"
    asked: ClassVar[Counter[str]] = Counter()

    def log_message(self, *words: object) -> None:
        """Nothing is logged."""

    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        prompt = request["messages"][-1]["content"]
        self.asked[prompt] += 1
        if "flaky" in prompt and self.asked[prompt] == 1:
            self.answer(429, b'{"error": {"message": "slow down", "type": "requests"}}', "application/json")
        elif request.get("stream"):
            self.answer(200, f"data: {json.dumps(CHUNK)}\n\ndata: [DONE]\n\n".encode(), "text/event-stream")
        else:
            reason = "length" if request.get("max_tokens") == 1 else "stop"
            reply = {**REPLY, "choices": [{**REPLY["choices"][0], "finish_reason": reason}]}  # type: ignore[index]
            self.answer(200, json.dumps(reply).encode(), "application/json")

    def answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        for name, value in (("Content-Type", kind), ("Content-Length", str(len(body))), ("retry-after-ms", "1")):
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def exporter(target: Path) -> Any:
    """Writes each batch as a line of OTLP/JSON, as the Collector's file exporter does."""
    from google.protobuf.json_format import MessageToDict
    from opentelemetry.exporter.otlp.proto.common.trace_encoder import encode_spans
    from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

    class ToFile(SpanExporter):
        def export(self, spans: Any) -> Any:
            request = MessageToDict(encode_spans(spans), use_integers_for_enums=True)
            for span in (s for r in request["resourceSpans"] for scope in r["scopeSpans"] for s in scope["spans"]):
                for name in {"traceId", "spanId", "parentSpanId"} & set(span):
                    span[name] = base64.b64decode(span[name]).hex()
            with target.open("a", encoding="utf-8") as out:
                out.write(json.dumps(request, separators=(",", ":")) + "\n")
            return SpanExportResult.SUCCESS

    return ToFile()


async def program(port: int, tracer: Any, *, stream: bool) -> None:
    """Four documents read at once, and what was written of them read again; the last answer is cut."""
    import openai

    client = openai.AsyncOpenAI(api_key="mock", base_url=f"http://127.0.0.1:{port}/v1", max_retries=2)

    async def ask(prompt: str, **more: Any) -> None:
        found = await client.chat.completions.create(
            model="mock-1", messages=[{"role": "user", "content": prompt}], stream=stream, **more
        )
        if stream:
            async for _ in found:
                pass

    with tracer.start_as_current_span("map-reduce", attributes={"app.documents": DOCUMENTS, "app.half": "1/2"}):
        with tracer.start_as_current_span("map"):
            await asyncio.gather(*(ask(f"document {k}" + " flaky" * (k == 2)) for k in range(DOCUMENTS)))
        with tracer.start_as_current_span("reduce"):
            await ask("summaries", max_tokens=1)
    await client.close()


def instrument(names: list[str], provider: Any) -> None:
    """Turn on the instrumentors named."""
    for name in names:
        if name == "openai_v2":
            from opentelemetry.instrumentation.openai_v2 import OpenAIInstrumentor

            OpenAIInstrumentor().instrument(tracer_provider=provider)
        elif name == "openinference":
            from openinference.instrumentation.openai import OpenAIInstrumentor as OpenInference

            OpenInference().instrument(tracer_provider=provider)
        else:
            from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor

            HTTPXClientInstrumentor().instrument(tracer_provider=provider)


def main(names: str, target: str, how: str = "plain") -> int:
    """Run the program once; 77 where something is not installed."""
    try:
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor

        provider = TracerProvider()
        out = open(target, "w", encoding="utf-8") if how == "console" else None  # noqa: SIM115, closed at the end
        provider.add_span_processor(
            SimpleSpanProcessor(ConsoleSpanExporter(out=out) if out else exporter(Path(target)))
        )
        instrument(names.split(","), provider)
        import openai
    except ImportError as why:
        sys.stderr.write(f"{why}\n")
        return NOT_THERE
    server = ThreadingHTTPServer(("127.0.0.1", 0), Stub)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        asyncio.run(program(server.server_port, provider.get_tracer(openai.__name__), stream=how == "stream"))
    finally:
        server.shutdown()
        provider.shutdown()
        if out:
            out.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
