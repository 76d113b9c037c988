"""What a server is started with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerConfig:
    """Everything that is chosen before the start.

    Attributes:
        data: folder of the SQLite file and of whatever else is kept; made if absent.
        db: SQLAlchemy URL without a driver ("postgresql://…", "sqlite:///…"); None = in `data`.
        http: host and port, 0 = any free one.
        jt808: host and port of the JT/T 808 listener, 0 = any free one; None = none.
        accept_unknown: trackers that nobody entered are taken in at once, for test benches.
        demo: fill an empty database with a simulated fleet and keep it alive.
        hash_memory_kib, hash_passes: what a password costs (argon2id, one lane); tests take less.
        requests_per_s: HTTP requests of one user that are answered in the long run, ten times as
            many at once; 0 = as many as come.
        seed: of the simulated fleet.
        raw_days: days that raw frames are kept; track_days: days of positions and samples.
        tls_cert, tls_key: PEM files, for HTTPS without a proxy; None = plain HTTP.
    """

    data: Path
    db: str | None = None
    http: tuple[str, int] = ("127.0.0.1", 8080)
    jt808: tuple[str, int] | None = ("127.0.0.1", 8808)
    accept_unknown: bool = False
    demo: bool = False
    hash_memory_kib: int = 65_536
    hash_passes: int = 3
    requests_per_s: float = 300.0
    seed: int = 6
    raw_days: float = 7.0
    track_days: float = 90.0
    tls_cert: Path | None = None
    tls_key: Path | None = None

    @property
    def url(self) -> str:
        """The database as given, or the file in `data`."""
        return self.db or f"sqlite:///{(self.data / 'cloud.sqlite').absolute()}"
