"""What time it is in a recording."""

from datetime import datetime

from mingtang_desk.core.clock import Clock
from mingtang_desk.session.recording import Recording
from mingtang_desk.transports.replay import ReplayTransport


class RecordedClock:
    """The clock of the recording: values age with its cursor and stand still with it."""

    def __init__(self, player: ReplayTransport, clock: Clock) -> None:
        self._player, self._clock = player, clock
        self.recording: Recording | None = None

    def now(self) -> datetime:
        """Return the recorded wall clock at the cursor; before loading, the real one."""
        if self.recording is None:
            return self._clock.now()
        return self.recording.time_of(self._player.position_s)

    def monotonic(self) -> float:
        """Return the cursor, in seconds since the start of the recording."""
        return self._player.position_s
