"""One open device: connect, poll, reconnect, read, write, control."""

import asyncio
import logging

from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import LinkLostError, MingtangError, ProtocolError
from mingtang_desk.device.asleep import Diagnosis
from mingtang_desk.device.model import DeviceModel, LinkPhase, Mode
from mingtang_desk.interfaces.driver import Driver, Part
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.storage import DeviceKey, Journal, SampleStore
from mingtang_desk.interfaces.transport import Tap, Transport
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session import interrupted
from mingtang_desk.session.asked import AskedBoard
from mingtang_desk.session.board import Board
from mingtang_desk.session.control import ControlResult
from mingtang_desk.session.dead_man import DeadMen
from mingtang_desk.session.keeper import Keeper
from mingtang_desk.session.line import Line
from mingtang_desk.session.lines import make_line
from mingtang_desk.session.link import Bus, Link
from mingtang_desk.session.link_quality import LinkQuality
from mingtang_desk.session.pins import Pins
from mingtang_desk.session.secrets import Keyring, Secrets
from mingtang_desk.session.timing import Timing
from mingtang_desk.session.waker import Waker
from mingtang_desk.session.waking import TellWaking

__all__ = ["ControlResult", "DeviceSession"]

DEFAULT_POLL_S = 1.0
_RELEASED_S = 60.0
"""How long a released session sleeps before it looks again whether it was taken back."""
_SILENCE = ("no_answer", "only_garbage", "garbage_unasked", "bus_never_quiet")
"""Errors that say: the line is there, the board does not answer."""

_log = logging.getLogger(__name__)


class DeviceSession(AskedBoard):
    """One device. `connect` once, then `run` in a task of its own; `close` ends both.

    Args:
        transport: the link; `line` instead of it: a line that other sessions may be on.
        driver: None = find out who answers.
        poll_s: seconds from one sample to the next, 0 = as fast as the line carries.
        secrets: where PINs are kept, None = the keyring of the system.

    Attributes:
        uri: its address.
        model: its live picture; observe it, do not write to it.
        dead_men: what was switched off on trial.
        waker: what is known of its sleep, and how it is woken.
    """

    _counts_frames = True

    def __init__(
        self,
        uri: DeviceUri,
        *,
        transport: Transport | None = None,
        line: Line | None = None,
        driver: Driver | None = None,
        clock: Clock,
        journal: Journal | None = None,
        store: SampleStore | None = None,
        tap: Tap | None = None,
        poll_s: float | None = None,
        timing: Timing | None = None,
        secrets: Secrets | None = None,
        gate: Gate = OPEN_GATE,
    ) -> None:
        self.uri = uri
        self.poll_s = DEFAULT_POLL_S if poll_s is None else poll_s
        mode = Mode.SIMULATOR if uri.scheme == "sim" else Mode.LIVE
        self.model = DeviceModel(uri.text, clock, mode=mode, poll_s=self.poll_s)
        self._timing = timing or Timing()
        if line is None:
            assert transport is not None
            line = make_line(
                uri, transport, driver=driver, clock=clock, timing=self._timing, tap=tap
            )
        self._link = Link(line)
        line.sessions[self] = None
        self._quality = LinkQuality(self._link, self.model, clock, counts=self._counts_frames)
        self._keeper = Keeper(store, clock, lambda: self.key)
        board = Board(
            uri,
            link=self._link,
            driver=driver,
            model=self.model,
            clock=clock,
            keeper=self._keeper,
            journal=journal,
            pins=Pins(uri.options.get("pin", ""), secrets or Keyring())
            if uri.scheme == "ble"
            else None,
            gate=gate,
        )
        dead_men = DeadMen(board, lambda: not self._released)
        super().__init__(board, self._keeper, dead_men, self._must_be_open)
        self.waker = Waker(self._board, lambda: self._answered)
        self._closing = asyncio.Event()
        self._wake = asyncio.Event()
        self._released = False
        self._slow_due = 0.0

    @property
    def key(self) -> DeviceKey:
        """Who it is for journal and store; complete once a board answered."""
        return self._board.key

    @property
    def driver(self) -> Driver | None:
        """The driver of the board that answered, None before one did."""
        return self._board.driver if self._board.known else None

    @property
    def line(self) -> Line:
        """The line it is on; sessions of other boards may be on it too."""
        return self._link.line

    @property
    def _answered(self) -> bool:
        """True once a board answered, however the link is now."""
        return self._board.known

    @property
    def where(self) -> str:
        """The place in words ("/dev/ttyUSB0 · 9600")."""
        return self._link.where

    @property
    def released(self) -> bool:
        """True from `release` to `resume`: the link is free for somebody else."""
        return self._released

    def give_pin(self, pin: str, *, keep: bool = False) -> None:
        """Take the PIN of the Bluetooth module, for the next `connect` and those after a loss.

        With `keep` it goes to the keyring of the system once it was right.
        """
        if self._board.pins is not None:
            self._board.pins.give(pin, keep=keep)
            self._wake.set()

    async def connect(self) -> None:
        """Open the link, find out who is there, read names and a first sample.

        Raises:
            TransportError, ProtocolError: as it came; the model is FAILED and the link closed.
        """
        self._quality.start()
        self.model.set_link(LinkPhase.CONNECTING)
        try:
            async with self._link.hold() as bus:
                await self._first(bus)
        except MingtangError as error:
            await self._link.close()
            self.waker.fail(LinkPhase.FAILED, error)
            raise
        except asyncio.CancelledError:
            await self._link.close()
            self.model.set_link(LinkPhase.OFFLINE)
            raise

    async def run(self) -> None:
        """Poll until `close`; after a lost link or silence reconnect with back-off.

        An expected error shows in the model and is never raised.
        """
        loop = asyncio.get_running_loop()
        self._quality.start()
        failures = 0
        while not self._closing.is_set():
            if self._released:
                await self._pause(_RELEASED_S)
                continue
            started = loop.time()
            try:
                await self._round()
            except MingtangError as error:
                if self._closing.is_set():
                    return
                if self.released:
                    continue
                failures += 1
                await self._failed(error, failures)
                await self._pause(self._link.pause_s(self._timing.backoff(failures)))
            else:
                failures = 0
                await self._pause(started + self.poll_s - loop.time())

    async def release(self, to: str = "") -> None:
        """Stop polling and close the link, so that another program or a phone may have it.

        What talks on it ends first. Sessions on the same line let go of it together. The device
        stays known; `resume` takes the link back. A second call is harmless. With `to` it is lent
        to a program of that name.
        """
        for session in tuple(self._link.line.sessions):
            await session.release_here(to)

    async def release_here(self, to: str = "") -> None:
        """Let go of the line, this session alone; `to` as `release` says."""
        if self._released or self._closing.is_set():
            return
        await self.dead_men.finish()
        self._released = True
        self._wake.set()
        try:
            async with asyncio.timeout(self._timing.grace_s), self._link.hold():
                await self._link.close()
        except TimeoutError:
            _log.warning("%s: released in spite of a transaction", self.uri.text)
            await self._link.close()
        if not self._released:  # taken back in the meantime
            return
        self._keeper.event("released", {"where": self.where} | ({"to": to} if to else {}))
        error = LinkLostError("link_released", where=self.where)
        if to:
            error = LinkLostError("link_lent", where=self.where, holder=to)
        self.model.set_link(LinkPhase.OFFLINE, error=error)

    def resume(self) -> None:
        """Take a released link back: the poll connects anew, as do those on the same line."""
        for session in tuple(self._link.line.sessions):
            session.resume_here()

    def resume_here(self) -> None:
        """Take the line back, this session alone."""
        if self._released and not self._closing.is_set():
            self._released = False
            self.model.set_link(LinkPhase.CONNECTING)
            self._wake.set()

    async def close(self) -> None:
        """End polling and close the link; a second call is harmless.

        A write transaction that is under way ends first, and what is on trial is put back; a poll
        does not.
        """
        self._quality.stop()
        self._closing.set()
        self._wake.set()
        self.waker.stop()
        if self._tasks_at_work:
            try:
                async with asyncio.timeout(self._timing.grace_s):
                    async with self._link.hold():
                        pass
            except TimeoutError:
                _log.warning("%s: closed in spite of a transaction", self.uri.text)
        await self.dead_men.finish()
        was_live = self.model.phase in (LinkPhase.LIVE, LinkPhase.SILENT)
        self._link.line.sessions.pop(self, None)
        await self._link.close()
        if was_live:
            self._keeper.event("disconnected", {"where": self.where})
        await self._keeper.close()
        if self.model.phase is not LinkPhase.OFFLINE:
            self.model.set_link(LinkPhase.OFFLINE)

    def reset_quality(self) -> None:
        """Count errors, latency and losses of the link anew."""
        self._quality.reset()

    async def wake(self, tell: TellWaking) -> Diagnosis:
        """Try to wake the board, read only, and return what is the matter; polling goes on then."""
        async with self._work():
            diagnosis = await self.waker.wake(tell)
        self._wake.set()
        return diagnosis

    def _must_be_open(self) -> None:
        if self._closing.is_set():
            raise LinkLostError("link_closed", where=self.where)
        if self._released:
            raise LinkLostError("link_released", where=self.where)

    async def _round(self) -> None:
        """One cycle of the poll plan."""
        async with self._link.hold() as bus:
            if self._closing.is_set() or self._released:
                return
            if not self._link.is_open or not self._board.known:
                await self._first(bus)
                return
            slow = asyncio.get_running_loop().time() >= self._slow_due
            await self._sample(bus, slow=slow)

    async def _first(self, bus: Bus) -> None:
        await self._board.ensure(bus)
        await self.dead_men.first(bus)
        self._board.settle_due = True
        await self._sample(bus, slow=True)
        self._keeper.event("connected", {"where": self.where, "name": self.key.name})

    async def _sample(self, bus: Bus, *, slow: bool) -> None:
        await self._board.read_sample(bus, Part.SLOW if slow else Part.FAST)
        if slow:
            self._slow_due = asyncio.get_running_loop().time() + self._timing.slow_s
        if self._board.settle_due:
            await interrupted.settle(self._board, bus)

    async def _failed(self, error: MingtangError, failures: int) -> None:
        """Show what went wrong; open the link anew where that may help."""
        before = self.model.phase
        phase = LinkPhase.LOST
        if not self._answered:
            phase = LinkPhase.FAILED
        elif isinstance(error, ProtocolError) or error.key in _SILENCE:
            phase = LinkPhase.SILENT
        if phase is LinkPhase.LOST or failures > 1:
            self.dead_men.link_lost()
        self.model.set_stats(self._link.stats)
        self.waker.fail(phase, error)
        if phase is not before and phase is not LinkPhase.FAILED:
            word = "lost" if phase is LinkPhase.LOST else "silent"
            self._keeper.event(word, {"where": self.where, "error": error.key})
        if failures % self._timing.reopen_after == 0 and not self._link.busy:
            await self._link.give_up()

    async def _pause(self, seconds: float) -> None:
        """Wait, but not longer than until `close`, `release` or `resume`."""
        if seconds <= 0:
            await asyncio.sleep(0)
            return
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return
        self._wake.clear()
