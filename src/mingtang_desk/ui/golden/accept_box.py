"""What a run accepts knowingly, as check boxes."""

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from mingtang_desk.session.golden_plan import Accept


class AcceptBox(QWidget):
    """Three boxes; none is set until somebody sets it."""

    def __init__(self) -> None:
        super().__init__()
        self.edited, self.chemistry, self.cells = QCheckBox(), QCheckBox(), QCheckBox()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for box in (self.edited, self.chemistry, self.cells):
            column.addWidget(box)

    def begin(self, *, edited: bool) -> None:
        """Take every consent back; that to an edited file is asked only where there is one."""
        for box in (self.edited, self.chemistry, self.cells):
            box.setChecked(False)
        self.edited.setVisible(edited)

    @property
    def accept(self) -> Accept:
        """What is accepted."""
        return Accept(
            edited=self.edited.isChecked(),
            chemistry=self.chemistry.isChecked(),
            cells=self.cells.isChecked(),
        )

    def retranslate(self) -> None:
        """Write every text."""
        self.edited.setText(self.tr("Although the file was changed by hand"))
        self.chemistry.setText(self.tr("Also to packs that are set for other cells"))
        self.cells.setText(self.tr("Also to packs with another number of cells"))
