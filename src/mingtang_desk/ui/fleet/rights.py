"""Why something may not be done in a fleet, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet

_NOBODY_SAID = QT_TRANSLATE_NOOP("FleetRight", "What you may do is known once the server answers.")


def lacks_right(fleet: Fleet, role: str) -> str:
    """Return `role`, what is said of a role that lacks a right; another reason without a server.

    What a login may do is told by its server. Before that was heard no role is to blame.
    """
    if fleet.provider.rights:
        return role
    return QCoreApplication.translate("FleetRight", _NOBODY_SAID)
