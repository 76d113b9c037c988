"""Boards behind a transparent module: every map has the service, only ours have names."""

from mingtang_desk.interfaces.ble import Advert, uuid128
from mingtang_desk.protocols.modbus.any_board import ANY_BOARD
from mingtang_desk.session.drivers import find_driver


def test_our_names_tell_our_maps_apart() -> None:
    services = (uuid128("ffe0"),)
    for key, other, name in (
        ("mingtang", "tt", "MT-13S-40784"),
        ("tt", "mingtang", "TT-20S-00001"),
    ):
        advert = Advert(address="AA", name=name, services=services)
        driver, wrong = find_driver(key), find_driver(other)
        assert driver is not None
        assert driver.ble is not None
        assert driver.ble.recognises(advert)
        assert wrong is not None
        assert wrong.ble is not None
        assert not wrong.ble.recognises(advert)


def test_a_file_of_the_user_recognises_nothing_unasked() -> None:
    advert = Advert(address="AA", name="MT-13S-40784", services=(uuid128("ffe0"),))
    assert ANY_BOARD.ble is not None
    assert not ANY_BOARD.ble.recognises(advert)
    assert not ANY_BOARD.ble.recognises(Advert(address="AA"))
