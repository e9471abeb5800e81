"""A stand-in for checkers.executions.server: the same interface, and each POST of a prompt is one call of the mock."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from checkers.executions.mock import Mock
from checkers.executions.trace import Trace


class MockServer:
    """Loopback only; a free port."""

    def __init__(self, mock: Mock) -> None:
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                prompt = self.rfile.read(int(self.headers["Content-Length"])).decode()
                answer = mock.ask(prompt).encode()
                self.send_response(200)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                self.wfile.write(answer)

            def log_message(self, *_: object) -> None:
                pass

        self.mock = mock
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.http.serve_forever, kwargs={"poll_interval": 0.01})

    def __enter__(self) -> "MockServer":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.http.shutdown()
        self.thread.join()
        self.http.server_close()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.http.server_port}/v1"

    def environment(self) -> dict[str, str]:
        return {"OPENAI_BASE_URL": self.url, "OPENAI_API_BASE": self.url, "OPENAI_API_KEY": "mock"}

    def trace(self) -> Trace:
        return self.mock.meter.trace()
