"""Commands that only look: read, watch, stats, protocols."""

import argparse
import asyncio
import logging
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.app.cli.output import Exit, Output
from mingtang_desk.app.home import history_path
from mingtang_desk.app.sharing import command_share
from mingtang_desk.app.wiring import CLOCK, connected, opened_history, recording
from mingtang_desk.core.errors import CloudError, CloudRefusalError, TransportError
from mingtang_desk.device.json import counters_json, sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.interfaces.driver import Driver
from mingtang_desk.interfaces.transport import Tap
from mingtang_desk.session.drivers import listed_drivers
from mingtang_desk.session.families import Family, listed_families
from mingtang_desk.session.lender import BusyLender
from mingtang_desk.session.lending import SessionLender

if TYPE_CHECKING:
    from mingtang_desk.history.store import HistoryStore
    from mingtang_desk.session.device_session import DeviceSession

_RETRY_S, _CLOUD_RETRY_S = 1.0, 10.0
_log = logging.getLogger(__name__)


def chosen_history(args: argparse.Namespace) -> Path:
    """Return the history that the command line names, or the user's own."""
    return Path(args.history) if args.history else history_path()


async def read(args: argparse.Namespace, out: Output) -> Exit:
    """Print one sample."""
    with recording(args.uri, args.capture) as tap:
        async with connected(args.uri, tap=tap, share=command_share(args)) as session:
            out.document(sample_json(session.model.sample or await session.read_sample()))
    return Exit.GOOD


async def stats(args: argparse.Namespace, out: Output) -> Exit:
    """Print the counters."""
    async with connected(args.uri, share=command_share(args)) as session:
        out.document(counters_json(await session.read_counters()))
    return Exit.GOOD


async def watch(args: argparse.Namespace, out: Output) -> Exit:
    """Print samples, each only after it is stored; a lost link is retried until time is over."""
    async with opened_history(chosen_history(args)) as history:
        with recording(args.uri, args.capture) as tap:
            watching = _Watch(args, out, history, tap)
            try:
                await watching.until_over()
            except asyncio.CancelledError:
                if watching.printed == 0:
                    raise
    return Exit.GOOD  # Ctrl-C is how an endless watch ends


class _Watch:
    """One run of `watch`, over as many links as it takes."""

    def __init__(
        self, args: argparse.Namespace, out: Output, history: "HistoryStore", tap: Tap | None
    ) -> None:
        self._args, self._out, self._history, self._tap = args, out, history, tap
        self._end: float | None = None
        self._lender: BusyLender | SessionLender
        self._lender = SessionLender() if args.share else BusyLender(self._left_s)
        self.printed = 0
        self._last: datetime | None = None

    def is_over(self, moment: float | None = None) -> bool:
        """Return whether the time is over, now or at a moment of the monotonic clock."""
        at = CLOCK.monotonic() if moment is None else moment
        return self._end is not None and at >= self._end

    def _left_s(self) -> float | None:
        return None if self._end is None else max(0.0, self._end - CLOCK.monotonic())

    async def _is_ours(self) -> bool:
        """Wait while the port is lent to another desk; False when the time is over by then."""
        if isinstance(self._lender, BusyLender):
            return True
        return await self._lender.wait_back(self._left_s())

    async def until_over(self) -> None:
        """Print over one link after the other.

        Raises:
            TransportError: the first link failed, or the last one at the end.
        """
        while True:
            try:
                return await self._over_one_link()
            except CloudRefusalError:
                raise
            except (TransportError, CloudError) as error:
                if self.printed and error.key == "recording_ended":
                    return
                if self.printed == 0 or self.is_over():
                    raise
                _log.warning("%s Trying again.", error)
                await self._rest(_CLOUD_RETRY_S if isinstance(error, CloudError) else _RETRY_S)

    async def _next(self, session: "DeviceSession") -> PackSample | None:
        """Return the next sample; of a battery behind a server None when the time is over."""
        if session.uri.scheme != "cloud":
            return await session.read_sample(durable=True)
        try:
            async with asyncio.timeout(self._left_s()):
                return await session.read_sample(durable=True)
        except TimeoutError:
            return None

    async def _rest(self, seconds: float) -> None:
        left = self._left_s()
        await asyncio.sleep(seconds if left is None else min(seconds, left + _RETRY_S))

    async def _over_one_link(self) -> None:
        share = command_share(self._args, self._lender)
        async with connected(self._args.uri, self._history, tap=self._tap, share=share) as session:
            if isinstance(self._lender, SessionLender):
                self._lender.session = session
            due = CLOCK.monotonic()
            if self.printed == 0 and self._args.seconds is not None:
                # Time runs from the first sample: a bus is listened to before it is spoken on.
                self._end = due + self._args.seconds
            sample = session.model.sample
            if sample is not None and sample.time == self._last:
                sample = None  # what a server has is the same after a link that broke
            if session.uri.scheme == "cloud":
                from mingtang_desk.app.cli.cloud_battery import say_age

                say_age(session)
            if sample is not None:  # taken while connecting, and put but not yet committed
                await self._history.store_sample(session.key, sample)
            while True:
                if not await self._is_ours():
                    return
                if sample is None:
                    sample = await self._next(session)
                    if sample is None:
                        return
                self._out.document(sample_json(sample), _line(sample))
                self.printed += 1
                self._last, sample = sample.time, None
                # A slow link shifts the rhythm; it never makes samples catch up in a burst.
                due = max(due + self._args.every, CLOCK.monotonic())
                if self.is_over(due):
                    return
                await asyncio.sleep(due - CLOCK.monotonic())


def _line(sample: PackSample) -> str:
    cells = "" if sample.cell_delta_v is None else f"  Δ {sample.cell_delta_v * 1000:.0f} mV"
    numbers = (
        (sample.pack_v, ".2f", "V"),
        (sample.current_a, "+.2f", "A"),
        (sample.soc_pct, ".0f", "%"),
    )
    values = "  ".join("—" if v is None else f"{v:{form}} {unit}" for v, form, unit in numbers)
    acting = ", ".join((*sample.protections, *sample.alarms, *sample.faults))
    return f"{sample.time:%H:%M:%S}  {values}{cells}  {acting}".rstrip()


async def protocols(args: argparse.Namespace, out: Output) -> Exit:
    """Print what boards can be spoken to."""
    listed: tuple[Driver | Family, ...] = (*listed_drivers(), *listed_families())
    rows = [
        {
            "key": driver.key,
            "label": driver.label,
            "transports": list(driver.transports),
            "capabilities": sorted(driver.capabilities),
        }
        for driver in listed
    ]
    text = "\n".join(f"{d.key:<24} {d.label:<24} {', '.join(d.transports)}" for d in listed)
    out.document(rows, text)
    return Exit.GOOD
