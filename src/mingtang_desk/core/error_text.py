"""The shape of an error's words; the tables are `error_texts` and `error_texts_links`."""

from typing import NamedTuple


class ErrorText(NamedTuple):
    """Message (what, where) and hint (what to do); braces name the error's values."""

    message: str
    hint: str
