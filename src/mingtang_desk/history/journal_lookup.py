"""Which entry an undo takes back, and which write was interrupted, over all places of a device.

A board that has an id is the same one behind another port, or over the air. Where the id is known
to stand for several boards - two of them answered on one line - its address decides. Where ids of
its kind are mere model names (`DeviceKey.unique` False), other places count only as long as nothing
was written at its own, and whoever asks has to look closer.
"""

from sqlalchemy import Connection, exists, select

from mingtang_desk.core.errors import UsageError
from mingtang_desk.device.transaction import INTERRUPTED, FieldState
from mingtang_desk.history.devices import find_device, numbers_at, places_of_id
from mingtang_desk.history.journal_table import load_entries
from mingtang_desk.history.schema import JOURNAL, JOURNAL_FIELDS
from mingtang_desk.interfaces.storage import LEFT, RESUME, WRITES, DeviceKey, JournalEntry
from mingtang_desk.interfaces.uri import parse_uri

_UNFINISHED = (FieldState.REFUSED.value, FieldState.UNKNOWN.value)


def undoable(connection: Connection, device: DeviceKey) -> JournalEntry | None:
    """Return the newest entry of a device that may still be in effect, None when there is none.

    What gave the device the id that it has now stands under its former one.
    """
    found = _last_undoable(connection, _numbers(connection, device))
    return found or _renaming_of(connection, device)


def unsettled(connection: Connection, device: DeviceKey) -> JournalEntry | None:
    """Return the newest write of a device if it was broken off: not closed, not read back, marked.

    A later write has taken its place. Where it was decided to leave it, that entry is returned.
    """
    found = _interrupted(connection, _numbers(connection, device))
    if found is not None or not device.device_id:
        return found
    # It may have given the board the id that it has now.
    for number in numbers_at(connection, device):
        found = _interrupted(connection, [number])
        if found is not None and device.device_id in found.sent.values():
            return found
    return None


def _interrupted(connection: Connection, numbers: list[int]) -> JournalEntry | None:
    query = (
        select(JOURNAL)
        .where(JOURNAL.c.device.in_(numbers), JOURNAL.c.kind.in_((*WRITES, LEFT)))
        .where(~JOURNAL.c.imported)
        .order_by(JOURNAL.c.id.desc())
        .limit(1)
    )
    entry = next(iter(load_entries(connection, query)), None)
    if entry is None:
        return None
    states = {field.state for field in entry.fields.values()}
    is_marked = INTERRUPTED in entry.side_effects and states != {FieldState.APPLIED}
    is_unknown = entry.closed is None or FieldState.UNKNOWN in states
    return entry if entry.kind == LEFT or is_marked or is_unknown else None


def _numbers(connection: Connection, device: DeviceKey) -> list[int]:
    """Return the numbers under which a device stands."""
    own = find_device(connection, device)
    mine = [] if own is None else [own]
    others = places_of_id(connection, device)
    if any(_is_neighbour(place, device.uri) for place in others.values()):
        return mine
    if not device.unique and _was_written(connection, mine):
        return mine
    return [*mine, *(number for number in others if number != own)]


def _was_written(connection: Connection, numbers: list[int]) -> bool:
    query = select(JOURNAL.c.id).where(JOURNAL.c.device.in_(numbers), JOURNAL.c.kind.in_(WRITES))
    return connection.execute(query.limit(1)).first() is not None


def _is_neighbour(place: str, own: str) -> bool:
    """Return whether two places are different addresses on the same line."""
    try:
        one, other = parse_uri(place), parse_uri(own)
    except UsageError:
        return False
    same_line = (one.scheme, one.target) == (other.scheme, other.target)
    return same_line and one.options.get("address", "1") != other.options.get("address", "1")


def _last_undoable(connection: Connection, numbers: list[int]) -> JournalEntry | None:
    """Return the newest entry of these devices that may still be in effect.

    Undone is what an undo put back: one that was cut off, or left a field refused or unknown, can
    be tried again. An entry that was resumed lives on in the one that resumed it. An entry whose
    every field was refused changed nothing and is passed over.
    """
    later = JOURNAL.alias("later")
    unfinished = exists().where(
        JOURNAL_FIELDS.c.entry == later.c.id, JOURNAL_FIELDS.c.state.in_(_UNFINISHED)
    )
    undone = exists().where(
        later.c.undoes == JOURNAL.c.id,
        later.c.kind != LEFT,
        later.c.closed.is_not(None),
        ~unfinished,
    )
    resumed = exists().where(later.c.undoes == JOURNAL.c.id, later.c.kind == RESUME)
    any_field = exists().where(JOURNAL_FIELDS.c.entry == JOURNAL.c.id)
    changed = exists().where(
        JOURNAL_FIELDS.c.entry == JOURNAL.c.id, JOURNAL_FIELDS.c.state != FieldState.REFUSED.value
    )
    query = (
        select(JOURNAL)
        .where(JOURNAL.c.device.in_(numbers), JOURNAL.c.kind.in_(("settings", RESUME)))
        .where(~undone, ~resumed, changed | ~any_field)
        # What was imported is older than what was done here, whatever its number.
        .order_by(JOURNAL.c.imported, JOURNAL.c.id.desc())
        .limit(1)
    )
    return next(iter(load_entries(connection, query)), None)


def _renaming_of(connection: Connection, device: DeviceKey) -> JournalEntry | None:
    """Return the newest entry that may be in effect and gave the device at this place its id."""
    if not device.device_id:
        return None
    found = [
        entry
        for number in numbers_at(connection, device)
        if (entry := _last_undoable(connection, [number])) is not None
        and any(device.device_id in (field.sent, field.read) for field in entry.fields.values())
    ]
    return max(found, key=lambda entry: entry.id, default=None)
