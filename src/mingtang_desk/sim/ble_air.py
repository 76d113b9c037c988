"""The air between virtual radios: bumble's link and controllers, and what they leave out.

A program that connects by HCI over TCP gets a radio of its own. Added here: signal per board, scan
responses of their own, a connection attempt that can be given up, one central per board, and the
link that breaks when a program dies.
"""

import asyncio
from contextlib import suppress

from bumble import hci, ll
from bumble.controller import Controller
from bumble.link import LocalLink
from bumble.transport.common import PacketParser

SUPERVISION_TIMEOUT = 0x08
_NO_SUCH_CONNECTION = 0x02
_READ_SIZE = 4096
_REPORT = hci.HCI_LE_Extended_Advertising_Report_Event


class Voice:
    """What the air knows of a board that advertises.

    Attributes:
        rssi: dBm.
        scan_response: what it adds when asked.
        taken: a central is connected to it.
    """

    def __init__(self, rssi: int, scan_response: bytes) -> None:
        self.rssi = rssi
        self.scan_response = scan_response
        self.taken = False


class Air(LocalLink):
    """Everything that can hear each other.

    Attributes:
        voices: boards by address.
    """

    def __init__(self) -> None:
        LocalLink.__init__(self)
        self.voices: dict[str, Voice] = {}

    def leave(self, radio: "Radio") -> None:
        """A radio is gone without a word: whoever it was connected to finds that out."""
        for connection in list(radio.le_connections.values()):
            peer = self.find_le_controller(connection.peer_address)
            mirrored = None if peer is None else peer.le_connections.get(connection.self_address)
            if peer is not None and mirrored is not None:
                peer.on_le_disconnected(mirrored, SUPERVISION_TIMEOUT)
        radio.le_connections.clear()
        self.controllers.discard(radio)


class Radio(Controller):
    """A controller on the air."""

    def __init__(self, name: str, air: Air) -> None:
        super().__init__(name, link=air)
        self.air = air

    def on_advertising_pdu(self, pdu: ll.AdvInd | ll.AdvExtInd) -> None:
        """Hear a board: report it while scanning, connect to it where that is wanted."""
        address = pdu.advertiser_address
        voice = self.air.voices.get(str(address.to_string(False)))
        if voice is None:
            return
        if self.le_scan_enable:
            kinds = _REPORT.EventType
            connectable = kinds.CONNECTABLE_ADVERTISING | kinds.SCANNABLE_ADVERTISING
            self._report(address, voice, connectable, pdu.data)
            self._report(address, voice, connectable | kinds.SCAN_RESPONSE, voice.scan_response)
        wanted = self.pending_le_connection
        if wanted is not None and wanted.peer_address == address and not voice.taken:
            voice.taken = True
            self.create_le_connection(address)

    def on_hci_le_create_connection_cancel_command(
        self, _command: hci.HCI_LE_Create_Connection_Cancel_Command
    ) -> hci.HCI_StatusReturnParameters:
        """Give up connecting; the host waits for this event."""
        wanted, self.pending_le_connection = self.pending_le_connection, None
        if wanted is not None:
            self.send_hci_packet(
                hci.HCI_LE_Connection_Complete_Event(
                    status=_NO_SUCH_CONNECTION,
                    connection_handle=0,
                    role=hci.Role.CENTRAL,
                    peer_address_type=wanted.peer_address.address_type,
                    peer_address=wanted.peer_address,
                    connection_interval=0,
                    peripheral_latency=0,
                    supervision_timeout=0,
                    central_clock_accuracy=0,
                )
            )
        return hci.HCI_StatusReturnParameters(hci.HCI_ErrorCode.SUCCESS)

    def _report(
        self, address: hci.Address, voice: Voice, kind: "_REPORT.EventType", data: bytes
    ) -> None:
        report = _REPORT.Report(
            event_type=kind,
            address_type=address.address_type,
            address=address,
            primary_phy=hci.Phy.LE_1M,
            secondary_phy=hci.Phy.LE_1M,
            advertising_sid=0,
            tx_power=0x7F,
            rssi=voice.rssi,
            periodic_advertising_interval=0,
            direct_address_type=0,
            direct_address=hci.Address.ANY,
            data=data,
        )
        self.send_hci_packet(_REPORT([report]))


class _Socket:
    """A radio's way to its host."""

    def __init__(self, writer: asyncio.StreamWriter) -> None:
        self._writer = writer

    def on_packet(self, packet: bytes) -> None:
        if not self._writer.is_closing():
            self._writer.write(packet)


async def serve_radio(air: Air, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Be the radio of one client, until it goes."""
    radio = Radio("central", air)
    radio.host = _Socket(writer)
    parser = PacketParser(radio)
    try:
        with suppress(ConnectionError):
            while data := await reader.read(_READ_SIZE):
                parser.feed_data(data)
    finally:
        radio.host = None
        air.leave(radio)
        writer.close()
