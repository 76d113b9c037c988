"""What somebody asks of an open device by the desk: nothing is sent while writing is locked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import LockedError

if TYPE_CHECKING:
    from mingtang_desk.device.calibration import CalibrationPoint
    from mingtang_desk.device.catalogue.controls import Action
    from mingtang_desk.device.settings import SettingValue
    from mingtang_desk.device.transaction import WriteResult
    from mingtang_desk.interfaces.gate import Gate
    from mingtang_desk.session.calibration import CalibrationJob
    from mingtang_desk.session.control import ControlResult
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.raw import RawReply


class GuardedWrites:
    """The lock of the desk, and everything that it holds back.

    Attributes:
        gate: says what whoever is signed in may do.
        writing_unlocked: False until somebody unlocks it.
    """

    def __init__(self, gate: Gate, who: str) -> None:
        self.gate = gate
        self.writing_unlocked = False
        self._who = who

    @property
    def who(self) -> str:
        """Return the name written into the journal: who is signed in, else the system's user."""
        return self.gate.who or self._who

    async def write_settings(
        self, session: DeviceSession, changes: Mapping[str, SettingValue]
    ) -> WriteResult:
        """`DeviceSession.write_settings`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.write_settings(changes, who=self.who)

    async def undo_last(self, session: DeviceSession) -> WriteResult:
        """`DeviceSession.undo_last`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.undo_last(who=self.who)

    async def resume_write(self, session: DeviceSession) -> WriteResult:
        """`DeviceSession.resume_write`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.resume_write(who=self.who)

    async def roll_back(self, session: DeviceSession) -> WriteResult:
        """`DeviceSession.roll_back`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.roll_back(who=self.who)

    async def leave_write(self, session: DeviceSession) -> None:
        """`DeviceSession.leave_write`: nothing is written."""
        await session.leave_write(who=self.who)

    async def control(
        self,
        session: DeviceSession,
        action: Action,
        value: SettingValue | None = None,
        *,
        trial_s: float | None = None,
    ) -> ControlResult:
        """`DeviceSession.control`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.control(action, value, who=self.who, trial_s=trial_s)

    async def calibrate(self, job: CalibrationJob) -> CalibrationPoint:
        """`CalibrationJob.send`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await job.send(who=self.who)

    async def undo_calibration(self, session: DeviceSession, point: CalibrationPoint) -> None:
        """`Calibrator.undo`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        await session.calibrator.undo(point, who=self.who)

    async def send_raw(
        self, session: DeviceSession, data: bytes, *, wait_s: float | None = None
    ) -> RawReply:
        """`DeviceSession.send_raw`, refused with `LockedError` while writing is locked."""
        self._check_lock()
        return await session.send_raw(data, who=self.who, wait_s=wait_s)

    def _check_lock(self) -> None:
        if not self.writing_unlocked:
            raise LockedError("write_locked")
