"""What comes over the HTTP port and is no request of a friend."""

import asyncio
import time
from collections.abc import Mapping

import pytest

from mingtang_desk.server.api import head as bounds
from tests.server.kit import Kit
from tests.server.proof import rough

pytestmark = pytest.mark.asyncio
LINE = b"GET /api/v1/health HTTP/1.1\r\nHost: a\r\n"
POST = b"POST /api/v1/auth/login HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n"
END = b"Connection: close\r\n\r\n"
IGNORED = "an upgrade to nothing"
"""RFC 9110, 7.8: a server may ignore it, and answer as if it were not there."""
GARBAGE: Mapping[str, bytes] = {
    "zeros": bytes(5_000),
    "a TLS hello": bytes.fromhex("16030100a5010000a10303") + bytes(range(160)),
    "no target": b"GET\r\n\r\n",
    "another version": b"GET / HTTP/9.9\r\nHost: a\r\n\r\n",
    "a header without a name": LINE + b": x\r\n\r\n",
    "a header with a NUL": LINE + b"X-A: a\0b\r\n\r\n",
    "a header of 200 KB": LINE + b"X-A: " + b"a" * 200_000 + b"\r\n" + END,
    "20 000 headers": LINE + b"X-A: a\r\n" * 20_000 + END,
    "a URL of 200 KB": b"GET /api/v1/" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: a\r\n" + END,
    "a NUL in the path": b"GET /api/v1/devices/%00 HTTP/1.1\r\nHost: a\r\n" + END,
    "no UTF-8 in the path": b"GET /api/v1/devices/%ff%fe HTTP/1.1\r\nHost: a\r\n" + END,
    "a way out of the folder": b"GET /api/v1/../../../etc/passwd HTTP/1.1\r\nHost: a\r\n" + END,
    "an odd method": b"BREW /api/v1/health HTTP/1.1\r\nHost: a\r\n" + END,
    "two lengths": POST + b"Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
    "length and chunks": POST + b"Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    "a length below 0": POST + b"Content-Length: -1\r\n\r\n{}",
    "a length of 40 digits": POST + b"Content-Length: " + b"9" * 40 + b"\r\n\r\n{}",
    "a length in words": POST + b"Content-Length: two\r\n\r\n{}",
    "chunks of odd size": POST + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
    "a chunk without an end": POST + b"Transfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n",
    IGNORED: LINE + b"Upgrade: teapot\r\nConnection: upgrade\r\n\r\n",
    "half a WebSocket": b"GET /api/v1/stream HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
    b"Connection: upgrade\r\nSec-WebSocket-Version: 99\r\n\r\n",
}


@pytest.fixture(params=["sqlite"])
def db(request: pytest.FixtureRequest, tmp_path: object) -> str:
    """The HTTP port is the same before both databases."""
    return f"sqlite:///{tmp_path}/cloud.sqlite"


async def is_well(kit: Kit) -> bool:
    """Whether others are served."""
    async with kit.client(None) as client:
        return (await client.get("/health")).status_code == 200


async def test_garbage(kit: Kit) -> None:
    before = await rough.warm(kit)
    host, port = rough.http(kit)
    for name, data in GARBAGE.items():
        answer = await rough.talk(host, port, data, wait_s=1.0)
        if name != IGNORED:
            assert all(400 <= each < 500 for each in rough.statuses(answer)), (name, answer[:300])
        assert b"Traceback" not in answer, name
    assert await is_well(kit)
    await rough.settled(before)


async def test_many_that_never_end_their_request(kit: Kit) -> None:
    before = await rough.warm(kit)
    held = rough.Held()
    try:
        await held.open(*rough.http(kit), 150, LINE + b"X-A: a")
        assert await is_well(kit)
    finally:
        await held.close()
    await rough.settled(before)


@pytest.mark.parametrize("said", [b"", LINE + b"X-A: a"], ids=["nothing", "half"])
async def test_who_says_nothing_more_is_cut(
    kit: Kit, said: bytes, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert bounds.HEAD_S == 15.0
    monkeypatch.setattr(bounds, "HEAD_S", 1.0)
    held = rough.Held()
    try:
        began = time.monotonic()
        await held.open(*rough.http(kit), 1, said)
        async with asyncio.timeout(60):
            await held.readers[0].read()
        assert time.monotonic() - began >= 0.9
    finally:
        await held.close()


@pytest.mark.parametrize(
    "head",
    [b"Content-Length: 5000000\r\n\r\n", b"Content-Length: 99999999999\r\n\r\n"],
    ids=["5 MB", "100 GB"],
)
async def test_a_body_that_is_too_large_is_refused_before_it_has_come(
    kit: Kit, head: bytes
) -> None:
    before = await rough.warm(kit)
    answer = await rough.talk(*rough.http(kit), POST + head + b"{" * 1_000, wait_s=5)
    assert rough.statuses(answer) == [413]
    assert b"application/problem+json" in answer
    await rough.settled(before)


async def test_a_body_without_a_length_has_an_end_too(kit: Kit) -> None:
    before = await rough.warm(kit)
    chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
    data = POST + b"Transfer-Encoding: chunked\r\n\r\n" + chunk * 200
    answer = await rough.talk(*rough.http(kit), data, wait_s=5)
    assert rough.statuses(answer) in ([413], [])  # hung up on while it was still sending
    assert await is_well(kit)
    await rough.settled(before)


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"a":' * 100_000,
        b'{"login": ' + b"9" * 5_000 + b"}",
        b'{"login": 1e999999, "password": NaN}',
        b'{"login": "\\ud800", "password": "\\u0000"}',
        b'{"login": "\xff\xfe"}',
        b'{"login": "a", "login": "b"}',
        b"\xef\xbb\xbf{}",
        b"",
        b"null",
        b'"text"',
    ],
    ids=lambda body: body[:12].decode(errors="replace"),
)
async def test_odd_json(kit: Kit, body: bytes) -> None:
    head = POST + b"Content-Length: %d\r\n" % len(body) + END
    answer = await rough.talk(*rough.http(kit), head + body)
    assert all(400 <= each < 500 for each in rough.statuses(answer)), answer[:300]
    assert rough.statuses(answer)


async def test_what_is_answered_tells_nothing_of_the_inside(kit: Kit) -> None:
    async with kit.client("shop-owner") as client:
        for path in ("/no/such/thing", "/devices/%3Cscript%3Ealert(1)%3C%2Fscript%3E", "/health/"):
            answer = await client.get(path)
            assert answer.status_code in {404, 422}
            assert answer.headers["content-type"] == "application/problem+json"
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert "server" not in answer.headers
            assert "<script>" not in answer.text
