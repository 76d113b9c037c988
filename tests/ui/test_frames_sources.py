"""Where rows come from: a live simulated board, a recording as it plays, Modbus in words."""

from __future__ import annotations

from pathlib import Path

import pytest

from mingtang_desk.session.frames import RowKind
from mingtang_desk.session.replay_session import ReplaySession
from mingtang_desk.ui.frames import source as sources
from mingtang_desk.ui.frames.decode import Teller
from mingtang_desk.ui.frames.source import FileSource, Source, source_of
from mingtang_desk.ui.frames.typed import parse
from tests.session.test_hub import make_hub
from tests.ui.conftest import until

CAPTURE = Path(__file__).parents[1] / "protocols" / "jbd" / "captures" / "synthetic-13s.jsonl"


def data_of(source: Source) -> list[bytes]:
    return [line.row.data for line in source.lines]


@pytest.mark.asyncio
async def test_a_recording_as_it_plays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    hub = make_hub(tmp_path)
    session = await hub.open(f"replay://{CAPTURE}?speed=max")
    assert isinstance(session, ReplaySession)
    await until(lambda: session.ended)
    source = source_of(hub, session)
    whole = FileSource(CAPTURE)
    assert data_of(source) == data_of(whole)
    assert source.lines[0].time == session.player.header.started
    version = source.version
    session.set_playing(False)
    session.wind(0.0)
    source.tick()
    assert source.version > version
    assert len(source.lines) < len(whole.lines)
    monkeypatch.setattr(sources, "_MOST", 4)
    session.wind(session.duration_s)
    source.tick()
    assert 0 < len(source.lines) <= 4
    await hub.close_all()
    source.tick()
    assert source.lines


@pytest.mark.asyncio
async def test_modbus_in_words_and_by_hand(tmp_path: Path) -> None:
    hub = make_hub(tmp_path)
    hub.set_writing(True)
    session = await hub.open("sim://mingtang-13s?protocol=mingtang", poll_s=60)
    source = source_of(hub, session)
    teller = Teller(source.driver, session.model.settings_specs, session.uri.options)
    await session.read_settings()
    await hub.write_settings(session, {"cell_ovp_v": 4.2})
    told = [teller.words(line.row) for line in source.lines]
    assert any(text.startswith("Registers 0x0000 to") and "47.18 V" in text for text in told)
    assert "Write register 0x2204: Cell over-voltage protection 4.200 V" in told
    assert "Register 0x2204: written" in told
    assert {line.row.kind for line in source.lines} == {RowKind.GOOD}
    typed = parse("read holding 0 29", teller, seal=True)
    assert typed.reads
    reply = await hub.send_raw(session, typed.data)
    assert len(reply.frames[0].payload) == 59
    settings = next(
        line.row for line in source.lines if "Number of cells 13" in teller.words(line.row)
    )
    fields = {part.name: part.value for part in teller.parts(settings)}
    assert fields["Cell over-voltage protection"] == "4.250 V"
    covered = b"".join(part.data for part in teller.parts(settings))
    assert covered == settings.data
    before = len(source.lines)
    source.close()
    await session.read_sample()
    assert len(source.lines) == before
    await hub.close_all()
