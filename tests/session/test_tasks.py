import asyncio

import pytest

from mingtang_desk.session.tasks import carry_through


class Work:
    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.ended = ""

    async def run(self) -> str:
        try:
            await asyncio.sleep(self.seconds)
        except asyncio.CancelledError:
            await asyncio.sleep(0.01)
            self.ended = "cleaned up"
            raise
        self.ended = "done"
        return "result"


@pytest.mark.asyncio
async def test_the_result_and_the_error_of_the_work_are_passed_on() -> None:
    assert await carry_through(Work(0).run(), grace_s=1) == "result"

    async def fail() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await carry_through(fail(), grace_s=1)


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("seconds", "grace_s", "cancels", "ended"),
    [(0.05, 1.0, 1, "done"), (5.0, 1.0, 2, "cleaned up"), (5.0, 0.02, 1, "cleaned up")],
)
async def test_a_cancellation_is_obeyed_after_the_work_has_ended(
    seconds: float, grace_s: float, cancels: int, ended: str
) -> None:
    work = Work(seconds)
    task = asyncio.create_task(carry_through(work.run(), grace_s=grace_s))
    for _ in range(cancels):
        await asyncio.sleep(0.005)
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asyncio.wait_for(task, 1)
    assert work.ended == ended


@pytest.mark.asyncio
async def test_an_error_after_a_cancellation_is_not_lost_in_the_log() -> None:
    async def fail() -> None:
        await asyncio.sleep(0.02)
        raise ZeroDivisionError

    task = asyncio.create_task(carry_through(fail(), grace_s=1))
    await asyncio.sleep(0.005)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
