"""A recording opened like a device: it plays, it is never asked, it cannot be written."""

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from typing import NoReturn

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    DeniedReason,
    InputFileError,
    LinkDeniedError,
    LinkLostError,
    MingtangError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.model import LinkPhase, Mode
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading, SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.replay import Moment, ReplayRunner
from mingtang_desk.transports.replay import ReplayTransport

_SHOWN = frozenset(
    {Capability.STATUS, Capability.CELLS, Capability.COUNTERS, Capability.SETTINGS_READ}
)


class ReplaySession(DeviceSession):
    """Nothing of it goes to the history: it was there when it was recorded.

    Attributes:
        player: pause, play, speed and position.
    """

    def __init__(
        self,
        uri: DeviceUri,
        *,
        transport: ReplayTransport,
        driver: Driver | None,
        clock: Clock,
        poll_s: float | None = None,
    ) -> None:
        super().__init__(uri, transport=transport, driver=driver, clock=clock, poll_s=poll_s)
        self.model.mode = Mode.REPLAY
        self.player = transport
        self._known_driver = driver
        self._moments: Iterator[Moment] = iter(())
        self._playing = asyncio.Lock()

    async def connect(self) -> None:
        """Load the recording and find its protocol; nothing is played yet.

        Raises:
            InputFileError: it is missing, damaged, or holds nothing that can be decoded.
            UsageError: its protocol does not exist.
        """
        self.model.set_link(LinkPhase.CONNECTING)
        try:
            await self.player.open()
            header = self.player.header
            driver = self._known_driver or find_driver(header.protocol or "auto")
            if driver is None:
                raise InputFileError(
                    "capture_invalid",
                    path=self.uri.target,
                    line=1,
                    detail="the header names no protocol",
                )
            runner = await asyncio.to_thread(ReplayRunner, driver, self.player.capture)
            stats = runner.stats
            if not stats.good:
                raise InputFileError(
                    "nothing_decoded", bad_frames=stats.bad, ignored_bytes=stats.ignored_bytes
                )
        except MingtangError as error:
            await self.player.close()
            self.model.set_link(LinkPhase.FAILED, error=error)
            raise
        self._moments = runner.moments()
        self.model.set_stats(stats)
        self.model.identify(
            protocol=driver.key,
            label=driver.label,
            name=str(header.extra.get("model") or self.player.where),
            capabilities=driver.capabilities & _SHOWN,
            specs=dict(driver.settings),
            origins=driver.origins,
            setting_origins=driver.setting_origins,
        )
        self.model.set_link(LinkPhase.LIVE)

    async def run(self) -> None:
        """Play to the end."""
        try:
            while True:
                await self.read_sample()
        except LinkLostError:
            self.model.set_link(LinkPhase.OFFLINE)

    async def close(self) -> None:
        """Stop playing; a second call is harmless."""
        await self.player.close()
        if self.model.phase is not LinkPhase.OFFLINE:
            self.model.set_link(LinkPhase.OFFLINE)

    async def read_sample(self, *, durable: bool = False) -> PackSample:
        """Play on until the next sample and return it; `durable` means nothing here.

        Raises:
            LinkLostError: the recording has ended, or was closed.
        """
        async with self._playing:
            for moment in self._moments:
                if not await self.player.reach(moment.t):
                    raise LinkLostError("link_closed", where=self.where)
                if moment.settings is not None:
                    self.model.apply_settings(moment.settings)
                if moment.counters is not None:
                    self.model.apply_counters(moment.counters)
                if moment.sample is not None:
                    self.model.apply_sample(moment.sample)
                    return moment.sample
        raise LinkLostError("recording_ended", where=self.where)

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        """Return the settings heard so far. Raises `LinkDeniedError` when there were none."""
        if self.model.settings is None:
            self._refuse()
        return self.model.settings

    async def read_counters(self) -> CounterReading:
        """Return the counters heard last. Raises `LinkDeniedError` when there were none."""
        if self.model.counters is None:
            self._refuse()
        return self.model.counters

    async def write_settings(self, changes: Mapping[str, SettingValue], *, who: str) -> WriteResult:
        """Refuse: a recording cannot be written."""
        self._refuse()

    async def undo_last(self, *, who: str) -> WriteResult:
        """Refuse: a recording cannot be written."""
        self._refuse()

    async def control(
        self, action: Action, value: SettingValue | None = None, *, who: str
    ) -> ControlResult:
        """Refuse: a recording cannot be written."""
        self._refuse()

    def _refuse(self) -> NoReturn:
        raise LinkDeniedError("read_only_link", reason=DeniedReason.UNSUPPORTED, where=self.where)
