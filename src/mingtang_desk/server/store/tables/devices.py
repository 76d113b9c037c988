"""Batteries with their trackers, what is known of them now, and trackers nobody entered."""

from sqlalchemy import BigInteger, Boolean, Column, Float, ForeignKey, Index, Integer, Table, Text

from mingtang_desk.server.store.tables.base import COUNTED, METADATA, PATH, counted

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
)
"""A battery.

`number` is what people and URLs call it; `terminal` the identity of its tracker as
`Terminal.key` gives it. `account_path` repeats that of its account. `zone_min`: minutes east of
UTC of the tracker's clock. `is_open`: taken in unasked (`--accept-unknown`): until its tracker has
proven its code once (`proven_ms`), any link may speak for it. `protocol`: of the board behind it.
"""
Index("ix_devices_account_path_number", DEVICES.c.account_path, DEVICES.c.number)

DEVICE_STATE = Table(
    "device_state",
    METADATA,
    Column("device", COUNTED, ForeignKey("devices.pk"), primary_key=True, autoincrement=False),
    Column("seen_ms", BigInteger),
    Column("linked_ms", BigInteger),
    Column("online_until_ms", BigInteger),
    Column("sleep_until_ms", BigInteger),
    Column("interval_s", Float),
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
the last row with a fix as the API shows it; `bms`: the last sample in CONTRACT's JSON.
"""
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
