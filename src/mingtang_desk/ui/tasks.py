"""Tasks that belong to a widget: their errors are shown by it and they end with it."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, runtime_checkable

from PySide6.QtCore import QObject

from mingtang_desk.core.errors import MingtangError


@runtime_checkable
class ShowsErrors(Protocol):
    """A widget with a line for errors."""

    def show_error(self, error: MingtangError | None) -> None:
        """Show an error; None clears the line."""
        ...


class TaskOwner(QObject):
    """The tasks of one widget, its child."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.tasks: set[asyncio.Task[Any]] = set()
        self.stoppable: set[asyncio.Task[Any]] = set()
        self.stopped: set[asyncio.Task[Any]] = set()
        tasks = self.tasks
        parent.destroyed.connect(lambda: _cancel(tasks))

    def cancel(self) -> None:
        """Cancel what still runs."""
        _cancel(self.tasks)


def spawn(
    parent: QObject,
    work: Coroutine[Any, Any, Any],
    *,
    done: Callable[[], None] | None = None,
    stoppable: bool = False,
) -> asyncio.Task[Any]:
    """Run `work` for `parent`, whose line shows an expected error; `done` is called at its end.

    A parent without such a line leaves the error to the next one above it that has one.

    With `stoppable` Esc ends it: for what only reads or connects, never for a write.

    Anything but a `MingtangError` is a bug and goes to the exception handler of the loop.
    """
    found = next((child for child in parent.children() if isinstance(child, TaskOwner)), None)
    owner = found or TaskOwner(parent)
    if isinstance(parent, ShowsErrors):
        parent.show_error(None)
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    owner.tasks.add(task)
    if stoppable:
        owner.stoppable.add(task)
    tasks, can_stop, stopped = owner.tasks, owner.stoppable, owner.stopped

    def ended(ended_task: asyncio.Task[Any]) -> None:
        tasks.discard(ended_task)
        can_stop.discard(ended_task)
        if ended_task.cancelled():
            if done is not None and ended_task in stopped:
                done()
            stopped.discard(ended_task)
            return
        error = ended_task.exception()
        shower = _shower(parent) if isinstance(error, MingtangError) else None
        if isinstance(error, MingtangError) and shower is not None:
            shower.show_error(error)
        elif error is not None:
            loop.call_exception_handler(
                {"message": "task of the window failed", "exception": error, "task": ended_task}
            )
        if done is not None:
            done()

    task.add_done_callback(ended)
    return task


def stop_work(root: QObject) -> int:
    """Cancel what may be stopped in a widget and what is in it; return how much that was."""
    count = 0
    for owner in root.findChildren(TaskOwner):
        owner.stopped |= owner.stoppable
        for task in tuple(owner.stoppable):
            count += task.cancel()
    return count


async def cancel_all(root: QObject) -> None:
    """Cancel every task of a widget and what is in it, and wait until they ended."""
    running = [task for owner in root.findChildren(TaskOwner) for task in owner.tasks]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _shower(widget: QObject | None) -> ShowsErrors | None:
    """Return what shows errors: a widget, or the nearest one above it; None = nobody does."""
    while widget is not None:
        if isinstance(widget, ShowsErrors):
            return widget
        widget = widget.parent()
    return None


def _cancel(tasks: set[asyncio.Task[Any]]) -> None:
    for task in tuple(tasks):
        task.cancel()
