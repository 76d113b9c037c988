"""Why values are old, in words: asleep, lost, refused and the rest are told apart everywhere."""

from __future__ import annotations

import pytest

from mingtang_desk.core.errors import (
    LinkLostError,
    LinkNotFoundError,
    LinkTimeoutError,
    MingtangError,
    RejectedError,
)
from mingtang_desk.device.model import LinkPhase, Mode, Topic
from mingtang_desk.device.sample import CounterReading
from mingtang_desk.ui.link_words import mode_words, state_words
from mingtang_desk.ui.panels.cells import CellsPanel
from mingtang_desk.ui.panels.status import StatusPanel
from mingtang_desk.ui.spec import PanelContext
from tests.ui.building import settle
from tests.ui.fakes import START, FakeClock, FakeHub, FakeSession, sample_13s

SILENT = LinkTimeoutError("no_answer", where="/dev/ttyS1", what="basic info", tries=3)
GARBAGE = LinkTimeoutError("only_garbage", where="/dev/ttyS1", what="basic info", tries=3)
LOST = LinkLostError("link_lost", where="/dev/ttyS1")
NO = RejectedError("rejected", code=0x80, what="basic info", meaning="locked")
RELEASED = LinkLostError("link_released", where="/dev/ttyS1")


def session_with(
    phase: LinkPhase, error: MingtangError | None, *, sample: bool = True, mode: Mode = Mode.LIVE
) -> FakeSession:
    session = FakeSession("serial:///dev/ttyS1", FakeClock(), mode=mode)
    if sample:
        session.live(sample_13s())
        session.model.clock.go(7)  # type: ignore[attr-defined]
    session.model.set_link(phase, error=error)
    return session


@pytest.mark.parametrize(
    ("phase", "error", "chip", "title", "hint"),
    [
        (LinkPhase.SILENT, SILENT, "NO ANSWER", "No answer, last values 7.0 s ago", "It may sleep"),
        (LinkPhase.SILENT, GARBAGE, "GARBLED", "Not understood, last values", "baud rate"),
        (LinkPhase.SILENT, NO, "REFUSED", "Refused, last values", "code 80: locked"),
        (LinkPhase.LOST, LOST, "LINK LOST", "Link lost, last values", "reconnects by itself"),
        (LinkPhase.OFFLINE, RELEASED, "RELEASED", "Released, last values", "Ctrl+R"),
        (LinkPhase.OFFLINE, None, "OFFLINE", "Not connected, last values", "is closed"),
        (LinkPhase.FAILED, LOST, "OFFLINE", "Connection failed, last values", "/dev/ttyS1"),
        (LinkPhase.CONNECTING, None, "CONNECTING", "Connecting…", "Last values 7.0 s ago"),
        (LinkPhase.LIVE, None, "WAITING", "Last values 7.0 s ago", "busy"),
    ],
)
def test_each_state_has_its_words(
    phase: LinkPhase, error: MingtangError | None, chip: str, title: str, hint: str
) -> None:
    session = session_with(phase, error)
    words = state_words(session.model, session.uri)
    assert words is not None
    assert mode_words(session.model).text == chip
    assert words.title.startswith(title)
    assert hint in words.hint


def test_no_two_reasons_say_the_same() -> None:
    silent: tuple[MingtangError, ...] = (SILENT, GARBAGE, NO)
    pairs: list[tuple[LinkPhase, MingtangError | None]]
    pairs = [(LinkPhase.SILENT, error) for error in silent]
    pairs += [(LinkPhase.LOST, LOST), (LinkPhase.OFFLINE, RELEASED), (LinkPhase.OFFLINE, None)]
    titles, chips = set[str](), set[str]()
    for phase, error in pairs:
        session = session_with(phase, error)
        words = state_words(session.model, session.uri)
        assert words is not None
        titles.add(words.title)
        chips.add(mode_words(session.model).text)
    assert len(titles) == len(chips) == len(pairs)


def test_a_recording_has_a_gap_or_was_closed() -> None:
    gap = session_with(LinkPhase.LIVE, None, mode=Mode.REPLAY)
    ended = session_with(LinkPhase.OFFLINE, None, mode=Mode.REPLAY)
    assert mode_words(gap.model) == ("REPLAY", "replay")
    words = state_words(gap.model, gap.uri)
    assert words is not None
    assert words.title.startswith("Nothing was recorded here")
    assert mode_words(ended.model) == ("ENDED", "muted")
    words = state_words(ended.model, ended.uri)
    assert words is not None
    assert words.title.startswith("End of the recording")


@pytest.mark.parametrize(
    ("phase", "error", "title"),
    [
        (LinkPhase.LIVE, None, "Waiting for the first values…"),
        (LinkPhase.SILENT, None, "No answer"),
        (LinkPhase.OFFLINE, None, "Not connected"),
        (LinkPhase.CONNECTING, None, "Connecting…"),
        (LinkPhase.FAILED, LinkNotFoundError("port_missing", where="x", known="ttyS1"), ""),
    ],
)
def test_without_a_value_there_is_no_age(
    phase: LinkPhase, error: MingtangError | None, title: str
) -> None:
    session = session_with(phase, error, sample=False)
    words = state_words(session.model, session.uri)
    assert words is not None
    assert words.title.startswith(title or error.message if error else title)
    assert "last values" not in f"{words.title} {words.hint}".lower()


def test_nothing_looks_live_that_is_not(context: PanelContext, hub: FakeHub) -> None:
    status, cells = StatusPanel(context), CellsPanel(context)
    session = hub.add("serial:///dev/ttyS1")
    session.identify("one")
    session.live(sample_13s())
    session.model.apply_counters(CounterReading(time=START, values={}))
    for panel in (status, cells):
        panel.show()
    settle()

    def look() -> tuple[set[str], bool, str, str]:
        for panel in (status, cells):
            panel.refresh(frozenset((Topic.LINK,)))
        tokens = {row.token for row in status._found.values()}
        return tokens, cells.grid.view.stale, status.banner._title.text(), cells.legend.signs

    assert look() == ({"text", "warn_text", "muted"}, False, "", "▲▼≈!")
    hub.clock.go(3.0)
    assert not look()[1]
    hub.clock.go(0.1)
    assert look() == ({"muted"}, True, "Last values 3.1 s ago", "▲▼≈!▨")
    session.model.set_link(LinkPhase.SILENT, error=SILENT)
    hub.clock.go(1.0)
    assert look()[2] == "No answer, last values 4.1 s ago"
    hub.clock.go(1.0)
    assert look()[2] == "No answer, last values 5.1 s ago"
    hub.clock.go(70.0)
    assert look()[2] == "No answer, last values 1 min 15 s ago"
    session.live(sample_13s())
    assert look()[1:] == (False, "", "▲▼≈!")
    session.model.set_link(LinkPhase.LOST, error=LOST)  # no third poll is waited for
    assert look()[1]
    for panel in (status, cells):
        panel.stop()
