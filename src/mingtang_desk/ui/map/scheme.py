"""The address scheme `mtdesk:` of the page, what is served under it, and the gate to the net."""

import os
from collections import deque

from PySide6.QtCore import QBuffer, QByteArray, QCoreApplication, QFile, QIODevice, QObject
from PySide6.QtWebEngineCore import (
    QWebEngineUrlRequestInfo,
    QWebEngineUrlRequestInterceptor,
    QWebEngineUrlRequestJob,
    QWebEngineUrlScheme,
    QWebEngineUrlSchemeHandler,
)

from mingtang_desk.core.assets import resource_path
from mingtang_desk.ui.map.map_file import TileFile, kind_of
from mingtang_desk.ui.map.sources import origin_of

SCHEME = QByteArray(b"mtdesk")
PAGE = "mtdesk://map/page.html"

_ANY = b"https: http:"
"""What the page as it is packed allows pictures of."""

_OWN = frozenset({"mtdesk", "qrc", "data", "blob"})
_CHANNEL = "qwebchannel.js"
_QUITS = "mtdesk_quits_once"
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


def tile_url(generation: int) -> str:
    """Return the template of the tiles of a file; the number keeps old ones out of the cache."""
    return f"tiles/{generation}/{{z}}/{{x}}/{{y}}"


class PageServer(QWebEngineUrlSchemeHandler):
    """Serves the page, its files, and the tiles of a map file; nothing else has a name here.

    Attributes:
        generation: counts the files of tiles used so far.
        origins: the servers whose pictures the policy of the page allows; those of another policy
            need the page to be loaded anew.
        missing: addresses nothing was found under, the last ones.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.generation = 0
        self.origins: frozenset[str] = frozenset()
        self.missing: deque[str] = deque(maxlen=50)
        self._file: TileFile | None = None

    def use(self, file: TileFile | None) -> None:
        """Serve the tiles of another file."""
        if file is not self._file:
            self._file = file
            self.generation += 1

    def requestStarted(self, job: QWebEngineUrlRequestJob) -> None:
        """Answer a request of the page."""
        url = job.requestUrl()
        found = self._find(url.path().lstrip("/")) if url.host() == "map" else None
        if found is None:
            self.missing.append(url.toString())
            job.fail(QWebEngineUrlRequestJob.Error.UrlNotFound)
            return
        data, kind = found
        # The job goes when it is answered, and takes its buffer with it.
        buffer = QBuffer(job)
        buffer.setData(data)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        job.reply(QByteArray(kind), buffer)

    def _find(self, name: str) -> tuple[bytes, bytes] | None:
        if name == _CHANNEL:
            return _channel_script(), b"text/javascript"
        if name in _FILES:
            path, kind = _FILES[name]
            try:
                page = resource_path(path).read_bytes()
            except OSError:
                return None
            if name == "page.html":
                # The gate hears of a redirect too, but now and then when it was followed already;
                # the page itself looks at its policy before.
                page = page.replace(_ANY, " ".join(sorted(self.origins)).encode())
            return page, kind
        parts = name.split("/")
        if parts[0] == "tiles" and len(parts) == 5 and all(part.isdecimal() for part in parts[1:]):
            zoom, x, y = (int(part) for part in parts[2:])
            data = None if self._file is None else self._file.tile(zoom, x, y)
            data = data or _NOTHING
            return data, kind_of(data).encode() or b"image/png"
        return None


class Gate(QWebEngineUrlRequestInterceptor):
    """Lets through what is ours and pictures of the chosen tile server; refuses all other requests.

    Attributes:
        refused: addresses that were refused, the last ones; `asked` what was let out to the net.
        refusals, requests: how many of each.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.refused: deque[str] = deque(maxlen=50)
        self.asked: deque[str] = deque(maxlen=50)
        self.refusals = self.requests = 0
        self._origins: frozenset[str] = frozenset()

    def allow(self, origins: frozenset[str]) -> None:
        """Let pictures of these servers in, and of no others."""
        self._origins = origins

    def interceptRequest(self, info: QWebEngineUrlRequestInfo) -> None:
        """Decide about one request."""
        url = info.requestUrl()
        if url.scheme() in _OWN:
            return
        picture = info.resourceType() == QWebEngineUrlRequestInfo.ResourceType.ResourceTypeImage
        if picture and origin_of(url.toString()) in self._origins:
            self.asked.append(url.toString())
            self.requests += 1
            return
        self.refused.append(url.toString())
        self.refusals += 1
        info.block(True)


def _channel_script() -> bytes:
    """Return the script of the channel, which Qt has packed into its library."""
    file = QFile(f":/qtwebchannel/{_CHANNEL}")
    if not file.open(QIODevice.OpenModeFlag.ReadOnly):
        return b""
    try:
        return bytes(file.readAll().data())
    finally:
        file.close()
