"""What a settings file would do to a board: checked against what simulated boards really say."""

import asyncio
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType

import pytest

from mingtang_desk.device.sample import PackInfo
from mingtang_desk.device.settings_file import GoldenHead, SettingsDocument, sealed
from mingtang_desk.session.clock import SystemClock
from mingtang_desk.session.golden_checks import proposal_findings
from mingtang_desk.session.golden_files import shareable
from mingtang_desk.session.golden_plan import Accept, ApplyPlan, BoardNow, plan_apply
from mingtang_desk.session.opening import make_session
from mingtang_desk.sim.inprocess import SimPort
from mingtang_desk.sim.models import make_board

NOTHING = Accept()


def now_of(model: str) -> BoardNow:
    async def read() -> BoardNow:
        session = make_session(
            f"sim://{model}", clock=SystemClock(), boards=lambda name, _: SimPort(make_board(name))
        )
        await session.connect()
        try:
            reading = await session.read_settings()
            assert session.model.sample is not None
            return BoardNow(
                protocol=session.model.protocol,
                specs=session.model.settings_specs,
                reading=reading,
                info=session.model.sample.info,
            )
        finally:
            await session.close()

    return asyncio.run(read())


@pytest.fixture(scope="module")
def jbd() -> BoardNow:
    return now_of("jbd-13s")


@pytest.fixture(scope="module")
def mingtang() -> BoardNow:
    return now_of("mingtang-13s")


@pytest.fixture(scope="module")
def lfp() -> BoardNow:
    return now_of("jbd-16s-lfp")


def file(settings: dict[str, object], **changes: object) -> SettingsDocument:
    values: dict[str, object] = {"path": PurePath("f.json"), "settings": settings}
    return SettingsDocument(**{**values, **changes})  # type: ignore[arg-type]


def golden(settings: dict[str, object], **head: object) -> SettingsDocument:
    values: dict[str, object] = {"name": "house", **head}
    return sealed(file(settings), GoldenHead(**values))  # type: ignore[arg-type]


def keys(plan: ApplyPlan) -> list[tuple[str, str]]:
    return [(refusal.key, refusal.error.key) for refusal in plan.refusals]


def test_only_what_differs_is_sent(jbd: BoardNow) -> None:
    plan = plan_apply(file({"cell_ovp_v": 4.2, "cell_uvp_v": 2.75}), jbd, NOTHING)
    assert plan == ApplyPlan(changes={"cell_ovp_v": 4.2}, already={"cell_uvp_v": 2.75})


def test_everything_wrong_is_found_at_once(jbd: BoardNow) -> None:
    wrong = {
        "cell_ovp_v": 4250,
        "cell_uvp_v": "low",
        "no_such_key": 1,
        "cell_ovr_v": 4.1403,
        "scp_a": 100,
        "pack_ovp_v": [54],
        "cell_uvr_v": None,
        "balance_start_v": True,
        "chg_otp_c": 1e400,
    }
    plan = plan_apply(file(wrong), jbd, NOTHING)
    assert plan.changes == {}
    assert keys(plan) == [
        ("cell_ovp_v", "settings_other_unit"),
        ("cell_uvp_v", "wrong_type"),
        ("no_such_key", "setting_unknown"),
        ("cell_ovr_v", "not_on_step"),
        ("scp_a", "read_only_setting"),
        ("pack_ovp_v", "wrong_type"),
        ("cell_uvr_v", "wrong_type"),
        ("balance_start_v", "wrong_type"),
        ("chg_otp_c", "wrong_type"),
    ]
    first = plan.refusals[0].error
    assert "4.25 V was probably meant" in first.message
    assert "Write cell_ovp_v = 4.25" in first.hint
    for refusal in plan.refusals:
        assert refusal.key in refusal.error.message
        assert refusal.error.hint


def test_values_that_contradict_each_other_or_the_board(jbd: BoardNow) -> None:
    inside = plan_apply(file({"cell_ovp_v": 4.2, "cell_ovr_v": 4.2}), jbd, NOTHING)
    assert keys(inside) == [("cell_ovp_v, cell_ovr_v", "cross_check")]
    against = plan_apply(file({"cell_ovp_v": 4.15}), jbd, NOTHING)
    assert ("cell_ovp_v, cell_ovr_v", "cross_check") in keys(against)


def test_a_set_of_another_protocol_is_told_and_nothing_else(jbd: BoardNow) -> None:
    plan = plan_apply(file({"cell_ovp_v": 9}, protocol="mingtang"), jbd, NOTHING)
    assert keys(plan) == [("protocol", "settings_file_other")]


def test_a_set_for_other_boards(mingtang: BoardNow) -> None:
    ours = mingtang.info.model
    assert ours
    good = golden({"cell_ovp_v": 4.2}, boards=("X1", ours.upper()))
    assert keys(plan_apply(good, mingtang, NOTHING)) == []
    other = golden({"cell_ovp_v": 4.2}, boards=("X1", "X2"))
    assert keys(plan_apply(other, mingtang, NOTHING)) == [("boards", "settings_other_board")]
    nobody = replace(mingtang, info=PackInfo())
    assert keys(plan_apply(good, nobody, NOTHING)) == [("boards", "settings_other_board")]


def test_another_number_of_cells(jbd: BoardNow) -> None:
    for document in (file({"cell_count": 17}), golden({"cell_ovp_v": 4.2}, cells=17)):
        plan = plan_apply(document, jbd, NOTHING)
        assert keys(plan) == [("cell_count", "settings_other_cells")]
        assert "17" in plan.refusals[0].error.message
        assert "13" in plan.refusals[0].error.message
        # Accepted, it still has to agree with the limits of the pack that are on the board.
        told = keys(plan_apply(document, jbd, Accept(cells=True)))
        assert {key for _, key in told} <= {"cross_check"}


def test_another_chemistry_by_name_or_by_its_voltage(
    jbd: BoardNow, mingtang: BoardNow, lfp: BoardNow
) -> None:
    named = file({"chemistry": "lfp"})
    assert keys(plan_apply(named, mingtang, NOTHING)) == [("chemistry", "settings_other_chemistry")]
    told = keys(plan_apply(named, mingtang, Accept(chemistry=True)))
    assert {key for _, key in told} == {"cross_check"}  # its limits are those of the old cells
    head = golden({"cell_ovp_v": 4.2}, chemistry="lmo")
    assert keys(plan_apply(head, mingtang, NOTHING)) == [("chemistry", "settings_other_chemistry")]
    assert keys(plan_apply(head, jbd, NOTHING)) == []  # who does not say it, may be
    # A JBD board has no word for it; its over-voltage protection tells.
    too_high = file({"cell_ovp_v": 4.2, "cell_secondary_ovp_v": 4.3})
    assert keys(plan_apply(too_high, lfp, NOTHING)) == [("cell_ovp_v", "settings_other_chemistry")]
    assert keys(plan_apply(too_high, lfp, Accept(chemistry=True))) == []
    for volts, expected in ((2.9, 1), (3.65, 1), (4.35, 0), (0.5, 0), (9, 0)):
        plan = plan_apply(file({"cell_ovp_v": volts}), jbd, NOTHING)
        found = [key for _, key in keys(plan) if key == "settings_other_chemistry"]
        assert len(found) == expected, volts


def test_an_edited_golden_set(jbd: BoardNow) -> None:
    good = golden({"cell_ovp_v": 4.2})
    edited = replace(good, settings={"cell_ovp_v": 4.22})
    assert keys(plan_apply(good, jbd, NOTHING)) == []
    assert keys(plan_apply(edited, jbd, NOTHING)) == [("", "golden_edited")]
    assert plan_apply(edited, jbd, Accept(edited=True)).changes == {"cell_ovp_v": 4.22}


def test_codes_of_another_pack_stay_out_until_asked_for(jbd: BoardNow) -> None:
    own = file(dict(jbd.reading.values))
    assert "x_jbd_barcode" in plan_apply(own, jbd, NOTHING).already
    theirs = {**jbd.reading.values, "x_jbd_barcode": "BT9", "x_jbd_unique_id": "AA" * 12}
    plan = plan_apply(file({**theirs, "cell_ovp_v": 4.2}), jbd, NOTHING)
    assert plan.changes == {"cell_ovp_v": 4.2}
    assert {"x_jbd_barcode", "x_jbd_cycle_count", "x_jbd_short_raw"} <= set(plan.left_out)
    asked = plan_apply(file({"x_jbd_barcode": "BT9"}), jbd, Accept(identity=True))
    assert asked.changes == {"x_jbd_barcode": "BT9"}
    alone = plan_apply(file({"x_jbd_barcode": "BT9"}), jbd, NOTHING)
    assert keys(alone) == [("x_jbd_barcode", "settings_all_left_out")]


def test_a_proposal_leaves_out_what_the_board_lacks_and_never_raises_a_current(
    jbd: BoardNow,
) -> None:
    wanted = {
        "chemistry": "nmc",
        "board_otp_c": 70,
        "chg_ocp_1_a": 20,
        "dsg_ocp_1_a": 500,
        "cell_ovp_v": 4.2,
    }
    plan = plan_apply(file(dict(wanted), proposal=True), jbd, NOTHING)
    assert plan.changes == {"chg_ocp_1_a": 20.0, "cell_ovp_v": 4.2}
    assert plan.left_out == ("chemistry", "board_otp_c", "dsg_ocp_1_a")
    assert keys(plan_apply(file(dict(wanted)), jbd, NOTHING)) == [
        ("chemistry", "setting_unknown"),
        ("board_otp_c", "setting_unknown"),
        ("dsg_ocp_1_a", "settings_other_unit"),
    ]


def test_a_key_that_was_renamed_still_loads(jbd: BoardNow) -> None:
    spec = replace(jbd.specs["cell_ovp_v"], renamed_from=("old_ovp_v",))
    specs = MappingProxyType({**jbd.specs, "cell_ovp_v": spec})
    plan = plan_apply(file({"old_ovp_v": 4.2}), replace(jbd, specs=specs), NOTHING)
    assert plan.changes == {"cell_ovp_v": 4.2}


def test_what_was_read_may_be_shared_but_for_what_is_of_one_pack(jbd: BoardNow) -> None:
    kept, left = shareable(jbd.reading, jbd.specs)
    assert "cell_ovp_v" in kept
    assert {"x_jbd_barcode", "x_jbd_production_date", "scp_a", "x_jbd_short_raw"} <= set(left)
    assert set(kept) | set(left) == set(jbd.reading.values)
    assert plan_apply(file(kept), jbd, NOTHING).changes == {}


def test_findings_of_a_proposal(jbd: BoardNow) -> None:
    wrong = {"cell_ovp_v": 9.0, "cell_uvp_v": 3.1, "cell_uvr_v": 3.0, "unknown": 1}
    found = list(proposal_findings(wrong, jbd.specs))
    assert [keys for keys, _ in found] == [("cell_ovp_v",), ("cell_uvr_v", "cell_uvp_v")]
