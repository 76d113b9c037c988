"""Writes over bad lines to bad boards: what is said of a field is what the board has kept."""

import asyncio
import os
import random
from collections import Counter
from collections.abc import Mapping

import pytest

from mingtang_desk.core.errors import MingtangError
from mingtang_desk.device.settings import SettingValue
from mingtang_desk.device.transaction import WriteResult
from mingtang_desk.sim.faults import Faults
from tests.session.fakes import FakeJournal
from tests.session.instant import DRIVERS, Plug, desk, disagreement, run

MODELS = ("jbd-13s", "mingtang-17s")
LONG = os.environ.get("MINGTANG_FUZZ") == "long"
SESSIONS = 1000 if LONG else 60
SEEDS = 200 if LONG else 8

FIELDS = (
    "cell_ovp_v",
    "cell_ovr_v",
    "cell_uvp_v",
    "cell_uvr_v",
    "pack_ovp_v",
    "pack_ovr_v",
    "pack_uvp_v",
    "pack_uvr_v",
    "chg_otp_c",
    "chg_otr_c",
    "dsg_otp_c",
    "dsg_otr_c",
)


def changes_of(
    rng: random.Random, kept: Mapping[str, float], count: int
) -> dict[str, SettingValue]:
    """A few fields moved a little, all pairs kept in order."""
    steps = {"v": 0.01, "c": 1.0}
    found: dict[str, SettingValue] = {}
    for key in rng.sample(FIELDS, count):
        step = steps[key[-1]]
        inward = -1 if "ovp" in key or "otp" in key or "uvr" in key else 1
        size = rng.randint(1, 3) * step * (inward if rng.random() < 0.5 else -inward)
        found[key] = round(kept[key] + size, 3)
    return found


async def _written(model: str, seed: int) -> tuple[WriteResult, Plug, dict[str, set[str]]]:
    rng = random.Random(seed)
    plug = Plug(model, seed)
    keys = rng.sample(FIELDS, 10)
    bad = {"clamped": set(keys[:3]), "refused": set(keys[3:5]), "applied": set(keys[5:])}
    sizes = {"cell": 0.04, "pack": 0.4, "chg_": 4.0, "dsg_": 4.0}
    wanted: dict[str, SettingValue] = {
        key: round(plug.kept[key] + sizes[key[:4]] * (1 if "_uv" in key else -1), 3) for key in keys
    }
    async with desk(plug, FakeJournal(), driver=DRIVERS[model]) as session:
        await session.connect()
        plug.fail(
            Faults(lost=0.2, clamp=frozenset(bad["clamped"]), refuse=frozenset(bad["refused"]))
        )
        result = await session.write_settings(wanted, who="me")
    return result, plug, bad


@pytest.mark.parametrize("model", MODELS)
def test_every_field_ends_right_with_a_fifth_of_the_frames_lost(model: str) -> None:
    for seed in range(SEEDS):
        result, plug, bad = run(_written(model, seed))
        ended: dict[str, set[str]] = {"clamped": set(), "refused": set(), "applied": set()}
        for key, field in result.fields.items():
            ended.setdefault(field.state.value, set()).add(key)
        assert ended == bad, seed
        assert not disagreement(plug, result.fields), seed


def faults_of(rng: random.Random) -> Faults:
    """A line and a board with a few things wrong."""
    keys = rng.sample(FIELDS, 4)
    return Faults(
        lost=rng.choice((0.0, 0.1, 0.3)),
        damage=rng.choice((0.0, 0.1)),
        repeat=rng.choice((0.0, 0.3)),
        late_s=rng.choice((0.0, 0.0, 0.4, 1.4)),
        clamp=frozenset(keys[:1] if rng.random() < 0.5 else ()),
        refuse=frozenset(keys[1:2] if rng.random() < 0.5 else ()),
        nak=frozenset(keys[2:3] if rng.random() < 0.3 else ()),
    )


async def _fuzzed(seed: int, ends: Counter[str]) -> list[str]:
    """Write and undo on a bad line that falls, with a board whose power goes; then reconnect."""
    rng = random.Random(seed)
    model = rng.choice(MODELS)
    plug, journal = Plug(model, seed), FakeJournal()
    wrong: list[str] = []
    for _ in range(2):  # the desk is started twice
        plug.mend()
        async with desk(plug, journal, driver=DRIVERS[model]) as session:
            await session.connect()
            for _ in range(rng.randint(1, 3)):
                await asyncio.sleep(rng.choice((0.0, 90.0)))
                plug.fail(faults_of(rng))
                plug.dark_s = rng.choice((0.0, 2.0, 60.0))
                if rng.random() < 0.5:
                    plug.cut_power_after = rng.randint(1, 1400)
                elif rng.random() < 0.5:
                    plug.cut_line_after = rng.randint(1, 1400)
                work = rng.choice(("write", "write", "write", "undo", "resume", "roll back"))
                try:
                    if work == "write":
                        wanted = changes_of(rng, plug.kept, rng.randint(1, 8))
                        result = await session.write_settings(wanted, who="me")
                    elif work == "undo":
                        result = await session.undo_last(who="me")
                    elif work == "resume":
                        result = await session.resume_write(who="me")
                    else:
                        result = await session.roll_back(who="me")
                except MingtangError as error:
                    ends[error.key] += 1
                else:
                    ends.update(field.state.value for field in result.fields.values())
                    wrong += disagreement(plug, result.fields)
    plug.mend()
    async with desk(plug, journal, driver=DRIVERS[model]) as session:
        await session.connect()
    if journal.entries:
        wrong += disagreement(plug, journal.entries[-1].fields)
        assert all(entry.closed is not None for entry in journal.entries[-1:])
    return wrong


def test_what_is_said_of_a_field_is_what_the_board_keeps() -> None:
    ends: Counter[str] = Counter()
    for seed in range(SESSIONS):
        assert not run(_fuzzed(seed, ends)), seed
    print(dict(ends))  # noqa: T201
    assert ends["applied"] > SESSIONS
    assert {"clamped", "refused", "unknown"} <= set(ends), "the faults really happened"
