"""What a command needs before it is taken: class, right, confirmation, a standing vehicle.

What this table does not allow is refused.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from mingtang_desk.core.errors import NotPermittedError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.roles import WriteClass, class_of_action
from mingtang_desk.interfaces.gate import OPEN_GATE
from mingtang_desk.server.accounts.rights import Right
from mingtang_desk.server.commands.machine import CommandClass
from mingtang_desk.server.commands.orders import Ask, BmsControl, BmsRequest, Raw
from mingtang_desk.session.judging import writes

READ, SET, MOMENTARY = CommandClass.READ, CommandClass.SET_ABSOLUTE, CommandClass.MOMENTARY
KINDS: Mapping[str, tuple[CommandClass, Right]] = {
    "locate": (READ, Right.COMMAND_READ),
    "parameters_read": (READ, Right.COMMAND_READ),
    "bms_read": (READ, Right.COMMAND_READ),
    "parameters_set": (SET, Right.COMMAND_SET),
    "track": (SET, Right.COMMAND_SET),
    "fence_copy": (SET, Right.COMMAND_SET),
    "fence_delete": (SET, Right.COMMAND_SET),
    "bms_write": (SET, Right.COMMAND_SET),
    "bms_control": (MOMENTARY, Right.COMMAND_MOMENTARY),
    "restart": (MOMENTARY, Right.COMMAND_MOMENTARY),
    "factory_reset": (MOMENTARY, Right.COMMAND_MOMENTARY),
    "text": (MOMENTARY, Right.COMMAND_MOMENTARY),
    "raw": (MOMENTARY, Right.COMMAND_RAW),
}
"""Of `bms_request` the bytes tell, see `REQUESTS`."""
REQUESTS: Mapping[bool | None, tuple[CommandClass, Right]] = {
    False: (READ, Right.COMMAND_READ),
    True: (MOMENTARY, Right.COMMAND_SET),
    None: (MOMENTARY, Right.COMMAND_RAW),
}
"""By whether bytes write; None = unknown. Bytes that write are never sent twice."""
WRITE_CLASSES: Mapping[WriteClass, Right] = {
    WriteClass.EASY: Right.COMMAND_SET,
    WriteClass.CAREFUL: Right.COMMAND_SET,
    WriteClass.DANGEROUS: Right.COMMAND_SET,
    WriteClass.SWITCH: Right.COMMAND_MOMENTARY,
    WriteClass.RESET: Right.COMMAND_MOMENTARY,
    WriteClass.CALIBRATION: Right.COMMAND_RAW,
    WriteClass.RAW: Right.COMMAND_RAW,
}
"""What the desk's classes of writes need here; operators have the first five, viewers none."""
CONNECTION = frozenset(
    {
        "apn",
        "apn_user",
        "apn_password",
        "server",
        "backup_apn",
        "backup_apn_user",
        "backup_apn_password",
        "backup_server",
        "tcp_port",
        "udp_port",
    }
)
"""Parameters that may take the tracker away from this server for good."""
SECRETS = frozenset({"apn_password", "backup_apn_password"})
MOVING_KMH = 3.0
FRESH_MS = 300_000
PROVEN_MS = 300_000
_CUTS = frozenset({Action.LOCK, Action.RESTART, Action.FACTORY_RESET})


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What one command needs.

    Attributes:
        kind: its class; right: who may.
        admin: it is for the admin of the server alone.
        confirm: `confirm` has to be true.
        proof: the password was proven within five minutes.
        standing: it may cut power: not above `MOVING_KMH`.
        priority: 0 goes first: reads of people, then writes, then polls.
    """

    kind: CommandClass
    right: Right
    admin: bool = False
    confirm: bool = False
    proof: bool = False
    standing: bool = False
    priority: int = 1


def needs_of(order: Ask, protocol: str) -> Needs:
    """Return what a command needs, on a device whose board speaks a protocol ("auto" = any)."""
    name: str = order.kind  # type: ignore[attr-defined]
    standing = False
    if isinstance(order, BmsRequest):
        kind, right = REQUESTS[writes(bytes.fromhex(order.hex), protocol)]
        standing = kind is not READ
    else:
        kind, right = KINDS[name]
        standing = isinstance(order, Raw)
    confirm = kind is MOMENTARY
    if isinstance(order, BmsControl):
        action = Action(order.action)
        right = WRITE_CLASSES[class_of_action(action)]
        standing = action in _CUTS or (action is Action.DISCHARGE and order.value in (False, "off"))
    parameters = getattr(order, "parameters", {})
    return Needs(
        kind=kind,
        right=right,
        admin=right is Right.COMMAND_RAW,
        confirm=confirm or bool(CONNECTION & parameters.keys()),
        proof=name == "factory_reset"
        or (isinstance(order, BmsControl) and order.action == Action.FACTORY_RESET),
        standing=standing,
        priority=_priority(order, kind),
    )


def _priority(order: Ask, kind: CommandClass) -> int:
    if kind is not READ:
        return 1
    return 2 if getattr(order, "background", False) else 0


class RightGate:
    """Lets a board be written to as far as the right goes that a command was taken for."""

    may_write = True

    def __init__(self, right: Right, who: str) -> None:
        self._right = right
        self.who = who

    def check(self, classes: Iterable[WriteClass]) -> None:
        """Let what is of these classes through.

        Raises:
            NotPermittedError: one needs another right.
        """
        for each in classes:
            if WRITE_CLASSES[each] is not self._right:
                raise NotPermittedError(
                    "not_permitted",
                    needed=WRITE_CLASSES[each].value,
                    role=self._right.value,
                    what=each.value,
                )

    def observe(self, callback: Callable[[], None]) -> Callable[[], None]:
        """Never call: a command keeps the right that it was taken for."""
        return OPEN_GATE.observe(callback)
