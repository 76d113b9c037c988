"""Questions with their answers, and the polls among them, as `ReplayRunner` finds them."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mingtang_desk.device.sample import PackInfo, PackSample, SampleQuality
from mingtang_desk.interfaces.driver import Driver, Frame
from mingtang_desk.session.batch_frames import Bytes, Ints
from mingtang_desk.session.batch_heard import Heard
from mingtang_desk.session.replay import CYCLE_GAP_S, STALL_S, usual_first

_STEP = 256
_NOW = datetime(2000, 1, 1, tzinfo=UTC)


class Polls(NamedTuple):
    """Whole polls: the last unit of each, and by question the units that answer it."""

    done: Ints
    answers: Mapping[int, Ints]


class _Part(NamedTuple):
    poll: bool
    beside: bool
    named: bool


class _Rows(NamedTuple):
    """Units that may belong to a poll: which, their question, whether one begins, a refusal."""

    units: Ints
    key: Ints
    pause: NDArray[np.bool_]
    refused: NDArray[np.bool_]


class Units:
    """What is decoded as one: a frame, with its request before it where the driver needs that.

    Attributes:
        t: when it came; key: number of its question; answer, request: indices of its frames, -1 =
            none; status: verdict of the board, 0 = fine.
        questions: the bytes (or the command) of each question.
    """

    def __init__(self, heard: Heard, driver: Driver, times: NDArray[np.float64]) -> None:
        self._heard, self._driver = heard, driver
        at = times[heard.entry] if len(heard.entry) else np.zeros(0)
        if driver.paired:
            self._pair(heard, at)
        else:
            self._single(heard, at)
        self.parts = self._find_parts()

    def _single(self, heard: Heard, at: NDArray[np.float64]) -> None:
        count = len(heard.entry)
        self.answer = np.arange(count)
        self.request = np.full(count, -1)
        head = gather(heard, self.answer, 3)
        self.key = head[:, 1].astype(np.int64) + np.where(heard.sent, 256, 0)
        self.status = head[:, 2].astype(np.int64)
        self.sent = heard.sent
        self.t, self.begun = at, _begun(heard.sent, at)[self.answer]
        self.questions: dict[int, bytes] = {}

    def _pair(self, heard: Heard, at: NDArray[np.float64]) -> None:
        index = np.arange(len(heard.entry))
        asked = np.maximum.accumulate(np.where(heard.sent, index, -1)) if len(index) else index
        answers = np.flatnonzero(~heard.sent & (asked >= 0))
        first = np.concatenate([[True], np.diff(asked[answers]) != 0])[: len(answers)]
        self.answer = answers[first]  # a second reply to the same request belongs to nobody
        self.request = asked[self.answer]
        numbers: dict[bytes, int] = {}
        keys = [
            numbers.setdefault(heard.tx[low:high], len(numbers))
            for low, high in zip(
                heard.start[self.request].tolist(), heard.end[self.request].tolist(), strict=True
            )
        ]
        self.key = np.array(keys, np.int64)
        self.questions = {number: raw for raw, number in numbers.items()}
        data = gather(heard, self.answer, 3)
        failed = data[:, 1] & 0x80 != 0
        self.status = np.where(failed, np.where(data[:, 2] == 0, 0xFF, data[:, 2]), 0)
        self.sent = np.zeros(len(self.answer), np.bool_)
        self.t, self.begun = at[self.answer], _begun(heard.sent, at)[self.answer]

    def frames(self, unit: int) -> list[tuple[str, Frame]]:
        """Return the frames of a unit, as drivers take them."""
        indices = [int(self.request[unit]), int(self.answer[unit])]
        return [
            ("tx" if self._heard.sent[index] else "rx", self._frame(index))
            for index in indices
            if index >= 0
        ]

    def _frame(self, index: int) -> Frame:
        framer = self._driver.framer()
        raw = self._heard.raw(index)
        return (framer.feed(raw) + framer.flush())[0]

    def _find_parts(self) -> dict[int, _Part]:
        """Look at the first good answer to each question."""
        good = np.flatnonzero((self.status == 0) & ~self.sent)
        first_of = np.full(int(self.key.max(initial=0)) + 1, -1)
        first_of[self.key[good][::-1]] = good[::-1]
        parts = {}
        for key in np.flatnonzero(first_of >= 0).tolist():
            first = int(first_of[key])
            decoded = self._driver.decode(self.frames(first), _NOW)
            poll = decoded.sample is not None and _measures(decoded.sample)
            beside = bool(decoded.settings) or decoded.stats is not None
            parts[key] = _Part(poll, beside, bool(decoded.info) and not poll)
        return parts

    def context_keys(self, poll: frozenset[int]) -> list[int]:
        """Return the questions beside a poll whose answers are decoded along with it."""
        if not self._driver.paired:
            keys = np.flatnonzero(np.bincount(self.key[~self.sent])).tolist()
            return [key for key in keys if key not in poll and self._is_context(key)]
        return [
            key
            for key, part in self.parts.items()
            if key not in poll and (part.poll or part.named or not part.beside)
        ]

    def _is_context(self, key: int) -> bool:
        return self._driver.context(Frame(b"", key, 0, b""))

    def polls(self) -> Polls:
        """Return the polls that are whole."""
        chosen = np.array([key for key, part in self.parts.items() if part.poll], np.int64)
        rows = self._rows(np.flatnonzero(np.isin(self.key, chosen)))
        self.poll = _usual(rows)
        # A question is polled or it is not, also where the board says no to it.
        polled = np.flatnonzero(np.isin(self.key, np.array(sorted(self.poll), np.int64)))
        rows = self._rows(polled)
        opens = usual_first(rows.key[rows.pause].tolist())
        if opens is not None:
            rows = self._rows(polled, STALL_S)
            rows = rows._replace(pause=rows.pause | (rows.key == opens))
        return _whole(rows, np.array(sorted(self.poll), np.int64))

    def _rows(self, index: Ints, idle_s: float = CYCLE_GAP_S) -> _Rows:
        before = np.concatenate([[0.0], self.t[index][:-1]])[: len(index)]
        pause = self.begun[index] - before > idle_s
        return _Rows(index, self.key[index], pause, self.status[index] != 0)


def _usual(rows: _Rows) -> frozenset[int]:
    """Return the questions of a poll: the set asked most often, the larger of two."""
    polls: Counter[frozenset[int]] = Counter()
    keys, pauses = rows.key.tolist(), rows.pause.tolist()
    at, count = 0, len(keys)
    while at < count:
        seen = {keys[at]}
        end = at + 1
        while end < count and keys[end] not in seen and not pauses[end]:
            seen.add(keys[end])
            end += 1
        # What repeats is counted at once: most recordings are the same poll, thousands of times.
        # The last time it may go on, so that one is looked at by itself.
        times = max(1, (_repeats(rows, at, end - at) - at) // (end - at) - 1)
        polls[frozenset(seen)] += times
        at += times * (end - at)
    return max(polls, key=lambda poll: (polls[poll], len(poll)), default=frozenset())


def _repeats(rows: _Rows, start: int, period: int) -> int:
    """Return up to where questions and pauses repeat themselves with this period."""
    at, step = start + period, _STEP
    while at < len(rows.key):
        end = min(at + step, len(rows.key))
        now, before = slice(at, end), slice(at - period, end - period)
        other = rows.key[now] != rows.key[before]
        # The first one of all has nothing to pause from, and a pause within a poll ends it.
        other |= rows.pause[now] != rows.pause[before]
        if other.any():
            return at + int(np.argmax(other))
        at, step = end, step * 4
    return len(rows.key)


def _whole(rows: _Rows, poll: Ints) -> Polls:
    """Return the polls of which every part was answered in one go."""
    size, count = len(poll), len(rows.key)
    if not size or count < size:
        return Polls(np.zeros(0, np.int64), dict.fromkeys(poll.tolist(), np.zeros(0, np.int64)))
    windows = np.lib.stride_tricks.sliding_window_view(rows.key, size)
    full = (np.sort(windows, axis=1) == poll).all(axis=1)
    breaks = np.concatenate([[0], np.cumsum(rows.pause | rows.refused)])
    full &= breaks[size:] == breaks[1 : count - size + 2]
    full &= ~rows.refused[: count - size + 1]
    starts = np.array(_starts(rows, full, size), np.int64)
    order = np.argsort(windows[starts], axis=1)
    units = rows.units[starts[:, None] + order]
    answers = {key: units[:, column] for column, key in enumerate(poll.tolist())}
    return Polls(rows.units[starts + size - 1], answers)


def _starts(rows: _Rows, full: NDArray[np.bool_], size: int) -> list[int]:
    """Return where whole polls begin: each right behind the one before, or where a new one does."""
    found: list[int] = []
    at, count = 0, len(rows.key)
    while at < count:
        if at < len(full) and full[at]:
            run = full[at::size]
            times = len(run) if run.all() else int(np.argmin(run))
            found += range(at, at + times * size, size)
            at += times * size
        elif rows.refused[at]:
            at += 1
        else:
            at = _next_start(rows, at)
    return found


def _next_start(rows: _Rows, start: int) -> int:
    """Return where a poll begins that ends this one, which is not whole."""
    seen = {int(rows.key[start])}
    at = start + 1
    while at < len(rows.key):
        key = int(rows.key[at])
        if rows.refused[at] or rows.pause[at] or key in seen:
            return at
        seen.add(key)
        at += 1
    return at


def _begun(sent: NDArray[np.bool_], at: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return for each frame when its question was asked first since the reply before it."""
    index = np.arange(len(sent))
    starts = sent & np.concatenate([[True], ~sent[:-1]])[: len(sent)]
    run = np.maximum.accumulate(np.where(starts, index, -1)) if len(index) else index
    before = np.concatenate([[False], sent[:-1]])[: len(sent)]
    return np.asarray(np.where(~sent & before, at[np.maximum(run, 0)], at))


def gather(heard: Heard, index: Ints, size: int) -> Bytes:
    """Return the first bytes of frames, shape (frames, size)."""
    out = np.zeros((len(index), size), np.uint8)
    for sent, data in ((False, heard.rx), (True, heard.tx)):
        mine = heard.sent[index] == sent
        array = np.frombuffer(data, np.uint8)
        if mine.any():
            out[mine] = array[heard.start[index][mine][:, None] + np.arange(size)]
    return out


def _measures(sample: PackSample) -> bool:
    """Return whether a sample tells more than who it is."""
    named = replace(
        sample, device_id=None, info=PackInfo(), quality=SampleQuality(), raw={}, extras={}
    )
    return named != PackSample(time=sample.time, protocol=sample.protocol)
