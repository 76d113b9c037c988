"""The machine's own clock."""

import time
from datetime import UTC, datetime


class SystemClock:
    """Implements `core.clock.Clock`."""

    def now(self) -> datetime:
        """Return the wall clock as an aware UTC time."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Return seconds from the monotonic clock."""
        return time.monotonic()
