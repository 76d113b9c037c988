"""Commands: queue, one flight per battery, what became of each."""

from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.directory import Directory
from mingtang_desk.server.ingest.ingest import Ingest


class Commands:
    """What is asked of batteries."""

    def __init__(self, core: Core, directory: Directory, ingest: Ingest) -> None:
        self._core = core
        self._directory = directory
        self._ingest = ingest

    async def start(self) -> None:
        """Take up what was left."""

    async def stop(self) -> None:
        """End; what is in flight is taken up at the next start."""
