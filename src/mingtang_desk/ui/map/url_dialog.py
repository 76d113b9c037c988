"""Asks for a tile server: address, key, datum, whose map it is; says at once what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.i18n import QT_TRANSLATE_NOOP
from mingtang_desk.geo.datum import Datum
from mingtang_desk.ui.map.sources import SourceSpec, template_problem
from mingtang_desk.ui.prefs import Values
from mingtang_desk.ui.widgets.basics import choice, label, set_look

PROBLEMS = {
    "scheme": QT_TRANSLATE_NOOP("Map", "It has to begin with https:// or http://."),
    "host": QT_TRANSLATE_NOOP("Map", "It names no server."),
    "places": QT_TRANSLATE_NOOP("Map", "It needs the places {z}, {x} and {y}, and no others."),
    "key": QT_TRANSLATE_NOOP("Map", "It has a place for a key, and the key is missing."),
}
DATUMS = {
    Datum.WGS84: QT_TRANSLATE_NOOP("Map", "WGS-84 (GPS, OpenStreetMap)"),
    Datum.GCJ02: QT_TRANSLATE_NOOP("Map", "GCJ-02 (maps of China)"),
    Datum.BD09: QT_TRANSLATE_NOOP("Map", "BD-09 (Baidu)"),
}
_EXAMPLE = "https://tiles.example/{z}/{x}/{y}.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the dialog was given; `key` "" = as it was."""

    url: str = ""
    key: str = field(default="", repr=False)
    datum: Datum = Datum.WGS84
    attribution: str = ""


class UrlDialog(QDialog):
    """`taken` carries an `Asked` that is in order.

    Args:
        spec: the row: with a template of its own only the key is asked for.
        values: what was given the last time.
        known_key: True when a key is known already.
    """

    taken = Signal(object)

    def __init__(
        self, spec: SourceSpec, values: Values, parent: QWidget, *, known_key: bool = False
    ) -> None:
        super().__init__(parent)
        self._spec, self._known_key = spec, known_key
        own = self._own = spec.asks == "url"
        self.setWindowTitle(self.tr("Own tile server") if own else _tr(spec.label).rstrip("…"))
        self.setMinimumWidth(460)
        hint = label("muted", wrap=True)
        hint.setText(
            self.tr(
                "Address of the tiles. This server, and no other, learns which places you look at."
            )
            if own
            else self.tr(
                "These servers, and no others, learn which places you look at. A key can be had at"
                " {place}."
            ).format(place=spec.keys_from)
        )
        self.field = QLineEdit(values.map_url if own else "")
        self.field.setPlaceholderText(_EXAMPLE)
        self.key = QLineEdit()
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key.setPlaceholderText(self.tr("as it was") if known_key else "")
        self.datum: QComboBox = choice()
        for datum, text in DATUMS.items():
            self.datum.addItem(_tr(text), datum)
        self.datum.setCurrentIndex(max(self.datum.findData(values.map_datum), 0))
        self.whose = QLineEdit(values.map_attribution if own else "")
        self.whose.setPlaceholderText("© …")
        self.problem = label("bad", wrap=True)
        self.problem.setMinimumHeight(18)
        self.buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setText(self.tr("Use"))
        self.buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(self.tr("Cancel"))
        self.buttons.accepted.connect(self._accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        rows: list[tuple[str, QWidget]] = [(self.tr("Key"), self.key)]
        if own:
            rows = [
                (self.tr("Address"), self.field),
                (self.tr("Key for {key}, if it has one").format(key="{key}"), self.key),
                (self.tr("Datum of the map"), self.datum),
                (self.tr("Whose map it is"), self.whose),
            ]
        for text, widget in rows:
            widget.setAccessibleName(text)
            name = label("muted")
            name.setText(text)
            name.setBuddy(widget)
            form.addRow(name, widget)
        kept = label("muted", wrap=True)
        kept.setText(
            self.tr(
                "A key is kept in the keyring of the system; without one until this desk closes."
            )
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        layout.addWidget(hint)
        layout.addLayout(form)
        for last in (kept, self.problem, self.buttons):
            layout.addWidget(last)
        self.field.textChanged.connect(self._look)
        self.key.textChanged.connect(self._look)
        self._look()

    def _look(self) -> None:
        address = self.field.text().strip() if self._own else self._spec.url
        wrong: str = template_problem(address)
        has_key = bool(self.key.text().strip()) or self._known_key
        if not wrong and "{key}" in address and not has_key:
            wrong = "key"
        shown = PROBLEMS[wrong] if wrong and (address or not self._own) else ""
        self.problem.setText(_tr(shown) if shown else "")
        set_look(self.field, "invalid" if shown and wrong != "key" else "")
        self.buttons.button(QDialogButtonBox.StandardButton.Ok).setEnabled(not wrong)

    def _accept(self) -> None:
        self.accept()
        self.taken.emit(
            Asked(
                url=self.field.text().strip(),
                key=self.key.text().strip(),
                datum=Datum(self.datum.currentData()),
                attribution=self.whose.text().strip(),
            )
        )


def _tr(text: str) -> str:
    return QCoreApplication.translate("Map", text)
