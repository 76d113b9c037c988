"""What came in: positions, samples of boards, raw frames."""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    SmallInteger,
    Table,
    Text,
)

from mingtang_desk.server.store.tables.base import METADATA, counted

POSITIONS = Table(
    "positions",
    METADATA,
    counted("id"),
    Column("device", BigInteger, nullable=False),
    Column("time_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("altitude_m", Float),
    Column("speed_kmh", Float),
    Column("course_deg", Float),
    Column("satellites", SmallInteger),
    Column("signal", SmallInteger),
    Column("mileage_m", Float),
    Column("alarm_bits", BigInteger, nullable=False, default=0),
    Column("status_bits", BigInteger, nullable=False, default=0),
    Column("flags", Integer, nullable=False, default=0),
    Column("event", Text, nullable=False, default=""),
    Column("extra", Text),
    Column("accuracy_m", Float),
)
"""One row a report, WGS-84. A row that comes again is not doubled (unique index)."""
Index(
    "uq_positions_device_time_ms_event",
    POSITIONS.c.device,
    POSITIONS.c.time_ms,
    POSITIONS.c.event,
    unique=True,
)

BMS_SAMPLES = Table(
    "bms_samples",
    METADATA,
    counted("id"),
    Column("device", BigInteger, nullable=False),
    Column("time_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("soc_pct", Float),
    Column("pack_v", Float),
    Column("current_a", Float),
    Column("body", Text, nullable=False),
)
"""One row a sample; `body` is CONTRACT's JSON."""
Index(
    "uq_bms_samples_device_time_ms",
    BMS_SAMPLES.c.device,
    BMS_SAMPLES.c.time_ms,
    unique=True,
)

RAW_FRAMES = Table(
    "raw_frames",
    METADATA,
    counted("id"),
    Column("received_ms", BigInteger, nullable=False, index=True),
    Column("device", BigInteger),
    Column("terminal", Text, nullable=False),
    Column("link", BigInteger, nullable=False),
    Column("direction", SmallInteger, nullable=False),
    Column("message_id", Integer),
    Column("data", LargeBinary, nullable=False),
    Column("problem", Text),
)
"""Frames as they crossed the line, kept for days. `direction`: 0 = from the tracker, 1 = to it."""
Index("ix_raw_frames_device_id", RAW_FRAMES.c.device, RAW_FRAMES.c.id)

REGISTRATIONS = Table(
    "registrations",
    METADATA,
    Column("device", BigInteger, primary_key=True, autoincrement=False),
    Column("fingerprint", Text, nullable=False),
    Column("former_codes", Text, nullable=False, default="[]"),
    Column("count", Integer, nullable=False, default=1),
    Column("first_ms", BigInteger, nullable=False),
    Column("last_ms", BigInteger, nullable=False),
)
"""What a tracker called itself when it registered, and the codes it was given before, the newest
last: a tracker that still proves one of them was not the one that registered again.
"""
