"""Bar codes and QR codes in a picture."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QImageReader

from mingtang_desk.core.errors import InputFileError

_MOST_SIDE = 4096
"""Larger photographs are read at this size; a code that fills a label is still sharp there."""


def codes_in(image: QImage) -> tuple[str, ...]:
    """Return what all codes of a picture say, each once; takes some 10 ms and more."""
    import zxingcpp

    if image.isNull():
        return ()
    grey = image.convertToFormat(QImage.Format.Format_Grayscale8)
    found = zxingcpp.read_barcodes(grey)
    texts = (code.text.strip() for code in found if code.valid)
    return tuple(dict.fromkeys(text for text in texts if text))


def codes_of(path: Path) -> tuple[str, ...]:
    """Return what all codes of a file say; takes some time.

    Raises:
        InputFileError: it is no picture, or cannot be read.
    """
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > _MOST_SIDE:
        reader.setScaledSize(
            size.scaled(_MOST_SIDE, _MOST_SIDE, Qt.AspectRatioMode.KeepAspectRatio)
        )
    image = reader.read()
    if image.isNull():
        raise InputFileError("picture_unreadable", path=path, detail=reader.errorString())
    return codes_in(image)
