"""One pack of a run: chosen or not before, how it stands and ended afterwards."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.session.golden_apply import PackReport, PackState
from mingtang_desk.ui.golden.words import LOOKS, detail, pack_name, state_word
from mingtang_desk.ui.link_words import where_words
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import label, rule, set_look
from mingtang_desk.ui.widgets.elided import ElidedText


class PackRow(QWidget):
    """A check box with the name, its place, and the state at the right."""

    toggled = Signal()

    def __init__(self, theme: Theme, uri: str, name: str, *, chosen: bool) -> None:
        super().__init__()
        self.uri = uri
        self.report: PackReport | None = None
        self.box = QCheckBox()
        self.name = ElidedText(theme, middle=True)
        self._show_name(name)
        self.box.setChecked(chosen)
        self.box.toggled.connect(self.toggled)
        self.state = label("muted")
        self.where, self.detail = label("muted", wrap=True), label("muted", wrap=True)
        self.where.setText(where_words(parse_uri(uri)))
        for text in (self.where, self.detail):
            text.setContentsMargins(22, 0, 0, 0)
        self.detail.hide()
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.box)
        top.addWidget(self.name, 1)
        top.addWidget(self.state, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(2)
        column.addLayout(top)
        column.addWidget(self.where)
        column.addWidget(self.detail)
        column.addWidget(rule())

    def show_report(self, report: PackReport | None) -> None:
        """Show where it stands; None = nothing happened yet."""
        self.report = report
        if report is None or report.state is PackState.WAITING:
            self.state.setText("" if report is None else state_word(report.state))
            set_look(self.state, "muted")
            self.detail.hide()
            return
        name = pack_name(report)
        if name:
            self._show_name(name)
        self.state.setText(state_word(report.state))
        set_look(self.state, LOOKS.get(report.state, "muted"))
        text = detail(report)
        self.detail.setText(text)
        self.detail.setVisible(bool(text))
        self.box.setAccessibleDescription(f"{self.state.text()} {text}")

    def _show_name(self, name: str) -> None:
        self.name.set_text(name)
        self.box.setAccessibleName(name)
