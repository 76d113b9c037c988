"""Sharing a board: the dialog in its states, the line under Devices, the button in the strip."""

from __future__ import annotations

from collections.abc import AsyncIterator

from PySide6.QtWidgets import QWidget

from mingtang_desk.ui.panels.devices import DevicesPanel
from mingtang_desk.ui.strip import Strip
from tests.fleet.kit import FleetKit, until
from tests.fleet.sharing import ask, bench, dialog_of
from tests.server.kit import NUMBERS

SHOP = NUMBERS["shop"]


async def scenes(kit: FleetKit) -> AsyncIterator[tuple[str, QWidget]]:
    """Walk through a share."""
    window = QWidget()
    async with bench(kit) as (context, session):
        async with dialog_of(context, session, window) as dialog:
            yield "share-no-login", dialog
        await kit.login()
        async with dialog_of(context, session, window) as dialog:
            form, card = dialog.form, dialog.card
            await until(lambda: form.number.count() == 2)
            yield "share-form", dialog
            form.new.setChecked(True)
            yield "share-form-new", dialog
            form.known.setChecked(True)
            form.number.setEditText(NUMBERS["sibling"])
            form.go.click()
            await until(lambda: dialog.error_line.error is not None)
            yield "share-refused", dialog
            form.number.setEditText(SHOP)
            form.go.click()
            await until(lambda: dialog.stack.currentWidget() is card)
            await ask(kit, "bms_read")
            yield "share-read-only", dialog
            context.hub.set_writing(True)
            card.allow.click()
            yield "share-asking", dialog
            card.sure.click()
            await ask(kit, "bms_control", action="discharge", value="off", confirm=True)
            yield "share-writing", dialog
            devices = DevicesPanel(context)
            for width in (300, 520):
                devices.resize(width, 320)
                devices.show()
                yield f"share-line-{width}", devices
            strip = Strip(context)
            for width in (1480, 960):
                strip.resize(width, 46)
                strip.show()
                strip.share.show_now()
                yield f"share-strip-{width}", strip
            card.forbid.click()
            yield "share-line-read-only", devices
            strip.share.show_now()
            yield "share-strip-read-only", strip
            devices.stop()
            strip.stop()
            for widget in (devices, strip):
                widget.hide()
                widget.deleteLater()
    window.deleteLater()
