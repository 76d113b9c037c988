"""What the packs of a run would be warned of: each warning once, to be accepted or not."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.rules.finding import Finding
from mingtang_desk.session.golden_look import Looked, Warned, grouped, not_accepted
from mingtang_desk.ui.forms.finding_words import finding_text, reason_text, signed
from mingtang_desk.ui.golden.words import some
from mingtang_desk.ui.widgets.basics import label
from mingtang_desk.ui.widgets.scroll import scrolling

_MOST_PX = 220
_MOST_NAMES = 8


class WarningBox(QWidget):
    """A box for each warning; none is set until somebody sets it.

    Attributes:
        changed: something was accepted, or taken back.
        boxes: one for each warning, in the order they are shown.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.boxes: list[QCheckBox] = []
        self._groups: tuple[Warned, ...] = ()
        self._looks: tuple[Looked, ...] = ()
        self.title = label("warn", wrap=True)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 4, 0)
        self._column.setSpacing(4)
        self._column.addStretch(1)
        self._parts: list[QWidget] = []
        area = scrolling(holder)
        area.setMaximumHeight(_MOST_PX)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        layout.addWidget(self.title)
        layout.addWidget(area)
        self.hide()

    @property
    def accepted(self) -> tuple[Finding, ...]:
        """What somebody has read and wants."""
        pairs = zip(self._groups, self.boxes, strict=True)
        return tuple(group.finding for group, box in pairs if box.isChecked())

    def skipped(self) -> Mapping[str, MingtangError]:
        """Return the packs that are left out, and why."""
        found = ((look.uri, not_accepted(look, self.accepted)) for look in self._looks)
        return {uri: why for uri, why in found if why is not None}

    def consents(self) -> Mapping[str, Sequence[Finding]]:
        """Return what was accepted of each pack, by address."""
        accepted = self.accepted
        return {
            look.uri: [each for each in look.warnings if each in accepted] for look in self._looks
        }

    def show_looks(self, looks: Sequence[Looked]) -> None:
        """Show what was found; () = nothing was looked at."""
        self._looks, self._groups = tuple(looks), grouped(looks)
        self._write([False] * len(self._groups))
        self.setVisible(bool(self._groups))

    def retranslate(self) -> None:
        """Write every text; what was accepted stays so."""
        self._write([box.isChecked() for box in self.boxes])

    def _write(self, checked: Sequence[bool]) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self.boxes, self._parts = [], []
        self.title.setText(
            self.tr(
                "Nothing is written yet. Choose the warnings that are meant so; packs with "
                "another one are left out."
            )
        )
        for group, is_set in zip(self._groups, checked, strict=True):
            box, about = QCheckBox(), label("muted", wrap=True)
            said = label("warn", wrap=True)
            said.setText(signed(group.finding, finding_text(group.finding, SETTINGS)))
            said.setToolTip(reason_text(group.finding))
            number = len(group.packs)
            text = self.tr("Yes, for 1 pack")
            if number > 1:
                text = self.tr("Yes, for {count} packs")
            box.setText(text.format(count=number))
            about.setText(some((look.name or look.uri for look in group.packs), _MOST_NAMES))
            about.setContentsMargins(22, 0, 0, 4)
            box.setAccessibleDescription(said.text())
            box.setChecked(is_set)
            box.toggled.connect(lambda _: self.changed.emit())
            self.boxes.append(box)
            for part in (said, box, about):
                self._parts.append(part)
                self._column.insertWidget(self._column.count() - 1, part)
