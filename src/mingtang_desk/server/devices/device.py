"""What ingest and commands have to know of a battery at every message."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A battery with its tracker, as in the table `devices`.

    Attributes:
        pk: internal key.
        number, terminal, account_path, protocol, vendor, zone_min, datum, any_length: see there.
        auth_code: what its tracker was told at registration.
        proven: its tracker has proven that code once.
        is_open: taken in unasked; until proven any link may speak for it.
        enabled: activated; expires_ms: None = never.
    """

    pk: int
    number: str
    terminal: str | None
    account_path: str
    protocol: str = "auto"
    vendor: str | None = None
    zone_min: int = 480
    datum: str = "wgs84"
    any_length: bool = False
    auth_code: str | None = None
    proven: bool = False
    is_open: bool = False
    enabled: bool = True
    expires_ms: int | None = None

    def is_expired(self, now: int) -> bool:
        """Whether its time has run out, at a moment in milliseconds."""
        return self.expires_ms is not None and now >= self.expires_ms
