"""Bodies of the telegrams that a terminal sends."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from mingtang_desk.sim.tracker.rows import Row
from mingtang_desk.sim.tracker.telegram import u16, u32

GBK = "gbk"
MAKER, MODEL, HARDWARE = b"MTSIM", "MT-SIM-808", "1.0"
PROVINCE, CITY = 44, 300
"""Guangdong, Shenzhen (GB/T 2260)."""
ACC, FIX, SOUTH, WEST, ON_GPS, ON_BEIDOU = 0x1, 0x2, 0x4, 0x8, 0x40000, 0x80000
SIGNAL = 26
STILL, SHAKEN = 0xFFFFFFFF, 0xFFFFFFBF
"""EB/00C5, a vendor's item: bit 6 is low while the bike is shaken."""
JUNK = bytes.fromhex("00a1ff42")
CHINA_H = 8


def position(row: Row, *, clock_s: float = 0.0, utc: bool = False, junk: bool = False) -> bytes:
    """A position: 28 bytes, mileage, signal, satellites, and a shake where there was one."""
    status = ON_GPS | ON_BEIDOU
    for is_set, bit in (
        (row.acc_on, ACC),
        (row.is_valid, FIX),
        (row.lat < 0, SOUTH),
        (row.lon < 0, WEST),
    ):
        status |= bit if is_set else 0
    shown = row.when + timedelta(hours=0 if utc else CHINA_H, seconds=round(clock_s))
    body = u32(0) + u32(status)
    body += u32(round(abs(row.lat) * 1_000_000)) + u32(round(abs(row.lon) * 1_000_000))
    body += u16(row.altitude_m) + u16(round(row.speed_kmh * 10)) + u16(round(row.course_deg) % 360)
    body += bytes.fromhex(shown.strftime("%y%m%d%H%M%S"))
    body += b"\x01\x04" + u32(round(row.mileage_m / 100))
    body += bytes([0x30, 1, SIGNAL, 0x31, 1, min(row.satellites, 255)])
    body += b"\xeb\x08" + u16(6) + u16(0xC5) + u32(SHAKEN) if row.shakes else b""
    return body + JUNK if junk else body


def batch(positions: Sequence[bytes]) -> bytes:
    """Positions that were kept while there was no coverage."""
    entries = b"".join(u16(len(entry)) + entry for entry in positions)
    return u16(len(positions)) + b"\x01" + entries


def registration(number: str, *, is_2019: bool) -> bytes:
    """Who the terminal is; it has no plate, so its number stands there."""
    maker, model, terminal = (11, 30, 30) if is_2019 else (5, 20, 7)
    return (
        u16(PROVINCE)
        + u16(CITY)
        + MAKER.ljust(maker, b"\0")
        + MODEL.encode().ljust(model, b"\0")
        + number[-7:].encode().ljust(terminal, b"\0")
        + b"\0"
        + number[-12:].encode()
    )


def authentication(code: bytes, number: str, firmware: str, *, is_2019: bool) -> bytes:
    """The code that the platform gave; since 2019 with IMEI and software version."""
    if not is_2019:
        return code
    imei, software = number[-15:].rjust(15, "0").encode(), firmware.encode()[:20]
    return bytes([len(code)]) + code + imei + software.ljust(20, b"\0")


def attributes(number: str, firmware: str, *, is_2019: bool) -> bytes:
    """What the terminal is."""
    model, terminal = (30, 30) if is_2019 else (20, 7)
    return (
        u16(0)
        + MAKER
        + MODEL.encode().ljust(model, b"\0")
        + number[-7:].encode().ljust(terminal, b"\0")
        + bytes.fromhex("8986" + number[-16:].rjust(16, "0"))
        + bytes([len(HARDWARE)])
        + HARDWARE.encode()
        + bytes([len(firmware)])
        + firmware.encode()
        + b"\x03\x01"
    )


def parameters(values: Iterable[tuple[int, bytes]]) -> bytes:
    """How many parameters, and each with its number and length."""
    listed = tuple(values)
    entries = (u32(number) + bytes([len(data)]) + data for number, data in listed)
    return bytes([len(listed)]) + b"".join(entries)
