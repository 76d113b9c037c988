"""Carrying work to its end although the caller was cancelled, and telling of what nobody awaits."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any


async def carry_through[T](
    work: Coroutine[Any, Any, T], *, grace_s: float, stopping: Callable[[], None] | None = None
) -> T:
    """Return the result of `work`; a cancellation meanwhile is obeyed only after it has ended.

    After a first cancellation the work has `grace_s` seconds to end in good order. Then, or at a
    second one, it is cancelled itself, and its own clean-up is still waited for. `stopping` is
    called at the first one: work that has sent nothing yet need not begin.

    Raises:
        CancelledError: the caller was cancelled meanwhile; the work has ended.
    """
    loop = asyncio.get_running_loop()
    task = loop.create_task(work)
    deadline: float | None = None
    while not task.done():
        wait = None if deadline is None else max(0.0, deadline - loop.time())
        try:
            done, _ = await asyncio.wait({task}, timeout=wait)
        except asyncio.CancelledError:
            if deadline is None:
                deadline = loop.time() + grace_s
                if stopping is not None:
                    stopping()
            else:
                task.cancel()
            continue
        if not done:
            task.cancel()
            deadline = loop.time() + grace_s
    if deadline is not None:
        if not task.cancelled():
            task.exception()  # seen: the cancellation is what the caller gets
        raise asyncio.CancelledError
    return task.result()


def report_bug(task: asyncio.Task[Any]) -> None:
    """Hand a bug in a task that nobody awaits to whoever watches the event loop: the crash dialog.

    For `Task.add_done_callback`.
    """
    error = None if task.cancelled() else task.exception()
    if error is not None:
        task.get_loop().call_exception_handler(
            {"message": f"{task.get_name()} ended", "exception": error, "task": task}
        )


class Observers[*Told]:
    """Who wants to be called when something happens."""

    def __init__(self) -> None:
        self._all: dict[object, Callable[[*Told], object]] = {}

    def add(self, callback: Callable[[*Told], object]) -> Callable[[], None]:
        """Call it from now on; return a function that ends it (a second call is harmless)."""
        handle = object()
        self._all[handle] = callback

        def end() -> None:
            self._all.pop(handle, None)

        return end

    def tell(self, *told: *Told) -> None:
        """Call all; a bug in one of them is reported and keeps it from nobody else."""
        for observer in tuple(self._all.values()):
            try:
                observer(*told)
            except Exception as error:  # noqa: BLE001 - what tells goes on: a link, a list, a share
                asyncio.get_running_loop().call_exception_handler(
                    {"message": "an observer failed", "exception": error}
                )
