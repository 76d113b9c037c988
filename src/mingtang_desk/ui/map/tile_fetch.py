"""One request to a tile server; QtNetwork is imported when the first is made, not at start."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QDateTime, QLocale, QObject, QUrl
from PySide6.QtNetwork import (
    QNetworkAccessManager,
    QNetworkProxyFactory,
    QNetworkProxyQuery,
    QNetworkReply,
    QNetworkRequest,
)

from mingtang_desk import __version__
from mingtang_desk.ui.map.picture import is_tile
from mingtang_desk.ui.map.tile_cache import TileCache

AGENT = f"MingtangDesk/{__version__}"
TIMEOUT_MS = 20_000
MOST_BYTES = 4 * 1024 * 1024
"""A tile has some tens of kilobytes; a server that sends more without end is cut off."""
_OK = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came of a request.

    Attributes:
        status: of HTTP, None = nobody answered, or not well. why: in words for the log.
        data: the picture, None = none came.
        retry_ms: how long the server wants to be left alone, 0 = it does not say.
    """

    status: int | None
    why: str
    data: bytes | None
    retry_ms: int


class TileFetch(QObject):
    """Sends requests; what was answered lies in `folder`, None = nowhere."""

    def __init__(self, folder: Path | None, parent: QObject) -> None:
        super().__init__(parent)
        self._net = QNetworkAccessManager(self)
        self._net.setRedirectPolicy(QNetworkRequest.RedirectPolicy.ManualRedirectPolicy)
        self._net.setTransferTimeout(TIMEOUT_MS)
        self._cache = None if folder is None else TileCache(folder, self._net)
        if self._cache is not None:
            self._net.setCache(self._cache)
        self._sent: set[str] = set()

    @property
    def kept_bytes(self) -> int:
        """How much lies on disk."""
        return 0 if self._cache is None else self._cache.cacheSize()

    def clear(self) -> None:
        """Delete what lies on disk."""
        if self._cache is not None:
            self._cache.clear()

    def aim(self, address: str) -> None:
        """Go to a server by the proxy that the system names for it."""
        found = QNetworkProxyFactory.systemProxyForQuery(QNetworkProxyQuery(QUrl(address)))
        self._net.setProxy(found[0])

    def get(self, address: str, done: Callable[[Answer], object], *, from_disk: bool) -> None:
        """Ask for a tile, or look for it on disk alone, however old it is."""
        request = QNetworkRequest(QUrl(address))
        request.setRawHeader(b"User-Agent", AGENT.encode())
        request.setRawHeader(b"Accept", b"image/*")
        name, load = QNetworkRequest.Attribute, QNetworkRequest.CacheLoadControl
        wanted = load.AlwaysCache if from_disk else load.PreferNetwork
        request.setAttribute(name.CacheLoadControlAttribute, wanted)
        for cookies in (name.CookieLoadControlAttribute, name.CookieSaveControlAttribute):
            request.setAttribute(cookies, QNetworkRequest.LoadControl.Manual)
        reply = self._net.get(request)
        reply.requestSent.connect(partial(self._sent.add, address))
        reply.downloadProgress.connect(partial(_cut_off, reply))
        reply.finished.connect(partial(self._answered, reply, address, done))

    def stop(self) -> None:
        """Give up what is under way."""
        for reply in self._net.findChildren(QNetworkReply):
            reply.abort()

    def _answered(
        self, reply: QNetworkReply, address: str, done: Callable[[Answer], object]
    ) -> None:
        reply.deleteLater()
        name = QNetworkRequest.Attribute
        status = reply.attribute(name.HttpStatusCodeAttribute)
        failed = reply.error() is not QNetworkReply.NetworkError.NoError
        why = f"{reply.error().name}, HTTP {status or '-'}"
        was_sent = address in self._sent
        self._sent.discard(address)
        if (
            reply.attribute(name.SourceIsFromCacheAttribute)
            and was_sent
            and not self._is_same(address)
        ):
            # Over a broken server Qt (6.12) looks for the old tile too and gives its status: with
            # an error or, one time in four, without; now and then the words of the server precede.
            failed, status, why = True, None, "it is broken"
        good = not failed and status == _OK
        fits = good and reply.bytesAvailable() <= MOST_BYTES
        data = bytes(reply.readAll().data()) if fits else b""
        is_picture = is_tile(data)
        if good and not is_picture and self._cache is not None:
            self._cache.remove(reply.url())  # a page of a hotel would be kept for a week
        made = Answer(
            status=status,
            why=why,
            data=data if is_picture else None,
            retry_ms=_retry_ms(bytes(reply.rawHeader("Retry-After").data())),
        )
        done(made)

    def _is_same(self, address: str) -> bool:
        """Return whether the server has just said that the tile on disk is still the same."""
        return self._cache is not None and self._cache.take_confirmed(address)


def _cut_off(reply: QNetworkReply, got: int, _whole: int) -> None:
    if got > MOST_BYTES:
        reply.abort()


def _retry_ms(raw: bytes) -> int:
    """Read the header: seconds or a date."""
    said = raw.decode("latin-1").strip()
    if said.isdecimal():
        return int(said[:6]) * 1000
    then = QLocale.c().toDateTime(said.removesuffix(" GMT"), "ddd, dd MMM yyyy hh:mm:ss")
    if not then.isValid():
        return 0
    now = QDateTime.currentDateTimeUtc()
    return max(now.msecsTo(QDateTime(then.date(), then.time(), now.timeZone())), 0)
