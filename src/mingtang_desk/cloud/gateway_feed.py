"""What a shared board tells the server: samples, settings, counters, its place.

A sample goes at once when something is switched, trips or recovers, else every ten seconds. What
the server has not confirmed is kept and sent again over the next link; it knows a sample by its
time, so that nothing counts twice.
"""

from collections.abc import Callable, Mapping

from mingtang_desk.core.clock import Clock, iso
from mingtang_desk.device.json import counters_json, sample_json, settings_json
from mingtang_desk.device.model import DeviceModel, LinkPhase, Topic
from mingtang_desk.device.sample import PackSample

EVERY_S = 10.0
KEPT = 720
"""Messages that wait for a server: samples of two hours; then the oldest go."""

type Message = Mapping[str, object]


class Feed:
    """Follows one device; `stop` lets go of it.

    Args:
        model: of the device; number: of the battery.
        came: is called when there is something to send.

    Attributes:
        confirmed: samples that the server has.
    """

    def __init__(
        self, model: DeviceModel, number: str, clock: Clock, came: Callable[[], None]
    ) -> None:
        self._model, self._number, self._clock, self._came = model, number, clock, came
        self._unsent: dict[int, Message] = {}
        self._sent: dict[int, Message] = {}
        self._next_id = 1
        self._last: tuple[object, ...] | None = None
        self._last_at = float("-inf")
        self.confirmed = 0
        self._end = model.observe(self._changed)
        if model.phase is LinkPhase.LIVE:
            for topic in (Topic.SAMPLE, Topic.SETTINGS):
                self._changed(topic)

    @property
    def waiting(self) -> int:
        """How much the server does not have yet."""
        return len(self._unsent) + len(self._sent)

    def stop(self) -> None:
        """Follow no more; a second call is harmless."""
        self._end()

    def begin(self) -> None:
        """A new link: what the last one did not confirm goes out again, the oldest first."""
        self._unsent = dict(sorted((self._sent | self._unsent).items()))
        self._sent = {}

    def take(self) -> list[Message]:
        """Return what is to be sent now."""
        found = list(self._unsent.values())
        self._sent |= self._unsent
        self._unsent = {}
        return found

    def answered(self, message_id: object, *, again: bool) -> None:
        """The server has a message, or will never have it; with `again` it wants it once more."""
        if not isinstance(message_id, int):
            return
        message = self._sent.pop(message_id, None)
        if message is None:
            return
        if again:
            self._unsent[message_id] = message
            return
        self.confirmed += message["type"] == "sample"

    def _changed(self, topic: Topic) -> None:
        if topic is Topic.SAMPLE and self._model.sample is not None:
            self._sampled(self._model.sample)
        elif topic in (Topic.SETTINGS, Topic.COUNTERS):
            self._read()

    def _sampled(self, sample: PackSample) -> None:
        now, state = self._clock.monotonic(), _state_of(sample)
        if state == self._last and now - self._last_at < EVERY_S:
            return
        self._last, self._last_at = state, now
        self._put({"type": "sample", "sample": sample_json(sample)})
        place = sample.position
        if place is not None:
            self._put(
                {
                    "type": "position",
                    "time": iso(sample.time),
                    "lat": place.lat,
                    "lon": place.lon,
                    "speed_kmh": place.speed_kmh,
                    "course_deg": place.course_deg,
                }
            )

    def _read(self) -> None:
        """Tell all that was read: of several such messages the last one says everything."""
        settings, counters = self._model.settings, self._model.counters
        if settings is None and counters is None:
            return
        for each in (self._unsent, self._sent):
            for key in [key for key, message in each.items() if message["type"] == "settings"]:
                del each[key]
        message: dict[str, object] = {"type": "settings"}
        if settings is not None:
            message["settings"] = settings_json(settings)
        if counters is not None:
            message["counters"] = counters_json(counters)
        self._put(message)

    def _put(self, message: Message) -> None:
        number, self._next_id = self._next_id, self._next_id + 1
        self._unsent[number] = {**message, "device": self._number, "id": number}
        while self.waiting > KEPT:
            oldest = self._sent or self._unsent  # a server that confirms nothing costs no memory
            del oldest[next(iter(oldest))]
        self._came()


def _state_of(sample: PackSample) -> tuple[object, ...]:
    """Return what makes a sample news."""
    return (
        sample.protections,
        sample.alarms,
        sample.faults,
        sample.charge_mosfet,
        sample.discharge_mosfet,
        sample.balancer,
        sample.state,
        sample.device_id,
    )
