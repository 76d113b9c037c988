"""What a session of a bench has and one over the cloud has not: a line, trials, waking."""

from collections.abc import AsyncIterator
from typing import NoReturn

from mingtang_desk.core.errors import LinkLostError, UnsupportedError
from mingtang_desk.device.asleep import Diagnosis
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.dead_man import DeadMen
from mingtang_desk.session.waker import Waker
from mingtang_desk.session.waking import TellWaking


class NoLine:
    """In the place of a transport: no byte crosses it, the server speaks with the board."""

    writable = False

    def __init__(self, where: str) -> None:
        self._where = where

    @property
    def where(self) -> str:
        """Server and number."""
        return self._where

    async def open(self) -> None:
        """Refuse: there is no line."""
        self._refuse()

    async def chunks(self) -> AsyncIterator[bytes]:
        """End at once: there is no line."""
        nothing: tuple[bytes, ...] = ()
        for chunk in nothing:
            yield chunk

    async def write(self, data: bytes) -> None:
        """Refuse: there is no line."""
        self._refuse()

    async def close(self) -> None:
        """Do nothing."""

    def _refuse(self) -> NoReturn:
        raise LinkLostError("link_closed", where=self._where)


class NoTrials(DeadMen):
    """Nothing is put back by itself over the cloud.

    Whoever counts the seconds would have to be at the board: a desk that loses its server could
    not put anything back.
    """

    def can_put_back(self, action: Action) -> bool:
        """Say no."""
        return False

    async def control(
        self, action: Action, value: SettingValue | None, *, who: str, trial_s: float | None
    ) -> ControlResult:
        """Refuse: the session does it without a trial."""
        raise UnsupportedError("cloud_no_trial")


class NoWaker(Waker):
    """A tracker wakes by its own clock; a server cannot wake it."""

    async def wake(self, tell: TellWaking) -> Diagnosis:
        """Refuse."""
        raise UnsupportedError("cloud_no_wake")
