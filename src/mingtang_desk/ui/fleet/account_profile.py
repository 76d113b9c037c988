"""Who is logged in: name and language, which the window may take over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit

from mingtang_desk.ui.fleet.account_part import Fields, Say, Section
from mingtang_desk.ui.languages import LANGUAGES, system_language
from mingtang_desk.ui.prefs import Preferences
from mingtang_desk.ui.tasks import spawn
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.widgets.basics import Button, choice, plain
from mingtang_desk.ui.widgets.layouts import button_row

if TYPE_CHECKING:
    from mingtang_desk.cloud.fleet import Fleet
    from mingtang_desk.cloud.models import Profile
    from mingtang_desk.cloud.parts_me import MePart

MOST_LETTERS = 100


class ProfileSection(Section):
    """Name and language as the server has them."""

    def __init__(self, theme: Theme, prefs: Preferences, say: Say) -> None:
        super().__init__(theme, say)
        self._prefs = prefs
        self._fleet: Fleet | None = None
        self._me: MePart | None = None
        self._busy = False
        self.fields = Fields()
        self.name = self.fields.add(QLineEdit())
        self.name.setMaxLength(MOST_LETTERS)
        self.language = self.fields.add(choice())
        for row in LANGUAGES:
            self.language.addItem(row.name, row.key)
        self.save = plain(theme)
        self.also_here = Button(theme, "link")
        self.save.clicked.connect(self.submit)
        self.name.returnPressed.connect(self.submit)
        self.name.textChanged.connect(self._dress)
        self.language.currentIndexChanged.connect(self._dress)
        self.also_here.clicked.connect(self._take_language)
        prefs.changed.connect(self._dress)
        self.body.addWidget(self.fields)
        foot = button_row(self.save)
        foot.insertWidget(0, self.also_here)
        self.body.addLayout(foot)
        self.start()

    def show_fleet(self, fleet: Fleet, me: MePart) -> None:
        """Show the login of a fleet; what is being typed stays."""
        is_other = fleet is not self._fleet
        typed = self._is_changed()
        self._fleet, self._me = fleet, me
        profile = fleet.profile
        if profile is not None and (is_other or not typed):
            self.name.setText(profile.name)
            self.language.setCurrentIndex(max(self.language.findData(_row_of(profile)), 0))
        self._dress()

    def submit(self) -> None:
        """Tell the server."""
        if self.save.isEnabled() and self._fleet is not None and self._me is not None:
            self._busy = True
            self._dress()
            spawn(self, self._change(self._fleet, self._me), done=self._ended)

    def retranslate(self) -> None:
        """Write every text in the present language."""
        self.title.setText(self.tr("Name and language"))
        self.fields.name(self.tr("Your name"), self.tr("Language of messages from the server"))
        self.save.setText(self.tr("Save"))
        self._dress()

    async def _change(self, fleet: Fleet, me: MePart) -> None:
        language = str(self.language.currentData()).partition("_")[0]
        fleet.profile = await me.change(name=self.name.text().strip(), language=language)

    def _ended(self) -> None:
        self._busy = False
        self._dress()

    def _is_changed(self) -> bool:
        profile = None if self._fleet is None else self._fleet.profile
        if profile is None:
            return False
        is_renamed = self.name.text().strip() != profile.name
        return is_renamed or self.language.currentData() != _row_of(profile)

    def _take_language(self) -> None:
        self._prefs.keep(self.show_error, language=str(self.language.currentData()))

    def _dress(self) -> None:
        known = self._fleet is not None and self._fleet.profile is not None
        self.fields.setEnabled(known and not self._busy)
        self.save.setEnabled(self._is_changed() and not self._busy)
        here = self._prefs.values.language or system_language()
        self.also_here.setVisible(known and self.language.currentData() != here)
        self.also_here.setText(
            self.tr("Show this window in {language} too").format(
                language=self.language.currentText()
            )
        )


def _row_of(profile: Profile) -> str:
    """Return the language of the window that is meant by a language of the server."""
    return next((row.key for row in LANGUAGES if row.key.startswith(profile.language)), "en")
