"""GOV.UK Notify as far as letters need it, on the loopback. It answers as the test says."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
import pytest

SERVICE = "11111111-1111-4111-8111-111111111111"
SIGNED_WITH = "22222222-2222-4222-8222-222222222222"
TEMPLATE = "33333333-3333-4333-8333-333333333333"
TEAM_ONLY = {"error": "BadRequestError", "message": "Can't send to this recipient"}


class Notify:
    """Answers as Notify does, or as the test says."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.kept: dict[str, dict[str, Any]] = {}
        self.looked = 0
        self.answers: list[tuple[int, bool]] = []
        self.on_post = lambda: None
        self.silence = 0.0

    def take(self, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        self.on_post()
        self.asked.append(body)
        code, keeps = self.answers.pop(0) if self.answers else (201, True)
        number = f"{len(self.kept):08d}-0000-4000-8000-000000000000"
        if keeps:
            row = {"id": number, "reference": body["reference"], "status": "sending"}
            self.kept[number] = row | {"completed_at": None}
        time.sleep(self.silence)
        return code, {"id": number} if code == 201 else {"status_code": code, "errors": [TEAM_ONLY]}

    def show(self, path: str) -> tuple[int, dict[str, Any]]:
        self.looked += 1
        if "reference=" in path:
            found = [row for row in self.kept.values() if row["reference"].strip("<>") in path]
            return 200, {"notifications": found}
        row = self.kept.get(path.rpartition("/")[2])
        return (200, row) if row else (404, {"errors": []})


def handler_of(notify: Notify) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self):
            self.check()
            size = int(self.headers["Content-Length"])
            self.answer(*notify.take(json.loads(self.rfile.read(size))))

        def do_GET(self):
            self.check()
            self.answer(*notify.show(self.path.replace("%40", "@")))

        def check(self):
            token = self.headers["Authorization"].removeprefix("Bearer ")
            assert jwt.decode(token, SIGNED_WITH, algorithms=["HS256"])["iss"] == SERVICE

        def answer(self, code, said):
            if code == 0:
                self.close_connection = True
                return
            body = json.dumps(said).encode()
            self.send_response(code)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    return Handler


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that left in time is what some tests are about."""


@contextmanager
def running(notify: Notify):
    server = Server(("127.0.0.1", 0), handler_of(notify))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def notify(settings):
    notify = Notify()
    settings.NOTIFY_API_KEY = f"live-{SERVICE}-{SIGNED_WITH}"
    settings.NOTIFY_TEMPLATE_ID = TEMPLATE
    settings.EMAIL_TIMEOUT = 3
    with running(notify) as url:
        settings.NOTIFY_URL = url
        yield notify
