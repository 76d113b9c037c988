"""A user as that user sees it."""

from pydantic import BaseModel

from mingtang_desk.server.accounts.agreement import VERSION
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.accounts.rights import Right, Role
from mingtang_desk.server.accounts.users import User
from mingtang_desk.server.api.fields import Language, Time, time


class Profile(BaseModel):
    """Whoever is logged in. `rights`: of the role, less where an API token does not go so far."""

    id: str
    login: str
    name: str
    language: Language
    role: Role
    rights: list[Right]
    is_admin: bool
    account_id: str
    account_name: str
    has_totp: bool
    agreement: str | None
    agreement_due: bool
    created: Time


def profile_of(user: User, who: Principal) -> Profile:
    """Return a user for that user's own eyes."""
    return Profile(
        id=user.id,
        login=user.login,
        name=user.name,
        language="zh" if user.language == "zh" else "en",
        role=user.role,
        rights=sorted(who.rights),
        is_admin=who.is_admin,
        account_id=user.account_id,
        account_name=user.account_name,
        has_totp=user.has_totp,
        agreement=user.agreement,
        agreement_due=user.agreement != VERSION,
        created=time(user.created_ms),
    )
