"""The tap of one session: the last chunks for crash reports, a capture file when wanted."""

import logging
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import IO

from mingtang_desk.core.errors import StorageError
from mingtang_desk.interfaces.transport import Direction, Tap
from mingtang_desk.wire.capture import CaptureHeader, CaptureWriter, Entry

RECENT = 200

_log = logging.getLogger(__name__)


class Recorder:
    """Call it as a `Tap`.

    Args:
        failed: called when the file could not be written any more; the recording has ended then.

    Attributes:
        path: file of the running recording, None when there is none.
    """

    def __init__(self, failed: Callable[[], None]) -> None:
        self.path: Path | None = None
        self._failed = failed
        self._recent: deque[Entry] = deque(maxlen=RECENT)
        self._watchers: dict[object, Tap] = {}
        self._file: IO[str] | None = None
        self._writer: CaptureWriter | None = None

    @property
    def recent(self) -> tuple[Entry, ...]:
        """The last chunks, oldest first, times from the session's monotonic clock."""
        return tuple(self._recent)

    def __call__(self, t: float, direction: Direction, data: bytes) -> None:
        """Take a chunk."""
        self._recent.append(Entry(t, direction, data))
        for watcher in tuple(self._watchers.values()):
            watcher(t, direction, data)
        if self._writer is None:
            return
        try:
            self._writer.record(t, direction, data)
        except OSError as error:
            # A full disk must not cut the link to a pack.
            _log.warning("the capture %s ended: %s", self.path, error)
            self.stop()
            self._failed()

    def watch(self, watcher: Tap) -> Callable[[], None]:
        """Show each chunk to `watcher` from now on; return what ends it, twice is harmless."""
        handle = object()
        self._watchers[handle] = watcher

        def end() -> None:
            self._watchers.pop(handle, None)

        return end

    def start(self, path: Path, header: CaptureHeader) -> None:
        """Begin a recording; one that runs ends.

        Raises:
            StorageError: the file exists already or cannot be written.
        """
        self.stop()
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = path.open("x", encoding="utf-8", newline="\n")
            self._writer = CaptureWriter(self._file, header)
        except OSError as error:
            self.stop()
            detail = error.strerror or str(error)
            raise StorageError("file_unwritable", path=path, detail=detail) from error
        self.path = path

    def stop(self) -> Path | None:
        """End the recording; return its file."""
        path, file = self.path, self._file
        self.path = self._file = self._writer = None
        if file is not None:
            try:
                file.close()
            except OSError as error:
                _log.warning("the capture %s may be cut: %s", path, error)
        return path
