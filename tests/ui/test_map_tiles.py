"""Tiles of a server: kept as it says, asked for politely, never from anybody else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDateTime, QEvent, QObject, QUrl
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from mingtang_desk.ui.map.sources import Tiles
from mingtang_desk.ui.map.tile_cache import TileCache
from mingtang_desk.ui.map.tile_net import TileNet
from tests.ui.map_kit import picture
from tests.ui.tile_server import TileServer

WAIT_MS = 20_000


@pytest.fixture
def server() -> Iterator[TileServer]:
    made = TileServer()
    yield made
    made.close()


@pytest.fixture
def owner(qapp: QApplication) -> Iterator[QObject]:
    made = QObject()
    yield made
    made.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


class Desk:
    """A desk of its own on a folder that may have been used before."""

    def __init__(self, server: TileServer, folder: Path | None, owner: QObject, bot: QtBot) -> None:
        self.net = TileNet(folder, owner)
        self.net.first_pause_ms = 300
        self.net.use(Tiles(key="url", url=f"{server.url}/{{z}}/{{x}}/{{y}}.png?k=secret"))
        self._bot = bot

    def get(self, x: int = 3, zoom: int = 4) -> bytes | None:
        """Fetch a tile and wait for it."""
        got: list[bytes | None] = []
        self.net.get(0, zoom, x, 5, got.append)
        self._bot.waitUntil(lambda: bool(got), timeout=WAIT_MS)
        return got[0]


@pytest.mark.parametrize(
    ("said", "again"),
    [
        ({}, 1),  # seven days
        ({"Cache-Control": "public"}, 1),
        ({"Cache-Control": "max-age=3600, stale-if-error=60"}, 1),
        ({"Expires": "Fri, 01 Jan 2100 00:00:00 GMT"}, 1),
        ({"Cache-Control": "max-age=0"}, 2),
        ({"Cache-Control": "no-cache"}, 2),
        ({"Cache-Control": "no-store"}, 2),
        ({"Expires": "Thu, 01 Jan 2015 00:00:00 GMT"}, 2),
    ],
)
def test_a_tile_is_kept_as_its_server_says(
    server: TileServer,
    tmp_path: Path,
    owner: QObject,
    qtbot: QtBot,
    said: dict[str, str],
    again: int,
) -> None:
    server.headers = said
    assert Desk(server, tmp_path, owner, qtbot).get() == server.tile
    assert Desk(server, tmp_path, owner, qtbot).get() == server.tile  # the desk was started anew
    assert len(server.asked) == again


def test_a_tile_is_good_for_seven_days_where_nothing_is_said(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    desk = Desk(server, tmp_path, owner, qtbot)
    desk.get()
    about = TileCache(tmp_path, owner).metaData(QUrl(desk.net.asked[0]))
    days = QDateTime.currentDateTimeUtc().secsTo(about.expirationDate()) / 86_400
    assert days == pytest.approx(7, abs=0.01)


def test_an_old_tile_is_asked_for_with_what_is_known_of_it(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    day = "Wed, 01 Jan 2020 00:00:00 GMT"
    server.etag, server.headers = '"a1"', {"Cache-Control": "max-age=0", "Last-Modified": day}
    desk = Desk(server, tmp_path, owner, qtbot)
    assert desk.get() == server.tile
    assert desk.get() == server.tile  # answered 304
    assert server.asked[1].headers["if-none-match"] == '"a1"'
    assert server.asked[1].headers["if-modified-since"] == day
    server.headers = {"Cache-Control": "max-age=3600"}
    assert desk.get() == server.tile  # 304 again, which says how long it is good from now on
    assert desk.get() == server.tile
    assert len(server.asked) == 3


def test_a_key_lies_nowhere_on_disk(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    server.headers = {"Set-Cookie": "who=me", "X-Key": "secret"}
    desk = Desk(server, tmp_path, owner, qtbot)
    desk.get()
    desk.get(4)
    assert server.asked[0].path == "/4/3/5.png?k=secret"
    assert server.asked[0].headers["user-agent"].startswith("MingtangDesk/")
    assert "cookie" not in server.asked[1].headers
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    for path in files:
        kept = path.read_bytes()
        assert "secret" not in str(path)
        for word in ("secret", "127.0.0.1", "who=me", "/4/3/5"):
            assert word.encode() not in kept
            assert word.encode("utf-16-be") not in kept


def test_what_is_kept_can_be_deleted(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    desk = Desk(server, tmp_path, owner, qtbot)
    desk.get()
    assert desk.net.kept_bytes > 100
    desk.net.clear()
    assert desk.net.kept_bytes == 0
    desk.get()
    assert len(server.asked) == 2


@pytest.mark.parametrize("body", [picture("#00ff00", 5000), b"<html>Log in here</html>"])
def test_what_is_no_tile_is_not_shown_and_not_kept(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot, body: bytes
) -> None:
    """A picture of 25 million points in some kilobytes; a page of a network that wants a login."""
    server.body = body
    desk = Desk(server, tmp_path, owner, qtbot)
    assert desk.get() is None
    server.body = None
    assert desk.get() == server.tile
    assert len(server.asked) == 2


@pytest.mark.parametrize("status", [429, 503, 500, 403])
def test_a_server_that_is_busy_is_left_alone_and_old_tiles_are_shown(
    server: TileServer,
    tmp_path: Path,
    owner: QObject,
    qtbot: QtBot,
    status: int,
    caplog: pytest.LogCaptureFixture,
) -> None:
    server.headers = {"Cache-Control": "max-age=0"}
    desk = Desk(server, tmp_path, owner, qtbot)
    desk.get(3)
    server.status, desk.net.first_pause_ms = status, 60_000
    with caplog.at_level("WARNING"):
        assert desk.get(3) == server.tile  # the old one
        assert desk.get(4) is None
        assert desk.get(5) is None
    assert len(server.asked) == 2
    assert len(caplog.messages) == 1
    assert "gives none" in caplog.text
    assert "secret" not in caplog.text
    server.status = 200
    with qtbot.waitSignal(desk.net.again, timeout=WAIT_MS):
        next(iter(desk.net.paused.values())).start(1)
    assert desk.get(4) == server.tile


def test_pauses_grow_and_a_server_may_ask_for_a_longer_one(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    server.status = 429
    desk = Desk(server, None, owner, qtbot)
    lengths = []
    for x in range(3):
        desk.get(x)
        (pause,) = desk.net.paused.values()
        lengths.append(pause.interval())
        with qtbot.waitSignal(desk.net.again, timeout=WAIT_MS):
            pause.start(1)
    assert lengths == [300, 600, 1200]
    server.headers = {"Retry-After": "120"}
    desk.get(4)
    (pause,) = desk.net.paused.values()
    assert pause.interval() == 120_000
    for said, most in (("Fri, 01 Jan 2100 00:00:00 GMT", 3_600_000), ("soon", 300)):
        server.headers = {"Retry-After": said}
        other = Desk(server, None, owner, qtbot)
        other.get()
        assert next(iter(other.net.paused.values())).interval() == most


def test_a_server_that_is_gone_is_left_alone(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    desk = Desk(server, tmp_path, owner, qtbot)
    server.close()
    assert desk.get() is None
    assert desk.net.paused
    assert desk.get(4) is None
    assert desk.net.requests == 1


def test_a_redirect_is_not_followed_and_a_missing_tile_is_no_reason_to_wait(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    desk = Desk(server, tmp_path, owner, qtbot)
    for at, status in enumerate((302, 301, 404)):
        server.status, server.headers = status, {"Location": f"{server.url}/elsewhere.png"}
        assert desk.get(at) is None
    assert [each.path for each in server.asked] == [f"/4/{x}/5.png?k=secret" for x in range(3)]
    assert not desk.net.paused


@pytest.mark.parametrize("body", [b"<html>", b"", b"\x89PNG" + bytes(5_000_000)])
def test_what_is_no_tile_is_none(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot, body: bytes
) -> None:
    server.body = body
    assert Desk(server, tmp_path, owner, qtbot).get() is None


def test_who_asks_twice_is_answered_twice_by_one_request(
    server: TileServer, tmp_path: Path, owner: QObject, qtbot: QtBot
) -> None:
    net = Desk(server, tmp_path, owner, qtbot).net
    got: list[bytes | None] = []
    for _ in range(3):
        net.get(0, 4, 3, 5, got.append)
    net.get(0, 4, 3, -1, got.append)
    net.get(1, 4, 3, 5, got.append)
    net.get(0, 25, 3, 5, got.append)
    assert got == [None, None, None]  # outside the map, no such layer, too deep
    qtbot.waitUntil(lambda: len(got) == 6, timeout=WAIT_MS)
    assert got[3:] == [server.tile] * 3
    assert len(server.asked) == 1


def test_where_nothing_may_be_kept_there_is_no_disk(
    server: TileServer, owner: QObject, qtbot: QtBot
) -> None:
    desk = Desk(server, None, owner, qtbot)
    desk.get()
    desk.get()
    assert len(server.asked) == 2
    desk.net.clear()
    assert desk.net.kept_bytes == 0


def test_addresses_of_all_forms() -> None:
    made = Tiles(key="url", url="a{s}/{z}/{x}/{-y}{r}.png?k=1", subdomains="ab")
    assert made.address(0, 3, 2, 1) == "ab/3/2/6.png?k=1"
    assert made.address(1, 3, 2, 1) == ""


def test_the_start_pays_nothing_for_the_way_to_a_server() -> None:
    script = "import sys, mingtang_desk.ui.panels.map; sys.exit('PySide6.QtNetwork' in sys.modules)"
    subprocess.run([sys.executable, "-c", script], check=True, timeout=60)
