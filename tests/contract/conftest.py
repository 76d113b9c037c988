"""Theme and language of the contract tests that show windows."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from mingtang_desk.ui.languages import Translations
from mingtang_desk.ui.theme import Theme
from mingtang_desk.ui.theme.tokens import Scheme
from tests.ui.building import settle


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    made = Theme()
    made.apply()
    yield made
    made.apply(Scheme.DARK)


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    made = Translations(qapp)
    made.use("en")
    yield made
    made.use("en")
    settle()
