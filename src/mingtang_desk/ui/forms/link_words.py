"""Why nothing can be sent to a device now, one line; "" when it can."""

from collections.abc import Mapping

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.model import Absence, DeviceModel, LinkPhase, Mode
from mingtang_desk.ui import remote_words
from mingtang_desk.ui.forms.texts import translated

_WHY: Mapping[LinkPhase, str] = {
    LinkPhase.OFFLINE: QT_TRANSLATE_NOOP("LinkState", "Not connected."),
    LinkPhase.CONNECTING: QT_TRANSLATE_NOOP("LinkState", "Connecting…"),
    LinkPhase.SILENT: QT_TRANSLATE_NOOP("LinkState", "The board does not answer."),
    LinkPhase.LOST: QT_TRANSLATE_NOOP("LinkState", "The link was cut; the desk reconnects."),
    LinkPhase.FAILED: QT_TRANSLATE_NOOP("LinkState", "The connection failed."),
}
_ASLEEP = QT_TRANSLATE_NOOP("LinkState", "The board does not answer; it is probably asleep.")
_REFUSED = QT_TRANSLATE_NOOP("LinkState", "The board answers, but refuses to be read.")
_RELEASED = QT_TRANSLATE_NOOP("LinkState", "The link is released; Ctrl+R takes it back.")
_RECORDING = QT_TRANSLATE_NOOP("LinkState", "This is a recording; nothing can be sent to it.")


def why_not(model: DeviceModel) -> str:
    """Return why nothing can be sent now."""
    if model.mode is Mode.REPLAY:
        return translated("LinkState", _RECORDING)
    if model.remote is not None and (told := remote_words.why_not(model.absence)):
        return told
    if model.absence is Absence.RELEASED:
        return translated("LinkState", _RELEASED)
    if model.absence is Absence.REFUSED:
        return translated("LinkState", _REFUSED)
    if model.absence is Absence.ASLEEP:
        return translated("LinkState", _ASLEEP)
    return translated("LinkState", _WHY[model.phase]) if model.phase in _WHY else ""
