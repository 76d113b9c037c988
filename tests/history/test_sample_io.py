import json
from pathlib import Path

import pytest
from hypothesis import given

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.device.json import sample_json
from mingtang_desk.device.sample import PackSample
from mingtang_desk.history.sample_io import exact_json, parse_sample
from mingtang_desk.history.sample_lines import read_samples
from tests.history.examples import START, sample, samples


@given(samples(exact=False))
def test_the_short_form_comes_back_equal(made: PackSample) -> None:
    assert parse_sample(json.loads(json.dumps(sample_json(made)))) == made


@given(samples(exact=True))
def test_the_exact_form_keeps_everything(made: PackSample) -> None:
    assert parse_sample(json.loads(json.dumps(exact_json(made)))) == made


def test_what_a_sample_need_not_say() -> None:
    document = {"time": "2026-11-22T10:00:00.123456Z", "protocol": "jbd"}
    assert parse_sample(document) == PackSample(time=START, protocol="jbd")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"time": "2026-11-22T10:00:00"}, "time is not a time with its zone"),
        ({"time": "noon"}, "time is not a time"),
        ({"time": None}, "time is not a time with its zone"),
        ({"protocol": 3}, "protocol is not a text"),
        ({"protocol": None}, "protocol is not a text"),
        ({"pack_v": "47"}, "pack_v is not a number"),
        ({"pack_v": True}, "pack_v is not a number"),
        ({"cycles": 1.5}, "cycles is not a whole number"),
        ({"balancer": 1}, "balancer is not true or false"),
        ({"cell_v": 3.6}, "cell_v is not a list"),
        ({"cell_v": [3.6, None]}, "cell_v is not a list of numbers"),
        ({"cell_balancing": [0]}, "cell_balancing is not a list of true and false"),
        ({"alarms": [1]}, "alarms is not a list of texts"),
        ({"temperatures": [{"c": 1.0}]}, "temperatures[0].name is not a text"),
        ({"temperatures": [3]}, "temperatures[0] is not an object"),
        (
            {"temperatures": [{"name": "board", "c": 1, "state": "hot"}]},
            "temperatures[0].state is not one of ok open short",
        ),
        ({"info": []}, "info is not an object"),
        ({"info": {"production_date": "june"}}, "info.production_date is not a date"),
        ({"lock": {"function": "maybe"}}, "lock.function is not on or off"),
        ({"lock": {"status": "on"}}, "lock.status is not locked or unlocked"),
        ({"state": "asleep"}, "state is not one of idle charge discharge"),
    ],
)
def test_what_is_wrong_is_named(changes: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match="is not") as caught:
        parse_sample(sample_json(sample()) | changes)
    assert str(caught.value) == said


def test_lines_of_watch(tmp_path: Path) -> None:
    file = tmp_path / "watch.jsonl"
    lines = [sample_json(sample()), {"error": {"key": "no_answer"}}, sample_json(sample(1))]
    file.write_text("\n\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    assert [made.time.second for made in read_samples(file)] == [0, 1]


@pytest.mark.parametrize(
    ("content", "line", "detail"),
    [
        (b"{}\n", 1, "time is not a time with its zone"),
        (b"\n{", 2, "not JSON"),
        (b"[1]", 1, "not a JSON object"),
        (b'{"time": NaN}', 1, "not JSON"),
        (b"\xff\xfe\x00", 1, "not text"),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, content: bytes, line: int, detail: str) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_bytes(content)
    with pytest.raises(InputFileError) as caught:
        list(read_samples(file))
    assert caught.value.key == "import_invalid"
    assert (caught.value.values["line"], caught.value.values["detail"]) == (line, detail)


def test_files_that_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputFileError, match="There is no file"):
        list(read_samples(tmp_path / "none.jsonl"))
    with pytest.raises(InputFileError, match="cannot be read"):
        list(read_samples(tmp_path))
