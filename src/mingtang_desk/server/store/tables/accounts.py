"""Accounts, users, sessions, tokens, audit."""

from sqlalchemy import BigInteger, Boolean, Column, ForeignKey, Index, Table, Text

from mingtang_desk.server.store.tables.base import METADATA, PATH, counted

ACCOUNTS = Table(
    "accounts",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("parent_id", Text, ForeignKey("accounts.id"), index=True),
    Column("path", PATH, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("disabled_ms", BigInteger, index=True),
)
"""A node of the tree. `path`: that of the parent, "/", the hex of the id; no "/" at its end."""

USERS = Table(
    "users",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("account_id", Text, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("login", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False, default=""),
    Column("role", Text, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("password_ms", BigInteger, nullable=False),
    Column("totp_secret", Text),
    Column("totp_ms", BigInteger),
    Column("totp_last", BigInteger),
    Column("recovery", Text, nullable=False, default="[]"),
    Column("language", Text, nullable=False, default="en"),
    Column("agreement", Text),
    Column("agreement_ms", BigInteger),
    Column("created_ms", BigInteger, nullable=False),
    Column("disabled_ms", BigInteger),
)
"""Somebody who can log in. `login` is case-folded; `totp_ms` = when TOTP was confirmed."""

SESSIONS = Table(
    "sessions",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("access_hash", Text, nullable=False, unique=True),
    Column("access_until_ms", BigInteger, nullable=False),
    Column("refresh_hash", Text, nullable=False, unique=True),
    Column("refresh_until_ms", BigInteger, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger, nullable=False),
    Column("proven_ms", BigInteger, nullable=False),
    Column("client", Text, nullable=False, default=""),
    Column("revoked_ms", BigInteger),
)
"""A login with its refreshes. Tokens are kept as SHA-256; `proven_ms` = last proof of password."""

SPENT = Table(
    "spent_refresh_tokens",
    METADATA,
    Column("hash", Text, primary_key=True),
    Column("session_id", Text, ForeignKey("sessions.id"), nullable=False, index=True),
    Column("spent_ms", BigInteger, nullable=False),
)
"""Refresh tokens that were exchanged: one that comes again was stolen."""

API_TOKENS = Table(
    "api_tokens",
    METADATA,
    Column("id", Text, primary_key=True),
    Column("user_id", Text, ForeignKey("users.id"), nullable=False, index=True),
    Column("hash", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("scopes", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger),
    Column("expires_ms", BigInteger),
    Column("revoked_ms", BigInteger),
)

AUDIT = Table(
    "audit",
    METADATA,
    counted("id"),
    Column("time_ms", BigInteger, nullable=False),
    Column("account_path", PATH, nullable=False),
    Column("who", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("target", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("previous", Text, nullable=False),
    Column("hash", Text, nullable=False),
)
"""What was done. Only added to; `hash` covers the row and the hash before it."""
Index("ix_audit_account_path_id", AUDIT.c.account_path, AUDIT.c.id)

IDEMPOTENCY = Table(
    "idempotency",
    METADATA,
    Column("user_id", Text, primary_key=True),
    Column("key", Text, primary_key=True),
    Column("route", Text, nullable=False),
    Column("body_hash", Text, nullable=False),
    Column("status", BigInteger, nullable=False),
    Column("answer", Text, nullable=False),
    Column("created_ms", BigInteger, nullable=False, index=True),
)

META = Table(
    "meta",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),
    Column("secret", Boolean, nullable=False, default=False),
)
"""Single values: set-up link, agreement version, when retention ran."""
