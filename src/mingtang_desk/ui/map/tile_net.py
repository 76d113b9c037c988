"""The one way to a tile server, for the painted map and for the page.

Only pictures of the chosen source are asked for, what is looked at; a redirect is not followed.
What was fetched is kept (`tile_cache`), and an old tile is shown where its server does not answer.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from mingtang_desk.ui.map.sources import Tiles, origin_of

if TYPE_CHECKING:
    from mingtang_desk.ui.map.tile_fetch import Answer, TileFetch

log = logging.getLogger(__name__)

FIRST_PAUSE_MS = 5_000
LONGEST_PAUSE_MS = 600_000
"""Of our own; a server that asks for more gets up to an hour."""
_HOUR_MS = 3_600_000
_DENIED, _BUSY, _BROKEN = (401, 403), 429, 500

type Done = Callable[[bytes | None], object]


class TileNet(QObject):
    """Fetches tiles of the chosen source.

    Attributes:
        asked: addresses that were asked for, the last ones; `requests` how many. What lay on disk
            and was still good is among them.
        paused: servers that are left alone for a while; first_pause_ms: how long at first, each
            time twice as long.

    `again` when such a server may be asked again.
    """

    again = Signal()

    def __init__(self, folder: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self.asked: deque[str] = deque(maxlen=50)
        self.requests = 0
        self.paused: dict[str, QTimer] = {}
        self._folder = folder
        self.first_pause_ms = FIRST_PAUSE_MS
        self._steps: dict[str, int] = {}
        self._waiting: dict[str, list[Done]] = {}
        self._told: set[tuple[str, str]] = set()
        self._tiles = Tiles(key="")
        self._opened: TileFetch | None = None

    @property
    def kept_bytes(self) -> int:
        """How much lies on disk."""
        return self._fetch.kept_bytes

    def clear(self) -> None:
        """Delete what lies on disk."""
        self._fetch.clear()

    def use(self, tiles: Tiles) -> None:
        """Ask the servers of this source, and no others."""
        self._tiles = tiles
        if tiles.url:
            self._fetch.aim(tiles.address(0, 0, 0, 0))

    def get(self, layer: int, zoom: int, x: int, y: int, done: Done) -> None:
        """Fetch a tile, `y` counted from the north; `done` gets its picture or None, once."""
        there = self._tiles.min_zoom <= zoom <= self._tiles.max_zoom and 0 <= y < 2**zoom
        address = self._tiles.address(layer, zoom, x % 2**zoom, y) if there else ""
        if origin_of(address) not in self._tiles.origins:
            done(None)
            return
        waiting = self._waiting.setdefault(address, [])
        waiting.append(done)
        if len(waiting) == 1:
            self._ask(address, from_disk=origin_of(address) in self.paused)

    def stop(self) -> None:
        """Ask for nothing more; whoever waits hears nothing. A second call is harmless."""
        self._waiting.clear()
        for timer in self.paused.values():
            timer.stop()
        if self._opened is not None:
            self._opened.stop()

    @property
    def _fetch(self) -> TileFetch:
        if self._opened is None:
            from mingtang_desk.ui.map.tile_fetch import TileFetch

            self._opened = TileFetch(self._folder, self)
        return self._opened

    def _ask(self, address: str, *, from_disk: bool) -> None:
        if not from_disk:
            self.asked.append(address)
            self.requests += 1
        self._fetch.get(address, partial(self._answered, address, from_disk), from_disk=from_disk)

    def _answered(self, address: str, from_disk: bool, answer: Answer) -> None:
        if address not in self._waiting:
            return
        origin = origin_of(address)
        if not from_disk and answer.data is not None:
            self._steps.pop(origin, None)
        elif not from_disk:
            self._tell(origin, answer.why)
            if self._leave_alone(origin, answer):
                self._ask(address, from_disk=True)
                return
        for done in self._waiting.pop(address):
            done(answer.data)

    def _tell(self, origin: str, why: str) -> None:
        """Log it once for each server; which tile it was is nobody's business."""
        if (origin, why) not in self._told:
            self._told.add((origin, why))
            log.warning("map tiles: %s gives none: %s", origin, why)

    def _leave_alone(self, origin: str, answer: Answer) -> bool:
        """Return whether a server is busy, broken, gone or wants us not; it has a rest then."""
        status = answer.status
        bad = status is None or status in (*_DENIED, _BUSY) or status >= _BROKEN
        if bad and origin not in self.paused:
            step = self._steps[origin] = self._steps.get(origin, 0) + 1
            pause = min(self.first_pause_ms * 2 ** (step - 1), LONGEST_PAUSE_MS)
            pause = max(pause, min(answer.retry_ms, _HOUR_MS))
            timer = self.paused[origin] = QTimer(self, singleShot=True, interval=pause)
            timer.timeout.connect(partial(self._pause_over, origin))
            timer.start()
        return bad

    def _pause_over(self, origin: str) -> None:
        self.paused.pop(origin).deleteLater()
        self.again.emit()
