"""Runs a bench check over an open device: reads samples, feeds the check, keeps the result.

Nothing is ever written to the board. A link that falls is waited for; the check itself decides
what of it must begin again.
"""

import asyncio
import logging
from collections.abc import Callable

from mingtang_desk.core.clock import iso
from mingtang_desk.core.errors import (
    MingtangError,
    ProtocolError,
    StorageError,
    TransportError,
    UnsupportedError,
)
from mingtang_desk.device.capabilities import Capability
from mingtang_desk.device.model import Mode, Topic
from mingtang_desk.diagnosis.bench_check import BenchCheck, BenchPlan, Phase
from mingtang_desk.diagnosis.bench_json import result_json
from mingtang_desk.diagnosis.bench_reading import reading_of
from mingtang_desk.diagnosis.bench_verdict import BenchResult, result_of
from mingtang_desk.interfaces.storage import Documents
from mingtang_desk.interfaces.uri import DeviceUri
from mingtang_desk.session.device_session import DeviceSession

KIND = "bench_check"
EVERY_S, LEAST_S = 1.0, 0.02
"""Rhythm in the pack's time, and what a fast simulator is asked at most."""
PATIENCE_S = 60.0
"""A link that stays away for longer ends the check."""
PAUSE_S = 1.0
SKIPPED = 3.0
"""A poll of others that missed so many beats is one no longer."""

_log = logging.getLogger(__name__)


def speed_of(uri: DeviceUri) -> float:
    """Return how many times as fast as the wall clock the pack behind an address lives."""
    try:
        speed = float(uri.options.get("speed", "1")) if uri.scheme == "sim" else 1.0
    except ValueError:
        return 1.0
    return speed if speed > 0 else 1.0


class BenchRun:
    """One check of one device; `run` once.

    Args:
        session: open; it may be polled by somebody else at the same time.
        documents: where the result is kept, None = nowhere.
        who: whom the result is kept for.
        tell: called after each change.
        loaded: the load is on already, see `BenchCheck`.
        speed: how many times as fast as the wall clock the pack lives, None = as its address says.

    Attributes:
        check: where it is.
        trouble: why nothing is heard at the moment, None = all is well.
        result: None before the end.
        body: the result as it is kept; number: of its document, None = not kept.
        not_kept: why it could not be kept.
    """

    def __init__(
        self,
        session: DeviceSession,
        *,
        documents: Documents | None = None,
        who: str = "",
        tell: Callable[[], None] = lambda: None,
        loaded: bool = False,
        plan: BenchPlan | None = None,
        speed: float | None = None,
        patience_s: float = PATIENCE_S,
    ) -> None:
        self.session = session
        self.check = BenchCheck(plan, loaded=loaded)
        self.trouble: MingtangError | None = None
        self.result: BenchResult | None = None
        self.body: dict[str, object] | None = None
        self.number: int | None = None
        self.not_kept: StorageError | None = None
        self._documents, self._who, self._tell = documents, who, tell
        self._speed = speed_of(session.uri) if speed is None else speed
        self._patience_s = patience_s
        self._clock = session.model.clock
        self._every_s = max(EVERY_S / self._speed, LEAST_S)
        self._news = asyncio.Event()
        self._device_id = session.key.device_id
        self._asking = False
        self._others_at = self._heard_at = 0.0

    def cancel(self) -> None:
        """End it soon, without a result."""
        self.check.fail("cancelled")
        self._news.set()
        self._tell()

    async def run(self) -> BenchResult | None:
        """Check until it is over; None = without a result, `check.failure` says why.

        Raises:
            UnsupportedError: a recording, or a board that tells no cells.
        """
        model = self.session.model
        if model.mode is Mode.REPLAY or Capability.CELLS not in model.capabilities:
            raise UnsupportedError("unsupported", what="bench check")
        self._heard_at = self._clock.monotonic()
        end = model.observe(self._noticed)
        try:
            while not self.check.over:
                await self._next()
        except BaseException:
            self.check.fail("cancelled")
            raise
        finally:
            end()
        if self.check.phase is Phase.DONE:
            await self._finish()
        self._tell()
        return self.result

    def _noticed(self, topic: Topic) -> None:
        """Take what the session read, whoever asked for it."""
        model = self.session.model
        if topic is Topic.IDENTITY and self.session.key.device_id != self._device_id:
            self.check.fail("board_changed")
            self._news.set()
        if topic is not Topic.SAMPLE or model.sample is None:
            return
        now = self._clock.monotonic()
        self._heard_at, self.trouble = now, None
        if not self._asking:
            self._others_at = now
        self.check.feed(reading_of(model.sample, now * self._speed))
        self._news.set()
        self._tell()

    async def _next(self) -> None:
        """Wait for the next sample of a poll that runs, or ask for one."""
        self._news.clear()
        polled = self._clock.monotonic() - self._others_at < SKIPPED * self._every_s
        try:
            async with asyncio.timeout(self._every_s * (2 if polled else 1)):
                await self._news.wait()
            return
        except TimeoutError:
            pass
        self._asking = True
        try:
            await self.session.read_sample()
        except (TransportError, ProtocolError) as error:
            await self._miss(error)
        finally:
            self._asking = False

    async def _miss(self, error: MingtangError) -> None:
        self.trouble = error
        if error.key == "board_changed":
            self.check.fail("board_changed")
        elif self._clock.monotonic() - self._heard_at > self._patience_s:
            self.check.fail("link_gone", reason=error.message)
        self._tell()
        if not self.check.over:
            self._news.clear()
            try:
                async with asyncio.timeout(PAUSE_S):
                    await self._news.wait()
            except TimeoutError:
                pass

    async def _finish(self) -> None:
        try:
            self.result = await asyncio.to_thread(result_of, self.check)
        except ValueError:
            self.check.refuse("too_few_readings")
            return
        key = self.session.key
        self.body = {
            **result_json(self.result),
            "time": iso(self._clock.now()),
            "device": {"name": key.name, "id": key.device_id, "protocol": key.protocol},
            "who": self._who,
        }
        if self._documents is None:
            return
        try:
            self.number = await self._documents.add_document(
                key, kind=KIND, who=self._who, title=title_of(self.result), body=self.body
            )
        except StorageError as error:
            _log.warning("a bench check was not kept: %s", error.key)
            self.not_kept = error


def title_of(result: BenchResult) -> str:
    """Return a line for lists, in English."""
    grade = result.grade.value.replace("_", " ")
    cell = "" if result.weak_cell is None else f", cell {result.weak_cell}"
    return f"Bench check: {grade}{cell}"
