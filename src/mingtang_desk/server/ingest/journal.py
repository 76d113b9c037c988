"""What the server itself did to a battery's registration, for those who look after it."""

import logging
from collections.abc import Mapping

from mingtang_desk.server.store.store import Transaction

_log = logging.getLogger(__name__)


async def record(
    tx: Transaction,
    who: str,
    account_path: str,
    action: str,
    target: str = "",
    body: Mapping[str, object] | None = None,
) -> None:
    """Note something in the transaction that does it.

    Args:
        tx: that transaction.
        who: whoever does it.
        account_path: of the account it is about.
        action: what, as "tracker_registered_again".
        target: number of the battery.
        body: further facts; no secrets, no positions.
    """
    _log.warning("%s of %s at %d: %s", action, target, tx.now_ms, dict(body or {}))
