"""Who asked for a command, or took it back: one place for the log, and for the audit."""

from mingtang_desk.server.accounts.audit import record
from mingtang_desk.server.accounts.principal import Principal
from mingtang_desk.server.commands.rows import Command, Step, note
from mingtang_desk.server.store.store import Transaction


async def record_command(
    tx: Transaction, who: Principal, command: Command, number: str, what: str
) -> None:
    """Keep who it was, in the transaction that does it.

    Args:
        tx: of the change itself.
        who: whoever did it.
        command: which one.
        number: of the battery.
        what: "asked" or "cancelled".
    """
    body = {"user": who.user_id, "session": who.session_id, "kind": command.kind}
    await note(tx, command.id, [Step(time_ms=tx.now_ms, what=what, body=body)])
    facts = {"id": command.id, "kind": command.kind}
    await record(tx, who, command.account_path, f"command_{what}", number, facts)
