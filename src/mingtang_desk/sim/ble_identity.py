"""How a simulated board shows itself over Bluetooth: name, address, services, signal, PIN.

A JBD board is what the documents say: service FF00, replies on FF01, requests on FF02. The others
sit behind a transparent module: FFE0 with FFE1. Names of Mingtang and China Tower boards are
invented; they end in the last five digits of the battery code where one is written.
"""

import random
import re
from collections.abc import Mapping
from dataclasses import dataclass

from mingtang_desk.sim.errors import SimOptionError
from mingtang_desk.sim.jbd_models import JbdModel
from mingtang_desk.sim.mingtang_models import MingtangModel

SETS = ("rssi", "mtu", "pin", "ble_name", "ble_address", "ble_drop_ms")
"""Names of `--set` that are about the Bluetooth module, not about the board behind it."""
DEFAULT_MTU = 247
_MTU_RANGE = (23, 517)
_RSSI_RANGE = (-127, 20)
_DROP_RANGE = (0, 600000)
# JBD modules never send more at once, whatever the MTU.
_JBD_PIECE = 20
_ADDRESS = re.compile(r"[0-9A-F]{2}(:[0-9A-F]{2}){5}")
# The second is a locally administered one, of no maker.
_JBD_MAKER, _OTHER_MAKER = "A5:C2:37", "C2:4D:54"


@dataclass(frozen=True, slots=True, kw_only=True)
class BleIdentity:
    """One Bluetooth module.

    Attributes:
        name: complete local name.
        address: AA:BB:CC:DD:EE:FF.
        service, write, notify: 16-bit UUIDs; one characteristic may be both.
        rssi: how loud a central hears it, dBm.
        mtu: the largest ATT MTU that it agrees to.
        pin: six digits that it asks for before the board may be talked to; "" = none.
        answers_writes: it takes writes with response too.
        piece: longest notification, 0 = as long as the MTU allows.
        drop_s: it drops each link after so many seconds as if out of range, 0 = never.
    """

    name: str
    address: str
    service: int
    write: int
    notify: int
    rssi: int
    mtu: int = DEFAULT_MTU
    pin: str = ""
    answers_writes: bool = False
    piece: int = 0
    drop_s: float = 0.0


def identity(
    model: JbdModel | MingtangModel, sets: Mapping[str, str], *, seed: int, place: int
) -> BleIdentity:
    """The module of a board.

    Args:
        model: its row.
        sets: values of the names in `SETS` that were given.
        seed: of its address and signal; the same seed gives the same ones.
        place: number of the board among those of the process, from 1.

    Raises:
        SimOptionError: a value that is not valid.
    """
    rng = random.Random(f"{model.key} {seed} {place}")
    is_jbd = isinstance(model, JbdModel)
    maker = _JBD_MAKER if is_jbd else _OTHER_MAKER
    own = ":".join(f"{rng.randrange(256):02X}" for _ in range(3))
    return BleIdentity(
        name=_text(sets, "ble_name") or _own_name(model, own),
        address=_address(sets) or f"{maker}:{own}",
        service=0xFF00 if is_jbd else 0xFFE0,
        write=0xFF02 if is_jbd else 0xFFE1,
        notify=0xFF01 if is_jbd else 0xFFE1,
        rssi=_whole(sets, "rssi", _RSSI_RANGE, rng.randrange(-85, -45)),
        mtu=_whole(sets, "mtu", _MTU_RANGE, DEFAULT_MTU),
        pin=_pin(sets, is_jbd),
        answers_writes=not is_jbd,
        piece=_JBD_PIECE if is_jbd else 0,
        drop_s=_whole(sets, "ble_drop_ms", _DROP_RANGE, 0) / 1000,
    )


def _own_name(model: JbdModel | MingtangModel, own: str) -> str:
    if isinstance(model, JbdModel):
        return model.device_name
    kind = "MT" if model.protocol == "mingtang" else "TT"
    digits = model.battery_code[-5:] or f"{int(own.replace(':', ''), 16) % 100000:05d}"
    return f"{kind}-{model.cell_count}S-{digits}"


def _text(sets: Mapping[str, str], name: str) -> str:
    value = sets.get(name, "")
    if len(value.encode()) > 29 or not value.isprintable():
        raise SimOptionError(f"set {name}", value, "up to 29 printable bytes")
    return value


def _address(sets: Mapping[str, str]) -> str:
    value = sets.get("ble_address", "").upper()
    if value and not _ADDRESS.fullmatch(value):
        raise SimOptionError("set ble_address", value, "AA:BB:CC:DD:EE:FF")
    return value


def _pin(sets: Mapping[str, str], is_jbd: bool) -> str:
    value = sets.get("pin", "")
    if value and not (is_jbd and len(value) == 6 and value.isdecimal()):
        raise SimOptionError("set pin", value, "six digits, on a JBD board")
    return value


def _whole(sets: Mapping[str, str], name: str, allowed: tuple[int, int], usual: int) -> int:
    text = sets.get(name)
    if text is None:
        return usual
    low, high = allowed
    if not re.fullmatch(r"-?\d{1,6}", text) or not low <= int(text) <= high:
        raise SimOptionError(f"set {name}", text, f"{low} to {high}")
    return int(text)
