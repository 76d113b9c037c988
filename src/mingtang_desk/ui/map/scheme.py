"""The address scheme `mtdesk:` of the page, what is served under it, and the gate to the net."""

import os
from collections import deque
from functools import partial

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from mingtang_desk.core.assets import resource_path
from mingtang_desk.ui.map.map_file import kind_of
from mingtang_desk.ui.map.picture import is_tile
from mingtang_desk.ui.map.sources import Tiles
from mingtang_desk.ui.map.tile_net import TileNet

SCHEME = QByteArray(b"mtdesk")
PAGE = "mtdesk://map/page.html"

_OWN = frozenset({"mtdesk", "qrc", "data", "blob"})
_CHANNEL = "qwebchannel.js"
_QUITS = "mtdesk_quits_once"
LAYERS = ("tiles", "over")
"""What the tiles of a source are called here: its map, and what lies above it."""
_FILES = {
    "page.html": ("map/page.html", b"text/html"),
    "map.js": ("map/map.js", b"text/javascript"),
    "map_fleet.js": ("map/map_fleet.js", b"text/javascript"),
    "map_lines.js": ("map/map_lines.js", b"text/javascript"),
    "map_layers.js": ("map/map_layers.js", b"text/javascript"),
    "map.css": ("map/map.css", b"text/css"),
    "leaflet.js": ("map/leaflet.js", b"text/javascript"),
    "leaflet.css": ("map/leaflet.css", b"text/css"),
    "images/layers.png": ("map/images/layers.png", b"image/png"),
    "images/layers-2x.png": ("map/images/layers-2x.png", b"image/png"),
    "images/marker-icon.png": ("map/images/marker-icon.png", b"image/png"),
    "inter.otf": ("fonts/Inter-Regular.otf", b"font/otf"),
    "inter-semibold.otf": ("fonts/Inter-SemiBold.otf", b"font/otf"),
}
# A picture of one transparent point: what a map has nothing of shows the grid, never an error.
_NOTHING = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d4944415478da6360"
    "606060000000050001a5f645400000000049454e44ae426082"
)


def allow_root() -> None:
    """Let Chromium start for root, whose sandbox it refuses; everybody else keeps the sandbox."""
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")


def register_scheme() -> None:
    """Make the scheme known; before the first profile of the process, later it has no effect."""
    if not QWebEngineUrlScheme.schemeByName(SCHEME).name().isEmpty():
        return
    scheme = QWebEngineUrlScheme(SCHEME)
    scheme.setSyntax(QWebEngineUrlScheme.Syntax.Host)
    flags = QWebEngineUrlScheme.Flag
    scheme.setFlags(flags.SecureScheme | flags.CorsEnabled)
    QWebEngineUrlScheme.registerScheme(scheme)


def quit_once() -> None:
    """Let WebEngine hear the end of the application once; call it after the first profile was made.

    Qt says so at the end of each `exec`, and the loop of the window runs some more of them to close
    itself. WebEngine clears up the first time and crashes the second (6.12). After the first,
    which it hears before this does, nobody is told any more.
    """
    app = QCoreApplication.instance()
    if app is not None and not app.property(_QUITS):
        app.setProperty(_QUITS, True)
        app.aboutToQuit.connect(app.aboutToQuit.disconnect)


def tile_url(generation: int, layer: int = 0) -> str:
    """Return the template of the tiles; the number keeps those of another source out."""
    return f"{LAYERS[layer]}/{generation}/{{z}}/{{x}}/{{y}}"


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves the page, its files, and the tiles of the source; nothing else has a name.

    Attributes:
        generation: counts the sources used so far, and when their tiles were asked for anew.
        missing: addresses nothing was found under, the last ones.
    """

    def __init__(self, net: TileNet, parent: QObject) -> None:
        super().__init__(parent)
        self.generation = 0
        self.missing: deque[str] = deque(maxlen=50)
        self._tiles = Tiles(key="")
        self._net = net
        self._jobs: dict[int, QWebEngineUrlRequestJob] = {}
        self._last = 0
        net.again.connect(self.renew)

    def use(self, tiles: Tiles) -> None:
        """Serve the tiles of another source."""
        if tiles is not self._tiles:
            self._tiles = tiles
            self.renew()

    def renew(self) -> None:
        """Let the page ask for every tile anew."""
        self.generation += 1

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer a request of the page."""
        url = job.requestUrl()
        name = url.path().lstrip("/") if url.host() == "map" else ""
        parts = name.split("/")
        if parts[0] in LAYERS and len(parts) == 5 and all(part.isdecimal() for part in parts[1:]):
            zoom, x, y = (int(part) for part in parts[2:])
            self._serve_tile(job, LAYERS.index(parts[0]), zoom, x, y)
            return
        found = self._find(name)
        if found is None:
            self.missing.append(url.toString())
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        _reply(job, *found)

    def _serve_tile(
        self, job: QWebEngineUrlRequestJob, layer: int, zoom: int, x: int, y: int
    ) -> None:
        if self._tiles.url:
            self._last += 1
            self._jobs[self._last] = job
            # The page gives up what is out of sight, and the job with it.
            job.destroyed.connect(partial(self._given_up, self._last))
            self._net.get(layer, zoom, x, y, partial(self._fetched, self._last))
            return
        file = self._tiles.file
        found = None if file is None else file.tile(zoom, x, y)
        data = found if found is not None and is_tile(found) else _NOTHING
        _reply(job, data, kind_of(data).encode())

    def _given_up(self, number: int, _job: object = None) -> None:
        self._jobs.pop(number, None)

    def _fetched(self, number: int, data: bytes | None) -> None:
        job = self._jobs.pop(number, None)
        if job is not None:
            data = data or _NOTHING
            _reply(job, data, kind_of(data).encode())

    def _find(self, name: str) -> tuple[bytes, bytes] | None:
        if name == _CHANNEL:
            return _channel_script(), b"text/javascript"
        if name in _FILES:
            path, kind = _FILES[name]
            try:
                page = resource_path(path).read_bytes()
            except OSError:
                return None
            return page, kind
        return None


class Gate(QWebEngineUrlRequestInterceptor):
    """Lets through what is ours; the page itself asks nobody, its tiles come from `PageServer`.

    Attributes:
        refused: addresses that were refused, the last ones; `refusals` how many.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.refused: deque[str] = deque(maxlen=50)
        self.refusals = 0

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Decide about one request."""
        url = info.requestUrl()
        if url.scheme() in _OWN:
            return
        self.refused.append(url.toString())
        self.refusals += 1
        info.block(True)


def _reply(job: QWebEngineUrlRequestJob, data: bytes, kind: bytes) -> None:
    # The job goes when it is answered, and takes its buffer with it.
    buffer = QBuffer(job)
    buffer.setData(data)
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    job.reply(QByteArray(kind), buffer)


def _channel_script() -> bytes:
    """Return the script of the channel, which Qt has packed into its library."""
    file = QFile(f":/qtwebchannel/{_CHANNEL}")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()
