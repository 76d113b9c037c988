"""Parts of the replay bar: its track, its words, its keys, and how a recording is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from mingtang_desk.device.model import Mode

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.replay_session import ReplaySession


def recording_of(session: DeviceSession | None) -> ReplaySession | None:
    """Return a session as a recording, None when it is something else."""
    if session is None or session.model.mode is not Mode.REPLAY:
        return None
    from mingtang_desk.session.replay_session import ReplaySession  # loads with a recording only

    return session if isinstance(session, ReplaySession) else None
