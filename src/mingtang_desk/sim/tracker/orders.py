"""What a simulated terminal does when the platform wants something: one row for each telegram."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from mingtang_desk.sim.tracker import bodies
from mingtang_desk.sim.tracker.machine import SimTracker
from mingtang_desk.sim.tracker.telegram import Telegram, u16

DONE, FAILED, WRONG, UNSUPPORTED = range(4)
PARAMETERS, ATTRIBUTES, UPGRADED, POSITION = 0x0104, 0x0107, 0x0108, 0x0201
RESTART, FACTORY_RESET, CLOSE_LINK = 4, 5, 6
SERIAL_LINE = 0x41
BOOT_S, GRACE_S, CLOSED_S, FLASH_S = 3.0, 0.5, 30.0, 2.0
"""Wall seconds: to start, for answers to leave before, without a link, to write new firmware."""
MOST_PARTS = 2048
Order = Callable[["Orders", SimTracker, Telegram, float], None]


@dataclass(slots=True)
class Orders:
    """Takes orders for one terminal, and keeps what comes in parts.

    Attributes:
        areas: the fences it has, by shape and number, as they came.
    """

    areas: dict[tuple[str, int], bytes] = field(default_factory=dict)
    _parts: dict[int, bytes] = field(default_factory=dict)

    def take(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """Does it, or says that it cannot."""
        order = ORDERS.get(telegram.kind)
        if order is None or (telegram.total > 1 and telegram.kind != 0x8108):
            tracker.reply(telegram, UNSUPPORTED)
        else:
            order(self, tracker, telegram, now_s)

    def set_parameters(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8103."""
        tracker.reply(telegram, DONE if tracker.memory.change(telegram.body) else FAILED)

    def tell_parameters(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8104: all of them."""
        listed = bodies.parameters(tracker.memory.values.items())
        tracker.answer(PARAMETERS, u16(telegram.serial) + listed)

    def tell_some(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8106: those that it has of these."""
        body = telegram.body
        if not body or len(body) != 1 + 4 * body[0]:
            tracker.reply(telegram, WRONG)
            return
        numbers = [int.from_bytes(body[at : at + 4], "big") for at in range(1, len(body), 4)]
        listed = bodies.parameters(tracker.memory.some(numbers))
        tracker.answer(PARAMETERS, u16(telegram.serial) + listed)

    def control(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8105: the answer leaves before the terminal does what it says."""
        word = telegram.body[0] if telegram.body else 0
        away = {RESTART: BOOT_S, FACTORY_RESET: BOOT_S, CLOSE_LINK: CLOSED_S}.get(word)
        tracker.reply(telegram, UNSUPPORTED if away is None else DONE)
        if word == FACTORY_RESET:
            tracker.forget()
        if away is not None:
            tracker.leave(now_s + tracker.faults.late_s + GRACE_S, away)

    def tell_attributes(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8107."""
        who = tracker.identity
        tracker.answer(
            ATTRIBUTES, bodies.attributes(who.digits, tracker.firmware, is_2019=who.is_2019)
        )

    def tell_position(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8201."""
        tracker.answer(POSITION, u16(telegram.serial) + tracker.position())

    def follow(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8202."""
        body = telegram.body
        interval_s = int.from_bytes(body[:2], "big")
        if len(body) < (6 if interval_s else 2):
            tracker.reply(telegram, WRONG)
            return
        tracker.follow(interval_s, int.from_bytes(body[2:6], "big"))
        tracker.reply(telegram, DONE)

    def hear_text(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8300: it is shown on a display that nobody reads."""
        tracker.reply(telegram, DONE)

    def pass_through(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8900: the answer says that the bytes are on the line, not what comes back."""
        if telegram.body[:1] != bytes([SERIAL_LINE]):
            tracker.reply(telegram, UNSUPPORTED)
        elif not tracker.line.has_board:
            tracker.reply(telegram, FAILED)
        else:
            tracker.reply(telegram, DONE)
            tracker.line.write(telegram.body[1:], now_s)

    def upgrade(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8108: each part is answered; when all are there the result follows."""
        if not 1 <= telegram.part <= telegram.total <= MOST_PARTS:
            tracker.reply(telegram, WRONG)
            return
        if telegram.part == 1:
            self._parts.clear()
        self._parts[telegram.part] = telegram.body
        tracker.reply(telegram, DONE)
        if set(self._parts) != set(range(1, telegram.total + 1)):
            return
        image = b"".join(self._parts[part] for part in sorted(self._parts))
        self._parts.clear()
        version = _version_of(image)
        if not tracker.faults.mute:
            result = bytes([image[0] if image else 0, 1 if version is None else 0])
            tracker.send(UPGRADED, result, delay_s=FLASH_S)
        if version is not None:
            tracker.firmware = version
            tracker.leave(now_s + FLASH_S + GRACE_S, BOOT_S)

    def set_circle(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8600, one circle at a time."""
        body = telegram.body
        if len(body) < 18 or body[1] != 1:
            tracker.reply(telegram, WRONG)
            return
        self.areas["circle", int.from_bytes(body[2:6], "big")] = body
        tracker.reply(telegram, DONE)

    def set_polygon(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8604."""
        body = telegram.body
        if len(body) < 8:
            tracker.reply(telegram, WRONG)
            return
        self.areas["polygon", int.from_bytes(body[:4], "big")] = body
        tracker.reply(telegram, DONE)

    def delete_areas(self, tracker: SimTracker, telegram: Telegram, now_s: float) -> None:
        """0x8601, 0x8605; none named = all of the shape."""
        body, shape = telegram.body, "circle" if telegram.kind == 0x8601 else "polygon"
        if not body or len(body) != 1 + 4 * body[0]:
            tracker.reply(telegram, WRONG)
            return
        named = {int.from_bytes(body[at : at + 4], "big") for at in range(1, len(body), 4)}
        for key in list(self.areas):
            if key[0] == shape and (key[1] in named or not named):
                del self.areas[key]
        tracker.reply(telegram, DONE)


def _version_of(image: bytes) -> str | None:
    """Version of a firmware; None where it is not whole or has none that can be read."""
    if len(image) < 7 or len(image) < 11 + image[6]:
        return None
    text, data = image[7 : 7 + image[6]], image[7 + image[6] :]
    is_whole = int.from_bytes(data[:4], "big") == len(data) - 4 > 0
    return text.decode() if is_whole and text and text.isascii() else None


ORDERS: Mapping[int, Order] = {
    0x8103: Orders.set_parameters,
    0x8104: Orders.tell_parameters,
    0x8105: Orders.control,
    0x8106: Orders.tell_some,
    0x8107: Orders.tell_attributes,
    0x8108: Orders.upgrade,
    0x8201: Orders.tell_position,
    0x8202: Orders.follow,
    0x8300: Orders.hear_text,
    0x8600: Orders.set_circle,
    0x8601: Orders.delete_areas,
    0x8604: Orders.set_polygon,
    0x8605: Orders.delete_areas,
    0x8900: Orders.pass_through,
}
