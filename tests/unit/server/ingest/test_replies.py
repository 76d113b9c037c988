"""The packets that are made the short way are those of the codec; codes are struck out."""

import pytest

from mingtang_desk.server.ingest.replies import MASKED, came, general_reply, went
from mingtang_desk.wire.jt808.codec import encode
from mingtang_desk.wire.jt808.framing import Jt808Framer
from mingtang_desk.wire.jt808.header import terminal_of
from mingtang_desk.wire.jt808.message import Heartbeat, PlatformReply
from mingtang_desk.wire.jt808.registration import Authenticate, RegisterReply


@pytest.mark.parametrize("version", [None, 1])
def test_the_general_reply_is_that_of_the_codec(version: int | None) -> None:
    terminal = terminal_of("013800000002", version=version)
    for serial in (0, 0x7E7D, 0x7D02, 65535):
        reply = PlatformReply(reply_serial=serial, reply_id=0x0200, result=1)
        assert encode(reply, terminal, 7) == [general_reply(terminal, 7, serial, 0x0200, 1)]


@pytest.mark.parametrize("version", [None, 1])
def test_codes_are_struck_out_and_nothing_else(version: int | None) -> None:
    terminal = terminal_of("013800000002", version=version)
    for serial in (1, 0x7E7E):
        (wire,) = encode(Authenticate(auth_code="secret}~1"), terminal, serial)
        (packet,) = Jt808Framer().feed(wire)
        row = came(packet, 5, "13800000002", 9, 1000)
        assert b"secret" not in row[6]
        assert row[7] == MASKED
        reply = RegisterReply(reply_serial=serial, result=0, auth_code="secret}~1")
        (wire,) = encode(reply, terminal, serial)
        row = went(wire, 5, "13800000002", 9, 1000)
        assert b"secret" not in row[6]
        assert b"}~1" not in row[6].replace(b"\x7d\x02", b"")
        assert row[5] == RegisterReply.ID
        (wire,) = encode(Heartbeat(), terminal, serial)
        (packet,) = Jt808Framer().feed(wire)
        row = came(packet, None, "13800000002", 9, 1000)
        assert (row[6], row[7]) == (wire, None)
