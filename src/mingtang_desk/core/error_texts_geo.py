"""What goes wrong with positions and tracks that a user hands over, and the way out of it."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

GEO_TEXTS: dict[str, ErrorText] = {
    "track_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "This is no track, at {where}: {detail}."),
        QT_TRANSLATE_NOOP(
            "Error",
            "A track is a JSON object with “columns” (unix_s, lat, lon, …) and “rows”; "
            "docs/geo.md has an example.",
        ),
    ),
    "track_unreadable": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} cannot be read: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Give a track as a JSON file in UTF-8."),
    ),
    "place_invalid": ErrorText(
        QT_TRANSLATE_NOOP("Error", "“{text}” is no position."),
        QT_TRANSLATE_NOOP(
            "Error", "Write latitude and longitude in degrees, as in 31.2304,121.4737."
        ),
    ),
}
