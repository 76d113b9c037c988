"""Tiles in one file (MBTiles 1.3): read-only, rows counted from the south as the format says."""

import logging
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Protocol

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.ui.map.mercator import Bounds

log = logging.getLogger(__name__)

_KINDS = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
_DEEPEST = 22


class TileFile(Protocol):
    """An open file of tiles, whatever its format; the attributes are those of `MapFile`."""

    name: str
    attribution: str
    bounds: Bounds | None
    min_zoom: int
    max_zoom: int

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return the picture of a tile, `y` counted from the north; None when there is none."""
        ...

    def close(self) -> None:
        """Let go of the file; a second call is harmless."""
        ...


def open_map_file(path: Path) -> TileFile:
    """Open a file of tiles of either format; its first bytes tell which.

    Raises:
        InputFileError: it is missing, damaged, empty, or holds no pictures.
    """
    from mingtang_desk.ui.map.packed_map import MAGIC, PackedMap

    try:
        with path.open("rb") as stream:
            is_packed = stream.read(len(MAGIC)) == MAGIC
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputFileError("file_unreadable", path=path, detail=detail) from error
    return PackedMap(path) if is_packed else MapFile(path)


class MapFile:
    """An open file of tiles.

    Attributes:
        name, attribution: as the file says of itself, as plain text or HTML.
        bounds: the area it covers; None when it does not say.
        min_zoom, max_zoom: the levels it has.

    Raises:
        InputFileError: it is missing, no MBTiles, empty, or holds vectors instead of pictures.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._told: set[str] = set()
        if not path.is_file():
            raise InputFileError("file_missing", path=path)
        try:
            self._db = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=1.0)
        except sqlite3.Error as error:
            raise InputFileError("file_unreadable", path=path, detail=str(error)) from error
        try:
            self._read()
        except sqlite3.Error as error:
            self.close()
            raise InputFileError(
                "file_unreadable", path=path, detail=f"no MBTiles: {error}"
            ) from error
        except (InputFileError, ValueError) as error:
            self.close()
            if isinstance(error, InputFileError):
                raise
            raise InputFileError("file_unreadable", path=path, detail=str(error)) from error

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return the picture of a tile, `y` counted from the north; None when there is none."""
        if not 0 <= zoom <= _DEEPEST or not 0 <= y < 2**zoom:
            return None
        row = 2**zoom - 1 - y
        query = "SELECT tile_data FROM tiles WHERE zoom_level=? AND tile_column=? AND tile_row=?"
        try:
            found = self._db.execute(query, (zoom, x, row)).fetchone()
        except sqlite3.Error as error:
            tell_damage(self._told, path=self.path, error=error)
            return None
        return bytes(found[0]) if found and isinstance(found[0], bytes) else None

    def close(self) -> None:
        """Let go of the file; a second call is harmless."""
        self._db.close()

    def _read(self) -> None:
        with closing(self._db.execute("SELECT name, value FROM metadata")) as rows:
            said = {str(name): str(value) for name, value in rows}
        low, high = self._db.execute(
            "SELECT min(zoom_level), max(zoom_level) FROM tiles"
        ).fetchone()
        if low is None:
            raise InputFileError("file_unreadable", path=self.path, detail="it holds no tiles")
        first = self._db.execute("SELECT tile_data FROM tiles LIMIT 1").fetchone()[0]
        if not isinstance(first, bytes) or kind_of(first) == "":
            raise InputFileError(
                "file_unreadable",
                path=self.path,
                detail="its tiles are no pictures; vector tiles cannot be shown",
            )
        self.name = said.get("name", "")
        self.attribution = said.get("attribution", "")
        self.min_zoom, self.max_zoom = max(int(low), 0), min(int(high), _DEEPEST)
        self.bounds = _bounds(said.get("bounds", ""))


def tell_damage(told: set[str], *, path: Path, error: Exception) -> None:
    """Log what is wrong with a file, each thing once: a tile of it shows the grid.

    Which tile it was is nobody's business.
    """
    reason = f"{type(error).__name__}: {error}"
    if reason not in told:
        told.add(reason)
        log.warning("map file %s is damaged: %s", path.name, reason)


def kind_of(data: bytes) -> str:
    """Return the media type of a picture, "" when it is none that can be shown."""
    return next((kind for mark, kind in _KINDS.items() if data.startswith(mark)), "")


def _bounds(text: str) -> Bounds | None:
    try:
        west, south, east, north = (float(part) for part in text.split(","))
    except ValueError:
        return None
    return Bounds(south, west, north, east)
