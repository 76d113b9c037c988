"""All repair jobs, the last changed first, with search."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from mingtang_desk.interfaces.storage import DeskDocument
from mingtang_desk.reports.job import Job, job_of
from mingtang_desk.reports.words import moment
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import choice, primary
from mingtang_desk.ui.widgets.state_note import StateNote


class JobList(QWidget):
    """Search, filter, list, and the button for a new one.

    Signals:
        chosen: number of the document that is to be opened.
    """

    chosen = Signal(int)
    new_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._jobs: list[tuple[DeskDocument, Job]] = []
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self.show_jobs)
        self.filter = choice()
        self.filter.addItems(["", ""])
        self.filter.currentIndexChanged.connect(self.show_jobs)
        self.new = primary(theme)
        self.new.clicked.connect(self.new_wanted)
        self.list = QListWidget()
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(self._activated)
        self.list.itemClicked.connect(self._activated)
        self.notice = StateNote(theme, "list")
        self.stack = QStackedWidget()
        self.stack.addWidget(self.notice)
        self.stack.addWidget(self.list)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.search, 1)
        head.addWidget(self.filter)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.new)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(8)
        outer.addLayout(head)
        outer.addWidget(self.stack, 1)
        outer.addLayout(foot)

    def retranslate(self) -> None:
        """Write every text."""
        self.search.setPlaceholderText(self.tr("Search customer, pack, words"))
        self.search.setAccessibleName(self.tr("Search the jobs"))
        self.filter.setItemText(0, self.tr("All"))
        self.filter.setItemText(1, self.tr("Open"))
        self.filter.setAccessibleName(self.tr("Which jobs"))
        self.new.setText(self.tr("New job"))
        self.list.setAccessibleName(self.tr("Repair jobs"))
        self.show_jobs()

    def take(self, documents: Sequence[DeskDocument]) -> None:
        """Take what the history keeps."""
        self._jobs = [(document, job_of(document.body)) for document in documents]
        self.show_jobs()

    def document(self, number: int) -> DeskDocument | None:
        """Return a document of the list by its number."""
        return next((d for d, _ in self._jobs if d.id == number), None)

    def show_jobs(self) -> None:
        """Show what fits search and filter."""
        only_open, words = self.filter.currentIndex() == 1, self.search.text()
        self.list.clear()
        for document, job in self._jobs:
            if (only_open and not job.is_open) or not job.matches(words):
                continue
            item = QListWidgetItem(self._line(document, job))
            item.setData(Qt.ItemDataRole.UserRole, document.id)
            self.list.addItem(item)
        self.stack.setCurrentIndex(1 if self.list.count() else 0)
        if self._jobs:
            self.notice.say(self.tr("No job fits"), self.tr("Search for less, or show all."))
        else:
            self.notice.say(
                self.tr("No repair job yet"),
                self.tr(
                    "A job keeps customer, complaint, readings and settings before and after, what "
                    "was done and built in, and prints it as a page."
                ),
            )

    def _line(self, document: DeskDocument, job: Job) -> str:
        status = self.tr("open") if job.is_open else self.tr("closed")
        complaint = " ".join(job.complaint.split())[:120]
        first = job.title or self.tr("Without a name")
        second = f"{moment(document.changed.isoformat())} · {status}"
        return f"{first}\n{second}" + (f" · {complaint}" if complaint else "")

    def _activated(self, item: QListWidgetItem) -> None:
        self.chosen.emit(int(item.data(Qt.ItemDataRole.UserRole)))
