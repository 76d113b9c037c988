"""Events as bytes: each is written out once, whoever hears it.

What a server sends over a WebSocket is not masked, so that even the head of the frame is the same
for everybody: a frame is made once and its bytes are shared by all sockets.
"""

import msgspec

from mingtang_desk.server.push.events import Event

_TEXT = 0x81  # final frame, text
_SHORT, _LONG = 126, 1 << 16

encode = msgspec.json.Encoder().encode


def text_frame(body: bytes) -> bytes:
    """Return a text as one WebSocket frame of a server (RFC 6455, 5.2)."""
    size = len(body)
    if size < _SHORT:
        return bytes((_TEXT, size)) + body
    if size < _LONG:
        return bytes((_TEXT, 126)) + size.to_bytes(2, "big") + body
    return bytes((_TEXT, 127)) + size.to_bytes(8, "big") + body


def event_body(seq: int, kind: str, number: str, value: bytes) -> bytes:
    """Return an event as JSON; `value` is JSON already."""
    return b'{"seq":%d,"t":"%b","d":%b,"v":%b}' % (seq, kind.encode(), encode(number), value)


def body_of(event: Event) -> bytes:
    """Return an event as JSON."""
    return event_body(event.seq, event.kind, event.number, encode(event.value))


def op_frame(op: str, **members: object) -> bytes:
    """Return a message that is no event, as a frame."""
    return text_frame(encode({"op": op, **members}))
