"""A board behind a tracker, in the desk's own session."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from mingtang_desk.device.json import counters_json, settings_json
from mingtang_desk.device.model import DeviceModel
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.server.commands.flight import Flight
from mingtang_desk.server.commands.journal import CommandJournal
from mingtang_desk.server.commands.policy import RightGate, needs_of
from mingtang_desk.server.commands.remember import remember_protocol, remember_readings
from mingtang_desk.server.commands.tracker_transport import TrackerTransport
from mingtang_desk.server.ingest.model import BmsReading, Source
from mingtang_desk.server.times import ms_of, now_ms
from mingtang_desk.session.board import Board
from mingtang_desk.session.drivers import find_driver
from mingtang_desk.session.keeper import Keeper
from mingtang_desk.session.line import Line
from mingtang_desk.session.link import Link

_SCHEME = "tcp"
"""Drivers are chosen as for a line without a speed; nothing is opened by this word."""


@asynccontextmanager
async def board_of(flight: Flight) -> AsyncIterator[Board]:
    """Give the board of a flight; what was read of it is kept at the end, however that is.

    Raises:
        UsageError: no driver has the protocol that the device is said to speak.
    """
    device, core = flight.device, flight.core
    driver = find_driver(device.protocol)
    clock = core.clock
    uri = DeviceUri(
        text=f"cloud://self/{device.number}",
        scheme=_SCHEME,
        target=device.number,
        options={"protocol": device.protocol},
    )
    transport = TrackerTransport(flight)
    timing = flight.timers.radio(is_known=driver is not None)
    line = Line(transport, clock, baud=None, timing=timing)
    link = Link(line)
    model = DeviceModel(uri.text, clock)
    right = needs_of(flight.command.order, device.protocol).right
    board = Board(
        uri,
        link=link,
        driver=driver,
        model=model,
        clock=clock,
        keeper=Keeper(None, clock, lambda: board.key),
        journal=CommandJournal(flight),
        gate=RightGate(right, flight.command.by),
    )
    try:
        yield board
    finally:
        if link.health.timeouts:
            flight.unpaid = True
        await link.close()
        await _keep(flight, board)


async def _keep(flight: Flight, board: Board) -> None:
    """Keep what was read: the sample goes the way of all samples."""
    core, model, device = flight.core, board.model, flight.device
    if board.known and device.protocol == "auto":
        await remember_protocol(core, flight.ingest.directory, device, board.driver.key)
    if model.sample is not None:
        reading = BmsReading(
            device=device,
            time_ms=ms_of(model.sample.time),
            received_ms=now_ms(core.clock),
            sample=model.sample,
            source=Source.COMMAND,
        )
        await flight.ingest.take([reading])
    await remember_readings(
        core,
        device,
        settings=None if model.settings is None else settings_json(model.settings),
        counters=None if model.counters is None else counters_json(model.counters),
    )
