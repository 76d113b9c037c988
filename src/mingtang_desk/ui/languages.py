"""The languages of the window, one row each; a new one is a row here and a translations/ file."""

from dataclasses import dataclass

from PySide6.QtCore import QLibraryInfo, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from mingtang_desk.core.assets import translation_path


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """A language: key as in the file's name, its name for itself, file of Qt's own texts or ""."""

    key: str
    name: str
    qt: str = ""


LANGUAGES: tuple[Language, ...] = (
    Language(key="en", name="English"),
    Language(key="zh_CN", name="简体中文", qt="qtbase_zh_CN"),
)


def system_language() -> str:
    """Return the row for the system's language, English where there is none."""
    wanted = QLocale.system().name()
    near = (row.key for row in LANGUAGES if row.key.split("_")[0] == wanted.split("_")[0])
    return next((row.key for row in LANGUAGES if row.key == wanted), next(near, "en"))


class Translations(QObject):
    """Installs the translators of one language; widgets rewrite their texts by LanguageChange."""

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self._installed: list[QTranslator] = []
        self.language = ""

    def use(self, key: str) -> None:
        """Switch to a language, "" = the system's; a missing file leaves the texts in English."""
        key = key or system_language()
        if key == self.language:
            return
        row = next((row for row in LANGUAGES if row.key == key), LANGUAGES[0])
        for old in self._installed:
            self._app.removeTranslator(old)
        self._installed.clear()
        self.language = row.key
        QLocale.setDefault(QLocale(row.key))
        qt_folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        if row.qt:
            self._install(f"{qt_folder}/{row.qt}.qm")
        self._install(str(translation_path(f"mingtang_{row.key}.qm")))

    def _install(self, path: str) -> None:
        translator = QTranslator(self)
        if translator.load(path):
            self._app.installTranslator(translator)
            self._installed.append(translator)
