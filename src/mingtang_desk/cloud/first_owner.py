"""The first owner of a server that nobody owns yet, made by the link that its first start told."""

from urllib.parse import urlsplit

from mingtang_desk.cloud.address import ServerAddress
from mingtang_desk.cloud.client import read_answer
from mingtang_desk.cloud.http import Http
from mingtang_desk.cloud.models_me import Agreement
from mingtang_desk.cloud.problems import error_of
from mingtang_desk.core.errors import CloudRefusalError

_TOKEN = "token="


async def read_agreement(http: Http) -> Agreement:
    """Return the user agreement of a server; no login is needed for it.

    Raises:
        CloudError: there is no such server, or it tells nonsense.
    """
    answer = await http.send("GET", "/agreement")
    if answer.status != 200:
        raise error_of(http.server, answer, "")
    return read_answer(http, Agreement, answer.body)


async def make_owner(
    http: Http, link: str, *, login: str, password: str, account: str, agreement: str
) -> None:
    """Make the owner.

    Args:
        http: connection to the server.
        link: as the server told it; good once.
        login: of the owner.
        password: of the owner.
        account: name of the topmost account.
        agreement: the version that was read and accepted.

    Raises:
        CloudRefusalError: the server has an owner, or does not take the password.
        CloudError: there is no such server, or it tells nonsense.
    """
    body = {
        "token": token_of(http.server, link),
        "login": login,
        "password": password,
        "account_name": account,
        "agreement": agreement,
    }
    answer = await http.send("POST", "/setup", body=body)
    if answer.status != 201:
        raise error_of(http.server, answer, login)


def token_of(server: ServerAddress, link: str) -> str:
    """Return the token in a link.

    Raises:
        CloudRefusalError: there is none.
    """
    _, sign, token = urlsplit(link).fragment.partition(_TOKEN)
    if not sign or not token:
        detail = "The link holds no token."
        raise CloudRefusalError(
            "cloud_refused", server=server.text, problem="setup_link_invalid", detail=detail
        )
    return token
