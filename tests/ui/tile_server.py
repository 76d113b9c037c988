"""A tile server on this machine: it notes what it is asked, and does what a test wants of it."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from tests.ui.map_kit import picture


class Asked(NamedTuple):
    """One request; header names in small letters."""

    path: str
    headers: Mapping[str, str]


class TileServer:
    """Answers at a port of its own until it is closed.

    Attributes:
        status, headers: of the next answers. etag: who knows it hears 304.
        tile: what is sent, a green one. body: sent instead.
    """

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.status = 200
        self.headers: dict[str, str] = {}
        self.etag = ""
        self.body: bytes | None = None
        self.tile = picture("#00ff00")
        served = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                headers = {name.lower(): value for name, value in self.headers.items()}
                served.asked.append(Asked(self.path, headers))
                same = served.etag and headers.get("if-none-match") == served.etag
                status = 304 if same else served.status
                body = served.tile if served.body is None else served.body
                self.send_response(status)
                for name, value in served.headers.items():
                    self.send_header(name, value)
                if served.etag:
                    self.send_header("ETag", served.etag)
                if not same:
                    self.send_header("Content-Type", "image/png")
                    self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(
            target=self._server.serve_forever, args=(0.01,), daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Answer nobody any more."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)
