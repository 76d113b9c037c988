"""What is watched of one battery: its guard, its fences, how it moves."""

import json
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncConnection

from mingtang_desk.geo.arming import ArmState, Guard
from mingtang_desk.geo.distance import Place
from mingtang_desk.geo.fence import Fence
from mingtang_desk.server.core import Core
from mingtang_desk.server.devices.device import Device
from mingtang_desk.server.rides.alarm_changes import Open
from mingtang_desk.server.rides.fences import FenceRow, Fences
from mingtang_desk.server.rides.guard_json import guard_json, guard_of, place_of
from mingtang_desk.server.rides.live import LiveMotion
from mingtang_desk.server.rides.pending import batched
from mingtang_desk.server.store.bulk import Bulk
from mingtang_desk.server.store.store import Transaction
from mingtang_desk.server.store.tables.rides import RULE_STATE

RULE = "watch"
MOST_MOTIONS = 20_000
"""Motions kept in full, about 5 kB each; of the rest since when and where they stand."""
MOST_EVENTS = 16
_KEEP = (
    "INSERT INTO rule_state (device, rule, body) VALUES (?, ?, ?)"
    " ON CONFLICT (device, rule) DO UPDATE SET body = excluded.body"
)


@dataclass(slots=True, kw_only=True)
class Watch:
    """One battery.

    Attributes:
        pk: its internal key.
        guard: the arming; auto: it arms by itself after every ride.
        fences: each with what is remembered of it.
        sides: of each fence, whether the battery is inside.
        last: Unix seconds of the last row; looked: of the last that was looked at closely.
        asked: which epoch and account its fences are of.
        still: since when and where it stands, as stored; None while it moves.
        events: time and name of the last rows with an event, so that repeated rows count once.
        late: the last alarm of a late row, and its time; in memory only.
        tracker_armed: what the tracker says of its own arming; None = nothing.
        is_changed: something of it is to be stored.
    """

    pk: int
    guard: Guard = field(default_factory=Guard)
    auto: bool = False
    fences: tuple[tuple[FenceRow, Fence], ...] = ()
    sides: dict[str, bool] = field(default_factory=dict)
    asked: tuple[int, str] = (-1, "")
    last: float = 0.0
    looked: float = 0.0
    still: tuple[float, Place] | None = None
    events: list[tuple[float, str]] = field(default_factory=list)
    late: Open | None = None
    tracker_armed: bool | None = None
    is_changed: bool = False

    @property
    def is_guarded(self) -> bool:
        """Whether the guard has to see rows."""
        return self.auto or self.guard.state is not ArmState.DISARMED

    def is_new(self, time: float, event: str) -> bool:
        """Whether a row with an event has not been seen; it is noted."""
        if (time, event) in self.events:
            return False
        self.events.append((time, event))
        del self.events[:-MOST_EVENTS]
        return True


class Watches:
    """All batteries that are guarded or fenced."""

    def __init__(self, core: Core, fences: Fences) -> None:
        self._core = core
        self._fences = fences
        self._all: dict[int, Watch] = {}
        self._motions: OrderedDict[int, LiveMotion] = OrderedDict()
        self._batch = Batch()

    async def start(self) -> None:
        """Read what is remembered."""
        query = select(RULE_STATE).where(RULE_STATE.c.rule == RULE)
        async with self._core.store.read() as connection:
            rows = (await connection.execute(query)).all()
        self._all = {row.device: _watch(row.device, json.loads(row.body)) for row in rows}
        self._motions.clear()
        self._batch = Batch()

    async def reload(self, connection: AsyncConnection, pks: Collection[int]) -> None:
        """Take what is remembered of some from the tables, after a transaction that failed."""
        self.forget(pks)
        for some in batched(pks):
            query = select(RULE_STATE).where(RULE_STATE.c.rule == RULE)
            rows = await connection.execute(query.where(RULE_STATE.c.device.in_(some)))
            for row in rows:
                self._all[row.device] = _watch(row.device, json.loads(row.body))

    def forget(self, pks: Iterable[int]) -> None:
        """Forget some."""
        for pk in pks:
            self._all.pop(pk, None)
            self._motions.pop(pk, None)
            self._batch.waiting.pop(pk, None)

    def get(self, pk: int) -> Watch | None:
        """Return what is watched of a battery; None = nothing was ever."""
        return self._all.get(pk)

    def made(self, pk: int) -> Watch:
        """Return it, made if there is none."""
        watch = self._all.get(pk)
        if watch is None:
            watch = self._all[pk] = Watch(pk=pk)
        return watch

    def needed(self, device: Device) -> Watch | None:
        """Return it where a row has to be looked at, with its fences up to date."""
        watch = self._all.get(device.pk)
        rows = self._fences.of(device)
        if watch is None:
            if not rows:
                return None
            watch = self.made(device.pk)
        asked = (self._fences.epoch, device.account_path)
        if watch.asked != asked:
            watch.asked = asked
            known = {row.id: (row.area, fence) for row, fence in watch.fences}
            watch.fences = tuple((row, self._fence(watch, row, known)) for row in rows)
        return watch if watch.fences or watch.is_guarded else None

    def is_free(self, device: Device) -> bool:
        """Whether nothing of a battery is or was watched; never fails."""
        return device.pk not in self._all and not self._fences.of(device)

    def motion(self, watch: Watch) -> LiveMotion:
        """Return how it moves."""
        found = self._motions.get(watch.pk)
        if found is None:
            found = LiveMotion() if watch.still is None else LiveMotion.taken_up(*watch.still)
            self._motions[watch.pk] = found
            if len(self._motions) > MOST_MOTIONS:
                self._motions.popitem(last=False)
        else:
            self._motions.move_to_end(watch.pk)
        return found

    def anew(self, watch: Watch) -> None:
        """Forget how it moved: its rows were of a wrong clock."""
        self._motions.pop(watch.pk, None)
        watch.last = watch.looked = 0.0

    def kept(self, watch: Watch) -> "Kept":
        """Return the change that stores it."""
        self._batch.waiting[watch.pk] = watch
        return Kept(watch, self._batch, is_sqlite=self._core.store.is_sqlite)

    def _fence(self, watch: Watch, row: FenceRow, known: Mapping[str, tuple[Any, Fence]]) -> Fence:
        area, fence = known.get(row.id, (None, None))
        if fence is not None and area == row.area:
            return fence
        # A fence that was drawn anew begins anew: on which side it is, the next row says.
        side = watch.sides.get(row.id) if area is None else None
        return Fence(row.area, inside=side)


@dataclass(slots=True)
class Batch:
    """What waits to be stored, and what a transaction has stored already.

    Attributes:
        waiting: by battery.
        tx: the last transaction that stored something; done: batteries in it.
    """

    waiting: dict[int, Watch] = field(default_factory=dict)
    tx: Transaction | Bulk | None = None
    done: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Kept:
    """Stores what is watched of a battery, as it is when that is written.

    The first of a transaction stores all that wait: one statement for a group of readings. A group
    that failed is written again one by one, each with its own.
    """

    watch: Watch
    batch: Batch
    is_sqlite: bool

    @property
    def is_quick(self) -> bool:
        """It needs nothing of the tables."""
        return True

    def add(self, bulk: Bulk) -> None:
        """Write it with a group of SQLite."""
        todo = self._todo(bulk)
        if todo:
            bulk.add(_KEEP, [(pk, RULE, _text(watch)) for pk, watch in todo.items()])

    async def write(self, tx: Transaction) -> None:
        """Write it."""
        todo = self._todo(tx)
        if not todo:
            return
        insert = (sqlite_insert if self.is_sqlite else postgresql_insert)(RULE_STATE)
        rows = [{"device": pk, "rule": RULE, "body": _text(watch)} for pk, watch in todo.items()]
        await tx.connection.execute(
            insert.on_conflict_do_update(
                index_elements=["device", "rule"], set_={"body": insert.excluded.body}
            ),
            rows,
        )

    def _todo(self, tx: Transaction | Bulk) -> dict[int, Watch]:
        """Return what this transaction has to store now, and note that it does."""
        batch = self.batch
        if batch.tx is not tx:
            batch.tx, batch.done = tx, set()
        todo = dict(batch.waiting)
        if self.watch.pk not in batch.done:
            todo[self.watch.pk] = self.watch
        batch.waiting.clear()
        batch.done.update(todo)
        return todo


def _text(watch: Watch) -> str:
    return json.dumps(_json(watch), separators=(",", ":"))


def _json(watch: Watch) -> dict[str, Any]:
    return {
        "guard": guard_json(watch.guard),
        "auto": watch.auto,
        "sides": watch.sides,
        "last": watch.last,
        "still": watch.still,
        "events": watch.events,
        "tracker_armed": watch.tracker_armed,
    }


def _watch(pk: int, told: Mapping[str, Any]) -> Watch:
    still = None
    if told["still"] is not None:
        since, place = told["still"]
        found = place_of(place)
        still = None if found is None else (float(since), found)
    return Watch(
        pk=pk,
        guard=guard_of(told["guard"]),
        auto=told["auto"],
        sides=told["sides"],
        last=told["last"],
        still=still,
        events=[(time, event) for time, event in told["events"]],
        tracker_armed=told["tracker_armed"],
    )
