"""The bench loop: plug in a pack, it gets the set and is read back, unplug it, the next one.

A pack is new when it comes to a port that was empty, or answers at an adapter that was silent. The
one that is plugged in when the loop starts counts as well: whoever starts the loop asks for it.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

from mingtang_desk.core.errors import MingtangError, UsageError
from mingtang_desk.session.golden_apply import Opener, PackReport, PackState
from mingtang_desk.session.lines import real_path

_log = logging.getLogger(__name__)

EVERY_S = 0.5
_AGAIN_S = 1.0
_TRIES = 4
"""A board that was just plugged in may need seconds until it answers."""

type Look = Callable[[], Awaitable[Sequence[str]]]
"""Returns the addresses at which there is something to talk to now."""
type ApplyOne = Callable[[str, Callable[[PackReport], None]], Awaitable[PackReport]]


class LoopPhase(StrEnum):
    """What the operator has to do, or has to wait for."""

    PLUG_IN = "plug_in"
    WORKING = "working"
    UNPLUG = "unplug"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoopState:
    """Where the loop stands.

    Attributes:
        done, failed: packs that got the set, and that did not; a pack that is plugged in again
            counts once, as it ended last.
        now: the pack at work, or the last one.
        again: it was here before in this run.
    """

    phase: LoopPhase = LoopPhase.PLUG_IN
    done: int = 0
    failed: int = 0
    now: PackReport | None = None
    again: bool = False


@dataclass(slots=True)
class _Seen:
    """How each pack of the run ended last, by its code, else by its turn."""

    ended: dict[str, PackReport] = field(default_factory=dict)

    def take(self, report: PackReport) -> bool:
        """Keep how a pack ended; return whether it was here before."""
        who = report.code or f"#{len(self.ended)}"  # boards of one kind may bear one name
        again = who in self.ended
        self.ended[who] = report
        return again


class NextPack:
    """The loop. `run` it in a task; `stop` ends it after the pack under way.

    Args:
        look: where there is something now.
        apply: does one pack; what fails is in its report.
        tell: gets every change.
        most: ends by itself after so many packs, None = goes on.
    """

    def __init__(
        self,
        look: Look,
        apply: ApplyOne,
        *,
        tell: Callable[[LoopState], None] = lambda _: None,
        every_s: float = EVERY_S,
        again_s: float = _AGAIN_S,
        most: int | None = None,
    ) -> None:
        self.state = LoopState()
        self._look, self._apply, self._tell = look, apply, tell
        self._every_s, self._again_s, self._most = every_s, again_s, most
        self._handled: set[str] = set()
        self._seen = _Seen()
        self._turns = 0
        self._stopped = asyncio.Event()

    @property
    def reports(self) -> tuple[PackReport, ...]:
        """How each pack ended, in the order they came first."""
        return tuple(self._seen.ended.values())

    def stop(self) -> None:
        """End after the pack under way."""
        self._stopped.set()

    async def run(self) -> tuple[PackReport, ...]:
        """Go on until `stop`, or until there were enough packs; return how each ended."""
        self._set(replace(self.state, phase=LoopPhase.PLUG_IN))
        while not self._stopped.is_set():
            there = await self._look()
            self._handled &= set(there)
            for uri in [each for each in there if each not in self._handled]:
                if self._stopped.is_set():
                    break
                await self._one(uri)
            phase = LoopPhase.UNPLUG if self._handled else LoopPhase.PLUG_IN
            if phase is not self.state.phase:
                self._set(replace(self.state, phase=phase))
            if self._most is not None and self._turns >= self._most:
                break
            await self._pause(self._every_s)
        self._set(replace(self.state, phase=LoopPhase.ENDED))
        return self.reports

    async def _one(self, uri: str) -> None:
        """Do one pack; one that does not answer yet gets some time."""
        self._handled.add(uri)
        self._turns += 1

        def tell(report: PackReport) -> None:
            self._set(replace(self.state, phase=LoopPhase.WORKING, now=report, again=False))

        for left in range(_TRIES - 1, -1, -1):
            report = await self._apply(uri, tell)
            silent = report.state is PackState.FAILED and not report.protocol
            if not silent or not left or self._stopped.is_set():
                break
            if uri not in await self._look():
                break  # it was taken out again
            await self._pause(self._again_s)
        again = self._seen.take(report)
        ended = self._seen.ended.values()
        good = sum(each.state.good for each in ended)
        failed = len(ended) - good
        self._set(
            LoopState(phase=LoopPhase.UNPLUG, now=report, again=again, done=good, failed=failed)
        )

    def _set(self, state: LoopState) -> None:
        self.state = state
        self._tell(self.state)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._stopped.wait()
        except TimeoutError:
            return


class NewPorts:
    """Looks for serial ports that come and go.

    Args:
        paths: lists the ports; one that stands in a list but not on the disk is not there.
        query: options of the address that a port gets ("protocol=jbd&baud=9600").
        ignore: ports that belong to something else, by path: those open elsewhere in the desk.
        there_too: take the ports that are there at the start as well.
    """

    def __init__(
        self,
        paths: Callable[[], Sequence[str]],
        query: str = "",
        *,
        ignore: Callable[[], Sequence[str]] = tuple,
        there_too: bool = False,
    ) -> None:
        self._paths, self._query, self._ignore = paths, query, ignore
        self._at_start: set[str] | None = set() if there_too else None

    async def __call__(self) -> list[str]:
        """Return the addresses of the ports that came after the start, and are there."""
        there = await asyncio.to_thread(self._present)
        if self._at_start is None:
            self._at_start = set(there)
        # One of them that went and comes back is a new one.
        self._at_start &= set(there)
        ours = {real_path(path) for path in self._ignore()}
        new = [p for p in there if p not in self._at_start and real_path(p) not in ours]
        return [self.uri_of(path) for path in new]

    def uri_of(self, path: str) -> str:
        """Return the address of a port."""
        return f"serial://{quote(path, safe='/:')}?{self._query}".rstrip("?")

    def _present(self) -> list[str]:
        return [p for p in self._paths() if not p.startswith("/") or Path(p).exists()]


class Answering:
    """Looks whether a board answers at addresses that stay: the adapter on the bench.

    Args:
        opener: connects for the time of a block; while a pack is at work it is not asked.
        missed: so many times without an answer mean that the pack is gone.
    """

    def __init__(self, uris: Sequence[str], opener: Opener, *, missed: int = 2) -> None:
        self._uris, self._opener, self._missed = tuple(uris), opener, missed
        self._silent: dict[str, int] = {}

    async def __call__(self) -> list[str]:
        """Return the addresses where a board answers.

        Raises:
            UsageError: an address is wrong.
        """
        there = []
        for uri in self._uris:
            try:
                async with self._opener(uri):
                    self._silent[uri] = 0
            except UsageError:
                raise
            except MingtangError as error:
                _log.debug("%s: nobody yet: %s", uri, error)
                self._silent[uri] = self._silent.get(uri, self._missed) + 1
            if self._silent[uri] < self._missed:
                there.append(uri)
        return there
