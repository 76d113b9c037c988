"""One bench meter by SCPI. Each question has one answer; a late one is never taken for the next.

An answer carries no sign of what it answers. After a time-out the meter is asked who it is, and
whatever comes before its name is thrown away.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkTimeoutError,
    MeterError,
    MingtangError,
    UsageError,
)
from mingtang_desk.device.calibration_record import Instrument
from mingtang_desk.instruments.scpi import (
    Identity,
    Quantity,
    parse_error,
    parse_identity,
    parse_number,
    shown,
)
from mingtang_desk.interfaces.transport import Transport
from mingtang_desk.interfaces.uri import DeviceUri, parse_uri

SCPI_PORT = 5025
"""The port that instruments listen on for raw SCPI (IANA: scpi-raw)."""
ANSWER_S = 5.0
"""A slow integration of a bench meter takes a second or two."""
_LONGEST_LINE = 1024
_SYNC_S = 2.0
_QUIET_S = 0.1
_ERRORS_MAX = 20
_KEPT_LINES = 200
"""Of a meter that talks without end only the latest lines are kept."""
EXAMPLES = "tcp://meter.local:5025, serial:///dev/ttyUSB1?baud=9600"

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class MeterReading:
    """One reading; `at` is seconds of the loop's clock, in the middle between asking and answer."""

    value: float
    quantity: Quantity
    at: float


class Meter:
    """A meter at an address.

    Args:
        address: as `parse_meter` takes it.
        transport: its link; closed, and for this meter alone.
        answer_s: longest wait for one answer.
        remote: say that it is operated from afar, as meters on a serial line want.
        read_only: ask `READ?`: the meter is set up by hand.
    """

    def __init__(
        self,
        address: str,
        transport: Transport,
        *,
        answer_s: float = ANSWER_S,
        remote: bool = False,
        read_only: bool = False,
    ) -> None:
        self.address = address
        self.identity = Identity()
        self._transport = transport
        self._answer_s = answer_s
        self._remote, self._read_only = remote, read_only
        self._lines: asyncio.Queue[str | MingtangError] = asyncio.Queue()
        self._reader: asyncio.Task[None] | None = None
        self._lock = asyncio.Lock()
        self._owes = False

    @property
    def where(self) -> str:
        """The place in words."""
        return self._transport.where

    @property
    def instrument(self) -> Instrument:
        """What a record says of it; its due date only its owner knows."""
        who = self.identity
        return Instrument(maker=who.maker, model=who.model, serial=who.serial, address=self.address)

    async def open(self) -> Identity:
        """Open the link and ask who is there; old errors of the meter are cleared.

        Raises:
            TransportError: there is no link, or nobody answers.
            MeterError: what answers is no SCPI instrument.
        """
        await self._transport.open()
        try:
            self._reader = asyncio.create_task(self._read(), name=f"meter {self.address}")
            if self._remote:
                await self._say("SYST:REM")
            await self._say("*CLS")
            self.identity = parse_identity(await self._ask("*IDN?"))
        except BaseException:
            await self.close()
            raise
        return self.identity

    async def measure(self, quantity: Quantity) -> MeterReading:
        """Read one value.

        Raises:
            TransportError: no answer in time, or the link was cut.
            MeterError: the answer is no reading.
        """
        loop = asyncio.get_running_loop()
        async with self._lock:
            asked = loop.time()
            line = await self._ask("READ?" if self._read_only else quantity.query)
            at = (asked + loop.time()) / 2
            return MeterReading(value=parse_number(line, quantity), quantity=quantity, at=at)

    async def errors(self) -> tuple[str, ...]:
        """Take what stands in its error queue, oldest first.

        Raises:
            TransportError, MeterError: as `measure`.
        """
        found: list[str] = []
        async with self._lock:
            while len(found) < _ERRORS_MAX:
                error = parse_error(await self._ask("SYST:ERR?"))
                if error is None:
                    break
                found.append(error)
        return tuple(found)

    async def close(self) -> None:
        """Give the meter back to its front panel and close the link; twice is harmless."""
        reader, self._reader = self._reader, None
        if reader is None:
            await self._transport.close()
            return
        if self._remote and not reader.done():
            with contextlib.suppress(MingtangError):
                await self._say("SYST:LOC")
        reader.cancel()
        await asyncio.wait({reader})
        await self._transport.close()

    async def _say(self, line: str) -> None:
        await self._transport.write(f"{line}\n".encode("ascii"))

    async def _ask(self, line: str) -> str:
        """Ask, and return the next line; what an earlier question is owed is waited out first."""
        if self._reader is None:
            raise LinkLostError("link_closed", where=self.where)
        if self._owes or self._drop_unasked():
            await self._synchronise()
        await self._say(line)
        self._owes = True  # until it is answered
        try:
            async with asyncio.timeout(self._answer_s):
                answer = await self._next()
        except TimeoutError as error:
            raise LinkTimeoutError("meter_silent", where=self.where, question=line) from error
        self._owes = False
        return answer

    def _drop_unasked(self) -> bool:
        """Throw away what came unasked for; return whether there was anything."""
        dropped = False
        while not self._lines.empty():
            found = self._lines.get_nowait()
            if isinstance(found, MingtangError):
                self._lines.put_nowait(found)
                break
            dropped = True
        return dropped

    async def _synchronise(self) -> None:
        """Throw away late answers: they stand before the one that names the meter."""
        await self._say("*IDN?")
        last = ""
        try:
            async with asyncio.timeout(_SYNC_S + self._answer_s):
                while True:
                    last = await self._next()
                    with contextlib.suppress(MeterError):
                        named = parse_identity(last)
                        if self.identity in (named, Identity()):
                            break
        except TimeoutError as error:
            raise LinkTimeoutError("meter_silent", where=self.where, question="*IDN?") from error
        await asyncio.sleep(_QUIET_S)  # one that says everything twice says its name twice
        self._drop_unasked()
        self._owes = False
        _log.info("%s: late answers were thrown away before %s", self.where, shown(last))

    async def _next(self) -> str:
        found = await self._lines.get()
        if isinstance(found, MingtangError):
            self._lines.put_nowait(found)  # for whoever asks next, too
            raise found
        return found

    async def _read(self) -> None:
        """Cut what comes into lines until the link ends."""
        kept = b""
        try:
            async for chunk in self._transport.chunks():
                *lines, kept = (kept + chunk).replace(b"\r", b"\n").split(b"\n")
                kept = kept[-_LONGEST_LINE:]
                for line in lines:
                    text = line[-_LONGEST_LINE:].decode("latin-1").strip()
                    if text:
                        if self._lines.qsize() >= _KEPT_LINES:
                            self._lines.get_nowait()
                        self._lines.put_nowait(text)
        except MingtangError as error:
            self._lines.put_nowait(error)
        else:
            self._lines.put_nowait(LinkLostError("link_closed", where=self.where))


def parse_meter(address: str) -> DeviceUri:
    """Return the parsed address of a meter; TCP without a port means that of raw SCPI.

    Raises:
        UsageError: it is none.
    """
    text = address.strip()
    if text and "://" not in text:  # a bare path or host, as people type them
        text = f"serial://{text}" if text.startswith(("/", "COM")) else f"tcp://{text}"
    try:
        uri = parse_uri(text)
    except UsageError as error:
        raise UsageError("meter_address", address=address, examples=EXAMPLES) from error
    if uri.scheme not in _LINKS:
        raise UsageError("meter_address", address=address, examples=EXAMPLES)
    if uri.scheme == "tcp" and not uri.target.rpartition(":")[2].isdecimal():
        query = text.partition("?")[2]
        return parse_uri(f"tcp://{uri.target}:{SCPI_PORT}" + (f"?{query}" if query else ""))
    return uri


def make_meter(address: str) -> Meter:
    """Return the closed meter of an address.

    Options of it: `timeout` in seconds, `ask=read` for meters that are set up by hand, and for a
    serial line `baud` and `bits`.

    Raises:
        UsageError: the address is none.
    """
    uri = parse_meter(address)
    ask = uri.options.get("ask", "measure")
    if ask not in ("read", "measure"):
        raise UsageError("option_invalid", option="ask", value=ask, allowed="measure, read")
    return Meter(
        uri.text,
        _LINKS[uri.scheme](uri),
        answer_s=float(uri.number("timeout", int(ANSWER_S))),
        remote=uri.scheme == "serial",
        read_only=ask == "read",
    )


def _serial(uri: DeviceUri) -> Transport:
    from mingtang_desk.transports.serial import SerialTransport

    return SerialTransport(
        uri.target, baud=uri.number("baud", 9600), framing=uri.options.get("bits", "8N1")
    )


def _tcp(uri: DeviceUri) -> Transport:
    from mingtang_desk.transports.tcp import TcpTransport

    return TcpTransport(uri.target)


_LINKS: dict[str, Callable[[DeviceUri], Transport]] = {"serial": _serial, "tcp": _tcp}
