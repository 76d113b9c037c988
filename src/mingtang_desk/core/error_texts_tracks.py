"""Errors of files with tracks in English."""

from mingtang_desk.core.error_text import ErrorText
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

TRACK_TEXTS: dict[str, ErrorText] = {
    "track_file_corrupt": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: {detail}."),
        QT_TRANSLATE_NOOP("Error", "Export the track anew, or correct that line."),
    ),
    "track_file_kind": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is neither GPX nor KML; it begins with “{found}”."),
        QT_TRANSLATE_NOOP("Error", "Choose a .gpx or .kml file. A .kmz has to be unpacked first."),
    ),
    "track_file_entities": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path}, line {line}: the file declares a document type."),
        QT_TRANSLATE_NOOP(
            "Error", "Tracks have none, and such files can do harm: nothing was read. Export anew."
        ),
    ),
    "track_file_empty": ErrorText(
        QT_TRANSLATE_NOOP("Error", "There is no track in {path}."),
        QT_TRANSLATE_NOOP("Error", "Choose a file with a track, a route or a line."),
    ),
    "track_file_large": ErrorText(
        QT_TRANSLATE_NOOP("Error", "{path} is too large; the most is {most}."),
        QT_TRANSLATE_NOOP("Error", "Export a shorter stretch of time."),
    ),
}
