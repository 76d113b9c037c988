"""The golden sets that are saved: look, release a new one, take over, apply, remove."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, SignalInstance
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.device.settings_file import SettingsDocument
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.golden.words import meant_for
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import icon_button, label, plain, primary, set_look


class ShelfPage(GoldenPage):
    """A list of sets, what the chosen one is, and what may be done with it.

    Attributes:
        release: name and note of a set to be made of the selected device.
        compared, applied, looped, removed: the chosen set.
    """

    release = Signal(str, str)
    compared = Signal(object)
    applied = Signal(object)
    looped = Signal(object)
    removed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._documents: list[SettingsDocument] = []
        self._damaged: Sequence[str] = ()
        self._can_save = ""
        self.targets = 0
        self.list = QListWidget()
        self.list.setSpacing(1)
        self.list.currentRowChanged.connect(self._say)
        self.list.itemActivated.connect(lambda _: self._emit(self.compared))
        self.nothing = label("muted", wrap=True)
        self.about = label("muted", wrap=True)
        self.damage = label("warn", wrap=True)
        self.name, self.note = QLineEdit(), QLineEdit()
        self.name.setMaxLength(60)
        self.note.setMaxLength(200)
        self.name.textChanged.connect(self._say)
        self.name.returnPressed.connect(self._save)
        self.note.returnPressed.connect(self._save)
        self.save = plain(theme)
        self.save.clicked.connect(self._save)
        self.why_not = label("muted", wrap=True)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.note, 1)
        line.addWidget(self.save)
        self.saving = label("strong")
        box = QVBoxLayout()
        box.setSpacing(6)
        for part in (self.saving, self.why_not, self.name):
            box.addWidget(part)
        box.addLayout(line)
        self.body.addWidget(self.nothing, 1, Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.about)
        self.body.addWidget(self.damage)
        self.body.addLayout(box)
        self.remove = icon_button(theme, "trash-2")
        self.compare, self.loop, self.many = plain(theme), plain(theme), primary(theme)
        self.remove.clicked.connect(lambda: self._emit(self.removed))
        self.compare.clicked.connect(lambda: self._emit(self.compared))
        self.loop.clicked.connect(lambda: self._emit(self.looped))
        self.many.clicked.connect(lambda: self._emit(self.applied))
        for button in (self.remove, self.compare, self.loop, self.many):
            self.foot.addWidget(button, 0 if button is self.remove else 1)
        self.retranslate()

    def show_sets(
        self, documents: Sequence[SettingsDocument], damaged: Sequence[str], can_save: str
    ) -> None:
        """Show the sets; `can_save` says why none can be made now, "" = it can."""
        chosen = self.chosen
        self._documents, self._damaged = list(documents), damaged
        self._can_save = can_save
        self.list.clear()
        for document in documents:
            mark = self.tr("! edited by hand") if document.edited else ""
            text = f"{document.name}  {mark}".strip()
            item = QListWidgetItem(f"{text}\n{meant_for(document)}")
            item.setData(Qt.ItemDataRole.UserRole, document.name)
            self.list.addItem(item)
        paths = [document.path for document in documents]
        at = paths.index(chosen.path) if chosen is not None and chosen.path in paths else 0
        self.list.setCurrentRow(at if documents else -1)
        self._say()

    @property
    def chosen(self) -> SettingsDocument | None:
        """The set that is chosen."""
        at = self.list.currentRow()
        return self._documents[at] if 0 <= at < len(self._documents) else None

    def choose(self, document: SettingsDocument) -> None:
        """Choose a set."""
        for at, each in enumerate(self._documents):
            if each.path == document.path:
                self.list.setCurrentRow(at)

    def retranslate(self) -> None:
        """Write every text."""
        super().retranslate()
        self._title()
        self.list.setAccessibleName(self.tr("Golden sets"))
        self.nothing.setText(
            self.tr(
                "No set is saved yet. Set up one pack as it should be, read it, and save it here "
                "under a name."
            )
        )
        self.saving.setText(self.tr("Save this pack as a set"))
        self.name.setPlaceholderText(self.tr("Name of the set"))
        self.name.setAccessibleName(self.tr("Name of the set"))
        self.note.setPlaceholderText(self.tr("Note"))
        self.note.setAccessibleName(self.tr("Note"))
        self.save.setText(self.tr("Save"))
        self.remove.name(self.tr("Take this set off the list"))
        self.compare.setText(self.tr("Compare"))
        self.compare.setToolTip(self.tr("Compare with this pack, and take values over"))
        self.loop.setText(self.tr("Next pack…"))
        self.loop.setToolTip(self.tr("Every pack that is plugged in gets this set"))
        self.many.setText(self.tr("Apply…"))
        self.many.setToolTip(self.tr("Write this set to one pack or to many"))
        self._say()

    def _title(self) -> None:
        text = self.tr("Golden sets")
        if self.targets:
            text = self.tr("Choose a set for %n batteries", "", self.targets)
        self.title.setText(text)

    def _say(self) -> None:
        self._title()
        document = self.chosen
        self.nothing.setVisible(not self._documents)
        self.list.setVisible(bool(self._documents))
        self.about.setVisible(document is not None)
        if document is not None and document.golden is not None:
            head = document.golden
            said = self.tr("{count} settings · {made} · {by}").format(
                count=len(document.settings), made=head.made[:10], by=head.by
            )
            lines = [said, head.note, head.source]
            if document.edited:
                lines.insert(
                    0, self.tr("! The file was changed by hand. Save it under a new version.")
                )
            self.about.setText("\n".join(line for line in lines if line))
            set_look(self.about, "warn" if document.edited else "muted")
        self.damage.setText("\n".join(self._damaged))
        self.damage.setVisible(bool(self._damaged))
        self.why_not.setText(self._can_save)
        self.why_not.setVisible(bool(self._can_save))
        for part in (self.name, self.note):
            part.setEnabled(not self._can_save)
        self.save.setEnabled(not self._can_save and bool(self.name.text().strip()))
        for button in (self.remove, self.compare, self.loop, self.many):
            button.setEnabled(document is not None)

    def _save(self) -> None:
        if self.save.isEnabled():
            self.release.emit(self.name.text().strip(), self.note.text().strip())

    def _emit(self, signal: SignalInstance) -> None:
        if self.chosen is not None:
            signal.emit(self.chosen)
