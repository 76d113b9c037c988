"""Errors as the API tells them (RFC 9457). A text never holds what its reader may not know."""

from collections.abc import Mapping
from typing import NoReturn


class Problem(Exception):
    """A request that cannot be carried out.

    Attributes:
        status: of HTTP.
        key: what happened, stable: programs go by it; the last part of `type`.
        detail: what to do, in English.
        extra: further members ("limit", "fields").
        headers: of the answer ("Retry-After").
    """

    def __init__(
        self,
        status: int,
        key: str,
        detail: str,
        *,
        extra: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(key)
        self.status = status
        self.key = key
        self.detail = detail
        self.extra = dict(extra or {})
        self.headers = dict(headers or {})

    def document(self) -> dict[str, object]:
        """Return the body."""
        return {
            **self.extra,
            "type": f"urn:mingtang:problem:{self.key}",
            "title": self.key.replace("_", " "),
            "status": self.status,
            "detail": self.detail,
        }


def not_found(what: str) -> NoReturn:
    """Say that there is no such thing: also of what belongs to somebody else.

    Raises:
        Problem: 404.
    """
    raise Problem(404, "not_found", f"There is no such {what}.")


def forbidden(what: str) -> NoReturn:
    """Say that a role or token does not go so far.

    Raises:
        Problem: 403.
    """
    raise Problem(403, "not_permitted", f"Your role or token does not allow this: {what}.")
