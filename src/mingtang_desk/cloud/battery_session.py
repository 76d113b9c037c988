"""A battery behind a server as a device: `cloud://server[:port]/number`.

What is shown is what the server has, as old as the board measured it; a refresh, a write or a
control is a command whose truth the server owns. Nothing here pretends that there is a link.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence

from mingtang_desk.cloud import battery_control
from mingtang_desk.cloud.battery_life import BatteryLife
from mingtang_desk.core.errors import CloudError, UnsupportedError
from mingtang_desk.device.asleep import Diagnosis
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.raw import RawReply
from mingtang_desk.session.waking import TellWaking

_FRESH_S = 10.0
"""A sample so young is as good as one that is asked for."""
_GLANCE_S = 2.0

_log = logging.getLogger(__name__)


class BatterySession(BatteryLife):
    """One battery behind one server.

    Args:
        desk: the logins; the open fleet is used where it is at that server.
        asks: asked at once where a write is warned of; without it `consent` says what was read.
        patience: how long things may take.

    Raises:
        UsageError: the address is none of a battery.
    """

    async def learn(self) -> None:
        """Let the server find out what the board speaks, unless that is known.

        Raises:
            CloudError, CloudRefusalError: as `read_sample`.
        """
        self._check_open()
        if self._board.named is None:
            await self._read("sample")
            await self._all()

    async def read_sample(self, *, durable: bool = False) -> PackSample:
        """Have the board read now; with `durable` return only after it is stored.

        What has come by itself a moment ago is taken as it is.

        Raises:
            CloudError: the server is away, or the tracker.
            CloudRefusalError: the server or the board said no.
        """
        self._check_open()
        if not await self._came():
            async with self._work():
                await self._read("sample")
                await self.shown.sample()
                self.shown.identify()
        sample = self.model.sample
        if sample is None:
            raise CloudError("cloud_not_known_yet", server=self.way.place, detail="no sample")
        self._given = sample
        if durable:
            await self._keeper.stored(sample)
        return sample

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        """Have the board read all settings now.

        Where that cannot be, the model has what was read last, with its time.

        Raises:
            CloudError, CloudRefusalError: as `read_sample`.
        """
        self._must_know()
        async with self._work():
            reading = await self._fresh_settings()
        self._keeper.event("settings_read", {"count": len(reading.values)})
        return reading

    async def read_counters(self) -> CounterReading:
        """Have the board read its counters now. Raises as `read_sample`."""
        self._must_know()
        async with self._work():
            ended = await self._read("stats")
        counters = self.shown.counters_in(ended)
        self.model.apply_counters(counters)
        await self._keeper.counters(counters, "read")
        return counters

    async def write_settings(self, changes: Mapping[str, SettingValue], *, who: str) -> WriteResult:
        """Write by a command, and return what the server read back. Raises as the bench does.

        Raises:
            CloudError: the tracker is away, so that nothing was sent.
            CloudRefusalError: the server said no; `cloud_write_warned` tells in `findings` what is
                not covered by a `consent`. The same write soon after is a consent to those.
        """
        async with self._work():
            await self._must_be_there()
            before = self.model.settings or await self._fresh_settings()
            try:
                return await self._writer.write(changes, before, who=who)
            finally:
                await self._look_after()

    def consent(self, changes: Mapping[str, SettingValue], warnings: Sequence[Finding]) -> None:
        """Somebody has read these warnings, and wants the next write of these values, soon."""
        self._consents.give(changes, warnings)

    async def foresee(self, changes: Mapping[str, SettingValue]) -> tuple[Finding, ...]:
        """Ask the server what it would warn of. Raises as `write_settings`."""
        async with self._work():
            await self._must_be_there()
            before = self.model.settings or await self._fresh_settings()
            return await self._writer.foresee(changes, before)

    async def undo_last(self, *, who: str) -> WriteResult:
        """Write back what the newest write changed, after reading what is so now."""
        return await self._written(self._writer.undo, who)

    async def resume_write(self, *, who: str) -> WriteResult:
        """Write again what was left in doubt."""
        return await self._written(self._writer.resume, who)

    async def roll_back(self, *, who: str) -> WriteResult:
        """Bring back what was there before the write that was left in doubt."""
        return await self._written(self._writer.roll_back, who)

    async def leave_write(self, *, who: str) -> None:
        """Note that it stays as it is."""
        async with self._work():
            await self._writer.leave(who=who)

    async def control(
        self,
        action: Action,
        value: SettingValue | None = None,
        *,
        who: str,
        trial_s: float | None = None,
    ) -> ControlResult:
        """Switch something by a command.

        Raises:
            UnsupportedError: on trial, since nobody would put it back; nothing was sent.
        """
        if trial_s is not None:
            raise UnsupportedError("cloud_no_trial")
        async with self._work():
            await self._must_be_there()
            try:
                return await battery_control.control(
                    self._board, self._talk, action, value, who=who
                )
            finally:
                await self._look_after()

    async def send_raw(self, data: bytes, *, who: str, wait_s: float | None = None) -> RawReply:
        """Refuse."""
        raise UnsupportedError("cloud_no_raw")

    async def wake(self, tell: TellWaking) -> Diagnosis:
        """Refuse."""
        raise UnsupportedError("cloud_no_wake")

    def reset_quality(self) -> None:
        """Do nothing: there is no line whose quality could be counted."""

    def _must_know(self) -> None:
        self._check_open()
        if self._board.named is None:
            raise UnsupportedError("cloud_protocol_unknown", number=self.number)

    async def _must_be_there(self) -> None:
        """Refuse at once what would wait for a tracker that is away.

        Raises:
            CloudError: it is; nothing was sent.
        """
        self._check_open()
        await self._details()
        self._say_state()
        await self.learn()
        self._must_know()
        if self.model.error is not None:
            raise self.model.error
        if (remote := self.model.remote) is not None and remote.is_away:
            raise self._away(remote)

    async def _written(self, write: Callable[..., Awaitable[WriteResult]], who: str) -> WriteResult:
        async with self._work():
            await self._must_be_there()
            try:
                return await write(who=who)
            finally:
                await self._look_after()

    async def _look_after(self) -> None:
        """Show what the server has after a write; what fails here changes no outcome."""
        try:
            await asyncio.gather(self.shown.sample(), self.shown.settings(), self.shown.counters())
        except CloudError as error:
            _log.info("%s: not read after the write: %s", self.uri.text, error)

    async def _came(self) -> bool:
        """Return whether a fresh sample has come by itself; wait so long as none may be asked for.

        A server takes few commands a minute.
        """
        while True:
            await self.shown.sample()
            if self.shown.age_s < _FRESH_S and self.model.sample is not self._given:
                return True
            left = self._asked + self.patience.pace_s - self._clock.monotonic()
            if left <= 0:
                self._asked = self._clock.monotonic()
                return False
            await asyncio.sleep(min(left, _GLANCE_S))
