"""Words of golden sets on screen: what a set is for, how a pack ended, values of files."""

import re
from collections.abc import Iterable, Mapping

from PySide6.QtCore import QCoreApplication

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.device.checks import coerce
from mingtang_desk.device.settings import SettingSpec
from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.session.golden_apply import PackReport, PackState
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.forms import texts
from mingtang_desk.ui.shown import word

STATES: Mapping[PackState, str] = {
    PackState.WAITING: QT_TRANSLATE_NOOP("Golden", "waiting"),
    PackState.CONNECTING: QT_TRANSLATE_NOOP("Golden", "connecting…"),
    PackState.CHECKING: QT_TRANSLATE_NOOP("Golden", "reading and checking…"),
    PackState.WRITING: QT_TRANSLATE_NOOP("Golden", "writing and reading back…"),
    PackState.APPLIED: QT_TRANSLATE_NOOP("Golden", "✓ has the set"),
    PackState.PARTLY: QT_TRANSLATE_NOOP("Golden", "! in part"),
    PackState.REFUSED: QT_TRANSLATE_NOOP("Golden", "! does not fit"),
    PackState.SKIPPED: QT_TRANSLATE_NOOP("Golden", "! left out, warning not accepted"),
    PackState.FAILED: QT_TRANSLATE_NOOP("Golden", "! failed"),
    PackState.CANCELLED: QT_TRANSLATE_NOOP("Golden", "not done"),
}
LOOKS: Mapping[PackState, str] = {
    PackState.APPLIED: "ok",
    PackState.PARTLY: "bad",
    PackState.REFUSED: "warn",
    PackState.SKIPPED: "warn",
    PackState.FAILED: "bad",
}
_ALREADY = QT_TRANSLATE_NOOP("Golden", "had it already, {count} values checked")
_WRITTEN = QT_TRANSLATE_NOOP("Golden", "{changed} of {count} values written and read back")
_BAD_FIELDS = QT_TRANSLATE_NOOP("Golden", "not as sent: {names}")
_MORE = QT_TRANSLATE_NOOP("Golden", "and {count} more")
_FLAG = re.compile(r"\s*[(（]--[\w-]+[)）]")
_ANY_BOARD = QT_TRANSLATE_NOOP("Golden", "any board")


def tr(text: str) -> str:
    """Return a text of this table in the language of the screen."""
    return QCoreApplication.translate("Golden", text)


def why(error: MingtangError) -> str:
    """Return an error in one line, without the words of the command line."""
    return _FLAG.sub("", " ".join(error_words(error)))


def state_word(state: PackState) -> str:
    """Return how a pack stands."""
    return tr(STATES[state])


def detail(report: PackReport) -> str:
    """Return what there is to say of a pack, one or two lines; "" while it is at work."""
    if report.state is PackState.APPLIED:
        count = len(report.fields)
        if not report.changed:
            return tr(_ALREADY).format(count=count)
        return tr(_WRITTEN).format(changed=report.changed, count=count)
    if report.refusals:
        first = why(report.refusals[0].error)
        rest = len(report.refusals) - 1
        return f"{first} {tr(_MORE).format(count=rest)}" if rest else first
    if report.error is not None:
        return why(report.error)
    bad = [key for key, f in report.fields.items() if f.state.value != "applied"]
    names = ", ".join(texts.label_of_key(key) for key in bad)
    return tr(_BAD_FIELDS).format(names=names) if bad else ""


def pack_name(report: PackReport) -> str:
    """Return who a pack is."""
    return report.code or report.name


def meant_for(document: SettingsDocument) -> str:
    """Return what packs a set is for: protocol or boards, chemistry, cells."""
    head = document.golden
    parts = [document.protocol or tr(_ANY_BOARD)]
    if head is not None:
        parts += [
            ", ".join(head.boards),
            "" if head.chemistry is None else word(head.chemistry),
            "" if head.cells is None else f"{head.cells}S",
        ]
    return " · ".join(part for part in parts if part)


def some(names: Iterable[str], most: int = 3) -> str:
    """Return the first of some names, and how many more there are."""
    every = list(names)
    shown = ", ".join(every[:most])
    rest = len(every) - most
    return f"{shown} {tr(_MORE).format(count=rest)}" if rest > 0 else shown


def raw_text(spec: SettingSpec | None, value: object, degrees: str = "c") -> str:
    """Return a value of a file as one reads it, without its unit; "–" where it is absent."""
    if value is None:
        return "–"
    if spec is None:
        return f"{value:g}" if isinstance(value, float) else str(value)
    try:
        return texts.value_text(spec, coerce(spec, value), unit=False, degrees=degrees)
    except MingtangError:
        return str(value)
