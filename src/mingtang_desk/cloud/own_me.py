"""The part of our own server for one's own login: see `provider.MePart`."""

from urllib.parse import quote

from mingtang_desk.cloud.client import CloudClient, read_answer
from mingtang_desk.cloud.models import Profile
from mingtang_desk.cloud.models_me import Agreement, Recovery, Sessions, TotpSecret


class OwnMe:
    """Implements `provider.MePart`."""

    def __init__(self, client: CloudClient) -> None:
        self._client = client

    async def profile(self) -> Profile:
        """Return who is logged in."""
        return await self._client.me()

    async def change(self, **fields: str) -> Profile:
        """Change `name` or `language` ("en", "zh")."""
        answer = await self._client.send("PATCH", "/me", body=dict(fields))
        return read_answer(self._client.http, Profile, answer.body)

    async def change_password(self, old: str, new: str) -> None:
        """Change the password; other sessions end."""
        await self._client.send("POST", "/me/password", body={"old": old, "new": new})

    async def prove(self, password: str) -> None:
        """Say the password again, for what needs it to be fresh."""
        await self._client.send("POST", "/auth/prove", body={"password": password})

    async def sessions(self) -> Sessions:
        """Return all logins of this user."""
        return await self._client.fetch(Sessions, "/me/sessions")

    async def end_session(self, session_id: str) -> None:
        """End one of them."""
        await self._client.send("DELETE", f"/me/sessions/{quote(session_id, safe='')}")

    async def agreement(self) -> Agreement:
        """Return the user agreement."""
        return await self._client.fetch(Agreement, "/agreement")

    async def accept_agreement(self, version: str) -> None:
        """Accept a version of it."""
        await self._client.send("POST", "/me/agreement", body={"version": version})

    async def begin_totp(self) -> TotpSecret:
        """Begin a second factor; it counts once a code of it was confirmed."""
        answer = await self._client.send("POST", "/me/totp")
        return read_answer(self._client.http, TotpSecret, answer.body)

    async def confirm_totp(self, code: str) -> Recovery:
        """Confirm it; the codes for emergencies are shown this once."""
        answer = await self._client.send("POST", "/me/totp/confirm", body={"code": code})
        return read_answer(self._client.http, Recovery, answer.body)

    async def end_totp(self, password: str) -> None:
        """Do without a second factor again."""
        await self._client.send("DELETE", "/me/totp", body={"password": password})
