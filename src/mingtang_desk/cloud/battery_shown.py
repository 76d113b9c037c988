"""What the server has of a battery, put into the model with the time it was measured at."""

import logging
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from mingtang_desk.cloud.battery_reading import counters_of, sample_of, settings_of
from mingtang_desk.cloud.battery_way import BatteryWay
from mingtang_desk.cloud.decode import AnswerError, Json, json_object, moment, plain
from mingtang_desk.cloud.models import BatteryDetails, Command
from mingtang_desk.core.errors import CloudError, StorageError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.catalogue.controls import CONTROLS
from mingtang_desk.device.plausibility import PlausibilityCheck
from mingtang_desk.device.remote import Remote, age_of
from mingtang_desk.device.sample import CounterReading, PackSample
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.storage import DeviceKey
from mingtang_desk.session.board import Board
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.keeper import Keeper

_POLL_S = 30.0
"""How often a tracker reports, where nobody knows."""
_STATUS = frozenset((Capability.STATUS, Capability.CELLS))
_NOT_BY_CLOUD = frozenset((Capability.CALIBRATION, Capability.CLOCK))
"""A server would set the clock to the time of day where it stands itself."""
_SWITCHES = frozenset(row.needs for row in CONTROLS)
ONLY_LOOKS = QT_TRANSLATE_NOOP(
    "Reason", "This login may look and not change anything; somebody with a higher role can."
)
LACKS = QT_TRANSLATE_NOOP(
    "Reason",
    "A server speaks with this board: calibration, bytes as they are, waking and setting the clock "
    "are done beside it.",
)
UNKNOWN = QT_TRANSLATE_NOOP(
    "Reason",
    "What this board speaks is not known yet: “Read now” in Status lets the server find out.",
)

_log = logging.getLogger(__name__)


class BatteryShown:
    """Fills model, history and key of one session.

    Args:
        board: its model and key.
        way: asks the server.
        keeper: the history.

    Attributes:
        rights: what the login may do, None = not known yet.
    """

    def __init__(self, board: Board, way: BatteryWay, keeper: Keeper) -> None:
        self._board, self._way, self._keeper = board, way, keeper
        self._model = board.model
        self._plausible = PlausibilityCheck()
        self.rights: frozenset[str] | None = None
        self._details: BatteryDetails | None = None
        self._who: tuple[object, ...] = ()

    @property
    def age_s(self) -> float:
        """Seconds since what is shown was measured, by the clock of the server."""
        remote = self._model.remote
        if remote is None or remote.measured is None:
            return float("inf")
        return age_of(remote.measured, remote.received, self._way.now()).total_seconds()

    def take_details(self, details: BatteryDetails) -> None:
        """Take how a battery is and what it is called."""
        self._details = details
        tracker = details.tracker
        self._model.poll_s = max(tracker.interval_s or tracker.ordered_s or _POLL_S, 1.0)
        remote = self._model.remote or Remote()
        ahead_s = self._way.ahead_s
        self._model.set_remote(
            replace(remote, state=details.state, seen=details.last_seen, ahead_s=ahead_s)
        )
        self.identify()

    def take_presence(self, values: Json) -> None:
        """Take a change of state as it was told; what is none is left out."""
        state, seen = values.get("state"), values.get("seen")
        try:
            when = None if seen is None else moment(seen, "presence.seen")
        except AnswerError as error:
            _log.info("%s: %s", self._board.key.uri, error)
            return
        if isinstance(state, str):
            remote = self._model.remote or Remote()
            self._model.set_remote(replace(remote, state=plain(state, 20), seen=when))

    def take_sample(self, document: Json) -> None:
        """Take a sample as it was told; what is none is left out."""
        try:
            sample, received = sample_of(document)
        except AnswerError as error:
            _log.warning("%s: %s", self._board.key.uri, error)
            return
        self._show(sample, received)

    async def sample(self) -> None:
        """Show the last sample the server has, where it is another one.

        Raises:
            CloudError: it cannot be asked, or tells nonsense.
        """
        document = await self._asked("bms")
        if document is None:
            return
        try:
            sample, received = sample_of(document)
        except AnswerError as error:
            raise self._invalid(error) from error
        self._show(sample, received)

    async def settings(self) -> None:
        """Show the settings that were read last, with the time they were read. Raises likewise."""
        document = await self._asked("settings")
        if document is None:
            return
        try:
            reading = settings_of(document)
        except AnswerError as error:
            raise self._invalid(error) from error
        known = self._model.settings
        if known is None or known.time < reading.time:
            self._model.apply_settings(reading)
            try:
                await self._keeper.settings(reading)
            except StorageError as error:
                _log.warning("%s: settings were not stored: %s", self._board.key.uri, error)

    async def counters(self) -> None:
        """Show the counters that were read last, where it is known when. Raises likewise."""
        document = await self._asked("stats")
        when = None if document is None else await self._counted()
        if document is None or when is None:
            return
        known = self._model.counters
        if known is not None and known.time >= when:
            return
        try:
            self._model.apply_counters(counters_of(document, when))
        except AnswerError as error:
            raise self._invalid(error) from error

    def settings_in(self, command: Command) -> SettingsReading:
        """Return what a command has read. Raises `CloudError` where it is none."""
        try:
            return settings_of(json_object((command.result or {}).get("settings"), "the settings"))
        except AnswerError as error:
            raise self._invalid(error) from error

    def counters_in(self, command: Command) -> CounterReading:
        """Return what a command has read. Raises `CloudError` where it is none."""
        when = command.ended or self._way.now()
        try:
            document = json_object((command.result or {}).get("stats"), "the counters")
            return counters_of(document, when)
        except AnswerError as error:
            raise self._invalid(error) from error

    def identify(self) -> None:
        """Say who it is, what it speaks and what can be done with it."""
        details, sample = self._details, self._model.sample
        if details is None:
            return
        driver = _driver(details.protocol) or _driver("" if sample is None else sample.protocol)
        name = plain(details.name, 80) or details.number
        who = (None if driver is None else driver.key, name, self.rights)
        if who == self._who:
            return
        self._who = who
        key = DeviceKey(
            protocol="" if driver is None else driver.key,
            device_id=None,  # boards tell theirs late or never; the number is the one that stays
            uri=self._board.uri.text,
            name=name,
        )
        self._board.know(driver, key)
        self._model.identify(
            protocol="" if driver is None else driver.key,
            label="" if driver is None else driver.label,
            name=name,
            capabilities=self._capabilities(driver),
            specs={} if driver is None else dict(driver.settings),
            lacks=self._lacks(driver),
            extras=None if driver is None else driver.extras,
        )

    def _may(self, right: str) -> bool:
        return self.rights is None or right in self.rights

    def _capabilities(self, driver: Driver | None) -> frozenset[Capability]:
        """Return what the board can do and this login may."""
        if driver is None:
            return _STATUS
        found = driver.capabilities - _NOT_BY_CLOUD
        if not self._may("command_set"):
            found -= {Capability.SETTINGS_WRITE}
        return found if self._may("command_momentary") else found - _SWITCHES

    def _lacks(self, driver: Driver | None) -> str:
        if driver is None:
            return UNKNOWN
        return LACKS if self._may("command_set") else ONLY_LOOKS

    def _show(self, sample: PackSample, received: datetime | None) -> None:
        """Show a sample that is not older than the one on screen; history gets each once."""
        remote, now = self._model.remote or Remote(), self._way.now()
        if remote.measured == sample.time:
            if remote.received is None:
                # An event does not say when the server had it.
                self._model.set_remote(replace(remote, received=received))
            return
        if remote.measured is not None:
            # A clock that ran ahead for a while must not hide what comes after it was set right.
            before = min(remote.measured, remote.received or remote.shown or now)
            if min(sample.time, received or now) <= before:
                return
        sample = self._plausible.check(sample)
        heard = min(sample.time, now) if received is None else received
        self._model.set_remote(
            replace(
                remote,
                measured=sample.time,
                received=received,
                shown=now,
                seen=heard if remote.seen is None else max(remote.seen, heard),
            )
        )
        age_s = age_of(sample.time, received, now).total_seconds()
        self._model.apply_sample(sample, age_s=age_s)
        self.identify()
        self._keeper.sample(sample)

    async def _asked(self, what: str) -> Json | None:
        """Return what the server has, None where it has nothing of the kind yet."""
        client, number = await self._way.client(), self._way.number
        ask = {"bms": client.sample, "settings": client.settings, "stats": client.stats}[what]
        try:
            return (await ask(number)).document
        except CloudError as error:
            if error.key == "cloud_not_known_yet":
                return None
            raise

    async def _counted(self) -> datetime | None:
        """Return when the counters were read: the server says it of the command alone."""
        page = await (await self._way.client()).commands(self._way.number)
        for each in page.items:
            stats = (each.result or {}).get("stats")
            if each.kind == "bms_read" and each.state == "succeeded" and isinstance(stats, Mapping):
                return each.ended
        return None

    def _invalid(self, error: AnswerError) -> CloudError:
        detail = plain(str(error), 120)
        return CloudError("cloud_answer_invalid", server=self._way.place, detail=detail)


def _driver(protocol: str) -> Driver | None:
    """Return the driver of a protocol, None where it is not known, here or at the server."""
    try:
        return find_driver(protocol) if protocol else None
    except UsageError:
        return None
