"""Saving what a board has as a settings file: read where nobody did yet, asked where, written."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import LinkLostError, MingtangError
from mingtang_desk.device.settings import SettingsReading
from mingtang_desk.session.golden_files import save_document
from mingtang_desk.ui.golden.dialogs import FileDialogs
from mingtang_desk.ui.golden.sources import document_of
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.tasks import spawn

if TYPE_CHECKING:
    from mingtang_desk.session.device_session import DeviceSession


class SettingsSaver(QObject):
    """Saves settings of devices.

    Args:
        owner: the tasks end with it.
        show_error: says what failed.

    Attributes:
        dialogs: asks for the file.
    """

    def __init__(
        self,
        prefs: Preferences,
        owner: QWidget,
        show_error: Callable[[MingtangError | None], None],
    ) -> None:
        super().__init__(owner)
        self._owner, self._show_error = owner, show_error
        self.dialogs = FileDialogs(prefs, owner, show_error)

    def save(self, session: DeviceSession | None) -> None:
        """Save the settings of a device."""
        if session is None:
            self._show_error(LinkLostError("link_closed", where=self.tr("no device")))
        else:
            spawn(self._owner, self._ask(session), stoppable=True)

    async def _ask(self, session: DeviceSession) -> None:
        reading = session.model.settings or await session.read_settings()

        def chosen(path: Path) -> None:
            spawn(self._owner, save_reading(reading, path))

        self.dialogs.save_settings(_file_name(session, reading), chosen)


async def save_reading(reading: SettingsReading, path: Path) -> None:
    """Save a reading, beside the loop.

    Raises:
        StorageError: it cannot be written, or reads differently afterwards.
    """
    document = replace(document_of(reading, path.name), path=path, time=iso(reading.time))
    await asyncio.to_thread(save_document, document, path)


def _file_name(session: DeviceSession, reading: SettingsReading) -> str:
    name = re.sub(r"[^\w.-]+", "-", session.model.name).strip("-.") or reading.protocol
    return f"{name}-settings-{reading.time.astimezone():%Y%m%d-%H%M%S}.json"
