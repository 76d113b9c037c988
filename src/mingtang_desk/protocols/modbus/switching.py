"""Controls of a profile as requests."""

from dataclasses import replace
from datetime import datetime

from mingtang_desk.core.errors import OutOfRangeError, UsageError
from mingtang_desk.device.catalogue.controls import Action
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.interfaces.driver import Request
from mingtang_desk.protocols.modbus import codec
from mingtang_desk.wire.profile.encodings import clock_bytes
from mingtang_desk.wire.profile.kinds import Space, Type
from mingtang_desk.wire.profile.rows import Control, Profile


def control_request(
    row: Control, value: SettingValue | None, *, address: int, profile: Profile, reply: int | None
) -> Request:
    """Return what does an action; all but a restart may be sent twice.

    Raises:
        UsageError: a switch that is told neither on nor off, a clock without a time.
        OutOfRangeError: a number that the register cannot hold.
    """
    if row.place.space is Space.COIL:
        on = _switched(row, value) if row.value is None else bool(row.value)
        return codec.write_coil(address, row.place.address, on, reply_address=reply)
    request = codec.write_words(
        address,
        row.place.address,
        _words(row, value),
        reply_address=reply,
        many=profile.write_single != 6 or row.type is Type.CLOCK,
    )
    # A restart that was heard and not answered must not be asked for again.
    return replace(request, repeatable=row.action != Action.RESTART.value)


def _words(row: Control, value: SettingValue | None) -> bytes:
    if row.value is not None:
        return row.value.to_bytes(2, "big")
    if row.on is not None and row.off is not None:
        return (row.on if _switched(row, value) else row.off).to_bytes(2, "big")
    if row.type is Type.CLOCK:
        try:
            return clock_bytes(datetime.fromisoformat(str(value)))
        except ValueError as error:
            raise UsageError(
                "option_invalid", option=row.action, value=value, allowed="a time of 2000 to 2255"
            ) from error
    if isinstance(value, bool | str) or value is None:
        raise UsageError("option_invalid", option=row.action, value=value, allowed="a number")
    try:
        return row.scale.to_wire(value).to_bytes(2 * row.type.registers, "big")
    except OverflowError as error:
        raise OutOfRangeError(
            "wrong_type", name=row.action, value=value, expected=f"a value of {row.type.value}"
        ) from error


def _switched(row: Control, value: SettingValue | None) -> bool:
    if isinstance(value, bool):
        return value
    # Anything else must not be taken for "off": that would cut the power.
    raise UsageError("option_invalid", option=row.action, value=value, allowed="on, off")
