"""The record of a calibration: who, with what instrument, which points, errors before and after.

It is kept as a document of kind `calibration`, and must still be readable years later, so that its
JSON has a format of its own and says units in the names.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from mingtang_desk.core.errors import DeviceError, InputFileError, UsageError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.calibration import (
    RULES,
    CalibrationPoint,
    Target,
    Verdict,
    parse_target,
)

RECORD_KIND = "calibration"
RECORD_FORMAT = "mingtang-calibration/1"
VERDICT_WORDS: Mapping[Verdict, str] = {
    Verdict.GOOD: QT_TRANSLATE_NOOP("Calibration", "within tolerance"),
    Verdict.IMPROVED: QT_TRANSLATE_NOOP("Calibration", "better, outside of tolerance"),
    Verdict.UNCHANGED: QT_TRANSLATE_NOOP("Calibration", "the board did not change"),
    Verdict.WORSE: QT_TRANSLATE_NOOP("Calibration", "worse than before"),
    Verdict.UNKNOWN: QT_TRANSLATE_NOOP("Calibration", "could not be read back"),
}
UNPROVEN = QT_TRANSLATE_NOOP(
    "Calibration", "not acknowledged: it may be gone after a loss of power"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """The meter that the reference came from.

    Attributes:
        due: when it has to be calibrated itself again; None = nobody said.
        address: where it was read from, "" = it was read by eye.
    """

    maker: str = ""
    model: str = ""
    serial: str = ""
    due: date | None = None
    address: str = ""

    @property
    def name(self) -> str:
        """What to call it: maker, model and serial, as far as known."""
        return " ".join(part for part in (self.maker, self.model, self.serial) if part)

    def overdue(self, today: date) -> bool:
        """Return whether its own calibration has run out."""
        return self.due is not None and self.due < today


def check_due(instrument: Instrument, today: date, *, accepted: bool) -> None:
    """Refuse an instrument whose calibration has run out, unless somebody takes it all the same.

    Raises:
        DeviceError: it has run out, and nobody said that it may be used.
    """
    if instrument.overdue(today) and not accepted:
        name = instrument.name or "the meter"
        raise DeviceError("instrument_overdue", name=name, due=instrument.due)


@dataclass(frozen=True, slots=True, kw_only=True)
class CalibrationRecord:
    """Everything calibrated on one board in one sitting with one instrument.

    Attributes:
        device_id: the board's own id, None where it has none; name: what it called itself.
        time: of the first point, aware UTC.
        overdue: the instrument's own calibration had run out, and that was accepted.
    """

    protocol: str
    device_id: str | None
    name: str
    uri: str
    operator: str
    time: datetime
    instrument: Instrument
    points: Sequence[CalibrationPoint]
    overdue: bool = False

    def with_point(self, point: CalibrationPoint) -> "CalibrationRecord":
        """Return it with one more point."""
        return replace(self, points=(*self.points, point))

    @property
    def title(self) -> str:
        """What lists show: the targets, in the order they were done."""
        return ", ".join(dict.fromkeys(point.target.key for point in self.points))


def record_json(record: CalibrationRecord) -> dict[str, object]:
    """Return a record as JSON; errors and verdicts stand in it for whoever reads it by eye."""
    instrument = record.instrument
    return {
        "format": RECORD_FORMAT,
        "protocol": record.protocol,
        "device_id": record.device_id,
        "name": record.name,
        "uri": record.uri,
        "operator": record.operator,
        "time": record.time.isoformat(),
        "instrument": {
            "maker": instrument.maker,
            "model": instrument.model,
            "serial": instrument.serial,
            "due": None if instrument.due is None else instrument.due.isoformat(),
            "address": instrument.address,
            "overdue": record.overdue,
        },
        "points": [point_json(point) for point in record.points],
    }


def point_json(point: CalibrationPoint) -> dict[str, object]:
    """Return one point as JSON."""
    return {
        "target": point.target.key,
        "unit": point.unit,
        "reference": _digits(point.reference),
        "before": _digits(point.before),
        "error_before": _digits(point.error_before),
        "reference_after": _digits(point.reference_after),
        "after": _digits(point.after),
        "error_after": _digits(point.error_after),
        "tolerance": _digits(point.tolerance),
        "verdict": point.verdict.value,
        "time": point.time.isoformat(),
        "old_correction": point.old_correction,
        "new_correction": point.new_correction,
        "journal": point.entry,
        "typed": point.typed,
        "proven": point.proven,
    }


def record_of(body: Mapping[str, Any]) -> CalibrationRecord:
    """Return the record that a document holds.

    Raises:
        InputFileError: it holds none.
    """
    if body.get("format") != RECORD_FORMAT:
        detail = f"its format is not {RECORD_FORMAT}"
        raise InputFileError("calibration_record_invalid", detail=detail)
    try:
        instrument = body["instrument"]
        due = instrument["due"]
        return CalibrationRecord(
            protocol=str(body["protocol"]),
            device_id=body["device_id"],
            name=str(body["name"]),
            uri=str(body["uri"]),
            operator=str(body["operator"]),
            time=datetime.fromisoformat(body["time"]),
            instrument=Instrument(
                maker=str(instrument["maker"]),
                model=str(instrument["model"]),
                serial=str(instrument["serial"]),
                due=None if due is None else date.fromisoformat(due),
                address=str(instrument["address"]),
            ),
            points=tuple(_point(entry) for entry in body["points"]),
            overdue=bool(instrument["overdue"]),
        )
    except (KeyError, TypeError, ValueError, UsageError) as error:
        detail = f"no calibration record ({error!r})"
        raise InputFileError("calibration_record_invalid", detail=detail) from error


def target_words(target: Target, say: Callable[[str], str] = str) -> str:
    """Return the name of a target; `say` translates texts of context "Calibration"."""
    return say(RULES[target.kind].label).format(n=target.number)


def record_text(record: CalibrationRecord, say: Callable[[str], str] = str) -> str:
    """Return a record as lines for a printer; `say` translates texts of context "Calibration"."""
    meter = record.instrument
    due = _NO_DUE if meter.due is None else meter.due.isoformat()
    pack = (record.name, record.device_id, record.protocol)
    lines = [
        say(_TITLE),
        f"{say(_PACK)}: {'  '.join(dict.fromkeys(filter(None, pack)))}",
        f"{say(_TIME)}: {record.time:%Y-%m-%d %H:%M} UTC",
        f"{say(_WHO)}: {record.operator}",
        f"{say(_METER)}: {meter.name or say(_NO_METER)}",
        f"{say(_DUE)}: {say(due)}" + (f"  ({say(_OVERDUE)})" if record.overdue else ""),
    ]
    for point in record.points:
        places = RULES[point.target.kind].decimals
        after = say(_NOT_READ) if point.after is None else f"{point.after:.{places}f}"
        error = "" if point.error_after is None else f" ({_signed(point.error_after, places)})"
        lines += [
            "",
            target_words(point.target, say),
            f"  {say(_REFERENCE)}: {point.reference:.{places}f} {point.unit}"
            + (f"  ({say(_TYPED)})" if point.typed else ""),
            f"  {say(_BEFORE)}: {point.before:.{places}f} {point.unit}"
            f" ({_signed(point.error_before, places)})",
            f"  {say(_AFTER)}: {after} {point.unit}{error}",
            f"  {say(_TOLERANCE)}: ±{point.tolerance:.{places}f} {point.unit}",
            f"  {say(_VERDICT)}: {say(VERDICT_WORDS[point.verdict])}"
            + ("" if point.proven else f"  ({say(UNPROVEN)})"),
        ]
    return "\n".join(lines) + "\n"


_TITLE = QT_TRANSLATE_NOOP("Calibration", "Calibration record")
_PACK = QT_TRANSLATE_NOOP("Calibration", "Pack")
_TIME = QT_TRANSLATE_NOOP("Calibration", "Time")
_WHO = QT_TRANSLATE_NOOP("Calibration", "Done by")
_METER = QT_TRANSLATE_NOOP("Calibration", "Instrument")
_NO_METER = QT_TRANSLATE_NOOP("Calibration", "not named")
_DUE = QT_TRANSLATE_NOOP("Calibration", "Instrument calibrated until")
_NO_DUE = QT_TRANSLATE_NOOP("Calibration", "not known")
_OVERDUE = QT_TRANSLATE_NOOP("Calibration", "had run out, accepted")
_REFERENCE = QT_TRANSLATE_NOOP("Calibration", "Reference")
_TYPED = QT_TRANSLATE_NOOP("Calibration", "typed")
_BEFORE = QT_TRANSLATE_NOOP("Calibration", "Reading before")
_AFTER = QT_TRANSLATE_NOOP("Calibration", "Reading after")
_NOT_READ = QT_TRANSLATE_NOOP("Calibration", "not read")
_TOLERANCE = QT_TRANSLATE_NOOP("Calibration", "Tolerance")
_VERDICT = QT_TRANSLATE_NOOP("Calibration", "Result")


def _signed(value: float, places: int) -> str:
    rounded = round(value, places) + 0.0  # no minus before a zero
    return f"{rounded:+.{places}f}" if rounded else f"{rounded:.{places}f}"


def _digits(value: float | None) -> float | None:
    """Return a figure without the dust of floats."""
    return None if value is None else round(value, 6)


def _point(entry: Mapping[str, Any]) -> CalibrationPoint:
    target = parse_target(str(entry["target"]))
    return CalibrationPoint(
        target=target,
        reference=float(entry["reference"]),
        before=float(entry["before"]),
        reference_after=float(entry["reference_after"]),
        after=None if entry["after"] is None else float(entry["after"]),
        unit=RULES[target.kind].unit,
        tolerance=float(entry["tolerance"]),
        time=datetime.fromisoformat(entry["time"]),
        old_correction=entry["old_correction"],
        new_correction=entry["new_correction"],
        entry=int(entry["journal"]),
        typed=bool(entry["typed"]),
        proven=bool(entry["proven"]),
    )
