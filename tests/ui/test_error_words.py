"""Errors in the language of the window, down to what they quote."""

import pytest

from mingtang_desk.core.errors import OutOfRangeError
from mingtang_desk.device.catalogue import SETTINGS
from mingtang_desk.rules.changes import check_all
from mingtang_desk.ui.errors import error_words
from mingtang_desk.ui.languages import Translations


def test_what_the_rules_forbid_is_said_in_the_language_of_the_window(
    translations: Translations,
) -> None:
    with pytest.raises(OutOfRangeError) as caught:
        check_all({"cell_ovr_v": 4.3}, SETTINGS, {}, {"cell_ovp_v": 4.25})
    assert "cell_ovr_v (4.3)" in caught.value.message
    assert "Cell over-voltage recovery (4.300 V)" in error_words(caught.value).message
    translations.use("zh_CN")
    told = error_words(caught.value).message
    assert "4.300 V" in told
    assert "must" not in told
    assert "cell_" not in told
