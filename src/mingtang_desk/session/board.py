"""One board behind one link: who it is, and single reads of it that go to model and store."""

import logging
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import (
    LinkLostError,
    LinkNotFoundError,
    LockedError,
    MingtangError,
    StorageError,
    UnexpectedReplyError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import DeviceModel, LinkPhase
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import BoardSession, Driver, Identity, Part, Procedure
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.storage import DeviceKey, Journal
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.drivers import candidates
from mingtang_desk.session.keeper import Keeper
from mingtang_desk.session.link import Bus, Link
from mingtang_desk.session.pins import Pins

_log = logging.getLogger(__name__)


class Board:
    """What poll loop, write transaction and controls share.

    Attributes:
        key: who it is for journal and store.
        driver: None until a board answered, with `protocol=auto`.
        plausible: marks what cannot be true of its samples.
        pins: the PIN of its Bluetooth module, None where there can be none.
        gate: says what whoever is signed in may do to it.
        settle_due: a write may have been broken off: to be looked into when the board answers.
        unsaved: settings may be in use that the board has not saved.
    """

    def __init__(
        self,
        uri: DeviceUri,
        *,
        link: Link,
        driver: Driver | None,
        model: DeviceModel,
        clock: Clock,
        keeper: Keeper,
        journal: Journal | None,
        pins: Pins | None = None,
        gate: Gate = OPEN_GATE,
    ) -> None:
        self.uri = uri
        self.link = link
        self.model = model
        self.clock = clock
        self.keeper = keeper
        self.journal = journal
        self.plausible = PlausibilityCheck()
        self.key = DeviceKey(
            protocol="" if driver is None else driver.key, device_id=None, uri=uri.text
        )
        self.pins = pins
        self.gate = gate
        self.settle_due = True
        self.unsaved = False
        self._driver = driver
        self._session: BoardSession | None = None
        self._identity: Identity | None = None
        self._written: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """True once a board answered."""
        return self._session is not None

    @property
    def driver(self) -> Driver:
        """The driver of the board that answered. Raises `LinkLostError` before that."""
        if self._driver is None:
            raise LinkLostError("link_closed", where=self.link.where)
        return self._driver

    @property
    def named(self) -> Driver | None:
        """The driver that its address names or that answered, None while it is to be found out."""
        return self._driver

    def know(self, driver: Driver | None, key: DeviceKey) -> None:
        """Take for known who it is: a server that speaks with the board has said so."""
        self._driver, self.key = driver, key

    @property
    def drivers(self) -> Sequence[Driver]:
        """What it may speak: one that is named or has answered, else all of its transport."""
        return candidates(self.uri.scheme) if self._driver is None else (self._driver,)

    @property
    def other_drivers(self) -> Sequence[Driver]:
        """What others on its line may speak."""
        drivers = self.drivers
        return [row for row in candidates(self.uri.scheme) if row not in drivers]

    @property
    def capabilities(self) -> frozenset[Capability]:
        """What the board that answered can do, which may be less than its driver can."""
        identity = self._identity
        if identity is None or identity.capabilities is None:
            return self.driver.capabilities
        return identity.capabilities

    def must_have(self, capability: Capability, what: str = "") -> None:
        """Refuse what this board cannot do.

        Raises:
            UnsupportedError: with the reason where the board is less than others of its kind.
        """
        if capability in self.capabilities:
            return
        words = what or capability.value.replace("_", " ")
        if self.model.lacks and capability in self.driver.capabilities:
            raise UnsupportedError("unsupported_here", what=words, why=self.model.lacks)
        raise UnsupportedError("unsupported", what=words)

    @property
    def session(self) -> BoardSession:
        """What the driver knows of the board. Raises `LinkLostError` before one answered."""
        if self._session is None:
            raise LinkLostError("link_closed", where=self.link.where)
        return self._session

    @asynccontextmanager
    async def hold(self, *, same_board: bool = False) -> AsyncIterator[Bus]:
        """Keep the bus; a link that fell is opened again first, see `ensure`."""
        async with self.link.hold() as bus:
            await self.ensure(bus, same_board=same_board)
            yield bus

    async def ensure(self, bus: Bus, *, same_board: bool = False) -> None:
        """Open the link and find out who is there, unless that is done.

        With `same_board` another board than before is an error; else it is taken for what it is,
        and what was known of the one before is dropped.

        Raises:
            TransportError, ProtocolError: nobody answered, or another board than before.
        """
        if self.link.is_open and self.known:
            return
        drivers = self.drivers
        # Another master is heard in whatever protocol it speaks, not only in ours.
        await self.link.open(*drivers, *self.other_drivers)
        try:
            await self._identify(bus, self._spoken(drivers), same_board)
        except BaseException:
            await self.link.close()
            raise

    async def recognise(self, bus: Bus) -> None:
        """Ask anew who is there.

        Raises:
            TransportError, ProtocolError: nobody answered, or another board than before.
        """
        if not self.link.is_open:
            await self.ensure(bus, same_board=True)
            return
        self._accept(self.driver, *await self._who(bus, self.driver), True)

    def expect_names(self, texts: Iterable[str]) -> None:
        """Take the board for itself when it answers with one of these: they are written to it."""
        self._written |= frozenset(texts)

    async def read_sample(
        self, bus: Bus, part: Part = Part.FAST, *, put: bool = True
    ) -> PackSample:
        """Read a sample; model and store get it."""
        sample = await self._run(bus, self.session.poll(part, self.clock.now))
        sample = self.plausible.check(sample)
        self.link.health.sampled(self.clock.monotonic())
        self.model.set_stats(self.link.stats)
        if self.model.phase is not LinkPhase.LIVE:
            self.model.set_link(LinkPhase.LIVE)
        self._rename(sample.device_id)
        for notice in self.link.take_notices():
            self.keeper.event(notice.key, notice.values)
        self.model.apply_sample(sample)
        self.keeper.sample(sample, put=put)
        return sample

    async def read_settings(
        self, bus: Bus, keys: Sequence[str] | None = None, *, must_keep: bool = True
    ) -> SettingsReading:
        """Read settings; model and store get them. With `must_keep` a `StorageError` is raised."""
        reading = await self._run(bus, self.session.read_settings(keys, self.clock.now))
        self.model.apply_settings(reading)
        try:
            await self.keeper.settings(reading)
        except StorageError as error:
            if must_keep:
                raise
            _log.warning("%s: settings were read but not stored: %s", self.uri.text, error)
        return reading

    async def read_counters(
        self, bus: Bus, reason: str = "read", *, must_keep: bool = True
    ) -> CounterReading:
        """Read counters; model and store get them. With `must_keep` a `StorageError` is raised."""
        counters = await self._run(bus, self.session.read_counters(self.clock.now))
        self.model.apply_counters(counters)
        try:
            await self.keeper.counters(counters, reason)
        except StorageError as error:
            if must_keep:
                raise
            _log.warning("%s: counters were read but not stored: %s", self.uri.text, error)
        return counters

    async def _run[T](self, bus: Bus, procedure: Procedure[T]) -> T:
        try:
            return await bus.run(procedure)
        finally:
            self.model.set_stats(self.link.stats)

    def _spoken(self, drivers: Sequence[Driver]) -> Sequence[Driver]:
        """Leave out what cannot be spoken on the link that is open, and begin with the rest."""
        device = self.link.device
        if device is None or not device.protocols or len(drivers) == 1:
            return drivers
        spoken = tuple(driver for driver in drivers if driver.key in device.protocols)
        if not spoken:
            return drivers
        if spoken[0] is not drivers[0]:
            self.link.use(spoken[0])
        return spoken

    async def _identify(self, bus: Bus, drivers: Sequence[Driver], same_board: bool) -> None:
        last: MingtangError | None = None
        for number, driver in enumerate(drivers):
            if number:
                self.link.use(driver)
            try:
                session, identity = await self._who(bus, driver)
            except LockedError:  # the right one, and it does not let us in
                raise
            except MingtangError as error:
                if len(drivers) == 1 or not self.link.is_open:
                    raise
                if last is None or last.key == "no_answer":
                    last = error  # bytes that mean nothing tell more than silence
                continue
            self._accept(driver, session, identity, same_board)
            return
        raise LinkNotFoundError(
            "protocol_not_identified",
            where=self.link.where,
            tried=", ".join(driver.key for driver in drivers),
        ) from last

    async def _who(self, bus: Bus, driver: Driver) -> tuple[BoardSession, Identity]:
        """Ask who is there; a Bluetooth module may want a PIN that the keyring knows."""
        device, pins = self.link.device, self.pins
        if device is None or pins is None:
            session = driver.session(self.uri.options)
            return session, await bus.run(session.identify())
        while True:
            options = {**self.uri.options, **pins.options(device, self.link.where)}
            session = driver.session(options)
            try:
                identity = await bus.run(session.identify())
            except LockedError as error:
                if not await pins.another(error, device):
                    raise
            else:
                await pins.accepted(device)
                return session, identity

    def _accept(
        self, driver: Driver, session: BoardSession, identity: Identity, same_board: bool
    ) -> None:
        self.plausible.reset()
        before = self._identity
        if before is not None:
            if not before.device_id or identity.device_id in (None, before.device_id):
                if not same_board:
                    # Many packs of a model say the same: nothing learned before the link fell
                    # may be shown of what answers now.
                    self._session = session
                    self.model.forget_readings()
                return
            if not same_board:
                self.model.forget_readings()
            elif identity.device_id not in self._written:
                raise UnexpectedReplyError(
                    "board_changed",
                    where=self.link.where,
                    got=identity.device_id,
                    before=before.device_id,
                )
        self._driver, self._session, self._identity = driver, session, identity
        self.key = DeviceKey(
            protocol=driver.key,
            device_id=identity.device_id,
            uri=self.uri.text,
            name=identity.name,
            unique=driver.unique_ids,
        )
        self.model.identify(
            protocol=driver.key,
            label=driver.label,
            name=identity.name,
            capabilities=self.capabilities,
            lacks=identity.lacks,
            specs=dict(driver.settings),
            origins=driver.origins,
            setting_origins=driver.setting_origins,
            extras=driver.extras,
        )

    def _rename(self, device_id: str | None) -> None:
        """Take an id that the board told only after it was identified."""
        if device_id is not None and self.key.device_id is None:
            self.key = replace(self.key, device_id=device_id)
