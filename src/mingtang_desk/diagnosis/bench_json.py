"""The result of a bench check as JSON: what is kept, printed and attached to a job."""

from mingtang_desk.diagnosis import bench_texts as texts
from mingtang_desk.diagnosis.bench_check import BenchCheck
from mingtang_desk.diagnosis.bench_edges import AFTER_S
from mingtang_desk.diagnosis.bench_measure import Measures, Ohms
from mingtang_desk.diagnosis.bench_reading import Grade, Remark
from mingtang_desk.diagnosis.bench_texts import Translate, remark_text
from mingtang_desk.diagnosis.bench_verdict import (
    REPLACE_SHARE,
    WATCH_SHARE,
    BenchResult,
    CellVerdict,
)

FORMAT = "mingtang-bench-check/1"
_WORST = (Grade.REPLACE, Grade.WATCH, Grade.NOT_ENOUGH_DATA, Grade.OK)


def result_json(result: BenchResult) -> dict[str, object]:
    """Return a result as it is kept: numbers in the units of their names, texts as keys."""
    m = result.measures
    start = result.curve[0].at_s if result.curve else 0.0
    return {
        "format": FORMAT,
        "grade": result.grade.value,
        "weak_cell": result.weak_cell,
        "load_a": _rounded(m.load_a, 3),
        "load_s": round(m.load_s, 1),
        "after_s": AFTER_S,
        "temperature_c": _rounded(m.temperature_c, 1),
        "soc_pct": m.soc_pct,
        "cell_step_v": m.step_v,
        "interval_s": round(m.interval_s, 2),
        "steps": [name for name, seen in (("on", m.on_seen), ("off", m.off_seen)) if seen],
        "cells": [_cell_json(verdict) for verdict in result.cells],
        "findings": findings_json(result),
        "notes": [remark_json(note) for note in result.notes],
        "curve": {
            "t_s": [round(reading.at_s - start, 2) for reading in result.curve],
            "current_a": [reading.current_a for reading in result.curve],
            "cell_v": [list(reading.cell_v) for reading in result.curve],
        },
    }


def findings_json(result: BenchResult) -> list[dict[str, object]]:
    """Return the findings as `diagnose` prints them, the worst first."""
    order = sorted(
        result.cells, key=lambda v: (_WORST.index(v.grade), v.rank or len(result.cells) + 1)
    )
    return [
        {
            "key": "cell_resistance",
            "grade": verdict.grade.value,
            "cell": verdict.measure.number,
            "value": _milli(verdict.measure.resistance),
            "evidence": evidence(verdict, result.measures),
        }
        for verdict in order
    ]


def evidence(verdict: CellVerdict, measures: Measures, translate: Translate = str) -> str:
    """Return what a grade rests on, in words."""
    own = verdict.measure.resistance
    words = [remark_text(remark, translate) for remark in verdict.remarks]
    if own is None:
        return " ".join(words)
    first = translate(texts.EVIDENCE).format(
        ohms=f"{own.value * 1000:.3f}",
        sigma=f"{own.sigma * 1000:.3f}",
        others="?" if verdict.others is None else f"{verdict.others.value * 1000:.3f}",
        load="?" if measures.load_a is None else f"{measures.load_a:+.2f}",
        celsius="?" if measures.temperature_c is None else f"{measures.temperature_c:.0f}",
        soc="?" if measures.soc_pct is None else f"{measures.soc_pct:.0f}",
    )
    return " ".join([first, *words])


def method(steps: tuple[str, ...], translate: Translate = str) -> str:
    """Return how it was measured, in words; `steps` are "on" and "off" as far as seen."""
    parts = texts.PARTS_BOTH
    if len(steps) < 2:
        parts = texts.PARTS_ON if "on" in steps else texts.PARTS_OFF
    return translate(texts.METHOD).format(
        parts=translate(parts),
        watch=f"{WATCH_SHARE * 100:.0f}",
        replace=f"{REPLACE_SHARE * 100:.0f}",
    )


def progress_json(check: BenchCheck) -> dict[str, object]:
    """Return where a check is."""
    left = check.left_s
    return {
        "phase": check.phase.value,
        "left_s": None if left is None else round(left, 1),
        "instruction": texts.PHASES[check.phase],
        "problems": [remark_text(problem) for problem in check.problems],
        "sag_mv": [None if sag is None else round(sag * 1000, 1) for sag in check.sag_v],
    }


def remark_json(remark: Remark) -> dict[str, object]:
    """Return a remark as key, values and English text."""
    values = {k: list(v) if isinstance(v, tuple) else v for k, v in remark.values.items()}
    return {"key": remark.key, "values": values, "text": remark_text(remark)}


def _cell_json(verdict: CellVerdict) -> dict[str, object]:
    m = verdict.measure
    return {
        "cell": m.number,
        "rank": verdict.rank,
        "grade": verdict.grade.value,
        "resistance_mohm": _milli(m.resistance),
        "uncertainty_mohm": None if m.resistance is None else round(m.resistance.sigma * 1000, 4),
        "on_mohm": _milli(m.on),
        "off_mohm": _milli(m.off),
        "others_mohm": _milli(verdict.others),
        "ratio": _rounded(verdict.ratio, 3),
        "sag_mv": _volts(m.sag_v),
        "recovered_mv": None
        if m.sag_v is None or m.left_v is None
        else round((m.sag_v - m.left_v) * 1000, 1),
        "left_mv": _volts(m.left_v),
        "rest_v": _rounded(m.rest_v, 4),
        "loaded_v": _rounded(m.loaded_v, 4),
        "remarks": [remark_json(remark) for remark in verdict.remarks],
    }


def _milli(ohms: Ohms | None) -> float | None:
    return None if ohms is None else round(ohms.value * 1000, 4)


def _volts(volts: float | None) -> float | None:
    return None if volts is None else round(volts * 1000, 1)


def _rounded(value: float | None, digits: int) -> float | None:
    return None if value is None else round(value, digits)
