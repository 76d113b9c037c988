"""Roles and what they may do, in one table; what is not in it is refused."""

from collections.abc import Mapping
from enum import StrEnum


class Role(StrEnum):
    """Each may do what those after it may."""

    OWNER = "owner"
    MANAGER = "manager"
    OPERATOR = "operator"
    VIEWER = "viewer"


class Right(StrEnum):
    """What a route needs."""

    READ = "read"
    ACKNOWLEDGE = "acknowledge"
    COMMAND_READ = "command_read"
    COMMAND_SET = "command_set"
    COMMAND_MOMENTARY = "command_momentary"
    COMMAND_RAW = "command_raw"
    ARM = "arm"
    FENCES = "fences"
    ALARM_SETTINGS = "alarm_settings"
    DEVICES = "devices"
    USERS = "users"
    ACCOUNTS = "accounts"
    AUDIT = "audit"
    UPLINK = "uplink"
    SERVER = "server"


_VIEWER = frozenset({Right.READ})
_OPERATOR = _VIEWER | {
    Right.ACKNOWLEDGE,
    Right.COMMAND_READ,
    Right.COMMAND_SET,
    Right.COMMAND_MOMENTARY,
    Right.ARM,
    Right.FENCES,
    Right.UPLINK,
}
_MANAGER = _OPERATOR | {
    Right.ALARM_SETTINGS,
    Right.DEVICES,
    Right.USERS,
    Right.ACCOUNTS,
    Right.AUDIT,
}
RIGHTS: Mapping[Role, frozenset[Right]] = {
    Role.VIEWER: _VIEWER,
    Role.OPERATOR: _OPERATOR,
    Role.MANAGER: _MANAGER,
    Role.OWNER: _MANAGER | {Right.COMMAND_RAW, Right.SERVER},
}
"""An owner of the topmost account is the admin of the server: see `Principal.is_admin`."""


class Scope(StrEnum):
    """What an API token may be used for; never more than its user may."""

    READ = "read"
    COMMAND = "command"
    UPLINK = "uplink"
    ADMIN = "admin"


SCOPES: Mapping[Scope, frozenset[Right]] = {
    Scope.READ: _VIEWER,
    Scope.COMMAND: _VIEWER
    | {
        Right.ACKNOWLEDGE,
        Right.COMMAND_READ,
        Right.COMMAND_SET,
        Right.COMMAND_MOMENTARY,
        Right.ARM,
        Right.FENCES,
    },
    Scope.UPLINK: frozenset({Right.UPLINK}),
    Scope.ADMIN: frozenset(Right),
}
