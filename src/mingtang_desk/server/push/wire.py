"""The WebSocket of uvicorn, with a way past ASGI: frames that are made already go to the socket.

One call of ASGI a message costs more than the message. What is pushed is the same for everybody
(see `push.frames`), so it is written as it is. Everything else is uvicorn's.
"""

from collections.abc import Callable
from typing import Any

from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

EXTENSION = "mingtang.wire"
"""Under this name the scope of a WebSocket has its wire."""
CLOSE_S = 5.0
"""So long a peer may take to answer a close before the connection is cut."""
GOING_AWAY = 1001


class WireProtocol(WebSocketsSansIOProtocol):
    """One connection.

    Attributes:
        drained: called when the socket takes bytes again, and when it is gone.
    """

    drained: Callable[[], None] | None = None

    @property
    def is_open(self) -> bool:
        """Whether frames can still be written."""
        return not (self.close_sent or self.disconnected or self.transport.is_closing())

    @property
    def is_paused(self) -> bool:
        """Whether the socket is full: its peer does not read as fast as we write."""
        return not self.writable.is_set()

    def write_frames(self, frames: bytes) -> None:
        """Write frames that are made already; never waits."""
        if self.is_open:
            self.transport.write(frames)

    def hang_up(self, code: int, reason: str) -> None:
        """Close with a code, and cut the connection if the peer does not answer."""
        if not self.is_open:
            return
        self.conn.send_close(code, reason)
        self.transport.write(b"".join(self.conn.data_to_send()))
        self.close_sent = True
        self.stop_keepalive()
        self.queue.put_nowait({"type": "websocket.disconnect", "code": code, "reason": reason})
        if self.read_paused:  # the answer to the close has to be read
            self.read_paused = False
            self.transport.resume_reading()
        self._cut_later()

    def shutdown(self) -> None:
        """The server ends."""
        if self.handshake_complete and not self.close_sent:
            self.hang_up(GOING_AWAY, "the server ends")
        else:
            super().shutdown()

    def pause_writing(self) -> None:
        """The socket is full."""
        super().pause_writing()

    def resume_writing(self) -> None:
        """The socket takes bytes again."""
        super().resume_writing()
        if self.drained is not None:
            self.drained()

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is gone."""
        super().connection_lost(exc)
        if self.drained is not None:
            self.drained()

    def keepalive_timeout(self) -> None:
        """No answer to a ping: a peer that does not read would keep its buffer for ever."""
        super().keepalive_timeout()
        self._cut_later()

    async def run_asgi(self) -> None:
        """Run the application with the wire in its scope."""
        extensions: dict[str, Any] = self.scope["extensions"]
        extensions[EXTENSION] = self
        await super().run_asgi()

    def _cut_later(self) -> None:
        if self.close_timer is not None:
            self.close_timer.cancel()
        self.close_timer = self.loop.call_later(CLOSE_S, self.transport.abort)
