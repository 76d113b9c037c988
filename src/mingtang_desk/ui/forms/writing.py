"""Finds what can be undone, runs a confirmed write, and gives its end to the review that asked."""

import asyncio
from typing import Protocol, runtime_checkable

from shiboken6 import isValid

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.transaction import FieldState, WriteResult
from mingtang_desk.interfaces.storage import DeviceKey, JournalEntry
from mingtang_desk.session.device_session import DeviceSession
from mingtang_desk.session.hub import DeviceHub
from mingtang_desk.ui.forms.pending import PendingEdits
from mingtang_desk.ui.forms.plan import Plan, undo_plan
from mingtang_desk.ui.forms.review import ReviewPage


@runtime_checkable
class KnowsUndo(Protocol):
    """The part of a history that tells what an undo would take back."""

    async def last_undoable(self, device: DeviceKey) -> JournalEntry | None:
        """Return the entry that the next undo would take back."""
        ...


async def find_undo(
    session: DeviceSession, history: object | None, degrees: str = "c"
) -> Plan | None:
    """Return the plan of the next undo, None when there is nothing to undo."""
    if not isinstance(history, KnowsUndo):
        return None
    entry = await history.last_undoable(session.key)
    return None if entry is None else undo_plan(session.model, entry.fields, degrees)


async def run_write(
    hub: DeviceHub, session: DeviceSession, page: ReviewPage, pending: PendingEdits | None = None
) -> None:
    """Write what the page shows; entries that were applied are pending no more."""
    plan = page.plan
    assert plan is not None
    before = session.model.last_write
    page.writing()
    session.consent(plan.changes, plan.warnings)  # the page showed them, and asked
    try:
        result = await (
            hub.undo_last(session) if plan.undo else hub.write_settings(session, plan.changes)
        )
    except asyncio.CancelledError:
        # A write that was under way is carried to its end before it lets go.
        last = session.model.last_write
        _tell(page, last if last is not before else None)
        raise
    except MingtangError as error:
        if isValid(page):
            page.failed(error)
        return
    for key, field in result.fields.items():
        if pending is not None and field.state is FieldState.APPLIED:
            pending.put(session.model.uri, key, "")
    _tell(page, result)


def _tell(page: ReviewPage, result: WriteResult | None) -> None:
    """Show the end; the window, or the device, may be closed by now, and nobody is left to tell."""
    if not isValid(page):
        return
    if result is None:
        page.stopped_unknown()
    else:
        page.show_result(result)
