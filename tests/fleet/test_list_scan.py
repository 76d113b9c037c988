"""Bar codes: in pictures, by the camera, by a scanner that is a keyboard."""

from __future__ import annotations

from pathlib import Path

import pytest
import zxingcpp
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage, QPainter

from mingtang_desk.core.errors import InputFileError
from mingtang_desk.ui.fleet.scan_codes import codes_in, codes_of
from mingtang_desk.ui.fleet.scan_wedge import FAST_MS, Wedge

FORMATS = (
    zxingcpp.BarcodeFormat.Code128,
    zxingcpp.BarcodeFormat.QRCode,
    zxingcpp.BarcodeFormat.DataMatrix,
)


def picture(text: str, kind: zxingcpp.BarcodeFormat = zxingcpp.BarcodeFormat.Code128) -> QImage:
    """A label with a code, as a photograph has it: not alone, not at the edge."""
    code = zxingcpp.create_barcode(text, kind)
    svg = zxingcpp.write_barcode_to_image(code, scale=4, add_quiet_zones=True)
    height, width = svg.shape[:2]
    drawn = QImage(bytes(memoryview(svg)), width, height, width, QImage.Format.Format_Grayscale8)
    high = height if height == width else 80
    label = QImage(QSize(width + 200, high + 160), QImage.Format.Format_RGB32)
    label.fill(0xFFF4F4F0)
    painter = QPainter(label)
    painter.drawImage(100, 60, drawn.scaled(width, high))
    painter.end()
    return label


@pytest.mark.parametrize("kind", FORMATS, ids=str)
def test_codes_are_read_from_a_picture(kind: zxingcpp.BarcodeFormat) -> None:
    assert codes_in(picture("MT13800012345", kind)) == ("MT13800012345",)


def test_a_file_that_is_no_picture_is_an_error_and_one_without_a_code_is_none(
    tmp_path: Path,
) -> None:
    empty = QImage(QSize(300, 200), QImage.Format.Format_RGB32)
    empty.fill(0xFFFFFFFF)
    empty.save(str(tmp_path / "empty.png"))
    assert codes_of(tmp_path / "empty.png") == ()
    assert codes_in(QImage()) == ()
    large = picture("13800012345").scaled(9000, 5000)
    large.save(str(tmp_path / "large.jpg"))
    assert codes_of(tmp_path / "large.jpg") == ("13800012345",)
    (tmp_path / "words.png").write_text("<svg>")
    for name in ("words.png", "gone.png"):
        with pytest.raises(InputFileError) as caught:
            codes_of(tmp_path / name)
        assert caught.value.key == "picture_unreadable"


def test_a_scanner_is_told_from_a_hand_by_its_speed() -> None:
    wedge = Wedge()
    at = 10_000
    for sign in "13800012345":
        at += 5
        wedge.key(sign, at)
    assert wedge.enter(at + 5) == "13800012345"
    assert wedge.enter(at + 5) == ""
    for sign in "138000":
        at += FAST_MS + 30
        wedge.key(sign, at)
    assert wedge.enter(at + 5) == ""


def test_what_was_typed_by_hand_before_is_no_part_of_the_code() -> None:
    wedge = Wedge()
    wedge.key("x", 1000)
    for step, sign in enumerate("13800"):
        wedge.key(sign, 2000 + 5 * step)
    assert wedge.enter(2030) == "13800"
    for step, sign in enumerate("1380"):
        wedge.key(sign, 5000 + 5 * step)
    assert wedge.enter(5025) == ""
    for step, sign in enumerate("13800"):
        wedge.key(sign, 7000 + 5 * step)
    wedge.forget()
    assert wedge.enter(7026) == ""
