"""What a session refuses whose board cannot be written: everything that would be sent to it."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import NoReturn

from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.raw import RawReply


class ReadOnly(ABC):
    """Stands before `DeviceSession` among the bases of such a session."""

    async def write_settings(self, changes: Mapping[str, SettingValue], *, who: str) -> WriteResult:
        """Refuse: read only."""
        self._refuse("writing")

    async def undo_last(self, *, who: str) -> WriteResult:
        """Refuse: read only."""
        self._refuse("writing")

    async def resume_write(self, *, who: str) -> WriteResult:
        """Refuse: read only."""
        self._refuse("writing")

    async def roll_back(self, *, who: str) -> WriteResult:
        """Refuse: read only."""
        self._refuse("writing")

    async def leave_write(self, *, who: str) -> None:
        """Refuse: read only."""
        self._refuse("writing")

    async def control(
        self,
        action: Action,
        value: SettingValue | None = None,
        *,
        who: str,
        trial_s: float | None = None,
    ) -> ControlResult:
        """Refuse: read only."""
        self._refuse(action.value)

    async def send_raw(self, data: bytes, *, who: str, wait_s: float | None = None) -> RawReply:
        """Refuse: read only."""
        self._refuse("writing")

    @abstractmethod
    def _refuse(self, what: str) -> NoReturn:
        """Raise the error that says why."""
