"""What a server tells of one's own login: agreement, sessions, second factor."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from mingtang_desk.cloud.decode import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """The user agreement, a text for each language ("en", "zh")."""

    version: str
    text: Json

    @property
    def texts(self) -> Mapping[str, str]:
        """The texts that are texts."""
        return cast("Mapping[str, str]", {k: v for k, v in self.text.items() if isinstance(v, str)})


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A login of this user somewhere; `is_this`: the one that asks."""

    id: str
    client: str
    created: datetime
    used: datetime
    expires: datetime
    is_this: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Sessions:
    """All logins of this user."""

    items: tuple[SessionRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TotpSecret:
    """What an authenticator needs; never shown again, never logged."""

    secret: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Recovery:
    """Codes that are good once each, instead of the authenticator."""

    recovery_codes: tuple[str, ...] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRow:
    """An account right below another one."""

    id: str
    name: str
    parent_id: str | None
    accounts: int
    devices: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountPage:
    """A page of accounts; `next_cursor` leads to the next one."""

    items: tuple[AccountRow, ...]
    next_cursor: str | None
