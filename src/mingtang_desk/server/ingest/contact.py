"""Until when a battery counts as online or sleeping: columns of `device_state` from readings."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import select, update

from mingtang_desk.geo.online import OnlineSettings
from mingtang_desk.server.core import Core
from mingtang_desk.server.ingest.model import ContactReading, Reading
from mingtang_desk.server.store.tables.devices import DEVICE_STATE

SETTINGS = OnlineSettings()


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of the contact with one battery.

    Attributes:
        seen_ms: the last sign of life, by the server's clock; None = never.
        linked_ms: since when a link stands; None = none does.
        online_until_ms: until when it counts as online without a link.
        sleep_until_ms: until when it counts as sleeping after that; None = it does not.
        interval_s: between the last two reports; None = unknown.
    """

    seen_ms: int | None = None
    linked_ms: int | None = None
    online_until_ms: int | None = None
    sleep_until_ms: int | None = None
    interval_s: float | None = None

    def columns(self) -> dict[str, object]:
        """Return the columns of `device_state`."""
        return {
            "seen_ms": self.seen_ms,
            "linked_ms": self.linked_ms,
            "online_until_ms": self.online_until_ms,
            "sleep_until_ms": self.sleep_until_ms,
            "interval_s": self.interval_s,
        }


NEVER_SEEN = Seen()


class Contacts:
    """What is known of the contact with each battery, in memory."""

    def __init__(self) -> None:
        self._seen: dict[int, Seen] = {}

    async def start(self, core: Core) -> None:
        """Read what is known, and note that nothing is linked any more."""
        columns = [DEVICE_STATE.c[name] for name in NEVER_SEEN.columns()]
        linked = DEVICE_STATE.c.linked_ms
        async with core.store.write() as tx:
            query = update(DEVICE_STATE).where(linked.is_not(None)).values(linked_ms=None)
            await tx.connection.execute(query)
            rows = await tx.connection.execute(select(DEVICE_STATE.c.device, *columns))
            self._seen = {row.device: seen_of(dict(row._mapping)) for row in rows}

    def of(self, pk: int) -> Seen:
        """Return what is known of a battery."""
        return self._seen.get(pk, NEVER_SEEN)

    def take(self, reading: Reading) -> Seen:
        """Return what is known once a reading has come; its `columns()` are to be written."""
        pk = reading.device.pk
        seen = self._seen[pk] = after(self._seen.get(pk, NEVER_SEEN), reading)
        return seen


def seen_of(row: Mapping[str, object]) -> Seen:
    """Return what a row of `device_state` tells."""
    return Seen(**{name: row[name] for name in NEVER_SEEN.columns()})  # type: ignore[arg-type]


def after(old: Seen, reading: Reading) -> Seen:
    """Return what is known once a reading has come."""
    now = reading.received_ms
    if isinstance(reading, ContactReading):
        if not reading.linked and not reading.sleeping:
            return replace(old, linked_ms=None)
        until = now + round(1000 * (SETTINGS.intervals * SETTINGS.parked_s + SETTINGS.grace_s))
        linked = now if old.linked_ms is None else old.linked_ms
        return replace(
            old,
            seen_ms=now,
            linked_ms=linked if reading.linked else None,
            online_until_ms=now + _online_ms(old.interval_s),
            sleep_until_ms=until if reading.sleeping else None,
        )
    interval = old.interval_s
    if old.seen_ms is not None and now - old.seen_ms >= 1000:
        interval = (now - old.seen_ms) / 1000
    return Seen(
        seen_ms=now,
        linked_ms=old.linked_ms,
        interval_s=interval,
        online_until_ms=now + _online_ms(interval),
        sleep_until_ms=None,
    )


def _online_ms(interval_s: float | None) -> int:
    expected = SETTINGS.moving_s if interval_s is None else min(interval_s, SETTINGS.parked_s)
    return round(1000 * (SETTINGS.intervals * expected + SETTINGS.grace_s))
