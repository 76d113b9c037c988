"""The table of rules in the docs is the one in the code."""

from rules_page import PAGE, page


def test_the_page_of_rules_is_up_to_date() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run python packaging/rules_page.py"
