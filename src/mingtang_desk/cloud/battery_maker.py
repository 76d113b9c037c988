"""Makes the sessions of `cloud://` for a hub; what they need loads when the first one is made."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mingtang_desk.cloud.battery_consent import Asks
    from mingtang_desk.cloud.battery_talk import Patience
    from mingtang_desk.cloud.desk import CloudDesk
    from mingtang_desk.core.clock import Clock
    from mingtang_desk.interfaces.gate import Gate
    from mingtang_desk.interfaces.storage import Journal, SampleStore
    from mingtang_desk.interfaces.uri import DeviceUri
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.opening import MakeSession

SCHEME = "cloud"


def battery_maker(
    desk: CloudDesk,
    asks: Asks | None = None,
    patience: Patience | None = None,
) -> MakeSession:
    """Return what makes sessions of batteries for `DeviceHub(others={"cloud": ...})`.

    Args:
        desk: the logins.
        asks: asked at once where a write is warned of; None = nobody is there to be asked.
        patience: how long things may take, None = as a radio needs.
    """

    def make(
        uri: DeviceUri,
        *,
        clock: Clock,
        journal: Journal | None,
        store: SampleStore | None,
        poll_s: float | None,
        gate: Gate,
    ) -> DeviceSession:
        from mingtang_desk.cloud.battery_session import BatterySession

        return BatterySession(
            uri,
            desk=desk,
            clock=clock,
            journal=journal,
            store=store,
            poll_s=poll_s,
            gate=gate,
            patience=patience,
            asks=asks,
        )

    return make
