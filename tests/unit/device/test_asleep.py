"""Evidence to verdict, rule by rule; what the evidence does not tell stays unknown."""

from dataclasses import replace
from string import Formatter

import pytest

from mingtang_desk.device.asleep import (
    ENOUGH_ASKS,
    LOW_SOC_PCT,
    REST_S,
    UNASKED_S,
    Evidence,
    Verdict,
    Way,
    judge,
)
from mingtang_desk.device.asleep_words import REASONS, VERDICTS, reason_text, verdict_document

ASKED = Evidence(opened=True, asked=ENOUGH_ASKS)
KNOWN = replace(ASKED, answered_before=True, sleeps=True)
GONE = Evidence(opened=False, problem="port_missing")
UNHEARD = Evidence(way=Way.RADIO, opened=False, problem="ble_asleep", heard=False)

CASES: tuple[tuple[str, Evidence, Verdict], ...] = (
    ("nobody tried", Evidence(), Verdict.UNKNOWN),
    ("opened, not asked", Evidence(opened=True), Verdict.UNKNOWN),
    # a wire that says nothing
    ("not a byte", ASKED, Verdict.SILENT),
    ("not a byte, known to sleep", replace(ASKED, sleeps=True), Verdict.SILENT),
    ("not a byte, nearly empty", replace(ASKED, sleeps=True, soc_pct=1.0), Verdict.SILENT),
    ("own bytes only", replace(ASKED, echoed=28), Verdict.ECHO),
    ("a click in the line", replace(ASKED, garbage=2), Verdict.SILENT),
    ("noise", replace(ASKED, garbage=3), Verdict.WRONG_SPEED),
    ("noise where frames came", replace(KNOWN, garbage=3), Verdict.DAMAGED),
    ("frames of others", replace(ASKED, frames=2), Verdict.FOREIGN),
    ("frames of a neighbour", replace(ASKED, frames=2, others_answer=True), Verdict.SILENT),
    # answers
    ("first ask answered", replace(ASKED, asked=2, answered=(1, 2)), Verdict.AWAKE),
    ("second ask answered", replace(ASKED, asked=3, answered=(2, 3)), Verdict.WOKEN),
    ("the same with noise", replace(ASKED, asked=3, answered=(2, 3), garbage=9), Verdict.AWAKE),
    ("once, then mute", replace(ASKED, asked=1 + ENOUGH_ASKS, answered=(1,)), Verdict.MUTE),
    ("once, then one lost", replace(ASKED, asked=3, answered=(1, 2)), Verdict.AWAKE),
    # it answered before
    ("no reason to sleep", KNOWN, Verdict.MUTE),
    ("no reason, hardly tried", replace(KNOWN, asked=1), Verdict.SILENT),
    ("rested, hardly tried", replace(KNOWN, asked=1, rest_s=REST_S), Verdict.ASLEEP),
    ("rested too short", replace(KNOWN, asked=1, rest_s=REST_S - 1), Verdict.SILENT),
    ("rested, asking did not wake it", replace(KNOWN, rest_s=REST_S), Verdict.MUTE),
    ("not asked for long", replace(KNOWN, asked=1, unasked_s=UNASKED_S), Verdict.ASLEEP),
    ("nearly empty", replace(KNOWN, soc_pct=LOW_SOC_PCT), Verdict.ASLEEP),
    ("not empty", replace(KNOWN, soc_pct=LOW_SOC_PCT + 1), Verdict.MUTE),
    ("under-voltage", replace(KNOWN, undervoltage=True), Verdict.ASLEEP),
    (
        "empty, but of a kind that is not known to sleep",
        replace(KNOWN, sleeps=False, undervoltage=True),
        Verdict.MUTE,
    ),
    ("asleep behind an echo", replace(KNOWN, soc_pct=2.0, echoed=7), Verdict.ASLEEP),
    # it cannot be opened
    ("no port", GONE, Verdict.NOT_THERE),
    (
        "no port, nearly empty",
        replace(KNOWN, opened=False, problem="port_missing", soc_pct=1.0),
        Verdict.NOT_THERE,
    ),
    ("no host", replace(GONE, way=Way.NETWORK, problem="host_refused"), Verdict.NOT_THERE),
    ("busy", replace(GONE, problem="port_busy"), Verdict.UNASKED),
    ("another master", replace(GONE, problem="bus_in_use"), Verdict.UNASKED),
    ("no radio", replace(UNHEARD, problem="ble_off", heard=None), Verdict.UNASKED),
    ("not heard", UNHEARD, Verdict.NOT_THERE),
    ("no longer heard", replace(UNHEARD, answered_before=True, sleeps=True), Verdict.NOT_THERE),
    (
        "no longer heard, empty",
        replace(UNHEARD, answered_before=True, sleeps=True, soc_pct=3.0),
        Verdict.ASLEEP,
    ),
    (
        "no longer heard, rested",
        replace(UNHEARD, answered_before=True, sleeps=True, rest_s=REST_S, asked=ENOUGH_ASKS),
        Verdict.ASLEEP,
    ),
    ("heard, not let in", replace(UNHEARD, problem="ble_refused", heard=True), Verdict.TAKEN),
    ("heard, to be paired", replace(UNHEARD, problem="ble_pairing", heard=True), Verdict.UNASKED),
    ("connected and silent", replace(ASKED, way=Way.RADIO), Verdict.SILENT),
)


@pytest.mark.parametrize(("what", "evidence", "verdict"), CASES, ids=[case[0] for case in CASES])
def test_a_verdict_follows_from_the_evidence(
    what: str, evidence: Evidence, verdict: Verdict
) -> None:
    diagnosis = judge(evidence)
    assert diagnosis.verdict is verdict
    assert diagnosis.evidence is evidence
    texts = [reason_text(reason) for reason in diagnosis.reasons]
    assert all(text and "{" not in text for text in texts)
    if evidence.opened is not None:
        assert texts


def test_every_verdict_is_reached_and_has_words() -> None:
    assert {verdict for _, _, verdict in CASES} == set(Verdict) == VERDICTS.keys()
    assert all(text.message and text.hint for text in VERDICTS.values())


def test_every_line_of_evidence_is_reached() -> None:
    told = {reason.key for _, evidence, _ in CASES for reason in judge(evidence).reasons}
    told |= {reason.key for reason in judge(replace(ASKED, early=5)).reasons}
    told |= {reason.key for reason in judge(replace(ASKED, way=Way.NETWORK)).reasons}
    assert told == REASONS.keys()
    for text in REASONS.values():
        assert {name for _, name, _, _ in Formatter().parse(text) if name} <= {"n"}


def test_a_silent_line_names_all_that_it_may_be() -> None:
    document = verdict_document(judge(ASKED))
    assert document["key"] == "silent"
    assert all(
        word in str(document["hint"]) for word in ("asleep", "dead", "plugged in", "A and B")
    )
    assert document["evidence"] == [
        "The port opens: computer and adapter are in order.",
        "Asked 4 times, without an answer.",
        "Not a single byte came.",
        "It has not answered in this connection.",
    ]


def test_probable_sleep_says_why() -> None:
    seen = replace(KNOWN, rest_s=600.0, unasked_s=20.0, soc_pct=4.2)
    texts = [reason_text(reason) for reason in judge(seen).reasons]
    assert "Its charge was 4 % then." in texts
    assert "No current had flowed for 10 min." in texts
    assert "Nobody had asked it for 20 s." in texts
