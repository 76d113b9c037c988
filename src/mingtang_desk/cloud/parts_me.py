"""What can be asked of the login itself; see `provider.py`."""

from typing import Protocol

from mingtang_desk.cloud.models import Profile
from mingtang_desk.cloud.models_me import Agreement, Recovery, Sessions, TotpSecret


class MePart(Protocol):
    """One's own login."""

    async def profile(self) -> Profile:
        """Return who is logged in."""
        ...

    async def change(self, **fields: str) -> Profile:
        """Change `name` or `language` ("en", "zh")."""
        ...

    async def change_password(self, old: str, new: str) -> None:
        """Change the password; other sessions end."""
        ...

    async def prove(self, password: str) -> None:
        """Say the password again, for what needs it to be fresh."""
        ...

    async def sessions(self) -> Sessions:
        """Return all logins of this user."""
        ...

    async def end_session(self, session_id: str) -> None:
        """End one of them."""
        ...

    async def agreement(self) -> Agreement:
        """Return the user agreement."""
        ...

    async def accept_agreement(self, version: str) -> None:
        """Accept a version of it."""
        ...

    async def begin_totp(self) -> TotpSecret:
        """Begin a second factor; it counts once a code of it was confirmed."""
        ...

    async def confirm_totp(self, code: str) -> Recovery:
        """Confirm it; the codes for emergencies are shown this once."""
        ...

    async def end_totp(self, password: str) -> None:
        """Do without a second factor again."""
        ...
