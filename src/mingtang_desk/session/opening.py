"""From an address to a session: where transport, driver and session are put together."""

from mingtang_desk.core.clock import Clock
from mingtang_desk.interfaces.storage import Journal, SampleStore
from mingtang_desk.interfaces.transport import Tap
from mingtang_desk.interfaces.uri import DeviceUri, parse_uri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.portshare import PortShare
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.session.timing import Timing
from mingtang_desk.session.transports import Boards, make_transport
from mingtang_desk.transports.replay import ReplayTransport
from mingtang_desk.transports.shared import SharedTransport


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
    share: PortShare | None = None,
) -> DeviceSession:
    """Return a session that is not connected yet; with `share` other desks may ask for its port.

    Raises:
        UsageError: the address, an option, the transport or the protocol does not exist.
    """
    address = parse_uri(uri) if isinstance(uri, str) else uri
    driver = find_driver(address.protocol, address.options.get("profile", ""))
    transport = make_transport(address, boards=boards)
    if isinstance(transport, ReplayTransport):
        return ReplaySession(
            address, transport=transport, driver=driver, clock=clock, poll_s=poll_s
        )
    if share is not None and address.scheme == "serial":
        transport = SharedTransport(transport, address.target, share)
    return DeviceSession(
        address,
        transport=transport,
        driver=driver,
        clock=clock,
        journal=journal,
        store=store,
        tap=tap,
        poll_s=poll_s,
        timing=timing,
    )
