"""The raw bytes of a board as rows: every register that was read, with what lives there. Pure."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from mingtang_desk.device.model import DeviceModel
from mingtang_desk.device.origins import Origin, Origins
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.tips import hex_groups, origin_tip, setting_tip
from mingtang_desk.ui.value_names import (
    Known,
    setting_name,
    setting_text,
    status_name,
    status_text,
)

WORD = 2
"""Bytes of a row where no value says otherwise: a register of most boards."""
_NUMBER_SIZES = (1, 2, 4)
_TITLES = (
    *("block", "offset", "size", "hex", "unsigned", "signed", "binary", "text"),
    *("keys", "names", "values", "scale", "part"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Some bytes of one block.

    Attributes:
        block, offset: where they stand; place: in the words of the board's document.
        keys: values that live there; names, values, scales: the same in words.
        settings: True = read with the settings, not with every sample.
        before: the bytes of the reading before, None when they are the same.
    """

    block: str
    offset: int
    data: bytes
    place: str
    keys: tuple[str, ...] = ()
    names: str = ""
    values: str = ""
    scales: str = ""
    settings: bool = False
    before: bytes | None = None

    @property
    def hex(self) -> str:
        """Its bytes as hex words."""
        return hex_groups(self.data)

    @property
    def unsigned(self) -> str:
        """Its bytes as one number, "" where they are none."""
        return str(int.from_bytes(self.data, "big")) if len(self.data) in _NUMBER_SIZES else ""

    @property
    def signed(self) -> str:
        """The same with a sign."""
        if len(self.data) not in _NUMBER_SIZES:
            return ""
        return str(int.from_bytes(self.data, "big", signed=True)).replace("-", "−")

    @property
    def binary(self) -> str:
        """Its bits, a group a byte; "" for texts."""
        return " ".join(f"{byte:08b}" for byte in self.data) if len(self.data) <= WORD else ""

    @property
    def text(self) -> str:
        """Its bytes as text, a dot for what is none."""
        return "".join(chr(byte) if 0x20 <= byte < 0x7F else "." for byte in self.data)

    def passes(self, wanted: str) -> bool:
        """Return whether a filter text is part of its place, bytes, names or values."""
        wanted = wanted.strip().casefold()
        words = (self.place, self.names, self.values, *self.keys, self.hex)
        return (
            any(wanted in word.casefold() for word in words)
            or wanted.replace(" ", "") in self.data.hex()
        )


@dataclass(slots=True)
class _Span:
    """Bytes of a block that belong together, with the origins that share them."""

    begin: int
    end: int
    origins: list[tuple[str, Origin]]


class RegisterView:
    """Remembers the bytes of the reading before, block by block, to tell what changed."""

    def __init__(self) -> None:
        self._last: dict[str, bytes] = {}
        self._before: dict[str, bytes] = {}

    def forget(self) -> None:
        """Look at another board."""
        self._last.clear()
        self._before.clear()

    def rows(self, model: DeviceModel, origins: Origins, temperature: str) -> list[Register]:
        """Return every byte that was read, in the order of the blocks.

        Args:
            model: the board.
            origins: of its present sample.
            temperature: unit of the preferences, "c" or "f".
        """
        sample, settings = model.sample, model.settings
        known = Known(
            sample=sample,
            settings={} if settings is None else settings.values,
            specs=model.settings_specs,
            temperature=temperature,
        )
        wire = {} if sample is None else sample.wire
        raw = {} if settings is None else settings.raw
        found: list[Register] = []
        for block, data in wire.items():
            found += self._block(block, data, origins, _status(known), settings=False)
        places = {
            key: origin
            for key in (() if settings is None else settings.values)
            if (origin := model.setting_origin(key)) is not None
        }
        for block, data in raw.items():
            found += self._block(block, data, places, _setting(known), settings=True)
        return found

    def _block(
        self, block: str, data: bytes, origins: Origins, say: "_Say", *, settings: bool
    ) -> Iterator[Register]:
        key = f"{'s' if settings else 'w'}:{block}"
        if data != self._last.get(key, data):
            self._before[key] = self._last[key]
        elif self._last.get(key) is not data:
            self._before.pop(key, None)  # read anew, and nothing changed
        self._last[key] = data
        before = self._before.get(key)
        for span in _spans(block, len(data), origins):
            now = data[span.begin : span.end]
            old = None if before is None else before[span.begin : span.end]
            yield _register(block, span, now, old if old != now else None, say, settings)


type _Say = Callable[[str], tuple[str, str]]
"""Name and value of a key."""


def tip(model: DeviceModel, register: Register) -> str:
    """Return the tip of a row: of every value that lives there."""
    say = setting_tip if register.settings else origin_tip
    lines = [text for key in register.keys if (text := say(model, key))]
    head = register.names or register.place
    return "\n\n".join([head, *dict.fromkeys(lines)])


def as_csv(rows: Iterable[Register]) -> str:
    """Return rows as CSV with titles; numbers and bytes as they are, decimal point a point."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_TITLES)
    for row in rows:
        figures = (row.hex, row.unsigned, row.signed.replace("−", "-"), row.binary, row.text)
        words = (" ".join(row.keys), row.names, row.values, row.scales)
        part = "settings" if row.settings else "status"
        writer.writerow((row.block, row.offset, len(row.data), *figures, *words, part))
    return out.getvalue()


def _status(known: Known) -> _Say:
    return lambda key: (status_name(key), status_text(key, known))


def _setting(known: Known) -> _Say:
    return lambda key: (setting_name(key, known.specs), setting_text(key, known))


def _register(
    block: str, span: _Span, data: bytes, before: bytes | None, say: _Say, settings: bool
) -> Register:
    said = [say(key) for key, _ in span.origins]
    place = _short(span.origins[0][1].place) if span.origins else f"{block} +{span.begin}"
    return Register(
        block=block,
        offset=span.begin,
        data=data,
        place=place,
        keys=tuple(key for key, _ in span.origins),
        names=", ".join(dict.fromkeys(name for name, _ in said)),
        values=", ".join(dict.fromkeys(value for _, value in said if value)),
        scales=", ".join(dict.fromkeys(phrase(o.scale) for _, o in span.origins if o.scale)),
        settings=settings,
        before=before,
    )


def _spans(block: str, size: int, origins: Origins) -> Iterator[_Span]:
    """Yield the whole block cut where values begin and end; overlapping ones share a row."""
    at = 0
    for span in _merged(block, size, origins):
        yield from _plain(at, span.begin)
        yield span
        at = span.end
    yield from _plain(at, size)


def _merged(block: str, size: int, origins: Origins) -> list[_Span]:
    spans: list[_Span] = []
    here = [
        (origin.offset, origin.offset + origin.size if origin.size else size, key, origin)
        for key, origin in origins.items()
        if origin.block == block
    ]
    for begin, end, key, origin in sorted(here, key=lambda each: each[:2]):
        if end > size or begin >= end:
            continue
        if spans and begin < spans[-1].end:
            spans[-1].end = max(spans[-1].end, end)
            spans[-1].origins.append((key, origin))
        else:
            spans.append(_Span(begin, end, [(key, origin)]))
    return spans


def _plain(begin: int, end: int) -> Iterator[_Span]:
    for at in range(begin, end, WORD):
        yield _Span(at, min(at + WORD, end), [])


def _short(place: str) -> str:
    return phrase(place.removeprefix("register "))
