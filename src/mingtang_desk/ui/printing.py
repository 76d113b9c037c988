"""Pages of `reports` on paper: as a PDF, or on a printer. Qt lays them out, nothing is fetched."""

import contextlib
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, Qt, QUrl
from PySide6.QtGui import QFont, QImage, QPageLayout, QPageSize, QPdfWriter, QTextDocument
from PySide6.QtWidgets import QWidget

from mingtang_desk.core.errors import UsageError, unwritable
from mingtang_desk.ui.theme.type import FAMILIES

FONT_PT = 8.5

type Pictures = Mapping[str, QImage]


class PageDocument(QTextDocument):
    """A page; it knows the pictures it was given and asks nobody for others."""

    def __init__(self, html: str, pictures: Pictures | None = None) -> None:
        super().__init__()
        self._pictures = dict(pictures or {})
        # Glyphs that stand in for others (digits of one width, dashes between them) have no
        # character of their own: a PDF with them cannot be searched.
        plain = QFont()
        plain.setFamilies(list(FAMILIES))
        plain.setPointSizeF(FONT_PT)
        for feature in ("calt", "tnum", "ccmp"):
            plain.setFeature(QFont.Tag(feature), 0)
        self.setDefaultFont(plain)
        self.setDocumentMargin(0)
        self.setHtml(html)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Give a picture of ours; anything else is not there."""
        address = name if isinstance(name, str) else name.toString()
        return self._pictures.get(address)


def write_pdf(html: str, path: Path, *, title: str, pictures: Pictures | None = None) -> None:
    """Write a page as a PDF, whole or not at all.

    Raises:
        StorageError: the file cannot be written.
    """
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(title)
    writer.setCreator("Mingtang Desk")
    writer.setPageLayout(_layout())
    PageDocument(html, pictures).print_(writer)
    buffer.close()
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_bytes(buffer.data().data())
        part.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)


def print_page(
    parent: QWidget, html: str, *, title: str, pictures: Pictures | None = None
) -> QWidget:
    """Ask for a printer and print a page on it; return the dialog, which deletes itself.

    Raises:
        UsageError: this Qt cannot print.
    """
    try:
        from PySide6.QtPrintSupport import QPrintDialog, QPrinter
    except ImportError as error:
        raise UsageError("extra_missing", package="QtPrintSupport", extra="desktop") from error
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setDocName(title)
    printer.setPageLayout(_layout())
    dialog = QPrintDialog(printer, parent)
    dialog.accepted.connect(lambda: PageDocument(html, pictures).print_(printer))
    dialog.finished.connect(dialog.deleteLater)
    dialog.setWindowModality(Qt.WindowModality.WindowModal)
    dialog.show()
    return dialog


def write_text(path: Path, words: str) -> None:
    """Write a text file, with the mark that tells a spreadsheet that it is UTF-8.

    Raises:
        StorageError: the file cannot be written.
    """
    try:
        path.write_text(words, encoding="utf-8-sig", newline="")
    except OSError as error:
        raise unwritable(path, error) from error


def _layout() -> QPageLayout:
    """Return A4; Qt's rich text keeps margins of 2 cm itself, and numbers the pages in them."""
    return QPageLayout(
        QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, QMarginsF()
    )
