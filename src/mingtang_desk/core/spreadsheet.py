"""Cells of tables that are opened in a spreadsheet: names and codes are data, never formulas."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def plain_cell(value: object) -> object:
    """Return a cell that no spreadsheet takes for a formula; numbers stay what they are."""
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
