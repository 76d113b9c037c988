"""Apply one settings file to one pack or to many, one after the other, and tell how each ended.

Each pack: connect, read, check, write only what differs in one transaction, read back. A pack that
is cut off is told as such; the next one begins only when this one has ended.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import (
    MingtangError,
    NotPermittedError,
    OutOfRangeError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.identity import code_of
from mingtang_desk.device.sample import PackInfo
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.device.transaction import FieldResult, FieldState, WriteResult
from mingtang_desk.session.golden_plan import Accept, ApplyPlan, BoardNow, Refusal, plan_apply

if TYPE_CHECKING:
    from mingtang_desk.core.clock import Clock
    from mingtang_desk.rules.finding import Finding
    from mingtang_desk.session.device_session import DeviceSession

_log = logging.getLogger(__name__)

type Opener = Callable[[str], AbstractAsyncContextManager[DeviceSession]]
"""Gives the session of an address for the time of a block."""
type Writer = Callable[[DeviceSession, Mapping[str, SettingValue]], Awaitable[WriteResult]]
"""Writes settings: the session itself, or the hub, whose lock counts."""


class PackState(StrEnum):
    """Where one pack stands.

    APPLIED: every field reads as the set says. PARTLY: some do not (clamped, refused, unknown).
    SKIPPED: it is warned of, and nobody accepted that; nothing was sent. It ends no run.
    REFUSED: the set does not fit; nothing was sent. FAILED: link or board. CANCELLED: not begun, or
    stopped; what a stopped write stored is in the journal.
    """

    WAITING = "waiting"
    CONNECTING = "connecting"
    CHECKING = "checking"
    WRITING = "writing"
    APPLIED = "applied"
    PARTLY = "partly"
    REFUSED = "refused"
    SKIPPED = "skipped"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """True when nothing more happens to this pack."""
        return self not in _AT_WORK

    @property
    def good(self) -> bool:
        """True when the pack has the set."""
        return self is PackState.APPLIED


_BEFORE_SENDING = (NotPermittedError, OutOfRangeError, UnsupportedError)
"""Errors that a write raises before its first byte."""
_WARNED = frozenset(("cloud_write_warned", "warnings_not_accepted"))
_AT_WORK = frozenset(
    (PackState.WAITING, PackState.CONNECTING, PackState.CHECKING, PackState.WRITING)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PackReport:
    """One pack: who it is, how it ended, each field.

    Attributes:
        code: what tells this pack from others of its kind, "" unknown.
        changed: how many fields were sent; the others were so already.
        left_out: fields of one pack alone that were not asked for.
        transaction: number in the journal, 0 = nothing was sent.
        seconds: from connecting to the end.
    """

    uri: str
    state: PackState
    name: str = ""
    device_id: str | None = None
    code: str = ""
    protocol: str = ""
    started: datetime | None = None
    seconds: float = 0.0
    fields: Mapping[str, FieldResult] = field(default_factory=dict)
    changed: int = 0
    side_effects: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    error: MingtangError | None = None
    transaction: int = 0

    @property
    def why(self) -> MingtangError | None:
        """Why it is not applied, where there is one reason; the first where there are several."""
        return self.refusals[0].error if self.refusals else self.error


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchReport:
    """All packs of one run."""

    document: SettingsDocument
    who: str
    started: datetime
    ended: datetime
    packs: tuple[PackReport, ...]

    @property
    def good(self) -> bool:
        """True when every pack has the set."""
        return bool(self.packs) and all(pack.state.good for pack in self.packs)

    def count(self, *states: PackState) -> int:
        """Return how many packs ended so."""
        return sum(pack.state in states for pack in self.packs)


type Tell = Callable[[int, PackReport], None]
"""Gets the number of a pack and where it stands, each time that changes."""


async def planned(
    session: DeviceSession, document: SettingsDocument, accept: Accept
) -> tuple[ApplyPlan, SettingsReading]:
    """Read a board, and return what applying a file to it would do.

    Raises:
        MingtangError: as `DeviceSession.read_settings` tells.
    """
    model = session.model
    if Capability.SETTINGS_READ not in model.capabilities:
        if model.lacks:
            raise UnsupportedError("unsupported_here", what="settings", why=model.lacks)
        raise UnsupportedError("unsupported", what="settings")
    now = await session.read_settings()
    info = PackInfo() if model.sample is None else model.sample.info
    board = BoardNow(protocol=model.protocol, specs=model.settings_specs, reading=now, info=info)
    return plan_apply(document, board, accept), now


async def apply_document(
    session: DeviceSession,
    document: SettingsDocument,
    accept: Accept,
    *,
    write: Writer,
    clock: Clock,
    tell: Callable[[PackReport], None] = lambda _: None,
) -> PackReport:
    """Apply a file to one open device; refusals are in the report.

    Raises:
        MingtangError: as `DeviceSession.read_settings` and `write_settings` tell.
    """
    began, model = clock.monotonic(), session.model
    report = PackReport(
        uri=session.uri.text,
        state=PackState.CHECKING,
        name=model.name,
        device_id=session.key.device_id,
        protocol=model.protocol,
        started=clock.now(),
    )
    tell(report)
    plan, now = await planned(session, document, accept)
    report = replace(
        report, code=code_of(now.values), left_out=plan.left_out, refusals=plan.refusals
    )

    def ended(report: PackReport, state: PackState) -> PackReport:
        return replace(report, state=state, seconds=round(clock.monotonic() - began, 3))

    if plan.refusals:
        return ended(report, PackState.REFUSED)
    fields = {
        key: FieldResult(old=value, sent=value, read=value, state=FieldState.APPLIED)
        for key, value in plan.already.items()
    }
    if not plan.changes:
        return ended(replace(report, fields=fields), PackState.APPLIED)
    tell(replace(report, state=PackState.WRITING, changed=len(plan.changes)))
    result = await write(session, plan.changes)
    every = {**fields, **result.fields}
    order = [key for key in document.settings if key in every]
    order += [key for key in every if key not in document.settings]
    done = replace(
        report,
        fields={key: every[key] for key in order},
        changed=len(plan.changes),
        side_effects=result.side_effects,
        transaction=result.id,
    )
    return ended(done, PackState.APPLIED if result.applied else PackState.PARTLY)


async def apply_at(
    uri: str,
    document: SettingsDocument,
    accept: Accept,
    *,
    opener: Opener,
    write: Writer,
    clock: Clock,
    tell: Callable[[PackReport], None] = lambda _: None,
) -> PackReport:
    """Connect one pack, apply a file to it and let go of it; what fails is in the report."""
    began = clock.monotonic()
    last = PackReport(uri=uri, state=PackState.CONNECTING, started=clock.now())

    def keep(report: PackReport) -> None:
        nonlocal last
        last = replace(report, uri=uri)
        tell(last)

    keep(last)
    try:
        async with opener(uri) as session:
            done = await apply_document(
                session, document, accept, write=write, clock=clock, tell=keep
            )
            last = replace(done, uri=uri)
    except MingtangError as error:
        if not last.state.ended:  # a link that closes badly after a good end changes nothing
            _log.info("%s: %s", uri, error)
            seconds = round(clock.monotonic() - began, 3)
            if error.key in _WARNED:
                last = replace(last, state=PackState.SKIPPED, changed=0)
            elif isinstance(error, _BEFORE_SENDING):
                last = replace(last, state=PackState.REFUSED, changed=0)
            else:
                last = replace(last, state=PackState.FAILED)
            last = replace(last, error=error, seconds=seconds)
    tell(last)
    return last


NOBODY: Mapping[str, MingtangError] = {}
NONE: Mapping[str, Sequence[Finding]] = {}


class GoldenBatch:
    """One run over many packs.

    Args:
        stop_on_error: the first pack that does not end applied ends the run; else it goes on.
        skip: packs that are left out, and why.
        consents: what was accepted of each pack, by address.
        tell: gets every change.
    """

    def __init__(
        self,
        document: SettingsDocument,
        uris: Sequence[str],
        accept: Accept,
        *,
        opener: Opener,
        write: Writer,
        clock: Clock,
        who: str,
        stop_on_error: bool = True,
        tell: Tell = lambda _number, _report: None,
        skip: Mapping[str, MingtangError] = NOBODY,
        consents: Mapping[str, Sequence[Finding]] = NONE,
    ) -> None:
        self.document, self.uris, self.accept = document, tuple(dict.fromkeys(uris)), accept
        self.stop_on_error = stop_on_error
        self._opener, self._write, self._clock, self._who = opener, write, clock, who
        self._tell = tell
        self._skip, self._consents = skip, consents
        self._stopped = False
        self.packs = [PackReport(uri=uri, state=PackState.WAITING) for uri in self.uris]

    def stop(self) -> None:
        """Begin no further pack; the one that is under way ends in good order."""
        self._stopped = True

    async def run(self) -> BatchReport:
        """Go through all packs; a cancelled run carries the write under way to its end."""
        started = self._clock.now()
        try:
            for number, uri in enumerate(self.uris):
                if self._stopped:
                    break
                await self._one(number, uri)
                state = self.packs[number].state
                if self.stop_on_error and not state.good and state is not PackState.SKIPPED:
                    break
        finally:
            for number, pack in enumerate(self.packs):
                if not pack.state.ended:
                    self._keep(number, replace(pack, state=PackState.CANCELLED))
        return self.report(started)

    def report(self, started: datetime) -> BatchReport:
        """Return the packs as they stand."""
        return BatchReport(
            document=self.document,
            who=self._who,
            started=started,
            ended=self._clock.now(),
            packs=tuple(self.packs),
        )

    async def _one(self, number: int, uri: str) -> None:
        def tell(report: PackReport) -> None:
            self._keep(number, report)

        async def write(session: DeviceSession, changes: Mapping[str, SettingValue]) -> WriteResult:
            session.consent(changes, self._consents.get(uri, ()))
            return await self._write(session, changes)

        if (why := self._skip.get(uri)) is not None:
            tell(replace(self.packs[number], state=PackState.SKIPPED, error=why))
            return
        await apply_at(
            uri,
            self.document,
            self.accept,
            opener=self._opener,
            write=write,
            clock=self._clock,
            tell=tell,
        )
        await asyncio.sleep(0)

    def _keep(self, number: int, report: PackReport) -> None:
        self.packs[number] = report
        self._tell(number, report)
