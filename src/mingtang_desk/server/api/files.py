"""Answers that are files."""

from collections.abc import Iterable, Mapping, Sequence

from fastapi.responses import Response

from mingtang_desk.server.rides.exports import csv_text

CSV = "text/csv"
GPX = "application/gpx+xml"
KML = "application/vnd.google-earth.kml+xml"


def as_file(text: str, media: str, name: str) -> Response:
    """Return a text to be saved; the name has to be of plain letters."""
    return Response(
        text.encode(),
        media_type=f"{media}; charset=utf-8" if media == CSV else media,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def as_csv(columns: Sequence[str], rows: Iterable[Mapping[str, object]], name: str) -> Response:
    """Return rows as CSV; lists are joined by spaces."""
    plain = [
        {
            key: " ".join(map(str, value)) if isinstance(value, list) else value
            for key, value in row.items()
        }
        for row in rows
    ]
    return as_file(csv_text(columns, plain), CSV, name)
