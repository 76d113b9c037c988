"""One calibration from the wait to the record, as one task: the meter is closed however it ends."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mingtang_desk.device.calibration import CalibrationPoint
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.instruments.meter import Meter, make_meter
from mingtang_desk.interfaces.calibration import CalibrationOffer
from mingtang_desk.session.calibration import CalibrationJob
from mingtang_desk.session.calibration_records import KeptRecord, RecordBook
from mingtang_desk.session.calibration_wait import Pace, Progress, Settled
from mingtang_desk.session.references import (
    MeterReference,
    Reference,
    TypedReference,
    check_not_board,
)
from mingtang_desk.ui.calibration.reference_step import ReferenceChoice

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession
    from mingtang_desk.session.hub import DeviceHub


@dataclass(frozen=True, slots=True, kw_only=True)
class Callbacks:
    """Who is told of what: a reading, the instrument, that all is steady, that it is sent."""

    progress: Callable[[Progress], None]
    instrument: Callable[[Instrument], None]
    settled: Callable[[Settled, Instrument], None]
    sending: Callable[[], None]
    done: Callable[[CalibrationPoint, KeptRecord | None], None]


class Sitting:
    """One target of one board, asked for and decided by somebody."""

    def __init__(
        self,
        hub: DeviceHub,
        session: DeviceSession,
        book: RecordBook,
        offer: CalibrationOffer,
        choice: ReferenceChoice,
        pace: Pace,
    ) -> None:
        self.session, self.offer = session, offer
        self.sending = False
        self._hub, self._book, self._choice, self._pace = hub, book, choice, pace
        self._go: asyncio.Future[None] | None = None

    def decide(self) -> None:
        """Say that it may be sent; once it is steady, and not twice."""
        if self._go is not None and not self._go.done():
            self._go.set_result(None)

    async def run(self, tell: Callbacks, before: KeptRecord | None) -> None:
        """Wait, ask, send, keep.

        Raises:
            MingtangError: as `CalibrationJob` and `RecordBook` tell.
        """
        meter: Meter | None = None
        try:
            if self._choice.value is None:
                check_not_board(self._choice.address, self.session.uri)
                meter = make_meter(self._choice.address)
                await meter.open()
            reference = self._reference(meter)
            tell.instrument(reference.instrument)
            job = self.session.calibrator.job(
                self.offer.target,
                reference,
                accept_overdue=self._choice.accepted,
                pace=self._pace,
            )
            await self._decided(job, tell)
            self.sending = True
            tell.sending()
            point = await self._hub.calibrate(job)
            await self._keep(point, reference.instrument, tell, before)
        finally:
            if meter is not None:
                await meter.close()

    def _reference(self, meter: Meter | None) -> Reference:
        typed = self._choice.instrument
        if meter is not None:
            return MeterReference(meter, due=typed.due, named=typed)
        assert self._choice.value is not None
        return TypedReference(value=self._choice.value, instrument=typed)

    async def _decided(self, job: CalibrationJob, tell: Callbacks) -> None:
        """Wait until it is steady, and then until somebody says so."""
        settled = await job.settle(tell.progress)
        self._go = asyncio.get_running_loop().create_future()
        tell.settled(settled, job.reference.instrument)
        await self._go

    async def _keep(
        self,
        point: CalibrationPoint,
        instrument: Instrument,
        tell: Callbacks,
        before: KeptRecord | None,
    ) -> None:
        """Keep the record; the result is shown also where that fails, and the failure raised."""
        kept: KeptRecord | None = None
        try:
            kept = await self._book.add(
                self.session.key,
                point,
                instrument=replace(instrument),
                who=self._hub.who,
                overdue=instrument.overdue(point.time.date()),
                sitting=before,
            )
        finally:
            tell.done(point, kept)


async def try_meter(address: str, session: DeviceSession, offer: CalibrationOffer) -> Attempt:
    """Ask a meter who it is and what it reads, and let go of it.

    Raises:
        MingtangError: it does not answer, or with nonsense.
    """
    check_not_board(address, session.uri)
    meter = make_meter(address)
    try:
        await meter.open()
        reading = await MeterReference(meter).read(offer.target)
        return Attempt(instrument=meter.instrument, reading=reading, errors=await meter.errors())
    finally:
        await meter.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """A test reading of a meter; `errors` is what stood in its error queue."""

    instrument: Instrument
    reading: float
    errors: tuple[str, ...]
