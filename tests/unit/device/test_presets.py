"""What follows from a cell for a pack."""

import pytest

from mingtang_desk.core.errors import OutOfRangeError
from mingtang_desk.device.presets import CellPreset, SetPreset, for_pack, of_set

CELL = CellPreset(
    key="c",
    maker="Maker",
    model="M1",
    chemistry="nmc",
    capacity_ah=3.4,
    charge_v=4.25,
    cutoff_v=2.5,
    charge_a=3.395,
    discharge_a=10.0,
    charge_c=(0, 45),
    discharge_c=(-20, 60),
    source="sheet",
    note="n",
)


def test_a_pack_of_thirteen_times_four() -> None:
    made = for_pack(CELL, 13, 4)
    assert made.label == "Maker M1 13S4P"
    assert (made.chemistry, made.cells, made.source, made.note) == ("nmc", 13, "sheet", "n")
    assert made.settings == {
        "nominal_ah": 13.6,
        "cell_count": 13,
        "chemistry": "nmc",
        "cell_ovp_v": 4.25,
        "cell_ovr_v": 4.15,
        "cell_uvp_v": 2.6,
        "cell_uvr_v": 2.9,
        "pack_ovp_v": 55.25,
        "pack_ovr_v": 53.95,
        "pack_uvp_v": 33.8,
        "pack_uvr_v": 37.7,
        "chg_otp_c": 45.0,
        "chg_otr_c": 40.0,
        "chg_utp_c": 0.0,
        "chg_utr_c": 5.0,
        "dsg_otp_c": 60.0,
        "dsg_otr_c": 55.0,
        "dsg_utp_c": -20.0,
        "dsg_utr_c": -15.0,
        "chg_ocp_1_a": 13.5,  # never above what the cells allow: 13.58
        "dsg_ocp_1_a": 40.0,
    }


def test_what_the_sheet_does_not_say_does_not_follow() -> None:
    bare = CellPreset(
        key="c",
        maker="M",
        model="1",
        chemistry="lfp",
        source="s",
        capacity_ah=280,
        charge_v=3.65,
        cutoff_v=2.5,
    )
    assert not {key for key in for_pack(bare, 16).settings if key[:3] in ("chg", "dsg")}


@pytest.mark.parametrize(("series", "parallel"), [(0, 1), (49, 1), (13, 0), (13, 1001), (-1, 1)])
def test_no_pack_is_built_so(series: int, parallel: int) -> None:
    with pytest.raises(OutOfRangeError, match="no pack is built so"):
        for_pack(CELL, series, parallel)


def test_a_published_set_is_as_it_was_published() -> None:
    made = of_set(
        SetPreset(
            key="k", label="L", chemistry="nmc", cells=17, source="s", settings={"cell_count": 17}
        )
    )
    assert (made.label, made.cells, made.settings) == ("L", 17, {"cell_count": 17})
