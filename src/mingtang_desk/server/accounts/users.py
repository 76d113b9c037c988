"""A user as stored, with the account it belongs to."""

import unicodedata
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.server.accounts.principal import Principal, rights_of
from mingtang_desk.server.accounts.rights import Role
from mingtang_desk.server.store.tables.accounts import ACCOUNTS, USERS


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """Somebody who can log in.

    Attributes:
        id, account_id, login, name, role, language, agreement, created_ms: as stored.
        account_path, account_name: of the account.
        password_hash: argon2id, or what nobody's password can match; password_ms: when it was set.
        totp_secret: None = none, or one that waits to be confirmed; has_totp: it is confirmed.
        totp_last: step of the last code that was taken.
        recovery: hashes of the recovery codes that are left, JSON.
        is_disabled: this user is; is_blocked: so is it, or its account or one above it.
    """

    id: str
    account_id: str
    account_path: str
    account_name: str
    login: str
    name: str
    role: Role
    password_hash: str
    password_ms: int
    totp_secret: str | None
    has_totp: bool
    totp_last: int | None
    recovery: str
    language: str
    agreement: str | None
    created_ms: int
    is_disabled: bool
    is_blocked: bool

    @property
    def principal(self) -> Principal:
        """Who a request comes from, with all rights of the role."""
        return Principal(
            user_id=self.id,
            login=self.login,
            account_id=self.account_id,
            account_path=self.account_path,
            role=self.role,
            rights=rights_of(self.role),
            language="zh" if self.language == "zh" else "en",
        )


def login_of(text: str) -> str:
    """Return a login as stored: the same however it was typed."""
    return unicodedata.normalize("NFKC", text.strip()).casefold()


def is_account_blocked() -> ColumnElement[bool]:
    """Return whether the account of a row or one above it is disabled."""
    above = ACCOUNTS.alias("above")
    start = func.substr(ACCOUNTS.c.path, 1, func.length(above.c.path) + 1)
    return exists(
        select(above.c.id).where(
            above.c.disabled_ms > 0,  # a range of the index; IS NOT NULL is none in SQLite
            or_(ACCOUNTS.c.path == above.c.path, start == above.c.path + "/"),
        )
    )


def users_query(*further: ColumnElement[object]) -> Select[tuple[object, ...]]:
    """Return the query of users, with further columns."""
    return (
        select(
            *USERS.c,
            ACCOUNTS.c.path.label("account_path"),
            ACCOUNTS.c.name.label("account_name"),
            is_account_blocked().label("account_blocked"),
            *further,
        )
        .select_from(USERS)
        .join(ACCOUNTS, ACCOUNTS.c.id == USERS.c.account_id)
    )


async def find_user(connection: AsyncConnection, *where: ColumnElement[bool]) -> User | None:
    """Return the one user that a condition holds for."""
    row = (await connection.execute(users_query().where(*where))).mappings().one_or_none()
    return None if row is None else user_of(dict(row))


def user_of(row: dict[str, object]) -> User:
    """Return a row of `users_query`."""
    found: dict[str, object] = row
    is_disabled = found["disabled_ms"] is not None
    names = (
        "id account_id account_path account_name login name password_hash password_ms totp_secret "
        "totp_last recovery language agreement created_ms"
    )
    return User(
        **{name: found[name] for name in names.split()},  # type: ignore[arg-type]
        role=Role(str(found["role"])),
        has_totp=found["totp_ms"] is not None,
        is_disabled=is_disabled,
        is_blocked=is_disabled or bool(found["account_blocked"]),
    )
