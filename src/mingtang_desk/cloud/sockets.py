"""What all WebSockets to servers have in common: no redirect, and refusals in our words."""

from collections.abc import Mapping

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mingtang_desk import __version__
from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.http import PROBLEM, Answer, Http, read_json

OPEN_S, CLOSE_S = 15.0, 3.0


class Connect(connect):
    """Follows no redirect: requests go where the user said and nowhere else."""

    def process_redirect(self, exc: Exception) -> Exception:
        """Take it for what it is, no link."""
        return exc


def connecting(
    http: Http, uri: str, head: Mapping[str, str], *, most_bytes: int, ping_s: float | None
) -> Connect:
    """Return a link that may be awaited or entered.

    Args:
        http: of the login in use.
        uri: of the WebSocket.
        head: that logs in.
        most_bytes: of one message.
        ping_s: between pings of ours, and for their answer; None = the server tells that it lives.
    """
    return Connect(
        uri,
        additional_headers=head,
        user_agent_header=f"mingtang-desk/{__version__}",
        ssl=http.trust if http.server.is_encrypted else None,
        proxy=None,
        open_timeout=OPEN_S,
        close_timeout=CLOSE_S,
        ping_interval=ping_s,
        ping_timeout=ping_s,
        max_size=most_bytes,
    )


def answer_of(error: InvalidStatus) -> Answer:
    """Return an answer that is no link, as one to any other request."""
    response = error.response
    after = response.headers.get("Retry-After", "")
    is_problem = response.headers.get("Content-Type", "").startswith(PROBLEM)
    try:
        body = read_json(bytes(response.body)) if is_problem and response.body else None
    except (ValueError, RecursionError):
        body = None
    is_wait = after.isascii() and after.isdecimal() and len(after) < 7
    return Answer(
        status=response.status_code,
        body=body,
        is_problem=is_problem,
        retry_after_s=int(after) if is_wait else None,
    )


def closed_words(error: Exception) -> str:
    """Return why a link that stood is gone."""
    if not isinstance(error, ConnectionClosed) or error.rcvd is None:
        return "it was cut"
    reason = plain(error.rcvd.reason, 80)
    return f"the server closed it ({error.rcvd.code} {reason})".replace(" )", ")")
