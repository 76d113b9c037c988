import asyncio
import socket

import pytest

from mingtang_desk.core.errors import LinkNotFoundError, LinkTimeoutError, UsageError
from mingtang_desk.transports import tcp as ours
from mingtang_desk.transports.tcp import TcpTransport, host_and_port


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize(
    ("target", "expected"), [("pack.local:8899", ("pack.local", 8899)), ("[::1]:1", ("::1", 1))]
)
def test_host_and_port(target: str, expected: tuple[str, int]) -> None:
    assert host_and_port(target) == expected


@pytest.mark.parametrize("target", ["host", "host:", ":1", "host:0", "host:65536", "host:a"])
def test_a_target_without_a_port_is_refused(target: str) -> None:
    with pytest.raises(UsageError):
        TcpTransport(target)


@pytest.mark.asyncio
async def test_nobody_listens() -> None:
    with pytest.raises(LinkNotFoundError) as caught:
        await TcpTransport(f"127.0.0.1:{free_port()}").open()
    assert caught.value.key == "host_refused"


@pytest.mark.asyncio
async def test_a_host_without_an_address() -> None:
    with pytest.raises(LinkNotFoundError) as caught:
        await TcpTransport("no-such-host.invalid:1").open()
    assert caught.value.key == "host_unknown"


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("error", "key"),
    [
        (OSError(113, "No route to host"), "host_unreachable"),
        (ConnectionRefusedError(), "host_refused"),
        (TimeoutError(), "host_timeout"),
    ],
)
async def test_what_the_system_says_becomes_words(
    error: OSError, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(asyncio, "open_connection", fail)
    with pytest.raises((LinkNotFoundError, LinkTimeoutError)) as caught:
        await TcpTransport("somewhere:1").open()
    assert caught.value.key == key
    assert "somewhere:1" in caught.value.message


@pytest.mark.asyncio
async def test_a_host_that_does_not_answer_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object) -> None:
        await asyncio.sleep(60)

    monkeypatch.setattr(asyncio, "open_connection", hang)
    with pytest.raises(LinkTimeoutError) as caught:
        await TcpTransport("somewhere:1", connect_s=0.02).open()
    assert caught.value.key == "host_timeout"


@pytest.mark.asyncio
async def test_nagle_is_off() -> None:
    async def serve(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    transport = TcpTransport(f"127.0.0.1:{server.sockets[0].getsockname()[1]}")
    await transport.open()
    assert transport._streams is not None
    inner = transport._streams[1].get_extra_info("socket")
    assert inner.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
    await transport.close()
    server.close()
    await server.wait_closed()


@pytest.mark.asyncio
async def test_a_far_end_that_reads_nothing_does_not_hold_a_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ours, "_WRITE_S", 0.05)
    with socket.create_server(("127.0.0.1", 0)) as deaf:
        transport = TcpTransport(f"127.0.0.1:{deaf.getsockname()[1]}")
        await transport.open()
        async with asyncio.timeout(5):
            with pytest.raises(LinkTimeoutError) as caught:
                await transport.write(bytes(32 * 2**20))
            assert caught.value.key == "write_stuck"
            await transport.close()
