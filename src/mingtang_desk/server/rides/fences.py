"""Fences: all of them in memory, which battery each is for, and how they are changed."""

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.geo.fence import Circle, Polygon
from mingtang_desk.geo.hours import Schedule
from mingtang_desk.server.accounts.principal import Principal, is_within
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.ids import new_id
from mingtang_desk.server.problem import Problem, not_found
from mingtang_desk.server.rides.fence_area import (
    area_of,
    schedule_json,
    schedule_of,
    shape_json,
    why_not,
)
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.devices import DEVICES
from mingtang_desk.server.store.tables.rides import FENCE_DEVICES, FENCES

MOST_FENCES = 1000
"""Of one account with all below it."""
MOST_DEVICES = 1000
"""Assigned to one fence one by one; more are a subtree's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceRow:
    """A fence as it is stored.

    Attributes:
        id: of URLs; serial: on a tracker.
        account_path: whose.
        name: what people call it.
        area: circle or polygon, WGS-84.
        schedule: when it watches; None = always.
        is_everyones: for every battery of the account and below.
        devices: internal keys of batteries it is for.
        created_ms: when it was made.
    """

    id: str
    serial: int
    account_path: str
    name: str
    area: Circle | Polygon
    schedule: Schedule | None
    is_everyones: bool
    devices: frozenset[int]
    created_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FenceWish:
    """A fence as somebody wants it; attributes as in `FenceRow`."""

    account_path: str
    name: str
    area: Circle | Polygon
    schedule: Schedule | None
    is_everyones: bool
    devices: frozenset[int]


type Kept = Callable[[Transaction, FenceRow], Awaitable[object]]


class Fences:
    """All fences.

    Attributes:
        epoch: changes with every change, so that whoever remembers an answer knows that it is old.
    """

    def __init__(self, core: Core) -> None:
        self.epoch = 0
        self._core = core
        self._all: dict[str, FenceRow] = {}
        self._of: dict[tuple[int, str], tuple[FenceRow, ...]] = {}

    async def start(self) -> None:
        """Read them."""
        async with self._core.store.read() as connection:
            rows = (await connection.execute(select(FENCES))).all()
            pairs = (await connection.execute(select(FENCE_DEVICES))).all()
        devices: dict[str, set[int]] = {}
        for pair in pairs:
            devices.setdefault(pair.fence, set()).add(pair.device)
        self._all = {row.id: _row(dict(row._mapping), devices.get(row.id, ())) for row in rows}
        self._changed()

    def of(self, device: Device) -> tuple[FenceRow, ...]:
        """Return the fences of a battery."""
        if not self._all:
            return ()
        key = (device.pk, device.account_path)
        known = self._of.get(key)
        if known is None:
            known = self._of[key] = tuple(
                fence
                for fence in self._all.values()
                if (fence.is_everyones or device.pk in fence.devices)
                and is_within(device.account_path, fence.account_path)
            )
        return known

    def get(self, fence_id: str, who: Principal) -> FenceRow:
        """Return a fence that somebody may see.

        Raises:
            Problem: 404, also where it is somebody else's.
        """
        found = self._all.get(fence_id)
        if found is None or not who.sees(found.account_path):
            not_found("fence")
        return found

    def seen_by(self, who: Principal) -> list[FenceRow]:
        """Return all that somebody may see, by their age."""
        mine = [fence for fence in self._all.values() if who.sees(fence.account_path)]
        return sorted(mine, key=lambda fence: fence.serial)

    async def add(self, wish: FenceWish, who: Principal, kept: Kept | None = None) -> FenceRow:
        """Make a fence.

        Args:
            wish: how it is wanted.
            who: by whom.
            kept: called with it in the transaction that makes it.

        Raises:
            Problem: 409 there are too many, 422 it is not valid.
        """
        _check(wish)
        beside = sum(is_within(f.account_path, wish.account_path) for f in self._all.values())
        if beside >= MOST_FENCES:
            raise Problem(409, "too_many_fences", f"An account has at most {MOST_FENCES} fences.")
        made_id = new_id()
        async with self._core.store.write() as tx:
            await _check_devices(tx.connection, wish)
            highest = (await tx.connection.execute(select(func.max(FENCES.c.serial)))).scalar()
            row: dict[str, Any] = {
                "id": made_id,
                "serial": (highest or 0) + 1,
                "created_ms": tx.now_ms,
                "created_by": who.login,
                **_values(wish),
            }
            await tx.connection.execute(insert(FENCES).values(row))
            await _assign(tx.connection, made_id, wish.devices)
            made = _row(row, wish.devices)
            if kept is not None:
                await kept(tx, made)
        self._all[made_id] = made
        self._changed()
        return made

    async def change(self, fence: FenceRow, wish: FenceWish) -> FenceRow:
        """Change a fence.

        Raises:
            Problem: 422 it is not valid.
        """
        _check(wish)
        async with self._core.store.write() as tx:
            await _check_devices(tx.connection, wish)
            values = _values(wish)
            await tx.connection.execute(
                update(FENCES).where(FENCES.c.id == fence.id).values(values)
            )
            await tx.connection.execute(
                delete(FENCE_DEVICES).where(FENCE_DEVICES.c.fence == fence.id)
            )
            await _assign(tx.connection, fence.id, wish.devices)
        row = {"id": fence.id, "serial": fence.serial, "created_ms": fence.created_ms, **values}
        made = self._all[fence.id] = _row(row, wish.devices)
        self._changed()
        return made

    async def remove(self, fence: FenceRow) -> None:
        """Forget a fence."""
        async with self._core.store.write() as tx:
            await tx.connection.execute(
                delete(FENCE_DEVICES).where(FENCE_DEVICES.c.fence == fence.id)
            )
            await tx.connection.execute(delete(FENCES).where(FENCES.c.id == fence.id))
        self._all.pop(fence.id, None)
        self._changed()

    def forget(self, pk: int) -> None:
        """Forget a battery that was removed."""
        for fence in list(self._all.values()):
            if pk in fence.devices:
                self._all[fence.id] = replace(fence, devices=fence.devices - {pk})
        self._changed()

    def _changed(self) -> None:
        self.epoch += 1
        self._of = {}


async def fence_for(connection: AsyncConnection, fence_id: str, device: Device) -> FenceRow | None:
    """Return a fence as it is stored, where it is for a battery."""
    row = (await connection.execute(select(FENCES).where(FENCES.c.id == fence_id))).one_or_none()
    if row is None or not is_within(device.account_path, row.account_path):
        return None
    query = select(FENCE_DEVICES.c.device).where(FENCE_DEVICES.c.fence == fence_id)
    devices = (await connection.execute(query)).scalars().all()
    found = _row(dict(row._mapping), devices)
    return found if found.is_everyones or device.pk in found.devices else None


def _check(wish: FenceWish) -> None:
    wrong = why_not(wish.area)
    if wrong is not None:
        raise Problem(422, "fence_invalid", wrong)


async def _check_devices(connection: AsyncConnection, wish: FenceWish) -> None:
    """See that the batteries still lie under the account of the fence."""
    if not wish.devices:
        return
    query = select(DEVICES.c.account_path).where(DEVICES.c.pk.in_(wish.devices))
    paths = (await connection.execute(query)).scalars().all()
    if not all(is_within(path, wish.account_path) for path in paths):
        raise Problem(
            422, "device_outside", "A battery does not belong to the account of the fence."
        )


async def _assign(connection: AsyncConnection, fence: str, devices: Iterable[int]) -> None:
    rows = [{"fence": fence, "device": pk} for pk in sorted(devices)]
    if rows:
        await connection.execute(insert(FENCE_DEVICES), rows)


def _values(wish: FenceWish) -> dict[str, Any]:
    return {
        "account_path": wish.account_path,
        "name": wish.name,
        "shape": json.dumps(shape_json(wish.area)),
        "schedule": None if wish.schedule is None else json.dumps(schedule_json(wish.schedule)),
        "is_everyones": wish.is_everyones,
    }


def _row(row: Mapping[str, Any], devices: Iterable[int]) -> FenceRow:
    schedule = row["schedule"]
    return FenceRow(
        id=row["id"],
        serial=row["serial"],
        account_path=row["account_path"],
        name=row["name"],
        area=area_of(json.loads(row["shape"])),
        schedule=None if schedule is None else schedule_of(json.loads(schedule)),
        is_everyones=row["is_everyones"],
        devices=frozenset(devices),
        created_ms=row["created_ms"],
    )
