"""The life of a session over the cloud: login, live events, and how the battery is."""

import asyncio
import logging

from mingtang_desk.cloud.battery_consent import Asks, Consents
from mingtang_desk.cloud.battery_link import NoLine, NoTrials, NoWaker
from mingtang_desk.cloud.battery_shown import BatteryShown
from mingtang_desk.cloud.battery_talk import BatteryTalk, Patience
from mingtang_desk.cloud.battery_way import BatteryWay
from mingtang_desk.cloud.battery_write import BatteryWriter
from mingtang_desk.cloud.desk import CloudDesk
from mingtang_desk.cloud.models import Command
from mingtang_desk.cloud.stream import Broken, Change, Gap, Opened
from mingtang_desk.core.clock import Clock
from mingtang_desk.core.errors import CloudError, CloudRefusalError, UsageError
from mingtang_desk.device.model import LinkPhase
from mingtang_desk.device.remote import Remote
from mingtang_desk.device.sample import PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.gate import OPEN_GATE, Gate
from mingtang_desk.interfaces.storage import Journal, SampleStore
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.device_session import DeviceSession

_END_S = 5.0

_log = logging.getLogger(__name__)


def place_of(uri: DeviceUri) -> tuple[str, str]:
    """Return `host[:port]` and number of an address.

    Raises:
        UsageError: it is not `cloud://server[:port]/number`.
    """
    server, _, number = uri.target.partition("/")
    if not server or not number or "/" in number:
        raise UsageError(
            "uri_invalid", uri=uri.text, detail="it is not cloud://server[:port]/device-number"
        )
    return server, number


class BatteryLife(DeviceSession):
    """One battery behind one server, without what is asked of it: see `BatterySession`."""

    _counts_frames = False

    def __init__(
        self,
        uri: DeviceUri,
        *,
        desk: CloudDesk,
        clock: Clock,
        journal: Journal | None = None,
        store: SampleStore | None = None,
        poll_s: float | None = None,
        gate: Gate = OPEN_GATE,
        asks: Asks | None = None,
        patience: Patience | None = None,
    ) -> None:
        place, number = place_of(uri)
        super().__init__(
            uri,
            transport=NoLine(f"{place} · {number}"),
            clock=clock,
            journal=journal,
            store=store,
            poll_s=poll_s,
            gate=gate,
        )
        self.model.quality = None
        self.model.name = number
        self.model.remote = Remote()
        self.number, self._clock = number, clock
        self.way = BatteryWay(desk, place, number, clock)
        self.patience = patience or Patience()
        self.shown = BatteryShown(self._board, self.way, self._keeper)
        self._talk = BatteryTalk(self.way, self.model, self.patience)
        self._consents = Consents(clock, asks, lambda: gate.who)
        self._writer = BatteryWriter(self._board, self._talk, self._fresh_settings, self._consents)
        self.dead_men = NoTrials(self._board, lambda: False)
        self.waker = NoWaker(self._board, lambda: False)
        self._asked = float("-inf")
        self._given: PackSample | None = None

    @property
    def driver(self) -> Driver | None:
        """The driver of the board's protocol, None where that is not known."""
        return self._board.named

    @property
    def _answered(self) -> bool:
        return self.model.sample is not None

    async def connect(self) -> None:
        """Read what the server has.

        Raises:
            CloudError: the server cannot be asked, or nobody is logged in there.
            CloudRefusalError: the battery is not there, or is somebody else's.
        """
        self.model.set_link(LinkPhase.CONNECTING)
        try:
            await self._all()
        except CloudError as error:
            self._failed_with(error)
            await self.way.close()
            raise
        except asyncio.CancelledError:
            await self.way.close()
            self.model.set_link(LinkPhase.OFFLINE)
            raise
        self._given = self.model.sample
        await self._writer.settle()
        self._keeper.event("connected", {"where": self.where, "name": self.key.name})

    async def run(self) -> None:
        """Show what is heard until `close`; a server that is away is tried again."""
        failures = 0
        while not self._closing.is_set():
            if self._released:
                await self._pause(self.patience.look_s)
                continue
            try:
                await self._listen()
                failures = 0
            except CloudError as error:
                failures += 1
                self._failed_with(error)
                await self.way.close()
                await self._pause(self._timing.backoff(failures))

    async def release_here(self, to: str = "") -> None:
        """Listen no more."""
        await super().release_here(to)
        await self.way.close()

    async def close(self) -> None:
        """Listen no more and let go of the login. A command that is under way goes on."""
        self._closing.set()
        self._wake.set()
        try:
            async with asyncio.timeout(_END_S):
                await self._talk.idle()
        except TimeoutError:
            _log.warning("%s: closed in spite of a command", self.uri.text)
        await self._writer.stop()
        await self.way.end()
        await super().close()

    async def _all(self) -> None:
        """Read everything the server has, and say how the battery is."""
        await self.way.tell_time()
        self.shown.rights = await self.way.rights()
        await self._details()
        await asyncio.gather(self.shown.sample(), self.shown.settings(), self.shown.counters())
        self.shown.identify()
        self._say_state()

    async def _details(self) -> None:
        client = await self.way.client()
        try:
            details = await client.device(self.number)
        except CloudRefusalError as error:
            if error.key == "cloud_not_found":
                raise CloudRefusalError(
                    "cloud_battery_gone", server=self.way.place, number=self.number
                ) from error
            raise
        self.shown.take_details(details)
        self.poll_s = self.model.poll_s

    async def _listen(self) -> None:
        """Follow what is told until another login is to be used, or it breaks."""
        fleet = self.way.fleet
        async with self.way.events() as events:
            if self.model.phase is LinkPhase.CONNECTING or self.model.error is not None:
                await self._all()
            while not self._closing.is_set() and not self._released:
                waiting = asyncio.ensure_future(events.get())
                closing = asyncio.ensure_future(self._wake.wait())
                try:
                    await asyncio.wait(
                        {waiting, closing},
                        timeout=self.patience.look_s,
                        return_when=asyncio.FIRST_COMPLETED,
                    )
                    event = waiting.result() if waiting.done() else None
                finally:
                    waiting.cancel()
                    closing.cancel()
                self._wake.clear()
                if self._closing.is_set() or self.way.fleet is not fleet:
                    return
                match event:
                    case CloudError():
                        raise event
                    case Broken(error=error):
                        self._failed_with(error)
                    case Opened() | Gap():
                        await self._all()
                    case Change():
                        await self._changed(event)
                    case None:
                        await self._details()
                        self._say_state()

    async def _changed(self, change: Change) -> None:
        if change.number != self.number:
            return
        match change.kind:
            case "bms":
                self.shown.take_sample(change.values)
                self._say_state()
            case "presence" | "state":
                self.shown.take_presence(change.values)
                await self._details()
                self._say_state()
            case "command":
                await self._another(change)

    async def _another(self, change: Change) -> None:
        """Somebody else's command came to an end: look what it changed."""
        values = change.values
        if values.get("id") in self._talk.ours or values.get("state") not in (
            "succeeded",
            "failed",
        ):
            return
        if values.get("kind") == "bms_write" or (
            values.get("kind") == "bms_read" and values.get("state") == "succeeded"
        ):
            await asyncio.gather(self.shown.settings(), self.shown.counters())

    def _say_state(self) -> None:
        """Show how the battery is, on purpose: a tracker that is away is no live link."""
        remote = self.model.remote or Remote()
        phase, error = LinkPhase.LIVE, None
        if remote.state in ("expired", "not_enabled"):
            key = f"cloud_battery_{remote.state}"
            phase, error = LinkPhase.SILENT, CloudRefusalError(key, number=self.number)
        elif remote.is_away:
            phase = LinkPhase.SILENT
        same = (self.model.phase, getattr(self.model.error, "key", None))
        if same != (phase, None if error is None else error.key):
            self.model.set_link(phase, error=error)

    def _failed_with(self, error: CloudError) -> None:
        is_no = isinstance(error, CloudRefusalError)
        phase = LinkPhase.LOST if self._answered and not is_no else LinkPhase.FAILED
        self.model.set_link(phase, error=error)

    async def _read(self, what: str) -> Command:
        """Have the server read the board.

        Raises:
            CloudError: it is away, or did not answer; CloudRefusalError: somebody said no.
        """
        remote = self.model.remote
        if remote is not None and remote.is_away:
            raise self._away(remote)
        return await self._talk.read(what)

    async def _fresh_settings(self) -> SettingsReading:
        """Have the board read all settings; model and store get them."""
        reading = self.shown.settings_in(await self._read("settings"))
        self.model.apply_settings(reading)
        await self._keeper.settings(reading)
        return reading

    def _away(self, remote: Remote) -> CloudError:
        seen = "never" if remote.seen is None else f"{remote.seen:%Y-%m-%d %H:%M} UTC"
        return CloudError("cloud_tracker_away", number=self.number, state=remote.state, seen=seen)
