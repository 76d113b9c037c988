"""A recording opened like a device: it plays, it is never asked, it cannot be written."""

import asyncio
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import NoReturn

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import DeniedReason, LinkDeniedError, LinkLostError, MingtangError
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.link_quality import LinkLog
from mingtang_desk.device.model import LinkPhase, Mode
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.read_only import ReadOnly
from mingtang_desk.session.recorded_clock import RecordedClock
from mingtang_desk.session.recording import Recording, decode_recording
from mingtang_desk.session.replay import Moment
from mingtang_desk.session.replay_events import ReplayEvent
from mingtang_desk.transports.replay import ReplayTransport

_SHOWN = frozenset(
    {Capability.STATUS, Capability.CELLS, Capability.COUNTERS, Capability.SETTINGS_READ}
)
_READ_SHARE = 0.2
"""Share of the loading that goes into reading the file, the rest is decoding."""


class _LoadingEnded(Exception):
    """Ends the thread that loads for nobody any more."""


class ReplaySession(ReadOnly, DeviceSession):
    """Nothing of it goes to the history: it was there when it was recorded.

    There is one time cursor, `position_s`; the model shows what was known at it. All times are
    seconds since the start of the recording.

    Attributes:
        player: the transport that keeps the cursor.
        progress: how much of the recording is loaded, 0 to 1.
        loop: begin again at the end.
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
        self._clock = RecordedClock(transport, clock)
        super().__init__(uri, transport=transport, driver=driver, clock=self._clock, poll_s=poll_s)
        self.model.mode = Mode.REPLAY
        self.model.quality = None
        self.player = transport
        self.progress = 0.0
        self.loop = False
        self._known_driver = driver
        self._wanted = True
        self._running = False
        self._next = 0
        self._observers: dict[object, Callable[[], None]] = {}

    @property
    def recording(self) -> Recording | None:
        """All that the recording tells; None before `connect`."""
        return self._clock.recording

    @property
    def driver(self) -> Driver | None:
        """The driver of what was recorded, None before `connect`."""
        return None if self.recording is None else self.recording.driver

    @property
    def recorded(self) -> tuple[PackSample, ...]:
        """All samples in order; empty before `connect`."""
        return () if self.recording is None else self.recording.samples

    @property
    def recorded_at(self) -> tuple[float, ...]:
        """The times of `recorded`."""
        return () if self.recording is None else self.recording.times

    @property
    def events(self) -> tuple[ReplayEvent, ...]:
        """What happened, in order of time."""
        return () if self.recording is None else self.recording.events

    @property
    def position_s(self) -> float:
        """The cursor."""
        return self.player.position_s

    @property
    def duration_s(self) -> float:
        """Where the recording ends; 0.0 before `connect`."""
        return 0.0 if self.recording is None else self.recording.duration_s

    @property
    def ended(self) -> bool:
        """True when everything up to the end is shown."""
        return self.recording is not None and self._next >= len(self.recording.moments)

    @property
    def playing(self) -> bool:
        """True while the cursor moves by itself."""
        return self.player.playing

    @property
    def speed(self) -> float:
        """Recorded seconds per second, 0 = as fast as possible."""
        return self.player.speed

    def observe_cursor(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Call `callback` after the cursor was moved, playing, speed or loop changed.

        While it plays the cursor moves without a call: look at `position_s`, or observe the model.
        Return a function that ends it (calling it twice is harmless).
        """
        handle = object()
        self._observers[handle] = callback

        def end() -> None:
            self._observers.pop(handle, None)

        return end

    def set_playing(self, on: bool) -> None:
        """Play or pause; at the end playing begins again at the start."""
        if on and self.ended:
            self.wind(0.0)
        if on is not self.playing:
            if on:
                self.player.play()
            else:
                self.player.pause()
            self._tell_cursor()

    def set_speed(self, speed: float) -> None:
        """Play faster or slower; 0 = as fast as possible."""
        if speed != self.player.speed:
            self.player.speed = speed
            self._tell_cursor()

    def set_loop(self, on: bool) -> None:
        """Begin again at the end, or stop there."""
        if on is not self.loop:
            self.loop = on
            self._tell_cursor()

    def wind(self, t: float) -> None:
        """Put the cursor at `t`; the model gets what was known then, playing or paused it stays."""
        recording = self.recording
        if recording is None or not self.player.is_open:
            return
        t = min(max(t, 0.0), recording.duration_s)
        self.player.seek(t)
        self._next = recording.next_moment(t)
        come, settings, counters = recording.at(t)
        sample = recording.samples[come - 1] if come else None
        age_s = t - recording.times[come - 1] if come else 0.0
        self.model.restore(sample, settings, counters, age_s=age_s)
        self._tell_cursor()

    async def seek(self, t: float) -> None:
        """Do what `wind` does."""
        self.wind(t)

    def step(self, count: int = 1) -> None:
        """Pause, and go so many samples on, or back when negative."""
        times = self.recorded_at
        if not times:
            return
        self.set_playing(False)
        here = self.position_s
        if count > 0:
            place = bisect_right(times, here) + count - 1
        else:
            place = bisect_left(times, here) + count
        self.wind(times[min(max(place, 0), len(times) - 1)])

    def step_event(self, count: int = 1) -> None:
        """Pause, and go to the next event but `count` - 1, or back when negative.

        Does nothing where there is none.
        """
        times = sorted({event.t for event in self.events})
        here = self.position_s
        place = (bisect_right(times, here) - 1 if count > 0 else bisect_left(times, here)) + count
        if 0 <= place < len(times):
            self.set_playing(False)
            self.wind(times[place])

    async def connect(self) -> None:
        """Load the recording and find its protocol; nothing is played yet.

        Raises:
            InputFileError: it is missing, damaged, or holds nothing that can be decoded.
        """
        self.model.set_link(LinkPhase.CONNECTING)
        try:
            recording = await self._load()
            if not self._wanted:
                raise LinkLostError("link_closed", where=self.where)
        except MingtangError as error:
            await self.player.close()
            phase = LinkPhase.FAILED if self._wanted else LinkPhase.OFFLINE
            self.model.set_link(phase, error=error if self._wanted else None)
            raise
        except asyncio.CancelledError:
            self._wanted = False
            await self.player.close()
            self.model.set_link(LinkPhase.OFFLINE)
            raise
        self._clock.recording = recording
        self.progress = 1.0
        driver = recording.driver
        self.poll_s = self.model.poll_s = recording.poll_s or self.poll_s
        self.model.set_stats(recording.stats)
        self.model.quality = LinkLog(recording.quality, recorded=True)
        self.model.identify(
            protocol=driver.key,
            label=driver.label,
            name=recording.name or self.player.where,
            capabilities=driver.capabilities & _SHOWN,
            specs=dict(driver.settings),
            origins=driver.origins,
            setting_origins=driver.setting_origins,
            extras=driver.extras,
        )
        self.model.set_link(LinkPhase.LIVE)
        self._tell_cursor()

    async def run(self) -> None:
        """Play until it is closed; at the end stand still, or begin again."""
        self._running = True
        try:
            while self.player.is_open:
                if await self._play_on() is None and self.player.is_open:
                    await self._at_end()
                await asyncio.sleep(0)
        finally:
            self._running = False

    async def close(self) -> None:
        """Stop playing; a second call is harmless."""
        self._wanted = False
        await self.player.close()
        if self.model.phase is not LinkPhase.OFFLINE:
            self.model.set_link(LinkPhase.OFFLINE)

    async def read_sample(self, *, durable: bool = False) -> PackSample:
        """Play on until the next sample and return it; `durable` means nothing here.

        While `run` plays, return the sample at the cursor.

        Raises:
            LinkLostError: the recording has ended, or was closed.
            LinkDeniedError: there is no sample yet at the cursor.
        """
        if self._running:
            return self.model.sample or self._lacks()
        sample = await self._play_on()
        if sample is None:
            key = "recording_ended" if self.player.is_open else "link_closed"
            raise LinkLostError(key, where=self.where)
        return sample

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        """Return the settings heard so far. Raises `LinkDeniedError` when there were none."""
        return self.model.settings or self._lacks()

    async def read_counters(self) -> CounterReading:
        """Return the counters heard last. Raises `LinkDeniedError` when there were none."""
        return self.model.counters or self._lacks()

    def reset_quality(self) -> None:
        """Do nothing: what was counted is the recording's."""

    async def _load(self) -> Recording:
        size = max(await asyncio.to_thread(_size_of, self.player), 1)

        def read(characters: int) -> None:
            self._note(min(characters / size, 1.0) * _READ_SHARE)

        def decoded(share: float) -> None:
            self._note(_READ_SHARE + share * (1.0 - _READ_SHARE))

        try:
            await self.player.open(read)
            return await asyncio.to_thread(
                decode_recording, self.player.capture, self.player.path, self._known_driver, decoded
            )
        except _LoadingEnded as error:
            raise LinkLostError("link_closed", where=self.where) from error

    def _note(self, share: float) -> None:
        """Keep how much is loaded, in the thread that loads; end that when nobody waits."""
        if not self._wanted:
            raise _LoadingEnded
        self.progress = share

    async def _play_on(self) -> PackSample | None:
        """Show what comes until a sample was among it; None = the end, or it was closed."""
        while self.recording is not None and self.player.is_open:
            if self.ended:
                if await self.player.reach(self.duration_s):
                    return None
                continue
            moment = self.recording.moments[self._next]
            if await self.player.reach(moment.t):
                self._next += 1
                self._show(moment)
                if moment.sample is not None:
                    return moment.sample
        return None

    async def _at_end(self) -> None:
        if self.loop and self.duration_s > 0.0:
            self.wind(0.0)
            return
        self.set_playing(False)
        while self.player.is_open and self.ended and not self.playing:
            await self.player.moved()

    def _show(self, moment: Moment) -> None:
        if moment.settings is not None:
            self.model.apply_settings(moment.settings)
        if moment.counters is not None:
            self.model.apply_counters(moment.counters)
        if moment.sample is not None:
            self.model.apply_sample(moment.sample)

    def _tell_cursor(self) -> None:
        for callback in tuple(self._observers.values()):
            callback()

    def _lacks(self) -> NoReturn:
        raise LinkDeniedError("recording_lacks", reason=DeniedReason.UNSUPPORTED, where=self.where)

    def _refuse(self, what: str) -> NoReturn:
        raise LinkDeniedError("read_only_link", reason=DeniedReason.UNSUPPORTED, where=self.where)


def _size_of(player: ReplayTransport) -> int:
    try:
        return player.path.stat().st_size
    except (OSError, ValueError):  # opening it says why
        return 1
