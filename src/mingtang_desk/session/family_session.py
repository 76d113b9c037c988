"""A board that aiobmsble reads: polled, shown, kept and recorded like any other, never written."""

from collections.abc import Sequence
from typing import NoReturn

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    LinkLostError,
    UnsupportedError,
    UsageError,
)
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.storage import DeviceKey, SampleStore
from mingtang_desk.interfaces.transport import Direction, Tap
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.families import CAPABILITIES, READ_ONLY
from mingtang_desk.session.family_sample import family_sample
from mingtang_desk.session.family_waker import FamilyWaker
from mingtang_desk.session.link import Bus
from mingtang_desk.session.read_only import ReadOnly
from mingtang_desk.session.timing import Timing
from mingtang_desk.transports.ble import FIND_S
from mingtang_desk.transports.ble_family import PREFIX, FamilyLink


class FamilySession(ReadOnly, DeviceSession):
    """One device of a family of aiobmsble; that library owns the connection.

    Raises:
        UsageError: there is no such family, or the address is none of Bluetooth.
        LinkDeniedError: aiobmsble is not installed in the version that is known to fit.
    """

    _counts_frames = False

    def __init__(
        self,
        uri: DeviceUri,
        *,
        clock: Clock,
        store: SampleStore | None = None,
        tap: Tap | None = None,
        poll_s: float | None = None,
        timing: Timing | None = None,
    ) -> None:
        if uri.scheme != "ble":
            raise UsageError("ble_family_only", protocol=uri.protocol, scheme=uri.scheme)

        def show(direction: Direction, data: bytes) -> None:
            if tap is not None:
                tap(clock.monotonic(), direction, data)

        self._family_link = FamilyLink(
            uri.target,
            uri.protocol.removeprefix(PREFIX),
            find_s=uri.number("timeout", int(FIND_S)),
            secret=uri.options.get("pin", ""),
            on_bytes=show,
        )
        super().__init__(
            uri,
            transport=self._family_link,
            clock=clock,
            store=store,
            poll_s=poll_s,
            timing=timing,
        )
        self.waker = FamilyWaker(self._board, lambda: self._answered, self._look)
        self._clock = clock
        self._plausible = PlausibilityCheck()
        self._name = ""

    @property
    def key(self) -> DeviceKey:
        """Who it is for the store."""
        return DeviceKey(
            protocol=self.uri.protocol,
            device_id=self._name or None,
            uri=self.uri.text,
            name=self._name,
        )

    @property
    def _answered(self) -> bool:
        """True once a board answered."""
        return bool(self._name)

    async def read_sample(self, *, durable: bool = False) -> PackSample:
        """Read one sample now; with `durable` return only after it is stored."""
        self._check_open()
        async with self._link.hold():
            sample = await self._update(put=not durable)
        if durable:
            await self._keeper.stored(sample)
        return sample

    async def read_settings(self, keys: Sequence[str] | None = None) -> SettingsReading:
        """Refuse: aiobmsble reads none."""
        self._refuse("reading settings")

    async def read_counters(self) -> CounterReading:
        """Refuse: aiobmsble reads none."""
        self._refuse("reading counters")

    async def _round(self) -> None:
        async with self._link.hold():
            if not self._closing.is_set() and not self._released:
                await self._update()

    async def _first(self, bus: Bus) -> None:
        await self._update()

    async def _look(self) -> None:
        async with self._link.hold():
            await self._update()

    async def _update(self, *, put: bool = True) -> PackSample:
        link = self._family_link
        anew = self.model.phase is not LinkPhase.LIVE
        try:
            await link.open()
            reported = await link.update()
        except LinkLostError:
            await link.close()  # a device that went away is looked for anew
            raise
        if anew:
            self._identify()
        sample = self._plausible.check(
            family_sample(
                reported,
                link.complete(reported),
                time=self._clock.now(),
                protocol=self.uri.protocol,
                name=self._name,
            )
        )
        self._link.health.sampled(self._clock.monotonic())
        self.model.set_stats(self._link.stats)
        if anew:
            self.model.set_link(LinkPhase.LIVE)
            self._keeper.event("connected", {"where": self.where, "name": self._name})
        self.model.apply_sample(sample)
        self._keeper.sample(sample, put=put)
        return sample

    def _identify(self) -> None:
        self._plausible.reset()
        self._name = self.where.partition(" · ")[0]
        self.model.identify(
            protocol=self.uri.protocol,
            label=self._family_link.label,
            name=self._name,
            capabilities=CAPABILITIES,
            specs={},
            lacks=READ_ONLY,
        )

    def _refuse(self, what: str) -> NoReturn:
        raise UnsupportedError("ble_family_read_only", what=what)
