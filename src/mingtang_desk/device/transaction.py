"""A write transaction, pure: which fields, what was sent, what was read back, how each ended.

The order of a write is: check range -> snapshot -> journal (durable) -> send -> read back ->
compare -> journal. An acknowledgement is not a result; only a value read back afterwards is.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from mingtang_desk.device.settings import SettingLimits, SettingValue


class FieldState(StrEnum):
    """How one field of a transaction ended.

    APPLIED: read back as sent. CLAMPED: the board stored something else than sent.
    REFUSED: the old value is still there. UNKNOWN: it could not be read back.
    """

    APPLIED = "applied"
    CLAMPED = "clamped"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldResult:
    """One field: value before, value sent, value read back (None = not read), state."""

    old: SettingValue | None
    sent: SettingValue
    read: SettingValue | None
    state: FieldState


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteResult:
    """Outcome of one transaction.

    Attributes:
        id: number in the journal.
        side_effects: keys of what else changed ("counters_cleared"), and settings that were not
            written but read differently afterwards ("changed:<key>").
    """

    id: int
    time: datetime
    who: str
    fields: Mapping[str, FieldResult]
    side_effects: tuple[str, ...] = ()

    @property
    def applied(self) -> bool:
        """True when every field reads back as sent."""
        return all(field.state is FieldState.APPLIED for field in self.fields.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class RawBytes:
    """The bytes behind a transaction, for support and for an undo byte for byte.

    Attributes:
        before: all settings registers as they were read before, keyed as in `SettingsReading.raw`.
        after: those of them that read differently afterwards.
        sent: the requests that wrote, as they went out, without repetitions.
    """

    before: Mapping[str, bytes] = field(default_factory=dict)
    after: Mapping[str, bytes] = field(default_factory=dict)
    sent: tuple[bytes, ...] = ()


NO_RAW = RawBytes()
INTERRUPTED = "interrupted"
"""Side effect of a write that was broken off: part of it was never sent, or nobody knows."""


def changed_bytes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the registers of `after` that are not as before."""
    return {name: data for name, data in after.items() if before.get(name) != data}


@dataclass(frozen=True, slots=True, kw_only=True)
class Interrupted:
    """A write that was broken off, as the board was found afterwards.

    Attributes:
        entry: its number in the journal.
        kind: "settings", "undo" or "resume".
        fields: how each field is now.
    """

    entry: int
    kind: str
    fields: Mapping[str, FieldResult]

    @property
    def as_wanted(self) -> int:
        """How many fields read as they were sent, whether that will last or not."""
        return sum(same(field.read, field.sent) for field in self.fields.values())


def same(
    a: SettingValue | None, b: SettingValue | None, limits: SettingLimits | None = None
) -> bool:
    """Return whether two values are the same to the board: equal within half of its step."""
    if isinstance(a, bool | str) or isinstance(b, bool | str) or a is None or b is None:
        return a == b
    step = limits.step if limits is not None and limits.step else 1e-6
    return abs(float(a) - float(b)) < step / 2


def judge(
    sent: Mapping[str, SettingValue],
    old: Mapping[str, SettingValue],
    read: Mapping[str, SettingValue] | None,
    limits: Mapping[str, SettingLimits],
) -> dict[str, FieldResult]:
    """Return how each field ended, from values alone.

    `read` is None when nothing could be read back; a key missing in it is unknown as well.
    """
    results: dict[str, FieldResult] = {}
    for key, value in sent.items():
        before, after = old.get(key), None if read is None else read.get(key)
        if after is None:
            state = FieldState.UNKNOWN
        elif same(after, value, limits.get(key)):
            state = FieldState.APPLIED
        elif same(after, before, limits.get(key)):
            state = FieldState.REFUSED
        else:
            state = FieldState.CLAMPED
        results[key] = FieldResult(old=before, sent=value, read=after, state=state)
    return results


def in_doubt(result: FieldResult) -> FieldResult:
    """Return a field of a write whose save nobody acknowledged.

    What reads as new may not outlive a loss of power.
    """
    if result.state is FieldState.REFUSED:
        return result
    return replace(result, state=FieldState.UNKNOWN)


def undo_of(fields: Mapping[str, FieldResult]) -> dict[str, SettingValue]:
    """Return what to write to undo a transaction.

    The old value of every field that may have changed.
    """
    return {
        key: field.old
        for key, field in fields.items()
        if field.old is not None
        and field.state is not FieldState.REFUSED
        and not same(field.old, field.sent if field.state is FieldState.UNKNOWN else field.read)
    }
