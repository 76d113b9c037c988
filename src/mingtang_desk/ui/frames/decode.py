"""Frames in words: one line for the table, and field by field for the details."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.origins import Origin
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.interfaces.driver import Decoded, Driver, Frame
from mingtang_desk.interfaces.phrasebook import FrameKind, FramePart, Said
from mingtang_desk.session.frames import FrameRow, RowKind
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.phrases import phrase
from mingtang_desk.ui.shown import number
from mingtang_desk.ui.value_names import (
    Known,
    counter_name,
    setting_name,
    setting_text,
    status_name,
    status_text,
)

_IGNORED = QT_TRANSLATE_NOOP("Frame", "Belongs to no frame, ignored")
_UNKNOWN = QT_TRANSLATE_NOOP("Frame", "Protocol not known yet")
_DAMAGED = QT_TRANSLATE_NOOP("Frame", "Damaged: {text}")
_DAMAGED_FRAME = QT_TRANSLATE_NOOP("Frame", "Damaged frame")
_OTHER_MASTER = QT_TRANSLATE_NOOP("Frame", "Another master: {text}")
_REQUEST = QT_TRANSLATE_NOOP("Frame", "Request {command}")
_REPLY = QT_TRANSLATE_NOOP("Frame", "Reply {command}")
_CELLS = QT_TRANSLATE_NOOP("Frame", "{count} cells, {low} to {high} V")
_COUNTERS = QT_TRANSLATE_NOOP("Frame", "{count} counters")
_MORE = QT_TRANSLATE_NOOP("Frame", "{text} and {count} more")
_TELLS = QT_TRANSLATE_NOOP("Frame", "{text}: {values}")
_CONTRADICTS = QT_TRANSLATE_NOOP("Frame", "Contradicts itself: {text}")
_DATA = QT_TRANSLATE_NOOP("FramePart", "Data")
_HEADLINE = ("pack_v", "current_a", "soc_pct")
_SHOWN_SETTINGS = 2
_NUMBER_BYTES = 4
_NOW = datetime(2000, 1, 1, tzinfo=UTC)
"""Nothing that is shown of a frame depends on its time."""


@dataclass(frozen=True, slots=True)
class PartLine:
    """A line of the details: place, bytes, name, value and scale in words."""

    offset: int
    data: bytes
    name: str
    value: str = ""
    scale: str = ""


class Teller:
    """Puts the frames of one protocol into words.

    Args:
        specs: meaning of the board's settings, None = that of its protocol.
        options: of its address; a command in words may need one.

    Attributes:
        temperature: unit of the preferences.
    """

    def __init__(
        self,
        driver: Driver | None,
        specs: Mapping[str, SettingSpec] | None = None,
        options: Mapping[str, str] | None = None,
    ) -> None:
        self.driver = driver
        self.specs = dict(driver.settings if specs is None and driver else specs or {})
        self.options = dict(options or {})
        self.temperature = "c"

    def said(self, frame: Frame | None, request: Frame | None = None) -> Said | None:
        """Return what the protocol says of a frame, None where it says nothing."""
        book = None if self.driver is None else self.driver.phrasebook
        return None if book is None or frame is None else book.explain(frame, request)

    def writes(self, row: FrameRow) -> bool:
        """Return whether a frame changes something on the board, or answers one that does."""
        said = self.said(row.frame, row.request)
        if said is None:
            return False
        if said.kind is FrameKind.SET:
            return True
        asked = self.said(row.request) if row.direction == "rx" else None
        return asked is not None and asked.kind is FrameKind.SET

    def words(self, row: FrameRow) -> str:
        """Return what a row is, one line."""
        if row.kind is RowKind.IGNORED:
            return _tr("Frame", _IGNORED)
        if row.kind is RowKind.UNKNOWN:
            return _tr("Frame", _UNKNOWN)
        said = self.said(row.frame, row.request)
        text = self._said_words(row, said)
        if row.kind is RowKind.BAD:
            whole = _tr("Frame", _DAMAGED).format(text=text)
            return whole if row.frame is not None else _tr("Frame", _DAMAGED_FRAME)
        if (
            row.direction == "rx"
            and said is not None
            and said.kind in (FrameKind.ASK, FrameKind.SET)
        ):
            return _tr("Frame", _OTHER_MASTER).format(text=text)
        values = self._values(row) or self._names(said)
        return _tr("Frame", _TELLS).format(text=text, values=values) if values else text

    def parts(self, row: FrameRow) -> list[PartLine]:
        """Return a frame field by field, in the order of its bytes; all bytes are there."""
        said = self.said(row.frame, row.request)
        if said is None:
            return [PartLine(0, row.data, _tr("FramePart", _DATA))]
        lines: list[PartLine] = []
        fields = self._fields(row, said)
        for part in said.parts:
            inside = [
                line for line in fields if part.offset <= line.offset < part.offset + part.size
            ]
            lines += _filled(row.data, part, inside) if inside else [_of_part(row.data, part)]
        return lines

    def _said_words(self, row: FrameRow, said: Said | None) -> str:
        if said is None:
            command = "" if row.frame is None else f"{row.frame.command:02X}"
            text = _REQUEST if row.direction == "tx" else _REPLY
            return _tr("Frame", text).format(command=command)
        values = dict(said.values)
        if isinstance(values.get("name"), str):
            values["name"] = _tr("Frame", str(values["name"])).format(**values)
        if isinstance(values.get("meaning"), str):
            values["meaning"] = phrase(str(values["meaning"]))
        text = _tr("Frame", said.text).format(**values)
        return text[:1].upper() + text[1:]

    def _names(self, said: Said | None) -> str:
        """Return the settings that a request without values is about."""
        if self.driver is None or said is None:
            return ""
        names = [
            setting_name(key, self.specs)
            for key, origin in self.driver.setting_origins.items()
            if origin.block in said.blocks
        ]
        more = len(names) - _SHOWN_SETTINGS
        text = ", ".join(names[:_SHOWN_SETTINGS])
        return _tr("Frame", _MORE).format(text=text, count=more) if more > 0 else text

    def _decoded(self, row: FrameRow) -> Decoded | None:
        said = self.said(row.frame, row.request)
        frames = [] if said is None else list(said.stored)
        if row.direction == "rx" and row.frame is not None and not frames:
            frames = [("rx", row.frame)] if row.request is None else []
            if row.request is not None:
                frames = [("tx", row.request), ("rx", row.frame)]
        if self.driver is None or not frames:
            return None
        return self.driver.decode(frames, _NOW)

    def _values(self, row: FrameRow) -> str:
        decoded = self._decoded(row)
        if decoded is None:
            return ""
        if decoded.problems:
            text = error_words(decoded.problems[0]).message
            return _tr("Frame", _CONTRADICTS).format(text=text)
        return " · ".join(text for text in self._value_words(decoded) if text)

    def _value_words(self, decoded: Decoded) -> Iterator[str]:
        known = self._known(decoded)
        sample = decoded.sample
        if sample is not None:
            yield from (status_text(key, known) for key in _HEADLINE)
            if sample.cell_v:
                yield _tr("Frame", _CELLS).format(
                    count=len(sample.cell_v),
                    low=number(min(sample.cell_v), 3),
                    high=number(max(sample.cell_v), 3),
                )
        keys = list(decoded.settings)
        shown = " · ".join(
            f"{setting_name(key, self.specs)} {setting_text(key, known)}"
            for key in keys[:_SHOWN_SETTINGS]
        )
        more = len(keys) - _SHOWN_SETTINGS
        yield _tr("Frame", _MORE).format(text=shown, count=more) if more > 0 else shown
        if decoded.stats is not None:
            told = [value for value in decoded.stats.values.values() if value is not None]
            yield _tr("Frame", _COUNTERS).format(count=len(told))
        if sample is None and not keys:
            yield from (str(value) for value in decoded.info.values())

    def _known(self, decoded: Decoded) -> Known:
        return Known(
            sample=decoded.sample,
            settings=decoded.settings,
            specs=self.specs,
            temperature=self.temperature,
        )

    def _fields(self, row: FrameRow, said: Said) -> list[PartLine]:
        """Return the values inside a frame, by the places that the driver names."""
        driver, decoded = self.driver, self._decoded(row)
        if driver is None:
            return []
        known = self._known(decoded or Decoded())
        found: list[PartLine] = []
        sample = known.sample
        if sample is not None:
            for key, origin in driver.origins(sample).items():
                if origin.block in said.blocks:
                    value = status_text(key, known)
                    found += _of_origin(row.data, said, origin, status_name(key), value)
        for key, origin in driver.setting_origins.items():
            if origin.block in said.blocks and (not found or key in known.settings):
                name, value = setting_name(key, self.specs), setting_text(key, known)
                found += _of_origin(row.data, said, origin, name, value)
        return sorted(found, key=lambda line: line.offset)


def _of_origin(
    data: bytes, said: Said, origin: Origin, name: str, value: str
) -> Iterator[PartLine]:
    begin = said.blocks[origin.block] + origin.offset
    end = min(begin + origin.size, said.end) if origin.size else said.end
    taken = data[begin:end]
    if len(taken) >= max(origin.size, 1):
        yield PartLine(begin, taken, name, value or _plain(taken), phrase(origin.scale))


def _of_part(data: bytes, part: FramePart) -> PartLine:
    taken = data[part.offset : part.offset + part.size]
    name = counter_name(part.name)
    return PartLine(part.offset, taken, _tr("FramePart", name), phrase(part.value))


def _filled(data: bytes, part: FramePart, inside: list[PartLine]) -> Iterator[PartLine]:
    """Yield the fields inside a part, and what lies between them as plain data."""
    at, end = part.offset, part.offset + part.size
    for line in inside:
        if line.offset > at:
            yield _of_part(data, FramePart(at, line.offset - at, part.name))
        taken = line.data[: end - line.offset]
        yield PartLine(line.offset, taken, line.name, line.value, line.scale)
        at = max(at, line.offset + len(taken))
    if at < end:
        yield _of_part(data, FramePart(at, end - at, part.name))


def _plain(data: bytes) -> str:
    return str(int.from_bytes(data, "big")) if 0 < len(data) <= _NUMBER_BYTES else ""


_tr: Callable[[str, str], str] = QCoreApplication.translate
