"""Nothing leaves the machine but to the tile server that was chosen, whatever the map shows."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from PySide6.QtWidgets import QDialogButtonBox

from mingtang_desk.ui.map.mercator import Place
from mingtang_desk.ui.map.overlays import Layer, Line, Mark
from mingtang_desk.ui.map.url_dialog import UrlDialog
from tests.fleet.kit import FleetKit, until
from tests.fleet.map_kit import PAGE_MARKS, Hand, hand_of
from tests.server.kit import NUMBERS
from tests.ui.map_kit import picture

pytestmark = [pytest.mark.asyncio, *PAGE_MARKS]
HERE = Place(22.54, 114.05)
SHOP = NUMBERS["shop"]


class Server:
    """A tile server that notes what it is asked; it sends who asks for some tiles elsewhere."""

    def __init__(self, elsewhere: str = "") -> None:
        self.asked: list[str] = []
        self.agents: set[str] = set()
        noted, tile = self, picture("#00ff00")

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                noted.asked.append(self.path)
                noted.agents.add(self.headers.get("User-Agent", ""))
                if elsewhere:
                    self.send_response(302)
                    self.send_header("Location", elsewhere + self.path)
                    self.end_headers()
                    return
                self.send_response(200)
                self.send_header("Content-Type", "image/png")
                self.send_header("Cache-Control", "max-age=3600")
                self.send_header("Content-Length", str(len(tile)))
                self.end_headers()
                self.wfile.write(tile)

            def log_message(self, format: str, *args: object) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(5)


@pytest.fixture
def servers() -> Iterator[tuple[Server, Server]]:
    """One that sends everybody to the other."""
    other = Server()
    first = Server(other.url)
    yield first, other
    first.close()
    other.close()


async def all_loaded(hand: Hand) -> None:
    """Wait for the last tile: one that is left before its answer is there is asked for again."""
    await hand.asked(
        "(tiles => tiles.length > 0 && tiles.every("
        "tile => tile.classList.contains('leaflet-tile-loaded')))"
        "([...document.querySelectorAll('img.leaflet-tile')])"
    )


async def use_everything(kit: FleetKit, hand: Hand) -> None:
    """Let the map show all it can: battery, card, layers, far and near."""
    kit.context.map.put(
        "x",
        Layer(
            lines=[Line(points=[HERE, Place(22.55, 114.06)])],
            marks=[Mark(key="m", place=Place(22.545, 114.055), icon="pause", title="x")],
        ),
    )
    await hand.look(HERE, 13)
    await all_loaded(hand)
    await until(lambda: len(hand.scene.fleet.spots) == 1)
    hand.scene.fleet.open(SHOP)
    await until(lambda: hand.scene.fleet.card is not None)
    await asyncio.sleep(0.2)
    await all_loaded(hand)
    hand.scene.fleet.close_card()  # the map makes room for it
    await hand.look(HERE, 15)
    await asyncio.sleep(0.3)
    await all_loaded(hand)


async def test_the_packed_map_asks_nobody(kit: FleetKit) -> None:
    await kit.report(SHOP, *HERE)
    await kit.login()
    async with hand_of(kit.context, "page") as hand:
        await use_everything(kit, hand)
        assert (hand.scene.net.requests, hand.panel.web.gate.refusals) == (0, 0)
        assert not hand.panel.web.server.missing
        assert not hand.panel.web.page.complaints


async def test_a_chosen_server_is_asked_for_tiles_alone_and_a_redirect_is_not_followed(
    kit: FleetKit, servers: tuple[Server, Server], caplog: pytest.LogCaptureFixture
) -> None:
    first, other = servers
    await kit.report(SHOP, *HERE)
    await kit.login()
    async with hand_of(kit.context, "page") as hand:
        hand.panel.menu.entries["url"].trigger()
        (dialog,) = hand.panel.findChildren(UrlDialog)
        use = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
        dialog.field.setText(f"{other.url}/{{z}}/{{x}}/{{y}}.png?k={{key}}")
        assert not use.isEnabled()
        dialog.key.setText("secret")
        dialog.whose.setText("<b>me</b>")
        use.click()
        await use_everything(kit, hand)
        await until(lambda: len(other.asked) >= 4)
        await hand.asked("document.querySelector('.source').textContent", "<b>me</b>")
        gate, net = hand.panel.web.gate, hand.scene.net
        assert all(url.startswith(other.url) for url in net.asked)
        assert all(path.endswith(".png?k=secret") for path in other.asked)
        assert all(agent.startswith("MingtangDesk/") for agent in other.agents)
        assert gate.refusals == 0
        # What was fetched is not fetched again while its server says that it is good.
        await hand.look(HERE, 13)
        await asyncio.sleep(0.3)
        assert len(other.asked) == len(set(other.asked))
        # Another server, that sends everybody to the one of before.
        kit.context.prefs.set(map_url=f"{first.url}/{{z}}/{{x}}/{{y}}.png")
        await until(lambda: len(first.asked) >= 4)
        await until(lambda: "HTTP 302" in caplog.text)
        await asyncio.sleep(0.3)
        # Whoever is sent there has no key in the address.
        assert all(path.endswith("?k=secret") for path in other.asked)
        assert gate.refusals == 0
        assert "secret" not in caplog.text
        assert "secret" not in "".join(hand.panel.web.page.complaints)
