"""The last known state of a fleet on disk: there at once at the next start, and without a server.

One packed file for each login, for the eyes of its owner alone: rows of lines of JSON, so that they
can be read a few at a time. What is damaged counts as not there: the server has it all.
"""

import gzip
import hashlib
import json
import logging
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import batched
from pathlib import Path

from mingtang_desk.cloud.accounts import Remembered, write_private_bytes
from mingtang_desk.cloud.models import Account, Battery

_log = logging.getLogger(__name__)
FORMAT = "mingtang-fleet/1"
CHUNK = 1000
"""Rows of a line."""
_MOST_BYTES = 256 * 1024 * 1024
_WIDTH = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What is on disk: when it was so, by the clock of the server, and lines of rows."""

    as_of: datetime
    accounts: Sequence[Account]
    lines: Sequence[bytes]

    def chunks(self) -> Iterator[tuple[Battery, ...]]:
        """Yield the rows a few at a time.

        Raises:
            ValueError, TypeError, KeyError, IndexError: a line is damaged.
        """
        for line in self.lines:
            yield tuple(_battery(row, self.accounts) for row in json.loads(line))


class FleetCache:
    """The file of one login; `folder`: where such files are."""

    def __init__(self, folder: Path, who: Remembered) -> None:
        self._who = (who.server, who.user.casefold())
        name = hashlib.sha256("\n".join(self._who).encode()).hexdigest()[:20]
        self.path = folder / f"fleet-{name}.gz"

    def read(self) -> Kept | None:
        """Return what is kept, None = nothing that can be used; takes some time."""
        try:
            with gzip.open(self.path) as file:
                text = file.read(_MOST_BYTES)
            head, *lines = text.splitlines()
            document = json.loads(head)
            if document["format"] != FORMAT or tuple(document["who"]) != self._who:
                return None
            return Kept(
                as_of=_moment(document["as_of"]),
                accounts=[Account(id=str(id), name=str(name)) for id, name in document["accounts"]],
                lines=lines,
            )
        except FileNotFoundError:
            return None
        except (OSError, EOFError, zlib.error, ValueError, KeyError, TypeError) as error:
            _log.warning("the kept fleet is damaged: %s", type(error).__name__)
            return None

    def write(self, rows: Iterable[Battery], as_of: datetime) -> None:
        """Keep rows, whole or not at all; takes some time.

        Raises:
            StorageError: the file cannot be written.
        """
        rows = tuple(rows)
        accounts = {row.account.id: row.account for row in rows}
        places = {id: place for place, id in enumerate(accounts)}
        head = {
            "format": FORMAT,
            "who": self._who,
            "as_of": _ms(as_of),
            "accounts": [[each.id, each.name] for each in accounts.values()],
        }
        lines = [_line(head)]
        lines += [_line([_packed(row, places) for row in some]) for some in batched(rows, CHUNK)]
        write_private_bytes(self.path, gzip.compress(b"\n".join(lines), compresslevel=3))

    def forget(self) -> None:
        """Delete the file; none is fine."""
        self.path.unlink(missing_ok=True)


def forget_others(folder: Path, logins: Iterable[Remembered]) -> None:
    """Delete the states of all logins but these: they ended elsewhere, as by the command line."""
    kept = {FleetCache(folder, who).path.name for who in logins}
    for path in folder.glob("fleet-*.gz"):
        if path.name not in kept:
            path.unlink(missing_ok=True)


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":")).encode()


def _packed(row: Battery, places: dict[str, int]) -> list[object]:
    return [
        *(row.number, row.name, row.kind, places[row.account.id], row.state),
        *(_ms(row.since), _ms(row.last_seen), row.soc_pct, row.pack_v, row.lat, row.lon),
        *(_ms(row.position_time), row.signal, row.open_alarms, _ms(row.enabled), _ms(row.expires)),
    ]


def _battery(row: list[object], accounts: Sequence[Account]) -> Battery:
    if len(row) != _WIDTH:
        raise ValueError("a row has another length")
    number, name, kind, place, state = row[:5]
    signal, alarms = row[12], row[13]
    for text in (number, name, kind, state):
        if not isinstance(text, str):
            raise TypeError("a text is none")
    if not isinstance(place, int) or not isinstance(alarms, int):
        raise TypeError("a count is none")
    return Battery(
        number=str(number),
        name=str(name),
        kind=str(kind),
        account=accounts[place],
        state=str(state),
        since=_maybe(row[5]),
        last_seen=_maybe(row[6]),
        soc_pct=_figure(row[7]),
        pack_v=_figure(row[8]),
        lat=_figure(row[9]),
        lon=_figure(row[10]),
        position_time=_maybe(row[11]),
        signal=signal if isinstance(signal, int) else None,
        open_alarms=alarms,
        enabled=_maybe(row[14]),
        expires=_maybe(row[15]),
    )


def _figure(value: object) -> float | None:
    return float(value) if isinstance(value, float | int) else None


def _ms(moment: datetime | None) -> int | None:
    return None if moment is None else round(moment.timestamp() * 1000)


def _maybe(value: object) -> datetime | None:
    return None if value is None else _moment(value)


def _moment(value: object) -> datetime:
    if not isinstance(value, int | float):
        raise TypeError("a time is none")
    return datetime.fromtimestamp(value / 1000, UTC)
