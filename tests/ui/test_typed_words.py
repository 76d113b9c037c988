"""What comes from people, boards and files: numbers as they are typed, names that are no HTML."""

import pytest
from PySide6.QtGui import QTextDocument

from mingtang_desk.ui.forms.numbers import typed_number
from mingtang_desk.ui.widgets.tips import plain_tip


@pytest.mark.parametrize(
    ("text", "unit", "value"),
    [
        ("20.03", "A", 20.03),
        (" 20,03 A ", "A", 20.03),
        ("−1.5", "", -1.5),
        ("3。65V", "V", 3.65),
        ("\uff12\uff15\u2103", "°C", 25.0),
        ("1e2", "", 100.0),
    ],
)
def test_a_number_is_taken_as_people_type_it(text: str, unit: str, value: float) -> None:
    assert typed_number(text, unit) == value


@pytest.mark.parametrize("text", ["", "V", "1 000", "nan", "inf", "1.2.3", "3650 mV"])
def test_what_is_no_number_of_the_unit_is_none(text: str) -> None:
    assert typed_number(text, "V") is None


def test_a_name_in_a_tip_is_never_taken_for_html(qapp: object) -> None:
    assert plain_tip("Pack 7\n/dev/ttyUSB0") == "Pack 7\n/dev/ttyUSB0"
    named = "<b>Pack</b> <img src='file:///etc/x'> & co\nsecond line"
    document = QTextDocument()
    document.setHtml(plain_tip(named))
    assert document.toPlainText() == named
