"""Batteries with their trackers, what is known of them now, and trackers nobody entered."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Computed,
    Float,
    ForeignKey,
    Index,
    Integer,
    Table,
    Text,
    false,
)

from mingtang_desk.server.store.tables.base import COUNTED, METADATA, PATH, counted

_SEARCH = (
    "lower(number || '\n' || coalesce(terminal, '') || '\n' || coalesce(imei, '') || '\n' ||"
    " coalesce(sim, '') || '\n' || name)"
)
ENDING = 4
"""So many last characters of a number are in the index of endings."""

DEVICES = Table(
    "devices",
    METADATA,
    counted(),
    Column("number", Text, nullable=False, unique=True),
    Column("terminal", Text, unique=True),
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("account_path", PATH, nullable=False),
    Column("name", Text, nullable=False, default=""),
    Column("kind", Text, nullable=False, default=""),
    Column("imei", Text),
    Column("sim", Text),
    Column("note", Text, nullable=False, default=""),
    Column("protocol", Text, nullable=False, default="auto"),
    Column("vendor", Text),
    Column("zone_min", Integer, nullable=False, default=480),
    Column("datum", Text, nullable=False, default="wgs84"),
    Column("any_length", Boolean, nullable=False, default=False),
    Column("firmware", Text),
    Column("auth_code", Text),
    Column("proven_ms", BigInteger),
    Column("is_open", Boolean, nullable=False, default=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("enabled_ms", BigInteger),
    Column("expires_ms", BigInteger),
    Column("search", Text, Computed(_SEARCH, persisted=True)),
    Column(
        "ending", Text, Computed(f"substr(number, length(number) - {ENDING - 1})", persisted=True)
    ),
    sqlite_autoincrement=True,  # the key of a battery that was removed is never given again
)
"""A battery.

`number` is what people and URLs call it; `terminal` the identity of its tracker as
`Terminal.key` gives it. `account_path` repeats that of its account. `zone_min`: minutes east of
UTC of the tracker's clock. `is_open`: taken in unasked (`--accept-unknown`): until its tracker has
proven its code once (`proven_ms`), any link may speak for it. `protocol`: of the board behind it.
The database makes `search`, which a search looks through, and `ending` of the other columns.
"""
# Lists and counts of 100 000 are answered from these indices and ix_device_state_list alone.
_LISTED = (DEVICES.c.enabled_ms, DEVICES.c.expires_ms, DEVICES.c.search)
Index("ix_devices_account_path_number", DEVICES.c.account_path, DEVICES.c.number, *_LISTED)
Index("ix_devices_list", DEVICES.c.number, DEVICES.c.account_path, *_LISTED)
Index("ix_devices_ending", DEVICES.c.ending)
Index("ix_devices_imei", DEVICES.c.imei)
Index("ix_devices_sim", DEVICES.c.sim)
Index("ix_devices_expires_ms", DEVICES.c.expires_ms)

DEVICE_STATE = Table(
    "device_state",
    METADATA,
    Column("device", COUNTED, ForeignKey("devices.pk"), primary_key=True, autoincrement=False),
    Column("seen_ms", BigInteger),
    Column("linked_ms", BigInteger),
    Column("unlinked_ms", BigInteger),
    Column("online_ms", BigInteger),
    Column("online_until_ms", BigInteger),
    Column("sleep_until_ms", BigInteger),
    Column("interval_s", Float),
    Column("ordered_s", Float),
    Column("parked", Boolean, nullable=False, default=False, server_default=false()),
    Column("told", Text),
    Column("tell_ms", BigInteger, index=True),
    Column("soc_pct", Float),
    Column("pack_v", Float),
    Column("lat", Float),
    Column("lon", Float),
    Column("position_ms", BigInteger),
    Column("position", Text),
    Column("position_seq", BigInteger),
    Column("bms_ms", BigInteger),
    Column("bms", Text),
    Column("bms_seq", BigInteger),
    Column("settings_ms", BigInteger),
    Column("settings", Text),
    Column("counters", Text),
    Column("state_seq", BigInteger),
)
"""The latest of each device, one row each.

Online = linked now (`linked_ms` not NULL) or `online_until_ms` not passed; sleeping = not online
and `sleep_until_ms` not passed; so that a list of states is a comparison with the time. `position`:
the last row with a fix as the API shows it; `bms`: the last sample in CONTRACT's JSON. What the
columns from `seen_ms` to `tell_ms` mean says `devices.presence.Seen`.
"""
Index(
    "ix_device_state_list",
    DEVICE_STATE.c.device,
    DEVICE_STATE.c.linked_ms,
    DEVICE_STATE.c.online_until_ms,
    DEVICE_STATE.c.sleep_until_ms,
    DEVICE_STATE.c.seen_ms,
    DEVICE_STATE.c.soc_pct,
)
Index("ix_device_state_position_seq", DEVICE_STATE.c.position_seq)
Index("ix_device_state_bms_seq", DEVICE_STATE.c.bms_seq)
Index("ix_device_state_state_seq", DEVICE_STATE.c.state_seq)

QUARANTINE = Table(
    "quarantine",
    METADATA,
    Column("terminal", Text, primary_key=True),
    Column("edition", Integer, nullable=False),
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("count", BigInteger, nullable=False),
    Column("remote", Text, nullable=False),
    Column("imei", Text),
    Column("model", Text),
)
"""Trackers that came and that nobody entered. Bounded: the oldest make room."""
