"""Asking for a file to write: a dialog that nothing waits for, and names fit for file systems."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget


def ask_where(
    parent: QWidget,
    *,
    heading: str,
    kinds: str | Sequence[str],
    suffix: str,
    name: str,
    then: Callable[[Path], object],
    folder: str = "",
) -> QFileDialog:
    """Ask for a file to write, without a nested loop; `then` gets it.

    Args:
        parent: the dialog is a child of it.
        heading: its title.
        kinds: name filters; where there are several, the one that is chosen gives the suffix.
        suffix: of a name typed without one.
        name: what is proposed.
        then: gets the file.
        folder: to begin in, "" or one that is gone = the last one.
    """
    dialog = QFileDialog(parent, heading)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(suffix)
    dialog.setNameFilters([kinds] if isinstance(kinds, str) else kinds)
    dialog.filterSelected.connect(
        lambda kind: dialog.setDefaultSuffix(kind.rpartition(".")[2].rstrip(")"))
    )
    if folder and Path(folder).is_dir():
        dialog.setDirectory(folder)
    dialog.selectFile(file_name(name, suffix))
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog


def file_name(name: str, suffix: str) -> str:
    """Return a name that every file system takes."""
    kept = "".join(c if c.isalnum() or c in "-_ ." else "-" for c in " ".join(name.split()))
    return f"{kept.strip(' .-')[:80] or 'page'}.{suffix}"
