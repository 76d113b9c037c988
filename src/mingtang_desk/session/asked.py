"""What somebody asks of one board: reads, writes, controls, calibration, raw bytes.

The poll and the life of the link are those of `session.device_session`.
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.rules.changes import judge_changes
from mingtang_desk.rules.finding import Finding
from mingtang_desk.rules.pack import known_pack
from mingtang_desk.session import interrupted, raw, undo, write
from mingtang_desk.session.board import Board
from mingtang_desk.session.calibration import Calibrator
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.dead_man import DeadMen
from mingtang_desk.session.keeper import Keeper
from mingtang_desk.session.raw import RawReply
from mingtang_desk.session.relay import Relay


class AskedBoard:
    """A board that can be asked, one thing at a time.

    Args:
        check_open: raises `LinkLostError` when it is closed or released.

    Attributes:
        dead_men: what was switched off on trial.
    """

    def __init__(
        self, board: Board, keeper: Keeper, dead_men: DeadMen, check_open: Callable[[], None]
    ) -> None:
        self.dead_men = dead_men
        self._check_open = check_open
        self._board = board
        self._keeper = keeper
        self._tasks_at_work = 0

    async def read_sample(self, *, durable: bool = False) -> PackSample:
        """Read one sample now; with `durable` return only after it is stored."""
        self._check_open()
        async with self._board.hold() as bus:
            sample = await self._board.read_sample(bus, put=not durable)
        if durable:
            await self._keeper.stored(sample)
        return sample

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        """Read settings, all when `keys` is None (also given to model and store)."""
        async with self._work(), self._board.hold() as bus:
            reading = await self._board.read_settings(bus, keys)
        self._keeper.event("settings_read", {"count": len(reading.values)})
        return reading

    async def read_counters(self) -> CounterReading:
        """Read counters (also given to model and store)."""
        self._check_open()
        async with self._board.hold() as bus:
            return await self._board.read_counters(bus)

    async def write_settings(self, changes: Mapping[str, SettingValue], *, who: str) -> WriteResult:
        """Write settings: check, snapshot, journal, send, read back, compare, journal.

        Raises:
            UnsupportedError, UsageError, OutOfRangeError: refused, nothing was sent.
            StorageError: the journal could not be made durable, nothing was sent; with the key
                `journal_not_closed` it was sent, and the model has the outcome.
            TransportError, ProtocolError: the snapshot could not be read, nothing was sent.
        """
        async with self._work():
            return await write.write_settings(self._board, changes, who=who)

    def consent(self, changes: Mapping[str, SettingValue], warnings: Sequence[Finding]) -> None:
        """Take note that somebody has read these warnings and wants these values; none is due here.

        Where a server writes it wants to be told: for the next write of these values, soon.
        """

    async def foresee(self, changes: Mapping[str, SettingValue]) -> tuple[Finding, ...]:
        """Return what writing would be warned of; nothing is written.

        Raises:
            MingtangError: as `write_settings`.
        """
        model = self._board.model
        current = {} if model.settings is None else model.settings.values
        return judge_changes(changes, current, known_pack(model)).warnings

    async def undo_last(self, *, who: str) -> WriteResult:
        """Undo the newest settings transaction of this device, as a transaction of its own.

        Raises:
            DeviceError: there is nothing to undo, or a field was changed since.
        """
        async with self._work():
            return await undo.undo_last(self._board, who=who)

    async def resume_write(self, *, who: str) -> WriteResult:
        """Finish the write that was broken off. `DeviceError`: none was, or a field changed."""
        async with self._work():
            return await interrupted.resume(self._board, who=who)

    async def roll_back(self, *, who: str) -> WriteResult:
        """Bring back what was there before that write. Raises as `resume_write`."""
        async with self._work():
            return await interrupted.roll_back(self._board, who=who)

    async def leave_write(self, *, who: str) -> None:
        """Note that it stays as it is. Raises `DeviceError` where none was broken off."""
        async with self._work():
            await interrupted.leave(self._board, who=who)

    async def control(
        self,
        action: Action,
        value: SettingValue | None = None,
        *,
        who: str,
        trial_s: float | None = None,
    ) -> ControlResult:
        """Send a control and read its effect back.

        What may cut a link or somebody's power is put back after `trial_s` seconds, or when the
        link is lost, unless `dead_men.keep` is called; None = it stays.

        Raises:
            UnsupportedError, UsageError, OutOfRangeError: refused, nothing was sent.
            RejectedError: the board said no.
            VerifyError: it was sent, and the board reports something else, or nothing.
        """
        async with self._work():
            return await self.dead_men.control(action, value, who=who, trial_s=trial_s)

    @property
    def calibrator(self) -> Calibrator:
        """What it offers of calibration."""
        return Calibrator(self._board, self._work)

    async def send_raw(self, data: bytes, *, who: str, wait_s: float | None = None) -> RawReply:
        """Send bytes as they are, once, and return what was heard after them within `wait_s`.

        Raises:
            StorageError: the journal could not be made durable, nothing was sent.
            TransportError: the link was cut.
        """
        async with self._work():
            return await raw.send_raw(self._board, data, who=who, wait_s=wait_s)

    def relay(self) -> Relay:
        """Return a way for bytes of somebody far away, in turn with what is asked here."""
        return Relay(self._board, self._work, lambda: self._tasks_at_work)

    def note(self, key: str, values: Mapping[str, object]) -> None:
        """Keep an event of it in the history."""
        self._keeper.event(key, values)

    @asynccontextmanager
    async def _work(self) -> AsyncIterator[None]:
        """Mark what `close` must wait for."""
        self._check_open()
        self._tasks_at_work += 1
        try:
            yield
        finally:
            self._tasks_at_work -= 1
