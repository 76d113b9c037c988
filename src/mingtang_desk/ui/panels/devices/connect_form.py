"""The connect form: port or simulated pack, protocol and speed; together they make an address."""

from urllib.parse import quote

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.core.errors import UsageError
from mingtang_desk.interfaces.uri import parse_uri
from mingtang_desk.ui.link_words import short_where
from mingtang_desk.ui.replay.opening import ask_for_recording
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label, plain, primary
from mingtang_desk.ui.widgets.elided import ElidedText

BAUDS = ("9600", "19200", "38400", "57600", "115200", "2400", "4800")
_AUTO = "auto"


class ConnectForm(QWidget):
    """`wanted` carries the address to open; `cancelled` ends the form or the attempt."""

    wanted = Signal(str)
    cancelled = Signal()

    def __init__(self, context: PanelContext) -> None:
        super().__init__()
        self._context = context
        self.dialog: QFileDialog | None = None
        theme = context.theme
        self.port, self.protocol, self.baud = QComboBox(), QComboBox(), QComboBox()
        for box, name in ((self.port, "port"), (self.protocol, "protocol"), (self.baud, "baud")):
            box.setObjectName(f"connect-{name}")
            box.setSizeAdjustPolicy(
                QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
            box.setMinimumContentsLength(6)
        self.reload = icon_button(theme, "refresh-cw")
        self.reload.clicked.connect(self.load_ports)
        self.address = QLineEdit()
        self.address.setObjectName("connect-address")
        self.address.returnPressed.connect(self._connect)
        self.address.textEdited.connect(self._edited)
        self.connect_button = primary(theme)
        self.connect_button.setObjectName("connect-go")
        self.connect_button.clicked.connect(self._connect)
        self.file_button = plain(theme, "folder-open")
        self.file_button.setObjectName("connect-file")
        self.file_button.clicked.connect(self._ask_for_file)
        self.cancel_button = plain(theme)
        self.cancel_button.setObjectName("connect-cancel")
        self.cancel_button.clicked.connect(self.cancelled)
        self.progress = label("muted", wrap=True)
        self.captions = [label("muted") for _ in range(4)]
        for caption, field in zip(
            self.captions, (self.port, self.protocol, self.baud, self.address), strict=True
        ):
            caption.setBuddy(field)
        self._arrange()
        self._retranslate()
        self.baud.addItems(BAUDS)
        self.load_ports()
        for box in (self.port, self.protocol, self.baud):
            box.currentIndexChanged.connect(self._compose)
        self._compose()

    def set_busy(self, trying: str) -> None:
        """Say what is being tried; "" = the form is free again."""
        self.progress.setText(trying)
        self.progress.setVisible(bool(trying))
        for widget in (
            self.port,
            self.protocol,
            self.baud,
            self.address,
            self.file_button,
            self.connect_button,
        ):
            widget.setEnabled(not trying)

    def load_ports(self) -> None:
        """List the ports that are there now, then the simulated packs."""
        kept = self.port.currentData()
        self.port.blockSignals(True)
        self.port.clear()
        for offer in self._context.ports():
            text = f"{offer.path}  {offer.label}".rstrip()
            self.port.addItem(text, f"serial://{quote(offer.path)}")
        for pack in self._context.packs:
            text = self.tr("Simulated: {name}").format(name=pack.label)
            self.port.addItem(text, pack.uri)
        if self.port.count() == 0:
            self.port.addItem(self.tr("No serial port found"), "")
        self.port.setCurrentIndex(max(self.port.findData(kept), 0))
        self.port.blockSignals(False)
        self._compose()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
            self.load_ports()

    def _arrange(self) -> None:
        ports = QHBoxLayout()
        ports.setSpacing(4)
        ports.addWidget(self.port, 1)
        ports.addWidget(self.reload)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        grid.addWidget(self.captions[0], 0, 0, 1, 2)
        grid.addLayout(ports, 1, 0, 1, 2)
        grid.addWidget(self.captions[1], 2, 0)
        grid.addWidget(self.captions[2], 2, 1)
        grid.addWidget(self.protocol, 3, 0)
        grid.addWidget(self.baud, 3, 1)
        grid.addWidget(self.captions[3], 4, 0, 1, 2)
        grid.addWidget(self.address, 5, 0, 1, 2)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.connect_button, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(grid)
        outer.addWidget(self.file_button)
        outer.addWidget(self.progress)
        outer.addLayout(buttons)
        outer.addStretch(1)
        self.progress.hide()

    def _compose(self) -> None:
        base = self.port.currentData() or ""
        serial = base.startswith("serial:")
        self.baud.setEnabled(serial)
        self.protocol.setEnabled(serial)
        if serial:
            base = f"{base}?baud={self.baud.currentText()}"
            if self.protocol.currentData() != _AUTO:
                base = f"{base}&protocol={self.protocol.currentData()}"
        self.address.setText(base)
        self.address.setCursorPosition(0)
        self._edited()

    def _edited(self) -> None:
        self.connect_button.setEnabled(bool(self.address.text().strip()))

    def _connect(self) -> None:
        uri = self.address.text().strip()
        if uri:
            self.wanted.emit(uri)

    def _ask_for_file(self) -> None:
        self.dialog = ask_for_recording(self.window(), self._context.prefs, self.wanted.emit)

    def _retranslate(self) -> None:
        texts = (
            self.tr("Port"),
            self.tr("Protocol"),
            self.tr("Baud rate"),
            self.tr("Address (made from the above, or your own)"),
        )
        fields = (self.port, self.protocol, self.baud, self.address)
        for caption, field, text in zip(self.captions, fields, texts, strict=True):
            caption.setText(text)
            field.setAccessibleName(text)
        self.reload.name(self.tr("Look for ports again"))
        self.connect_button.setText(self.tr("Connect"))
        self.cancel_button.setText(self.tr("Cancel"))
        self.file_button.setText(self.tr("Open recording…"))
        chosen = max(self.protocol.currentIndex(), 0)
        self.protocol.blockSignals(True)
        self.protocol.clear()
        self.protocol.addItem(self.tr("Find out"), _AUTO)
        for key, text in self._context.protocols():
            self.protocol.addItem(text, key)
        self.protocol.setCurrentIndex(chosen)
        self.protocol.blockSignals(False)


class RecentRow(QWidget):
    """A recent address: its name connects, the cross forgets it."""

    def __init__(self, theme: Theme, uri: str, name: str) -> None:
        super().__init__()
        self.uri, self._named_by_uri = uri, name == uri
        self.open_button = plain(theme)
        self.open_button.setProperty("look", "link")
        self.open_button.setText(name if len(name) <= 28 else f"{name[:27]}…")
        self.open_button.setToolTip(uri)
        self.where = ElidedText(theme, token="muted", size=12)
        self.forget_button = icon_button(theme, "x")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.open_button)
        row.addWidget(self.where, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.forget_button)
        self._write()

    def changeEvent(self, event: QEvent) -> None:
        """Translate anew."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._write()

    def _write(self) -> None:
        self.where.set_text("" if self._named_by_uri else _short(self.uri))
        self.forget_button.name(self.tr("Forget this address"))


def _short(uri: str) -> str:
    try:
        return short_where(parse_uri(uri))
    except UsageError:
        return uri
