"""Tokens: random, opaque, kept as their SHA-256; when they were last used."""

import hashlib
import secrets

ACCESS = "mta_"
REFRESH = "mtr_"
API = "mtk_"
SETUP = "mts_"
"""What a token begins with tells scanners and readers of logs what they found."""


def new_token(kind: str) -> str:
    """Return a fresh token of 256 bits."""
    return kind + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode(errors="surrogatepass")).hexdigest()


class Uses:
    """When sessions and API tokens were last used; written down once a minute, not at each use."""

    def __init__(self) -> None:
        self._sessions: dict[str, int] = {}
        self._tokens: dict[str, int] = {}

    def session(self, session_id: str, now: int) -> None:
        """A session was used."""
        self._sessions[session_id] = now

    def token(self, token_id: str, now: int) -> None:
        """An API token was used."""
        self._tokens[token_id] = now

    def latest(self, any_id: str) -> int | None:
        """Return a use of a session or token that is not written down yet."""
        return self._sessions.get(any_id) or self._tokens.get(any_id)

    def take(self) -> tuple[dict[str, int], dict[str, int]]:
        """Return what is to be written, of sessions and of tokens, and forget it."""
        taken = (self._sessions, self._tokens)
        self._sessions, self._tokens = {}, {}
        return taken
