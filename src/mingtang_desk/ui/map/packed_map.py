"""Tiles in one file of PMTiles 3: pictures are shown, vectors are refused in words.

The library reads headers and directories; the file is mapped, never read whole.
"""

from __future__ import annotations

import gzip
import io
import json
import mmap
import zlib
from collections import OrderedDict
from pathlib import Path
from typing import Any

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.ui.map.map_file import tell_damage
from mingtang_desk.ui.map.mercator import Bounds

MAGIC = b"PMTiles"
_HEADER = 127
_KEPT = 32
"""Directories kept: reading one takes some milliseconds."""
_DEEP = 4
_DEEPEST = 22
_MOST_BYTES = 4 * 1024 * 1024
"""Of a tile, or of what the file says of itself; a few kilobytes can unpack to gigabytes."""
_DAMAGED = (EOFError, OSError, ValueError, OverflowError, zlib.error)
"""What the library and gzip raise over a directory or a tile that is cut off or garbled."""


class PackedMap:
    """An open file of tiles; the attributes are those of `MapFile`.

    Raises:
        InputFileError: it cannot be read, is damaged, or holds vectors instead of pictures.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._kept: OrderedDict[tuple[int, int], Any] = OrderedDict()
        self._told: set[str] = set()
        try:
            with path.open("rb") as stream:
                self._data: mmap.mmap | None = mmap.mmap(
                    stream.fileno(), 0, access=mmap.ACCESS_READ
                )
        except FileNotFoundError as error:
            raise InputFileError("file_missing", path=path) from error
        except (OSError, ValueError) as error:
            raise InputFileError("file_unreadable", path=path, detail=str(error)) from error
        try:
            self._read()
        except InputFileError:
            self.close()
            raise
        except Exception as error:
            # The library raises whatever its parsing comes to.
            self.close()
            detail = f"no PMTiles: {error}"
            raise InputFileError("file_unreadable", path=path, detail=detail) from error

    def tile(self, zoom: int, x: int, y: int) -> bytes | None:
        """Return the picture of a tile, `y` counted from the north; None when there is none."""
        if not self.min_zoom <= zoom <= self.max_zoom or self._data is None:
            return None
        if not (0 <= y < 2**zoom and 0 <= x < 2**zoom):
            return None
        try:
            data = self._find(zoom, x, y)
            return _unpacked(data) if data and self._zipped else data
        except _DAMAGED as error:
            tell_damage(self._told, path=self.path, error=error)
            return None

    def close(self) -> None:
        """Let go of the file; a second call is harmless."""
        data, self._data = self._data, None
        if data is not None:
            data.close()

    def _find(self, zoom: int, x: int, y: int) -> bytes | None:
        from pmtiles.tile import find_tile, zxy_to_tileid

        wanted = zxy_to_tileid(zoom, x, y)
        header = self._header
        at, length = header["root_offset"], header["root_length"]
        for _ in range(_DEEP):
            found = find_tile(self._directory(at, length), wanted)
            if found is None:
                return None
            if found.run_length:
                return self._bytes(header["tile_data_offset"] + found.offset, found.length)
            at, length = header["leaf_directory_offset"] + found.offset, found.length
        return None

    def _directory(self, at: int, length: int) -> Any:
        from pmtiles.tile import deserialize_directory

        key = (at, length)
        if key not in self._kept:
            self._kept[key] = deserialize_directory(self._bytes(at, length))
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _bytes(self, at: int, length: int) -> bytes:
        return b"" if self._data is None else self._data[at : at + length]

    def _read(self) -> None:
        from pmtiles.tile import Compression, TileType, deserialize_header

        header: dict[str, Any] = dict(deserialize_header(self._bytes(0, _HEADER)))
        self._header = header
        kind, packing = header["tile_type"], header["tile_compression"]
        if kind in (TileType.MVT, TileType.MLT):
            detail = "it holds vector tiles, which are not drawn; PNG, JPEG or WebP are"
            raise InputFileError("file_unreadable", path=self.path, detail=detail)
        if kind not in (TileType.PNG, TileType.JPEG, TileType.WEBP):
            detail = "its tiles are none of PNG, JPEG or WebP"
            raise InputFileError("file_unreadable", path=self.path, detail=detail)
        if packing not in (Compression.NONE, Compression.GZIP, Compression.UNKNOWN):
            detail = "its tiles are packed in a way that cannot be read"
            raise InputFileError("file_unreadable", path=self.path, detail=detail)
        self._zipped = packing is Compression.GZIP
        said = self._bytes(header["metadata_offset"], header["metadata_length"])
        if header["internal_compression"] is Compression.GZIP:
            said = _unpacked(said)
        about = json.loads(said) if said else {}
        texts = about if isinstance(about, dict) else {}
        self.name = str(texts.get("name", ""))
        self.attribution = str(texts.get("attribution", ""))
        self.min_zoom = max(int(header["min_zoom"]), 0)
        self.max_zoom = min(int(header["max_zoom"]), _DEEPEST)
        west, south, east, north = (
            header[f"{name}_e7"] / 1e7 for name in ("min_lon", "min_lat", "max_lon", "max_lat")
        )
        self.bounds = Bounds(south, west, north, east) if west < east and south < north else None
        self._directory(header["root_offset"], header["root_length"])


def _unpacked(data: bytes) -> bytes:
    """Return what was packed by gzip.

    Raises:
        EOFError, OSError, zlib.error: it is damaged. ValueError: it is more than it can be.
    """
    with gzip.GzipFile(fileobj=io.BytesIO(data)) as stream:
        found = stream.read(_MOST_BYTES + 1)
    if len(found) > _MOST_BYTES:
        raise ValueError(f"it unpacks to more than {_MOST_BYTES >> 20} MB")
    return found
