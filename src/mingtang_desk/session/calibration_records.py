"""Calibration records as documents: one for a sitting, grown point by point, durable each time."""

from dataclasses import dataclass

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.calibration import CalibrationPoint
from mingtang_desk.device.calibration_record import (
    RECORD_KIND,
    CalibrationRecord,
    Instrument,
    record_json,
    record_of,
)
from mingtang_desk.interfaces.storage import DeviceKey, Documents


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptRecord:
    """A record with the number of its document; 0 = it could not be kept, for nothing keeps it."""

    number: int
    record: CalibrationRecord


class RecordBook:
    """Keeps what is calibrated.

    Args:
        documents: where; None = records are made and not kept.
    """

    def __init__(self, documents: Documents | None) -> None:
        self._documents = documents

    async def add(
        self,
        device: DeviceKey,
        point: CalibrationPoint,
        *,
        instrument: Instrument,
        who: str,
        overdue: bool = False,
        sitting: KeptRecord | None = None,
    ) -> KeptRecord:
        """Keep a point: in the record of this sitting if it fits, else in a new one.

        A record has one instrument, one operator and one board.

        Raises:
            StorageError: it could not be kept.
        """
        record = CalibrationRecord(
            protocol=device.protocol,
            device_id=device.device_id,
            name=device.name,
            uri=device.uri,
            operator=who,
            time=point.time,
            instrument=instrument,
            points=(point,),
            overdue=overdue,
        )
        number = 0
        if sitting is not None and _same_sitting(sitting.record, record):
            record, number = sitting.record.with_point(point), sitting.number
        if self._documents is None:
            return KeptRecord(number=0, record=record)
        title, body = record.title, record_json(record)
        if number:
            await self._documents.change_document(number, who=who, title=title, body=body)
        else:
            number = await self._documents.add_document(
                device, kind=RECORD_KIND, who=who, title=title, body=body
            )
        return KeptRecord(number=number, record=record)

    async def records(self, device: DeviceKey | None = None) -> list[KeptRecord]:
        """Return the records of a board or of all, the last changed first.

        One that a newer version wrote otherwise is left out, not a reason to show none.
        """
        if self._documents is None:
            return []
        found: list[KeptRecord] = []
        for document in await self._documents.documents(device, kind=RECORD_KIND):
            try:
                record = record_of(document.body)
            except InputFileError:
                continue
            found.append(KeptRecord(number=document.id, record=record))
        return found


def _same_sitting(one: CalibrationRecord, other: CalibrationRecord) -> bool:
    return (
        one.instrument == other.instrument
        and one.operator == other.operator
        and (one.protocol, one.device_id, one.uri) == (other.protocol, other.device_id, other.uri)
        and one.overdue == other.overdue
    )
