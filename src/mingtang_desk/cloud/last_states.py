"""The last states of fleets on this disk: one of each login, gone when that has ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import InputFileError

if TYPE_CHECKING:  # the models load slowly, and a window is painted before it needs them
    from mingtang_desk.cloud.accounts import Remembered
    from mingtang_desk.cloud.fleet_cache import FleetCache

_log = logging.getLogger(__name__)


class LastStates:
    """Finds and forgets them.

    Args:
        folder: where they are, None = none are kept.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder

    def of(self, who: Remembered) -> FleetCache | None:
        """Return where that of a login is kept, None = nowhere."""
        from mingtang_desk.cloud.fleet_cache import FleetCache

        return None if self._folder is None else FleetCache(self._folder, who)

    async def forget(self, who: Remembered) -> None:
        """Delete that of a login."""
        cache = self.of(who)
        if cache is not None:
            await asyncio.to_thread(cache.forget)

    async def tidy(self, remembered: Callable[[], Sequence[Remembered]]) -> None:
        """Delete those whose logins ended elsewhere; what hinders it is only logged.

        `remembered` gives all logins; the list may be damaged.
        """
        from mingtang_desk.cloud.fleet_cache import forget_others

        if self._folder is None:
            return
        try:
            rows = [who for who in remembered() if who.is_logged_in]
            await asyncio.to_thread(forget_others, self._folder, rows)
        except (InputFileError, OSError) as error:  # whoever logs in is told of a damaged list
            _log.warning("last states are not tidied up: %s", type(error).__name__)
