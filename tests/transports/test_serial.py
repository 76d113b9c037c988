import asyncio
import errno
import inspect
import os
import threading
import time
import tty
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import serial

from mingtang_desk.core.errors import (
    DeniedReason,
    LinkDeniedError,
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    TransportError,
    UsageError,
)
from mingtang_desk.transports import serial as ours
from mingtang_desk.transports import serial_reader
from mingtang_desk.transports.ports import serial_ports
from mingtang_desk.transports.serial import SerialTransport
from mingtang_desk.transports.serial_errors import group_of, open_error, use_error


@pytest.fixture(autouse=True, params=["loop", "thread"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Both ways to read a port: the one of POSIX, and that of Windows."""
    monkeypatch.setattr(serial_reader, "BY_LOOP", request.param == "loop")


@pytest.fixture
def pty() -> Iterator[tuple[int, str]]:
    master, slave = os.openpty()
    tty.setraw(master)
    path = os.ttyname(slave)
    os.close(slave)
    yield master, path
    with suppress(OSError):
        os.close(master)


@pytest.mark.asyncio
async def test_a_missing_port_is_named_with_the_ports_there_are(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MINGTANG_PORTS", "/dev/pts/77, /dev/rfcomm3")
    with pytest.raises(LinkNotFoundError) as caught:
        await SerialTransport(str(tmp_path / "ttyUSB9")).open()
    assert caught.value.key == "port_missing"
    assert "/dev/pts/77, /dev/rfcomm3" in caught.value.hint
    assert [port.path for port in serial_ports()][:2] == ["/dev/pts/77", "/dev/rfcomm3"]


@pytest.mark.asyncio
async def test_a_port_in_use_is_busy(pty: tuple[int, str]) -> None:
    first, second = SerialTransport(pty[1]), SerialTransport(pty[1])
    await first.open()
    with pytest.raises(LinkDeniedError) as caught:
        await second.open()
    assert (caught.value.key, caught.value.reason) == ("port_busy", DeniedReason.BUSY)
    await first.close()
    await second.open()
    await second.close()


@pytest.mark.asyncio
async def test_what_is_no_port_is_told_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"")
    for path in (file, tmp_path):
        with pytest.raises(LinkDeniedError) as caught:
            await SerialTransport(str(path)).open()
        assert caught.value.key == "port_setup"
        assert caught.value.message


@pytest.mark.parametrize(
    ("error", "expected", "key"),
    [
        (serial.SerialException(errno.ENOENT, "x"), LinkNotFoundError, "port_missing"),
        (serial.SerialException(errno.EBUSY, "x"), LinkDeniedError, "port_busy"),
        (serial.SerialException(errno.EAGAIN, "x"), LinkDeniedError, "port_busy"),
        (serial.SerialException(errno.EACCES, "x"), LinkDeniedError, "port_forbidden"),
        (serial.SerialException(errno.EPERM, "x"), LinkDeniedError, "port_forbidden"),
        (serial.SerialException("FileNotFoundError(2, '')"), LinkNotFoundError, "port_missing"),
        (OSError(errno.EINVAL, "x"), LinkDeniedError, "port_setup"),
        (ValueError("Not a valid baudrate: 0"), LinkDeniedError, "port_setup"),
    ],
)
def test_reasons_for_a_port_that_does_not_open(
    error: Exception, expected: type[Exception], key: str
) -> None:
    found = open_error(error, "/dev/null")
    assert isinstance(found, expected)
    assert found.key == key
    assert found.message
    assert found.hint


def test_every_exception_of_pyserial_becomes_one_of_ours() -> None:
    theirs = [
        value
        for _, value in inspect.getmembers(serial, inspect.isclass)
        if issubclass(value, Exception) and value.__module__.startswith("serial")
    ]
    assert {value.__name__ for value in theirs} == {
        "PortNotOpenError",
        "SerialException",
        "SerialTimeoutException",
    }
    found: dict[str, TransportError] = {}
    for value in theirs:
        error = value() if value is serial.PortNotOpenError else value("x")
        found[value.__name__] = use_error(error, "here")
        assert isinstance(open_error(error, "here"), TransportError)
    assert isinstance(found["SerialException"], LinkLostError)
    assert isinstance(found["SerialTimeoutException"], LinkTimeoutError)
    assert found["PortNotOpenError"].key == "link_closed"


def test_the_group_of_a_port_is_found() -> None:
    assert group_of("/dev/null") == "root"
    assert group_of("/no/such/port") == "dialout"


@pytest.mark.parametrize("framing", ["9N1", "8X1", "8N3", "", "8N1 "])
def test_a_framing_that_does_not_exist_is_refused(framing: str) -> None:
    with pytest.raises(UsageError):
        SerialTransport("x", framing=framing)


@pytest.mark.asyncio
async def test_local_echo_is_taken_out(pty: tuple[int, str]) -> None:
    transport = SerialTransport(pty[1], echo=True, framing="8e1")
    await transport.open()
    await transport.write(b"ask")
    assert os.read(pty[0], 10) == b"ask"
    os.write(pty[0], b"ask")
    os.write(pty[0], b"reply")
    got = b""
    async with asyncio.timeout(2):
        async for chunk in transport.chunks():
            got += chunk
            if len(got) >= 5:
                break
    assert got == b"reply"
    await transport.close()


@pytest.mark.asyncio
async def test_a_port_that_takes_nothing_does_not_stop_the_loop(
    pty: tuple[int, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ours, "_WRITE_WAIT_S", 0.2)
    transport = SerialTransport(pty[1])
    await transport.open()
    writing = asyncio.create_task(transport.write(bytes(200_000)))
    longest, last = 0.0, time.monotonic()
    while not writing.done():
        await asyncio.sleep(0.001)
        longest, last = max(longest, time.monotonic() - last), time.monotonic()
    with pytest.raises(LinkTimeoutError) as caught:
        await writing
    assert caught.value.key == "write_stuck"
    assert longest < 0.15
    await transport.close()
    await asyncio.sleep(0.01)
    assert not [t for t in threading.enumerate() if t.name.startswith("serial")]


@pytest.mark.asyncio
async def test_writing_to_a_line_that_is_gone(pty: tuple[int, str]) -> None:
    transport = SerialTransport(pty[1])
    await transport.open()
    os.close(pty[0])
    with pytest.raises(LinkLostError):
        await transport.write(b"x")
    await transport.close()


def test_a_loop_that_ends_before_the_port_is_closed_leaves_no_thread(pty: tuple[int, str]) -> None:
    transport = SerialTransport(pty[1])
    asyncio.run(transport.open())
    os.write(pty[0], b"x")
    deadline = time.monotonic() + 3
    while any(t.name.startswith("serial-read") for t in threading.enumerate()):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    transport._port.close()


@pytest.mark.asyncio
async def test_what_came_before_a_port_was_taken_away_is_kept(pty: tuple[int, str]) -> None:
    transport = SerialTransport(pty[1])
    await transport.open()
    os.write(pty[0], b"abc")
    chunks = transport.chunks()
    got = b""
    while len(got) < 3:
        got += await asyncio.wait_for(anext(chunks), 3)
    assert got == b"abc"
    os.close(pty[0])
    with pytest.raises(LinkLostError) as caught:
        await asyncio.wait_for(anext(chunks), 3)
    assert caught.value.key == "link_lost"
    await transport.close()


@pytest.mark.asyncio
async def test_a_write_waits_for_the_rest_of_the_one_before(pty: tuple[int, str]) -> None:
    transport = SerialTransport(pty[1])
    await transport.open()
    first = asyncio.create_task(transport.write(bytes(20_000)))
    await asyncio.sleep(0.05)
    second = asyncio.create_task(transport.write(b"Z"))
    await asyncio.sleep(0)
    assert not first.done()  # more than a terminal holds
    got = b""
    while len(got) < 20_001:
        got += await asyncio.wait_for(asyncio.to_thread(os.read, pty[0], 4096), 3)
    await asyncio.gather(first, second)
    assert got == bytes(20_000) + b"Z"
    await transport.close()
