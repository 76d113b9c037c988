"""Settings files on disk and the shelf of golden sets.

A file is written whole or not at all, then read again and compared.

Sets lie in one folder, a file for each release; none is ever overwritten.
"""

from __future__ import annotations

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from mingtang_desk.core.errors import (
    InputFileError,
    MingtangError,
    StorageError,
    UsageError,
    unwritable,
)

if TYPE_CHECKING:  # the shelf is made with the window, and first looked at long after it
    from mingtang_desk.device.settings import SettingSpec, SettingsReading
    from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument

_LARGEST = 1_000_000
_NAME = re.compile(r"[\w.+-][\w .+-]{0,58}[\w.+-]|[\w.+-]")


def load_text(path: Path) -> str:
    """Return the text of a file.

    Raises:
        InputFileError: it is missing, cannot be read, or is far too large.
    """
    try:
        with path.open("rb") as file:
            data = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise InputFileError("file_missing", path=path) from error
    except OSError as error:
        detail = error.strerror or str(error)
        raise InputFileError("file_unreadable", path=path, detail=detail) from error
    if len(data) > _LARGEST:
        raise InputFileError("file_unreadable", path=path, detail="it is too large for settings")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputFileError("file_unreadable", path=path, detail="it is no UTF-8 text") from error


def load_document(path: Path) -> SettingsDocument:
    """Read a settings file.

    Raises:
        InputFileError: it is missing, cut off, no JSON, or not of our format.
    """
    from mingtang_desk.device.settings_file import parse

    return parse(load_text(path), path)


def save_document(document: SettingsDocument, path: Path, *, replaces: bool = True) -> None:
    """Write a settings file, whole or not at all, then read it again and compare.

    Raises:
        StorageError: it cannot be written, exists (where it must not), or reads differently.
    """
    from mingtang_desk.device.settings_file import text_of

    if not replaces and path.exists():
        raise StorageError("file_exists", path=path)
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise unwritable(path, error) from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text_of(document))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        _compare(temporary, path, document)
        temporary.replace(path)
    except OSError as error:
        raise unwritable(path, error) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


def _compare(written: Path, path: Path, document: SettingsDocument) -> None:
    from mingtang_desk.device.compare import compare

    try:
        again = load_document(written)
    except InputFileError as error:
        raise StorageError("file_differs", path=path, detail=error) from error
    differing = [r.key for r in compare(document.settings, again.settings) if not r.equal]
    if differing or replace(again, path=document.path) != document:
        detail = ", ".join(differing) or "its head"
        raise StorageError("file_differs", path=path, detail=detail)


def shareable(
    reading: SettingsReading, specs: Mapping[str, SettingSpec]
) -> tuple[dict[str, object], tuple[str, ...]]:
    """Return what of a reading may go into a golden set, and the keys that may not.

    What belongs to one pack alone stays out, and what this board does not let be written.
    """
    from mingtang_desk.device.identity import DERIVED, is_of_one_pack

    kept: dict[str, object] = {}
    left: list[str] = []
    for key, value in reading.values.items():
        spec, limits = specs.get(key), reading.limits.get(key)
        fixed = spec is None or spec.read_only or (limits is not None and not limits.writable)
        if fixed or key in DERIVED or is_of_one_pack(key, spec):
            left.append(key)
        else:
            kept[key] = value
    return kept, tuple(left)


class GoldenShelf:
    """The saved golden sets of this desk.

    Args:
        folder: where they lie; it need not exist yet.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def documents(self) -> list[SettingsDocument]:
        """Return every set that can be read, by name, the newest version first."""
        return self.contents()[0]

    def contents(self) -> tuple[list[SettingsDocument], list[MingtangError]]:
        """Return `documents`, and why the others cannot be read."""
        looked = list(self.look())
        documents = [document for document, _ in looked if document is not None]
        return sorted(documents, key=_order), [error for _, error in looked if error is not None]

    def look(self) -> Iterator[tuple[SettingsDocument | None, MingtangError | None]]:
        """Yield every file of the folder: what it says, or why it cannot be read."""
        for path in sorted(self.folder.glob("*.json")):
            try:
                document = load_document(path)
            except MingtangError as error:
                yield None, error
                continue
            if document.golden is None:
                detail = "it has no head of a golden set"
                yield None, InputFileError("settings_file_invalid", path=path, detail=detail)
            else:
                yield document, None

    def find(self, name: str) -> SettingsDocument:
        """Return a set by its name, the newest version, or by name and version ("house v2").

        Raises:
            UsageError: there is none.
        """
        wanted = name.strip().casefold()
        for document in self.documents():
            head = document.golden
            if head is not None and wanted in (head.name.casefold(), document.name.casefold()):
                return document
        raise UsageError("golden_missing", name=name)

    def next_version(self, name: str) -> int:
        """Return the version that comes next for a name."""
        return max(self._versions(name), default=0) + 1

    def save(self, document: SettingsDocument, head: GoldenHead) -> SettingsDocument:
        """Release a document as a golden set; return it as it lies on the shelf.

        Raises:
            UsageError: the name is none, or the version exists.
            StorageError: it cannot be written, or reads differently.
        """
        from mingtang_desk.device.settings_file import sealed

        name = head.name.strip()
        if not _NAME.fullmatch(name):
            detail = "it is empty" if not name else "it is too long, or has other signs"
            raise UsageError("golden_name", name=head.name, detail=detail)
        if head.version in self._versions(name):
            raise UsageError(
                "golden_exists", name=name, version=head.version, next=self.next_version(name)
            )
        stem = f"{re.sub(r'[^\w.+-]+', '-', name)}-v{head.version}"
        path, number = self.folder / f"{stem}.json", 1
        while path.exists():  # two names may look alike to a file system
            number += 1
            path = self.folder / f"{stem}~{number}.json"
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise unwritable(self.folder, error) from error
        released = sealed(replace(document, path=path), replace(head, name=name))
        save_document(released, path, replaces=False)
        return released

    def remove(self, document: SettingsDocument) -> None:
        """Take a set off the shelf: its file is renamed, so that it can be brought back.

        Raises:
            StorageError: it cannot be moved.
        """
        path = Path(document.path)
        try:
            path.replace(path.with_suffix(".json.removed"))
        except OSError as error:
            raise unwritable(path, error) from error

    def _versions(self, name: str) -> Sequence[int]:
        folded = name.strip().casefold()
        heads = (document.golden for document in self.documents())
        return [h.version for h in heads if h is not None and h.name.casefold() == folded]


def _order(document: SettingsDocument) -> tuple[str, int]:
    head = document.golden
    return ("", 0) if head is None else (head.name.casefold(), -head.version)
