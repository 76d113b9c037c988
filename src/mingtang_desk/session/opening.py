"""From an address to a session: where transport, driver and session are put together."""

from collections.abc import Mapping
from typing import Protocol

from mingtang_desk.core.clock import Clock
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.storage import Journal, SampleStore
from mingtang_desk.interfaces.transport import Tap
from mingtang_desk.interfaces.uri import DeviceUri, parse_uri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver, over
from mingtang_desk.session.families import is_family
from mingtang_desk.session.line import Line
from mingtang_desk.session.portshare import PortShare
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.session.secrets import Secrets
from mingtang_desk.session.timing import Timing
from mingtang_desk.session.transports import Boards, make_transport
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.transports.shared import SharedTransport


class MakeSession(Protocol):
    """Makes the sessions of a scheme that a layer above knows (`cloud://`)."""

    def __call__(
        self,
        uri: DeviceUri,
        *,
        clock: Clock,
        journal: Journal | None,
        store: SampleStore | None,
        poll_s: float | None,
        gate: Gate,
    ) -> DeviceSession:
        """Return a session that is not connected yet."""
        ...


def make_session(
    uri: DeviceUri | str,
    *,
    clock: Clock,
    journal: Journal | None = None,
    store: SampleStore | None = None,
    boards: Boards | None = None,
    tap: Tap | None = None,
    poll_s: float | None = None,
    timing: Timing | None = None,
    line: Line | None = None,
    secrets: Secrets | None = None,
    share: PortShare | None = None,
    gate: Gate = OPEN_GATE,
    others: Mapping[str, MakeSession] | None = None,
) -> DeviceSession:
    """Return a session that is not connected yet.

    With `line` it is on the line of another session; with `share` other desks may ask for its port;
    `gate` says what may be written; `others` makes the sessions of further schemes.

    Raises:
        UsageError: the address, an option, the transport or the protocol does not exist.
    """
    address = parse_uri(uri) if isinstance(uri, str) else uri
    if others is not None and address.scheme in others:
        return others[address.scheme](
            address, clock=clock, journal=journal, store=store, poll_s=poll_s, gate=gate
        )
    if is_family(address.protocol):
        # aiobmsble and its libraries load slowly, and few boards need them
        from mingtang_desk.session.family_session import FamilySession

        return FamilySession(
            address, clock=clock, store=store, tap=tap, poll_s=poll_s, timing=timing
        )
    driver = find_driver(address.protocol, address.options.get("profile", ""))
    transport = None if line is not None else make_transport(address, boards=boards)
    if isinstance(transport, ReplayTransport):
        return ReplaySession(
            address, transport=transport, driver=driver, clock=clock, poll_s=poll_s
        )
    if share is not None and transport is not None and address.scheme == "serial":
        transport = SharedTransport(transport, address.target, share)
    return DeviceSession(
        address,
        transport=transport,
        line=line,
        driver=None if driver is None else over(driver, address.scheme),
        clock=clock,
        journal=journal,
        store=store,
        tap=tap,
        poll_s=poll_s,
        timing=timing,
        secrets=secrets,
        gate=gate,
    )
