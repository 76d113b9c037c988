"""What all WebSockets to servers have in common: no redirect, and refusals in our words."""

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidStatus

from mingtang_desk.cloud.decode import plain
from mingtang_desk.cloud.http import PROBLEM, Answer, read_json


class Connect(connect):
    """Follows no redirect: requests go where the user said and nowhere else."""

    def process_redirect(self, exc: Exception) -> Exception:
        """Take it for what it is, no link."""
        return exc


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
