"""Which device is which number, and when each was seen.

`last_seen` of a row may lag behind the newest sample by up to `SEEN_STEP_US`, which saves a page in
most commits; whoever needs it exactly looks for samples in that stretch alone.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, RowMapping, and_, func, select, update
from sqlalchemy.dialects.sqlite import insert

from mingtang_desk.history.records import DeviceRecord, moment_of
from mingtang_desk.history.schema import DEVICES, SAMPLES
from mingtang_desk.interfaces.storage import DeviceKey

SEEN_STEP_US = 60_000_000

type _Triple = tuple[str, str | None, str]


@dataclass(slots=True)
class _Known:
    id: int
    name: str
    first_us: int
    last_us: int


class DeviceIndex:
    """Finds and makes devices; belongs to the writer's thread."""

    def __init__(self) -> None:
        self._known: dict[_Triple, _Known] = {}

    def forget(self) -> None:
        """Drop what was remembered: the transaction it came from was undone."""
        self._known.clear()

    def ensure(self, connection: Connection, key: DeviceKey, at_us: int) -> int:
        """Return the number of a device seen at this time, making it if it is new."""
        triple = (key.protocol, key.device_id, key.uri)
        known = self._known.get(triple)
        if known is None:
            known = self._known[triple] = self._load(connection, key, at_us)
        changes: dict[str, object] = {}
        if at_us < known.first_us:
            known.first_us = at_us
            changes["first_seen"] = func.min(DEVICES.c.first_seen, at_us)
        if at_us > known.last_us + SEEN_STEP_US:
            known.last_us = at_us
            changes["last_seen"] = func.max(DEVICES.c.last_seen, at_us)
        if key.name and key.name != known.name:
            known.name = key.name
            changes["name"] = key.name
        if changes:
            connection.execute(update(DEVICES).where(DEVICES.c.id == known.id).values(changes))
        return known.id

    def _load(self, connection: Connection, key: DeviceKey, at_us: int) -> _Known:
        row = _row_of(connection, key)
        if row is None:
            values = {
                "protocol": key.protocol,
                "device_id": key.device_id,
                "uri": key.uri,
                "name": key.name,
                "first_seen": at_us,
                "last_seen": at_us,
            }
            number = connection.execute(
                insert(DEVICES).values(values).returning(DEVICES.c.id)
            ).scalar_one()
            return _Known(number, key.name, at_us, at_us)
        return _Known(row["id"], row["name"], row["first_seen"], row["last_seen"])


def find_device(connection: Connection, key: DeviceKey) -> int | None:
    """Return the number of a device, None when the history does not know it."""
    row = _row_of(connection, key)
    return None if row is None else int(row["id"])


def numbers_at(connection: Connection, key: DeviceKey) -> list[int]:
    """Return the numbers of all devices of this protocol at this address, whatever their id."""
    query = select(DEVICES.c.id).where(DEVICES.c.protocol == key.protocol, DEVICES.c.uri == key.uri)
    return list(connection.execute(query).scalars())


def places_of_id(connection: Connection, key: DeviceKey) -> dict[int, str]:
    """Return where a board of this protocol and id was seen, by number; nothing without an id."""
    if not key.device_id:
        return {}
    query = select(DEVICES.c.id, DEVICES.c.uri).where(
        DEVICES.c.protocol == key.protocol, DEVICES.c.device_id == key.device_id
    )
    return {row.id: row.uri for row in connection.execute(query)}


def all_devices(connection: Connection) -> list[DeviceRecord]:
    """Return every device, oldest first, with the exact time it was last seen."""
    # One statement: the stretch after last_seen is short, see above.
    newest = (
        select(func.max(SAMPLES.c.ts * 1000 + SAMPLES.c.us))
        .where(
            and_(
                SAMPLES.c.device == DEVICES.c.id,
                SAMPLES.c.ts >= DEVICES.c.last_seen / 1000 - 1,
                SAMPLES.c.ts <= (DEVICES.c.last_seen + SEEN_STEP_US) / 1000,
            )
        )
        .correlate(DEVICES)
        .scalar_subquery()
    )
    rows = connection.execute(select(DEVICES, newest.label("newest")).order_by(DEVICES.c.id))
    return [
        DeviceRecord(
            id=row["id"],
            key=key_of(row),
            first_seen=moment_of(row["first_seen"]),
            last_seen=moment_of(max(row["last_seen"], row["newest"] or row["last_seen"])),
        )
        for row in rows.mappings()
    ]


def device_keys(connection: Connection) -> dict[int, DeviceKey]:
    """Return every device by its number."""
    return {row["id"]: key_of(row) for row in connection.execute(select(DEVICES)).mappings()}


def key_of(row: RowMapping) -> DeviceKey:
    """Return the key of a row of `devices`."""
    return DeviceKey(
        protocol=row["protocol"], device_id=row["device_id"], uri=row["uri"], name=row["name"]
    )


def _row_of(connection: Connection, key: DeviceKey) -> RowMapping | None:
    query = select(DEVICES).where(
        DEVICES.c.protocol == key.protocol,
        DEVICES.c.uri == key.uri,
        DEVICES.c.device_id.is_not_distinct_from(key.device_id),
    )
    return connection.execute(query).mappings().first()
