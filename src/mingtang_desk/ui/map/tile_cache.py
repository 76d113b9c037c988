"""Fetched tiles on disk: as long as their server says, seven days where it says nothing.

Qt keeps the files and their size. What it is not told is the address: a key may stand in it, and
where somebody looked does. Both files and what is in them know a hash of it.
"""

from __future__ import annotations

import re
from pathlib import Path

from PySide6.QtCore import QCryptographicHash, QDateTime, QIODevice, QObject, QUrl
from PySide6.QtNetwork import QNetworkCacheMetaData, QNetworkDiskCache

MOST_BYTES = 200 * 1024 * 1024
SILENT_DAYS = 7
"""How long a tile is good whose server does not say; the rules of OpenStreetMap ask for it."""

_HIDDEN = "tile"
_KEPT = frozenset({"age", "cache-control", "content-type", "date", "etag", "last-modified"})
_AGE = re.compile(r"(?:s-maxage|max-age)\s*=\s*\"?(\d+)")


class TileCache(QNetworkDiskCache):
    """The cache of one folder, for a `QNetworkAccessManager`."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        super().__init__(parent)
        self.setCacheDirectory(str(folder))
        self.setMaximumCacheSize(MOST_BYTES)
        self._confirmed: set[str] = set()

    def metaData(self, url: QUrl | str) -> QNetworkCacheMetaData:
        """Return what is known of an address."""
        found = super().metaData(_hidden(url))
        if found.isValid():
            found.setUrl(url)
        return found

    def updateMetaData(self, about: QNetworkCacheMetaData) -> None:
        """Keep what a server said of a tile that is still the same."""
        made = _reduced(about)
        self._confirmed.add(made.url().toString())
        super().updateMetaData(made)

    def take_confirmed(self, url: str) -> bool:
        """Return whether a server has said so of an address, once."""
        hidden = _hidden(url).toString()
        found = hidden in self._confirmed
        self._confirmed.discard(hidden)
        return found

    def data(self, url: QUrl | str) -> QIODevice:
        """Return the tile of an address."""
        return super().data(_hidden(url))

    def remove(self, url: QUrl | str) -> bool:
        """Forget an address."""
        return super().remove(_hidden(url))

    def prepare(self, about: QNetworkCacheMetaData) -> QIODevice:
        """Return where a tile is written to."""
        return super().prepare(_reduced(about))


def _hidden(given: QUrl | str) -> QUrl:
    url = QUrl(given)
    if url.scheme() == _HIDDEN:
        return url
    kind = QCryptographicHash.Algorithm.Sha256
    said = bytes(QCryptographicHash.hash(url.toEncoded(), kind).toHex().data())
    return QUrl(f"{_HIDDEN}:{said.decode()}")


def _reduced(about: QNetworkCacheMetaData) -> QNetworkCacheMetaData:
    """Take address, cookies and the like out of it, and settle until when it is good."""
    made = QNetworkCacheMetaData(about)
    made.setUrl(_hidden(about.url()))
    headers = {
        bytes(name.data()).decode("latin-1").lower(): (name, value)
        for name, value in about.rawHeaders()
    }
    made.setRawHeaders([pair for name, pair in headers.items() if name in _KEPT])
    said = ""
    if "cache-control" in headers:
        said = bytes(headers["cache-control"][1].data()).decode("latin-1").lower()
    age = _AGE.search(said)
    now = QDateTime.currentDateTimeUtc()
    if "no-cache" in said or (age is not None and int(age[1]) == 0):
        made.setExpirationDate(now.addDays(-1))  # Qt counts in whole seconds
    elif age is None and "expires" not in headers:
        made.setExpirationDate(now.addDays(SILENT_DAYS))
    return made
