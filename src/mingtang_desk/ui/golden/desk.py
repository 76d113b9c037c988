"""What the Settings panel does with files: its menu, and the pages that open from it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.presets import Proposal
from mingtang_desk.device.sample import PackInfo
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument
from mingtang_desk.session.golden_files import GoldenShelf, shareable
from mingtang_desk.session.golden_plan import BoardNow, family_of
from mingtang_desk.ui.golden.apply_page import ApplyPage
from mingtang_desk.ui.golden.compare_page import FILE, ComparePage
from mingtang_desk.ui.golden.next_page import NextPage
from mingtang_desk.ui.golden.page import GoldenPage
from mingtang_desk.ui.golden.preset_page import PresetPage
from mingtang_desk.ui.golden.saving import SettingsSaver
from mingtang_desk.ui.golden.shelf_page import ShelfPage
from mingtang_desk.ui.golden.sources import (
    Source,
    of_document,
    open_file,
    proposed,
    sources,
)
from mingtang_desk.ui.spec import PanelContext
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.widgets.basics import icon_button

if TYPE_CHECKING:
    pass


class SettingsFiles(QObject):
    """Menu and pages; the panel shows `page` while there is one.

    Args:
        owner: the panel; tasks end with it.
        show_error: says what failed.

    Attributes:
        button: opens the menu.
        changed: another page is to be shown, or none.
        taken: texts to be typed into the form, by setting key.
    """

    changed = Signal()
    taken = Signal(dict)

    def __init__(
        self,
        context: PanelContext,
        owner: QWidget,
        show_error: Callable[[MingtangError | None], None],
    ) -> None:
        super().__init__(owner)
        self._context, self._owner, self._show_error = context, owner, show_error
        self.page: GoldenPage | None = None
        self.saver = SettingsSaver(context.prefs, owner, show_error)
        self.dialogs = self.saver.dialogs
        self._extra: list[Source] = []
        self._targets: Mapping[str, str] = {}
        self.button = icon_button(context.theme, "ellipsis-vertical")
        self.menu = QMenu(self.button)
        self.actions: dict[str, QAction] = {}
        for key, run in (
            ("save", self.save),
            ("open", self.ask_open),
            ("compare", self.compare),
            ("golden", self.show_shelf),
            ("presets", self.show_presets),
        ):
            action = self.actions[key] = QAction(self.menu)
            action.triggered.connect(lambda _=False, run=run: run())
            self.menu.addAction(action)
        self.button.setMenu(self.menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts of the menu."""
        self.button.name(self.tr("Files, golden sets, presets"))
        for key, text in (
            ("save", self.tr("Save as…")),
            ("open", self.tr("Open…")),
            ("compare", self.tr("Compare…")),
            ("golden", self.tr("Golden sets…")),
            ("presets", self.tr("Presets…")),
        ):
            self.actions[key].setText(text)
        if isinstance(self.page, ComparePage):
            self._offer(self.page, str(self.page.boxes["b"].currentData() or ""))

    def refresh(self) -> None:
        """Let what can be done follow the device."""
        session = self._context.selection.current
        self.actions["save"].setEnabled(session is not None)
        if isinstance(self.page, ComparePage):
            self._show_board(self.page)
        elif isinstance(self.page, ShelfPage):
            self._fill_shelf(self.page)

    def save(self) -> None:
        """Save what the board has as a file; it is read first where nobody did yet."""
        self.saver.save(self._context.selection.current)

    def ask_open(self) -> None:
        """Ask for a settings file and compare it with the board."""
        self.dialogs.open_settings(lambda path: self.open_path(path))

    def open_path(self, path: Path) -> None:
        """Compare a file with the board."""
        self._show_error(None)
        try:
            document, left = open_file(path)
        except MingtangError as error:
            self._show_error(error)
            return
        self._compare_with(of_document(document, f"file:{path}"), document, left)

    def compare(self) -> None:
        """Compare the board with something that is chosen on the page."""
        page = ComparePage(self._context.theme)
        page.wanted.connect(lambda side, key: self._wanted(page, side, key))
        page.taken.connect(self._taken)
        self._extra = []
        self._show(page)
        self._offer(page, "")
        first = str(page.boxes["a"].currentData() or "")
        if first and first != FILE:
            self._wanted(page, "a", first)
        self._show_board(page)

    def set_many(self, targets: Mapping[str, str]) -> None:
        """Show the golden sets; the one that is chosen is for these packs, names by address."""
        if self.page is not None and self.page.busy:
            return
        self._targets = targets
        self.show_shelf()

    def show_shelf(self) -> None:
        """Show the golden sets."""
        page = ShelfPage(self._context.theme)
        page.targets = len(self._targets)
        page.release.connect(lambda name, note: self._release(page, name, note))
        page.compared.connect(
            lambda document: self._compare_with(
                of_document(document, f"golden:{document.path}"), document
            )
        )
        page.applied.connect(self.apply)
        page.looped.connect(self.loop)
        page.removed.connect(lambda document: self._remove(page, document))
        self._show(page)
        self._fill_shelf(page)

    def show_presets(self) -> None:
        """Show the presets, beginning with the cells of this pack."""
        page = PresetPage(self._context.theme)
        board = self._board()
        if board is not None:
            cells = board.reading.values.get("cell_count", board.info.cell_count)
            named = board.reading.values.get("chemistry", board.info.chemistry)
            family = family_of(named, board.reading.values.get("cell_ovp_v"))
            page.show_pack(
                int(cells) if isinstance(cells, int | float) else None,
                family.partition("/")[0],
            )
        page.chosen.connect(self._propose)
        self._show(page)

    def apply(self, document: SettingsDocument) -> None:
        """Apply a set to packs."""
        page = ApplyPage(self._context.hub, self._context.theme)
        page.report_wanted.connect(lambda: self.dialogs.save_report(page.save_to))
        page.show_set(document, self._targets)
        self._show(page)

    def loop(self, document: SettingsDocument) -> None:
        """Apply a set to every pack that comes."""
        context = self._context
        page = NextPage(context.hub, context.theme, context.ports)
        page.report_wanted.connect(lambda: self.dialogs.save_report(page.save_to))
        page.show_set(document)
        self._show(page)

    def leave(self) -> None:
        """Go back to the form; from packs to the sets they came from."""
        if self.page is not None and self.page.busy:
            return
        if isinstance(self.page, ApplyPage | NextPage):
            document = self.page.document
            self.show_shelf()
            if document is not None and isinstance(self.page, ShelfPage):
                self.page.choose(document)
            return
        self._targets = {}
        self._show(None)

    @property
    def shelf(self) -> GoldenShelf | None:
        """Where golden sets lie, None where none are kept."""
        return self._context.golden

    def _show(self, page: GoldenPage | None) -> None:
        old, self.page = self.page, page
        if page is not None:
            page.left.connect(self.leave)
        self.changed.emit()
        if old is not None:
            old.deleteLater()

    def _offer(self, page: ComparePage, b: str) -> None:
        found = [*sources(self._context, self.shelf), *self._extra]
        unique = {source.key: source for source in found}
        a = str(page.boxes["a"].currentData() or "") or next(iter(unique), "")
        page.offer(list(unique.values()), a, b)

    def _wanted(self, page: ComparePage, side: str, key: str) -> None:
        if key == FILE:
            self.dialogs.open_settings(lambda path: self._side_file(page, side, path))
            return
        source = page.source(key)
        if source is not None:
            spawn(page, self._load(page, side, source), stoppable=True)

    async def _load(self, page: ComparePage, side: str, source: Source) -> None:
        document = await source.load()
        if page is self.page:
            page.show_side(side, document)
            self._show_board(page)

    def _side_file(self, page: ComparePage, side: str, path: Path) -> None:
        try:
            document, left = open_file(path)
        except MingtangError as error:
            page.show_error(error)
            return
        self._put(page, side, of_document(document, f"file:{path}"), document, left)

    def _compare_with(
        self, source: Source, document: SettingsDocument, left: tuple[str, ...] = ()
    ) -> None:
        self.compare()
        if isinstance(self.page, ComparePage):
            self._put(self.page, "b", source, document, left)

    def _put(
        self,
        page: ComparePage,
        side: str,
        source: Source,
        document: SettingsDocument,
        left: tuple[str, ...] = (),
    ) -> None:
        self._extra.append(source)
        keys = {name: str(box.currentData() or "") for name, box in page.boxes.items()}
        keys[side] = source.key
        found = {s.key: s for s in (*sources(self._context, self.shelf), *self._extra)}
        page.offer(list(found.values()), keys["a"], keys["b"])
        page.show_side(side, document, left)
        self._show_board(page)

    def _propose(self, made: Proposal) -> None:
        document = proposed(made)
        self._compare_with(of_document(document, f"proposal:{made.label}"), document)

    def _board(self) -> BoardNow | None:
        session = self._context.selection.current
        if session is None or session.model.settings is None:
            return None
        model = session.model
        info = PackInfo() if model.sample is None else model.sample.info
        reading = session.model.settings
        return BoardNow(
            protocol=model.protocol, specs=model.settings_specs, reading=reading, info=info
        )

    def _show_board(self, page: ComparePage) -> None:
        board = self._board()
        specs = {} if board is None else board.specs
        page.show_board(board, specs, self._context.prefs.values.temperature)

    def _taken(self, typed: dict[str, str]) -> None:
        self._show(None)
        self.taken.emit(typed)

    def _fill_shelf(self, page: ShelfPage) -> None:
        shelf = self.shelf
        found, errors = ([], []) if shelf is None else shelf.contents()
        why = ""
        if shelf is None:
            why = self.tr("This desk keeps no sets.")
        elif self._board() is None:
            why = self.tr("Connect a pack and read its settings first.")
        page.show_sets(found, [f"! {error}" for error in errors], why)

    def _release(self, page: ShelfPage, name: str, note: str) -> None:
        session, shelf, board = self._context.selection.current, self.shelf, self._board()
        if session is None or shelf is None or board is None:
            return
        page.show_error(None)
        kept, _ = shareable(board.reading, board.specs)
        cells = kept.get("cell_count", board.info.cell_count)
        chemistry = kept.get("chemistry", board.info.chemistry)
        now = session.model.clock.now()
        head = GoldenHead(
            name=name,
            version=shelf.next_version(name),
            made=iso(now),
            by=self._context.hub.who,
            chemistry=chemistry if isinstance(chemistry, str) else None,
            cells=int(cells) if isinstance(cells, int | float) else None,
            note=note,
            source=f"{session.model.name}, {iso(board.reading.time)}",
        )
        document = SettingsDocument(path=PurePath(name), protocol=board.protocol, settings=kept)
        spawn(page, self._put_on_shelf(page, shelf, document, head))

    async def _put_on_shelf(
        self, page: ShelfPage, shelf: GoldenShelf, document: SettingsDocument, head: GoldenHead
    ) -> None:
        saved = await asyncio.to_thread(shelf.save, document, head)
        if page is self.page:
            page.name.clear()
            page.note.clear()
            self._fill_shelf(page)
            page.choose(saved)

    def _remove(self, page: ShelfPage, document: SettingsDocument) -> None:
        shelf = self.shelf
        if shelf is None:
            return
        try:
            shelf.remove(document)
        except MingtangError as error:
            page.show_error(error)
        self._fill_shelf(page)
