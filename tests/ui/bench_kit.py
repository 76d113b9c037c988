"""A hub that answers as it is told, a history of a few lines, and panels on them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import cast

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.control_guard import Evidence
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult, undo_of
from mingtang_desk.history.records import EventRecord
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry
from mingtang_desk.session.device_session import ControlResult, DeviceSession
from mingtang_desk.ui.selection import Selection
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from tests.ui.building import context_of
from tests.ui.fakes import START, FakeHub, FakeSession, sample_weak, settings_17s

URI = "serial:///dev/ttyUSB0?baud=9600&protocol=jbd"
KEY = DeviceKey(protocol="jbd", device_id=None, uri=URI, name="BT204805013CT00220940784")


class BenchSession(FakeSession):
    """Knows who it is for the journal."""

    @property
    def key(self) -> DeviceKey:
        return replace(KEY, uri=self.model.uri, name=self.model.name)


class BenchHub(FakeHub):
    """Ends each write as `states` says, and each control as `confirmed` says."""

    def __init__(self) -> None:
        super().__init__()
        self.states: dict[str, tuple[FieldState, SettingValue | None]] = {}
        self.side_effects: tuple[str, ...] = ()
        self.confirmed = True
        self.fails: Exception | None = None
        self.undone: list[str] = []
        self.trial_s: list[float | None] = []
        self.evidence: Evidence | None = None

    def bench(self, uri: str = URI) -> BenchSession:
        """Open a live device with settings."""
        session = BenchSession(uri, self.clock)
        self._sessions.append(session)
        session.identify("BT204805013CT00220940784", "Mingtang BM312")
        session.live(sample_weak())
        session.model.apply_settings(settings_17s())
        return session

    async def write_settings(
        self, session: FakeSession, changes: Mapping[str, SettingValue]
    ) -> WriteResult:
        self._unlocked()
        if self.fails is not None:
            raise self.fails
        session.writes.append(dict(changes))
        old = session.model.settings.values if session.model.settings else {}
        fields = {}
        for key, value in changes.items():
            state, read = self.states.get(key, (FieldState.APPLIED, value))
            fields[key] = FieldResult(old=old.get(key), sent=value, read=read, state=state)
        result = WriteResult(
            id=7, time=START, who=self.who, fields=fields, side_effects=self.side_effects
        )
        read_back = {key: field.read for key, field in fields.items() if field.read is not None}
        session.model.apply_settings(replace(settings_17s(), values=read_back))
        session.model.apply_write(result)
        return result

    async def undo_last(self, session: FakeSession) -> WriteResult:
        self._unlocked()
        self.undone.append(session.model.uri)
        assert session.model.last_write is not None
        changes = undo_of(session.model.last_write.fields)
        return await self.write_settings(session, changes)

    async def control(  # type: ignore[override]  # the real one has a result
        self,
        session: FakeSession,
        action: Action,
        value: SettingValue | None = None,
        *,
        trial_s: float | None = None,
    ) -> ControlResult:
        self._unlocked()
        if self.fails is not None:
            raise self.fails
        session.controls.append((action, value))
        self.trial_s.append(trial_s)
        return ControlResult(
            action=action, confirmed=self.confirmed, state={}, evidence=self.evidence
        )


def entry(number: int, fields: Mapping[str, FieldResult], **changes: object) -> JournalEntry:
    """A write as the journal keeps it."""
    values: dict[str, object] = {
        "id": number,
        "device": KEY,
        "kind": "settings",
        "who": "tester",
        "opened": START + timedelta(seconds=number * 10),
        "closed": START + timedelta(seconds=number * 10 + 2),
        "sent": {key: field.sent for key, field in fields.items()},
        "old": {key: field.old for key, field in fields.items() if field.old is not None},
        "fields": fields,
    }
    return JournalEntry(**{**values, **changes})  # type: ignore[arg-type]


def field(old: SettingValue, sent: SettingValue, state: FieldState) -> FieldResult:
    """How one field ended, with what would be read back then."""
    read = {FieldState.APPLIED: sent, FieldState.REFUSED: old}.get(state)
    return FieldResult(old=old, sent=sent, read=read, state=state)


class FakeHistory:
    """A history of a few lines."""

    def __init__(self) -> None:
        self.entries: list[JournalEntry] = []
        self.happened: list[EventRecord] = []
        self.observers: list[Callable[..., None]] = []

    async def journal_entries(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[JournalEntry]:
        return sorted(self.entries, key=lambda each: each.opened, reverse=True)[:limit]

    async def events(
        self, device: DeviceKey | None = None, *, limit: int | None = None
    ) -> list[EventRecord]:
        return sorted(self.happened, key=lambda each: each.time, reverse=True)[:limit]

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        mine = [each for each in self.entries if each.device.uri == device.uri]
        undone = {each.undoes for each in mine}
        found = [each for each in mine if each.kind == "settings" and each.id not in undone]
        return max(found, key=lambda each: each.id, default=None)

    def observe(self, callback: Callable[..., None]) -> Callable[[], None]:
        self.observers.append(callback)
        return lambda: self.observers.remove(callback)

    def event(self, at: float, key: str, device: DeviceKey = KEY, **values: object) -> None:
        """Let something have happened."""
        self.happened.append(
            EventRecord(device=device, time=START + timedelta(seconds=at), key=key, values=values)
        )


def full_history() -> FakeHistory:
    """What a morning at the bench leaves."""
    history = FakeHistory()
    applied, refused = FieldState.APPLIED, FieldState.REFUSED
    history.entries = [
        entry(1, {"cell_ovp_v": field(4.25, 4.2, applied)}, side_effects=("counters_cleared",)),
        entry(
            2,
            {
                "cell_ovr_v": field(4.15, 4.1, applied),
                "pack_ovp_v": field(71.75, 70.0, refused),
                "cell_uvp_v": FieldResult(old=2.75, sent=2.801, read=2.8, state=FieldState.CLAMPED),
            },
        ),
        entry(3, {"discharge": field(True, False, applied)}, kind="control"),
        entry(
            4,
            {"chg_otp_c": field(60.0, 55.0, FieldState.UNKNOWN)},
            closed=None,
        ),
    ]
    history.event(1, "connected", where="Serial /dev/ttyUSB0", name="BT2048")
    history.event(35, "protection_on", what="cell_ov")
    history.event(38, "protection_off", what="cell_ov")
    history.event(50, "silent", where="Serial /dev/ttyUSB0", error="no_answer")
    history.event(5, "connected", device=replace(KEY, uri="sim://jbd-4s", name="4S"), where="sim")
    return history


def context_for(hub: FakeHub, theme: Theme, history: object | None = None) -> PanelContext:
    """A context that follows the only device of `hub`."""
    context = replace(context_of(hub, theme), history=history)
    assert isinstance(context.selection, Selection)
    if hub.sessions:
        context.selection.select(hub.sessions[0])
    return context


def real(session: FakeSession) -> DeviceSession:
    """The same, as the window knows it."""
    return cast("DeviceSession", session)
