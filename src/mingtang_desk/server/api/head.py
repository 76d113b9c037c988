"""HTTP as uvicorn speaks it, with bounds on what comes before a request is known.

uvicorn waits for ever for the end of a head, and takes one of any size.
"""

import asyncio
import json

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from mingtang_desk.server.problem import Problem

HEAD_BYTES = 65_536
"""Of a request's first line and headers together."""
HEAD_S = 15.0
"""So long a connection may take to say them."""


class BoundedHttp(HttpToolsProtocol):
    """One connection."""

    _began = False
    _head_bytes = 0
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Somebody connected; the first head has to come soon."""
        super().connection_made(transport)
        self._wait_for_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """It is gone."""
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes came; those of a head are counted as long as it has no end."""
        if self.transport.is_closing():
            return
        super().data_received(data)
        if self._timer is not None and self._began:
            self._head_bytes += len(data)
            if self._head_bytes > HEAD_BYTES:
                self._refuse(431, "head_too_large", "The address and headers are too long.")

    def on_message_begin(self) -> None:
        """A head begins."""
        super().on_message_begin()
        self._began, self._head_bytes = True, 0
        if self._timer is None:
            self._wait_for_head()

    def on_headers_complete(self) -> None:
        """A head is whole."""
        self._stop_waiting()
        self._began = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD_BYTES:
            raise ValueError(size)  # the parser makes an error of it, which is answered below
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Answer what is no HTTP, or has too long a head."""
        self._refuse(400, "no_http", "This is no HTTP request, or its head is too long.")

    def _refuse(self, status: int, key: str, detail: str) -> None:
        if self.transport.is_closing():
            return
        body = json.dumps(Problem(status, key, detail).document()).encode()
        head = (
            f"HTTP/1.1 {status} Refused\r\nContent-Type: application/problem+json\r\n"
            f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _wait_for_head(self) -> None:
        self._timer = self.loop.call_later(HEAD_S, self._too_slow)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _too_slow(self) -> None:
        self._timer = None
        self._refuse(408, "too_slow", "No request came in time.")
        # A peer that does not read would keep what was written, and the connection, for ever.
        self.loop.call_later(1.0, self.transport.abort)
