"""Two sets side by side."""

from mingtang_desk.device.compare import ComparedRow, compare
from mingtang_desk.device.settings import SettingLimits


def test_every_setting_of_both_is_a_row() -> None:
    a = {"v": 4.25, "n": 13, "t": "x", "only_a": 1, "b": True}
    b = {"n": 13.0, "v": 4.2, "t": "y", "only_b": None, "b": 1}
    assert list(compare(a, b)) == [
        ComparedRow(key="v", a=4.25, b=4.2, equal=False, delta=-0.05),
        ComparedRow(key="n", a=13, b=13.0, equal=True, delta=0.0),
        ComparedRow(key="t", a="x", b="y", equal=False),
        ComparedRow(key="only_a", a=1, b=None, equal=False),
        ComparedRow(key="b", a=True, b=1, equal=True),
        ComparedRow(key="only_b", a=None, b=None, equal=True),
    ]


def test_equal_is_what_the_board_cannot_tell_apart() -> None:
    limits = {"v": SettingLimits(step=0.01)}
    assert next(compare({"v": 4.25}, {"v": 4.252}, limits)).equal
    assert not next(compare({"v": 4.25}, {"v": 4.252})).equal
