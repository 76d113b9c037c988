"""What was found behind which adapter, so that the next search begins with it.

A port's path says little: the second adapter plugged in is ttyUSB1 today and ttyUSB0 tomorrow. So a
place is known by the serial number of its USB adapter, else by where that is plugged in.
"""

import json
import logging
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

_VERSION = 1
_MOST = 200

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """How a board was reached: baud None = a line without a speed of ours, address None = none."""

    protocol: str
    baud: int | None = None
    address: int | None = None


class Memory:
    """What worked, by place.

    Args:
        path: its file; None = it forgets at the end.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._path = path
        self._known: dict[str, Known] = {}
        self._load()

    def recall(self, place: str) -> Known | None:
        """Return what worked at a place last time."""
        return self._known.get(place)

    def bauds(self) -> tuple[int, ...]:
        """Return the speeds seen anywhere, the most frequent first."""
        counts = Counter(known.baud for known in self._known.values() if known.baud is not None)
        return tuple(baud for baud, _ in counts.most_common())

    def remember(self, place: str, known: Known) -> None:
        """Keep what worked; a file that cannot be written is no reason to fail."""
        if self._known.get(place) == known:
            return
        self._known.pop(place, None)
        self._known[place] = known
        while len(self._known) > _MOST:
            del self._known[next(iter(self._known))]
        self._save()

    def _load(self) -> None:
        if self._path is None:
            return
        try:
            document = json.loads(self._path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return
        except (OSError, ValueError) as error:
            _log.warning("%s cannot be read and is begun anew: %s", self._path, error)
            return
        places = document.get("places") if isinstance(document, Mapping) else None
        for place, row in (places or {}).items() if isinstance(places, Mapping) else ():
            known = _known(row)
            if known is not None:
                self._known[place] = known

    def _save(self) -> None:
        if self._path is None:
            return
        places = {place: asdict(known) for place, known in self._known.items()}
        text = json.dumps({"version": _VERSION, "places": places}, indent=1)
        draft = self._path.with_suffix(".new")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(text, encoding="utf-8")
            draft.replace(self._path)
        except OSError as error:
            _log.warning("%s cannot be written: %s", self._path, error)


def _known(row: object) -> Known | None:
    """Return a row of the file, None when it is none."""
    if not isinstance(row, Mapping) or not isinstance(row.get("protocol"), str):
        return None
    numbers = [row.get("baud"), row.get("address")]
    if any(not isinstance(n, int | None) or (n is not None and n <= 0) for n in numbers):
        return None
    return Known(protocol=str(row["protocol"]), baud=numbers[0], address=numbers[1])
