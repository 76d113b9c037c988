"""When a TLS certificate runs out, read from its DER: no library for one date."""

import ssl
from datetime import UTC, datetime
from pathlib import Path

_SEQUENCE, _UTC_TIME, _GENERAL_TIME, _VERSION = 0x30, 0x17, 0x18, 0xA0


def not_after(path: Path) -> datetime:
    """Return until when the first certificate of a PEM file is good.

    Raises:
        ValueError: it holds none.
        OSError: it cannot be read.
    """
    pem = path.read_text("ascii", errors="replace")
    begin = pem.find(ssl.PEM_HEADER)
    end = pem.find(ssl.PEM_FOOTER)
    if begin < 0 or end < begin:
        raise ValueError("it holds no certificate")
    der = ssl.PEM_cert_to_DER_cert(pem[begin : end + len(ssl.PEM_FOOTER)])
    try:
        return _not_after(der)
    except IndexError as error:
        raise ValueError("its certificate breaks off") from error


def _not_after(der: bytes) -> datetime:
    at, _ = _inside(der, 0, _SEQUENCE)  # Certificate
    at, _ = _inside(der, at, _SEQUENCE)  # TBSCertificate: version, serial, algorithm, issuer first
    skipped = 4 if der[at] == _VERSION else 3
    for _ in range(skipped):
        start, size = _inside(der, at, None)
        at = start + size
    at, _ = _inside(der, at, _SEQUENCE)  # Validity
    start, size = _inside(der, at, None)  # notBefore
    at = start + size
    start, size = _inside(der, at, None)
    text = der[start : start + size].decode("ascii", errors="replace")
    forms = {_UTC_TIME: "%y%m%d%H%M%SZ", _GENERAL_TIME: "%Y%m%d%H%M%SZ"}
    if der[at] not in forms:
        raise ValueError("its certificate has no end")
    return datetime.strptime(text, forms[der[at]]).replace(tzinfo=UTC)


def _inside(der: bytes, at: int, tag: int | None) -> tuple[int, int]:
    """Where the content of the value at a place begins, and how long it is."""
    if tag is not None and der[at] != tag:
        raise ValueError("it holds no certificate")
    size = der[at + 1]
    if size < 0x80:
        return at + 2, size
    count = size & 0x7F
    return at + 2 + count, int.from_bytes(der[at + 2 : at + 2 + count], "big")
