"""The tables. Migrations build them; a test holds that both say the same.

Times are whole microseconds since 1970 UTC, except for the key of a sample: milliseconds, because
that is what JSON lines carry, so that an imported line finds the sample it came from. Texts named
`body`, `sent`, `old` and the like are JSON. `crc` seals a row: SQLite notices a broken page, not a
flipped bit inside a value.
"""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    text,
)

APPLICATION_ID = 0x4D544853
"""Stands in the header of the file ("MTHS"): tells the database of another program apart."""

REVISIONS = ("0001", "0002")
"""Every schema this version can read, oldest first; the last one is what it writes."""

METADATA = MetaData()

DEVICES = Table(
    "devices",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("protocol", Text, nullable=False),
    Column("device_id", Text),
    Column("uri", Text, nullable=False),
    Column("name", Text, nullable=False),
    Column("first_seen", BigInteger, nullable=False),
    Column("last_seen", BigInteger, nullable=False),
)
# To a unique index all NULLs are different: one for boards with and one for boards without id.
Index("ix_devices_key", *DEVICES.c["protocol", "device_id", "uri"], unique=True)
Index(
    "ix_devices_key_without_id",
    *DEVICES.c["protocol", "uri"],
    unique=True,
    sqlite_where=text("device_id IS NULL"),
)

CONTEXTS = Table(
    "contexts",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("body", Text, nullable=False, unique=True),
    Column("crc", BigInteger, nullable=False),
)

# Key (ts, device): 64 packs polled at once fill one page, not 64 (15 times fewer bytes written).
SAMPLES = Table(
    "samples",
    METADATA,
    Column("ts", BigInteger, primary_key=True),
    Column("device", Integer, ForeignKey("devices.id"), primary_key=True),
    Column("us", Integer, nullable=False),
    Column("context", Integer, ForeignKey("contexts.id"), nullable=False),
    Column("pack_v", Float),
    Column("current_a", Float),
    Column("power_w", Float),
    Column("soc_pct", Float),
    Column("soh_pct", Float),
    Column("remaining_ah", Float),
    Column("full_ah", Float),
    Column("nominal_ah", Float),
    Column("cell_min_v", Float),
    Column("cell_max_v", Float),
    Column("cell_delta_v", Float),
    Column("cycles", BigInteger),
    Column("charge_mosfet", Boolean),
    Column("discharge_mosfet", Boolean),
    Column("balancer", Boolean),
    Column("state", Text),
    Column("body", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

EVENTS = Table(
    "events",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("device", Integer, ForeignKey("devices.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("key", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
)
Index("ix_events_same", *EVENTS.c["device", "at", "key", "crc"], unique=True)
Index("ix_events_at", EVENTS.c.at)

SNAPSHOTS = Table(
    "settings_snapshots",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("device", Integer, ForeignKey("devices.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("body", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
)
Index("ix_settings_snapshots_same", *SNAPSHOTS.c["device", "at", "crc"], unique=True)

COUNTERS = Table(
    "counters",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("device", Integer, ForeignKey("devices.id"), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("reason", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
)
Index("ix_counters_same", *COUNTERS.c["device", "at", "crc"], unique=True)

JOURNAL = Table(
    "journal",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("device", Integer, ForeignKey("devices.id"), nullable=False),
    Column("kind", Text, nullable=False),
    Column("who", Text, nullable=False),
    Column("opened", BigInteger, nullable=False),
    Column("sent", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
    Column("undoes", Integer, ForeignKey("journal.id")),
    Column("imported", Boolean, nullable=False),
    Column("closed", BigInteger),
    Column("side_effects", Text),
    sqlite_autoincrement=True,
)
Index("ix_journal_device", JOURNAL.c.device)
Index("ix_journal_undoes", JOURNAL.c.undoes)

JOURNAL_FIELDS = Table(
    "journal_fields",
    METADATA,
    Column("entry", Integer, ForeignKey("journal.id"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("key", Text, nullable=False),
    Column("old", Text, nullable=False),
    Column("sent", Text, nullable=False),
    Column("read", Text, nullable=False),
    Column("state", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
    sqlite_with_rowid=False,
)

CAPTURES = Table(
    "captures",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("path", Text, nullable=False, unique=True),
    Column("device", Integer, ForeignKey("devices.id"), nullable=False),
    Column("start", BigInteger, nullable=False),
    Column("end", BigInteger, nullable=False),
    Column("bytes", BigInteger, nullable=False),
)
Index("ix_captures_device", CAPTURES.c.device)

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("uid", Text, nullable=False, unique=True),
    Column("device", Integer, ForeignKey("devices.id")),
    Column("kind", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
    Column("changed", BigInteger, nullable=False),
    Column("who", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("crc", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
Index("ix_documents_kind", *DOCUMENTS.c["kind", "changed"])
Index("ix_documents_device", DOCUMENTS.c.device)
