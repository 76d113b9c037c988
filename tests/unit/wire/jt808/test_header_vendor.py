"""Heads whose serial number has one byte, also where the usual head would fit."""

import pytest

from mingtang_desk.wire.jt808.framing import frame, read_packet
from mingtang_desk.wire.jt808.header import Header, Packet, terminal_of


@pytest.mark.parametrize("version", [None, 1])
@pytest.mark.parametrize("size", [0, 60])
def test_a_short_serial_number(version: int | None, size: int) -> None:
    head = Header(message_id=0x5501, terminal=terminal_of("138", version=version), serial=7)
    packet = read_packet(frame(head, bytes(range(size)))[1:-1])
    assert isinstance(packet, Packet)
    assert packet.header == head
    assert packet.body == bytes(range(size))
