"""What may be said of a battery, field by field: the same for JSON and for tables."""

import re
import unicodedata
from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, StringConstraints

_UNSHOWN = frozenset(("Cc", "Cs", "Zl", "Zp"))  # controls, half characters, ends of lines
_TERMINAL = re.compile(r"[0-9]{1,20}|[0-9a-f]{12}|[0-9a-f]{20}")


def _printable(text: str) -> str:
    if any(unicodedata.category(c) in _UNSHOWN for c in text):
        raise ValueError("has to be one line of printable characters")
    return text


def terminal_key(text: str) -> str:
    """Return the identity of a tracker as it is looked up: no leading zeros, small letters.

    Raises:
        ValueError: neither digits nor the hex digits of a whole identity.
    """
    low = text.strip().lower()
    if not _TERMINAL.fullmatch(low):
        raise ValueError("has to be up to 20 digits, or all 12 or 20 hex digits")
    return (low.lstrip("0") or "0") if low.isdigit() else low


def _has_digit(text: str) -> str:
    if not any(c.isdigit() for c in text):
        raise ValueError("has to have a digit")
    return text


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError("has to say its zone, as 2027-01-31T00:00:00Z")
    if not 2000 <= moment.year <= 9998:
        raise ValueError("has to be of the years 2000 to 9998")
    return moment


Name = Annotated[str, StringConstraints(max_length=100), AfterValidator(_printable)]
Note = Annotated[str, StringConstraints(max_length=500), AfterValidator(_printable)]
NewNumber = Annotated[
    str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{1,64}$"), AfterValidator(_has_digit)
]
Terminal = Annotated[str, StringConstraints(max_length=24), AfterValidator(terminal_key)]
Imei = Annotated[str, StringConstraints(pattern=r"^[0-9]{14,17}$")]
Sim = Annotated[str, StringConstraints(pattern=r"^[0-9A-Fa-f]{5,22}$")]
Protocol = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_:]{1,40}$")]
Vendor = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_-]{1,40}$")]
AccountId = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F-]{36}$")]
Moment = Annotated[datetime, AfterValidator(_aware)]
