"""All open devices of the desk, and the lock that keeps it read-only until somebody unlocks it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import MingtangError, UnsupportedError
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.guarded import GuardedWrites
from mingtang_desk.session.tasks import report_bug

if TYPE_CHECKING:
    from mingtang_desk.core.clock import Clock
    from mingtang_desk.interfaces.storage import Journal, SampleStore
    from mingtang_desk.interfaces.transport import Tap
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.opening import MakeSession
    from mingtang_desk.session.pins import AskPin
    from mingtang_desk.session.portshare import PortShare
    from mingtang_desk.session.recorder import Recorder
    from mingtang_desk.session.timing import Timing
    from mingtang_desk.session.transports import Boards
    from mingtang_desk.wire.capture import Entry

_END_S = 5.0


class HubEvent(StrEnum):
    """What changed in the hub."""

    OPENED = "opened"
    CLOSED = "closed"
    WRITING = "writing"
    CAPTURE = "capture"
    SIGN_IN = "sign_in"


type HubObserver = Callable[[HubEvent, DeviceSession | None], None]


@dataclass(slots=True)
class _Open:
    """A session with what belongs to it."""

    session: DeviceSession
    recorder: Recorder
    task: asyncio.Task[None] | None = None


class DeviceHub(GuardedWrites):
    """Every session that is open.

    Args:
        boards: makes simulated boards, for `sim://` addresses.
        capture_dir: where recordings go that name no file.
        share: the ports that other desks may ask for; whoever made it closes it.
        others: makes the sessions of schemes that a layer above knows.
    """

    def __init__(
        self,
        *,
        clock: Clock,
        journal: Journal | None = None,
        store: SampleStore | None = None,
        who: str = "",
        boards: Boards | None = None,
        capture_dir: Path | None = None,
        timing: Timing | None = None,
        share: PortShare | None = None,
        gate: Gate = OPEN_GATE,
        others: Mapping[str, MakeSession] | None = None,
    ) -> None:
        super().__init__(gate, who)
        self._clock = clock
        self._journal = journal
        self._store = store
        self._boards = boards
        self._capture_dir = capture_dir
        self._timing = timing
        self._share = share
        self._others = others
        self._open: dict[DeviceSession, _Open] = {}
        self._observers: dict[object, HubObserver] = {}

    @property
    def sessions(self) -> tuple[DeviceSession, ...]:
        """Open sessions in the order they were opened."""
        return tuple(self._open)

    def observe(self, callback: HubObserver) -> Callable[[], None]:
        """Call `callback(event, session)` after each change; return a function that ends it."""
        handle = object()
        self._observers[handle] = callback

        def end() -> None:
            self._observers.pop(handle, None)

        return end

    async def open(
        self,
        uri: str,
        *,
        keep: bool = False,
        poll_s: float | None = None,
        ask_pin: AskPin | None = None,
    ) -> DeviceSession:
        """Open a device and poll it from now on; an address open already gives its session.

        Boards on the same port or converter share one line, and one recording.

        With `keep` a first connect that fails is no error: the session stays and retries, and its
        model says why. `ask_pin` is asked when a Bluetooth module wants its owner's PIN.

        Raises:
            UsageError: the address is wrong.
            TransportError, ProtocolError: nobody answered, and not `keep`.
        """
        # Drivers and transports load slowly.
        from mingtang_desk.session.lines import check_same_settings, is_same_board, line_key
        from mingtang_desk.session.opening import make_session
        from mingtang_desk.session.pins import connect_asking
        from mingtang_desk.session.recorder import Recorder

        address = parse_uri(uri)
        for session in self._open:
            if session.uri.text == address.text:
                return session
        key = line_key(address)
        peers = [e for e in self._open.values() if key and line_key(e.session.uri) == key]
        for peer in peers:
            if is_same_board(peer.session.uri, address):
                return peer.session
            check_same_settings(peer.session.uri, address)
        recorder = peers[0].recorder if peers else Recorder(lambda: self._recorded(recorder))
        entry = _Open(
            make_session(
                address,
                clock=self._clock,
                journal=self._journal,
                store=self._store,
                boards=self._boards,
                tap=recorder,
                poll_s=poll_s,
                timing=self._timing,
                line=peers[0].session.line if peers else None,
                share=self._share,
                gate=self.gate,
                others=self._others,
            ),
            recorder,
        )
        session = entry.session
        self._open[session] = entry
        self._tell(HubEvent.OPENED, session)
        try:
            await connect_asking(session, ask_pin)
        except MingtangError:
            if not keep:
                await self.close(session)
                raise
        except asyncio.CancelledError:
            await self.close(session)
            raise
        if session in self._open:
            entry.task = asyncio.create_task(session.run(), name=f"poll {address.text}")
            entry.task.add_done_callback(report_bug)
        return session

    @property
    def clock(self) -> Clock:
        """The clock of the desk."""
        return self._clock

    @contextlib.asynccontextmanager
    async def visit(self, uri: str) -> AsyncIterator[DeviceSession]:
        """Give the open session of an address, or one of its own for the time of a block.

        Raises:
            UsageError, TransportError, ProtocolError: as `open`.
        """
        from mingtang_desk.session.lines import check_same_settings, is_same_board, line_key
        from mingtang_desk.session.opening import make_session

        address = parse_uri(uri)
        key = line_key(address)
        peers = [s for s in self._open if key and line_key(s.uri) == key]
        for session in self._open:
            same = session in peers and is_same_board(session.uri, address)
            if session.uri.text == address.text or same:
                yield session
                return
        for peer in peers:
            check_same_settings(peer.uri, address)
        visited = make_session(
            address,
            clock=self._clock,
            journal=self._journal,
            store=self._store,
            boards=self._boards,
            timing=self._timing,
            line=peers[0].line if peers else None,
            share=self._share,
            gate=self.gate,
            others=self._others,
        )
        try:
            await visited.connect()
            yield visited
        finally:
            await visited.close()

    async def close(self, session: DeviceSession) -> None:
        """Close one device; a second call is harmless."""
        entry = self._open.pop(session, None)
        if entry is None:
            return
        try:
            await session.close()
            if entry.task is not None:
                await asyncio.wait({entry.task}, timeout=_END_S)
        finally:
            if entry.task is not None:
                entry.task.cancel()
            if all(other.recorder is not entry.recorder for other in self._open.values()):
                entry.recorder.stop()
            self._tell(HubEvent.CLOSED, session)

    async def close_all(self) -> None:
        """Close every device; nothing of the hub runs afterwards."""
        async with asyncio.TaskGroup() as group:
            for session in self.sessions:
                group.create_task(self.close(session))

    def set_writing(self, unlocked: bool) -> None:
        """Unlock or lock writing; with nobody signed in who may write, that is asked for first."""
        if unlocked and not self.gate.may_write:
            self._tell(HubEvent.SIGN_IN, None)
            return
        if unlocked is not self.writing_unlocked:
            self.writing_unlocked = unlocked
            self._tell(HubEvent.WRITING, None)

    def start_capture(self, session: DeviceSession, path: Path | None = None) -> Path:
        """Record the bytes of a session from now on; return the file.

        Raises:
            StorageError: the file cannot be written, or none is named and there is no folder.
            UnsupportedError: no byte of it crosses a link of this desk.
        """
        from mingtang_desk.wire.capture import CaptureHeader

        entry = self._open[session]
        if session.uri.scheme == "cloud":
            raise UnsupportedError("cloud_no_bytes")
        now = self._clock.now()
        if path is None:
            name = f"{now:%Y%m%d-%H%M%S}-{session.key.protocol or 'unknown'}-{id(session):x}.jsonl"
            path = (self._capture_dir or Path.cwd()) / name
        header = CaptureHeader(
            protocol=session.key.protocol,
            started=now,
            uri=session.uri.text,
            extra={"transport": session.uri.scheme, "model": session.key.name, "who": self.who},
        )
        entry.recorder.start(path, header)
        self._recorded(entry.recorder)
        return path

    def stop_capture(self, session: DeviceSession) -> Path | None:
        """End a recording; return its file, None when there was none."""
        recorder = self._open[session].recorder
        path = recorder.stop()
        if path is not None:
            self._recorded(recorder)
        return path

    def capture_path(self, session: DeviceSession) -> Path | None:
        """Return the file of the running recording, None when there is none."""
        entry = self._open.get(session)
        return None if entry is None else entry.recorder.path

    def recent_chunks(self, session: DeviceSession) -> tuple[Entry, ...]:
        """Return the last chunks that crossed the link of a session, for crash reports."""
        entry = self._open.get(session)
        return () if entry is None else entry.recorder.recent

    def watch_chunks(self, session: DeviceSession, callback: Tap) -> Callable[[], None]:
        """Call `callback(t, direction, bytes)` for each chunk from now on; return what ends it."""
        entry = self._open.get(session)
        return _nothing if entry is None else entry.recorder.watch(callback)

    def _recorded(self, recorder: Recorder) -> None:
        """Tell that a recording began or ended, for all whose line it is."""
        for entry in tuple(self._open.values()):
            if entry.recorder is recorder:
                self._tell(HubEvent.CAPTURE, entry.session)

    def _tell(self, event: HubEvent, session: DeviceSession | None) -> None:
        for callback in tuple(self._observers.values()):
            callback(event, session)


def _nothing() -> None:
    """End a watch that never began."""
