"""All tables together: importing this module has imported every file of `tables`."""

from mingtang_desk.server.store.tables import (
    accounts,
    commands,
    devices,
    ingest,
    push,
    rides,
)
from mingtang_desk.server.store.tables.base import METADATA

__all__ = ["METADATA", "accounts", "commands", "devices", "ingest", "push", "rides"]
