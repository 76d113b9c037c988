"""Alarms, fences, arming, trips."""

from sqlalchemy import BigInteger, Boolean, Column, Float, Index, Integer, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH

ALARMS = Table(
    "alarms",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("number", BigInteger, nullable=False, unique=True),
    Column("device", BigInteger),
    Column("account_path", PATH, nullable=False),
    Column("kind", Text, nullable=False),
    Column("source", Text, nullable=False, default=""),
    Column("severity", Text, nullable=False),
    Column("raised_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
    Column("count", Integer, nullable=False, default=1),
    Column("cleared_ms", BigInteger),
    Column("acked_ms", BigInteger),
    Column("acked_by", Text),
    Column("value", Float),
    Column("threshold", Float),
    Column("unit", Text, nullable=False, default=""),
    Column("lat", Float),
    Column("lon", Float),
    Column("position_ms", BigInteger),
    Column("address", Text),
    Column("is_historic", Boolean, nullable=False, default=False),
    Column("is_quiet", Boolean, nullable=False, default=False),
    Column("storm", Text),
    Column("body", Text, nullable=False, default="{}"),
)
"""`kind` is a key of CONTRACT section 3; `source` its sensor or cell ("cell_7", "board"), for a
crossing the id of the fence, for a storm the kind of its alarms. `number` counts up, for people.
`device` is NULL for a storm. `position_ms`: when `lat` and `lon` were taken. `storm`: id of the
storm it belongs to: listed, but nobody is told of it alone.
"""
Index("ix_alarms_raised_ms_number", ALARMS.c.raised_ms, ALARMS.c.number)
Index("ix_alarms_device_raised_ms", ALARMS.c.device, ALARMS.c.raised_ms)
Index("ix_alarms_cleared_ms", ALARMS.c.cleared_ms)

ALARM_RULES = Table(
    "alarm_rules",
    METADATA,
    Column("account_path", PATH, primary_key=True),
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("changed_by", Text, nullable=False),
)
"""What is set about alarms at an account (`device` 0) or a battery (`account_path` empty)."""

RULE_STATE = Table(
    "rule_state",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("rule", Text, primary_key=True),
    Column("body", Text, nullable=False),
)
"""What a rule has to remember of a device, so that it survives a restart; device 0: of all."""

FENCES = Table(
    "fences",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("serial", BigInteger, nullable=False, unique=True),
    Column("account_path", PATH, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("shape", Text, nullable=False),
    Column("schedule", Text),
    Column("is_everyones", Boolean, nullable=False, default=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", Text, nullable=False),
)
"""`shape`: {"circle": [lat, lon, radius_m]} or {"polygon": [[lat, lon], …]}, WGS-84. `serial`
counts up: its number on a tracker. `is_everyones`: for every battery of the account and below."""

FENCE_DEVICES = Table(
    "fence_devices",
    METADATA,
    Column("fence", Text, primary_key=True),
    Column("device", BigInteger, primary_key=True, autoincrement=False, index=True),
)
"""Which batteries a fence is for."""

TRIPS = Table(
    "trips",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("start_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("distance_m", Float, nullable=False),
    Column("quality", Text, nullable=False),
    Column("flags", Text, nullable=False),
    Column("split", Text, nullable=False),
    Column("start_lat", Float, nullable=False),
    Column("start_lon", Float, nullable=False),
    Column("end_lat", Float, nullable=False),
    Column("end_lon", Float, nullable=False),
    Column("top_kmh", Float),
    Column("energy_wh", Float),
    Column("quarters", Text, nullable=False),
)
"""`quarters`: metres by quarter of an hour since 1970 UTC: days of any time zone are sums of
them. `energy_wh`: taken out of the pack, None where too few samples of the board cover it."""
Index("ix_trips_device_end_ms", TRIPS.c.device, TRIPS.c.end_ms)

STOPS = Table(
    "stops",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("start_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("end_ms", BigInteger, nullable=False),
    Column("lat", Float, nullable=False),
    Column("lon", Float, nullable=False),
)
Index("ix_stops_device_end_ms", STOPS.c.device, STOPS.c.end_ms)

MILEAGE_DAYS = Table(
    "mileage_days",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("day", Text, primary_key=True),
    Column("distance_m", Float, nullable=False),
    Column("trips", Integer, nullable=False),
    Column("energy_wh", Float),
    Column("is_sure", Boolean, nullable=False),
    Column("odometer_m", Float),
)
"""By local day of the battery. `trips` began that day; `is_sure`: all legs were watched;
`odometer_m`: the tracker's own, last of the day."""

NOTIFY_TARGETS = Table(
    "notify_targets",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account_path", PATH, nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("channel", Text, nullable=False),
    Column("address", Text, nullable=False),
    Column("secret", Text),
    Column("least", Text, nullable=False),
    Column("types", Text, nullable=False, default="[]"),
    Column("is_on", Boolean, nullable=False, default=True),
    Column("created_ms", BigInteger, nullable=False),
    Column("created_by", Text, nullable=False),
    Column("told_ms", BigInteger),
    Column("failed_ms", BigInteger),
    Column("problem", Text),
)
"""Who is told of alarms of an account and all below it. `channel`: email or webhook, `address` a
mail address or URL, `secret` signs what goes to a URL. `least`: from which severity; `types`: only
these, empty = all. `problem`: key of what went wrong last, NULL once it works."""
