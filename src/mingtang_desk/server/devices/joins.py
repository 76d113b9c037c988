"""How batteries and their states are joined for lists, where SQLite has to be told.

SQLite goes to the wide rows of `device_state` by their key, because a key is always cheapest to
it; a narrow index with all the columns that a list looks at is five times faster. PostgreSQL finds
that out itself, so to it these are plain joins.
"""

from typing import Any

from sqlalchemy import Join
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from mingtang_desk.server.store.tables.devices import DEVICE_STATE, DEVICES

_ON = DEVICE_STATE.c.device == DEVICES.c.pk


class ByPath(Join):
    """Batteries along the tree, each with its state: for a small part of it, and for counts."""

    inherit_cache = True


class ByNumber(Join):
    """Batteries by number, each with its state: for the first of many."""

    inherit_cache = True


class ByState(Join):
    """All states, each with its battery: for an order that no index gives."""

    inherit_cache = True


BY_PATH = ByPath(DEVICES, DEVICE_STATE, _ON)
BY_NUMBER = ByNumber(DEVICES, DEVICE_STATE, _ON)
BY_STATE = ByState(DEVICE_STATE, DEVICES, _ON)
PLAIN = DEVICES.join(DEVICE_STATE, _ON)


def _joined(element: Join, compiler: SQLCompiler, first: str, word: str, second: str) -> str:
    left = compiler.process(element.left, asfrom=True)
    right = compiler.process(element.right, asfrom=True)
    assert element.onclause is not None
    on = compiler.process(element.onclause)
    return f"{left}{first} {word} {right}{second} ON {on}"


_STATES = " INDEXED BY ix_device_state_list"


@compiles(ByPath, "sqlite")
def _by_path(element: ByPath, compiler: SQLCompiler, **_: Any) -> str:
    first = " INDEXED BY ix_devices_account_path_number"
    return _joined(element, compiler, first, "JOIN", _STATES)


@compiles(ByNumber, "sqlite")
def _by_number(element: ByNumber, compiler: SQLCompiler, **_: Any) -> str:
    return _joined(element, compiler, " INDEXED BY ix_devices_list", "JOIN", _STATES)


@compiles(ByState, "sqlite")
def _by_state(element: ByState, compiler: SQLCompiler, **_: Any) -> str:
    return _joined(element, compiler, _STATES, "CROSS JOIN", "")
