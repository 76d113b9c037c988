"""Who is asking, and what may be seen of the tables because of it."""

from dataclasses import dataclass

from sqlalchemy import Column, ColumnElement, and_, or_

from mingtang_desk.server.accounts.rights import RIGHTS, Right, Role
from mingtang_desk.server.problem import Problem, forbidden

FRESH_MS = 5 * 60_000
"""How long after a proof of the password what is critical may be done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Principal:
    """Whoever a request comes from.

    Attributes:
        user_id, login, account_id, account_path, role: as stored.
        rights: those of the role, less where a token does not go so far.
        session_id: None where an API token or a password came with the request itself.
        token_id: of the API token that came, None = none did.
        proven_ms: when the password was last proven, 0 = never on this way.
        language: "zh" or "en", in which that one reads.
    """

    user_id: str
    login: str
    account_id: str
    account_path: str
    role: Role
    rights: frozenset[Right]
    session_id: str | None = None
    token_id: str | None = None
    proven_ms: int = 0
    language: str = "en"

    def is_fresh(self, now: int) -> bool:
        """Whether the password was proven in the last five minutes, at a moment in ms."""
        return self.proven_ms > 0 and now - self.proven_ms < FRESH_MS

    def need_fresh(self, now: int) -> None:
        """Refuse what is critical without a fresh proof of the password.

        Raises:
            Problem: 403 `proof_due`.
        """
        if not self.is_fresh(now):
            raise Problem(403, "proof_due", "Prove your password again: POST /auth/prove.")

    @property
    def is_admin(self) -> bool:
        """An owner of the topmost account, by no token of lesser scope: runs the server."""
        return (
            self.role is Role.OWNER and self.may(Right.SERVER) and self.account_path.count("/") == 1
        )

    def may(self, right: Right) -> bool:
        """Whether a right is among those it has."""
        return right in self.rights

    def need(self, right: Right) -> None:
        """Refuse who lacks a right.

        Raises:
            Problem: 403.
        """
        if not self.may(right):
            forbidden(right.value.replace("_", " "))

    def sees(self, account_path: str) -> bool:
        """Whether an account is its own or below it."""
        return is_within(account_path, self.account_path)

    def scope(self, column: "Column[str]") -> ColumnElement[bool]:
        """Return the condition on a column of account paths that every query has to have."""
        return within(column, self.account_path)


def rights_of(role: Role) -> frozenset[Right]:
    """Return what a role may do."""
    return RIGHTS[role]


def is_within(path: str, top: str) -> bool:
    """Whether an account is `top` or below it."""
    return path == top or path.startswith(top + "/")


def within(column: "Column[str]", top: str) -> ColumnElement[bool]:
    """Return the condition that an account is `top` or below it; a range of the column's index."""
    return or_(column == top, and_(column > top + "/", column < top + "0"))  # "0" follows "/"
