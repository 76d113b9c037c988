"""Sets that sane boards have, each with where it comes from; "synthetic" where it was made up.

Vendor defaults as the public documents and drivers of docs/protocols name them, completed where
they are silent (which the row says). None of them may give an error.
"""

from mingtang_desk.device.settings import SettingValue

type Set = dict[str, SettingValue]

MANUAL_17S: Set = {
    **{"nominal_ah": 50, "cell_count": 17, "chemistry": "nmc"},
    **{"cell_ovp_v": 4.25, "cell_ovr_v": 4.15, "cell_uvp_v": 2.75, "cell_uvr_v": 3.0},
    **{"cell_delta_protect_v": 1.0, "pack_ovp_v": 71.75, "pack_ovr_v": 69.7, "pack_uvp_v": 47.6},
    **{"pack_uvr_v": 52.7, "secondary_ovp_v": 72.25, "secondary_uvp_v": 45.9},
    **{"board_otp_c": 75, "board_otr_c": 60, "board_utp_c": -20, "board_utr_c": -15},
    **{"chg_otp_c": 60, "chg_otr_c": 50, "chg_utp_c": -5, "chg_utr_c": 0},
    **{"dsg_otp_c": 65, "dsg_otr_c": 55, "dsg_utp_c": -20, "dsg_utr_c": -15},
    **{"chg_ocp_1_a": 49, "chg_ocp_1_delay_s": 10, "chg_ocp_1_recovery_s": 30},
    **{"chg_ocp_2_a": 38, "chg_ocp_2_delay_s": 30, "chg_ocp_2_recovery_s": 30},
    **{"chg_ocp_3_a": 27, "chg_ocp_3_delay_s": 120, "chg_ocp_3_recovery_s": 30},
}
"""The set printed in the manual (CONTRACT.md section 4), without its read-only rated current."""


def _cells(ovp: float, ovr: float, uvp: float, uvr: float) -> Set:
    return {"cell_ovp_v": ovp, "cell_ovr_v": ovr, "cell_uvp_v": uvp, "cell_uvr_v": uvr}


def _pack(ovp: float, ovr: float, uvp: float, uvr: float) -> Set:
    return {"pack_ovp_v": ovp, "pack_ovr_v": ovr, "pack_uvp_v": uvp, "pack_uvr_v": uvr}


def _heat(scope: str, otp: float, otr: float, utp: float, utr: float) -> Set:
    return {
        **{f"{scope}_otp_c": otp, f"{scope}_otr_c": otr},
        **{f"{scope}_utp_c": utp, f"{scope}_utr_c": utr},
    }


def _jbd(count: int, ah: float) -> Set:
    return {
        **{"cell_count": count, "nominal_ah": ah, "full_ah": ah},
        **_heat("chg", 65, 55, -5, 0),
        **_heat("dsg", 70, 60, -20, -10),
        **{"cell_ovp_delay_s": 2, "cell_uvp_delay_s": 2, "pack_ovp_delay_s": 2},
        **{"pack_uvp_delay_s": 2, "chg_otp_delay_s": 2, "dsg_otp_delay_s": 2},
        **{"chg_ocp_1_delay_s": 10, "chg_ocp_1_recovery_s": 32},
        **{"dsg_ocp_1_delay_s": 10, "dsg_ocp_1_recovery_s": 32},
        "balance_delta_v": 0.015,
    }


SANE: dict[str, Set] = {
    # CONTRACT.md section 4, the manual's own
    "manual_17s": MANUAL_17S,
    "manual_17s_with_rating": {**MANUAL_17S, "rated_current_a": 45},
    # JBD: registers as in the vendor's protocol document V11 and the exported sets of bms-tools;
    # levels and temperatures as those boards ship, texts left out
    "jbd_lfp_4s": {
        **_jbd(4, 100),
        **_cells(3.65, 3.55, 2.5, 2.7),
        **_pack(14.6, 14.2, 10.0, 10.8),
        **{"chg_ocp_1_a": 120, "dsg_ocp_1_a": 120, "balance_start_v": 3.4},
        **{"cell_secondary_ovp_v": 3.8, "cell_secondary_uvp_v": 2.0, "x_jbd_shunt_mohm": 0.25},
        **{"x_jbd_cell_full_v": 3.5, "x_jbd_cell_80_pct_v": 3.34, "x_jbd_cell_60_pct_v": 3.3},
        **{"x_jbd_cell_40_pct_v": 3.28, "x_jbd_cell_20_pct_v": 3.22, "x_jbd_cell_empty_v": 2.8},
    },
    "jbd_lfp_8s": {
        **_jbd(8, 50),
        **_cells(3.75, 3.6, 2.2, 2.6),
        **_pack(29.2, 28.4, 20.0, 22.4),
        **{"chg_ocp_1_a": 50, "dsg_ocp_1_a": 100, "balance_start_v": 3.3},
    },
    "jbd_lfp_16s": {
        **_jbd(16, 280),
        **_cells(3.65, 3.5, 2.5, 2.9),
        **_pack(57.6, 55.2, 41.6, 48.0),
        **{"chg_ocp_1_a": 120, "dsg_ocp_1_a": 160, "balance_start_v": 3.4},
    },
    "jbd_lfp_24s": {
        **_jbd(24, 100),
        **_cells(3.75, 3.55, 2.0, 2.5),
        **_pack(86.4, 82.8, 57.6, 67.2),
        **{"chg_ocp_1_a": 60, "dsg_ocp_1_a": 100, "balance_start_v": 3.35},
    },
    "jbd_nmc_10s": {
        **_jbd(10, 20),
        **_cells(4.25, 4.15, 2.7, 3.0),
        **_pack(42.5, 41.5, 27.0, 30.0),
        **{"chg_ocp_1_a": 20, "dsg_ocp_1_a": 30, "balance_start_v": 4.0},
    },
    "jbd_nmc_13s_without_chemistry": {
        **_jbd(13, 50),
        **_cells(4.28, 4.18, 2.8, 3.0),
        **_pack(55.25, 53.3, 36.4, 39.0),
        **{"chg_ocp_1_a": 30, "dsg_ocp_1_a": 60, "balance_start_v": 3.9},
        **{"cell_secondary_ovp_v": 4.35, "cell_secondary_uvp_v": 2.5},
        **{"dsg_ocp_2_a": 94, "dsg_ocp_2_delay_s": 0.32, "scp_a": 200, "scp_delay_us": 400},
        "x_jbd_shunt_mohm": 1.0,
    },
    "jbd_nmc_20s": {
        **_jbd(20, 40),
        **_cells(4.2, 4.1, 2.8, 3.1),
        **_pack(84.0, 82.0, 56.0, 62.0),
        **{"chg_ocp_1_a": 20, "dsg_ocp_1_a": 60, "balance_start_v": 3.8, "chemistry": "nmc"},
    },
    # JK: example device of esphome-jk-bms (14S), 0.01 V balancing; its charge limit of -20 °C is
    # what no data sheet of NMC allows, and left at the document's 0 °C of newer boards
    "jk_nmc_14s": {
        **{"chemistry": "nmc", "cell_count": 14, "nominal_ah": 120},
        **_cells(4.2, 4.1, 2.9, 3.2),
        **{"balance_start_v": 3.0, "balance_delta_v": 0.01},
        **{"chg_ocp_1_a": 25, "chg_ocp_1_delay_s": 30, "chg_ocp_1_recovery_s": 60},
        **{"dsg_ocp_1_a": 120, "dsg_ocp_1_delay_s": 300, "dsg_ocp_1_recovery_s": 60},
        **{"scp_delay_us": 1500, "scp_recovery_s": 60},
        **_heat("chg", 70, 60, 0, 5),
        **{"dsg_otp_c": 70, "dsg_otr_c": 60, "mos_otp_c": 100, "mos_otr_c": 80},
    },
    # JK: LFP preset of the same boards; balancing from 3.4 V as their users are told to set it
    "jk_lfp_16s": {
        **{"chemistry": "lfp", "cell_count": 16, "nominal_ah": 280},
        **_cells(3.6, 3.4, 2.6, 2.65),
        **{"balance_start_v": 3.4, "balance_delta_v": 0.005},
        **{"chg_ocp_1_a": 100, "chg_ocp_1_delay_s": 30, "chg_ocp_1_recovery_s": 60},
        **{"dsg_ocp_1_a": 150, "dsg_ocp_1_delay_s": 300, "dsg_ocp_1_recovery_s": 60},
        **_heat("chg", 70, 60, -10, 0),
    },
    # Seplos V3 register map (SPA block), values of its vendor table; delays in its units
    "seplos_lfp_16s": {
        **{"cell_count": 16, "nominal_ah": 280, "full_ah": 280},
        **_cells(3.65, 3.5, 2.7, 2.9),
        **_pack(57.6, 54.0, 43.2, 48.0),
        "cell_delta_protect_v": 0.5,
        **{"chg_ocp_1_a": 160, "chg_ocp_1_delay_s": 10, "chg_ocp_2_a": 210},
        "chg_ocp_2_delay_s": 0.3,
        **{"dsg_ocp_1_a": 205, "dsg_ocp_1_delay_s": 10, "dsg_ocp_2_a": 305},
        **{"dsg_ocp_2_delay_s": 0.3, "scp_a": 500, "scp_delay_us": 300},
        **_heat("chg", 65, 60, -10, 0),
        **_heat("dsg", 65, 60, -20, -10),
        **_heat("board", 70, 65, -20, -10),
        **{"mos_otp_c": 115, "mos_otr_c": 85, "balance_start_v": 3.4, "balance_delta_v": 0.03},
        "rated_current_a": 200,
    },
    # Pace v25 (16S rack boards): reads of the settings commands in docs of that family
    "pace_lfp_15s": {
        **{"cell_count": 15, "chemistry": "lfp"},
        **_cells(3.7, 3.38, 2.7, 2.9),
        **_pack(54.75, 50.7, 40.5, 43.5),
        **{"chg_ocp_1_a": 110, "chg_ocp_1_delay_s": 1, "dsg_ocp_1_a": 110},
        **{"dsg_ocp_1_delay_s": 1, "dsg_ocp_2_a": 150, "dsg_ocp_2_delay_s": 0.1},
        **_heat("chg", 65, 60, -10, 0),
        **_heat("dsg", 70, 65, -20, -10),
    },
    # Daly: level 2 of the D2 register map; no recovery values exist, SOC and switches left out
    "daly_lfp_16s": {
        **{"chemistry": "lfp", "cell_count": 16, "nominal_ah": 100},
        **{"cell_ovp_v": 3.75, "cell_uvp_v": 2.2, "pack_ovp_v": 60.0, "pack_uvp_v": 35.2},
        **{"chg_ocp_1_a": 75, "dsg_ocp_1_a": 150, "cell_delta_protect_v": 1.0},
        **{"chg_otp_c": 70, "chg_utp_c": -10, "dsg_otp_c": 75, "dsg_utp_c": -30, "mos_otp_c": 100},
        **{"balance_start_v": 3.2, "balance_delta_v": 0.05},
    },
    "daly_nmc_13s": {
        **{"chemistry": "nmc", "cell_count": 13},
        **{"cell_ovp_v": 4.25, "cell_uvp_v": 2.7, "pack_ovp_v": 55.2, "pack_uvp_v": 35.1},
        **{"chg_ocp_1_a": 30, "dsg_ocp_1_a": 90, "rated_current_a": 30.5},
    },
    # ANT: second level is its secondary protection; addresses 0000 to 00A2 of its settings block
    "ant_nmc_16s": {
        **{"chemistry": "nmc", "cell_count": 16, "nominal_ah": 60},
        **_cells(4.22, 4.15, 2.8, 3.0),
        **_pack(67.5, 66.4, 44.8, 48.0),
        **{"cell_secondary_ovp_v": 4.25, "cell_secondary_uvp_v": 2.6, "cell_delta_protect_v": 1.0},
        **{"chg_ocp_1_a": 40, "chg_ocp_1_delay_s": 5, "dsg_ocp_1_a": 150},
        **{"dsg_ocp_1_delay_s": 5, "dsg_ocp_2_a": 220, "dsg_ocp_2_delay_s": 1},
        **{"scp_a": 600, "scp_delay_us": 300, "balance_start_v": 3.5, "balance_delta_v": 0.02},
    },
    # the two packs of the phone app's manual; limits by chemistry (synthetic)
    "mingtang_nmc_13s": {
        **MANUAL_17S,
        **{"cell_count": 13, "rated_current_a": 55},
        **_pack(55.25, 53.95, 35.75, 39.0),
        **{"secondary_ovp_v": 55.9, "secondary_uvp_v": 35.1},
    },
    "mingtang_lfp_24s": {
        **MANUAL_17S,
        **{"chemistry": "lfp", "cell_count": 24, "nominal_ah": 5},
        **_cells(3.65, 3.45, 2.5, 2.8),
        **_pack(87.6, 82.8, 60.0, 67.2),
        **{"secondary_ovp_v": 88.8, "secondary_uvp_v": 57.6},
    },
    # LTO: voltages and temperatures of Toshiba's SCiB data sheets; the rest synthetic
    "lto_5s": {
        **{"chemistry": "lto", "cell_count": 5, "nominal_ah": 23},
        **_cells(2.8, 2.7, 1.5, 1.8),
        **_pack(14.0, 13.5, 7.5, 9.0),
        **_heat("chg", 60, 50, -30, -25),
        **_heat("dsg", 60, 50, -30, -25),
        **{"balance_start_v": 2.5, "balance_delta_v": 0.02},
    },
    "lto_12s": {
        **{"chemistry": "lto", "cell_count": 12},
        **_cells(2.75, 2.65, 1.7, 1.9),
        **_pack(32.4, 31.8, 20.4, 22.8),
        "chg_utp_c": -30,
    },
    "lto_24s_without_chemistry": {
        "cell_count": 24,
        **_cells(2.85, 2.7, 1.5, 1.8),
        **_pack(67.2, 64.8, 38.4, 43.2),
        **{"chg_utp_c": -25, "secondary_ovp_v": 69.6, "secondary_uvp_v": 34.8},
        "cell_delta_protect_v": 0.8,
    },
    # LMO: 2.5 to 4.2 V as the cells of early electric cars; synthetic
    "lmo_14s": {
        **{"chemistry": "lmo", "cell_count": 14, "nominal_ah": 32},
        **_cells(4.2, 4.1, 2.75, 3.0),
        **_pack(58.8, 57.4, 39.2, 42.0),
        **{"balance_start_v": 3.9, "chg_utp_c": 0, "chg_utr_c": 5},
    },
    # Daly board of 100 A: its data sheets give an over-current of three times that; synthetic
    "daly_lfp_8s": {
        **{"chemistry": "lfp", "cell_count": 8, "nominal_ah": 280, "rated_current_a": 100},
        **_cells(3.75, 3.65, 2.2, 2.5),
        **_pack(30.0, 29.2, 17.6, 20.0),
        **{"cell_delta_protect_v": 0.8, "chg_ocp_1_a": 120, "chg_ocp_1_delay_s": 10},
        **{"dsg_ocp_1_a": 300, "dsg_ocp_1_delay_s": 5, "scp_a": 600, "mos_otp_c": 90},
        **{"chg_otp_c": 65, "chg_utp_c": -5, "dsg_otp_c": 70, "dsg_utp_c": -20},
    },
    # synthetic: parts of a set, and boards that switch things off by equal or zero values
    "one_value": {"chg_ocp_1_delay_s": 10},
    "two_values": {"cell_ovp_v": 4.25, "cell_ovr_v": 4.15},
    "deep_frost_of_unknown_cells": {"chg_utp_c": -25, "chg_utr_c": -20},
    "unused_levels": {
        **{"dsg_ocp_1_a": 60, "dsg_ocp_1_delay_s": 10, "dsg_ocp_2_a": 0, "dsg_ocp_2_delay_s": 0},
        **{"chg_ocp_1_a": 30, "chg_ocp_1_delay_s": 5, "chg_ocp_2_a": 30, "chg_ocp_2_delay_s": 5},
    },
    "secondary_equal": {**_cells(4.2, 4.1, 3.0, 3.2), "cell_secondary_ovp_v": 4.2},
    "careful_lfp": {"chemistry": "lfp", **_cells(3.5, 3.38, 2.9, 3.1), "balance_start_v": 3.38},
    "careful_nmc": {"chemistry": "nmc", "cell_count": 14, **_cells(4.1, 4.0, 3.2, 3.4),
                    **_pack(57.4, 56.0, 44.8, 47.6)},
    "load_must_be_taken_off": {"scp_recovery_s": 0, "chg_otp_delay_s": 0, "chg_utp_delay_s": 2},
    "empty": {},
}  # fmt: skip
