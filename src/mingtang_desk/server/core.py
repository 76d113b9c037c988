"""What every part of the server is built on."""

from dataclasses import dataclass, field

from mingtang_desk.core.clock import Clock
from mingtang_desk.server.config import ServerConfig
from mingtang_desk.server.metrics import Metrics
from mingtang_desk.server.push.hub import Hub
from mingtang_desk.server.store.store import Store


@dataclass(frozen=True, slots=True, kw_only=True)
class Core:
    """Given to the constructor of each part.

    Attributes:
        config: what it was started with.
        clock: what time it is.
        store: the database.
        hub: takes events to those who listen.
        metrics: counts what happens.
    """

    config: ServerConfig
    clock: Clock
    store: Store
    hub: Hub
    metrics: Metrics = field(default_factory=Metrics)
